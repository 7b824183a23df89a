"""The hours of a resource as the rule of a door: what the imported text says, told in the words of the places."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from home.places.hours import Hours
from home.places.opening import Announcement, OpeningStatus, WeekDay, announced, status, week
from resources.directory.models import Closure, Service, Structure

#: A last part that shuts the door on public holidays; `PH` alone means the same to those who write it.
HOLIDAYS_OFF = re.compile(r";\s*PH\s+(off|closed)\s*$", re.IGNORECASE)
#: How the syntax says "day and night".
ALWAYS = frozenset(["24/7", "Mo-Su 00:00-24:00"])


@dataclass(frozen=True)
class Door:
    """When one may come, as `home.places.opening` reads it."""

    opening_hours: str
    closed_on_public_holidays: bool


def door_of(entry: Service | Structure) -> Door:
    """Give the door of an entry: a service's own hours, or those of its structure."""
    text = entry.horaires_accueil or ""
    if not text and isinstance(entry, Service):
        text = entry.structure.horaires_accueil or ""
    text = text.strip().rstrip(";").strip()
    without = HOLIDAYS_OFF.sub("", text)
    return Door(without, without != text)


def closures_of(entry: Service | Structure, closures: Iterable[Closure]) -> list[Closure]:
    """Keep, among the closures of its structure, those that hold for an entry."""
    if isinstance(entry, Service):
        return [c for c in closures if c.service_id in (None, entry.pk)]
    return [c for c in closures if c.service_id is None]


def coming_closures(structures: Iterable[int], today: date) -> dict[int, list[Closure]]:
    """Give the closures of structures (primary keys) that are not over, by structure. One query, none for no structure."""
    found: dict[int, list[Closure]] = {pk: [] for pk in structures}
    if found:
        for closure in Closure.objects.filter(structure__in=found, last_day__gte=today):
            found[closure.structure_id].append(closure)
    return found


@dataclass(frozen=True)
class Doorstep:
    """All that is said of a door at one moment; empty where the hours are unknown or cannot be read."""

    status: OpeningStatus
    week: list[WeekDay]
    announcements: list[Announcement]
    hours: Hours
    closed_on_public_holidays: bool
    never_closes: bool


def doorstep(entry: Service | Structure, closures: Iterable[Closure], now: datetime) -> Doorstep:
    """Tell the hours of an entry in words, at `now` (aware), with the closures that concern it."""
    door, today = door_of(entry), timezone.localdate(now)
    mine = closures_of(entry, closures)
    hours = Hours(door, mine, today)
    return Doorstep(
        status=status(door, mine, now),
        week=week(door, mine, today),
        announcements=announced(mine, today, door if hours.known else None),
        hours=hours,
        closed_on_public_holidays=hours.known and door.closed_on_public_holidays,
        never_closes=hours.known and door.opening_hours in ALWAYS,
    )
