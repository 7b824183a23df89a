"""One session is cancelled, restored, moved, held elsewhere, full, or added."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from home.activities.actions.base import calendar_change, check, record
from home.activities.actions.plan import Slots, hours, is_wanted
from home.activities.models import CancelReason, Series, Session, SessionStatus
from home.places.models import HoursException, Place
from portal.accounts.models import User

FIRST_YEAR, LAST_YEAR = 2000, 2100


def cancel_session(session: Session, *, reason: str, note: str = "", user: User | None) -> Session:
    """Call the session off; it stays in view with its reason. Raises ValidationError without a reason, or *other* without a note."""
    with calendar_change():
        _reread(session)
        if reason not in CancelReason.values:
            raise ValidationError({"reason": _("Dites pourquoi la séance est annulée.")})
        if reason == CancelReason.OTHER and not note.strip():
            raise ValidationError({"note": _("Écrivez la raison en quelques mots.")})
        changes = {"status": SessionStatus.CANCELLED, "reason": reason, "note": note.strip(), "closure": None}
        return _change(session, "cancel", user, changes)


def restore_session(session: Session, *, user: User | None) -> Session:
    """Take a cancellation back. The session keeps a changed hour or place; without one it follows its rule again.

    One that a closure of its place had cancelled is held all the same: the editor decides knowingly.
    """
    with calendar_change():
        _reread(session)
        if session.status != SessionStatus.CANCELLED:
            return session
        was_closed = session.closure_id is not None
        changes = {"status": SessionStatus.SCHEDULED, "reason": "", "note": "", "closure": None}
        if not (session.is_extra or session.is_moved or session.is_elsewhere):
            changes |= _todays_rule(session)
        return _change(session, "restore", user, changes, held_anyway=was_closed)


def move_session(
    session: Session,
    *,
    start: datetime,
    end: datetime,
    place: Place | None = None,
    note: str = "",
    user: User | None,
) -> Session:
    """Hold the session at another time (aware datetimes), on any day, perhaps elsewhere; it keeps its address and UID.

    Back at its first hour and place it is no longer moved. A session its place's closure had cancelled is held again.
    Raises ValidationError.
    """
    with calendar_change():
        _reread(session)
        if timezone.is_naive(start) or timezone.is_naive(end):
            raise ValueError("Aware datetimes are needed.")
        if not all(FIRST_YEAR <= moment.year <= LAST_YEAR for moment in (start, end)):
            raise ValidationError({"start": _("Vérifiez l'année.")})
        if end <= start:
            raise ValidationError({"end": _("L'heure de fin vient avant l'heure de début.")})
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        changes = {"start": start, "end": end, "place": place or session.place, "note": note.strip()}
        return _change(session, "move", user, _held(session, changes))


def change_place(session: Session, *, place: Place, note: str = "", user: User | None) -> Session:
    """Hold the session elsewhere at the same time. One its place's closure had cancelled is held again. Raises ValidationError."""
    with calendar_change():
        _reread(session)
        return _change(session, "place", user, _held(session, {"place": place, "note": note.strip()}))


def mark_full(session: Session, *, full: bool = True, user: User | None) -> Session:
    """Say that no place is left, or that there is room again. Its hour still follows the rule. Raises ValidationError."""
    with calendar_change():
        _reread(session)
        if full and session.status != SessionStatus.SCHEDULED:
            raise ValidationError(_("Cette séance est annulée. Rétablissez-la d'abord."))
        if session.is_full == full:
            return session
        session.is_full = full
        return _save(session, "full" if full else "free", user)


def add_session(
    series: Series,
    *,
    day: date,
    start_time: time | None = None,
    end_time: time | None = None,
    place: Place | None = None,
    note: str = "",
    user: User | None,
) -> Session:
    """Add one session the rule does not give; hours and place are the series' unless said. Raises ValidationError."""
    with calendar_change():
        series = Series.objects.select_related("place").get(pk=series.pk)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError({"day": _("Vérifiez l'année.")})
        if (end_time or series.end_time) <= (start_time or series.start_time):
            raise ValidationError({"end_time": _("L'heure de fin vient avant l'heure de début.")})
        start, end = hours(series, day, start_time, end_time)
        place = place or series.place
        same = Session.objects.filter(series=series, start=start, place=place).on_calendar()
        if same.exists():
            raise ValidationError(_("Il y a déjà une séance ce jour-là, à cette heure."))
        _refuse_closed(place, day)
        taken = Session.objects.filter(activity=series.activity_id, original_date=day)
        slots = Slots(taken.values_list("activity_id", "original_date", "slot"))
        session = Session(
            series=series,
            activity_id=series.activity_id,
            original_date=day,
            slot=slots.take(series.activity_id, day),
            start=start,
            end=end,
            original_start=start,
            place=place,
            original_place=place,
            note=note.strip(),
            is_extra=True,
            touched=True,
        )
        check(session)
        session.save()
        record(session, "activities.session.add", user, {"start": start, "note": session.note})
        return session


def _reread(session: Session) -> None:
    """Read the session as it stands now that nobody else may change it; refuse one that left the calendar."""
    session.refresh_from_db()
    if session.status == SessionStatus.WITHDRAWN:
        raise ValidationError(_("Cette séance n'est plus au calendrier : sa série a changé."))


def _held(session: Session, changes: dict[str, Any]) -> dict[str, Any]:
    """Add what makes a session held where and when `changes` says. Raises ValidationError when it may not be."""
    if session.is_cancelled and session.closure_id is None:
        raise ValidationError(_("Cette séance est annulée. Rétablissez-la d'abord."))
    start = changes.get("start", session.start)
    if (changes["place"].pk, start) != (session.place_id, session.start) or session.is_cancelled:
        _refuse_closed(changes["place"], timezone.localdate(start))
    return changes | {"status": SessionStatus.SCHEDULED, "reason": "", "closure": None}


def _refuse_closed(place: Place, day: date) -> None:
    closure = HoursException.objects.filter(
        place=place, kind=HoursException.Kind.CLOSED, first_day__lte=day, last_day__gte=day
    ).first()
    if closure:
        raise ValidationError(
            _("Ce lieu est fermé ce jour-là (%(reason)s). Choisissez un autre lieu ou un autre jour.")
            % {"reason": closure.reason}
        )


def _change(
    session: Session, verb: str, user: User | None, changes: dict[str, Any], *, held_anyway: bool = False
) -> Session:
    """Apply `changes`; when nothing differs, do nothing. `held_anyway` keeps a closure from cancelling it again."""
    if all(getattr(session, name) == value for name, value in changes.items()):
        return session
    for name, value in changes.items():
        setattr(session, name, value)
    session.touched = held_anyway or not _follows_rule(session)
    return _save(session, verb, user)


def _todays_rule(session: Session) -> dict[str, Any]:
    """Give hour and place of a session the rule changed while it was cancelled; nothing when it did not, or no longer wants it."""
    series = session.series
    start, end = hours(series, session.original_date)
    same = (start, series.place_id) == (session.original_start, session.original_place_id)
    if same or start <= timezone.now() or not is_wanted(series, session.original_date):
        return {}
    places = {"place": series.place, "original_place": series.place}
    return {"start": start, "end": end, "original_start": start} | places


def _follows_rule(session: Session) -> bool:
    """Tell whether the session is just what its rule gives: then the rule looks after it again."""
    if session.is_extra or session.note or session.status != SessionStatus.SCHEDULED:
        return False
    series = session.series
    start, end = hours(series, session.original_date)
    wanted = (start, start, end, series.place_id, series.place_id)
    stands = (session.original_start, session.start, session.end, session.original_place_id, session.place_id)
    return stands == wanted and is_wanted(series, session.original_date)


def _save(session: Session, verb: str, user: User | None) -> Session:
    """Check, store and log the session; SEQUENCE and the date of change rise."""
    session.sequence += 1
    session.changed_at = timezone.now()
    try:
        check(session)
    except ValidationError:
        session.refresh_from_db()  # the caller goes on with the session as it stands
        raise
    session.save()
    data = {"start": session.start, "place": session.place_id, "reason": session.reason, "note": session.note}
    record(session, f"activities.session.{verb}", user, data)
    return session
