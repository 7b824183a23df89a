"""School and public holidays: brought in from the libraries, then corrected by hand when the ministry changes its mind."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Holiday(models.Model):
    """Days off: a school holiday of one zone, or a public holiday of all of France."""

    class Kind(models.TextChoices):
        SCHOOL = "school", _("Vacances scolaires")
        PUBLIC = "public", _("Jour férié")

    kind = models.CharField(_("sorte"), max_length=10, choices=Kind.choices)
    zone = models.CharField(_("zone"), max_length=1, blank=True, choices=[(z, z) for z in "ABC"])
    name = models.CharField(_("nom"), max_length=80)
    first_day = models.DateField(_("premier jour"))
    last_day = models.DateField(_("dernier jour"))

    class Meta:
        verbose_name = _("vacances ou jour férié")
        verbose_name_plural = _("vacances et jours fériés")
        ordering = ["first_day"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "zone", "first_day"], name="holiday_unique"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="holiday_days_in_order",
                violation_error_message=_("Le dernier jour vient avant le premier."),
            ),
            models.CheckConstraint(
                condition=(Q(kind="school") & ~Q(zone="")) | Q(kind="public", zone=""),
                name="holiday_zone_matches_kind",
                violation_error_message=_(
                    "Les vacances scolaires ont une zone, les jours fériés n'en ont pas."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.first_day} – {self.last_day})"
