"""A cell of a table and a field of a record: one becomes the other, and back, without loss.

No cell we write can run as a formula: one that begins, after any apostrophes, with a sign spreadsheets obey gets one
apostrophe more, and reading takes one away. An empty cell is an absent value, a lone apostrophe an empty text.
"""

from __future__ import annotations

import json
import math
import re
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from resources.directory.inclusion import LISTS, NUMBERS, Problem

#: What makes a spreadsheet read a cell as a formula (OWASP, CSV injection).
OBEYED = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"[+-]?\d{1,18}(?:[.,]\d{1,20})?(?:[eE][+-]?\d{1,3})?")
FRENCH_DATE = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
WITH_HOURS = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:.*", re.DOTALL)
SEPARATORS = re.compile(r"[|,;\n]")
#: Day 0 of spreadsheets, and the numbers that are days from 2000 to 2100.
DAY_ZERO, FIRST_DAY, LAST_DAY = date(1899, 12, 30), 36_526, 73_415
#: Texts made of digits, and how many: a spreadsheet that took them for numbers dropped the zeros in front.
DIGITS = {"code_postal": 5, "code_insee": 5, "siret": 14, "telephone": 10}


def guard(text: str) -> str:
    """Write a text so that no spreadsheet obeys it."""
    bare = text.lstrip("'")
    return f"'{text}" if not bare or bare.startswith(OBEYED) else text


def unguard(text: str) -> str:
    """Give back the text `guard` wrote."""
    bare = text.lstrip("'")
    return text[1:] if text.startswith("'") and (not bare or bare.startswith(OBEYED)) else text


def cell_of(value: Any) -> str:
    """Write a field as a cell; lists are joined by « | »."""
    if value is None:
        return ""
    if isinstance(value, list):
        value = "|".join(value) if value else "[]"
    return guard(repr(value) if isinstance(value, float) else str(value))


def value_of(kind: str, name: str, cell: Any) -> Any:
    """Read a cell as the value of a field. What cannot be understood stays as it is: checking says what is wrong."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, str):
        cell = unguard(cell)
    is_plain = name not in LISTS[kind] and name not in NUMBERS and name != "date_maj"
    if not is_plain and not str(cell).strip():
        return None
    if name in LISTS[kind]:
        return _list(str(cell))
    if name in NUMBERS:
        return _number(cell, whole=name == "nombre_semaines")
    if name == "date_maj":
        return _day(cell)
    return cell if isinstance(cell, str) else _text(cell, DIGITS.get(name, 0))


def formula_problem(name: str, cell: Any) -> Problem | None:
    """Refuse a cell that is a formula: nobody knows what it would give elsewhere."""
    if isinstance(cell, str) and cell.startswith("="):
        why = _("C'est une formule. Mettez sa valeur. Si c'est du texte, écrivez une apostrophe devant.")
        return Problem(name, cell[:80], why)
    return None


def _list(text: str) -> list[Any]:
    text = text.strip()
    if text.startswith("["):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            return [text]
        return found if isinstance(found, list) else [text]
    parts = SEPARATORS.split(text.strip("{}"))
    return [part.strip().strip('"') for part in parts if part.strip()]


def _number(cell: Any, *, whole: bool) -> Any:
    if isinstance(cell, str):
        text = cell.strip()
        if not NUMBER.fullmatch(text):
            return cell
        cell = float(text.replace(",", ".")) if re.search("[.,eE]", text) else int(text)
    if whole and isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell


def _day(cell: Any) -> Any:
    """Read a date: ISO, French, with hours, or the number of a day as spreadsheets keep it."""
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    text = str(cell).strip()
    if found := FRENCH_DATE.fullmatch(text):
        day, month, year = found.groups()
        return f"{year}-{int(month):02d}-{int(day):02d}"
    if found := WITH_HOURS.fullmatch(text):
        return found[1]
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text) and FIRST_DAY <= float(text) <= LAST_DAY:
        return (DAY_ZERO + timedelta(days=int(float(text)))).isoformat()
    return text


def _text(cell: Any, digits: int) -> str:
    """Write what a spreadsheet kept as a number, a date or a truth value as the text it stood for."""
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    if isinstance(cell, float) and math.isfinite(cell) and cell.is_integer():
        cell = int(cell)
    return str(cell).zfill(digits) if isinstance(cell, int) else str(cell)
