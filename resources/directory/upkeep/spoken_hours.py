"""Hours as people write them in French ("lundi au vendredi 9h-12h et 14h-17h ; samedi 9h-12h"), read into a rule.

What is not understood whole is not guessed: the team then fills the grid.
"""

from __future__ import annotations

import re

from home.places.hours_form import CODES, Week, read_week, write_week
from search.text import fold

NAMES = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
DAY = "|".join(NAMES)
DAYS = re.compile(rf"(?:du |le |les )?({DAY})s?(?:\s*(?:au|a|-)\s*({DAY})s?)?")
CLOCK = r"(\d{1,2})\s*(?:h|:|heures?)\s*(\d{2})?"
STRETCH = re.compile(rf"(?:de )?{CLOCK}\s*(?:-|a|jusqu'a)\s*{CLOCK}")
BETWEEN = re.compile(r"(?:\s|,|et|puis|:)*")
SHUT = re.compile(r"ferme[es]*")
#: Where one group of days ends and another begins: a semicolon, a stop, or a comma after an hour.
GROUPS = re.compile(rf"[;.]|(?<=[\dh]), ?(?=(?:du |le |les )?(?:{DAY}))")
LONGEST = 300


def read_hours(text: str) -> str | None:
    """Give the rule a text says, in OpenStreetMap syntax; None when any part of it is not understood."""
    if len(text) > LONGEST:
        return None
    if read_week(text.strip()) and text.strip():
        return text.strip()
    week: Week = [[] for _code in CODES]
    rest = " ".join(re.sub(r"[–—]", "-", fold(text).replace("\n", ";")).split())
    parts = [part for part in GROUPS.split(rest) if part.strip()]
    for part in parts:
        if not _read_part(part.strip(), week):
            return None
    rule = write_week(week)
    return rule if rule and read_week(rule) is not None else None


def _read_part(text: str, week: Week) -> bool:
    """Write one group of days into `week`; False when it is not understood."""
    days: list[int] = []
    at = 0
    while match := DAYS.match(text, at):
        first = NAMES.index(match[1])
        last = NAMES.index(match[2]) if match[2] else first
        if last < first:
            return False
        days += range(first, last + 1)
        at = _skip(text, match.end())
    if not days:
        return False
    if SHUT.fullmatch(text, at):
        stretches: list[tuple[str, str]] = []
    else:
        found = _read_stretches(text, at)
        if not found:
            return False
        stretches = found
    for day in days:
        week[day] = stretches
    return True


def _read_stretches(text: str, at: int) -> list[tuple[str, str]]:
    """Give one or two stretches that fill the rest of a text; nothing when something else is there."""
    found: list[tuple[str, str]] = []
    while match := STRETCH.match(text, at):
        hours = [int(match[1]), int(match[3])]
        minutes = [int(match[2] or 0), int(match[4] or 0)]
        if max(hours) > 23 or max(minutes) > 59:
            return []
        start, end = (f"{hour:02d}:{minute:02d}" for hour, minute in zip(hours, minutes, strict=True))
        if end <= start or (found and start < found[-1][1]):
            return []
        found.append((start, end))
        at = _skip(text, match.end())
    return found if at == len(text) and len(found) <= 2 else []


def _skip(text: str, at: int) -> int:
    match = BETWEEN.match(text, at)
    return match.end() if match else at
