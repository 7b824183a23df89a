"""Sessions as an editor's list shows them, in words, with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects
from django.utils import timezone

from home.activities.cards import Badge, badges_of, old_words
from home.activities.models import Session
from portal.when import day_words, hours_words, moment_words


@dataclass(frozen=True)
class Row:
    """One session of a list. `counted` is how many people came, None when nobody counted yet."""

    pk: int
    series_pk: object
    activity: str
    day: date
    day_words: str
    hours_words: str
    place: str
    badges: tuple[Badge, ...]
    reason: str
    note: str
    old_words: str
    is_cancelled: bool
    by_closure: bool
    is_full: bool
    is_over: bool
    has_begun: bool
    counted: int | None

    @property
    def words(self) -> str:
        """The session in one line."""
        return f"{self.activity}, {self.day_words}, {self.hours_words}"


def rows_for(sessions: Iterable[Session]) -> list[Row]:
    """Give a row for each session, in order: four queries whatever their number."""
    sessions = list(sessions)
    prefetch_related_objects(sessions, "activity", "place", "original_place", "attendance")
    return [_row(session) for session in sessions]


def _row(session: Session) -> Row:
    start, end = timezone.localtime(session.start), timezone.localtime(session.end)
    attendance = getattr(session, "attendance", None)
    now = timezone.now()
    return Row(
        pk=session.pk,
        series_pk=session.series_id,
        activity=session.activity.name,
        day=start.date(),
        day_words=day_words(start.date()),
        hours_words=hours_words(start.time(), end.time()),
        place=session.place.name,
        badges=badges_of(session),
        reason=session.get_reason_display() if session.reason else "",
        note=session.note,
        old_words=old_words(session, session.original_place.name),
        is_cancelled=session.is_cancelled,
        by_closure=session.closure_id is not None,
        is_full=session.is_full,
        is_over=session.end <= now,
        has_begun=session.start <= now,
        counted=attendance.people if attendance else None,
    )


def moment_of(session: Session) -> str:
    """Give day and hours of a session: "mardi 8 septembre, de 14 h à 16 h"."""
    return moment_words(session.start, session.end)
