"""How an activity comes back: the rule, stored once, from which the sessions are written ahead."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from home.activities.models.activity import Activity, Audience
from home.activities.querysets import SeriesQuerySet
from home.activities.recurrence import Rule
from home.activities.recurrence import Shape as RuleShape
from home.places.models import Place


class Shape(models.TextChoices):
    """The five ways an activity may come back."""

    ONCE = RuleShape.ONCE.value, _("Une seule date")
    WEEKLY = RuleShape.WEEKLY.value, _("Chaque semaine")
    FORTNIGHTLY = RuleShape.FORTNIGHTLY.value, _("Toutes les deux semaines")
    MONTHLY = RuleShape.MONTHLY.value, _("Chaque mois")
    DATES = RuleShape.DATES.value, _("Des dates précises")


class Series(models.Model):
    """One rule of an activity: shape, hours, place, pauses. Sessions are written from it, never typed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(
        Activity, verbose_name=_("atelier"), on_delete=models.PROTECT, related_name="series"
    )
    follows = models.OneToOneField(
        "self",
        verbose_name=_("fait suite à"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="followed_by",
    )
    shape = models.CharField(_("quand"), max_length=12, choices=Shape.choices, default=Shape.WEEKLY)
    weekdays = models.JSONField(
        _("jours"), default=list, blank=True
    )  # 0 is Monday, as in datetime.date.weekday()
    nth = models.SmallIntegerField(
        _("rang dans le mois"), null=True, blank=True
    )  # 1 to 4, or -1 for the last
    dates = models.JSONField(_("dates"), default=list, blank=True)  # ISO texts, in order
    first_day = models.DateField(_("premier jour"))
    last_day = models.DateField(_("dernier jour"))
    start_time = models.TimeField(_("de"))
    end_time = models.TimeField(_("à"))
    place = models.ForeignKey(Place, verbose_name=_("lieu"), on_delete=models.PROTECT, related_name="series")
    audience = models.CharField(
        _("pour qui"), max_length=20, choices=Audience.choices, default=Audience.EVERYONE
    )
    capacity_note = models.CharField(
        _("nombre de places"),
        max_length=80,
        blank=True,
        help_text=_("Par exemple : « 8 personnes au plus »."),
    )
    pause_school_holidays = models.BooleanField(_("pas pendant les vacances scolaires"), default=True)
    pause_public_holidays = models.BooleanField(_("pas les jours fériés"), default=True)
    rrule = models.TextField(_("règle"), blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("série")
        verbose_name_plural = _("séries")
        ordering = ["first_day", "start_time"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="series_days_in_order",
                violation_error_message=_("Le dernier jour vient avant le premier."),
            ),
            models.CheckConstraint(
                condition=Q(end_time__gt=F("start_time")),
                name="series_hours_in_order",
                violation_error_message=_("L'heure de fin vient avant l'heure de début."),
            ),
            models.CheckConstraint(
                condition=(Q(shape="monthly") & Q(nth__in=[1, 2, 3, 4, -1]))
                | (~Q(shape="monthly") & Q(nth=None)),
                name="series_nth_only_monthly",
                violation_error_message=_(
                    "Choisissez le rang dans le mois : du premier au quatrième, ou le dernier."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity} ({self.get_shape_display()})"

    @property
    def rule(self) -> Rule:
        """The rule as a pure value. Raises ValueError when its parts do not fit together."""
        return Rule.build(
            shape=self.shape,
            first_day=self.first_day,
            last_day=self.last_day,
            weekdays=self.weekdays,
            nth=self.nth,
            dates=self.dates,
        )


class SeriesPause(models.Model):
    """Days on which one series alone pauses (the facilitator's leave, works)."""

    series = models.ForeignKey(
        Series, verbose_name=_("série"), on_delete=models.CASCADE, related_name="pauses"
    )
    first_day = models.DateField(_("du"))
    last_day = models.DateField(_("au"))
    reason = models.CharField(_("raison"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("pause")
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="pause_days_in_order",
                violation_error_message=_("Le dernier jour vient avant le premier."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day} : {self.reason}"
