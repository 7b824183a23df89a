"""The agenda as pure values: which heading a day falls under, which sessions a choice keeps, what each facet counts.

No Django, no clock, no database: rows in, rows out. Days are local days in Paris.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

PROFESSIONALS = "professionnels"


class Heading(StrEnum):
    """The four headings; the value of the first three is also the word of the address (`?jour=`)."""

    TODAY = "aujourdhui"
    TOMORROW = "demain"
    WEEK = "semaine"
    LATER = "plus-tard"


class DayRange(NamedTuple):
    """Days from–to, both included."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last

    @property
    def is_empty(self) -> bool:
        """Whether no day is in it."""
        return self.last < self.first


class Row(NamedTuple):
    """What the agenda must know of a session to place and count it.

    `day` is today for a session under way, whenever it began. `has_room` is false for a cancelled or full one. `old_start`, `old_day` and `old_place` are set when the
    session was to be on another day or at another place, and that day is not over.
    """

    pk: int
    start: datetime
    day: date
    place: int
    audience: str
    themes: frozenset[str]
    activity: int = 0
    has_room: bool = True
    is_over: bool = False
    old_start: datetime | None = None
    old_day: date | None = None
    old_place: int | None = None


@dataclass(frozen=True)
class Wanted:
    """What the reader asked for; None wants everything (professionals' evenings aside)."""

    days: DayRange | None = None
    theme: str | None = None
    audience: str | None = None
    places: frozenset[int] | None = None

    def has_days(self, day: date) -> bool:
        return self.days is None or day in self.days

    def has_theme(self, themes: frozenset[str]) -> bool:
        return self.theme is None or self.theme in themes

    def has_audience(self, audience: str) -> bool:
        return audience == self.audience if self.audience else audience != PROFESSIONALS

    def has_place(self, place: int) -> bool:
        return self.places is None or place in self.places


class Entry(NamedTuple):
    """One line of the list: a session's card or, when `is_trace`, the small word left on its old day."""

    moment: datetime
    day: date
    pk: int
    is_trace: bool


@dataclass
class Found:
    """The sessions kept, the words left at old days, and how many each value of each filter would keep."""

    rows: list[Row] = field(default_factory=list)
    traces: list[Row] = field(default_factory=list)
    days: Counter[date] = field(default_factory=Counter)
    themes: Counter[str] = field(default_factory=Counter)
    audiences: Counter[str] = field(default_factory=Counter)
    places: Counter[int] = field(default_factory=Counter)


def week_end(today: date) -> date:
    """Give the Sunday that ends "this week": that of tomorrow's week, so that on a Sunday the new week is told."""
    tomorrow = today + timedelta(days=1)
    return tomorrow + timedelta(days=6 - tomorrow.weekday())


def ranges(today: date) -> dict[Heading, DayRange]:
    """Give the days under each heading. Together they hold every day from today on, each once."""
    tomorrow, end = today + timedelta(days=1), week_end(today)
    return {
        Heading.TODAY: DayRange(today, today),
        Heading.TOMORROW: DayRange(tomorrow, tomorrow),
        Heading.WEEK: DayRange(tomorrow + timedelta(days=1), end),
        Heading.LATER: DayRange(end + timedelta(days=1), date.max),
    }


def heading_of(day: date, today: date) -> Heading:
    """Give the heading a day stands under; a session still under way since an earlier day is on today."""
    if day <= today:
        return Heading.TODAY
    if day == today + timedelta(days=1):
        return Heading.TOMORROW
    return Heading.WEEK if day <= week_end(today) else Heading.LATER


def days_of(word: str, today: date) -> DayRange:
    """Read `aujourdhui`, `demain`, `semaine` (today to the end of the week) or a day (YYYY-MM-DD).

    Raises ValueError when it is none of these.
    """
    if word == Heading.TODAY:
        return DayRange(today, today)
    if word == Heading.TOMORROW:
        return DayRange(today + timedelta(days=1), today + timedelta(days=1))
    if word == Heading.WEEK:
        return DayRange(today, week_end(today))
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", word):
        raise ValueError(word)
    day = date.fromisoformat(word)
    return DayRange(day, day)


def find(rows: Iterable[Row], wanted: Wanted) -> Found:
    """Keep the rows wanted and count, for each filter, what its values would keep were the others left as they are."""
    found = Found()
    for row in rows:
        if not row.is_over:
            _count(row, wanted, found)
        if row.old_day is not None and _leaves_trace(row, wanted):
            found.traces.append(row)
    return found


def _count(row: Row, wanted: Wanted, found: Found) -> None:
    day, theme = wanted.has_days(row.day), wanted.has_theme(row.themes)
    audience, place = wanted.has_audience(row.audience), wanted.has_place(row.place)
    if day and theme and audience and place:
        found.rows.append(row)
    if theme and audience and place:
        found.days[row.day] += 1
    if day and audience and place:
        found.themes.update(row.themes)
    if day and theme and place:
        found.audiences[row.audience] += 1
    if day and theme and audience:
        found.places[row.place] += 1


def _leaves_trace(row: Row, wanted: Wanted) -> bool:
    """Tell whether a word stays where the session was to be: that spot is wanted and the card is not seen there."""
    assert row.old_day is not None and row.old_place is not None  # noqa: S101 -- the two come together
    if not (wanted.has_theme(row.themes) and wanted.has_audience(row.audience)):
        return False
    if not (wanted.has_days(row.old_day) and wanted.has_place(row.old_place)):
        return False
    card_is_there = not row.is_over and row.day == row.old_day and wanted.has_place(row.place)
    return not card_is_there


def page_of(found: Found, first: int, last: int) -> list[Entry]:
    """Give the entries of the page whose cards are `found.rows[first:last]`, in order of time.

    Words left at old days go on the page of the card before them, on the first page when there is none.
    """
    rows = sorted(found.rows, key=_by_time)
    cards = [Entry(row.start, row.day, row.pk, False) for row in rows[first:last]]
    after = cards[0].moment if first and cards else None
    before = rows[last].start if last < len(rows) else None
    traces = [
        Entry(row.old_start, row.old_day, row.pk, True)
        for row in found.traces
        if row.old_start and row.old_day and _within(row.old_start, after, before)
    ]
    return sorted(cards + traces)


def _by_time(row: Row) -> tuple[datetime, int]:
    return (row.start, row.pk)


def next_with_room(rows: Iterable[Row], keys: set[int]) -> dict[int, int]:
    """Give, for each of the sessions `keys` that has no room, the next one of its activity that has; `rows` in order."""
    waiting: dict[int, list[Row]] = {}
    found: dict[int, int] = {}
    for row in rows:
        if row.has_room and row.activity in waiting:
            later = [other for other in waiting[row.activity] if other.start < row.start]
            found.update((other.pk, row.pk) for other in later)
            waiting[row.activity] = [other for other in waiting[row.activity] if other not in later]
        elif not row.has_room and row.pk in keys:
            waiting.setdefault(row.activity, []).append(row)
    return found


def _within(moment: datetime, after: datetime | None, before: datetime | None) -> bool:
    return (after is None or moment >= after) and (before is None or moment < before)


def by_heading(entries: Sequence[Entry], today: date) -> dict[Heading, list[Entry]]:
    """Put entries under their headings; all four stand, empty or not."""
    groups: dict[Heading, list[Entry]] = {heading: [] for heading in Heading}
    for entry in entries:
        groups[heading_of(entry.day, today)].append(entry)
    return groups
