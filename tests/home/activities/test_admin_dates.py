"""Pasted lists of dates: what people write is read, what is wrong is named."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.activities.admin.dates import MOST, DatesError, parse_dates, write_dates

TODAY = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12/09, 03/10/2026", [date(2026, 9, 12), date(2026, 10, 3)]),
        ("12/09/2026\n3/10/26\n", [date(2026, 9, 12), date(2026, 10, 3)]),
        ("2026-09-12; 2026-10-03", [date(2026, 9, 12), date(2026, 10, 3)]),
        ("12-09-2026 et 12.09.2026", [date(2026, 9, 12)]),
        ("mardi 8 septembre 2026", [date(2026, 9, 8)]),
        ("le 1er octobre, 3 déc. 2026", [date(2026, 10, 1), date(2026, 12, 3)]),
        ("Samedi 12 Septembre", [date(2026, 9, 12)]),
        ("20/12, 10/01", [date(2026, 12, 20), date(2027, 1, 10)]),
        ("20/12, 10/01/2027", [date(2026, 12, 20), date(2027, 1, 10)]),
        ("29/02", [date(2028, 2, 29)]),
    ],
)
def test_what_people_write_is_read(text, expected):
    assert parse_dates(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("12/09, demain", "« demain »"),
        ("31/02/2026", "« 31/02/2026 » n'existe pas"),
        ("12/13/2026", "« 12/13/2026 » n'existe pas"),
        ("lundi 8 septembre 2026", "est un mardi"),
        ("12 ju 2026", "« 12 ju 2026 »"),
        ("12 jui 2026", "« 12 jui 2026 »"),
        ("🎉", "« 🎉 »"),
        ("12/09\x00", "n'est pas une date"),
        ("", "Donnez au moins une date."),
        (" ,;\n", "Donnez au moins une date."),
        ("0/0/0000", "« 0/0/0000 »"),
    ],
)
def test_what_is_wrong_is_named(text, named):
    with pytest.raises(DatesError) as caught:
        parse_dates(text, TODAY)
    assert any(named in problem for problem in caught.value.problems)


def test_a_date_beyond_the_end_of_the_calendar_is_named():
    with pytest.raises(DatesError, match="« 01/01 » n'existe pas"):
        parse_dates("31/12/9999, 01/01", TODAY)


def test_an_article_before_the_day_is_read():
    assert parse_dates("le mardi 8 septembre 2026", TODAY) == [date(2026, 9, 8)]


def test_each_bad_piece_is_named_and_good_ones_are_not():
    with pytest.raises(DatesError) as caught:
        parse_dates("12/09/2026, huit, 45/10/2026", TODAY)
    assert len(caught.value.problems) == 2


def test_too_many_dates_are_refused():
    with pytest.raises(DatesError, match="plusieurs séries"):
        parse_dates("12/09/2026," * (MOST + 1), TODAY)


@given(st.lists(st.dates(date(2020, 1, 1), date(2035, 12, 31)), min_size=1, max_size=50, unique=True))
def test_dates_written_back_are_read_the_same(days):
    assert parse_dates(write_dates(sorted(days)), TODAY) == sorted(days)


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text):
    try:
        assert parse_dates(text, TODAY)
    except DatesError as error:
        assert error.problems
