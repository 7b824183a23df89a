"""What people type finds what it should, over the demonstration: each engine reads the same lines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import caches
from django.db import transaction
from django.test import override_settings
from django.utils.module_loading import import_string

from portal.demo.load import load
from search.document import SearchDocument
from search.engine import Engine
from search.question import Question
from search.sources import all_documents
from search.updates import rebuild
from tests.search import judged
from tests.search.conftest import EACH, ENGINES
from tests.search.judging import EXACT, NOW, Mark, Names, Score, by_family, french, lines, mark, report
from tests.search.making import wait_for_the_server

pytestmark = pytest.mark.django_db

#: What is asked of every engine.
LEAST_MRR, LEAST_RECALL = 0.85, 0.95


@pytest.fixture(scope="module")
def documents(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[list[SearchDocument]]:
    """Load the demonstration once, on an ordinary Tuesday; take it away afterwards."""
    folder = tmp_path_factory.mktemp("judged")
    with (
        django_db_blocker.unblock(),
        time_machine.travel(NOW, tick=True),
        transaction.atomic(),
        override_settings(MEDIA_ROOT=folder / "media", SEARCH_ROOT=str(folder / "search")),
    ):
        load()
        caches["parts"].clear()  # another test may have counted as many versions
        yield list(all_documents())
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def names(documents: list[SearchDocument]) -> Names:
    """Give the names of the documents."""
    return Names(documents)


@pytest.fixture(scope="module", params=EACH)
def engine(request: pytest.FixtureRequest, documents: list[SearchDocument]) -> Iterator[Engine]:
    """Give one engine after the other, holding the demonstration."""
    url = request.getfixturevalue("server_url") if request.param == "server" else ""
    with override_settings(SEARCH_URL=url), pytest.MonkeyPatch.context() as patch:
        wait_for_the_server(patch)
        made: Engine = import_string(ENGINES[request.param])()
        rebuild(made, documents)
        yield made


@pytest.fixture(scope="module")
def marks(engine: Engine, names: Names) -> list[Mark]:
    """Ask an engine every line."""
    return [mark(engine, line, names) for line in lines(names)]


def test_there_are_enough_lines_and_none_twice(names):
    typed = [line.typed for line in lines(names) if line.language == "fr"]
    assert len(typed) >= 60 and len(set(typed)) == len(typed)


def test_french_finds_first_what_should_come_first(engine, marks):
    score = Score.of(french(marks))
    assert score.mrr >= LEAST_MRR, report(engine, marks)
    assert score.recall >= LEAST_RECALL, report(engine, marks)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_other_languages_do_as_well(engine, marks, language):
    score = Score.of(one for one in marks if one.line.language == language)
    assert score.mrr >= LEAST_MRR and score.recall >= LEAST_RECALL, report(engine, marks)


def test_no_family_of_lines_is_left_behind(engine, marks):
    """A mean hides a whole way of writing that never works."""
    weak = {
        family: Score.of(some)
        for family, some in by_family(marks).items()
        if Score.of(some).mrr < LEAST_MRR - 0.1
    }
    assert not weak, report(engine, marks)


def test_a_word_found_as_typed_comes_before_its_likes(engine, marks):
    assert all(one.reciprocal_rank == 1 for one in by_family(marks)[EXACT]), report(engine, marks)


@pytest.mark.parametrize("typed", judged.NOTHING)
def test_gibberish_finds_nothing(engine, names, typed):
    answer = engine.search(Question(words=typed))
    assert not answer.hits and not answer.total, [names.of(hit.key) for hit in answer.hits]
