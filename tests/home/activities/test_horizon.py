"""The nightly command and the holidays."""

from __future__ import annotations

from datetime import date, time

import pytest
import time_machine
from django.core.management import CommandError, call_command
from wagtail.models import ModelLogEntry

from home.activities.actions.holidays import import_holidays
from home.activities.actions.horizon import extend_sessions
from home.activities.actions.series import save_series
from home.activities.actions.sessions import mark_full
from home.activities.models import Holiday, Series, Session
from tests.factories import HoursExceptionFactory, SeriesFactory, paris

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_first_of_september():
    with time_machine.travel(paris(2026, 9, 1, 8), tick=False):
        yield


@pytest.fixture
def series():
    series = SeriesFactory(last_day=date(2029, 6, 26))
    save_series(series, [], user=None)
    return series


def last(series) -> date:
    return series.sessions.order_by("-original_date").first().original_date


def rows() -> list[dict]:
    return list(Session.objects.order_by("pk").values())


def test_sessions_are_written_eighteen_months_ahead_and_the_night_goes_on(series):
    assert last(series) == date(2028, 2, 29)
    assert extend_sessions() == 0
    assert extend_sessions(today=date(2026, 9, 8)) == 1
    assert last(series) == date(2028, 3, 7)
    assert extend_sessions(today=date(2026, 9, 8)) == 0


def test_a_second_run_writes_nothing_at_all(series):
    extend_sessions()
    before = rows()
    extend_sessions()
    assert rows() == before


def test_the_hour_that_comes_twice_is_not_rewritten_each_night():
    sunday = SeriesFactory(
        weekdays=[6], start_time=time(2, 30), end_time=time(2, 45), pause_school_holidays=False
    )
    save_series(sunday, [], user=None)
    assert extend_sessions() == 0
    session = sunday.sessions.get(original_date=date(2026, 10, 25))
    assert (session.sequence, session.is_moved) == (0, False)


def test_a_week_of_missed_nights_is_made_up(series):
    with time_machine.travel(paris(2027, 1, 10), tick=False):
        call_command("extend_sessions", verbosity=0)
        assert last(series) == date(2028, 7, 4)
    dates = list(series.sessions.order_by("original_date").values_list("original_date", flat=True))
    assert len(dates) == len(set(dates)) == (date(2028, 7, 4) - date(2026, 9, 8)).days // 7 + 1


def test_one_broken_rule_does_not_stop_the_night(series):
    Series.objects.filter(pk=SeriesFactory(first_day=date(2026, 9, 8)).pk).update(weekdays=[])
    assert extend_sessions(today=date(2026, 9, 8)) == 1


def test_the_night_costs_the_same_queries_for_one_series_or_ten(django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    SeriesFactory()
    with CaptureQueriesContext(
        connection,
    ) as one:
        extend_sessions()
    for _ in range(9):
        SeriesFactory(last_day=date(2026, 9, 30))
    with CaptureQueriesContext(connection) as ten:
        extend_sessions()
    assert len(ten) <= len(one)


def test_a_holiday_corrected_by_hand_moves_the_sessions_at_once(series):
    holiday = Holiday.objects.create(
        kind="school", zone="A", name="Toussaint", first_day=date(2026, 10, 17), last_day=date(2026, 11, 1)
    )
    gone = series.sessions.filter(status="withdrawn").order_by("original_date")
    assert [s.original_date.day for s in gone] == [20, 27]
    uids = {s.uid for s in gone}
    entry = ModelLogEntry.objects.get(action="activities.series.refresh")
    assert entry.data["withdrawn"] == ["2026-10-20", "2026-10-27"]
    holiday.first_day = date(2026, 10, 24)
    holiday.save()
    assert [s.original_date.day for s in gone.all()] == [27]
    holiday.delete()
    assert not gone.all().exists()
    assert uids <= {s.uid for s in series.sessions.happening()}


def test_a_holiday_of_another_zone_or_kind_moves_nothing(series):
    series.pause_public_holidays = False
    save_series(series, [], user=None)
    before = rows()
    for kind, zone in (("school", "B"), ("public", "")):
        Holiday.objects.create(
            kind=kind, zone=zone, name="Ailleurs", first_day=date(2026, 9, 15), last_day=date(2026, 9, 15)
        )
    assert rows() == before


def test_a_full_session_is_not_withdrawn_behind_its_people(series):
    session = mark_full(series.sessions.get(original_date=date(2026, 10, 20)), user=None)
    Holiday.objects.create(
        kind="school", zone="A", name="Toussaint", first_day=date(2026, 10, 17), last_day=date(2026, 11, 1)
    )
    session.refresh_from_db()
    assert session.status == "scheduled"


def test_a_closure_entered_as_a_row_is_followed_the_next_night(series):
    HoursExceptionFactory(
        place=series.place, first_day=date(2026, 9, 14), last_day=date(2026, 9, 16), reason="Eau"
    )
    extend_sessions()
    session = series.sessions.get(original_date=date(2026, 9, 15))
    assert (session.status, session.note) == ("cancelled", "Eau")


def test_what_has_begun_today_is_left_alone(series):
    with time_machine.travel(paris(2026, 9, 8, 15), tick=False):
        HoursExceptionFactory(place=series.place, first_day=date(2026, 9, 8), last_day=date(2026, 9, 8))
        extend_sessions()
        assert series.sessions.get(original_date=date(2026, 9, 8)).status == "scheduled"


def test_holidays_come_from_the_libraries_once():
    assert import_holidays(2025, 2031) > 100
    toussaint = Holiday.objects.get(zone="A", name__contains="Toussaint", first_day__year=2026)
    assert toussaint.first_day <= date(2026, 10, 19) <= date(2026, 10, 30) <= toussaint.last_day
    winter = Holiday.objects.filter(name__contains="hiver", first_day__year=2027)
    assert {h.zone for h in winter} == {"A", "B", "C"}
    assert len({h.first_day for h in winter}) == 3
    christmas = Holiday.objects.get(zone="A", name__contains="Noël", first_day__year=2026)
    assert christmas.last_day.year == 2027, "one row over the end of the year"
    assert Holiday.objects.filter(kind="public", first_day=date(2031, 7, 14), name="Fête nationale").exists()
    assert not Holiday.objects.filter(kind="public", first_day=date(2027, 3, 26)).exists(), "not Alsace"
    assert import_holidays(2025, 2031) == 0


def test_a_row_corrected_by_hand_is_neither_changed_nor_doubled():
    import_holidays(2026, 2027)
    row = Holiday.objects.get(zone="A", name__contains="Toussaint", first_day__year=2026)
    row.first_day, row.last_day = date(2026, 11, 7), date(2026, 11, 22)
    row.save()
    ascension = Holiday.objects.get(kind="public", name="Ascension", first_day__year=2027)
    ascension.name = "Jeudi de l'Ascension"
    ascension.save()
    assert import_holidays(2026, 2027) == 0
    row.refresh_from_db()
    assert row.first_day == date(2026, 11, 7)


def test_the_import_command_lets_the_sessions_follow(series, capsys):
    call_command("import_holidays", "2026", "2027")
    assert "ajoutés" in capsys.readouterr().out
    assert series.sessions.get(original_date=date(2026, 10, 20)).status == "withdrawn"
    with pytest.raises(CommandError):
        call_command("import_holidays", "2027", "2026")


def test_a_series_over_the_clock_changes_stays_at_six():
    series = SeriesFactory(start_time=time(18), end_time=time(20), last_day=date(2027, 12, 1))
    save_series(series, [], user=None)
    utc_hours = {s.start.hour for s in series.sessions.all()}
    assert utc_hours == {16, 17}
