"""How many documents match."""

from __future__ import annotations

from tantivy import Query, Searcher, SearchResult


def total(result: SearchResult) -> int:
    """Give how many documents matched, of which a result holds the first ones."""
    return result.count  # type: ignore[attr-defined]  # left out of tantivy's types


def count(searcher: Searcher, query: Query) -> int:
    """Give how many documents match."""
    return total(searcher.search(query, 1))
