"""Every combination of answers gives a coherent reading, and a better answer never gives a worse one."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.guide.checks.verdict import (
    BEGUN,
    BLANK,
    DONT_KNOW,
    IN_PROGRESS,
    MISSING,
    NEARLY,
    NONE,
    NOT_YET,
    READY,
    UNKNOWN,
    YES,
    Point,
    judge,
    state_of,
)

pytestmark = pytest.mark.once  # nothing of it depends on the database

ANSWERS = (YES, IN_PROGRESS, NOT_YET, DONT_KNOW, NONE)
DIMENSIONS = ("equipe", "territoire", "lieu")
#: From the worst to the best; « je ne sais pas » and no answer are worth the same.
WORTH = {NOT_YET: 0, DONT_KNOW: 1, NONE: 1, IN_PROGRESS: 2, YES: 3}
RANK = {MISSING: 0, UNKNOWN: 1, BLANK: 1, BEGUN: 2, NEARLY: 3, READY: 4}


def points(
    *answers: str, essential: bool = True, dimension: str = "equipe", minimum: bool = False
) -> list[Point]:
    return [
        Point(f"{dimension}-{number}-{essential}", dimension, essential, answer, minimum)
        for number, answer in enumerate(answers)
    ]


@st.composite
def sheets(draw, size: int = 27) -> list[Point]:
    """A sheet whose every dimension has an essential question, as the admin requires."""
    shapes = [(dimension, True) for dimension in DIMENSIONS]
    shapes += draw(st.lists(st.tuples(st.sampled_from(DIMENSIONS), st.booleans()), max_size=size))
    answers = draw(st.lists(st.sampled_from(ANSWERS), min_size=len(shapes), max_size=len(shapes)))
    minimum = draw(st.lists(st.booleans(), min_size=len(shapes), max_size=len(shapes)))
    return [
        Point(str(number), dimension, essential, answer, essential and minimum[number])
        for number, ((dimension, essential), answer) in enumerate(zip(shapes, answers, strict=True))
    ]


limits = st.integers(1, 12)


@given(sheets(), limits)
def test_every_combination_is_coherent(sheet, limit):
    verdict = judge(sheet, DIMENSIONS, limit)
    essential = [point for point in sheet if point.essential]
    states = [one.state for one in verdict.dimensions]
    assert (verdict.state == BLANK) == all(point.answer == NONE for point in sheet)
    assert (verdict.state == READY) == all(state == READY for state in states)
    assert (verdict.state == MISSING) == (MISSING in states) == bool(verdict.missing)
    uncertain = [point for point in essential if point.slug in verdict.to_check]
    if verdict.state == UNKNOWN:
        assert len(uncertain) >= limit or any(point.minimum for point in uncertain)
        assert {UNKNOWN, BLANK} & set(states)
    if verdict.state == BEGUN:
        assert len(uncertain) < limit and not any(point.minimum for point in uncertain)
        assert verdict.to_check or verdict.under_way
    told = [*verdict.missing, *verdict.to_check, *verdict.under_way, *verdict.helping]
    assert len(told) == len(set(told))
    assert set(told) == {point.slug for point in sheet if point.answer != YES}
    assert sum(one.there for one in verdict.dimensions) == sum(point.answer == YES for point in essential)
    assert sum(one.wanted for one in verdict.dimensions) == len(essential)


@given(sheets(), limits)
def test_nearly_is_said_of_two_thirds_at_least_and_when_nothing_is_uncertain(sheet, limit):
    verdict = judge(sheet, DIMENSIONS, limit)
    read = [(verdict.state, [point for point in sheet if point.essential])]
    read += [
        (one.state, [point for point in sheet if point.essential and point.dimension == one.slug])
        for one in verdict.dimensions
    ]
    for state, essential in read:
        answers = [point.answer for point in essential]
        nearly = set(answers) == {YES, IN_PROGRESS} and 3 * answers.count(YES) >= 2 * len(answers)
        assert (state == NEARLY) == nearly


@given(sheets(), limits)
def test_a_whole_bar_is_drawn_only_when_nothing_is_missing(sheet, limit):
    for one in judge(sheet, DIMENSIONS, limit).dimensions:
        assert 0 <= one.percent <= 100
        assert (one.percent == 100) == (one.there == one.wanted) == (one.state == READY)


@given(sheets(), limits, st.data())
def test_a_better_answer_never_gives_a_worse_reading(sheet, limit, data):
    number = data.draw(st.integers(0, len(sheet) - 1))
    old = sheet[number]
    better = data.draw(st.sampled_from([one for one in ANSWERS if WORTH[one] >= WORTH[old.answer]]))
    mended = [*sheet]
    mended[number] = Point(old.slug, old.dimension, old.essential, better, old.minimum)
    before, after = judge(sheet, DIMENSIONS, limit), judge(mended, DIMENSIONS, limit)
    if BLANK not in (before.state, after.state):
        assert RANK[after.state] >= RANK[before.state]
    for one, other in zip(before.dimensions, after.dimensions, strict=True):
        assert other.there >= one.there
        if BLANK not in (one.state, other.state):
            assert RANK[other.state] >= RANK[one.state]


@given(sheets(), limits)
def test_what_only_helps_never_changes_the_reading_of_the_whole(sheet, limit):
    without = [point for point in sheet if point.essential]
    whole, essential = judge(sheet, DIMENSIONS, limit), judge(without, DIMENSIONS, limit)
    if BLANK not in (whole.state, essential.state):
        assert whole.state == essential.state


@pytest.mark.parametrize("answers", list(product(ANSWERS, repeat=4)))
def test_four_essential_points_read_as_the_rules_say(answers):
    """The rules at the head of the content file, written another way."""
    uncertain = answers.count(DONT_KNOW) + answers.count(NONE)
    if set(answers) == {NONE}:
        expected = BLANK
    elif NOT_YET in answers:
        expected = MISSING
    elif uncertain >= 2:
        expected = UNKNOWN
    elif set(answers) == {YES}:
        expected = READY
    elif answers.count(YES) == 3 and not uncertain:
        expected = NEARLY
    else:
        expected = BEGUN
    assert state_of(points(*answers), unknown_from=2) == expected


def test_a_single_uncertain_point_leaves_a_dimension_unknown_but_not_the_whole():
    verdict = judge(points(YES, YES, DONT_KNOW), ["equipe"], unknown_from=5)
    assert (verdict.state, verdict.dimensions[0].state) == (BEGUN, UNKNOWN)


def test_a_team_that_has_nothing_yet_is_not_nearly_there():
    assert state_of(points(*[IN_PROGRESS] * 20), unknown_from=5) == BEGUN
    assert state_of(points(*[YES] * 13, *[IN_PROGRESS] * 7), unknown_from=5) == BEGUN
    assert state_of(points(*[YES] * 14, *[IN_PROGRESS] * 6), unknown_from=5) == NEARLY


@pytest.mark.parametrize("answer", [NONE, DONT_KNOW])
def test_of_a_minimum_activity_nobody_knows_of_nothing_can_be_said(answer):
    sheet = [*points(*[YES] * 19), *points(answer, dimension="lieu", minimum=True)]
    assert state_of(sheet, unknown_from=5) == UNKNOWN


def test_an_answer_to_what_only_helps_is_an_answer():
    verdict = judge([*points(NONE), *points(YES, essential=False)], ["equipe"], unknown_from=1)
    assert verdict.state == UNKNOWN


def test_what_to_do_comes_in_the_order_of_the_questions():
    verdict = judge(points(NOT_YET, YES, NOT_YET, IN_PROGRESS, NONE), ["equipe"], unknown_from=5)
    assert verdict.missing == ("equipe-0-True", "equipe-2-True")
    assert verdict.under_way == ("equipe-3-True",)
    assert verdict.to_check == ("equipe-4-True",)
