"""Readers of calendar files that share nothing with what writes them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import StringIO
from typing import NamedTuple

import icalendar
import recurring_ical_events
from dateutil.tz import tzical

from home.activities.models import Session


class Line(NamedTuple):
    """One unfolded line: its name, its parameters, its raw value."""

    name: str
    parameters: dict[str, str]
    value: str


def unfold(raw: bytes) -> list[str]:
    """Read the bytes as RFC 5545 §3.1 asks, refusing what it refuses."""
    assert raw.endswith(b"\r\n")
    physical = raw.split(b"\r\n")[:-1]
    for line in physical:
        assert len(line) <= 75, line
        assert b"\n" not in line and b"\r" not in line, line
        line.decode("utf-8")  # folding must not cut a character in two
        assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", line), line
    lines: list[str] = []
    for line in physical:
        if line.startswith(b" "):
            lines[-1] += line[1:].decode()
        else:
            lines.append(line.decode())
    return lines


def parse(line: str) -> Line:
    head, _colon, value = line.partition(":")
    name, *parameters = head.split(";")
    return Line(name, dict(part.split("=", 1) for part in parameters), value)


def events(raw: bytes) -> list[dict[str, Line]]:
    """Give the events as dictionaries of lines; every other component is passed over."""
    found: list[dict[str, Line]] = []
    inside = False
    for text in unfold(raw):
        if text == "BEGIN:VEVENT":
            inside = True
            found.append({})
        elif text == "END:VEVENT":
            inside = False
        elif inside:
            line = parse(text)
            assert line.name not in found[-1], f"twice {line.name}"
            found[-1][line.name] = line
    return found


def zone(raw: bytes):
    """Give the time zone the file itself describes, as dateutil understands it."""
    text = "\r\n".join(unfold(raw))
    block = text[text.index("BEGIN:VTIMEZONE") : text.index("END:VTIMEZONE") + len("END:VTIMEZONE")]
    return tzical(StringIO(block.replace("\r\n", "\n"))).get()


def unescape(value: str) -> str:
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


def by_hand(raw: bytes) -> set[tuple]:
    """Read (uid, start, end, sequence, cancelled) with our own reader and the file's own time zone."""
    paris = zone(raw)
    rows = set()
    for event in events(raw):
        times = []
        for name in ("DTSTART", "DTEND"):
            assert event[name].parameters == {"TZID": "Europe/Paris"}
            local = datetime.strptime(event[name].value, "%Y%m%dT%H%M%S").replace(tzinfo=paris)
            times.append(local.astimezone(UTC))
        cancelled = event["STATUS"].value == "CANCELLED"
        rows.add((event["UID"].value, *times, int(event["SEQUENCE"].value), cancelled))
    return rows


def expanded(raw: bytes, first: datetime, last: datetime) -> set[tuple]:
    """Read the same with recurring-ical-events, which expands whatever recurs."""
    calendar = icalendar.Calendar.from_ical(raw)
    occurrences = recurring_ical_events.of(calendar).between(first, last)
    rows = [
        (
            str(event["UID"]),
            event["DTSTART"].dt.astimezone(UTC),
            event["DTEND"].dt.astimezone(UTC),
            int(event["SEQUENCE"]),
            event["STATUS"] == "CANCELLED",
        )
        for event in occurrences
    ]
    assert len(rows) == len(set(rows))
    return set(rows)


def table(sessions) -> set[tuple]:
    """Give the same of the table's rows."""
    return {
        (str(s.uid), s.start.astimezone(UTC), s.end.astimezone(UTC), s.sequence, s.is_cancelled)
        for s in sessions
    }


def on_calendar(first: datetime, last: datetime) -> set[tuple]:
    """Give the table's public rows that start in a stretch of time."""
    return table(Session.objects.on_calendar().between(first, last))
