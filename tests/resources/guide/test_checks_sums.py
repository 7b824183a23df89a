"""The worksheet adds up exactly, and says what it left out."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.guide.checks.numbers import MOST
from resources.guide.checks.sums import (
    ABOVE,
    BELOW,
    CARRIED,
    COST,
    EMPTY,
    INCOME,
    PARTIAL,
    WHOLE,
    WITHIN,
    Row,
    add_up,
    subtotals,
)

pytestmark = pytest.mark.once  # nothing of it depends on the database

LOW, HIGH = 15000, 150000
numbers = st.decimals(min_value=0, max_value=MOST, places=2)
boxes = st.lists(st.none() | numbers, min_size=1, max_size=3).map(tuple)


@st.composite
def rows(draw) -> list[Row]:
    effects = draw(st.lists(st.sampled_from([COST, CARRIED, INCOME, "none"]), max_size=12))
    return [
        Row(str(number), effect, draw(boxes), draw(st.booleans()), is_begun=draw(st.booleans()))
        for number, effect in enumerate(effects)
    ]


def cents(row: Row) -> Fraction:
    """The amount of a whole line, to the cent, half up, by another arithmetic."""
    product = Fraction(1)
    for box in row.boxes:
        product *= Fraction(box)
    return Fraction((product * 100 + Fraction(1, 2)).__floor__(), 100)


@given(rows())
def test_sums_are_exact(sheet):
    sums = add_up(sheet, LOW, HIGH)
    whole = [row for row in sheet if row.state == WHOLE]
    told = {
        effect: sum((cents(row) for row in whole if row.effect == effect), Fraction(0))
        for effect in (COST, CARRIED, INCOME)
    }
    assert Fraction(sums.total) == told[COST]
    assert Fraction(sums.already_carried) == told[CARRIED]
    assert sums.is_excess == (told[CARRIED] > told[COST])
    if sums.is_excess:
        assert sums.to_fund is None and sums.balance is None
    else:
        assert Fraction(sums.to_fund) == told[COST] - told[CARRIED]
        assert Fraction(sums.balance) == told[INCOME] - told[COST] + told[CARRIED]


@given(rows())
def test_the_total_is_the_sum_of_what_each_part_shows(sheet):
    costs = [row for row in sheet if row.effect == COST]
    parts = {"a": costs[::2], "b": costs[1::2]}
    told = subtotals(parts)
    assert Fraction(told["a"]) + Fraction(told["b"]) == Fraction(add_up(sheet, LOW, HIGH).total)


@given(rows())
def test_every_line_is_whole_partial_or_empty_and_those_left_out_are_named(sheet):
    sums = add_up(sheet, LOW, HIGH)
    named = {EMPTY: sums.empty, PARTIAL: sums.partial}
    for row in sheet:
        assert [state for state, slugs in named.items() if row.slug in slugs] == (
            [] if row.state == WHOLE else [row.state]
        )
        assert (row.amount is None) == (row.state != WHOLE)
    assert set(sums.minimum) == {row.slug for row in sheet if row.minimum and row.state != WHOLE}


@given(rows())
def test_the_reading_is_where_the_total_stands(sheet):
    sums = add_up(sheet, LOW, HIGH)
    if not any(row.effect == COST and row.state == WHOLE for row in sheet):
        assert sums.reading == EMPTY
    else:
        assert sums.reading == (BELOW if sums.total < LOW else WITHIN if sums.total <= HIGH else ABOVE)


@given(numbers, st.decimals(min_value="0.01", max_value=MOST, places=2))
def test_the_cost_of_one_person_is_the_total_divided_once(amount, people):
    sheet = [Row("a", COST, (amount,)), Row("b", "none", (people,), is_people=True)]
    each = add_up(sheet, LOW, HIGH).per_person
    assert each is not None
    assert abs(Fraction(each) - Fraction(amount) / Fraction(people)) <= Fraction(1, 200)


@pytest.mark.parametrize("people", [None, Decimal(0)])
def test_nobody_accompanied_gives_no_cost_for_each(people):
    sheet = [Row("a", COST, (Decimal(10),)), Row("b", "none", (people,), is_people=True)]
    assert add_up(sheet, LOW, HIGH).per_person is None


@pytest.mark.parametrize(
    ("total", "reading"),
    [("14999.99", BELOW), ("15000", WITHIN), ("150000", WITHIN), ("150000.01", ABOVE), ("0", BELOW)],
)
def test_the_ends_of_the_range_are_in_it(total, reading):
    assert add_up([Row("a", COST, (Decimal(total),))], LOW, HIGH).reading == reading


@pytest.mark.parametrize(
    ("people", "patients", "share"),
    [("40", "1000", "4"), ("0", "1000", "0"), ("40", None, None), (None, "9", None), ("4", "0", None)],
)
def test_the_part_of_the_patients_is_told_when_both_are_given(people, patients, share):
    told, all_ = (None if one is None else Decimal(one) for one in (people, patients))
    sheet = [Row("a", "none", (told,), is_people=True), Row("b", "none", (all_,), is_patients=True)]
    assert add_up(sheet, LOW, HIGH).share == (None if share is None else Decimal(share))


def test_a_line_written_on_but_without_numbers_is_begun():
    assert Row("a", COST, (None, None), is_begun=True).state == PARTIAL
    assert Row("a", COST, (None, None)).state == EMPTY
    assert Row("a", COST, (Decimal(0),)).state == WHOLE


def test_half_a_cent_goes_up():
    assert Row("a", COST, (Decimal("0.05"), Decimal("0.10"))).amount == Decimal("0.01")
