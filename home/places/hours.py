"""Weekly hours, public holidays and dated exceptions as one rule. Local wall-clock times only; no Django, no clock.

Everything is worked out on naive Paris times: a place opens "at 9 h", whatever the clock change did in the night.
The rule is written in OpenStreetMap syntax, later parts win: week; `PH off`; exceptions, the shortest last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Protocol

import opening_hours
from opening_hours import ParserError  # type: ignore[attr-defined]

COUNTRY = "FR"
#: A state that lasts longer than this many days is taken to last for ever.
HORIZON_DAYS = 400
RANGES = re.compile(
    r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d(,([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d)*"
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SPECIAL = "special"

Range = tuple[datetime, datetime]


class HasHours(Protocol):
    """What of a place matters here."""

    @property
    def opening_hours(self) -> str:
        """The ordinary week, in OpenStreetMap syntax."""

    @property
    def closed_on_public_holidays(self) -> bool:
        """Whether public holidays shut the door."""


class IsException(Protocol):
    """What of an exception matters here: `kind` is "closed" or "special"; `hours` are those of a special day."""

    kind: str
    first_day: date
    last_day: date
    hours: str

    @property
    def reason_words(self) -> Any:
        """The reason, in the reader's language."""


def check_hours(text: str) -> None:
    """Raise ValueError when `text` is not in the OpenStreetMap opening-hours syntax."""
    try:
        opening_hours.OpeningHours(text)
    except ParserError as error:
        raise ValueError(str(error)) from error


def are_ranges(text: str) -> bool:
    """Tell whether `text` lists hours of a day in order: 09:00-12:00,14:00-16:00."""
    if not RANGES.fullmatch(text):
        return False
    ends = [moment for part in text.split(",") for moment in part.split("-")]
    return (
        ends == sorted(ends)
        and ends[-1] <= "24:00"
        and all(a < b for a, b in zip(ends[::2], ends[1::2], strict=True))
    )


@lru_cache(maxsize=8192)
def parsed(text: str) -> opening_hours.OpeningHours | None:
    """Read a rule once; None when it cannot be read."""
    try:
        return opening_hours.OpeningHours(text, country=COUNTRY, max_interval_days=HORIZON_DAYS)
    except ParserError:
        return None


def is_public_holiday(day: date) -> bool:
    """Tell whether `day` is a public holiday in mainland France."""
    holidays = parsed("PH")
    return holidays is not None and holidays.is_open(datetime.combine(day, time(12)))


def _strength(exception: IsException) -> tuple[int, bool]:
    """Order exceptions: the shorter is the stronger; between equals, a closure."""
    return (exception.first_day - exception.last_day).days, exception.kind != SPECIAL


def _day_code(day: date) -> str:
    return f"{day.year} {MONTHS[day.month - 1]} {day.day:02d}"


def _stretches(days: Iterable[date]) -> list[tuple[date, date]]:
    """Group days in order into stretches of days that follow one another."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and found[-1][1] == day - timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def regular_rule(place: HasHours) -> str:
    """Give the rule of an ordinary week, with public holidays and without exceptions."""
    return place.opening_hours + ("; PH off" if place.closed_on_public_holidays else "")


def _exception_rules(exception: IsException, days: Iterable[date]) -> list[str]:
    opens = exception.kind == SPECIAL and are_ranges(exception.hours)
    what = exception.hours if opens else "off"
    return [f"{_day_code(first)}-{_day_code(last)} {what}" for first, last in _stretches(days)]


class Hours:
    """The hours of one place, seen from one day: what holds now, what comes next."""

    def __init__(self, place: HasHours, exceptions: Iterable[IsException], today: date) -> None:
        near = [
            e
            for e in exceptions
            if e.last_day >= today - timedelta(days=1) and e.first_day <= today + timedelta(days=HORIZON_DAYS)
        ]
        self.exceptions = sorted(near, key=_strength)
        self.week = parsed(place.opening_hours) if place.opening_hours.strip() else None
        self.with_holidays = self.week and parsed(regular_rule(place))
        self.today = today
        self.changed_days = [(e, self._days(e)) for e in self.exceptions]
        parts = [
            regular_rule(place),
            *(rule for e, days in self.changed_days for rule in _exception_rules(e, days)),
        ]
        #: The whole rule, exceptions and holidays counted.
        self.text = "; ".join(parts)
        self.rule = self.week and parsed(self.text)

    @property
    def known(self) -> bool:
        """Whether the place has hours that can be read."""
        return self.rule is not None

    def is_open(self, moment: datetime) -> bool:
        """Tell whether the door is open at `moment`, naive Paris time."""
        return self.rule is not None and self.rule.is_open(moment)

    def next_change(self, moment: datetime) -> datetime | None:
        """Give the next time after `moment` when the door opens or closes; None when never."""
        if self.rule is None:
            return None
        was_open, limit = self.rule.is_open(moment), moment + timedelta(days=HORIZON_DAYS)
        change = self.rule.next_change(moment)
        while change is not None and change < limit and self.rule.is_open(change) == was_open:
            change = self.rule.next_change(change)  # a comment changed, not the door
        return change if change is not None and change < limit else None

    def on(self, day: date) -> list[Range]:
        """Give the opening ranges of `day`, exceptions and holidays counted; cut at midnight."""
        return _ranges(self.rule, day)

    def usually(self, day: date) -> list[Range]:
        """Give the ranges of `day` in an ordinary week, whatever holiday or exception falls on it."""
        return _ranges(self.week, day)

    def closed_for_holiday(self, day: date) -> bool:
        """Tell whether a public holiday alone shuts a door that would have been open on `day`."""
        return (
            is_public_holiday(day)
            and self.exception_on(day) is None
            and bool(_ranges(self.week, day))
            and not _ranges(self.with_holidays, day)
        )

    def exception_on(self, day: date) -> IsException | None:
        """Give the exception that decides of `day`: the shortest; between equals, a closure before special hours."""
        covering = [e for e, days in self.changed_days if day in days]
        return covering[-1] if covering else None

    def stretches_of(self, exception: IsException) -> list[tuple[date, date]]:
        """Give the days an exception changes, near today, grouped."""
        return _stretches(self._days(exception))

    def _days(self, exception: IsException) -> list[date]:
        """Give the days an exception changes, near today.

        Special hours over several days keep to the days usually open: "9 h to 13 h in July" opens neither
        Sundays nor the 14th. When none of them is usually open (an open weekend), they change them all.
        """
        first = max(exception.first_day, self.today - timedelta(days=1))
        last = min(exception.last_day, self.today + timedelta(days=HORIZON_DAYS))
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        if exception.kind != SPECIAL or exception.first_day == exception.last_day:
            return days
        return [day for day in days if _ranges(self.with_holidays, day)] or days


def _ranges(rule: opening_hours.OpeningHours | None, day: date) -> list[Range]:
    if rule is None:
        return []
    start = datetime.combine(day, time())
    found: list[Range] = []
    for opens, closes, state, _comment in rule.intervals(start, start + timedelta(days=1)):
        if state == opening_hours.State.OPEN:
            if found and found[-1][1] == opens:
                opens = found.pop()[0]
            found.append((opens, closes))
    return found
