"""What lies within a circle, exactly, without measuring what lies well inside or well outside."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tantivy import DocAddress, Occur, Query, Searcher

from search.embedded.cells import cover
from search.embedded.counting import count
from search.embedded.paging import Found, in_order
from search.embedded.query import any_of, together
from search.embedded.schema import schema
from search.geography import Point, distance

#: So many documents are all measured; among more, the nearest are looked for in a part of the circle first.
FEW = 300
#: Up to so many numbers, asking for each is quicker than for a set.
SMALL_SET = 300


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
        inside, edge = _cells(self.centre, self.metres)
        crossed = together([among, edge])
        near = self._measured(all_hits(self.searcher, crossed, count(self.searcher, crossed)), self.metres)
        found = self.searcher.fast_field_values("number", [placed.address for placed in near])
        numbers = [number for number in found if isinstance(number, int)]
        return Query.const_score_query(any_of([inside, _numbered(numbers)]), 0.0)

    def _measured(self, addresses: list[DocAddress], metres: float) -> list[Placed]:
        latitudes = self.searcher.fast_field_values("latitude", addresses)
        longitudes = self.searcher.fast_field_values("longitude", addresses)
        measured = (
            Placed(address, distance(self.centre, Point(float(latitude or 0), float(longitude or 0))))
            for address, latitude, longitude in zip(addresses, latitudes, longitudes, strict=True)
        )
        return [placed for placed in measured if placed.distance <= metres]

    def or_everywhere(self) -> Query:
        """Give what is in the circle, and what is given at a distance."""
        return Query.const_score_query(any_of([self.on_site, EVERYWHERE]), 0.0)

    def nearest(self, matching: Query, on_site: int, start: int, end: int) -> Found:
        """Give a page of the `on_site` documents in the circle that match, the nearest first, then by title."""
        found: list[Placed] = []
        for part in _parts(on_site, end):
            metres = self.metres * part
            ring = together([matching, any_of(_cells(self.centre, metres))])
            held = count(self.searcher, ring)
            if part < 1 and held < end:
                continue
            found = self._measured(all_hits(self.searcher, ring, held), metres)
            if len(found) >= end:
                break
        hits = sorted(((placed.distance, placed.address) for placed in found), key=lambda hit: hit[0])
        return in_order(self.searcher, hits, start, end)[start:end]


def _parts(on_site: int, most: int) -> list[float]:
    """Give the parts of the radius to look in: first the one that should hold four times what is wanted, at least."""
    part, parts = 1.0, []
    while on_site > FEW and on_site * part * part > 16 * most:
        part /= 2
    while part < 1:
        parts.append(part)
        part *= 4
    return [*parts, 1.0]


EVERYWHERE = Query.term_query(schema(), "everywhere", True)


@lru_cache(maxsize=256)
def _cells(centre: Point, metres: float) -> tuple[Query, Query]:
    """Give what lies in the cells wholly inside a circle, and in those its edge may cross."""
    covered = cover(centre, metres)
    return _named(covered.inside), _named(covered.edge)


def _named(cells: Sequence[str]) -> Query:
    terms = [Query.term_query(schema(), "cells", cell, index_option="basic") for cell in cells]
    return Query.const_score_query(any_of(terms), 0.0)


def _numbered(numbers: list[int]) -> Query:
    if len(numbers) > SMALL_SET:
        return Query.term_set_query(schema(), "number", numbers)
    return any_of([Query.term_query(schema(), "number", number) for number in numbers])


def not_on_site(circle: Circle, matching: Query) -> Query:
    """Give what matches and is not in the circle: what is given at a distance."""
    return Query.boolean_query([(Occur.Must, matching), (Occur.MustNot, circle.on_site)])


def all_hits(searcher: Searcher, query: Query, held: int) -> list[DocAddress]:
    """Give the `held` documents that match, as the index keeps them.

    Room is made for as many as one asks, so asking for no more than there are is what makes it quick.
    """
    unscored = Query.const_score_query(query, 0.0)
    return [address for _score, address in searcher.search(unscored, max(held, 1), count=False).hits]
