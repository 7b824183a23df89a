"""Where documents come from: each app says what it gives, and tells when one of its things changes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Protocol

from django.db import DatabaseError

from search.document import SearchDocument

#: Things read from the database at once.
BATCH = 500
#: What goes wrong around a thing, and would with any other.
_AROUND = (OSError, DatabaseError, MemoryError)
logger = logging.getLogger(__name__)


class Source(Protocol):
    """One kind of thing. Its documents are read afresh from the database, and only what the public may see."""

    kind: str
    #: Whether its documents read otherwise tomorrow although nobody touches them: dates come and go.
    moves_with_time: bool

    def ids(self) -> Iterator[str]:
        """Give the id of everything public of this kind."""

    def documents(self, ids: Iterable[str]) -> Iterator[SearchDocument]:
        """Give the documents, in every language, of those of these ids that are public now; keys are « kind:id ».

        The number of queries does not depend on how many ids there are.
        """


_sources: dict[str, Source] = {}


def provide(source: Source) -> None:
    """Let search hold one more kind of thing: called once, when its app is ready."""
    _sources[source.kind] = source


def sources() -> tuple[Source, ...]:
    """Give every source, in the order they were provided."""
    return tuple(_sources.values())


def documents_of(keys: Iterable[str], *, all_the_same: bool = False) -> Iterator[SearchDocument]:
    """Give the documents that now stand under keys: none for what is gone, or no longer public.

    What cannot be made into a document raises; `all_the_same`, it is logged and left out.
    """
    by_kind: dict[str, list[str]] = {}
    for key in keys:
        kind, _colon, number = key.partition(":")
        by_kind.setdefault(kind, []).append(number)
    for kind, ids in by_kind.items():
        if kind in _sources:
            source = _sources[kind]
            yield from _those_that_can_be(source, ids) if all_the_same else source.documents(ids)


def numbers(ids: Iterable[str]) -> list[int]:
    """Give the primary keys among ids, for sources that have whole numbers; what is none is left out."""
    return [int(one) for one in ids if one.isdecimal() and len(one) < 19]


def all_documents(tell: Callable[[int, int], None] = lambda _done, _total: None) -> Iterator[SearchDocument]:
    """Give every document there is, reading few things at once; `tell` hears how many things are done, and of how many.

    What cannot be made into a document is logged and left out: the others are to be found.
    """
    every = [(source, list(source.ids())) for source in sources()]
    done, total = 0, sum(len(ids) for _source, ids in every)
    for source, ids in every:
        left = iter(ids)
        while some := list(islice(left, BATCH)):
            yield from _those_that_can_be(source, some)
            done += len(some)
            tell(done, total)


def _those_that_can_be(source: Source, ids: list[str]) -> list[SearchDocument]:
    """Give the documents of these ids: when one of them raises, of each of the others."""
    try:
        return list(source.documents(ids))
    except _AROUND:
        raise
    except Exception:
        if len(ids) == 1:
            logger.exception("search: %s:%s cannot be read", source.kind, ids[0])
            return []
    return [document for one in ids for document in _those_that_can_be(source, [one])]
