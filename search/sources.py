"""Where documents come from: each app says what it gives, and tells when one of its things changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from search.document import SearchDocument


class Source(Protocol):
    """One kind of thing. Its documents are read afresh from the database, and only what the public may see."""

    kind: str

    def ids(self) -> Iterator[str]:
        """Give the id of everything public of this kind."""

    def documents(self, ids: Iterable[str]) -> Iterator[SearchDocument]:
        """Give the documents, in every language, of those of these ids that are public now; keys are « kind:id »."""


_sources: dict[str, Source] = {}


def provide(source: Source) -> None:
    """Let search hold one more kind of thing: called once, when its app is ready."""
    _sources[source.kind] = source


def sources() -> tuple[Source, ...]:
    """Give every source, in the order they were provided."""
    return tuple(_sources.values())


def documents_of(keys: Iterable[str]) -> Iterator[SearchDocument]:
    """Give the documents that now stand under keys: none for what is gone, or no longer public."""
    by_kind: dict[str, list[str]] = {}
    for key in keys:
        kind, _colon, number = key.partition(":")
        by_kind.setdefault(kind, []).append(number)
    for kind, ids in by_kind.items():
        if kind in _sources:
            yield from _sources[kind].documents(ids)
