"""The five shapes against dateutil, on thousands of random rules; hours against both clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import example, given, settings
from hypothesis import strategies as st

from home.activities.actions.plan import hours
from home.activities.models import Series
from home.activities.recurrence import LAST, Rule, RuleError, Shape, local_start, nth_weekday

PARIS = ZoneInfo("Europe/Paris")
MANY = settings(max_examples=1500, deadline=None)

days = st.dates(date(2019, 1, 1), date(2036, 12, 31))
lengths = st.integers(0, 4 * 366).map(timedelta)
some_weekdays = st.sets(st.integers(0, 6), min_size=1).map(sorted)
clock = st.times().map(lambda t: t.replace(microsecond=0, second=0, fold=0))


def from_dateutil(rule: Rule, at: time) -> list[datetime]:
    """Let dateutil read the stored text as a calendar would: DTSTART in Paris, UNTIL in UTC."""
    start = datetime.combine(rule.first_day, at, tzinfo=PARIS)
    return list(rrulestr(rule.rrule(at), dtstart=start))


def built(**parts) -> Rule | None:
    """A rule, or None when its bounds leave no date."""
    try:
        return Rule.build(**parts)
    except RuleError as error:
        assert "Aucune date" in str(error)
        return None


def assert_same(rule: Rule | None, at: time) -> None:
    if rule is None:
        return
    ours = list(rule.occurrences())
    assert ours == [moment.date() for moment in from_dateutil(rule, at)]
    assert ours == sorted(set(ours))
    assert ours[0] == rule.first_day, "the first day is the first date"


@MANY
@given(days, lengths, some_weekdays, clock, st.sampled_from(["weekly", "fortnightly"]))
@example(
    date(2026, 12, 28), timedelta(30), [0, 3], time(0, 30), "fortnightly"
)  # over the end of a year of 53 weeks
@example(date(2028, 2, 1), timedelta(60), [1], time(23, 30), "weekly")  # 29 February 2028 is a Tuesday
@example(date(2026, 3, 1), timedelta(60), [6], time(2, 30), "weekly")  # the hour the clocks skip
@example(date(2026, 10, 1), timedelta(60), [6], time(2, 30), "weekly")  # the hour that comes twice
def test_weekly_and_fortnightly_as_dateutil(first, length, weekdays, at, shape):
    assert_same(built(shape=shape, first_day=first, last_day=first + length, weekdays=weekdays), at)


@MANY
@given(days, lengths, st.integers(0, 6), st.sampled_from([1, 2, 3, 4, LAST]), clock)
@example(date(2028, 2, 1), timedelta(60), 1, LAST, time(14))  # the fifth Tuesday is 29 February
@example(date(2026, 12, 1), timedelta(60), 3, LAST, time(0, 0))  # the fifth Thursday is 31 December
def test_monthly_as_dateutil(first, length, weekday, nth, at):
    rule = built(shape="monthly", first_day=first, last_day=first + length, weekdays=[weekday], nth=nth)
    assert_same(rule, at)


@MANY
@given(days, lengths, some_weekdays)
def test_what_is_before_the_first_date_is_not_lost_by_snapping(first, length, weekdays):
    rule = built(shape="weekly", first_day=first, last_day=first + length, weekdays=weekdays)
    every = [first + timedelta(n) for n in range(length.days + 1)]
    wanted = [day for day in every if day.weekday() in weekdays]
    assert (list(rule.occurrences()) if rule else []) == wanted


@MANY
@given(days, lengths, some_weekdays)
def test_fortnights_skip_every_other_week(first, length, weekdays):
    rule = built(shape="fortnightly", first_day=first, last_day=first + length, weekdays=weekdays)
    weeks = sorted({day - timedelta(day.weekday()) for day in rule.occurrences()}) if rule else []
    assert all(later - sooner == timedelta(14) for sooner, later in pairwise(weeks))


@MANY
@given(st.sets(days, min_size=1, max_size=30).filter(lambda s: max(s) - min(s) < timedelta(1800)))
def test_a_list_of_dates_and_one_date(listed):
    texts = [day.isoformat() for day in listed]
    rule = Rule.build(shape="dates", first_day=date(2026, 1, 1), last_day=date(2026, 1, 1), dates=texts * 2)
    assert list(rule.occurrences()) == sorted(listed)
    assert (rule.first_day, rule.last_day, rule.rrule(time(14))) == (min(listed), max(listed), "")
    once = Rule.build(shape="once", first_day=min(listed), last_day=max(listed))
    assert list(once.occurrences()) == [min(listed)]


@MANY
@given(days, lengths, some_weekdays, days)
def test_until_cuts_and_nothing_else(first, length, weekdays, until):
    rule = built(shape="weekly", first_day=first, last_day=first + length, weekdays=weekdays)
    if rule:
        assert list(rule.occurrences(until)) == [day for day in rule.occurrences() if day <= until]


@given(st.integers(2000, 2100), st.integers(1, 12), st.integers(0, 6))
def test_the_last_weekday_is_the_fourth_or_the_fifth(year, month, weekday):
    last, fourth = nth_weekday(year, month, LAST, weekday), nth_weekday(year, month, 4, weekday)
    assert last - fourth in (timedelta(0), timedelta(7))
    assert (last + timedelta(7)).month != month


@MANY
@given(days, st.times(time(3), time(23, 59)))
def test_the_wall_clock_never_drifts(day, at):
    at = at.replace(second=0, microsecond=0)
    start = local_start(day, at).astimezone(UTC).astimezone(PARIS)
    assert (start.date(), start.time()) == (day, at)


@MANY
@given(days, clock, clock)
@example(date(2026, 3, 29), time(2, 30), time(3, 15))
@example(date(2026, 10, 25), time(2, 30), time(2, 45))
def test_a_session_ends_after_it_starts_on_any_day(day, one, other):
    if one == other:
        return
    start, end = hours(Series(start_time=min(one, other), end_time=max(one, other)), day)
    assert start < end
    assert start.astimezone(PARIS).date() == day


def test_six_in_the_evening_stays_six_all_year():
    rule = Rule.build(
        shape="weekly", first_day=date(2026, 1, 1), last_day=date(2026, 12, 31), weekdays=[0, 6]
    )
    starts = [local_start(day, time(18)).astimezone(UTC) for day in rule.occurrences()]
    assert {start.hour for start in starts} == {16, 17}, "summer and winter differ in UTC"
    assert {start.astimezone(PARIS).time() for start in starts} == {time(18)}


def test_midnight_in_summer_is_the_right_day():
    start = local_start(date(2026, 7, 14), time(0))
    assert start.astimezone(UTC) == datetime(2026, 7, 13, 22, tzinfo=UTC)
    assert start.astimezone(PARIS).date() == date(2026, 7, 14)


def test_the_hour_the_clocks_skip_is_taken_an_hour_later():
    assert local_start(date(2026, 3, 29), time(2, 30)).astimezone(UTC) == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )
    assert local_start(date(2026, 3, 29), time(2, 30)).time() == time(3, 30)


def test_until_is_the_last_start_in_utc_so_the_last_session_is_in():
    rule = Rule.build(shape="weekly", first_day=date(2026, 9, 8), last_day=date(2026, 12, 15), weekdays=[1])
    assert rule.rrule(time(0, 30)).endswith("UNTIL=20261214T233000Z")
    assert from_dateutil(rule, time(0, 30))[-1].date() == date(2026, 12, 15)


@pytest.mark.parametrize(
    "parts",
    [
        {"weekdays": [7]},
        {"weekdays": [-1]},
        {"weekdays": []},
        {"first_day": date(2027, 1, 1)},
        {"last_day": date(2033, 1, 1)},
        {"first_day": date(1999, 1, 1)},
        {"shape": "monthly", "nth": 0},
        {"shape": "monthly", "nth": 1, "weekdays": [1, 2]},
        {"shape": "dates"},
        {"shape": "dates", "dates": ["2026-01-01", "2036-01-01"]},
        {"first_day": date(2026, 9, 9), "last_day": date(2026, 9, 10)},
    ],
)
def test_parts_that_do_not_fit_are_refused(parts):
    fields = {
        "shape": Shape.WEEKLY,
        "first_day": date(2026, 9, 8),
        "last_day": date(2026, 12, 15),
        "weekdays": [1],
    }
    with pytest.raises(RuleError):
        Rule.build(**(fields | parts))
