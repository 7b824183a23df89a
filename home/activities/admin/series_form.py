"""The series form: five shapes, hours, place, pauses, all on one page. It builds a Series; the actions write it."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home.activities.actions.series import Pause, SeriesPreview
from home.activities.admin.dates import DatesError, parse_dates, write_dates
from home.activities.admin.plain_form import PlainForm, day_field, time_field
from home.activities.models import Activity, Audience, Series, Shape
from home.places.models import Place
from portal.accounts.models import User

LONGEST = relativedelta(years=3)
EARLIEST = date(2013, 1, 1)  # the year the first place opened: no session is older
NTH = [
    (1, gettext_lazy("Le premier")),
    (2, gettext_lazy("Le deuxième")),
    (3, gettext_lazy("Le troisième")),
    (4, gettext_lazy("Le quatrième")),
    (-1, gettext_lazy("Le dernier")),
]
DAYS = [(number, str(name).lower()) for number, name in WEEKDAYS.items()]
REPEATING = (Shape.WEEKLY, Shape.FORTNIGHTLY, Shape.MONTHLY)


def school_year_end(today: date) -> date:
    """Give the next 30 June: the last day a series gets when nobody says otherwise."""
    end = date(today.year, 6, 30)
    return end if end > today else date(today.year + 1, 6, 30)


class SeriesForm(PlainForm):
    """All that makes a series but its own pauses."""

    activity = forms.ModelChoiceField(
        label=gettext_lazy("Atelier"),
        queryset=Activity.objects.none(),
        help_text=gettext_lazy("Ce qui revient."),
    )
    shape = forms.ChoiceField(label=gettext_lazy("Quand ?"), choices=Shape.choices, widget=forms.RadioSelect)
    day = day_field(gettext_lazy("Le jour"), gettext_lazy("Le jour de la séance."))
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Quels jours ?"),
        choices=DAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Un ou plusieurs."),
    )
    nth = forms.TypedChoiceField(
        label=gettext_lazy("Lequel ?"),
        choices=NTH,
        coerce=int,
        required=False,
        help_text=gettext_lazy("Par exemple : le premier jeudi du mois."),
    )
    month_day = forms.TypedChoiceField(
        label=gettext_lazy("Quel jour ?"),
        choices=DAYS,
        coerce=int,
        required=False,
        empty_value=None,
        help_text=gettext_lazy("Un seul jour de la semaine."),
    )
    dates = forms.CharField(
        label=gettext_lazy("Les dates"),
        required=False,
        max_length=6000,
        widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy("Une par ligne ou séparées par des virgules : 12/09, 03/10/2026."),
    )
    first_day = day_field(
        gettext_lazy("Premier jour"),
        gettext_lazy("La première séance sera ce jour-là, ou la première fois après."),
    )
    last_day = day_field(
        gettext_lazy("Dernier jour"), gettext_lazy("Souvent le 30 juin. Vous pourrez prolonger.")
    )
    start_time = time_field(gettext_lazy("De"), gettext_lazy("L'heure où l'on commence."))
    end_time = time_field(gettext_lazy("À"), gettext_lazy("L'heure où l'on finit."))
    place = forms.ModelChoiceField(
        label=gettext_lazy("Lieu"),
        queryset=Place.objects.none(),
        help_text=gettext_lazy("Pour une seule séance ailleurs, changez le lieu de cette séance."),
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Pour qui ?"),
        choices=Audience.choices,
        help_text=gettext_lazy("« Professionnels » : l'agenda public ne la montre que si on le demande."),
    )
    capacity_note = forms.CharField(
        label=gettext_lazy("Nombre de places"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Par exemple : « 8 personnes au plus ». Vide : rien n'est dit."),
    )
    pause_school_holidays = forms.BooleanField(
        label=gettext_lazy("Pas pendant les vacances scolaires"),
        required=False,
        help_text=gettext_lazy("Les vacances de la zone de votre territoire."),
    )
    pause_public_holidays = forms.BooleanField(
        label=gettext_lazy("Pas les jours fériés"),
        required=False,
        help_text=gettext_lazy("Le 1er mai, le 11 novembre, le lundi de Pâques…"),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, instance: Series | None = None, **kwargs: Any) -> None:
        self.instance = instance or Series()
        super().__init__(*args, **kwargs)
        activities = Activity.objects.editable_by(user).select_related("territory").order_by("name")
        activity = self.choices_of("activity", activities)
        self.choices_of("place", Place.objects.editable_by(user))
        if not self.instance._state.adding or self.instance.activity_id:
            activity.disabled = True

    @classmethod
    def initial_for(cls, series: Series) -> dict[str, Any]:
        """Give what the form shows for a stored series."""
        once = series.shape == Shape.ONCE
        return {
            "activity": series.activity_id,
            "shape": series.shape,
            "day": series.first_day if once else None,
            "weekdays": series.weekdays,
            "nth": series.nth,
            "month_day": series.weekdays[0] if series.shape == Shape.MONTHLY else None,
            "dates": write_dates(series.dates),
            "first_day": series.first_day,
            "last_day": series.last_day,
            "start_time": series.start_time,
            "end_time": series.end_time,
            "place": series.place_id,
            "audience": series.audience,
            "capacity_note": series.capacity_note,
            "pause_school_holidays": series.pause_school_holidays,
            "pause_public_holidays": series.pause_public_holidays,
            "version": series.version,
        }

    @classmethod
    def initial_for_new(cls, activity: Activity | None, today: date) -> dict[str, Any]:
        """Give a new form its usual answers."""
        return {
            "activity": activity.pk if activity else None,
            "place": activity.place_id if activity else None,
            "shape": Shape.WEEKLY,
            "first_day": today,
            "last_day": school_year_end(today),
            "audience": Audience.EVERYONE,
            "pause_school_holidays": True,
            "pause_public_holidays": True,
        }

    def clean(self) -> dict[str, Any]:
        """Check the fields of the chosen shape, then the rule they make."""
        data = super().clean()
        shape = data.get("shape")
        if data.get("start_time") and data.get("end_time") and data["end_time"] <= data["start_time"]:
            self.add_error("end_time", _("L'heure de fin vient avant l'heure de début."))
        self._check_place(data)
        if shape:
            getattr(self, f"_clean_{'repeating' if shape in REPEATING else shape}")(data)
        if not self.errors:
            self._fill(data)
        return data

    def _check_place(self, data: dict[str, Any]) -> None:
        activity, place = data.get("activity"), data.get("place")
        if activity and place and activity.territory_id != place.territory_id:
            self.add_error("place", _("Ce lieu est d'un autre territoire que l'atelier."))

    def _clean_once(self, data: dict[str, Any]) -> None:
        if not data.get("day") and "day" not in self.errors:
            self.add_error("day", _("Donnez le jour de la séance."))
        elif data.get("day"):
            self._check_bounds("day", data["day"], data["day"])
        data["first_day"] = data["last_day"] = data.get("day")

    def _clean_dates(self, data: dict[str, Any]) -> None:
        if "dates" in self.errors:
            return
        try:
            data["listed"] = parse_dates(data.get("dates", ""), timezone.localdate())
        except DatesError as error:
            self.add_error("dates", error.problems)
            return
        data["first_day"], data["last_day"] = data["listed"][0], data["listed"][-1]
        self._check_bounds("dates", data["first_day"], data["last_day"])

    def _clean_repeating(self, data: dict[str, Any]) -> None:
        for name in ("first_day", "last_day"):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("Donnez une date."))
        if data["shape"] == Shape.MONTHLY:
            for name in ("nth", "month_day"):
                if data.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, _("Faites un choix."))
        elif not data.get("weekdays") and "weekdays" not in self.errors:
            self.add_error("weekdays", _("Choisissez au moins un jour de la semaine."))
        if data.get("first_day") and data.get("last_day"):
            self._check_bounds("last_day", data["first_day"], data["last_day"])

    def _check_bounds(self, name: str, first: date, last: date) -> None:
        latest = timezone.localdate() + LONGEST
        if last < first:
            self.add_error(name, _("Le dernier jour vient avant le premier."))
        elif first < EARLIEST or last > latest:
            self.add_error(
                name,
                _("Choisissez des dates entre le %(first)s et le %(last)s.")
                % {"first": f"{EARLIEST:%d/%m/%Y}", "last": f"{latest:%d/%m/%Y}"},
            )
        elif last > first + LONGEST:
            self.add_error(name, _("Une série dure trois ans au plus. Vous pourrez la prolonger."))

    def _fill(self, data: dict[str, Any]) -> None:
        """Put the answers on the instance. A rule that gives no date is said on the form."""
        series, shape = self.instance, data["shape"]
        series.activity, series.place = data["activity"], data["place"]
        series.shape = shape
        series.weekdays = {
            Shape.WEEKLY: sorted(data["weekdays"]),
            Shape.FORTNIGHTLY: sorted(data["weekdays"]),
            Shape.MONTHLY: [data["month_day"]],
        }.get(shape, [])
        series.nth = data["nth"] if shape == Shape.MONTHLY else None
        series.dates = [day.isoformat() for day in data["listed"]] if shape == Shape.DATES else []
        for name in ("first_day", "last_day", "start_time", "end_time", "audience", "capacity_note"):
            setattr(series, name, data[name])
        for name in ("pause_school_holidays", "pause_public_holidays"):
            setattr(series, name, data[name])
        try:
            series.rule  # noqa: B018 -- reading it checks it
        except ValueError as error:
            self.add_error(None, _(str(error)))


class PauseForm(PlainForm):
    """One pause of the series; an empty row is no pause."""

    first_day = day_field(gettext_lazy("Du"), gettext_lazy("Premier jour sans séance."))
    last_day = day_field(gettext_lazy("Au"), gettext_lazy("Vide : un seul jour."))
    reason = forms.CharField(
        label=gettext_lazy("Raison"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Pour vous : « congés de l'animatrice »."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the days of a row that has been begun."""
        data = super().clean()
        first, last = data.get("first_day"), data.get("last_day")
        if self.errors:
            return data
        if not first and (last or data.get("reason")):
            self.add_error("first_day", _("Donnez le premier jour de la pause."))
        elif first and last and last < first:
            self.add_error("last_day", _("Le dernier jour vient avant le premier."))
        elif first and (last or first) - first > timedelta(days=366):
            self.add_error("last_day", _("Une pause dure un an au plus."))
        elif first:
            data["last_day"] = last or first
        return data


class BasePauseFormSet(BaseFormSet):
    """The pauses of a series."""

    def pauses(self) -> list[Pause]:
        """Give the pauses typed, in order; only after `is_valid()`."""
        kept = [
            form.cleaned_data
            for form in self.forms
            if form.cleaned_data.get("first_day") and not form.cleaned_data.get("DELETE")
        ]
        found = [Pause(row["first_day"], row["last_day"], row["reason"]) for row in kept]
        return sorted(found, key=lambda pause: (pause.first_day, pause.last_day))

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Name the box that takes a row away in plain words."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Enlever cette pause")


PauseFormSet: Any = formset_factory(
    PauseForm, formset=BasePauseFormSet, extra=2, can_delete=True, max_num=60, absolute_max=60
)


def digest(series: Series, preview: SeriesPreview) -> str:
    """Give a mark of what a preview showed, so that nothing else is saved than what was read."""
    shown = [
        preview.sentence,
        str(series.place_id),
        series.audience,
        series.capacity_note,
        f"{series.start_time:%H:%M}-{series.end_time:%H:%M}",
        *(f"{day.day}{day.struck}" for day in preview.days),
    ]
    return hashlib.sha256("|".join(shown).encode()).hexdigest()
