"""Which days a poster tells: one ISO week or one month. No Django, no clock."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = re.compile(r"(20\d{2})-W(\d{2})", re.ASCII)
MONTH = re.compile(r"(20\d{2})-(\d{2})", re.ASCII)
#: Posters are made for days from four weeks ago to six months ahead: enough for the wall, too few to wear us out.
WEEKS_BEFORE, WEEKS_AFTER = 4, 26


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included; `code` is how an address says it."""

    first: date
    last: date
    code: str
    is_month: bool = False

    @property
    def days(self) -> list[date]:
        """Every day of the period, in order."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def is_near(self, today: date) -> bool:
        """Tell whether the period touches the weeks a poster may be made for, seen from `today`."""
        monday = today - timedelta(days=today.weekday())
        first = monday - timedelta(weeks=WEEKS_BEFORE)
        last = monday + timedelta(weeks=WEEKS_AFTER, days=6)
        return self.first <= last and self.last >= first


def week_of(day: date) -> Period:
    """Give the ISO week, Monday to Sunday, that holds `day`."""
    year, week, weekday = day.isocalendar()
    monday = day - timedelta(days=weekday - 1)
    return Period(monday, monday + timedelta(days=6), f"{year:04d}-W{week:02d}")


def parse_week(code: str) -> Period:
    """Read "2026-W48". Raises ValueError when it is no week of that year."""
    match = WEEK.fullmatch(code)
    if not match:
        raise ValueError(code)
    return week_of(date.fromisocalendar(int(match[1]), int(match[2]), 1))


def parse_month(code: str) -> Period:
    """Read "2026-11". Raises ValueError when there is no such month."""
    match = MONTH.fullmatch(code)
    if not match:
        raise ValueError(code)
    first = date(int(match[1]), int(match[2]), 1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return Period(first, last, code, is_month=True)


def read_period(week: str, month: str, today: date) -> Period:
    """Give the week or the month asked for, or this week when nothing is.

    Raises ValueError when both are asked for, when one cannot be read, or when it is too far from `today`.
    """
    if week and month:
        raise ValueError("a week or a month, not both")
    period = parse_month(month) if month else parse_week(week) if week else week_of(today)
    if not period.is_near(today):
        raise ValueError("too far from today")
    return period
