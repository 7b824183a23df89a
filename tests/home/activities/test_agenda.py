"""Headings, day ranges, filters and counts, as pure values."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.activities.agenda import (
    DayRange,
    Heading,
    Row,
    Wanted,
    by_heading,
    days_of,
    find,
    heading_of,
    next_with_room,
    page_of,
    ranges,
    week_end,
)

WEDNESDAY = date(2026, 9, 9)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def moment(day: date, hour: int = 14) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def row(pk: int, day: date = WEDNESDAY, **facts) -> Row:
    given_facts = {"start": moment(day), "place": 1, "audience": "tous", "themes": frozenset({"bouger"})}
    return Row(pk=pk, day=day, **(given_facts | facts))


@given(today=DAYS, ahead=st.integers(0, 400))
def test_every_day_stands_under_one_heading(today, ahead):
    day = today + timedelta(ahead)
    holding = [heading for heading, days in ranges(today).items() if day in days]
    assert holding == [heading_of(day, today)]


@given(today=DAYS)
def test_the_week_ends_on_a_sunday_not_before_tomorrow(today):
    end = week_end(today)
    assert end.weekday() == 6
    assert today < end <= today + timedelta(7)


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 9, 7), date(2026, 9, 9), date(2026, 9, 13)),  # Monday
        (date(2026, 9, 11), date(2026, 9, 13), date(2026, 9, 13)),  # Friday: Sunday is left
        (date(2026, 9, 13), date(2026, 9, 15), date(2026, 9, 20)),  # Sunday: the new week
    ],
)
def test_this_week(today, first, last):
    assert ranges(today)[Heading.WEEK] == DayRange(first, last)


def test_on_a_saturday_nothing_is_left_of_the_week():
    assert ranges(date(2026, 9, 12))[Heading.WEEK].is_empty


def test_a_session_begun_yesterday_is_on_today():
    assert heading_of(WEDNESDAY - timedelta(1), WEDNESDAY) is Heading.TODAY


@pytest.mark.parametrize(
    ("word", "days"),
    [
        ("aujourdhui", DayRange(WEDNESDAY, WEDNESDAY)),
        ("demain", DayRange(date(2026, 9, 10), date(2026, 9, 10))),
        ("semaine", DayRange(WEDNESDAY, date(2026, 9, 13))),
        ("2026-12-24", DayRange(date(2026, 12, 24), date(2026, 12, 24))),
        ("2028-02-29", DayRange(date(2028, 2, 29), date(2028, 2, 29))),
    ],
)
def test_days_are_read(word, days):
    assert days_of(word, WEDNESDAY) == days


@pytest.mark.parametrize(
    "word",
    [
        "abc",
        "2026-02-30",
        "2027-02-29",
        "20260908",
        "2026-W37-2",
        "٢٠٢٦-٠٩-٠٨",
        "2026-9-8",
        "🙂",
        "plus-tard",
    ],
)
def test_what_is_no_day_is_refused(word):
    with pytest.raises(ValueError):
        days_of(word, WEDNESDAY)


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_a_value_error(word):
    with suppress(ValueError):
        assert isinstance(days_of(word, WEDNESDAY), DayRange)


ROWS = [
    row(1, themes=frozenset({"bouger", "manger"})),
    row(2, place=2),
    row(3, WEDNESDAY + timedelta(1), audience="enfants"),
    row(4, audience="professionnels"),
    row(5, WEDNESDAY + timedelta(9), themes=frozenset()),
]


def test_everything_but_professionals_is_kept_by_default():
    assert [r.pk for r in find(ROWS, Wanted()).rows] == [1, 2, 3, 5]


def test_each_facet_counts_with_the_other_filters_alone():
    found = find(ROWS, Wanted(theme="bouger", places=frozenset({1})))
    assert [r.pk for r in found.rows] == [1, 3]
    assert found.themes == {"bouger": 2, "manger": 1}  # the place holds, the theme does not
    assert found.places == {1: 2, 2: 1}  # the theme holds, the place does not
    assert found.audiences == {"tous": 1, "enfants": 1, "professionnels": 1}
    assert found.days == {WEDNESDAY: 1, WEDNESDAY + timedelta(1): 1}


def test_professionals_are_counted_so_that_they_can_be_asked_for():
    assert find(ROWS, Wanted()).audiences["professionnels"] == 1
    assert [r.pk for r in find(ROWS, Wanted(audience="professionnels")).rows] == [4]


@st.composite
def any_rows(draw):
    pick = st.sampled_from
    return [
        row(
            pk,
            WEDNESDAY + timedelta(draw(st.integers(0, 20))),
            place=draw(pick([1, 2, 3])),
            audience=draw(pick(["tous", "enfants", "professionnels"])),
            themes=frozenset(draw(st.sets(pick(["bouger", "manger"])))),
        )
        for pk in range(draw(st.integers(0, 25)))
    ]


@given(rows=any_rows(), theme=st.sampled_from([None, "bouger"]), audience=st.sampled_from([None, "enfants"]))
def test_a_count_is_what_choosing_it_would_show(rows, theme, audience):
    found = find(rows, Wanted(theme=theme, audience=audience))
    for place, count in found.places.items():
        assert (
            len(find(rows, Wanted(theme=theme, audience=audience, places=frozenset({place}))).rows) == count
        )
    for value, count in found.themes.items():
        assert len(find(rows, Wanted(theme=value, audience=audience)).rows) == count
    for value, count in found.audiences.items():
        assert len(find(rows, Wanted(theme=theme, audience=value)).rows) == count
    for day, count in found.days.items():
        assert len(find(rows, Wanted(DayRange(day, day), theme, audience)).rows) == count


def moved(pk: int, old: date, new: date, **facts) -> Row:
    return row(pk, new, old_start=moment(old, 10), old_day=old, **({"old_place": 1} | facts))


def test_a_moved_session_is_on_its_new_day_and_said_on_the_old():
    friday = WEDNESDAY + timedelta(2)
    found = find([moved(1, WEDNESDAY, friday)], Wanted())
    entries = by_heading(page_of(found, 0, 60), WEDNESDAY)
    assert [(e.pk, e.is_trace) for e in entries[Heading.TODAY]] == [(1, True)]
    assert [(e.pk, e.is_trace) for e in entries[Heading.WEEK]] == [(1, False)]


def test_asking_for_the_old_day_finds_the_word_left_there():
    found = find([moved(1, WEDNESDAY, WEDNESDAY + timedelta(2))], Wanted(DayRange(WEDNESDAY, WEDNESDAY)))
    assert (found.rows, [r.pk for r in found.traces]) == ([], [1])


def test_moved_within_the_day_leaves_no_word():
    assert find([moved(1, WEDNESDAY, WEDNESDAY)], Wanted()).traces == []


def test_elsewhere_leaves_a_word_for_who_asks_for_the_old_place_only():
    held_elsewhere = moved(1, WEDNESDAY, WEDNESDAY, place=2)
    assert find([held_elsewhere], Wanted()).traces == []
    asked = find([held_elsewhere], Wanted(places=frozenset({1})))
    assert (asked.rows, asked.traces) == ([], [held_elsewhere])


def test_a_session_already_held_is_still_said_on_its_old_day():
    held = moved(1, WEDNESDAY + timedelta(1), WEDNESDAY, is_over=True)
    found = find([held], Wanted())
    assert (found.rows, found.traces, sum(found.days.values())) == ([], [held], 0)


def test_a_word_is_left_only_where_the_other_filters_agree():
    for wanted in (Wanted(theme="manger"), Wanted(audience="enfants"), Wanted(places=frozenset({9}))):
        assert find([moved(1, WEDNESDAY, WEDNESDAY + timedelta(2))], wanted).traces == []


@given(rows=any_rows(), old=st.lists(st.integers(0, 20), max_size=5), size=st.integers(1, 7))
def test_pages_hold_every_entry_once_and_in_order(rows, old, size):
    rows += [
        moved(100 + n, WEDNESDAY + timedelta(days), WEDNESDAY + timedelta(21)) for n, days in enumerate(old)
    ]
    found = find(rows, Wanted())
    pages = [page_of(found, first, first + size) for first in range(0, max(len(found.rows), 1), size)]
    entries = [entry for page in pages for entry in page]
    assert entries == sorted(entries)
    assert sorted(e.pk for e in entries if not e.is_trace) == sorted(r.pk for r in found.rows)
    assert sorted(e.pk for e in entries if e.is_trace) == sorted(r.pk for r in found.traces)


def test_the_next_date_has_room_is_of_the_same_workshop_and_later():
    days = [WEDNESDAY + timedelta(7 * n) for n in range(4)]
    rows = [
        row(1, days[0], activity=1, has_room=False),
        row(2, days[0], activity=2),
        row(3, days[1], activity=1, has_room=False),
        row(4, days[2], activity=1),
        row(5, days[3], activity=1),
        row(6, days[3], activity=3, has_room=False),
    ]
    assert next_with_room(rows, {1, 3, 6}) == {1: 4, 3: 4}
    assert next_with_room(rows, {2, 6}) == {}
