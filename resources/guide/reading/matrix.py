"""The eight registers as a table: two axes, four lines, a cell for each crossing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from home.activities.models import Register as Code
from portal.territories.words import Words
from resources.guide.models.registers import AXES, ROWS, Register, Side


class Cell(NamedTuple):
    """One crossing: its code, its title, the title of its axis; `url` is "" while it has no page anybody may read."""

    code: str
    title: Words
    axis: str
    url: str


class Row(NamedTuple):
    """One line of the table."""

    side: Side
    cells: tuple[Cell, ...]


class Matrix(NamedTuple):
    """The whole table."""

    axes: tuple[Side, ...]
    rows: tuple[Row, ...]


def cells_of(registers: Mapping[str, Register], root: str, language: str) -> dict[str, Cell]:
    """Give the eight cells by code; one that is not in the database goes by the name of its code.

    `root` is where the addresses of the language begin, "" while nobody may read its guide.
    """
    found = {}
    for code in Code:
        axis = next(side for side in AXES if side.code == code.value[1])
        register = registers.get(code.value)
        title = register.title_words if register else Words(str(code.label)[3:], language)
        url = f"{root}guide/registres/{code.value.lower()}/" if register and root else ""
        found[code.value] = Cell(code.value, title, str(axis.title), url)
    return found


def matrix_of(cells: Mapping[str, Cell]) -> Matrix:
    """Lay the cells out."""
    axes, rows = _said(AXES), _said(ROWS)
    return Matrix(axes, tuple(Row(row, tuple(cells[row.code + axis.code] for axis in axes)) for row in rows))


def _said(sides: tuple[Side, ...]) -> tuple[Side, ...]:
    """Say the words of sides in the active language, once: what is kept is read in no other."""
    return tuple(Side(side.code, str(side.title), str(side.description)) for side in sides)
