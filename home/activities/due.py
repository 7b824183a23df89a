"""The sessions still to come, as light rows: one query for the whole agenda, without making model objects."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Q
from django.utils import timezone

from home.activities.agenda import Row
from home.activities.models import Session, SessionStatus
from home.activities.recurrence import PARIS, local_start
from portal.territories.models import Territory

#: A session moved to an earlier day still leaves its word on the old day this long after it took place.
LOOK_BACK = timedelta(days=31)

FIELDS = (
    "pk",
    "activity__themes__slug",
    "start",
    "end",
    "place_id",
    "series__audience",
    "activity_id",
    "status",
    "is_full",
    "is_extra",
    "original_start",
    "original_place_id",
)


def due_rows(now: datetime, territory: Territory | None = None) -> list[Row]:
    """Give the sessions not over at `now`, in order of time, and those over whose old day is not; one query."""
    today = timezone.localdate(now)
    sessions = Session.objects.public().filter(
        Q(end__gt=now) | Q(original_start__gte=local_start(today, time.min), is_extra=False),
        start__gte=now - LOOK_BACK,
    )
    if territory is not None:
        sessions = sessions.filter(activity__territory=territory)
    lines = sessions.order_by("start", "pk").values_list(*FIELDS)
    rows = []
    for _pk, group in groupby(lines, key=itemgetter(0)):  # one line for each theme
        first, *others = group
        themes = frozenset(theme for _, theme, *_rest in (first, *others) if theme)
        rows.append(_row(first, themes, now, today))
    return rows


def _row(line: tuple[Any, ...], themes: frozenset[str], now: datetime, today: date) -> Row:
    pk, _theme, start, end, place, audience, activity, status, is_full, is_extra, old_start, old_place = line
    day = max(start.astimezone(PARIS).date(), today)
    has_room = status == SessionStatus.SCHEDULED and not is_full
    is_over = end <= now
    facts = (pk, start, day, place, audience, themes, activity, has_room, is_over)
    if is_extra or (start == old_start and place == old_place):
        return Row(*facts)
    old_day = old_start.astimezone(PARIS).date()
    if old_day < today or (is_over and old_day == day):
        return Row(*facts)
    return Row(*facts, old_start, old_day, old_place)
