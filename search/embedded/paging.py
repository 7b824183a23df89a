"""A page of what matches, in an order that never changes: turning pages neither loses nor doubles anything."""

from __future__ import annotations

from tantivy import DocAddress, Order, Query, Searcher

Found = list[tuple[float, DocAddress]]


def by_title(searcher: Searcher, matching: Query, start: int, size: int) -> tuple[int, Found]:
    """Give how many match, and a page of them in alphabetical order, without accents."""
    found = searcher.search(matching, size, offset=start, order_by_field="sort", order=Order.Asc)
    return found.count, [(0.0, address) for _title, address in found.hits]


def by_score(
    searcher: Searcher, matching: Query, start: int, size: int, *, weighted: bool
) -> tuple[int, Found]:
    """Give how many match, and a page of them, the best first."""
    weight = "weight" if weighted else None
    found = searcher.search(matching, size, offset=start, weight_by_field=weight)
    return found.count, list(found.hits)
