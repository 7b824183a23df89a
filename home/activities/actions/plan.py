"""What a rule asks of its sessions, worked out in memory: nothing is written here.

A session is told apart by its original date. The rule creates what is missing, brings untouched sessions in line, and
withdraws those it no longer wants, which keep their UID, slot and sequence for life. What has begun, and what somebody
changed by hand, is never rewritten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from home.activities.actions.days_off import DaysOff, Span
from home.activities.models import CancelReason, Series, Session, SessionStatus
from home.activities.recurrence import Rule, RuleError, local_start
from home.places.models import HoursException


@dataclass
class Plan:
    """What would be written, and the changed sessions that no longer fit."""

    created: list[Session] = field(default_factory=list)
    updated: list[Session] = field(default_factory=list)
    restored: list[Session] = field(default_factory=list)
    withdrawn: list[Session] = field(default_factory=list)
    misfits: list[Session] = field(default_factory=list)


class Slots:
    """Hands out the first free number of a day for an activity; two sessions of one day never share an address."""

    def __init__(self, taken: Iterable[tuple[int, date, int]] = ()) -> None:
        self.taken: dict[tuple[int, date], set[int]] = defaultdict(set)
        for activity_id, day, slot in taken:
            self.taken[activity_id, day].add(slot)

    def take(self, activity_id: int, day: date) -> int:
        """Give and keep the first free number for that day."""
        used, slot = self.taken[activity_id, day], 1
        while slot in used:
            slot += 1
        used.add(slot)
        return slot


def checked_rule(series: Series) -> Rule:
    """Give the rule of `series`. Raises ValidationError, in the active language, when its parts do not fit together."""
    try:
        return series.rule
    except RuleError as error:
        raise ValidationError(_(str(error)), code="rule") from error
    except (TypeError, ValueError) as error:
        raise ValidationError(_("Ces jours ou ces dates ne se lisent pas."), code="rule") from error


def horizon(today: date) -> date:
    """Give the last day up to which sessions are written."""
    return today + relativedelta(months=settings.SESSION_HORIZON_MONTHS)


def hours(
    series: Series, day: date, start_time: time | None = None, end_time: time | None = None
) -> tuple[datetime, datetime]:
    """Give start and end of a session on `day`, in UTC. A clock change never leaves an end before its start.

    In UTC, because Python holds two instants of different zones unequal in the hour that comes twice (PEP 495).
    """
    first, last = start_time or series.start_time, end_time or series.end_time
    start, end = local_start(day, first).astimezone(UTC), local_start(day, last).astimezone(UTC)
    if end <= start:
        end = start + (datetime.combine(day, last) - datetime.combine(day, first))
    return start, end


def make_plan(
    series: Series,
    rule: Rule,
    pauses: Iterable[Span],
    sessions: Iterable[Session],
    days_off: DaysOff,
    slots: Slots,
    *,
    now: datetime,
    until: date,
    fresh: bool = False,
) -> Plan:
    """Compare what the rule wants with what stands.

    `sessions` are all those of the series; `until` is the horizon; a `fresh` series also writes its past dates, as the
    history its editor declares. Sessions handed in are changed in memory.
    """
    plan, pauses = Plan(), list(pauses)
    standing = {s.original_date: s for s in sessions if not s.is_extra}
    for day in rule.occurrences(max([until, *standing])):
        if days_off.why_paused(series, pauses, day):
            continue
        session, closure = standing.pop(day, None), days_off.closure(series.place_id, day)
        start, end = hours(series, day)
        if session is None:
            if day <= until and (fresh or start > now):
                plan.created.append(new_session(series, day, slots.take(series.activity_id, day), closure))
        elif session.start > now and start > now:
            _bring_in_line(plan, session, start, end, series.place_id, closure)
    for session in standing.values():
        if session.start > now and session.status != SessionStatus.WITHDRAWN:
            (plan.misfits if session.touched or session.is_full else plan.withdrawn).append(session)
    plan.misfits.sort(key=lambda session: session.start)
    return plan


def is_wanted(series: Series, day: date) -> bool:
    """Tell whether the stored rule and pauses of `series` give a session on `day`."""
    days_off = DaysOff.load(day, day, [])
    paused = days_off.why_paused(series, series.pauses.all(), day)
    return not paused and day in checked_rule(series).occurrences(day)


def new_session(series: Series, day: date, slot: int, closure: HoursException | None) -> Session:
    """Make the session of `day`, unsaved; when the place is closed that day it is born cancelled."""
    start, end = hours(series, day)
    session = Session(
        series_id=series.pk,
        activity_id=series.activity_id,
        original_date=day,
        slot=slot,
        start=start,
        end=end,
        original_start=start,
        place_id=series.place_id,
        original_place_id=series.place_id,
    )
    for name, value in _state(closure).items():
        setattr(session, name, value)
    return session


def _state(closure: HoursException | None) -> dict[str, object]:
    """What an untouched session says of itself: held, or cancelled by a closure of its place."""
    if closure is None:
        return {"status": SessionStatus.SCHEDULED, "reason": "", "note": "", "closure_id": None}
    reason = {"status": SessionStatus.CANCELLED, "reason": CancelReason.PLACE_CLOSED}
    return reason | {"note": closure.reason, "closure_id": closure.pk}


def _bring_in_line(
    plan: Plan,
    session: Session,
    start: datetime,
    end: datetime,
    place_id: int,
    closure: HoursException | None,
) -> None:
    """Give an untouched session the rule's hour, place and state.

    A touched one stays as it is. When it still is at the hour or place the rule has left, it no longer fits.
    """
    if session.touched:
        old_hour = session.start == session.original_start != start
        old_place = session.place_id == session.original_place_id != place_id
        if session.status == SessionStatus.SCHEDULED and (old_hour or old_place):
            plan.misfits.append(session)
        return
    wanted = _state(closure) | {"start": start, "end": end, "original_start": start}
    wanted |= {"place_id": place_id, "original_place_id": place_id}
    if all(getattr(session, name) == value for name, value in wanted.items()):
        return
    (plan.restored if session.status == SessionStatus.WITHDRAWN else plan.updated).append(session)
    for name, value in wanted.items():
        setattr(session, name, value)


def day_bounds(first_day: date, last_day: date) -> tuple[datetime, datetime]:
    """Give the instants at which, in Paris, `first_day` begins and `last_day` is over."""
    return local_start(first_day, time.min), local_start(last_day + timedelta(days=1), time.min)
