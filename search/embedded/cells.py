"""Squares of the Earth, each cut into four again and again: what lies in a circle without measuring every distance."""

from __future__ import annotations

from math import cos, hypot, pi, radians
from typing import Final, NamedTuple

from search.geography import EARTH_RADIUS, Point, distance

#: How often the Earth may be cut: the last cells are some 150 m high.
FIRST, LAST = 4, 17
#: A circle's edge is followed with cells of about this part of its radius.
FINENESS = 32
_HALF_TURN: Final = pi * EARTH_RADIUS


class Cover(NamedTuple):
    """The cells of a circle: those wholly inside, and those its edge may cross."""

    inside: tuple[str, ...]
    edge: tuple[str, ...]


def _cell(depth: int, row: int, column: int) -> str:
    return f"{depth}/{row}/{column}"


def cells_of(point: Point) -> list[str]:
    """Give the cells a point lies in, from the largest."""
    found = []
    for depth in range(FIRST, LAST + 1):
        count = 1 << depth
        row = min(int((point.latitude + 90) / 180 * count), count - 1)
        column = int((point.longitude + 180) / 360 * count) % count
        found.append(_cell(depth, max(row, 0), column))
    return found


def cover(centre: Point, metres: float) -> Cover:
    """Give the cells of the circle of `metres` around `centre`."""
    inside: list[str] = []
    edge: list[str] = []
    last = _depth_for(metres)
    count = 1 << FIRST
    waiting = [(FIRST, row, column) for row in range(count) for column in range(count)]
    while waiting:
        depth, row, column = waiting.pop()
        middle, half = _middle(depth, row, column)
        away = distance(centre, middle)
        if away - half > metres:
            continue
        if away + half <= metres:
            inside.append(_cell(depth, row, column))
        elif depth == last:
            edge.append(_cell(depth, row, column))
        else:
            waiting += [(depth + 1, 2 * row + a, 2 * column + b) for a in (0, 1) for b in (0, 1)]
    return Cover(tuple(inside), tuple(edge))


def _depth_for(metres: float) -> int:
    depth = FIRST
    while depth < LAST and _HALF_TURN / (1 << depth) > metres / FINENESS * 2:
        depth += 1
    return depth


def _middle(depth: int, row: int, column: int) -> tuple[Point, float]:
    """Give the middle of a cell, and a distance from it that nothing in the cell exceeds."""
    high = 180 / (1 << depth)
    south = row * high - 90
    middle = Point(south + high / 2, (column + 0.5) * 2 * high - 180)
    widest = 0.0 if south < 0 < south + high else min(abs(south), abs(south + high))
    half = EARTH_RADIUS * hypot(radians(high / 2), radians(high) * cos(radians(widest)))
    return middle, half * 1.001 + 0.01
