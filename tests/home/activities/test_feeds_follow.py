"""The feeds, read by two readers we do not write with, say exactly what the sessions table says, after every action."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
import time_machine

from home.activities.actions.closures import close_place, reopen_place
from home.activities.actions.horizon import extend_sessions
from home.activities.actions.series import Pause, end_series, save_series, split_series
from home.activities.actions.sessions import (
    add_session,
    cancel_session,
    change_place,
    mark_full,
    move_session,
    restore_session,
)
from home.activities.models import Series, Session
from tests.factories import ActivityFactory, PlaceFactory, TerritoryFactory, paris
from tests.home.activities.feeds_reader import by_hand, events, expanded, on_calendar

pytestmark = pytest.mark.django_db

TODAY = paris(2026, 9, 10, 9)
WINDOW = (paris(2026, 8, 11), paris(2027, 3, 11))


@pytest.fixture
def clock():
    with time_machine.travel(TODAY, tick=False) as travel:
        yield travel


@pytest.fixture
def series(clock) -> Series:
    """Every Tuesday from 18:00 to 20:00, from before today to after both clock changes."""
    place = PlaceFactory(territory=TerritoryFactory(slug="chambery"), latitude=45.56, longitude=5.92)
    series = Series(
        activity=ActivityFactory(place=place, slug="yoga"),
        place=place,
        shape="weekly",
        weekdays=[1],
        first_day=date(2026, 9, 1),
        last_day=date(2027, 6, 29),
        start_time=time(18),
        end_time=time(20),
        pause_school_holidays=False,
        pause_public_holidays=False,
    )
    save_series(series, [], user=None)
    return series


@pytest.fixture
def follow(client, clock):
    """Check every feed against the table; give the events by UID. One minute passes, and nothing is asked twice."""

    def check() -> dict[str, tuple]:
        clock.shift(timedelta(minutes=1))
        rows = on_calendar(*WINDOW)
        for address in ("/agenda.ics", "/chambery/agenda.ics", "/agenda/yoga.ics"):
            raw = client.get(address).content
            assert by_hand(raw) == rows, address
            assert expanded(raw, *WINDOW) == rows, address
        return {row[0]: row for row in rows}

    return check


def session_of(day: date) -> Session:
    return Session.objects.get(original_date=day, slot=1)


def headers(client) -> tuple[str, str]:
    response = client.get("/agenda.ics")
    return response["ETag"], response["Last-Modified"]


def test_create(series, follow):
    rows = follow()
    assert len(rows) == len([d for d in Session.objects.all() if WINDOW[0] <= d.start < WINDOW[1]])
    assert {row[3] for row in rows.values()} == {0}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda s: cancel_session(s, reason="leader", user=None), id="cancel"),
        pytest.param(
            lambda s: move_session(s, start=paris(2026, 10, 1, 9), end=paris(2026, 10, 1, 11), user=None),
            id="move",
        ),
        pytest.param(
            lambda s: change_place(s, place=PlaceFactory(territory=s.place.territory), user=None), id="place"
        ),
        pytest.param(lambda s: mark_full(s, user=None), id="full"),
    ],
)
def test_one_session_changes(series, follow, client, change):
    before, old = follow(), session_of(date(2026, 9, 29))
    old_headers, stamps = headers(client), last_modified(client)
    change(old)
    after = follow()
    uid = str(old.uid)
    assert after.keys() == before.keys()
    assert after[uid][3] == before[uid][3] + 1
    assert {key: row for key, row in after.items() if key != uid} == {
        key: row for key, row in before.items() if key != uid
    }
    new = last_modified(client)
    assert new[uid] > stamps[uid]
    assert new.pop(uid) and stamps.pop(uid) and new == stamps
    assert all(a != b for a, b in zip(headers(client), old_headers, strict=True))


def last_modified(client) -> dict[str, str]:
    found = {}
    for event in events(client.get("/agenda.ics").content):
        assert event["DTSTAMP"].value == event["LAST-MODIFIED"].value
        found[event["UID"].value] = event["LAST-MODIFIED"].value
    return found


def test_cancelled_then_restored(series, follow):
    first, session = follow(), session_of(date(2026, 9, 29))
    uid = str(session.uid)
    cancel_session(session, reason="weather", user=None)
    assert follow()[uid][4] is True
    restore_session(session_of(date(2026, 9, 29)), user=None)
    back = follow()[uid]
    assert back[4] is False
    assert back[1:3] == first[uid][1:3]
    assert back[3] == 2


def test_moved_out_of_the_window_and_back(series, follow):
    session = session_of(date(2026, 9, 29))
    move_session(session, start=paris(2027, 5, 1, 9), end=paris(2027, 5, 1, 11), user=None)
    assert str(session.uid) not in follow()
    move_session(session, start=paris(2026, 9, 29, 18), end=paris(2026, 9, 29, 20), user=None)
    assert follow()[str(session.uid)][3] == 2


def test_extra(series, follow):
    before = follow()
    extra = add_session(series, day=date(2026, 9, 12), user=None)
    after = follow()
    assert after.keys() - before.keys() == {str(extra.uid)}


def test_a_pause_takes_out_and_gives_back_the_same_events(series, follow, client):
    before, old = follow(), headers(client)
    save_series(series, [Pause(date(2026, 10, 17), date(2026, 11, 2), "Travaux")], user=None)
    paused = follow()
    gone = before.keys() - paused.keys()
    assert len(gone) == 2
    assert all(a != b for a, b in zip(headers(client), old, strict=True))
    save_series(series, [], user=None)
    again = follow()
    assert again.keys() == before.keys()
    assert all(again[uid][3] > before[uid][3] for uid in gone)


def test_a_change_of_hour_keeps_the_exceptions(series, follow):
    before = follow()
    cancel_session(session_of(date(2026, 9, 29)), reason="leader", user=None)
    series.refresh_from_db()
    series.start_time, series.end_time = time(17), time(19)
    save_series(series, [], user=None)
    after = follow()
    assert after.keys() == before.keys()
    assert after[str(session_of(date(2026, 9, 29)).uid)][4] is True
    changed = [uid for uid in after if after[uid][1] != before[uid][1]]
    assert len(changed) > 20
    assert all(after[uid][3] > before[uid][3] for uid in changed)
    past = str(session_of(date(2026, 9, 8)).uid)
    assert after[past] == before[past]


def test_the_end_of_a_series(series, follow):
    before = follow()
    end_series(series, date(2026, 12, 15), user=None)
    after = follow()
    assert 0 < len(after) < len(before)
    assert all(after[uid] == before[uid] for uid in after)


def test_from_this_date_on_keeps_every_uid(series, follow):
    before = follow()
    changed = Series.objects.get(pk=series.pk)
    changed = Series(
        **{
            f.attname: getattr(changed, f.attname)
            for f in Series._meta.concrete_fields
            if f.name not in ("id", "follows")
        }
    )
    changed.start_time, changed.end_time = time(10), time(12)
    split_series(series, date(2026, 12, 1), changed, [], user=None)
    after = follow()
    assert after.keys() == before.keys()
    assert sum(after[uid] != before[uid] for uid in after) > 10


def test_a_closure_cancels_and_reopening_restores(series, follow):
    before = follow()
    closure = close_place(
        series.place, first_day=date(2026, 12, 21), last_day=date(2026, 12, 31), reason="Congés", user=None
    )
    after = follow()
    assert after.keys() == before.keys()
    assert sum(row[4] for row in after.values()) == 2
    reopen_place(closure, user=None)
    assert not any(row[4] for row in follow().values())


def test_the_night_adds_only_what_comes_in_sight(series, follow, clock):
    before = follow()
    extend_sessions()
    assert follow() == before


def test_six_in_the_evening_stays_six_in_the_evening(series, client, clock):
    """Across 25 October 2026 and 28 March 2027: the instant moves by an hour, the hour on the wall does not."""
    clock.move_to(paris(2026, 10, 10, 9))
    raw = client.get("/agenda/yoga.ics").content
    starts = sorted(row[1] for row in expanded(raw, paris(2026, 10, 1), paris(2027, 4, 11)))
    assert {start.hour for start in starts if start < paris(2026, 10, 25)} == {16}
    assert {start.hour for start in starts if paris(2026, 10, 25) < start < paris(2027, 3, 28)} == {17}
    assert {start.hour for start in starts if start > paris(2027, 3, 28)} == {16}
    assert b"T180000" in raw and raw.count(b"DTSTART;TZID=Europe/Paris") == raw.count(b"T180000")
    assert by_hand(raw) == expanded(raw, paris(2026, 9, 1), paris(2027, 5, 1))
