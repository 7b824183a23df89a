"""The rule of hours, against a slow reader of the same week that shares nothing with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from home.places.hours import Hours, are_ranges, check_hours, is_public_holiday

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MINUTE = timedelta(minutes=1)


@dataclass
class Spot:
    opening_hours: str
    closed_on_public_holidays: bool = True


@dataclass
class Change:
    kind: str
    first_day: date
    last_day: date
    hours: str = ""


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def ranges_text(ranges: list[tuple[int, int]]) -> str:
    return ",".join(f"{clock(a)}-{clock(b)}" for a, b in ranges)


@cache
def public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.France(years=year))


def oracle(week: dict, closed_on_holidays: bool, changes: list[Change], moment: datetime) -> bool:
    """Is the door open? One-day changes first, then holidays, then the week; nothing clever."""
    day, minute = moment.date(), moment.hour * 60 + moment.minute
    for change in changes:
        if change.first_day <= day <= change.last_day:
            if change.kind == "closed":
                return False
            return any(clock(minute) >= p[:5] and clock(minute) < p[6:] for p in change.hours.split(","))
    if closed_on_holidays and day in public_holidays(day.year):
        return False
    return any(a <= minute < b for a, b in week.get(day.weekday(), []))


@st.composite
def day_ranges(draw) -> list[tuple[int, int]]:
    marks = sorted(draw(st.lists(st.integers(0, 96), min_size=2, max_size=6, unique=True)))
    marks = [m * 15 for m in marks[: len(marks) // 2 * 2]]
    pairs = list(zip(marks[::2], marks[1::2], strict=True))
    if draw(st.booleans()) and len(pairs) > 1:  # back to back: the door does not close in between
        pairs[1] = (pairs[0][1], pairs[1][1])
    return pairs


weeks = st.dictionaries(st.integers(0, 6), day_ranges(), min_size=1, max_size=7)
# Days around what goes wrong: clock changes, 29 February, year end, Easter, a plain week.
hard_days = st.sampled_from(
    [
        date(2026, 3, 28),
        date(2026, 10, 24),
        date(2028, 2, 27),
        date(2026, 12, 23),
        date(2027, 3, 27),
        date(2026, 5, 7),
        date(2026, 11, 22),
    ]
)


@st.composite
def one_day_changes(draw, around: date) -> list[Change]:
    offsets = draw(st.lists(st.integers(0, 8), max_size=3, unique=True))
    return [
        Change(
            "special" if (hours := draw(st.one_of(st.none(), day_ranges()))) else "closed",
            around + timedelta(days=n),
            around + timedelta(days=n),
            ranges_text(hours) if hours else "",
        )
        for n in offsets
    ]


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_open_and_next_change_agree_with_a_minute_by_minute_reader(data):
    week, around = data.draw(weeks), data.draw(hard_days)
    closed_on_holidays = data.draw(st.booleans())
    changes = data.draw(one_day_changes(around))
    moment = datetime.combine(around, time()) + data.draw(st.integers(0, 3 * 1440)) * MINUTE
    text = "; ".join(f"{DAYS[day]} {ranges_text(ranges)}" for day, ranges in sorted(week.items()))
    hours = Hours(Spot(text, closed_on_holidays), changes, moment.date())

    def door(at: datetime) -> bool:
        kept = [c for c in changes if c.last_day >= moment.date() - timedelta(days=1)]
        return oracle(week, closed_on_holidays, kept, at)

    assert hours.is_open(moment) == door(moment)
    change = hours.next_change(moment)
    later = moment + MINUTE
    for _step in range(9 * 1440):
        if door(later) != door(moment):
            break
        later += MINUTE
    else:
        assert change is None or change >= later
        return
    assert change == later


def test_holidays_are_the_same_in_both_libraries_for_thirty_years():
    first = date(2020, 1, 1)
    for offset in range(366 * 30):
        day = first + timedelta(days=offset)
        assert is_public_holiday(day) == (day in public_holidays(day.year)), day


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("09:00-12:00", True),
        ("09:00-12:00,14:00-16:30", True),
        ("00:00-24:00", True),
        ("09:00-12:00,12:00-14:00", True),
        ("", False),
        ("9h-12h", False),
        ("12:00-09:00", False),
        ("09:00-09:00", False),
        ("14:00-16:00,09:00-12:00", False),
        ("09:00-24:30", False),
        ("09:00-12:00; Mo off", False),
        ("09:00-12:00\n", False),
    ],
)
def test_ranges_of_a_day(text, good):
    assert are_ranges(text) is good


def test_unreadable_hours_are_refused_with_where_they_fail():
    with pytest.raises(ValueError, match="25"):
        check_hours("Mo 25:00-26:00")


def test_a_place_without_readable_hours_is_never_open():
    for text in ("", "   ", "du lundi au vendredi"):
        hours = Hours(Spot(text), [], date(2026, 11, 23))
        assert not hours.known
        assert not hours.is_open(datetime(2026, 11, 23, 10))
        assert hours.next_change(datetime(2026, 11, 23, 10)) is None
        assert hours.on(date(2026, 11, 23)) == []


def test_an_exception_with_unreadable_hours_closes_rather_than_fails():
    broken = Change("special", date(2026, 11, 23), date(2026, 11, 23), "le matin")
    hours = Hours(Spot("Mo-Fr 09:00-12:00"), [broken], date(2026, 11, 23))
    assert hours.known
    assert hours.on(date(2026, 11, 23)) == []
    assert hours.on(date(2026, 11, 24))


def test_the_shorter_exception_wins_and_a_closure_wins_between_equals():
    day = date(2026, 12, 26)
    long = Change("closed", date(2026, 12, 24), date(2026, 12, 31))
    short = Change("special", day, day, "10:00-12:00")
    shut = Change("closed", day, day)
    spot = Spot("Mo-Sa 09:00-17:00")
    for order in ([long, short], [short, long]):
        assert len(Hours(spot, order, day).on(day)) == 1
    for order in ([long, short, shut], [shut, short, long]):
        assert Hours(spot, order, day).on(day) == []


def test_special_hours_over_weeks_open_neither_sundays_nor_the_holiday():
    summer = Change("special", date(2026, 7, 6), date(2026, 7, 31), "09:00-13:00")
    hours = Hours(Spot("Mo-Fr 09:00-12:00,14:00-17:00"), [summer], date(2026, 7, 6))
    assert hours.on(date(2026, 7, 13))[-1][1] == datetime(2026, 7, 13, 13)
    assert hours.on(date(2026, 7, 14)) == []
    assert hours.closed_for_holiday(date(2026, 7, 14))
    assert hours.on(date(2026, 7, 12)) == []


def test_special_hours_on_days_never_open_open_them():
    weekend = Change("special", date(2026, 9, 19), date(2026, 9, 20), "10:00-18:00")
    hours = Hours(Spot("Mo-Fr 09:00-12:00"), [weekend], date(2026, 9, 18))
    assert hours.on(date(2026, 9, 20)) == [(datetime(2026, 9, 20, 10), datetime(2026, 9, 20, 18))]


def test_a_change_of_comment_is_no_change_of_the_door():
    hours = Hours(Spot('Mo 09:00-12:00 "accueil", 12:00-17:00 "sur rendez-vous"'), [], date(2026, 11, 23))
    assert hours.next_change(datetime(2026, 11, 23, 10)) == datetime(2026, 11, 23, 17)
    assert hours.on(date(2026, 11, 23)) == [(datetime(2026, 11, 23, 9), datetime(2026, 11, 23, 17))]
