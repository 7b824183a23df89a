"""School and public holidays brought in from the libraries as rows an editor may correct."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import holidays
from vacances_scolaires_france import SchoolHolidayDates

from home.activities.actions.base import calendar_change
from home.activities.models import Holiday

ZONES = "ABC"
#: A row of the same name this near is the same holiday, whose days somebody corrected.
SAME = timedelta(days=45)


def import_holidays(first_year: int, last_year: int) -> int:
    """Add the holidays that begin from `first_year` to `last_year`, as far as the libraries know; gives how many were added.

    A row already there is never changed, nor doubled when somebody corrected its days: same kind and zone, and the same
    days in part, or the same name nearby. Running it again adds nothing.
    """
    with calendar_change():
        known = list(Holiday.objects.all())
        added: list[Holiday] = []
        for row in (*_public(first_year, last_year), *_school(first_year, last_year)):
            if not any(_is_same(row, other) for other in known):
                added.append(row)
        Holiday.objects.bulk_create(added)
        return len(added)


def _is_same(row: Holiday, other: Holiday) -> bool:
    if (row.kind, row.zone) != (other.kind, other.zone):
        return False
    overlap = row.first_day <= other.last_day and other.first_day <= row.last_day
    return overlap or (row.name == other.name and abs(row.first_day - other.first_day) <= SAME)


def _public(first_year: int, last_year: int) -> Iterator[Holiday]:
    """Give the public holidays of mainland France."""
    known = holidays.country_holidays("FR", years=range(first_year, last_year + 1), language="fr")
    for day, name in sorted(known.items()):
        yield Holiday(kind=Holiday.Kind.PUBLIC, name=name[:80], first_day=day, last_day=day)


def _school(first_year: int, last_year: int) -> Iterator[Holiday]:
    """Give the school holidays of each zone: unbroken runs of days of one name."""
    days = SchoolHolidayDates().data
    for zone in ZONES:
        key = f"vacances_zone_{zone.lower()}"
        for name, first, last in _runs({day: row["nom_vacances"] for day, row in days.items() if row[key]}):
            if first_year <= first.year <= last_year:
                yield Holiday(
                    kind=Holiday.Kind.SCHOOL, zone=zone, name=name[:80], first_day=first, last_day=last
                )


def _runs(names: dict[date, str]) -> Iterator[tuple[str, date, date]]:
    """Group named days into unbroken runs."""
    first = last = None
    for day in sorted(names):
        if last and first and (day - last > timedelta(days=1) or names[day] != names[last]):
            yield names[last], first, last
            first = None
        first, last = first or day, day
    if first and last:
        yield names[last], first, last
