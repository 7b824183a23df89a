"""Each dated time of an activity: whether it takes place, when, where. Known for life by its original date."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.activities.models.activity import Activity
from home.activities.models.series import Series
from home.activities.querysets import SessionQuerySet
from home.places.models import HoursException, Place


class SessionStatus(models.TextChoices):
    """What became of a session. *Withdrawn* is kept for its identity alone: the rule or a pause took it out."""

    SCHEDULED = "scheduled", _("Prévue")
    CANCELLED = "cancelled", _("Annulée")
    WITHDRAWN = "withdrawn", _("Retirée du calendrier")


class CancelReason(models.TextChoices):
    """Why a session is cancelled, in words the public reads in its own language."""

    LEADER_AWAY = "leader", _("La personne qui anime est absente")
    PLACE_CLOSED = "place", _("Le lieu est fermé")
    WEATHER = "weather", _("À cause de la météo")
    FEW_PEOPLE = "few", _("Pas assez de personnes inscrites")
    OTHER = "other", _("Autre raison")


class Session(models.Model):
    """One dated time. `original_date` and `slot` never change: they are its address and its identity."""

    uid = models.UUIDField(_("identifiant iCalendar"), default=uuid.uuid4, unique=True, editable=False)
    activity = models.ForeignKey(
        Activity, verbose_name=_("atelier"), on_delete=models.PROTECT, related_name="sessions"
    )
    series = models.ForeignKey(
        Series, verbose_name=_("série"), on_delete=models.PROTECT, related_name="sessions"
    )
    original_date = models.DateField(_("date d'origine"))
    slot = models.PositiveSmallIntegerField(_("rang ce jour-là"), default=1)
    original_start = models.DateTimeField(_("début d'origine"))
    original_place = models.ForeignKey(
        Place, verbose_name=_("lieu d'origine"), on_delete=models.PROTECT, related_name="+"
    )
    start = models.DateTimeField(_("début"))
    end = models.DateTimeField(_("fin"))
    place = models.ForeignKey(
        Place, verbose_name=_("lieu"), on_delete=models.PROTECT, related_name="sessions"
    )
    status = models.CharField(
        _("état"), max_length=10, choices=SessionStatus.choices, default=SessionStatus.SCHEDULED
    )
    reason = models.CharField(_("raison"), max_length=10, choices=CancelReason.choices, blank=True)
    note = models.CharField(_("précision, dite au public"), max_length=160, blank=True)
    closure = models.ForeignKey(
        HoursException,
        verbose_name=_("fermeture"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="sessions",
    )
    is_extra = models.BooleanField(_("séance ajoutée"), default=False)
    is_full = models.BooleanField(_("complet"), default=False)
    touched = models.BooleanField(
        _("changée à la main"),
        default=False,
        help_text=_("La règle ne réécrit plus une séance changée à la main."),
    )
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("séance")
        ordering = ["start", "pk"]
        indexes = [
            models.Index(fields=["start", "status"], name="session_start"),
            models.Index(fields=["place", "start"], name="session_place_start"),
            models.Index(fields=["activity", "start"], name="session_activity_start"),
            # Few sessions are touched: what was moved out of a day is found without reading the others.
            models.Index(fields=["original_start"], condition=Q(touched=True), name="session_moved_from"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["activity", "original_date", "slot"], name="session_identity"),
            models.UniqueConstraint(
                fields=["series", "original_date"],
                condition=Q(is_extra=False),
                name="session_once_per_series_and_day",
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="session_hours_in_order"),
            models.CheckConstraint(
                condition=(Q(status="cancelled") & ~Q(reason="")) | (~Q(status="cancelled") & Q(reason="")),
                name="session_cancelled_has_reason",
                violation_error_message=_("Dites pourquoi la séance est annulée."),
            ),
            models.CheckConstraint(condition=Q(slot__gte=1), name="session_slot_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.activity}, {timezone.localtime(self.start):%d/%m/%Y %H:%M}"

    @property
    def is_cancelled(self) -> bool:
        """Whether the session was called off."""
        return self.status == SessionStatus.CANCELLED

    @property
    def is_moved(self) -> bool:
        """Whether day or hour differ from what the rule had announced."""
        return not self.is_extra and self.start != self.original_start

    @property
    def is_elsewhere(self) -> bool:
        """Whether the place differs from what the rule had announced."""
        return not self.is_extra and self.place_id != self.original_place_id

    @property
    def key(self) -> str:
        """The last part of its address: its original date, with `-2` for a second one that day."""
        return self.original_date.isoformat() + (f"-{self.slot}" if self.slot > 1 else "")
