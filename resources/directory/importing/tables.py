"""Tables, from a text or a spreadsheet: a first row of names, then one record a row."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple, TextIO

from django.utils.translation import gettext as _

from resources.directory.importing.cells import formula_problem, value_of
from resources.directory.importing.rows import Reading, Row, Unreadable, kind_of
from resources.directory.inclusion import FIELDS, Kind, Problem
from search.text import fold

DELIMITERS = (",", ";", "\t")
REQUIRED: dict[str, tuple[str, ...]] = {
    "structure": ("source", "id", "nom", "date_maj"),
    "service": ("source", "structure_id", "id", "nom", "description", "date_maj"),
}
ALL_FIELDS = frozenset(FIELDS["structure"]) | frozenset(FIELDS["service"])
#: Of a first line too long to be names, no more is read.
LONGEST_HEADER = 20_000


class Columns(NamedTuple):
    """What the columns of a table hold; None for those left out."""

    kind: Kind
    names: tuple[str | None, ...]


def plain_name(cell: Any) -> str:
    """Give the name a head cell means: « Code postal » is code_postal."""
    return "_".join(fold(str(cell or "")).replace("_", " ").replace("-", " ").replace("'", " ").split())


def columns_of(header: Sequence[Any], reading: Reading) -> Columns:
    """Understand a first row. Raises Unreadable when names are missing or come twice."""
    names = [plain_name(cell) for cell in header]
    kind = kind_of(names)
    for name in REQUIRED[kind]:
        if name not in names:
            raise Unreadable(_missing(name, [n for n in names if n and n not in ALL_FIELDS]))
    for name in ALL_FIELDS:
        if names.count(name) > 1:
            raise Unreadable(_("La colonne « %(name)s » est là deux fois.") % {"name": name})
    known = FIELDS[kind]
    reading.unknown.update(
        str(cell)[:40] for cell, name in zip(header, names, strict=True) if cell and name not in known
    )
    return Columns(kind, tuple(name if name in known else None for name in names))


def _missing(name: str, others: list[str]) -> str:
    told = _("Il manque la colonne « %(name)s ».") % {"name": name}
    if near := get_close_matches(name, others, n=1, cutoff=0.6):
        told += " " + _("Est-ce celle qui s'appelle « %(near)s » ?") % {"near": near[0][:40]}
    return told


def row_of(columns: Columns, cells: Sequence[Any], place: int) -> Row:
    """Make a record of a row of cells, formulas refused."""
    record: dict[str, Any] = {}
    found: list[Problem] = []
    for name, cell in zip(columns.names, cells, strict=False):
        if name is None:
            continue
        if problem := formula_problem(name, cell):
            found.append(problem)
        else:
            record[name] = value_of(columns.kind, name, cell)
    if any(cell not in (None, "") for cell in cells[len(columns.names) :]):
        found.append(Problem("", "", _("Cette ligne a plus de cases que le tableau n'a de colonnes.")))
    return Row(columns.kind, place, record, tuple(found))


def read_csv(file: TextIO) -> Reading:
    """Read a table from a text opened with newline="". Raises Unreadable."""
    reading = Reading()
    reading.rows = _csv_rows(file, reading)
    return reading


def _csv_rows(file: TextIO, reading: Reading) -> Iterator[Row]:
    start = file.readline(LONGEST_HEADER)
    before = 0
    if start.casefold().startswith("sep="):  # what some spreadsheets write above the table
        start, before = file.readline(LONGEST_HEADER), 1
    delimiter = _delimiter(start)
    lines = csv.reader(_again(start, file), delimiter=delimiter, strict=True)
    columns: Columns | None = None
    place = before + 1
    try:
        for cells in lines:
            if columns is None:
                columns = columns_of(cells, reading)
                reading.kinds.add(columns.kind)
            elif any(cells):
                yield _csv_row(columns, cells, place)
            place = before + lines.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            _("Ce tableau ne se lit pas, vers la ligne %(line)s. Un guillemet n'est sans doute pas refermé.")
            % {"line": place}
        ) from error


def _csv_row(columns: Columns, cells: list[str], place: int) -> Row:
    row = row_of(columns, cells, place)
    if len(cells) >= len(columns.names):
        return row
    short = Problem("", "", _("Cette ligne a moins de cases que le tableau n'a de colonnes."))
    return row._replace(problems=(*row.problems, short))


def _delimiter(line: str) -> str:
    """Find what separates the cells: whatever makes most names known."""

    def known(delimiter: str) -> int:
        try:
            return sum(
                plain_name(cell) in ALL_FIELDS for cell in next(csv.reader([line], delimiter=delimiter), [])
            )
        except csv.Error:
            return 0

    best = max(DELIMITERS, key=known)
    if not known(best):
        raise Unreadable(
            _(
                "On ne reconnaît pas les colonnes de ce fichier. La première ligne doit donner leurs noms : source, id, nom…"
            )
        )
    return best


def _again(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest
