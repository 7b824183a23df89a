"""Days and hours in words: "mardi 8 septembre, de 14 h à 16 h"; in English "2pm to 4pm"; in Arabic with digits kept LTR.

All instants are told in Europe/Paris. Nothing here asks what time it is.
"""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.dateformat import DateFormat
from django.utils.translation import get_language
from django.utils.translation import gettext as _

LRI, PDI = "\u2066", "\u2069"  # keep what stands between them left to right


def _language() -> str:
    return (get_language() or "fr")[:2]


def day_words(day: date, *, year: bool = False) -> str:
    """Give a day with its weekday: "mardi 8 septembre", "mardi 1er septembre"; the year only when asked."""
    return f"{DateFormat(day).format('l')} {date_words(day, year=year)}"


def date_words(day: date, *, year: bool = False) -> str:
    """Give a day without its weekday: "8 septembre", "1er septembre 2026"."""
    number = "1er" if day.day == 1 and _language() == "fr" else str(day.day)
    words = f"{number} {DateFormat(day).format('F')}"
    return f"{words} {day.year}" if year else words


def time_words(moment: time) -> str:
    """Give an hour: "14 h", "14 h 30"; "2pm", "2:30pm" in English; "14:30" kept left to right in Arabic."""
    language = _language()
    if language == "en":
        if moment == time(12):
            return "midday"
        hour = moment.hour % 12 or 12
        minutes = f":{moment.minute:02d}" if moment.minute else ""
        return f"{hour}{minutes}{'am' if moment.hour < 12 else 'pm'}"
    if language == "ar":
        return f"{LRI}{moment:%H:%M}{PDI}"
    return f"{moment.hour}\u00a0h\u00a0{moment.minute:02d}" if moment.minute else f"{moment.hour}\u00a0h"


def hours_words(start: time, end: time) -> str:
    """Give a stretch of time: "de 14 h à 16 h"."""
    return _("de %(start)s à %(end)s") % {"start": time_words(start), "end": time_words(end)}


def moment_words(start: datetime, end: datetime, *, year: bool = False) -> str:
    """Give day and hours of two instants, in Paris: "mardi 8 septembre, de 14 h à 16 h"."""
    start, end = timezone.localtime(start), timezone.localtime(end)
    day, hours = day_words(start.date(), year=year), hours_words(start.time(), end.time())
    return _("%(day)s, %(hours)s") % {"day": day, "hours": hours}


def span_words(first: date, last: date, *, year: bool = False) -> str:
    """Give days from–to: "du 8 septembre au 29 juin"; one day alone is "le 8 septembre"."""
    if first == last:
        return _("le %(day)s") % {"day": date_words(first, year=year)}
    with_year = year or first.year != last.year
    return _("du %(first)s au %(last)s") % {
        "first": date_words(first, year=with_year),
        "last": date_words(last, year=with_year),
    }
