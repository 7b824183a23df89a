"""Whatever one types, an engine answers; what cannot be found is not."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from search.question import NEAREST, Question
from tests.search.making import ask, doc

NASTY = (
    "a AND (",
    '"',
    "'",
    "*",
    "?",
    "title:x",
    "-a +b",
    "a^2~3",
    "[a TO z]",
    "\\",
    "\0",
    "a\0b",
    "\ud800",
    "🦆🏳️‍🌈",
    "﷽",
    "ﷺ",
    "مُساعَدة",
    "١٢٣",
    "½ ² ⅷ",
    "ß ŉ İ ı",
    "a\u0301" * 1000,
    "é" * 3000,
    "mot " * 3000,
    "C.P.A.M. " * 400,
    "a.b." * 800,
    "1" * 3000,
    "_",
    "\u200b\u200f",
    "नमस्ते",
    "健康",
    "assistante sociale" * 200,
    "pomme\tpoire",
    "/pom.*/",
    "le la les",
)
unhurried = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def filled(engine, fill):
    fill(
        doc(1, "Pomme d’amour", summary="Une pomme.", text="poire"),
        doc(2, "Assistante sociale"),
        doc(3, "Apple", language="en", original="Pomme"),
        doc(4, "مساعدة", language="ar"),
        doc(5, "\0 titre \x1f 🦆", summary="{}[]\"'\\ ½"),
        doc(6, ""),
    )
    return engine


def _answers(engine, words: str) -> None:
    for language in ("fr", "en", "ar"):
        answer = engine.search(Question(words=words, language=language, facets=("kind",)))
        assert answer.total >= len(answer.hits)
        suggested = engine.suggest(words, language)
        assert len(suggested) <= 8
        assert all(suggestion.text for suggestion in suggested)


@pytest.mark.parametrize("words", NASTY, ids=range(len(NASTY)))
def test_any_string_gets_an_answer(filled, words) -> None:
    start = time.process_time()
    _answers(filled, words)
    assert time.process_time() - start < 1


@unhurried
@given(words=st.text(max_size=60) | st.text("aeépom '\"*()?:^~\\/+-[]{}\0", max_size=60))
@example(words="a AND (")
def test_any_string_at_all(filled, words) -> None:
    _answers(filled, words)


@unhurried
@given(title=st.text(max_size=40), text=st.text(max_size=200), words=st.text(max_size=20))
def test_any_document_can_be_put_and_shown(engine, title, text, words) -> None:
    kept = doc(1, title, summary=text, text=title, keywords=(text, title), place=text)
    engine.put([kept.key], [kept])
    (hit,) = ask(engine).hits
    assert "".join(piece.text for piece in hit.title) == title
    found = ask(engine, f"{words} {title}").hits
    assert all("".join(piece.text for piece in hit.title) == title for hit in found)
    said = "".join(piece.text for piece in hit.extract).removesuffix(" …").removeprefix("… ")
    assert said in (text or title)


def test_only_the_first_words_of_a_long_question_count(filled) -> None:
    assert ask(filled, "pomme " + "zzz" * 500).hits
    assert ask(filled, "pomme " * 600).total == 1
    many = " ".join(f"mot{number}" for number in range(12))
    assert ask(filled, f"{many} pomme").total == 0


def test_a_question_of_empty_words_finds_nothing_and_no_question_finds_all(filled) -> None:
    assert ask(filled, "le la les").total == 0
    assert ask(filled, "  \n ").total == ask(filled, "").total == 4


@pytest.mark.parametrize("radius", [-1, 10**30])
def test_any_radius_any_page(filled, radius) -> None:
    from search.geography import Point

    for sort in (NEAREST, "pertinence", "autre"):
        answer = ask(filled, near=Point(90.0, 180.0), radius=radius, sort=sort, page=10**9, per_page=0)
        assert answer.hits == ()
