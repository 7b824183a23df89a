"""Two editors at once, the nightly command at the same time, a crash half-way: nothing is lost, nothing is doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time as clock
from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.utils import timezone

from home.activities.actions.base import EditConflict, calendar_change
from home.activities.actions.closures import close_place
from home.activities.actions.horizon import extend_sessions
from home.activities.actions.series import save_series, split_series
from home.activities.actions.sessions import add_session, cancel_session, mark_full, move_session
from home.activities.models import Series, Session
from home.places.models import HoursException
from tests.factories import ActivityFactory, SeriesFactory, TerritoryFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def series() -> Series:
    """A Tuesday series from last week to three years ahead."""
    today = timezone.localdate()
    activity = ActivityFactory()
    series = SeriesFactory.build(
        activity=activity,
        place=activity.place,
        first_day=today - timedelta(days=7),
        last_day=today + timedelta(days=1000),
        weekdays=[1],
        pause_school_holidays=False,
        pause_public_holidays=False,
    )
    save_series(series, [], user=None)
    return series


def at_once(*jobs: Callable[[], object]) -> list[object]:
    """Run each job in its own thread and connection, all released together; give results or exceptions in order."""
    gate = threading.Barrier(len(jobs))
    results: list[object] = [None] * len(jobs)

    def run(index: int, job: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=20)
            results[index] = job()
        except Exception as error:
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n, job)) for n, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads), "a job hangs"
    return results


def rule_days(series) -> list[date]:
    series = Series.objects.get(pk=series.pk)
    until = max(s.original_date for s in series.sessions.all())
    return list(series.rule.occurrences(until))


def happening(series) -> list[date]:
    today = timezone.localdate()
    rows = series.sessions.happening().filter(is_extra=False, original_date__gt=today)
    return sorted(rows.values_list("original_date", flat=True))


def assert_whole(series) -> None:
    """Every date to come of the stored rule stands once, at the stored hour, and no other."""
    today, stored = timezone.localdate(), Series.objects.get(pk=series.pk)
    assert happening(series) == [day for day in rule_days(series) if day > today]
    to_come = series.sessions.happening().filter(original_date__gt=today, is_extra=False, touched=False)
    assert {timezone.localtime(s.start).time() for s in to_come} == {stored.start_time}


def fresh(series, **changes) -> Series:
    mine = Series.objects.get(pk=series.pk)
    for name, value in changes.items():
        setattr(mine, name, value)
    return mine


def test_two_editors_save_the_same_series_and_one_is_told(series):
    results = at_once(
        lambda: save_series(fresh(series, start_time=time(10)), [], user=None, expected_version=1),
        lambda: save_series(fresh(series, weekdays=[3]), [], user=None, expected_version=1),
    )
    assert [isinstance(r, EditConflict) for r in results].count(True) == 1, results
    assert Series.objects.get(pk=series.pk).version == 2
    assert_whole(series)


def test_two_editors_save_without_looking_and_the_table_fits_the_last(series):
    results = at_once(
        lambda: save_series(fresh(series, start_time=time(10)), [], user=None),
        lambda: save_series(fresh(series, weekdays=[3]), [], user=None),
        lambda: save_series(fresh(series, weekdays=[1, 4]), [], user=None),
    )
    assert not [r for r in results if isinstance(r, Exception)], results
    assert Series.objects.get(pk=series.pk).version == 4
    assert_whole(series)


def test_an_editor_saves_while_the_nightly_command_runs_twice(series):
    later = timezone.localdate() + timedelta(days=200)
    results = at_once(
        lambda: extend_sessions(today=later),
        lambda: save_series(
            fresh(series, weekdays=[3], start_time=time(9), end_time=time(10)), [], user=None
        ),
        lambda: extend_sessions(today=later),
    )
    assert not [r for r in results if isinstance(r, Exception)], results
    extend_sessions(today=later)
    standing = series.sessions.happening().filter(original_date__gt=later)
    assert {s.original_date.weekday() for s in standing} == {3}
    days = list(series.sessions.filter(is_extra=False).values_list("original_date", flat=True))
    assert len(days) == len(set(days))


def test_a_cancellation_is_not_lost_to_a_change_of_hour(series):
    session = series.sessions.happening().filter(start__gt=timezone.now() + timedelta(days=3)).first()
    results = at_once(
        lambda: cancel_session(Session.objects.get(pk=session.pk), reason="leader", user=None),
        lambda: save_series(fresh(series, start_time=time(10)), [], user=None),
    )
    assert not [r for r in results if isinstance(r, Exception)], results
    session.refresh_from_db()
    assert (session.status, session.touched) == ("cancelled", True)
    assert session.sequence in (1, 2)


def test_two_changes_of_one_session_both_count(series):
    session = series.sessions.happening().filter(start__gt=timezone.now() + timedelta(days=3)).first()
    end = session.end + timedelta(hours=1)
    results = at_once(
        lambda: mark_full(Session.objects.get(pk=session.pk), user=None),
        lambda: move_session(Session.objects.get(pk=session.pk), start=session.start, end=end, user=None),
    )
    assert not [r for r in results if isinstance(r, Exception)], results
    session.refresh_from_db()
    assert (session.is_full, session.end, session.sequence) == (True, end, 2)


def test_extra_sessions_added_at_once_have_each_an_address(series):
    day = timezone.localdate() + timedelta(days=30)
    results = at_once(
        *(
            lambda hour=hour: add_session(
                series, day=day, start_time=time(hour), end_time=time(hour + 1), user=None
            )
            for hour in (8, 9, 10, 18)
        )
    )
    assert not [r for r in results if isinstance(r, Exception)], results
    assert len({s.key for s in series.sessions.filter(is_extra=True)}) == 4


def test_the_same_extra_session_sent_twice_is_one(series):
    day = timezone.localdate() + timedelta(days=30)
    send = lambda: add_session(series, day=day, start_time=time(8), end_time=time(9), user=None)  # noqa: E731
    at_once(send, send, send)
    assert series.sessions.filter(is_extra=True).count() == 1


def test_a_place_closing_while_a_series_is_written_leaves_no_session_open(series):
    first, last = timezone.localdate() + timedelta(days=30), timezone.localdate() + timedelta(days=60)
    results = at_once(
        lambda: close_place(series.place, first_day=first, last_day=last, reason="Travaux", user=None),
        lambda: save_series(fresh(series, weekdays=[0, 1, 2, 3, 4]), [], user=None),
        lambda: save_series(
            SeriesFactory.build(activity=series.activity, place=series.place, first_day=first, last_day=last),
            [],
            user=None,
        ),
    )
    assert not [r for r in results if isinstance(r, Exception)], results
    within = Session.objects.filter(place=series.place, original_date__range=(first, last)).on_calendar()
    assert within.count() > 20
    assert {s.status for s in within} == {"cancelled"}


def test_two_splits_at_once_make_one_chain(series):
    today = timezone.localdate()

    def split(days: int, weekday: int) -> Series:
        later = SeriesFactory.build(
            activity=series.activity,
            place=series.place,
            weekdays=[weekday],
            first_day=today,
            last_day=today + timedelta(days=900),
            pause_school_holidays=False,
            pause_public_holidays=False,
        )
        return split_series(series, today + timedelta(days=days), later, [], user=None)

    results = at_once(lambda: split(100, 2), lambda: split(50, 3))
    assert len([r for r in results if isinstance(r, Series)]) >= 1, results
    chain = list(Series.objects.filter(activity=series.activity))
    assert len([s for s in chain if s.follows_id is None]) == 1
    dates = Session.objects.filter(activity=series.activity, is_extra=False).on_calendar()
    keys = list(dates.values_list("series", "original_date"))
    assert len(keys) == len(set(keys))


def test_the_words_change_while_the_series_is_saved(series):
    """The text raises SEQUENCE of the same rows the series rewrites: neither waits for the other for ever."""

    def write_words() -> None:
        from home.activities.models import ActivityText

        for number in range(5):
            text = ActivityText.objects.get(activity=series.activity)
            text.title = f"Titre {number}"
            text.save()

    results = at_once(
        write_words,
        lambda: [save_series(fresh(series, start_time=time(hour)), [], user=None) for hour in (8, 9, 10)],
        lambda: extend_sessions(),
    )
    assert not [r for r in results if isinstance(r, Exception)], results
    session = series.sessions.happening().order_by("-original_date").first()
    assert session.sequence == 8, "five for the words, three for the hours"


# Crashes -----------------------------------------------------------------------------------------------------


def snapshot() -> tuple:
    return (
        list(Series.objects.order_by("pk").values()),
        list(Session.objects.order_by("pk").values()),
        list(HoursException.objects.order_by("pk").values()),
    )


@pytest.fixture
def broken_table():
    """A trigger of the database itself that refuses the write half-way through an action."""

    def install(event: str, when: str) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(
                    f"CREATE TRIGGER half_way BEFORE {event} ON activities_session WHEN {when} "
                    "BEGIN SELECT RAISE(ABORT, 'half way'); END"
                )
            else:
                cursor.execute(
                    "CREATE FUNCTION half_way() RETURNS trigger LANGUAGE plpgsql AS "
                    "$$ BEGIN RAISE EXCEPTION 'half way'; END $$"
                )
                cursor.execute(
                    f"CREATE TRIGGER half_way BEFORE {event} ON activities_session "
                    f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION half_way()"
                )

    yield install
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER IF EXISTS half_way")
        else:
            cursor.execute("DROP TRIGGER IF EXISTS half_way ON activities_session")
            cursor.execute("DROP FUNCTION IF EXISTS half_way")


def test_a_failure_between_the_two_writes_leaves_all_as_before(series, broken_table):
    """Thursdays are inserted first, Tuesdays withdrawn next: the second write fails."""
    before = snapshot()
    broken_table("UPDATE", "NEW.status = 'withdrawn'")
    with pytest.raises(DatabaseError, match="half way"):
        save_series(fresh(series, weekdays=[3]), [], user=None)
    assert snapshot() == before


def test_a_failing_insert_leaves_the_rule_as_before(series, broken_table):
    before = snapshot()
    broken_table("INSERT", f"NEW.original_date > '{timezone.localdate() + timedelta(days=300)}'")
    with pytest.raises(DatabaseError, match="half way"):
        save_series(fresh(series, weekdays=[3]), [], user=None)
    with pytest.raises(DatabaseError, match="half way"):
        split_series(
            series,
            timezone.localdate() + timedelta(days=100),
            SeriesFactory.build(
                activity=series.activity, place=series.place, weekdays=[4], last_day=series.last_day
            ),
            [],
            user=None,
        )
    assert snapshot() == before


def test_a_closure_that_fails_half_way_closes_nothing(series, broken_table):
    before = snapshot()
    today = timezone.localdate()
    broken_table("UPDATE", "NEW.status = 'cancelled'")
    with pytest.raises(DatabaseError, match="half way"):
        close_place(series.place, first_day=today, last_day=today + timedelta(90), reason="Eau", user=None)
    assert snapshot() == before


KILLED = """
import os, sys, time, django
django.setup()
from django.db import connection
from home.activities.actions import writing, series as actions
from home.activities.models import Series
name = connection.settings_dict["NAME"] = os.environ["DATABASE_NAME"]
one = Series.objects.get(pk=sys.argv[1])
one.weekdays = [3]
written = writing.withdraw
def wait(*args):
    written(*args)
    print("half way", flush=True)
    time.sleep(60)
writing.withdraw = wait
actions.save_series(one, [], user=None)
"""


def test_a_process_killed_half_way_leaves_all_as_before_and_the_door_open(series):
    before = snapshot()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "DATABASE_NAME": str(connection.settings_dict["NAME"]),
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(series.pk)], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "half way\n"
        assert snapshot() == before, "nothing is seen before it is whole"
        process.send_signal(signal.SIGKILL)
    assert snapshot() == before
    began = clock.monotonic()
    assert save_series(fresh(series, weekdays=[3]), [], user=None).created > 50
    assert clock.monotonic() - began < 15, "the dead hold no lock"
    assert_whole(series)


def test_whoever_waits_at_the_door_sees_what_the_other_wrote(series):
    """The state is read again inside the door, not before it."""
    inside, results = threading.Event(), []

    def second() -> None:
        inside.wait(timeout=20)
        try:
            results.append(save_series(fresh(series, weekdays=[1, 3]), [], user=None, expected_version=1))
        except EditConflict as conflict:
            results.append(conflict)
        finally:
            connections.close_all()

    thread = threading.Thread(target=second)
    thread.start()
    with calendar_change():
        inside.set()
        clock.sleep(0.5)
        camille = UserFactory(first_name="Camille", last_name="Durand")
        save_series(fresh(series, start_time=time(10)), [], user=camille, expected_version=1)
    thread.join(timeout=60)
    assert isinstance(results[0], EditConflict)
    assert "Camille Durand" in results[0].message
    assert_whole(series)


def test_the_first_two_visitors_of_an_empty_database_do_not_collide():
    from portal.territories import content_version
    from portal.territories.models import ContentVersion

    TerritoryFactory()
    ContentVersion.objects.all().delete()
    results = at_once(*[lambda: _bump(content_version)] * 4)
    assert results == [None] * 4
    assert content_version.current() == 4


def _bump(content_version) -> None:
    with calendar_change():
        clock.sleep(0.05)
