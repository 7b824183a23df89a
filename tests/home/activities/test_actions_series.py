"""A series is saved, changed, paused, split, ended: what becomes of its sessions."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from home.activities.actions.base import EditConflict
from home.activities.actions.series import Pause, end_series, preview_series, save_series, split_series
from home.activities.actions.sessions import add_session, cancel_session, mark_full, move_session
from home.activities.models import Holiday, Series, Session
from tests.factories import (
    ActivityFactory,
    HoursExceptionFactory,
    PlaceFactory,
    SeriesFactory,
    UserFactory,
    paris,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_first_of_september():
    with time_machine.travel(paris(2026, 9, 1, 8), tick=False):
        yield


def weekly(**fields) -> Series:
    """An unsaved Tuesday series of autumn 2026."""
    fields.setdefault("activity", ActivityFactory())
    defaults = {"last_day": date(2026, 12, 15), "pause_school_holidays": True}
    return SeriesFactory.build(place=fields["activity"].place, **(defaults | fields))


def days(series) -> list[date]:
    return [s.original_date for s in series.sessions.happening().order_by("original_date")]


def tuesdays(first, last) -> list[date]:
    return [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]


def test_a_new_series_writes_its_sessions():
    series, user = weekly(first_day=date(2026, 9, 2)), UserFactory()
    result = save_series(series, [], user=user)
    series.refresh_from_db()
    assert series.first_day == date(2026, 9, 8), "the first day is snapped to the rule"
    assert days(series) == tuesdays(date(2026, 9, 8), date(2026, 12, 15))
    assert result.created == 15
    assert series.rrule == "FREQ=WEEKLY;WKST=MO;BYDAY=TU;UNTIL=20261215T130000Z"
    entry = ModelLogEntry.objects.get(action="activities.series.create")
    assert (entry.user, entry.object_id) == (user, str(series.pk))
    assert entry.message == "Série créée"


def test_preview_of_an_unsaved_series_tells_what_is_struck_and_why():
    series = weekly(activity=ActivityFactory())
    Holiday.objects.create(
        kind="school", zone="A", name="Toussaint", first_day=date(2026, 10, 17), last_day=date(2026, 11, 1)
    )
    Holiday.objects.create(
        kind="school", zone="B", name="Ailleurs", first_day=date(2026, 9, 8), last_day=date(2026, 9, 8)
    )
    Holiday.objects.create(
        kind="public", name="Jour de fête", first_day=date(2026, 11, 10), last_day=date(2026, 11, 10)
    )
    HoursExceptionFactory(
        place=series.place, first_day=date(2026, 12, 1), last_day=date(2026, 12, 2), reason="Peinture"
    )
    preview = preview_series(series, [Pause(date(2026, 9, 15), date(2026, 9, 16), "Formation")])
    assert preview.sentence == (
        "Chaque mardi de 14\u00a0h à 16\u00a0h, du 8 septembre au 15 décembre, sauf vacances scolaires et jours fériés"
    )
    struck = {d.day: d.reason for d in preview.days if d.struck}
    assert struck == {
        date(2026, 9, 15): "Formation",
        date(2026, 10, 20): "Toussaint",
        date(2026, 10, 27): "Toussaint",
        date(2026, 11, 10): "Jour de fête",
        date(2026, 12, 1): "Peinture",
    }
    assert len(preview.days) == 15
    assert not Series.objects.exists()


def test_a_pause_added_then_removed_brings_the_same_sessions_back():
    series = weekly()
    save_series(series, [], user=None)
    before = {s.original_date: (s.uid, s.slot, s.pk) for s in series.sessions.all()}
    pause = Pause(date(2026, 10, 1), date(2026, 10, 31), "Travaux")
    assert save_series(series, [pause], user=None).withdrawn == 4
    gone = series.sessions.get(original_date=date(2026, 10, 6))
    assert (gone.status, gone.sequence) == ("withdrawn", 1)
    result = save_series(series, [], user=None)
    assert (result.restored, result.created, result.withdrawn) == (4, 0, 0)
    assert {s.original_date: (s.uid, s.slot, s.pk) for s in series.sessions.all()} == before
    back = series.sessions.get(original_date=date(2026, 10, 6))
    assert (back.status, back.sequence) == ("scheduled", 2)


def test_a_change_of_hour_keeps_exceptions_and_the_form_says_what_stays_behind():
    series = weekly()
    save_series(series, [], user=None)
    cancelled = series.sessions.get(original_date=date(2026, 9, 15))
    cancel_session(cancelled, reason="leader", user=None)
    moved = series.sessions.get(original_date=date(2026, 9, 22))
    move_session(moved, start=paris(2026, 9, 23, 10), end=paris(2026, 9, 23, 12), user=None)
    full = series.sessions.get(original_date=date(2026, 9, 29))
    mark_full(full, user=None)
    longer = series.sessions.get(original_date=date(2026, 10, 6))
    move_session(longer, start=longer.start, end=longer.end + timedelta(hours=1), user=None)

    series.start_time, series.end_time = time(15), time(17)
    result = save_series(series, [], user=None)
    assert (result.updated, result.created, result.withdrawn) == (12, 0, 0)
    assert result.misfits == [longer]
    for session in (cancelled, moved, full, longer):
        session.refresh_from_db()
    assert (cancelled.status, cancelled.start) == ("cancelled", paris(2026, 9, 15, 14))
    assert moved.start == paris(2026, 9, 23, 10)
    assert (full.start, full.original_start, full.is_full) == (paris(2026, 9, 29, 15),) * 2 + (True,)
    assert longer.start == paris(2026, 10, 6, 14)
    plain = series.sessions.get(original_date=date(2026, 11, 10))
    assert (plain.start, plain.sequence, plain.is_moved) == (paris(2026, 11, 10, 15), 1, False)


def test_another_weekday_withdraws_the_old_days_and_gives_back_the_changed_ones():
    series = weekly()
    save_series(series, [], user=None)
    moved = series.sessions.get(original_date=date(2026, 9, 22))
    move_session(moved, start=paris(2026, 9, 23, 10), end=paris(2026, 9, 23, 12), user=None)
    full = mark_full(series.sessions.get(original_date=date(2026, 9, 29)), user=None)
    series.weekdays = [3]
    assert [s.pk for s in preview_series(series, []).misfits] == [moved.pk, full.pk]
    result = save_series(series, [], user=None)
    assert result.misfits == [moved, full]
    thursdays = tuesdays(date(2026, 9, 10), date(2026, 12, 10))
    assert days(series) == sorted([*thursdays, date(2026, 9, 22), date(2026, 9, 29)])


def test_past_sessions_are_never_rewritten():
    series = weekly()
    save_series(series, [], user=None)
    with time_machine.travel(paris(2026, 10, 20, 15), tick=False):
        series.start_time, series.end_time, series.weekdays = time(9), time(10), [1, 2]
        result = save_series(series, [], user=None)
        past = series.sessions.filter(start__lt=timezone.now())
        assert {timezone.localtime(s.start).hour for s in past} == {14}
        assert max(s.original_date for s in past) == date(2026, 10, 20)
        assert result.updated == 8
        assert result.created == 8, "Wednesdays from the 21st on; none invented in the past"


def test_a_closed_place_is_known_at_birth_and_lifted_with_the_place():
    series = weekly()
    closure = HoursExceptionFactory(
        place=series.place, first_day=date(2026, 9, 14), last_day=date(2026, 9, 16), reason="Grève"
    )
    save_series(series, [], user=None)
    born = series.sessions.get(original_date=date(2026, 9, 15))
    assert (born.status, born.reason, born.note, born.closure, born.touched) == (
        "cancelled",
        "place",
        "Grève",
        closure,
        False,
    )
    series.place = PlaceFactory(territory=series.activity.territory)
    save_series(series, [], user=None)
    born.refresh_from_db()
    assert (born.status, born.reason, born.note, born.closure) == ("scheduled", "", "", None)


def test_from_this_date_on():
    series = weekly()
    save_series(series, [], user=None)
    uids = {s.original_date: (s.uid, s.sequence) for s in series.sessions.all()}
    touched = series.sessions.get(original_date=date(2026, 11, 10))
    cancel_session(touched, reason="weather", user=None)
    extra = add_session(series, day=date(2026, 11, 12), user=None)
    later = weekly(
        activity=series.activity, first_day=series.first_day, start_time=time(10), end_time=time(12)
    )
    new = split_series(series, date(2026, 11, 1), later, [], user=None)
    assert (new.result.updated, new.result.created, new.result.misfits) == (6, 0, [])
    series.refresh_from_db()
    assert (series.last_day, new.first_day, new.follows) == (date(2026, 10, 31), date(2026, 11, 3), series)
    assert series.rrule.endswith("UNTIL=20261031T130000Z")
    assert days(series) == tuesdays(date(2026, 9, 8), date(2026, 10, 27))
    moved_over = new.sessions.filter(is_extra=False)
    assert {s.original_date: s.uid for s in moved_over} == {
        d: uid for d, (uid, _) in uids.items() if d >= date(2026, 11, 1)
    }
    touched.refresh_from_db()
    assert (touched.series, touched.status, touched.start) == (new, "cancelled", paris(2026, 11, 10, 14))
    extra.refresh_from_db()
    assert extra.series == new
    assert new.sessions.get(original_date=date(2026, 11, 3)).start == paris(2026, 11, 3, 10)


def test_a_second_split_goes_in_between():
    series = weekly()
    save_series(series, [], user=None)
    last = split_series(series, date(2026, 12, 1), weekly(activity=series.activity), [], user=None)
    middle_rule = weekly(activity=series.activity, weekdays=[2], last_day=date(2026, 11, 25))
    middle = split_series(series, date(2026, 11, 1), middle_rule, [], user=None)
    last.refresh_from_db()
    assert (middle.follows, last.follows) == (series, middle)


@pytest.mark.parametrize(
    "day", [date(2026, 8, 31), date(2026, 9, 8), date(2026, 12, 16)], ids=["past", "first day", "after"]
)
def test_a_split_that_makes_no_sense_is_refused(day):
    series = weekly()
    save_series(series, [], user=None)
    with pytest.raises(ValidationError):
        split_series(series, day, weekly(activity=series.activity), [], user=None)
    assert Series.objects.count() == 1


def test_the_end_of_a_series():
    series = weekly()
    save_series(series, [], user=None)
    kept = series.sessions.get(original_date=date(2026, 11, 3))
    move_session(kept, start=paris(2026, 11, 4, 10), end=paris(2026, 11, 4, 12), user=None)
    extra = add_session(series, day=date(2026, 11, 20), user=None)
    result = end_series(series, date(2026, 10, 30), user=None)
    assert result.misfits == [kept, extra]
    assert result.withdrawn == 6
    assert days(series) == [
        *tuesdays(date(2026, 9, 8), date(2026, 10, 27)),
        date(2026, 11, 3),
        date(2026, 11, 20),
    ]
    with pytest.raises(ValidationError):
        end_series(series, date(2026, 12, 1), user=None)


def test_a_series_ended_before_it_begins_leaves_nothing():
    series = weekly()
    save_series(series, [], user=None)
    assert end_series(series, date(2026, 9, 1), user=None).withdrawn == 15
    assert days(series) == []
    assert save_series(series, series.pauses.all(), user=None).restored == 0


def test_a_lost_update_is_refused_with_who_and_when():
    series, camille = weekly(), UserFactory(first_name="Camille", last_name="Durand")
    save_series(series, [], user=None)
    save_series(Series.objects.get(pk=series.pk), [], user=camille, expected_version=1)
    mine = Series.objects.get(pk=series.pk)
    mine.start_time = time(9)
    with pytest.raises(EditConflict, match="Camille Durand a changé cette série mardi 1er septembre à 8"):
        save_series(mine, [], user=None, expected_version=1)
    assert Series.objects.get(pk=series.pk).start_time == time(14)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"weekdays": []}, "Choisissez au moins un jour"),
        ({"weekdays": [9]}, "Choisissez au moins un jour"),
        ({"weekdays": None}, "ne se lisent pas"),
        ({"weekdays": ["x"]}, "ne se lisent pas"),
        ({"shape": "dates", "dates": ["12/09"]}, "ne se lisent pas"),
        ({"shape": "monthly", "nth": None}, "Choisissez le rang"),
        ({"shape": "monthly", "nth": 5}, "Choisissez le rang"),
        ({"shape": "dates"}, "Donnez au moins une date"),
        ({"first_day": date(2027, 1, 1)}, "Le dernier jour vient avant"),
        ({"last_day": date(2099, 1, 1)}, "cinq ans au plus"),
        ({"first_day": date(9999, 12, 1), "last_day": date(9999, 12, 31)}, "Vérifiez l'année"),
        ({"end_time": time(14)}, "avant l'heure de début"),
        ({"capacity_note": "x" * 10_000}, "80"),
    ],
)
def test_what_does_not_stand_is_refused_in_words(fields, words):
    series = weekly(**fields)
    with pytest.raises(ValidationError) as refused:
        save_series(series, [], user=None)
    assert words in " ".join(refused.value.messages)
    assert not Series.objects.exists()


@pytest.mark.parametrize(
    "pause",
    [Pause(date(2026, 9, 9), date(2026, 9, 1)), Pause(date(2026, 9, 1), date(2026, 9, 9), "x" * 10_000)],
)
def test_a_pause_that_does_not_stand_is_refused_and_the_series_can_be_saved_again(pause):
    series = weekly()
    with pytest.raises(ValidationError):
        save_series(series, [pause], user=None)
    assert not Series.objects.exists()
    assert save_series(series, [], user=None).created == 15


def test_two_series_of_one_activity_on_one_day_have_two_addresses():
    morning = weekly()
    afternoon = weekly(activity=morning.activity, start_time=time(17), end_time=time(18))
    save_series(morning, [], user=None)
    save_series(afternoon, [], user=None)
    keys = Session.objects.filter(original_date=date(2026, 9, 8)).order_by("start")
    assert [s.key for s in keys] == ["2026-09-08", "2026-09-08-2"]


def test_a_change_of_what_is_said_raises_sequence_of_all_to_come():
    series = weekly()
    save_series(series, [], user=None)
    series.capacity_note = "8 personnes"
    result = save_series(series, [], user=None)
    assert (result.updated, result.created) == (0, 0)
    assert set(series.sessions.values_list("sequence", flat=True)) == {1}


def test_saving_again_changes_nothing():
    series = weekly()
    save_series(series, [], user=None)
    before = list(series.sessions.order_by("pk").values())
    save_series(series, [], user=None)
    assert list(series.sessions.order_by("pk").values()) == before


def test_saving_takes_a_fixed_number_of_queries(django_assert_max_num_queries):
    series = weekly(last_day=date(2027, 12, 1))
    with django_assert_max_num_queries(60):
        save_series(series, [], user=UserFactory())
