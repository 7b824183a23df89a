"""Spreadsheets (.xlsx), read row by row. What would unfold without end is refused before it is opened."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from resources.directory.importing.rows import Reading, Row, Unreadable
from resources.directory.importing.tables import columns_of, plain_name, row_of
from resources.directory.inclusion import Problem

#: Unfolded, a workbook of 50 000 services takes some 200 MB; its shared texts are held in memory by the reader.
MOST_UNFOLDED = 400 * 1024 * 1024
MOST_SHARED_TEXTS = 100 * 1024 * 1024
MOST_PARTS = 1000
#: Anything but a sheet or its texts is read whole by the reader.
MOST_ELSE = 20 * 1024 * 1024
MOST_COLUMNS = 200
#: The last row and the last column a spreadsheet has; a damaged one numbers beyond, and the reader fills the gap.
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MOST_EMPTY_ROWS = 10_000
TAG = re.compile(rb'<(?:\w+:)?(?:(row)\b(?:[^>]*?\sr="(\d+)")?|c[\s/>])')
BLOCK = 1024 * 1024
#: A document that declares its own entities may unfold without end (« billion laughs »).
ENTITIES = (b"<!DOCTYPE", b"<!ENTITY")
SHEETS = {"structure": "structure", "structures": "structure", "service": "service", "services": "service"}


def read_sheets(path: Path) -> Reading:
    """Read the sheets of structures and services of a workbook. Raises Unreadable."""
    reading = Reading()
    reading.rows = _rows(path, reading)
    return reading


def _rows(path: Path, reading: Reading) -> Iterator[Row]:
    check_zip(path)
    try:
        book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # the reader breaks in many ways on a damaged file
        raise _damaged() from error
    try:
        for sheet in _chosen(book.worksheets):
            yield from _sheet_rows(sheet, reading)
    finally:
        book.close()


def _chosen(sheets: list[Any]) -> list[Any]:
    """Give the sheets by their names; the first one when no name says anything."""
    named = [sheet for sheet in sheets if plain_name(sheet.title) in SHEETS]
    if not sheets:
        raise _damaged()
    return sorted(named, key=lambda sheet: SHEETS[plain_name(sheet.title)], reverse=True) or sheets[:1]


def _sheet_rows(sheet: Any, reading: Reading) -> Iterator[Row]:
    sheet.reset_dimensions()
    columns, empty = None, 0
    for place, cells in enumerate(_cells(sheet), 1):
        values = [cell.value for cell in cells]
        if not any(value not in (None, "") for value in values):
            empty += 1
            if empty > MOST_EMPTY_ROWS:
                raise _too_large()
            continue
        empty = 0
        if columns is None:
            columns = columns_of(values, reading)
            reading.kinds.add(columns.kind)
            continue
        row = row_of(columns, values, place)
        wrong = [
            Problem(name, str(cell.value)[:80], _("Cette case contient une erreur du tableur."))
            for name, cell in zip(columns.names, cells, strict=False)
            if name and (cell.data_type == "e" or (cell.data_type == "f" and not isinstance(cell.value, str)))
        ]
        yield row._replace(problems=(*row.problems, *wrong))
    if columns is None:
        raise Unreadable(_("La feuille « %(name)s » est vide.") % {"name": sheet.title[:40]})


def _cells(sheet: Any) -> Iterator[Any]:
    """Give the rows of cells; a damaged sheet is said so."""
    rows = sheet.iter_rows(max_col=MOST_COLUMNS)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except Exception as error:  # XML, zip or number errors, whatever the reader meets
            raise _damaged() from error
        yield row


def check_zip(path: Path) -> None:
    """Refuse a workbook that is too large once unfolded: by what it declares, then by what it really gives."""
    try:
        with ZipFile(path) as folder:
            parts = folder.infolist()
            declared = sum(part.file_size for part in parts)
            if len(parts) > MOST_PARTS or declared > MOST_UNFOLDED:
                raise _too_large()
            left = MOST_UNFOLDED
            for part in parts:
                left -= _unfold(folder, part, left)
    except (BadZipFile, OSError, EOFError, RuntimeError, ValueError, zlib.error) as error:
        raise _damaged() from error


def _unfold(folder: ZipFile, part: ZipInfo, left: int) -> int:
    """Read one part to its end, letting it go; give how many bytes it had."""
    name = part.filename.casefold()
    is_sheet = "worksheets/" in name
    most = min(
        left, MOST_SHARED_TEXTS if name.endswith("sharedstrings.xml") else left if is_sheet else MOST_ELSE
    )
    read, tail, cells = 0, b"", 0
    with folder.open(part) as file:
        while block := file.read(BLOCK):
            read += len(block)
            if read > most:
                raise _too_large()
            seen = tail + block.replace(b"\0", b"")
            if any(word in seen for word in ENTITIES):
                raise _damaged()
            cut = max(seen.rfind(b"<"), len(seen) - 1000)
            if is_sheet:
                cells = _count_cells(seen[:cut], cells)
            tail = seen[cut:]
    return read


def _count_cells(text: bytes, cells: int) -> int:
    """Refuse rows and columns no spreadsheet has; give how many cells the last row has so far."""
    for tag in TAG.finditer(text):
        if tag[1]:
            cells = 0
            if tag[2] and int(tag[2][:12]) > LAST_ROW:
                raise _too_large()
        else:
            cells += 1
            if cells > LAST_COLUMN:
                raise _too_large()
    return cells


def _damaged() -> Unreadable:
    return Unreadable(
        _("Ce classeur ne s'ouvre pas. Enregistrez-le de nouveau au format .xlsx, sans mot de passe.")
    )


def _too_large() -> Unreadable:
    return Unreadable(_("Ce classeur est trop gros une fois déplié. Partagez-le en plusieurs fichiers."))
