"""Days on which nothing is held: holidays, a series' own pauses, closures of a place. Loaded once for many series."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from django.utils.translation import gettext as _

from home.activities.models import Holiday, Series
from home.places.models import HoursException


class Span(Protocol):
    """A pause, stored or only typed: both days included."""

    @property
    def first_day(self) -> date: ...
    @property
    def last_day(self) -> date: ...
    @property
    def reason(self) -> str: ...


@dataclass
class DaysOff:
    """What takes days out of the calendar between two dates."""

    school: dict[str, dict[date, str]] = field(default_factory=lambda: defaultdict(dict))
    public: dict[date, str] = field(default_factory=dict)
    closures: dict[int, list[HoursException]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def load(cls, first_day: date, last_day: date, place_ids: Iterable[int]) -> DaysOff:
        """Read holidays, and closures of the places, from `first_day` to `last_day`: two queries."""
        found = cls()
        within = {"first_day__lte": last_day, "last_day__gte": first_day}
        for holiday in Holiday.objects.filter(**within):
            is_school = holiday.kind == Holiday.Kind.SCHOOL
            names = found.school[holiday.zone] if is_school else found.public
            day = max(holiday.first_day, first_day)
            while day <= min(holiday.last_day, last_day):
                names[day] = holiday.name
                day += timedelta(days=1)
        closed = HoursException.objects.filter(place__in=set(place_ids), kind=HoursException.Kind.CLOSED)
        for closure in closed.filter(**within).order_by("pk"):
            found.closures[closure.place_id].append(closure)
        return found

    def why_paused(self, series: Series, pauses: Iterable[Span], day: date) -> str:
        """Give the reason why `series` is not held on `day`; empty when it is."""
        for pause in pauses:
            if pause.first_day <= day <= pause.last_day:
                return pause.reason or _("Pause")
        if series.pause_school_holidays:
            school = self.school.get(series.activity.territory.school_zone, {})
            if day in school:
                return school[day]
        return self.public.get(day, "") if series.pause_public_holidays else ""

    def closure(self, place_id: int, day: date) -> HoursException | None:
        """Give the closure of the place on `day`, if any."""
        return next((c for c in self.closures.get(place_id, ()) if c.covers(day)), None)
