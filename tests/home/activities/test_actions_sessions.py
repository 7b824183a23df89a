"""One session is cancelled, restored, moved, held elsewhere, full, added, counted; a place closes and opens again."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from home.activities.actions.attendance import record_attendance
from home.activities.actions.closures import close_place, preview_closure, reopen_place
from home.activities.actions.horizon import extend_sessions
from home.activities.actions.series import Pause, save_series
from home.activities.actions.sessions import (
    add_session,
    cancel_session,
    change_place,
    mark_full,
    move_session,
    restore_session,
)
from home.activities.models import Attendance, Session
from home.places.models import HoursException
from portal.territories import content_version
from tests.factories import (
    HoursExceptionFactory,
    PlaceFactory,
    SeriesFactory,
    SessionFactory,
    UserFactory,
    paris,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_first_of_september():
    with time_machine.travel(paris(2026, 9, 1, 8), tick=False):
        yield


@pytest.fixture
def series():
    series = SeriesFactory(pause_school_holidays=False, last_day=date(2026, 11, 24))
    save_series(series, [], user=None)
    return series


def on(series, *day) -> Session:
    return series.sessions.get(original_date=date(2026, *day), is_extra=False)


def state(session) -> dict:
    return Session.objects.filter(pk=session.pk).values().get()


def test_a_cancellation_says_why_and_who_did_it(series):
    session, user, version = on(series, 9, 15), UserFactory(), content_version.current()
    cancel_session(session, reason="leader", note="  Retour le 22.  ", user=user)
    stored = state(session)
    assert (stored["status"], stored["reason"], stored["note"]) == ("cancelled", "leader", "Retour le 22.")
    assert (stored["touched"], stored["sequence"]) == (True, 1)
    assert content_version.current() > version
    entry = ModelLogEntry.objects.get(action="activities.session.cancel")
    assert (entry.user, entry.object_id, entry.data["reason"]) == (user, str(session.pk), "leader")


@pytest.mark.parametrize(
    ("reason", "note"),
    [
        ("", ""),
        ("nonsense", ""),
        ("other", ""),
        ("other", "   "),
        ("leader", "x" * 10_000),
        ("leader", "a\0b"),
    ],
)
def test_a_cancellation_that_does_not_stand_changes_nothing(series, reason, note):
    session = on(series, 9, 15)
    before = state(session)
    with pytest.raises(ValidationError):
        cancel_session(session, reason=reason, note=note, user=None)
    assert state(session) == before
    assert session.status == "scheduled"
    assert not ModelLogEntry.objects.filter(action="activities.session.cancel").exists()


def test_the_same_cancellation_twice_is_one(series):
    session = on(series, 9, 15)
    cancel_session(session, reason="leader", user=None)
    before = state(session)
    cancel_session(session, reason="leader", user=None)
    assert state(session) == before


def test_a_restored_session_is_in_the_care_of_its_rule_again(series):
    session = on(series, 9, 15)
    cancel_session(session, reason="leader", note="Malade", user=None)
    restore_session(session, user=None)
    stored = state(session)
    assert (stored["status"], stored["reason"], stored["note"]) == ("scheduled", "", "")
    assert (stored["touched"], stored["sequence"]) == (False, 2)


def test_a_restored_session_takes_the_hour_the_rule_has_now(series):
    session = on(series, 9, 15)
    cancel_session(session, reason="leader", user=None)
    series.start_time, series.end_time = time(15), time(17)
    save_series(series, [], user=None)
    restore_session(session, user=None)
    assert (session.start, session.is_moved, session.touched) == (paris(2026, 9, 15, 15), False, False)


def test_a_restored_session_the_rule_no_longer_wants_stays(series):
    session = on(series, 9, 15)
    cancel_session(session, reason="leader", user=None)
    save_series(series, [Pause(date(2026, 9, 14), date(2026, 9, 16))], user=None)
    restore_session(session, user=None)
    extend_sessions()
    assert state(session)["status"] == "scheduled"


def test_a_move_keeps_address_and_uid_and_moving_back_is_no_move(series):
    session = on(series, 9, 15)
    uid, key, start, end = session.uid, session.key, session.start, session.end
    move_session(
        session, start=paris(2026, 9, 19, 9), end=paris(2026, 9, 19, 11), note="Salle prise", user=None
    )
    assert (session.uid, session.key, session.is_moved, session.touched) == (uid, key, True, True)
    move_session(session, start=start, end=end, user=None)
    assert (session.is_moved, session.touched, session.note, session.sequence) == (False, False, "", 2)


def test_a_session_moved_over_a_clock_change_keeps_its_wall_hour(series):
    session = on(series, 10, 20)
    move_session(session, start=paris(2026, 10, 26, 18), end=paris(2026, 10, 26, 20), user=None)
    session.refresh_from_db()
    assert session.start.isoformat() == "2026-10-26T17:00:00+00:00"


def test_moves_that_do_not_stand(series):
    session, other = on(series, 9, 15), PlaceFactory()
    HoursExceptionFactory(
        place=other, first_day=date(2026, 9, 20), last_day=date(2026, 9, 21), reason="Grève"
    )
    ten, eleven = paris(2026, 9, 20, 10), paris(2026, 9, 20, 11)
    for refused in (
        {"start": eleven, "end": ten},
        {"start": ten, "end": ten},
        {"start": ten, "end": eleven, "place": other},
        {"start": ten, "end": eleven, "note": "x" * 10_000},
        {"start": ten.replace(year=9000), "end": eleven.replace(year=9000)},
    ):
        with pytest.raises(ValidationError):
            move_session(session, user=None, **refused)
    assert state(session)["sequence"] == 0


def test_a_cancelled_session_is_not_moved_by_mistake(series):
    """Two editors: one cancels, the other, who saw it planned, moves it."""
    session = on(series, 9, 15)
    stale = on(series, 9, 15)
    cancel_session(session, reason="leader", user=None)
    with pytest.raises(ValidationError, match="annulée"):
        move_session(stale, start=paris(2026, 9, 19, 9), end=paris(2026, 9, 19, 11), user=None)
    with pytest.raises(ValidationError, match="annulée"):
        change_place(stale, place=PlaceFactory(), user=None)
    with pytest.raises(ValidationError, match="annulée"):
        mark_full(stale, user=None)


def test_another_place(series):
    session, other = on(series, 9, 15), PlaceFactory()
    change_place(session, place=other, note="Au parc", user=None)
    assert (session.is_elsewhere, session.is_moved, session.touched, session.sequence) == (
        True,
        False,
        True,
        1,
    )
    change_place(session, place=series.place, user=None)
    assert (session.is_elsewhere, session.touched) == (False, False)


def test_full_and_room_again(series):
    session = on(series, 9, 15)
    mark_full(session, user=None)
    mark_full(session, user=None)
    assert (session.is_full, session.touched, session.sequence) == (True, False, 1)
    mark_full(session, full=False, user=None)
    assert (session.is_full, session.sequence) == (False, 2)
    actions = ModelLogEntry.objects.filter(object_id=str(session.pk)).values_list("action", flat=True)
    assert set(actions) == {"activities.session.full", "activities.session.free"}


def test_an_extra_session(series):
    extra = add_session(series, day=date(2026, 9, 15), start_time=time(18), end_time=time(19), user=None)
    assert (extra.key, extra.is_extra, extra.is_moved) == ("2026-09-15-2", True, False)
    plain = add_session(series, day=date(2026, 9, 17), note="En plus", user=None)
    assert (plain.start, plain.end) == (paris(2026, 9, 17, 14), paris(2026, 9, 17, 16))
    save_series(series, [Pause(date(2026, 9, 1), date(2026, 9, 30))], user=None)
    assert set(series.sessions.happening().filter(is_extra=True)) == {extra, plain}


def test_extra_sessions_that_do_not_stand(series):
    HoursExceptionFactory(place=series.place, first_day=date(2026, 9, 20), last_day=date(2026, 9, 21))
    for refused in (
        {"day": date(2026, 9, 15)},
        {"day": date(2026, 9, 17), "start_time": time(18)},
        {"day": date(2026, 9, 20)},
        {"day": date(9999, 12, 31)},
        {"day": date(2026, 9, 17), "note": "x" * 10_000},
    ):
        with pytest.raises(ValidationError):
            add_session(series, user=None, **refused)
    assert not series.sessions.filter(is_extra=True).exists()


def test_a_withdrawn_session_can_no_longer_be_changed(series):
    session = on(series, 9, 15)
    save_series(series, [Pause(date(2026, 9, 14), date(2026, 9, 16))], user=None)
    with pytest.raises(ValidationError, match="plus au calendrier"):
        cancel_session(session, reason="leader", user=None)


def test_closing_a_place_shows_then_cancels_then_gives_back(series):
    user = UserFactory()
    guest = SessionFactory(day=date(2026, 9, 16), place=series.place)
    moved_in = on(series, 10, 20)
    move_session(moved_in, start=paris(2026, 9, 17, 9), end=paris(2026, 9, 17, 11), note="Avancée", user=None)
    elsewhere = change_place(on(series, 9, 22), place=PlaceFactory(), user=None)
    by_hand = cancel_session(on(series, 9, 29), reason="leader", user=None)
    span = {"first_day": date(2026, 9, 14), "last_day": date(2026, 9, 30)}
    seen = list(preview_closure(series.place, **span))
    assert seen == [on(series, 9, 15), guest, moved_in]
    closure = close_place(series.place, **span, reason="Travaux", user=user)
    for session in (*seen, elsewhere, by_hand):
        session.refresh_from_db()
    assert {s.status for s in seen} == {"cancelled"}
    assert {s.closure for s in seen} == {closure}
    assert [s.note for s in seen] == ["Travaux", "Travaux", "Avancée"]
    assert elsewhere.status == "scheduled"
    assert (by_hand.reason, by_hand.closure) == ("leader", None)
    logged = ModelLogEntry.objects.filter(action="activities.session.cancel", user=user)
    assert {entry.object_id for entry in logged} == {str(s.pk) for s in seen}
    assert reopen_place(closure, user=user) == 3
    for session in (*seen, by_hand):
        session.refresh_from_db()
    assert {s.status for s in seen} == {"scheduled"}
    assert [s.note for s in seen] == ["", "", "Avancée"]
    assert seen[0].sequence == 2
    assert by_hand.status == "cancelled"
    assert not HoursException.objects.exists()


def test_a_session_under_two_closures_waits_for_both(series):
    first = close_place(
        series.place, first_day=date(2026, 9, 14), last_day=date(2026, 9, 16), reason="Travaux", user=None
    )
    second = close_place(
        series.place, first_day=date(2026, 9, 15), last_day=date(2026, 9, 20), reason="Congés", user=None
    )
    assert reopen_place(first, user=None) == 0
    session = on(series, 9, 15)
    assert (session.status, session.note, session.closure) == ("cancelled", "Congés", second)
    assert reopen_place(second, user=None) == 1


def test_during_a_closure_a_session_may_be_held_elsewhere_or_all_the_same(series):
    close_place(
        series.place, first_day=date(2026, 9, 14), last_day=date(2026, 9, 30), reason="Travaux", user=None
    )
    outside = change_place(on(series, 9, 15), place=PlaceFactory(), user=None)
    assert (outside.status, outside.closure, outside.is_elsewhere) == ("scheduled", None, True)
    with pytest.raises(ValidationError, match="Travaux"):
        move_session(on(series, 9, 22), start=paris(2026, 9, 23, 9), end=paris(2026, 9, 23, 10), user=None)
    anyway = restore_session(on(series, 9, 22), user=None)
    extend_sessions()
    assert (state(anyway)["status"], state(anyway)["touched"]) == ("scheduled", True)


def test_sessions_written_during_a_closure_come_back_with_it(series):
    closure = close_place(
        series.place, first_day=date(2026, 12, 1), last_day=date(2026, 12, 31), reason="Congés", user=None
    )
    series.last_day = date(2026, 12, 31)
    save_series(series, [], user=None)
    assert series.sessions.filter(closure=closure, status="cancelled").count() == 5
    assert reopen_place(closure, user=None) == 5


@pytest.mark.parametrize(
    "fields",
    [
        {"reason": ""},
        {"reason": "x" * 10_000},
        {"last_day": date(2026, 9, 1)},
    ],
)
def test_a_closure_that_does_not_stand_cancels_nothing(series, fields):
    span = {"first_day": date(2026, 9, 14), "last_day": date(2026, 9, 30), "reason": "Travaux"}
    with pytest.raises(ValidationError):
        close_place(series.place, **(span | fields), user=None)
    assert series.sessions.happening().count() == 12
    assert not preview_closure(series.place, date(2026, 9, 30), date(2026, 9, 1)).exists()


def test_numbers_after_a_session(series):
    user, session = UserFactory(), on(series, 9, 8)
    series.activity.tallies_reasons = True
    series.activity.save()
    with pytest.raises(ValidationError, match="pas encore commencé"):
        record_attendance(session, people=8, user=user)
    with time_machine.travel(paris(2026, 9, 8, 16), tick=False):
        record_attendance(
            session, people=8, newcomers=2, cohosts=1, reasons={"rights": 3, "other": 0}, user=user
        )
        again = record_attendance(session, people=9, user=user)
        assert (again.people, again.newcomers, again.recorded_by) == (9, 0, user)
        assert [(r.reason, r.visits) for r in again.reasons.all()] == [("rights", 3)]
        for refused in (
            {"people": 2, "newcomers": 3},
            {"people": 2, "cohosts": 3},
            {"people": -1},
            {"people": 10**12},
            {"people": 1, "reasons": {"gossip": 1}},
            {"people": 1, "reasons": {"rights": -1}},
        ):
            with pytest.raises(ValidationError):
                record_attendance(session, user=user, **refused)
        assert Attendance.objects.get().people == 9


def test_a_cancelled_session_and_a_workshop_without_tally_are_not_counted_so(series):
    cancelled = cancel_session(on(series, 9, 8), reason="few", user=None)
    with time_machine.travel(paris(2026, 9, 16), tick=False):
        with pytest.raises(ValidationError, match="pas eu lieu"):
            record_attendance(cancelled, people=1, user=None)
        with pytest.raises(ValidationError, match="permanence"):
            record_attendance(on(series, 9, 15), people=1, reasons={"rights": 1}, user=None)


def test_words_and_place_raise_sequence_of_sessions_to_come(series):
    text = series.activity.texts.get()
    with time_machine.travel(paris(2026, 9, 9), tick=False):
        text.title = "Autre titre"
        text.save()
        text.save()
        assert set(series.sessions.values_list("original_date", "sequence")) == {
            (date(2026, 9, 8) + timedelta(weeks=n), 1 if n else 0) for n in range(12)
        }
        series.place.street = "3 rue Neuve"
        series.place.save()
        series.activity.price = 2
        series.activity.save()
        assert on(series, 9, 15).sequence == 3
        series.activity.name = "Nom interne"
        series.activity.save()
        assert on(series, 9, 15).sequence == 3


def test_a_draft_nobody_sees_raises_nothing(series):
    text = series.activity.texts.get()
    text.title = "Brouillon"
    revision = text.save_revision()
    assert on(series, 9, 15).sequence == 0
    revision.publish()
    assert on(series, 9, 15).sequence == 1


def test_a_move_back_into_the_hour_that_comes_twice_is_no_move():
    night = SeriesFactory(
        weekdays=[6], start_time=time(2, 30), end_time=time(2, 45), pause_school_holidays=False
    )
    save_series(night, [], user=None)
    session = on(night, 10, 25)
    move_session(session, start=paris(2026, 10, 26, 9), end=paris(2026, 10, 26, 10), user=None)
    move_session(session, start=paris(2026, 10, 25, 2, 30), end=paris(2026, 10, 25, 2, 45), user=None)
    assert (session.is_moved, session.touched) == (False, False)
