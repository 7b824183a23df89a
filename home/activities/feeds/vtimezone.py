"""The one time zone of every feed, written by hand.

Outlook ignores a VTIMEZONE made of RDATE lists (what the library writes) and shifts summer sessions by an hour; this
block says the European rule itself (Directive 2000/84/EC: last Sundays of March and October, at 01:00 UTC).
"""

from __future__ import annotations

from icalendar import Component, Timezone

TZID = "Europe/Paris"

EUROPE_PARIS = "\r\n".join(
    [
        "BEGIN:VTIMEZONE",
        f"TZID:{TZID}",
        "BEGIN:DAYLIGHT",
        "TZNAME:CEST",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "DTSTART:19810329T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "TZNAME:CET",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "DTSTART:19961027T030000",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "END:STANDARD",
        "END:VTIMEZONE",
        "",
    ]
)


def paris_timezone() -> Component:
    """Give the VTIMEZONE component of Europe/Paris, by rule."""
    return Timezone.from_ical(EUROPE_PARIS)
