"""Counts, choices and pages, beside plain Python: the same contract for every engine."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.document import SearchDocument, When
from search.question import Question
from tests.search.making import ask, doc, keys

FACETS = {"theme": "abcd", "public": "xyz", "territory": "mn", "kind": ("resource", "workshop")}
WORDS = ("pomme", "poire", "cerise")
unhurried = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _some(values):
    return st.lists(st.sampled_from(values), unique=True).map(tuple)


@st.composite
def _documents(draw) -> list[SearchDocument]:
    return [
        doc(
            number,
            draw(st.sampled_from(("Été", "ete", "Zoé", "abri", "Abri", "École"))),
            draw(st.sampled_from(FACETS["kind"])),
            summary=" ".join(draw(_some(WORDS))),
            territories=draw(_some(FACETS["territory"])),
            facets={"theme": draw(_some(FACETS["theme"])), "public": draw(_some(FACETS["public"]))},
            marks={"hours": draw(_some("12"))},
        )
        for number in range(draw(st.integers(0, 12)))
    ]


def _values(document: SearchDocument, facet: str) -> tuple[str, ...]:
    known = {"kind": (document.kind,), "territory": document.territories, **document.facets}
    return known[facet]


def _kept(documents, question: Question, without: str = "") -> list[SearchDocument]:
    """Give what answers a question, in the slowest and surest way."""

    def passes(document: SearchDocument) -> bool:
        for facet, chosen in question.chosen.items():
            alike = question.alike.get(facet, {})
            wanted = {*chosen, *(also for value in chosen for also in alike.get(value, ()))}
            if chosen and facet != without and not wanted & set(_values(document, facet)):
                return False
        for mark, wanted in question.marks.items():
            if wanted and not set(wanted) & set(document.marks[mark]):
                return False
        return all(word in document.summary for word in question.words.split())

    return [document for document in documents if passes(document)]


@unhurried
@given(
    documents=_documents(),
    words=st.sampled_from(("", "pomme", "poire")),
    chosen=st.fixed_dictionaries({}, optional={name: _some(values) for name, values in FACETS.items()}),
    marks=st.sampled_from(({}, {"hours": ("1",)}, {"hours": ("1", "2")}, {"hours": ()})),
    alike=st.sampled_from(({}, {"theme": {"a": ("b",)}, "public": {"x": ("y", "z")}})),
)
def test_counts_are_those_of_whoever_would_count(
    engine, fill, documents, words, chosen, marks, alike
) -> None:
    fill(*documents)
    question = Question(
        words=words, chosen=chosen, marks=marks, alike=alike, facets=tuple(FACETS), per_page=100
    )
    held = " ".join(document.summary for document in documents)
    answer = engine.search(question)
    if words and words not in held:
        assert answer.total == 0
        return
    expected = _kept(documents, question)
    assert answer.total == len(expected)
    assert {hit.key for hit in answer.hits} == {document.key for document in expected}
    for facet in FACETS:
        counted: dict[str, int] = {}
        for document in _kept(documents, question, without=facet):
            for value in _values(document, facet):
                counted[value] = counted.get(value, 0) + 1
        assert answer.counts[facet] == counted, facet


def test_the_count_beside_a_value_is_what_choosing_it_too_gives(engine, fill) -> None:
    fill(
        doc(1, "A", facets={"theme": ("sante",), "public": ("femmes",)}),
        doc(2, "B", facets={"theme": ("logement",), "public": ("femmes", "jeunes")}),
        doc(3, "C", facets={"theme": ("logement", "sante"), "public": ("jeunes",)}),
    )
    answer = ask(engine, chosen={"theme": ("sante",), "public": ("femmes",)}, facets=("theme", "public"))
    assert answer.total == 1
    assert answer.counts == {"theme": {"sante": 1, "logement": 1}, "public": {"femmes": 1, "jeunes": 1}}
    both = ask(engine, chosen={"theme": ("sante", "logement"), "public": ("femmes",)}, facets=("public",))
    assert both.total == 2
    assert both.counts == {"public": {"femmes": 2, "jeunes": 2}}


@pytest.mark.parametrize("value", ["é:'\"\\", "a b", "(x OR *)", "\0", "\ud800", "1" * 3000, "", "*", "🦆"])
def test_a_value_chosen_may_be_anything(engine, fill, value) -> None:
    fill(doc(1, "A", facets={"theme": ("é:'\"\\", "a b", "1", "2024-01-01")}))
    found = keys(engine, chosen={"theme": (value,)}, marks={"hours": ()})
    assert found == (["resource:1"] if value in ("é:'\"\\", "a b") else [])
    assert keys(engine, marks={"hours": (value,)}) == []
    assert keys(engine, chosen={"nothing": (value,)}) == []


def test_values_that_look_like_numbers_or_dates_stay_words(engine, fill) -> None:
    fill(doc(1, "A", facets={"theme": ("1", "2024-01-01", "true")}))
    for value in ("1", "2024-01-01", "true"):
        answer = ask(engine, chosen={"theme": (value,)}, facets=("theme",))
        assert answer.counts == {"theme": {"1": 1, "2024-01-01": 1, "true": 1}}


@unhurried
@given(documents=_documents(), words=st.sampled_from(("", "pomme")), size=st.integers(1, 5))
def test_turning_pages_loses_and_doubles_nothing(engine, documents, words, size) -> None:
    half = len(documents) // 2
    engine.rebuild(documents[:half], before_swap=lambda: None)
    for document in documents[half:]:  # each in a part of its own
        engine.put([document.key], [document])
    whole = ask(engine, words, per_page=100).hits
    pages = [
        hit
        for page in range(1, len(whole) // size + 2)
        for hit in ask(engine, words, per_page=size, page=page).hits
    ]
    assert [hit.key for hit in pages] == [hit.key for hit in whole]
    assert len({hit.key for hit in pages}) == len(pages) == ask(engine, words, per_page=1).total


def test_without_words_the_order_is_the_alphabet_without_accents(engine, fill) -> None:
    fill(
        doc(1, "Zoé"), doc(2, "Épicerie"), doc(3, "eau"), doc(4, "abri"), doc(5, "Epicerie"), doc(6, "École")
    )
    found = [f"resource:{number}" for number in (4, 3, 6, 2, 5, 1)]
    assert keys(engine) == found
    assert keys(engine, per_page=2, page=2) == found[2:4]
    assert keys(engine, page=10**30) == []
    assert keys(engine, page=-3, per_page=2) == found[:2]


def test_same_score_goes_by_title(engine, fill) -> None:
    fill(*(doc(number, f"Atelier {letter * 3}") for number, letter in enumerate("hbgafced")))
    titles = [hit.title[-1].text.strip() for hit in ask(engine, "atelier").hits]
    assert titles == [letter * 3 for letter in "abcdefgh"]


def test_a_weight_multiplies_the_score(engine, fill) -> None:
    fill(doc(1, "Atelier rouge", weight=0.5), doc(2, "Atelier bleu", weight=2.0), doc(3, "Atelier vert"))
    found = ask(engine, "atelier").hits
    assert [hit.key for hit in found] == ["resource:2", "resource:3", "resource:1"]
    assert found[0].score == pytest.approx(2 * found[1].score, rel=1e-3)
    assert found[2].score == pytest.approx(found[1].score / 2, rel=1e-3)


def test_a_hit_gives_back_what_was_put(engine, fill) -> None:
    from datetime import UTC, datetime

    when = When(datetime(2026, 11, 22, 9, 30, tzinfo=UTC), datetime(2026, 11, 22, 11, tzinfo=UTC))
    given_ = doc(1, "A", "workshop", place="Chambéry", dates=(when,), discreet=True, words_language="fr")
    fill(given_)
    (hit,) = ask(engine).hits
    assert (hit.key, hit.kind, hit.url) == (given_.key, given_.kind, given_.url)
    assert (hit.place, hit.dates, hit.discreet, hit.words_language) == ("Chambéry", (when,), True, "fr")
    assert hit.distance is None


def test_what_is_put_replaces_and_what_is_gone_is_gone(engine, fill) -> None:
    from search.document import fingerprint

    first, second = doc(1, "Avant"), doc(2, "Autre")
    english = doc(1, "Before", language="en")
    fill(first, second, english)
    after = replace(first, title="Après")
    engine.put(["resource:1", "resource:404"], [after])
    assert dict(engine.held("fr")) == {
        "resource:1": fingerprint(after),
        "resource:2": fingerprint(second),
    }
    assert dict(engine.held("en")) == {}
    assert keys(engine, "avant") == []
    engine.put(["resource:1", "resource:2"], [])
    assert dict(engine.held("fr")) == {}
    assert keys(engine) == []


def test_what_is_left_out_is_not_counted(engine, fill) -> None:
    fill(doc(1, "Colis"), doc(2, "Colis"), doc(3, "Colis"))
    for words in ("colis", ""):
        answer = ask(engine, words, without=("resource:2", "resource:9"), facets=("kind",))
        assert {hit.key for hit in answer.hits} == {"resource:1", "resource:3"}
        assert answer.total == 2 and answer.counts["kind"] == {"resource": 2}
