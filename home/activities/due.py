"""The sessions still to come, as light rows: one query for the whole agenda, without making model objects."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils import timezone

from home.activities.agenda import Row
from home.activities.models import Session, SessionStatus
from home.activities.recurrence import PARIS, local_start
from portal.territories.models import Territory

#: A session moved to an earlier day still leaves its word on the old day this long after it took place.
LOOK_BACK = timedelta(days=31)


@lru_cache(maxsize=4096)
def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@lru_cache(maxsize=4096)
def _day(moment: datetime) -> date:
    return moment.astimezone(PARIS).date()


def _text(name: str) -> Cast:
    """Give a moment as the database writes it, in UTC: many sessions share one, and each is then read once."""
    return Cast(name, CharField())


FIELDS = (
    "pk",
    "activity__themes__slug",
    _text("start"),
    _text("end"),
    "place_id",
    "series__audience",
    "activity_id",
    "status",
    "is_full",
    "is_extra",
    _text("original_start"),
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
    pk, _theme, begun, ended, place, audience, activity, status, is_full, is_extra, old, old_place = line
    start = _moment(begun)
    day = max(_day(start), today)
    has_room = status == SessionStatus.SCHEDULED and not is_full
    is_over = _moment(ended) <= now
    facts = (pk, start, day, place, audience, themes, activity, has_room, is_over)
    if is_extra or (begun == old and place == old_place):
        return Row(*facts)
    old_start = _moment(old)
    old_day = _day(old_start)
    if old_day < today or (is_over and old_day == day):
        return Row(*facts)
    return Row(*facts, old_start, old_day, old_place)
