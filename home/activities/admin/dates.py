"""Dates as people write them, pasted in one go: `12/09, 03/10/2026`, `mardi 8 septembre`, one per line. No Django model here."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

MOST = 400
MONTHS = (
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
)
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
SEPARATORS = re.compile(r"[,;\n\r\t]+|\s+et\s+")
ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
NUMBERS = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})(?:[/.-](?P<year>\d{4}|\d{2}))?")
WORDS = re.compile(r"(?P<day>\d{1,2})(?:er)?\s+(?P<name>[a-z]{3,9})\.?(?:\s+(?P<year>\d{4}))?")


class Piece(NamedTuple):
    """One date as written; `year` is None when nobody wrote it."""

    text: str
    day: int
    month: int
    year: int | None
    weekday: int | None


class DatesError(ValueError):
    """Some pieces are no dates; `problems` says each in a French sentence."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


def parse_dates(text: str, today: date) -> list[date]:
    """Give the dates of a pasted list, in order and once each.

    A date without a year takes the year of the next date that has one; else it is the first such day from the date
    before it, or from `today`. Raises DatesError naming every piece that cannot be read.
    """
    problems: list[str] = []
    pieces: list[Piece] = []
    raw = [part.strip(" .") for part in SEPARATORS.split(text)]
    for part in filter(None, raw):
        try:
            pieces.append(_read(part))
        except ValueError as error:
            problems.append(str(error))
    if not pieces and not problems:
        problems.append(_("Donnez au moins une date."))
    if len(pieces) > MOST:
        problems.append(_("Il y a plus de %(most)s dates : faites plusieurs séries.") % {"most": MOST})
    found: list[date] = []
    for index, piece in enumerate(pieces if not problems else []):
        try:
            found.append(_resolve(piece, pieces[index + 1 :], found, today))
        except ValueError as error:
            problems.append(str(error))
    if problems:
        raise DatesError(problems[:10])
    return sorted(set(found))


def _read(part: str) -> Piece:
    """Read one piece. Raises ValueError with a French sentence that names it."""
    plain = unicodedata.normalize("NFKD", part.lower()).encode("ascii", "ignore").decode().strip()
    plain = plain.removeprefix("le ").strip()
    weekday = next((n for n, name in enumerate(WEEKDAYS) if plain.startswith(name)), None)
    if weekday is not None:
        plain = plain[len(WEEKDAYS[weekday]) :].strip(" ,")
    plain = plain.removeprefix("le ").strip()
    match = ISO.fullmatch(plain) or NUMBERS.fullmatch(plain) or WORDS.fullmatch(plain)
    if not match:
        raise ValueError(
            _("« %(piece)s » n'est pas une date : écrivez par exemple 12/09/2026.") % {"piece": part[:40]}
        )
    parts = match.groupdict()
    if "name" in parts:
        months = [n for n, name in enumerate(MONTHS, 1) if name.startswith(parts["name"])]
        month = months[0] if len(months) == 1 or parts["name"] in MONTHS else 0
    else:
        month = int(parts["month"])
    year = int(parts["year"]) if parts.get("year") else None
    if year is not None and year < 100:
        year += 2000
    piece = Piece(part[:40], int(parts["day"]), month, year, weekday)
    _make(piece, year or 2024)  # a leap year: 29/02 stands until its year is known
    return piece


def _make(piece: Piece, year: int) -> date:
    try:
        return date(year, piece.month, piece.day)
    except ValueError as error:
        raise _no_such_day(piece) from error


def _no_such_day(piece: Piece) -> ValueError:
    return ValueError(_("« %(piece)s » n'existe pas dans le calendrier.") % {"piece": piece.text})


def _resolve(piece: Piece, after: list[Piece], found: list[date], today: date) -> date:
    """Give the day of a piece, its year found from its neighbours when it has none."""
    day: date | None
    if piece.year is not None:
        day = _make(piece, piece.year)
    else:
        anchor = next((other for other in after if other.year is not None), None)
        if anchor is not None:
            limit = _make(anchor, anchor.year or today.year)
            years = [limit.year - n for n in range(9)]
            day = next((d for d in _days(piece, years) if d <= limit), None)
        else:
            start = found[-1] if found else today
            years = [start.year + n for n in range(9)]
            day = next((d for d in _days(piece, years) if d >= start), None)
        if day is None:  # beyond the end of the calendar
            raise _no_such_day(piece)
    if piece.weekday is not None and day.weekday() != piece.weekday:
        raise ValueError(
            _("« %(piece)s » : le %(day)s est un %(weekday)s.")
            % {"piece": piece.text, "day": f"{day:%d/%m/%Y}", "weekday": WEEKDAYS[day.weekday()]}
        )
    return day


def _days(piece: Piece, years: list[int]) -> list[date]:
    """Give the days a piece may be, one a year where it exists."""
    days = []
    for year in years:
        try:
            days.append(date(year, piece.month, piece.day))
        except ValueError:
            continue
    return days


def write_dates(days: list[str] | list[date]) -> str:
    """Give stored dates back as an editor reads them: one a line, `12/09/2026`."""
    listed = [d if isinstance(d, date) else date.fromisoformat(d) for d in days]
    return "\n".join(f"{day:%d/%m/%Y}" for day in listed)
