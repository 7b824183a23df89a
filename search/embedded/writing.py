"""Writing the index: one process at a time (see `search.updates.lock`), all or nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tantivy import Document, Index, IndexWriter

from search.document import SearchDocument
from search.embedded import folders
from search.embedded.analysis import LANGUAGES
from search.embedded.reading import reading
from search.embedded.schema import prepared, row, schema
from search.engine import EngineDown

#: Memory a writer may take, in bytes, and how long it waits for tantivy's own lock, in seconds.
SMALL, LARGE, PATIENCE = 15_000_000, 40_000_000, 5.0


def put(folder: Path, touched: Iterable[str], documents: Iterable[SearchDocument]) -> None:
    """Replace what the index holds under `touched`; if anything fails before the end, nothing is replaced."""
    keys, rows = (
        list(touched),
        list(_rows(documents)),
    )  # what cannot be made into a row is no fault of the index
    with reading(folder), ExitStack() as open_ones:
        writers = {
            language: open_ones.enter_context(_writer(Index.open(str(folder / language)), SMALL))
            for language in LANGUAGES
        }
        for writer in writers.values():
            for key in keys:
                writer.delete_documents_by_term("key", key)
        for language, made in rows:
            writers[language].add_document(made)
        for writer in writers.values():
            writer.commit()


def rebuild(documents: Iterable[SearchDocument], before_swap: Callable[[], None]) -> int:
    """Make a fresh index, let it serve, give how many documents it holds."""
    folder = folders.fresh()
    try:
        with ExitStack() as open_ones:
            writers = {
                language: open_ones.enter_context(
                    _writer(Index(schema(), str(folder / language), sort_by_field="sort"), LARGE)
                )
                for language in LANGUAGES
            }
            added = 0
            for language, made in _rows(documents):
                writers[language].add_document(made)
                added += 1
            for writer in writers.values():
                writer.commit()
        before_swap()
        folders.serve(folder)
    except BaseException:
        folders.drop(folder)
        raise
    return added


def _rows(documents: Iterable[SearchDocument]) -> Iterator[tuple[str, Document]]:
    """Make rows of documents; their numbers begin where no older ones can reach."""
    for number, document in enumerate(documents, time.time_ns()):
        yield document.language, row(document, number)


@contextmanager
def _writer(index: Index, memory: int) -> Iterator[IndexWriter]:
    """Open a writer, patiently; what is not committed when it closes is as if it had never been written."""
    writer = _patiently(prepared(index), memory)
    try:
        writer.garbage_collect_files()  # what a writer killed before its end left would stand in this one's way
        yield writer
    except BaseException:
        writer.rollback()
        raise
    finally:
        writer.wait_merging_threads()  # the lock goes with it


def _patiently(index: Index, memory: int) -> IndexWriter:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return index.writer(memory, 1)
        except ValueError as problem:
            if "lock" not in str(problem).lower() or time.monotonic() > until:
                raise EngineDown(str(problem)) from problem
            time.sleep(0.02)
