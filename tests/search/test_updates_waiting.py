"""Changes wait for their engine, whatever happens to it, to the database or to the process: none is lost, none comes late."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from search import updates
from search.checking import compare, mend
from search.document import SearchDocument
from search.embedded import folders
from search.embedded.engine import EmbeddedEngine
from search.engine import EngineDown, engines, search
from search.models import Change
from search.question import Question
from search.sources import all_documents
from search.updates import Busy, lock, make_missing, rebuild, take_all, touch, waiting
from tests.factories import ServiceFactory
from tests.search.agreeing import index  # noqa: F401 -- a fixture
from tests.search.making import doc

pytestmark = pytest.mark.django_db


def test_nothing_is_written_when_no_engine_serves():
    with CaptureQueriesContext(connection) as queries:
        touch("resource", [1])
    assert not queries.captured_queries and not Change.objects.exists()


def test_a_change_undone_is_not_told(index):  # noqa: F811
    with index.change(), pytest.raises(RuntimeError), transaction.atomic():
        touch("resource", [1])
        raise RuntimeError
    assert not Change.objects.exists()


def test_a_transaction_asks_once(search_root, monkeypatch, django_capture_on_commit_callbacks):
    asked: list[int] = []
    monkeypatch.setattr(updates, "take_all", lambda: asked.append(1))
    for times in (1, 2):
        with django_capture_on_commit_callbacks(execute=True):
            touch("resource", [1])
            touch("structure", range(3))
        assert len(asked) == times


def test_an_engine_that_is_away_keeps_its_changes(index, monkeypatch):  # noqa: F811
    def away(*_args: Any) -> None:
        raise EngineDown("away")

    with monkeypatch.context() as patched:
        patched.setattr(EmbeddedEngine, "put", away)
        ServiceFactory()
        take_all()
        assert waiting(index.engine).exists()
    assert not compare(index.engine).holds
    take_all()
    assert compare(index.engine).holds and not waiting(index.engine).exists()


def test_a_thing_that_cannot_be_taken_is_not_in_the_others_way(index, monkeypatch, caplog):  # noqa: F811
    good, bad = ServiceFactory(), ServiceFactory(nom="Avant tout")
    take_all()
    assert f"resource:{bad.pk}" in index.held()
    put = EmbeddedEngine.put

    def refuse(self: Any, touched: Iterable[str], documents: Iterator[SearchDocument]) -> None:
        some = list(documents)
        if any(document.key == f"resource:{bad.pk}" for document in some):
            raise ValueError("cannot be read")
        put(self, touched, some)

    with monkeypatch.context() as patched:
        patched.setattr(EmbeddedEngine, "put", refuse)
        for entry in (good, bad):
            entry.nom = "Après tout"
            entry.save()
        take_all()
    assert f"resource:{bad.pk}" in caplog.text
    assert not waiting(index.engine).exists()  # the engine is asked again
    assert f"resource:{bad.pk}" not in index.held()  # what it was before is not
    told = compare(index.engine)
    assert {one.partition(" ")[0] for one in told.missing} == {f"resource:{bad.pk}"} and not told.stale
    assert mend(index.engine).holds


def test_an_engine_that_cannot_even_let_go_of_a_thing_keeps_its_change(index, monkeypatch):  # noqa: F811
    good, bad = ServiceFactory(), ServiceFactory()
    put = EmbeddedEngine.put

    def refuse(self: Any, touched: Iterable[str], documents: Iterator[SearchDocument]) -> None:
        if f"resource:{bad.pk}" in touched:
            raise ValueError("cannot be read")
        put(self, touched, documents)

    with monkeypatch.context() as patched:
        patched.setattr(EmbeddedEngine, "put", refuse)
        take_all()
    assert f"resource:{good.pk}" in index.held()
    assert set(waiting(index.engine).values_list("key", flat=True)) == {f"resource:{bad.pk}"}
    take_all()
    assert compare(index.engine).holds


def test_what_changes_while_it_is_taken_is_taken_again(index, monkeypatch):  # noqa: F811
    entry = ServiceFactory(nom="Avant tout")
    put, changed = EmbeddedEngine.put, []

    def change_after(self: Any, touched: Iterable[str], documents: Iterator[SearchDocument]) -> None:
        put(self, touched, list(documents))
        if not changed:
            changed.append(entry)
            entry.nom = "Après tout"
            entry.save()

    monkeypatch.setattr(EmbeddedEngine, "put", change_after)
    take_all()
    assert compare(index.engine).holds and not waiting(index.engine).exists()


def test_who_finds_the_lock_taken_leaves_its_changes_to_the_holder(index, monkeypatch):  # noqa: F811
    monkeypatch.setattr(updates, "PATIENCE", 0.05)
    ServiceFactory()
    held, free = threading.Event(), threading.Event()

    def hold() -> None:
        with lock(index.engine):
            held.set()
            free.wait(10)

    other = threading.Thread(target=hold)
    other.start()
    held.wait(10)
    with pytest.raises(Busy), lock(index.engine, patience=0.05):
        pass
    take_all()
    assert waiting(index.engine).exists()
    free.set()
    other.join()
    take_all()
    assert compare(index.engine).holds


def test_a_rebuild_misses_nothing_that_changes_meanwhile(index):  # noqa: F811
    entry = ServiceFactory(nom="Avant tout")

    def documents() -> Iterator[SearchDocument]:
        yield from list(all_documents())
        entry.nom = "Après tout"
        entry.save()
        take_all()  # into the index that still serves

    rebuild(index.engine, documents())
    assert compare(index.engine).holds and not waiting(index.engine).exists()


def test_a_rebuild_that_dies_before_the_swap_leaves_the_index_as_it_was(index, monkeypatch):  # noqa: F811
    entry = ServiceFactory(nom="Avant tout")
    take_all()

    def documents() -> Iterator[SearchDocument]:
        yield from all_documents()
        entry.nom = "Après tout"
        entry.save()
        take_all()
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        rebuild(index.engine, documents())
    take_all()
    assert compare(index.engine).holds


def test_a_missing_index_is_made_once_and_answers_at_once(search_root):
    cache.clear()
    ServiceFactory(nom="Colis du vendredi")
    assert not engines()[-1].exists()
    assert (
        search(Question("colis", chosen={"kind": ("resource",)})).total == 1
    )  # inline, as the demonstration does
    assert compare(engines()[-1]).holds


def test_a_missing_index_is_asked_for_once_however_many_look(search_root, monkeypatch):
    cache.clear()
    asked: list[int] = []
    monkeypatch.setattr(updates, "make_missing", lambda: asked.append(1))
    for _visit in range(3):
        with pytest.raises(EngineDown):
            search(Question("colis"))
    assert asked == [1]


def test_an_index_that_is_there_is_left_alone(index, monkeypatch):  # noqa: F811
    monkeypatch.setattr(EmbeddedEngine, "rebuild", lambda *_args, **_kwargs: pytest.fail("made again"))
    make_missing()


@pytest.mark.parametrize("opened_before", [False, True])
def test_a_visit_in_the_instant_of_a_swap_reads_the_index_that_came(search_root, monkeypatch, opened_before):
    visitor, maker, pointed = EmbeddedEngine(), EmbeddedEngine(), folders.current
    maker.rebuild([doc(1, "Avant tout")], before_swap=lambda: None)
    if opened_before:
        visitor.search(Question())

    def swapped_once_read() -> Path | None:
        folder = pointed()
        monkeypatch.setattr(folders, "current", pointed)
        maker.rebuild([doc(1, "Après tout"), doc(2, "Un autre")], before_swap=lambda: None)
        return folder

    monkeypatch.setattr(folders, "current", swapped_once_read)
    assert visitor.search(Question()).total == 2
