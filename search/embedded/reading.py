"""Reading the index: each process keeps it open, and looks again only when the files say that it changed."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from tantivy import Index, Query, Searcher

from search.embedded import folders
from search.embedded.analysis import LANGUAGES
from search.embedded.schema import FIELDS, FRENCH_FIELDS, prepared, stored
from search.embedded.vocabulary import Vocabulary
from search.engine import EngineDown

logger = logging.getLogger(__name__)
State = tuple[int, int, int]


class Shelf:
    """The documents of one language as they were at one commit."""

    def __init__(self, folder: Path, language: str, searcher: Searcher) -> None:
        self.folder = folder
        self.language = language
        self.searcher = searcher
        self.vocabulary = Vocabulary(searcher, language)


class Reader:
    """Gives the shelf of each language, always the last one committed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._open: dict[str, tuple[Path, State, Index, Shelf]] = {}

    def shelf(self, language: str) -> Shelf:
        """Give what is to be read now; raises EngineDown when there is nothing to read, or it cannot be read.

        A folder that another has replaced before it was opened is gone: the other one is read.
        """
        folder = folders.current()
        try:
            return self._shelf(folder, language)
        except EngineDown:
            other = folders.current()
            if other is None or other == folder:
                raise
        return self._shelf(other, language)

    def _shelf(self, folder: Path | None, language: str) -> Shelf:
        if folder is None:
            raise EngineDown("no index")
        with reading(folder), self._lock:
            path = folder / language
            state = _state(path)
            held = self._open.get(language)
            if held is None or held[0] != path:
                index = prepared(Index.open(str(path)))
            elif held[1] != state:
                index = held[2]
                index.reload()
            else:
                return held[3]
            shelf = Shelf(folder, language, index.searcher())
            self._open[language] = path, state, index, shelf
            return shelf

    def close(self) -> None:
        """Forget what is open."""
        with self._lock:
            self._open.clear()


def _state(path: Path) -> State:
    found = os.stat(path / "meta.json")
    return found.st_mtime_ns, found.st_size, found.st_ino


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Turn whatever tantivy raises over damaged files into EngineDown, and let the index be made anew."""
    try:
        yield
    except EngineDown:
        raise
    except (ValueError, OSError) as problem:
        _report(folder, problem)
        raise EngineDown("damaged index") from problem
    except BaseException as problem:
        if type(problem).__name__ != "PanicException":  # what Rust raises: it has no name to import
            raise
        _report(folder, problem)
        raise EngineDown("damaged index") from problem


def _report(folder: Path, problem: BaseException) -> None:
    if folders.current() != folder:  # it was replaced while it was read
        return
    damaged = not sound(folder)
    logger.error(
        "search: the index %s %s",
        folder.name,
        "is damaged" if damaged else "does not answer",
        exc_info=problem,
    )
    if damaged:
        folders.declare_damaged(folder)


def sound(folder: Path) -> bool:
    """Whether everything in an index can be read: a question that it cannot answer may be the question's fault."""
    try:
        for language in LANGUAGES:
            _read_all(Index.open(str(folder / language)).searcher())
    except BaseException as problem:
        if isinstance(problem, Exception) or type(problem).__name__ == "PanicException":
            return False
        raise
    return True


def _read_all(searcher: Searcher) -> None:
    most = max(1, searcher.num_docs)
    hits = searcher.search(Query.all_query(), most, order_by_field="sort").hits
    for name in (*FIELDS, *FRENCH_FIELDS, "key", "held", "forms", "cells", "marks"):
        searcher.terms_with_prefix(name, "", filter_query=Query.all_query(), limit=1)
    for name in ("number", "latitude", "longitude", "weight"):
        searcher.fast_field_values(name, [address for _key, address in hits])
    for _key, address in hits:
        stored(searcher.doc(address))
