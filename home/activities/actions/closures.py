"""A place closes from a day to another: what falls in it is cancelled, and comes back when the closure is lifted."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from home.activities.actions.base import calendar_change, check, record, record_each
from home.activities.actions.plan import day_bounds
from home.activities.models import CancelReason, Session, SessionStatus
from home.activities.querysets import SessionQuerySet
from home.activities.touches import touch_workshops
from home.places.models import HoursException, Place
from portal.accounts.models import User


def preview_closure(place: Place, first_day: date, last_day: date) -> SessionQuerySet:
    """Give the sessions to come that closing `place` on those days (both included) would cancel; none for days in disorder."""
    if last_day < first_day or last_day == date.max:
        return Session.objects.none()
    begins, is_over = day_bounds(first_day, last_day)
    return (
        Session.objects.happening()
        .filter(place=place, start__lt=is_over, end__gt=begins, start__gt=timezone.now())
        .select_related("activity", "place")
        .order_by("start", "pk")
    )


def close_place(
    place: Place,
    *,
    first_day: date,
    last_day: date,
    reason: str,
    reason_en: str = "",
    reason_ar: str = "",
    user: User | None,
) -> HoursException:
    """Close `place` and cancel the sessions to come that fall in it. Raises ValidationError."""
    with calendar_change():
        closure = HoursException(
            place=place,
            kind=HoursException.Kind.CLOSED,
            first_day=first_day,
            last_day=last_day,
            reason=reason,
            reason_en=reason_en,
            reason_ar=reason_ar,
        )
        check(closure)
        _refuse_twice(closure)
        closure.save()
        sessions = list(preview_closure(place, first_day, last_day))
        cancel_for(closure, sessions)
        record_each(sessions, "activities.session.cancel", user, {"closure": closure.pk, "note": reason})
        record(closure, "activities.place.close", user, {"sessions": len(sessions)})
        return closure


def _refuse_twice(closure: HoursException) -> None:
    """Raise ValidationError when the same place is already closed on the very same days: a button pressed twice."""
    same = {"place": closure.place, "first_day": closure.first_day, "last_day": closure.last_day}
    if HoursException.objects.filter(kind=HoursException.Kind.CLOSED, **same).exists():
        raise ValidationError(_("Ce lieu est déjà fermé ces jours-là."))


def cancel_for(closure: HoursException, sessions: list[Session]) -> None:
    """Cancel `sessions` because of `closure`; a note already there is kept for the day it is lifted."""
    touch_workshops(sessions)
    Session.objects.filter(pk__in=[session.pk for session in sessions]).update(
        status=SessionStatus.CANCELLED,
        reason=CancelReason.PLACE_CLOSED,
        note=Case(When(note="", then=Value(closure.reason)), default=F("note")),
        closure=closure,
        sequence=F("sequence") + 1,
        changed_at=timezone.now(),
    )


def reopen_place(exception: HoursException, *, user: User | None) -> int:
    """Lift a closure: the sessions to come that it had cancelled are held again, unless another closure covers them.

    Gives how many are held again, none when somebody else has just lifted it. Raises ValidationError when `exception`
    is not a closure.
    """
    with calendar_change():
        if not HoursException.objects.filter(pk=exception.pk).exists():
            return 0
        exception.refresh_from_db()
        if exception.kind != HoursException.Kind.CLOSED:
            raise ValidationError("Only a closure can be lifted.")
        others = list(
            HoursException.objects.filter(place=exception.place_id, kind=HoursException.Kind.CLOSED)
            .exclude(pk=exception.pk)
            .order_by("pk")
        )
        cancelled = exception.sessions.filter(status=SessionStatus.CANCELLED).select_related("activity")
        to_come = list(cancelled.filter(start__gt=timezone.now()))
        again = [s for s in to_come if not _passed_on(s, exception, others)]
        touch_workshops(again)
        Session.objects.filter(pk__in=[session.pk for session in again]).update(
            status=SessionStatus.SCHEDULED,
            reason="",
            note=Case(When(Q(note=exception.reason), then=Value("")), default=F("note")),
            closure=None,
            sequence=F("sequence") + 1,
            changed_at=timezone.now(),
        )
        record_each(again, "activities.session.restore", user, {"closure": exception.pk})
        record(exception, "activities.place.reopen", user, {"sessions": len(again)})
        exception.delete()
        return len(again)


def _passed_on(session: Session, lifted: HoursException, others: list[HoursException]) -> bool:
    """Hand a session over to another closure of that day, if there is one, and tell so."""
    other = next((c for c in others if c.covers(timezone.localdate(session.start))), None)
    if other is None:
        return False
    note = other.reason if session.note == lifted.reason else session.note
    Session.objects.filter(pk=session.pk).update(
        closure=other, note=note, sequence=F("sequence") + 1, changed_at=timezone.now()
    )
    return True
