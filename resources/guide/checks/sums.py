"""The cost worksheet added up: exact, in Decimal, with nothing but what the team wrote. Pure: no database, no words.

A line is an amount of money, rounded to the cent, half up; every total is the exact sum of the lines as they are shown.
A line with an empty box counts for nothing, and is named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

CENT = Decimal("0.01")
#: Digits that hold any product of three boxes, and any sum of lines.
PRECISION = 60
EMPTY, PARTIAL, WHOLE = "empty", "partial", "whole"
COST, CARRIED, INCOME = "cost", "carried", "income"
BELOW, WITHIN, ABOVE = "below", "within", "above"


@dataclass(frozen=True)
class Row:
    """A line as it is filled: its boxes in order, None for an empty one; `is_begun` when something else is written on it."""

    slug: str
    effect: str
    boxes: tuple[Decimal | None, ...]
    minimum: bool = False
    is_people: bool = False
    is_patients: bool = False
    is_begun: bool = False

    @property
    def state(self) -> str:
        """Whether nothing is filled, part of it, or all."""
        if all(box is not None for box in self.boxes):
            return WHOLE
        return PARTIAL if self.is_begun or any(box is not None for box in self.boxes) else EMPTY

    @property
    def amount(self) -> Decimal | None:
        """The product of its boxes in euros, to the cent; None unless all are filled."""
        if self.state != WHOLE:
            return None
        with localcontext() as context:
            context.prec = PRECISION
            product = Decimal(1)
            for box in self.boxes:
                product *= box or Decimal(0)
            return product.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Sums:
    """What the worksheet says, in euros a year; `reading` is `empty` as long as no expense is whole.

    When more is taken off than was counted (`is_excess`), neither what is left to fund nor the gap can be told.
    """

    reading: str
    total: Decimal
    already_carried: Decimal
    to_fund: Decimal | None
    balance: Decimal | None
    per_person: Decimal | None
    #: People accompanied for a hundred patients of the team.
    share: Decimal | None
    empty: tuple[str, ...]
    partial: tuple[str, ...]
    minimum: tuple[str, ...]

    @property
    def is_excess(self) -> bool:
        """Whether what is already paid is more than the whole cost."""
        return self.already_carried > self.total


def add_up(rows: Collection[Row], low: int, high: int) -> Sums:
    """Add the lines up, and set the total beside the published range."""
    with localcontext() as context:
        context.prec = PRECISION
        total, carried, income = (_sum(rows, effect) for effect in (COST, CARRIED, INCOME))
        to_fund = None if carried > total else total - carried
        return Sums(
            reading=_reading(rows, total, low, high),
            total=total,
            already_carried=carried,
            to_fund=to_fund,
            balance=None if to_fund is None else income - to_fund,
            per_person=_per_person(rows, total),
            share=_share(rows),
            empty=_named(row for row in rows if row.state == EMPTY),
            partial=_named(row for row in rows if row.state == PARTIAL),
            minimum=_named(row for row in rows if row.minimum and row.state != WHOLE),
        )


def _sum(rows: Iterable[Row], effect: str) -> Decimal:
    amounts = (row.amount for row in rows if row.effect == effect)
    return sum((amount for amount in amounts if amount is not None), Decimal("0.00"))


def _reading(rows: Iterable[Row], total: Decimal, low: int, high: int) -> str:
    if not any(row.effect == COST and row.state == WHOLE for row in rows):
        return EMPTY
    if total < low:
        return BELOW
    return WITHIN if total <= high else ABOVE


def _per_person(rows: Iterable[Row], total: Decimal) -> Decimal | None:
    people = _first(row for row in rows if row.is_people)
    return (total / people).quantize(CENT, ROUND_HALF_UP) if people else None


def _share(rows: Collection[Row]) -> Decimal | None:
    people, patients = (
        _first(row for row in rows if row.is_people),
        _first(row for row in rows if row.is_patients),
    )
    return None if people is None or not patients else 100 * people / patients


def _first(rows: Iterable[Row]) -> Decimal | None:
    """Give the number of the first of some lines that hold one."""
    return next((row.boxes[0] for row in rows if row.boxes), None)


def _named(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(row.slug for row in rows)


def subtotals(rows: Mapping[str, Iterable[Row]]) -> dict[str, Decimal]:
    """Give the sum of the whole lines of each section, in the same cents as the total."""
    with localcontext() as context:
        context.prec = PRECISION
        return {
            slug: sum(
                (row.amount or Decimal("0.00") for row in mine if row.effect != "none"), Decimal("0.00")
            )
            for slug, mine in rows.items()
        }
