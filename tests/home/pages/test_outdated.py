"""The rule that says which translations are to be done again: late, ready, read, begun, missing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.pages.admin.outdated import State, Twin, Work, state_of

MAY = datetime(2026, 5, 1, 10, tzinfo=UTC)
BEFORE, AFTER = MAY - timedelta(days=1), MAY + timedelta(days=1)
TWIN = {"pk": 2, "is_alias": False, "own": True, "has_draft": False, "published": AFTER}
WORK = {"pk": 3, "source": 4, "taken": AFTER, "left": 0, "typed": BEFORE}


def state(*, wanted: bool = True, work: dict | None = None, **twin):
    return state_of(
        MAY, Twin(**TWIN | twin), Work(**WORK | work) if work is not None else None, wanted=wanted
    )


@pytest.mark.parametrize(
    ("expected", "facts"),
    [
        (None, {}),
        (State.LATE, {"published": BEFORE}),
        (State.READY, {"has_draft": True}),
        (State.BEGUN, {"own": False, "published": BEFORE}),
        (State.REVIEW, {"in_review": True, "published": BEFORE}),
        (State.MISSING, {"is_alias": True}),
        (None, {"is_alias": True, "wanted": False}),
    ],
)
def test_a_text_written_as_a_whole(expected, facts):
    assert state(**facts) == expected


@pytest.mark.parametrize(
    ("expected", "facts", "work"),
    [
        (None, {"published": BEFORE}, {}),  # the French was taken over since: nothing in it had changed
        (State.LATE, {}, {"taken": BEFORE}),
        (State.LATE, {}, {"left": 1}),
        (State.READY, {}, {"typed": AFTER + timedelta(hours=1)}),
        (None, {"has_draft": True}, {}),
        (State.BEGUN, {"own": False}, {"left": 2}),
        (State.READY, {"own": False}, {}),
        (State.LATE, {"own": False}, {"taken": BEFORE, "left": 2}),
        (State.REVIEW, {"in_review": True}, {"taken": BEFORE}),
    ],
)
def test_a_text_translated_piece_by_piece(expected, facts, work):
    assert state(work=work, **facts) == expected


def test_nothing_there_is_missed_where_it_is_wanted():
    assert state_of(MAY, None, None, wanted=True) == State.MISSING
    assert state_of(MAY, None, None, wanted=False) is None


moments = st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
twins = st.builds(
    Twin,
    pk=st.just(1),
    is_alias=st.booleans(),
    own=st.booleans(),
    has_draft=st.booleans(),
    published=moments,
    in_review=st.booleans(),
)
works = st.none() | st.builds(
    Work,
    pk=st.just(1),
    source=st.just(1),
    taken=moments.filter(bool),
    left=st.integers(0, 3),
    typed=moments,
)


@given(french=moments, twin=st.none() | twins, work=works, wanted=st.booleans())
def test_whatever_the_facts_the_answer_holds(french, twin, work, wanted):
    found = state_of(french, twin, work, wanted=wanted)
    shows_french = twin is None or twin.is_alias
    assert (found == State.MISSING) == (shows_french and wanted)
    if shows_french:
        return
    assert (found == State.REVIEW) == twin.in_review
    if found == State.READY:
        assert work is None or work.left == 0, "what is sent for review is whole"
    if not twin.own:
        assert found is not None, "what was begun is not forgotten"
    if found is None:
        assert work is None or (work.left == 0 and (french is None or french <= work.taken))
