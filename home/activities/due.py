"""The sessions still to come, as light rows: one query for the whole agenda, without making model objects."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from home.activities.agenda import Row
from home.activities.models import Session
from home.activities.recurrence import PARIS, local_start
from portal.territories.models import Territory

#: A session moved to an earlier day still leaves its word on the old day this long after it took place.
LOOK_BACK = timedelta(days=31)

FIELDS = (
    "pk",
    "start",
    "end",
    "place_id",
    "series__audience",
    "is_extra",
    "original_start",
    "original_place_id",
    "activity__themes__slug",
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
    rows: dict[int, Row] = {}
    for pk, *facts, theme in sessions.order_by("start", "pk").values_list(*FIELDS):
        if pk not in rows:
            rows[pk] = _row(pk, *facts, now=now, today=today)
        if theme:
            rows[pk] = rows[pk]._replace(themes=rows[pk].themes | {theme})
    return list(rows.values())


def _row(
    pk: int,
    start: datetime,
    end: datetime,
    place: int,
    audience: str,
    is_extra: bool,
    old_start: datetime,
    old_place: int,
    *,
    now: datetime,
    today: date,
) -> Row:
    day = max(start.astimezone(PARIS).date(), today)
    row = Row(pk, start, day, place, audience, frozenset(), is_over=end <= now)
    if is_extra or (start == old_start and place == old_place):
        return row
    old_day = old_start.astimezone(PARIS).date()
    if old_day < today or (row.is_over and old_day == day):
        return row
    return row._replace(old_start=old_start, old_day=old_day, old_place=old_place)
