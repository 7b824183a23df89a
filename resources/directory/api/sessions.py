"""The sessions to come, as the agenda shows them to residents."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from home.activities.cards import DEFAULT, texts_of
from home.activities.models import Session
from home.activities.recurrence import local_start
from resources.directory.api.parameters import SessionFilters


def coming(asked: SessionFilters, now: datetime) -> QuerySet[Session]:
    """Give the public sessions that are not over at `now`."""
    found = Session.objects.public().for_residents().filter(end__gt=now)
    if asked.territory is not None:
        found = found.filter(activity__territory__slug=asked.territory)
    if asked.first is not None:
        found = found.filter(start__gte=local_start(asked.first, time()))
    if asked.last is not None:
        found = found.filter(start__lt=local_start(asked.last + timedelta(days=1), time()))
    return found


def in_order(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Put sessions in order, soonest first, with what is told of each."""
    return sessions.order_by("start", "pk").select_related("activity__territory", "place")


def session_items(sessions: list[Session]) -> list[dict[str, Any]]:
    """Give sessions as items of the API, in French. One query."""
    texts = texts_of((session.activity_id for session in sessions), DEFAULT)
    with translation.override(DEFAULT):
        return [_item(session, texts) for session in sessions]


def _item(session: Session, texts: dict[int, tuple[str, str, str]]) -> dict[str, Any]:
    _lang, title, _summary = texts.get(session.activity_id) or (DEFAULT, session.activity.name, "")
    address = reverse("session", args=[session.activity.slug, session.key])
    return {
        "uid": str(session.uid),
        "title": title,
        "start": timezone.localtime(session.start).isoformat(),
        "end": timezone.localtime(session.end).isoformat(),
        "status": session.status,
        "is_full": session.is_full,
        "territory": session.activity.territory.slug,
        "place": session.place.name,
        "address": session.place.address,
        "url": f"{settings.BASE_URL}{address}",
    }
