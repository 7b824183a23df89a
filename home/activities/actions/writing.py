"""Writes plans to the table, many series at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import F, Q
from django.utils import timezone

from home.activities.actions.days_off import DaysOff
from home.activities.actions.plan import Plan, Slots, checked_rule, make_plan
from home.activities.models import Series, Session, SessionStatus
from home.activities.touches import touch_workshops

REWRITTEN = [
    "start",
    "end",
    "original_start",
    "place",
    "original_place",
    "status",
    "reason",
    "note",
    "closure",
    "sequence",
    "changed_at",
]
BATCH = 500


def plans_for(
    many: Sequence[Series], *, now: datetime, until: date, fresh: bool = False
) -> list[tuple[Series, Plan]]:
    """Work out the plan of each series (loaded with its activity, territory and pauses) in a fixed number of queries."""
    first = min(series.first_day for series in many)
    last = max(until, max(series.last_day for series in many))
    days_off = DaysOff.load(first, last, {series.place_id for series in many})
    since = first if fresh else timezone.localdate(now)
    activity_ids = {series.activity_id for series in many}
    taken = Session.objects.filter(activity__in=activity_ids, original_date__gte=since)
    slots = Slots(taken.order_by().values_list("activity_id", "original_date", "slot"))
    standing = sessions_to_plan(many, now)
    return [
        (
            series,
            make_plan(
                series,
                checked_rule(series),
                series.pauses.all(),
                standing[series.pk],
                days_off,
                slots,
                now=now,
                until=until,
                fresh=fresh,
            ),
        )
        for series in many
    ]


def sessions_to_plan(many: Sequence[Series], now: datetime) -> dict[object, list[Session]]:
    """Read, by series, the sessions a plan may speak of: those to come, and those of a date to come."""
    standing: dict[object, list[Session]] = defaultdict(list)
    to_come = Q(start__gt=now) | Q(original_date__gte=timezone.localdate(now))
    for session in Session.objects.filter(to_come, series__in=many).order_by():
        standing[session.series_id].append(session)
    return standing


def write(plans: Sequence[Plan], now: datetime) -> None:
    """Write the plans: new rows, rewritten rows, withdrawn rows; every change raises SEQUENCE and the date of change."""
    created = [session for plan in plans for session in plan.created]
    rewritten = [session for plan in plans for session in (*plan.updated, *plan.restored)]
    gone = [session for plan in plans for session in plan.withdrawn]
    withdrawn = [session.pk for session in gone]
    touch_workshops([*created, *rewritten, *gone])
    for session in created:
        session.changed_at = now
    for session in rewritten:
        session.sequence += 1
        session.changed_at = now
    Session.objects.bulk_create(created, batch_size=BATCH)
    Session.objects.bulk_update(rewritten, REWRITTEN, batch_size=100)
    for index in range(0, len(withdrawn), BATCH):
        withdraw(withdrawn[index : index + BATCH], now)


def withdraw(pks: Sequence[int], now: datetime) -> None:
    """Take sessions out of the calendar; they keep uid, slot and sequence in case they come back."""
    Session.objects.filter(pk__in=pks).update(
        status=SessionStatus.WITHDRAWN,
        reason="",
        note="",
        closure=None,
        sequence=F("sequence") + 1,
        changed_at=now,
    )


def raise_sequence(pks: Sequence[int], now: datetime) -> None:
    """Tell the feeds that something said of these sessions changed."""
    for index in range(0, len(pks), BATCH):
        Session.objects.filter(pk__in=pks[index : index + BATCH]).update(
            sequence=F("sequence") + 1, changed_at=now
        )
