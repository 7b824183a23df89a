"""When an activity comes back: five shapes, as pure values over local dates. No Django, no clock, no time zone.

A rule speaks of *dates*; hours are added afterwards in Europe/Paris, so neither clock change can move a session.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
UTC = ZoneInfo("UTC")
DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1
#: A rule spans this many days at most (five years), within these years, so that a slip of the finger stays small.
LONGEST = timedelta(days=5 * 366)
FIRST_YEAR, LAST_YEAR = 2000, 2100


def gettext_noop(text: str) -> str:
    """Mark a French text for the translators; whoever shows it translates it."""
    return text


class RuleError(ValueError):
    """The parts of a rule do not fit together; the message is for the editor."""


class Shape(StrEnum):
    """The five shapes an editor may choose."""

    ONCE = "once"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    DATES = "dates"


@dataclass(frozen=True)
class Rule:
    """One shape and its bounds, both days included. Build it with `Rule.build`, which checks and snaps it."""

    shape: Shape
    first_day: date
    last_day: date
    weekdays: tuple[int, ...] = ()
    nth: int | None = None
    dates: tuple[date, ...] = ()

    @classmethod
    def build(
        cls,
        *,
        shape: str,
        first_day: date,
        last_day: date,
        weekdays: Sequence[int] = (),
        nth: int | None = None,
        dates: Sequence[date | str] = (),
    ) -> Rule:
        """Check the parts and snap the first day to the first date the rule gives.

        Raises RuleError when the parts do not fit together or give no date at all, other ValueErrors or TypeError
        for what is no day or date.
        """
        shape = Shape(shape)
        if shape is Shape.ONCE:
            _check_bounds(first_day, first_day)
            return cls(shape, first_day, first_day)
        if shape is Shape.DATES:
            listed = tuple(sorted({d if isinstance(d, date) else date.fromisoformat(d) for d in dates}))
            if not listed:
                raise RuleError(gettext_noop("Donnez au moins une date."))
            _check_bounds(listed[0], listed[-1])
            return cls(shape, listed[0], listed[-1], dates=listed)
        _check_bounds(first_day, last_day)
        days = tuple(sorted({int(day) for day in weekdays}))
        if not days or not all(0 <= day <= 6 for day in days):
            raise RuleError(gettext_noop("Choisissez au moins un jour de la semaine."))
        nth = _checked_nth(nth, days) if shape is Shape.MONTHLY else None
        rule = cls(shape, first_day, last_day, days, nth)
        first = next(rule.occurrences(), None)
        if first is None:
            raise RuleError(gettext_noop("Aucune date ne tombe entre le premier et le dernier jour."))
        return cls(shape, first, last_day, days, nth)

    def occurrences(self, until: date | None = None) -> Iterator[date]:
        """Give every date of the rule in order, up to `until` included."""
        end = min(self.last_day, until) if until else self.last_day
        candidates: Iterator[date]
        if self.shape is Shape.ONCE:
            candidates = iter((self.first_day,))
        elif self.shape is Shape.DATES:
            candidates = iter(self.dates)
        elif self.shape is Shape.MONTHLY:
            candidates = self._monthly(end)
        else:
            candidates = self._weekly(end, 2 if self.shape is Shape.FORTNIGHTLY else 1)
        for day in candidates:
            if day > end:
                return
            if day >= self.first_day:
                yield day

    def _weekly(self, end: date, step: int) -> Iterator[date]:
        monday = self.first_day - timedelta(days=self.first_day.weekday())
        while monday <= end:
            for weekday in self.weekdays:
                yield monday + timedelta(days=weekday)
            monday += timedelta(weeks=step)

    def _monthly(self, end: date) -> Iterator[date]:
        assert self.nth is not None  # noqa: S101 -- build() saw to it
        year, month = self.first_day.year, self.first_day.month
        while date(year, month, 1) <= end:
            yield nth_weekday(year, month, self.nth, self.weekdays[0])
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)

    def rrule(self, start: time) -> str:
        """Give the RFC 5545 RRULE value for sessions starting at local `start`; empty for one date or a list.

        UNTIL is the last start in UTC, as the RFC asks when DTSTART carries a time zone (§3.3.10).
        """
        if self.shape in (Shape.ONCE, Shape.DATES):
            return ""
        until = local_start(self.last_day, start).astimezone(UTC)
        days = ",".join(DAY_CODES[day] for day in self.weekdays)
        if self.shape is Shape.MONTHLY:
            return f"FREQ=MONTHLY;BYDAY={self.nth}{days};UNTIL={until:%Y%m%dT%H%M%SZ}"
        interval = "INTERVAL=2;" if self.shape is Shape.FORTNIGHTLY else ""
        return f"FREQ=WEEKLY;{interval}WKST=MO;BYDAY={days};UNTIL={until:%Y%m%dT%H%M%SZ}"


def _check_bounds(first_day: date, last_day: date) -> None:
    if last_day < first_day:
        raise RuleError(gettext_noop("Le dernier jour vient avant le premier."))
    if first_day.year < FIRST_YEAR or last_day.year > LAST_YEAR:
        raise RuleError(gettext_noop("Vérifiez l'année."))
    if last_day - first_day > LONGEST:
        raise RuleError(
            gettext_noop("Une série dure cinq ans au plus. Choisissez un dernier jour plus proche.")
        )


def _checked_nth(nth: int | None, days: Sequence[int]) -> int:
    if nth not in (1, 2, 3, 4, LAST):
        raise RuleError(
            gettext_noop("Choisissez le rang dans le mois : du premier au quatrième, ou le dernier.")
        )
    if len(days) != 1:
        raise RuleError(gettext_noop("Choisissez un seul jour de la semaine."))
    return nth


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    """Give the nth (1 to 4, or -1 for the last) `weekday` of a month; every month has one."""
    if nth == LAST:
        last = date(year, month, calendar.monthrange(year, month)[1])
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def local_start(day: date, at: time) -> datetime:
    """Give the instant of local `at` on `day` in Paris; an hour the clocks skip is taken an hour later (RFC 5545 §3.3.5)."""
    moment = datetime.combine(day, at, tzinfo=PARIS)
    return moment.astimezone(UTC).astimezone(PARIS)
