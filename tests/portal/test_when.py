"""Days and hours in words, in the three languages, told in Paris."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import translation

from portal.when import LRI, PDI, date_words, day_words, hours_words, moment_words, span_words, time_words
from tests.factories import paris

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("language", "moment", "words"),
    [
        ("fr", time(14), f"14{NBSP}h"),
        ("fr", time(9, 5), f"9{NBSP}h{NBSP}05"),
        ("fr", time(0), "minuit"),
        ("fr", time(0, 30), f"0{NBSP}h{NBSP}30"),
        ("fr", time(12), f"12{NBSP}h"),
        ("fr", time(12, 15), f"12{NBSP}h{NBSP}15"),
        ("en", time(14), "2pm"),
        ("en", time(9, 5), "9:05am"),
        ("en", time(0), "midnight"),
        ("en", time(0, 30), "12:30am"),
        ("en", time(12), "midday"),
        ("en", time(12, 15), "12:15pm"),
        ("en", time(23, 59), "11:59pm"),
        ("ar", time(14), f"{LRI}14:00{PDI}"),
        ("ar", time(0), f"{LRI}00:00{PDI}"),
        ("ar", time(12), f"{LRI}12:00{PDI}"),
    ],
)
def test_an_hour_in_words(language, moment, words):
    with translation.override(language):
        assert time_words(moment) == words


@pytest.mark.parametrize(
    ("language", "day", "words"),
    [
        ("fr", date(2026, 9, 8), "mardi 8 septembre"),
        ("fr", date(2026, 9, 1), "mardi 1er septembre"),
        ("fr", date(2028, 2, 29), "mardi 29 février"),
        ("en", date(2026, 9, 1), "Tuesday 1 September"),
        ("ar", date(2026, 9, 1), "الثلاثاء 1 سبتمبر"),
    ],
)
def test_a_day_in_words(language, day, words):
    with translation.override(language):
        assert day_words(day) == words
        assert day_words(day, year=True) == f"{words} {day.year}"


def test_a_date_has_no_weekday():
    assert date_words(date(2026, 11, 1), year=True) == "1er novembre 2026"


def test_a_stretch_of_time():
    assert hours_words(time(14), time(16, 30)) == f"de 14{NBSP}h à 16{NBSP}h{NBSP}30"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 9, 8), date(2026, 9, 8), "le 8 septembre"),
        (date(2026, 12, 24), date(2026, 12, 31), "du 24 au 31 décembre"),
        (date(2026, 9, 1), date(2026, 9, 8), "du 1er au 8 septembre"),
        (date(2026, 9, 8), date(2026, 10, 1), "du 8 septembre au 1er octobre"),
        (date(2026, 9, 8), date(2027, 6, 29), "du 8 septembre 2026 au 29 juin 2027"),
        (date(2026, 9, 8), date(2027, 9, 8), "du 8 septembre 2026 au 8 septembre 2027"),
    ],
)
def test_days_from_to(first, last, words):
    assert span_words(first, last) == words


def test_a_year_asked_for_is_told_once():
    assert span_words(date(2026, 9, 8), date(2026, 10, 1), year=True) == "du 8 septembre au 1er octobre 2026"


def test_an_instant_is_told_in_paris():
    start, end = datetime(2026, 7, 7, 16, tzinfo=UTC), datetime(2026, 7, 7, 18, tzinfo=UTC)
    assert moment_words(start, end) == f"mardi 7 juillet, de 18{NBSP}h à 20{NBSP}h"


def test_midnight_in_summer_is_the_right_day():
    """22:00 UTC on the 7th is already the 8th in Paris."""
    start, end = datetime(2026, 7, 7, 22, tzinfo=UTC), datetime(2026, 7, 7, 23, tzinfo=UTC)
    assert moment_words(start, end) == f"mercredi 8 juillet, de minuit à 1{NBSP}h"


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_both_clock_changes_keep_the_hour(day):
    words = moment_words(paris(day.year, day.month, day.day, 18), paris(day.year, day.month, day.day, 20))
    assert words == f"{day_words(day)}, de 18{NBSP}h à 20{NBSP}h"


def test_ending_at_midnight_is_still_the_same_evening():
    assert moment_words(paris(2026, 10, 24, 20), paris(2026, 10, 25, 0)) == (
        f"samedi 24 octobre, de 20{NBSP}h à minuit"
    )


def test_past_midnight_names_both_days():
    assert moment_words(paris(2026, 9, 8, 22), paris(2026, 9, 9, 2)) == (
        f"du mardi 8 septembre à 22{NBSP}h au mercredi 9 septembre à 2{NBSP}h"
    )
