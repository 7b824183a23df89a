"""What answers say, read honestly. Pure: no database, no words.

Of the whole, from the essential points alone, in this order: `blank`, nobody answered anything; `missing`, one at least is
« pas encore »; `unknown`, too many are « je ne sais pas » or without answer, or one of the minimum activities is; `ready`,
all are yes; `nearly`, two thirds are and not one is uncertain; `begun`, the rest.
Of a dimension, the same order on its own essential points, where a single uncertain one makes it `unknown`.
Nobody is asked to answer: a point without answer is never better than « je ne sais pas ».
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from fractions import Fraction

YES, IN_PROGRESS, NOT_YET, DONT_KNOW, NONE = "yes", "in_progress", "not_yet", "dont_know", ""
UNCERTAIN = (DONT_KNOW, NONE)
READY, NEARLY, BEGUN = "ready", "nearly", "begun"
MISSING, UNKNOWN, BLANK = "missing", "unknown", "blank"
#: The part of the essential points that must be there before « presque » is said.
MOST = Fraction(2, 3)


@dataclass(frozen=True)
class Point:
    """One question and its answer, `NONE` when nobody answered; `minimum`, whether it is an activity one cannot open without."""

    slug: str
    dimension: str
    essential: bool
    answer: str = NONE
    minimum: bool = False

    @property
    def is_uncertain(self) -> bool:
        """Whether nobody knows."""
        return self.answer in UNCERTAIN


@dataclass(frozen=True)
class Dimension:
    """The reading of one dimension, how many of its essential points there are, and how many are there."""

    slug: str
    state: str
    there: int
    wanted: int

    @property
    def percent(self) -> int:
        """The part of the essential points that are there, rounded down: 100 is said only when all are."""
        return 100 * self.there // self.wanted if self.wanted else 0


@dataclass(frozen=True)
class Verdict:
    """The reading of the whole and of each dimension, then what to do: names of questions, in order."""

    state: str
    dimensions: tuple[Dimension, ...]
    missing: tuple[str, ...] = ()
    to_check: tuple[str, ...] = ()
    under_way: tuple[str, ...] = ()
    helping: tuple[str, ...] = field(default=())


def judge(points: Collection[Point], dimensions: Iterable[str], unknown_from: int) -> Verdict:
    """Read the answers to all questions; `unknown_from` uncertain essential points leave nothing to say."""
    essential = [point for point in points if point.essential]
    return Verdict(
        state=state_of(points, unknown_from),
        dimensions=tuple(_dimension(slug, points) for slug in dimensions),
        missing=_named(essential, NOT_YET),
        to_check=_named(essential, *UNCERTAIN),
        under_way=_named(essential, IN_PROGRESS),
        helping=_named((point for point in points if not point.essential), IN_PROGRESS, NOT_YET, *UNCERTAIN),
    )


def state_of(points: Collection[Point], unknown_from: int) -> str:
    """Read some points together."""
    if all(point.answer == NONE for point in points):
        return BLANK
    essential = [point for point in points if point.essential]
    if any(point.answer == NOT_YET for point in essential):
        return MISSING
    uncertain = [point for point in essential if point.is_uncertain]
    if len(uncertain) >= max(unknown_from, 1) or any(point.minimum for point in uncertain):
        return UNKNOWN
    return BEGUN if uncertain else _on_the_way(essential)


def _on_the_way(points: Collection[Point]) -> str:
    """Read points that are all yes or in progress."""
    there = sum(point.answer == YES for point in points)
    if there == len(points):
        return READY
    return NEARLY if there >= MOST * len(points) else BEGUN


def _dimension(slug: str, points: Iterable[Point]) -> Dimension:
    mine = [point for point in points if point.dimension == slug]
    wanted = [point for point in mine if point.essential]
    there = sum(point.answer == YES for point in wanted)
    return Dimension(slug, state_of(mine, unknown_from=1), there, len(wanted))


def _named(points: Iterable[Point], *answers: str) -> tuple[str, ...]:
    return tuple(point.slug for point in points if point.answer in answers)
