"""An index that is missing, older or damaged is said so, and made anew."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from search import sources, updates
from search.embedded import folders, schema
from search.embedded.engine import EmbeddedEngine
from search.engine import EngineDown
from search.question import Question
from tests.search.making import doc


@pytest.fixture
def filled(search_root: Path, db: None) -> EmbeddedEngine:
    engine = EmbeddedEngine()
    engine.rebuild([doc(number, f"Atelier {number}") for number in range(50)], before_swap=lambda: None)
    engine.put(["resource:50"], [doc(50, "Atelier 50")])
    return engine


def _everything_says_it_is_down(engine: EmbeddedEngine) -> None:
    for ask in (
        lambda: engine.search(Question(words="atelier")),
        lambda: engine.suggest("ate", "fr"),
        lambda: list(engine.held("fr")),
        lambda: engine.put(["resource:1"], []),
    ):
        with pytest.raises(EngineDown):
            ask()
    assert not engine.exists()


def test_no_index_yet(search_root) -> None:
    engine = EmbeddedEngine()
    _everything_says_it_is_down(engine)
    assert engine.rebuild([], before_swap=lambda: None) == 0
    assert engine.exists()
    assert engine.search(Question()).total == 0


def _files(engine: EmbeddedEngine) -> list[Path]:
    folder = folders.current()
    return sorted(file for file in (folder / "fr").iterdir() if not file.name.startswith("."))


@pytest.mark.parametrize("extension", ["store", "term", "idx", "pos", "fast", "fieldnorm", "json"])
@pytest.mark.parametrize("left", [0.0, 0.5])
def test_a_file_cut_short(filled, extension, left) -> None:
    for file in _files(filled):
        if file.suffix == f".{extension}" and file.name != ".managed.json":
            said = file.read_bytes()
            file.unlink()  # a file the process has mapped is left alone
            file.write_bytes(said[: int(len(said) * left)])
    fresh = EmbeddedEngine()
    try:
        fresh.search(Question(words="atelier", facets=("kind",), per_page=60))
        fresh.search(Question(per_page=60))
    except EngineDown:
        pass
    else:
        raise AssertionError("a damaged index answered")
    _everything_says_it_is_down(fresh)
    fresh.rebuild([doc(1, "Atelier")], before_swap=lambda: None)
    assert fresh.search(Question(words="atelier")).total == 1


def test_bytes_changed_inside(filled) -> None:
    for file in _files(filled):
        if file.suffix in (".store", ".term", ".idx"):
            said = bytearray(file.read_bytes())
            said[: len(said) // 2] = b"\xff" * (len(said) // 2)
            file.unlink()
            file.write_bytes(said)
    fresh = EmbeddedEngine()
    with pytest.raises(EngineDown):
        fresh.search(Question(words="atelier"))
    assert not fresh.exists()


@pytest.mark.parametrize("content", [b"", b"index-nowhere", b"\xff\xfe", b"../../etc"])
def test_a_pointer_to_nowhere(filled, search_root, content) -> None:
    (search_root / "current").write_bytes(content)
    _everything_says_it_is_down(filled)


def test_a_language_that_is_gone(filled) -> None:
    folder = folders.current()
    (folder / "ar" / "meta.json").unlink()
    assert not EmbeddedEngine().exists()


def test_an_index_made_by_another_version_counts_as_missing(filled, monkeypatch) -> None:
    assert EmbeddedEngine().exists()
    monkeypatch.setattr(folders, "VERSION", schema.VERSION + "+")
    assert not EmbeddedEngine().exists()
    _everything_says_it_is_down(filled)


def test_a_question_that_cannot_be_answered_does_not_condemn_a_sound_index(filled, monkeypatch) -> None:
    def fails(*_arguments: object) -> None:
        raise ValueError("no")

    monkeypatch.setattr("search.embedded.engine.answer", fails)
    with pytest.raises(EngineDown):
        filled.search(Question(words="atelier"))
    assert filled.exists()


def test_a_document_that_cannot_be_put_leaves_everything_as_it_was(filled) -> None:
    before = dict(filled.held("fr"))
    for bad in (doc(1, "\ud800"), doc(1, "A", language="xx")):
        with pytest.raises((ValueError, KeyError)):
            filled.put(["resource:0", "resource:1"], [doc(0, "Autre"), bad])
    assert dict(filled.held("fr")) == before
    assert filled.exists()


def test_a_rebuild_that_fails_leaves_what_served(filled, search_root) -> None:
    def some():
        yield doc(1, "Un")
        raise RuntimeError("halfway")

    with pytest.raises(RuntimeError):
        filled.rebuild(some(), before_swap=lambda: None)
    assert filled.search(Question(words="atelier")).total == 51
    assert len(list(search_root.glob("index-*"))) == 1


@pytest.mark.django_db(transaction=True)
def test_the_first_visit_has_a_damaged_index_made_anew(search_root, monkeypatch) -> None:
    from search.engine import engines, search

    monkeypatch.setattr(sources, "_sources", {})
    (engine,) = engines()
    updates.rebuild(engine, [doc(1, "Atelier")])
    folder = folders.current()
    for file in (folder / "fr").glob("*.store"):
        file.unlink()
    with pytest.raises(EngineDown):
        EmbeddedEngine().search(Question(words="atelier"))
    assert not engine.exists()
    assert search(Question(words="atelier")).total == 0
    assert engine.exists()


def test_nothing_is_opened_at_start(tmp_path) -> None:
    program = (
        "import os, sys, django; django.setup(); from django.conf import settings\n"
        "settings.SEARCH_ROOT = sys.argv[1]\n"
        "import search.engine; assert search.engine.engines()\n"
        "assert not os.path.exists(sys.argv[1])"
    )
    folder = tmp_path / "never"
    subprocess.run([sys.executable, "-c", program, str(folder)], check=True, timeout=120)
