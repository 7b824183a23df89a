"""Numbers as people write them, in three languages, read and written without losing a cent."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.when import LRI, PDI
from resources.guide.checks.numbers import (
    MOST,
    NotANumber,
    TooBig,
    TooSmall,
    kept,
    money,
    parse,
    read_kept,
    typed,
    written,
)

pytestmark = pytest.mark.once  # nothing of it depends on the database

LANGUAGES = ("fr", "en", "ar")
numbers = st.decimals(min_value=0, max_value=MOST, places=2)


@given(numbers, st.sampled_from(LANGUAGES))
def test_what_is_written_is_read_back(number, language):
    assert parse(typed(number, language), language) == number
    assert parse(written(number, language), language) == number
    assert read_kept(kept(number)) == number
    assert parse(kept(number), "fr") == number


@given(numbers)
def test_a_number_is_kept_in_one_way(number):
    assert kept(number) == kept(number.normalize() if number else Decimal(0)) == kept(Decimal(kept(number)))


@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_whatever_is_typed_is_read_or_refused_in_order(text, language):
    try:
        number = parse(text, language)
    except (NotANumber, TooBig, TooSmall):
        return
    assert number is None or (0 <= number <= MOST and read_kept(kept(number)) == number)


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("1 250,50", "fr", "1250.50"),
        ("1\u202f250,50\u00a0€", "fr", "1250.50"),
        ("1.250,50", "fr", "1250.50"),
        ("1'250.5", "fr", "1250.5"),
        ("12.5", "fr", "12.5"),
        ("12,5", "en", "12.5"),
        ("1,250", "en", "1250"),
        ("1,250,000", "en", "1250000"),
        ("€1,250.50", "en", "1250.50"),
        ("١٬٢٣٤٫٥", "ar", "1234.5"),
        ("۱۲", "ar", "12"),
        (f"{LRI}1\u202f250,50{PDI}", "ar", "1250.50"),
        ("007", "fr", "7"),
        ("0", "fr", "0"),
    ],
)
def test_ways_of_writing_a_number(text, language, number):
    assert parse(text, language) == Decimal(number)


@pytest.mark.parametrize("text", ["", "  ", "\u00a0", "€", "\t"])
def test_nothing_is_no_number(text):
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("1,250", "fr"),
        ("1.250", "fr"),
        ("1,250", "ar"),
        ("1.250", "en"),
        ("1.250,500", "fr"),
        ("12,", "fr"),
        (",5", "fr"),
        ("1,25.5", "en"),
        ("1e3", "fr"),
        ("²", "fr"),
        ("une heure", "fr"),
        ("12 h 30", "fr"),
        ("NaN", "fr"),
        ("Infinity", "en"),
        ("0x10", "fr"),
        ("9" * 41, "fr"),
    ],
)
def test_what_could_be_read_in_two_ways_or_in_none_is_refused(text, language):
    with pytest.raises(NotANumber):
        parse(text, language)


@pytest.mark.parametrize("text", ["-1", "\u221212,50", "-0"])
def test_nothing_is_below_zero(text):
    with pytest.raises(TooSmall):
        parse(text)


def test_a_box_has_its_limit():
    assert parse("53", most=53) == 53
    with pytest.raises(TooBig) as raised:
        parse("53,01", most=53)
    assert raised.value.most == 53
    with pytest.raises(TooBig):
        parse("100000000")
    assert parse("99 999 999,99") == MOST


@pytest.mark.parametrize(
    ("amount", "language", "told"),
    [
        ("1250.5", "fr", "1\u202f250,50\u00a0€"),
        ("15000", "fr", "15\u202f000\u00a0€"),
        ("0", "fr", "0\u00a0€"),
        ("-1250.50", "fr", "\u22121\u202f250,50\u00a0€"),
        ("1250.5", "en", "€1,250.50"),
        ("-3", "en", "\u2212€3"),
        ("1250.5", "ar", f"{LRI}1\u202f250,50{PDI}\u00a0يورو"),
    ],
)
def test_money_in_each_language(amount, language, told):
    assert money(Decimal(amount), language) == told


@pytest.mark.parametrize("text", ["", "1,5", "1.555", "-1", "999999999", "1e3", "1\n", "١"])
def test_only_what_we_kept_is_read_as_kept(text):
    assert read_kept(text) is None
