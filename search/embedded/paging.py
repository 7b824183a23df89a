"""A page of what matches, in an order that never changes: turning pages neither loses nor doubles anything."""

from __future__ import annotations

from itertools import groupby

from tantivy import DocAddress, Order, Query, Searcher

from search.embedded.counting import total
from search.embedded.schema import stored
from search.text import fold

Found = list[tuple[float, DocAddress]]
#: More documents of the very same score than this stay as the index keeps them: by title within each of its parts.
MOST_TIED = 200


def by_title(searcher: Searcher, matching: Query, start: int, size: int) -> tuple[int, Found]:
    """Give how many match, and a page of them in alphabetical order, without accents."""
    found = searcher.search(matching, size, offset=start, order_by_field="sort", order=Order.Asc)
    return total(found), [(0.0, address) for _title, address in found.hits]


def by_score(
    searcher: Searcher, matching: Query, start: int, size: int, *, weighted: bool
) -> tuple[int, Found]:
    """Give how many match, and a page of them: the best first, then by title."""
    weight, end = "weight" if weighted else None, start + size
    result = searcher.search(matching, end + 1, weight_by_field=weight)
    hits = list(result.hits)
    if searcher.num_segments > 1 and len(hits) > end and hits[end][0] == hits[end - 1][0]:
        hits = list(searcher.search(matching, end + MOST_TIED, weight_by_field=weight).hits)
    return total(result), in_order(searcher, hits, start, end)[start:end]


def in_order(searcher: Searcher, hits: Found, start: int, end: int) -> Found:
    """Put hits of the same score, or as far, in the order of their titles where they touch the page."""
    if searcher.num_segments <= 1:  # the index keeps them so
        return hits
    found: Found = []
    for _score, tied in groupby(hits, key=lambda hit: hit[0]):
        group = list(tied)
        touches = len(found) < end and len(found) + len(group) > start
        if 1 < len(group) <= MOST_TIED and touches:
            group.sort(key=lambda hit: _title(searcher, hit[1]))
        found += group
    return found


def _title(searcher: Searcher, address: DocAddress) -> tuple[str, str]:
    kept = stored(searcher.doc(address))
    return fold(kept.title), kept.key
