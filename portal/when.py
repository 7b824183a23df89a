"""Days and hours in words: "mardi 8 septembre, de 14 h à 16 h"; in English "2pm to 4pm"; in Arabic with digits kept LTR.

All instants are told in Europe/Paris. Nothing here asks what time it is.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

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


def _number_words(day: date) -> str:
    return "1er" if day.day == 1 and _language() == "fr" else str(day.day)


def date_words(day: date, *, year: bool = False) -> str:
    """Give a day without its weekday: "8 septembre", "1er septembre 2026"."""
    words = f"{_number_words(day)} {DateFormat(day).format('F')}"
    return f"{words} {day.year}" if year else words


def time_words(moment: time) -> str:
    """Give an hour: "14 h", "14 h 30"; "2pm", "2:30pm" in English; "14:30" kept left to right in Arabic.

    Zero o'clock has a word of its own, and noon in English, where "12pm" and "12am" are taken for one another.
    """
    language = _language()
    if moment == time(0) and language != "ar":
        return "midnight" if language == "en" else "minuit"
    if moment == time(12) and language == "en":
        return "midday"
    if language == "en":
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
    """Give day and hours of two instants, in Paris: "mardi 8 septembre, de 14 h à 16 h".

    What ends after midnight, on another day, names both days: "du mardi 8 septembre à 22 h au mercredi 9 septembre à 2 h".
    """
    start, end = timezone.localtime(start), timezone.localtime(end)
    if end.date() == start.date() or end == _midnight_after(start):
        hours = hours_words(start.time(), end.time())
        return _("%(day)s, %(hours)s") % {"day": day_words(start.date(), year=year), "hours": hours}
    return _("du %(first)s à %(start)s au %(last)s à %(end)s") % {
        "first": day_words(start.date(), year=year),
        "start": time_words(start.time()),
        "last": day_words(end.date(), year=year),
        "end": time_words(end.time()),
    }


def _midnight_after(moment: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(moment.date() + timedelta(days=1), time()), moment.tzinfo)


def span_words(first: date, last: date, *, year: bool = False) -> str:
    """Give days from–to: "du 8 septembre au 29 juin", "du 24 au 31 décembre"; one day alone is "le 8 septembre".

    The year is told when asked, or when the two days do not share it.
    """
    if first == last:
        return _("le %(day)s") % {"day": date_words(first, year=year)}
    with_year = year or first.year != last.year
    same_month = (first.year, first.month) == (last.year, last.month)
    return _("du %(first)s au %(last)s") % {
        "first": _number_words(first)
        if same_month
        else date_words(first, year=with_year and first.year != last.year),
        "last": date_words(last, year=with_year),
    }
