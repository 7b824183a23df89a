"""A place as schema.org, for search engines and maps: where, and when its door is open."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.html import strip_tags

from home.activities.jsonld import location
from home.pages.models import PlacePage
from home.places.hours import Hours
from home.places.models import Place

SCHEMA = "https://schema.org/"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
#: Exceptions and holidays are told this far ahead.
AHEAD = timedelta(days=60)


def place_data(page: PlacePage, place: Place, today: date, url: str, images: list[str]) -> dict[str, Any]:
    """Describe `place` (with `coming_exceptions`); nothing is said that is not known."""
    hours = Hours(place, place.coming_exceptions, today)
    phone = place.phone or place.territory.phone
    data = {
        "@context": "https://schema.org",
        **location(place),
        "@type": "CivicStructure",
        "@id": url,
        "url": url,
        "name": place.name,
        "description": strip_tags(page.introduction),
        "telephone": _international(phone),
        "image": images,
        "isAccessibleForFree": True,
        "publicAccess": True,
        "openingHoursSpecification": regular(hours, today),
        "specialOpeningHoursSpecification": special(hours, today),
    }
    return {name: value for name, value in data.items() if value not in ("", [], None)}


def regular(hours: Hours, today: date) -> list[dict[str, Any]]:
    """Give the ordinary week: one entry for each stretch of hours, with the days that share it."""
    days_of: dict[tuple[str, str], list[str]] = {}
    for day in sorted((today + timedelta(days=n) for n in range(7)), key=date.weekday):
        for start, end in hours.usually(day):
            days_of.setdefault((f"{start:%H:%M}", _closing(f"{end:%H:%M}")), []).append(DAYS[day.weekday()])
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [SCHEMA + day for day in days],
            "opens": opens,
            "closes": closes,
        }
        for (opens, closes), days in days_of.items()
    ]


def special(hours: Hours, today: date) -> list[dict[str, Any]]:
    """Give the coming days that differ from the week; the same day after day is told once, from–to."""
    found: list[dict[str, Any]] = []
    last_seen: list[tuple[str, str]] | None = None
    for offset in range(AHEAD.days + 1):
        day = today + timedelta(days=offset)
        spans = _spans_if_different(hours, day)
        if spans is not None and spans == last_seen:
            for entry in found[-len(spans) :]:
                entry["validThrough"] = day.isoformat()
        elif spans is not None:
            found += [_special(day, opens, closes) for opens, closes in spans]
        last_seen = spans
    return found


def _spans_if_different(hours: Hours, day: date) -> list[tuple[str, str]] | None:
    actual = hours.on(day)
    if actual == hours.usually(day) and hours.exception_on(day) is None:
        return None
    # Schema.org says "closed that day" as opening and closing at midnight.
    return [(f"{s:%H:%M}", _closing(f"{e:%H:%M}")) for s, e in actual] or [("00:00", "00:00")]


def _special(day: date, opens: str, closes: str) -> dict[str, Any]:
    return {
        "@type": "OpeningHoursSpecification",
        "validFrom": day.isoformat(),
        "validThrough": day.isoformat(),
        "opens": opens,
        "closes": closes,
    }


def _closing(hour: str) -> str:
    return "23:59" if hour == "00:00" else hour


def _international(phone: str) -> str:
    digits = "".join(c for c in phone if c.isdigit())
    return f"+33{digits[1:]}" if len(digits) == 10 and digits.startswith("0") else phone
