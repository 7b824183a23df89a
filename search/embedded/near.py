"""What lies within a circle, exactly, without measuring what lies well inside or well outside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tantivy import DocAddress, Occur, Order, Query, Searcher

from search.embedded.cells import cover
from search.embedded.query import any_of, together
from search.embedded.schema import schema
from search.geography import Point, distance

#: Parts of the radius in which the nearest are looked for, one after the other.
RINGS = (1 / 32, 1 / 8, 1 / 2, 1.0)


class Placed(NamedTuple):
    """A document on site, and how far it is in metres."""

    address: DocAddress
    distance: float


class Circle:
    """The documents on site at most `metres` away from `centre`, among those that match `among`."""

    def __init__(self, searcher: Searcher, centre: Point, metres: float, among: Query) -> None:
        self.searcher, self.centre, self.metres = searcher, centre, metres
        self.on_site = self._on_site(among)

    def _on_site(self, among: Query) -> Query:
        covered = cover(self.centre, self.metres)
        edge = all_hits(self.searcher, together([among, _cells(covered.edge)]))
        near = [placed.address for placed in self._measured(edge)]
        numbers = self.searcher.fast_field_values("number", near)
        parts = [_cells(covered.inside), Query.term_set_query(schema(), "number", numbers)]
        return Query.const_score_query(any_of(parts), 0.0)

    def _measured(self, addresses: Sequence[DocAddress]) -> list[Placed]:
        points = zip(
            addresses,
            self.searcher.fast_field_values("latitude", list(addresses)),
            self.searcher.fast_field_values("longitude", list(addresses)),
            strict=True,
        )
        measured = (Placed(address, distance(self.centre, Point(lat, lon))) for address, lat, lon in points)
        return [placed for placed in measured if placed.distance <= self.metres]

    def or_everywhere(self) -> Query:
        """Give what is in the circle, and what is given at a distance."""
        return Query.const_score_query(any_of([self.on_site, EVERYWHERE]), 0.0)

    def nearest(self, matching: Query, most: int) -> list[Placed]:
        """Give the first `most` documents on site that match, the nearest first, then by title."""
        found: list[Placed] = []
        for part in RINGS:
            covered = cover(self.centre, self.metres * part)
            ring = together([matching, _cells((*covered.inside, *covered.edge))])
            if part < 1 and count(self.searcher, ring) < most:
                continue
            addresses = all_hits(self.searcher, ring, "sort")
            found = [placed for placed in self._measured(addresses) if placed.distance <= self.metres * part]
            if len(found) >= most:
                break
        return sorted(found, key=lambda placed: placed.distance)[:most]


EVERYWHERE = Query.term_query(schema(), "everywhere", True)


def _cells(names: Sequence[str]) -> Query:
    return Query.const_score_query(Query.term_set_query(schema(), "cells", list(names)), 0.0)


def not_on_site(circle: Circle, matching: Query) -> Query:
    """Give what matches and is not in the circle: what is given at a distance."""
    return Query.boolean_query([(Occur.Must, matching), (Occur.MustNot, circle.on_site)])


def count(searcher: Searcher, query: Query) -> int:
    """Give how many documents match."""
    return searcher.search(query, 1).count


def all_hits(searcher: Searcher, query: Query, order: str | None = None) -> list[DocAddress]:
    """Give every document that matches, in the order of a field if one is named."""
    most = max(1, searcher.num_docs)
    found = searcher.search(query, most, count=False, order_by_field=order, order=Order.Asc)
    return [address for _key, address in found.hits]
