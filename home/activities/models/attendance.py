"""After a session: how many came. Numbers, never names."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from home.activities.models.session import Session


class VisitReason(models.TextChoices):
    """Why people came to a mediation permanence, for the tally."""

    RIGHTS = "rights", _("Ouvrir ou renouveler des droits")
    PAPERS = "papers", _("Un courrier, un dossier")
    DOCTOR = "doctor", _("Trouver un médecin, un rendez-vous")
    COMPANY = "company", _("Être accompagné à un rendez-vous")
    LISTENING = "listening", _("Parler, être écouté")
    INFORMATION = "information", _("Se renseigner sur les ateliers")
    OTHER = "other", _("Autre")


class Attendance(models.Model):
    """The count of one session."""

    session = models.OneToOneField(
        Session, verbose_name=_("séance"), on_delete=models.PROTECT, related_name="attendance"
    )
    people = models.PositiveSmallIntegerField(_("personnes venues"))
    newcomers = models.PositiveSmallIntegerField(_("dont nouvelles"), default=0)
    cohosts = models.PositiveSmallIntegerField(_("habitants qui ont co-animé"), default=0)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("compté par"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    recorded_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("fréquentation")
        constraints = [
            models.CheckConstraint(
                condition=Q(newcomers__lte=F("people")),
                name="attendance_newcomers_among_people",
                violation_error_message=_(
                    "Il ne peut pas y avoir plus de nouvelles personnes que de personnes."
                ),
            ),
            models.CheckConstraint(
                condition=Q(cohosts__lte=F("people")),
                name="attendance_cohosts_among_people",
                violation_error_message=_("Il ne peut pas y avoir plus de co-animateurs que de personnes."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} : {self.people}"


class AttendanceReason(models.Model):
    """How many visits of a permanence had one reason."""

    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="reasons")
    reason = models.CharField(_("motif"), max_length=12, choices=VisitReason.choices)
    visits = models.PositiveSmallIntegerField(_("nombre"))

    class Meta:
        verbose_name = _("motif de visite")
        constraints = [
            models.UniqueConstraint(fields=["attendance", "reason"], name="attendance_reason_unique")
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} : {self.visits}"
