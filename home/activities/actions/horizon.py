"""The nightly work: sessions are written as far as the horizon, and follow holidays and closures entered since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from home.activities.actions.base import calendar_change, record
from home.activities.actions.plan import Plan, checked_rule, horizon
from home.activities.actions.writing import plans_for, write
from home.activities.models import Series
from home.activities.recurrence import local_start

#: Series written in one transaction: editors wait for a moment at most.
AT_ONCE = 50


def extend_sessions(*, today: date | None = None) -> int:
    """Write what is missing up to the horizon, as seen on `today`; gives how many sessions were created.

    Untouched sessions are brought in line too, so that holidays and closures entered meanwhile take effect. Running it
    twice changes nothing the second time.
    """
    return refresh_sessions(Series.objects.all(), today=today)


def refresh_sessions(of: QuerySet[Series], *, today: date | None = None) -> int:
    """Bring the sessions to come of some series up to date, a few series at a time; gives how many were created."""
    today = today or timezone.localdate()
    pks = list(of.filter(last_day__gte=today).order_by("activity", "pk").values_list("pk", flat=True))
    return sum(_refresh(pks[index : index + AT_ONCE], today) for index in range(0, len(pks), AT_ONCE))


def _refresh(pks: Sequence[UUID], today: date) -> int:
    """Bring some series up to date in one transaction; gives how many sessions were created."""
    with calendar_change():
        many = Series.objects.filter(pk__in=pks).select_related("activity__territory")
        stand = [series for series in many.prefetch_related("pauses") if _stands(series)]
        if not stand:
            return 0
        now = _now(today)
        plans = plans_for(stand, now=now, until=horizon(today))
        write([plan for _series, plan in plans], now)
        for series, plan in plans:
            _record(series, plan)
        return sum(len(plan.created) for _series, plan in plans)


def _now(today: date) -> datetime:
    return timezone.now() if today == timezone.localdate() else local_start(today, time.min)


def _stands(series: Series) -> bool:
    """Tell whether the rule can be read; one broken row must not stop the night's work for the others."""
    try:
        checked_rule(series)
    except ValidationError:
        return False
    return True


def _record(series: Series, plan: Plan) -> None:
    """Log what changed for people; merely writing further ahead is not news."""
    changed = {
        name: [session.original_date for session in getattr(plan, name)]
        for name in ("updated", "restored", "withdrawn")
    }
    if any(changed.values()):
        record(series, "activities.series.refresh", None, changed)
