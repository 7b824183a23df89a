"""Sessions written as iCalendar (RFC 5545): one flat VEVENT each, known for life by its UID.

The library folds and escapes; it is not trusted with the time zone (see `vtimezone`) nor with anything random or
dated by the clock: the same sessions always give the same bytes, so the ETag only changes when something did.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText

from home.activities.feeds.vtimezone import paris_timezone
from home.activities.models import Session
from home.activities.recurrence import PARIS

PRODID = "-//IMPACT//Agenda//FR"
#: How often a calendar may come back and ask; a 304 costs next to nothing.
REFRESH = timedelta(hours=1)
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


class Entry(NamedTuple):
    """A session and what to write about it, in the words of one language."""

    session: Session
    title: str
    description: str
    location: str
    categories: list[str]
    url: str


def calendar(name: str, url: str, entries: Iterable[Entry]) -> bytes:
    """Give the bytes of a calendar called `name`, shown on the web at `url`.

    It says no METHOD: DTSTAMP then is the last change (RFC 5545 §3.8.7.2), not the moment of the download.
    """
    feed = Calendar()
    feed.add("prodid", PRODID)
    feed.add("version", "2.0")
    feed.add("calscale", "GREGORIAN")
    for field in ("name", "x-wr-calname"):
        feed.add(field, vText(plain(name)))  # names the library does not know: it would not escape them
    feed.add("url", url)
    feed.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", "PT1H")
    feed.add_component(paris_timezone())
    for entry in entries:
        feed.add_component(event(entry))
    return feed.to_ical()


def event(entry: Entry) -> Event:
    """Give the VEVENT of one session; a cancelled one says so in its title too, for Google hides the status."""
    session = entry.session
    title = plain(entry.title)
    if session.is_cancelled:
        title = _("ANNULÉ : %(title)s") % {"title": title}
    changed = session.changed_at.astimezone(UTC)
    vevent = Event()
    vevent.add("uid", str(session.uid))
    vevent.add("sequence", session.sequence)
    vevent.add("dtstamp", changed)
    vevent.add("last-modified", changed)
    vevent.add("dtstart", session.start.astimezone(PARIS))
    vevent.add("dtend", session.end.astimezone(PARIS))
    vevent.add("status", "CANCELLED" if session.is_cancelled else "CONFIRMED")
    vevent.add("transp", "TRANSPARENT")  # a workshop one may come to does not make one busy
    vevent.add("summary", title)
    vevent.add("description", plain(entry.description))
    vevent.add("location", plain(entry.location))
    if session.place.latitude is not None:
        vevent.add("geo", (session.place.latitude, session.place.longitude))
    if entry.categories:
        vevent.add("categories", [plain(name) for name in entry.categories])
    vevent.add("url", entry.url)
    return vevent


def plain(text: object) -> str:
    """Give `text` with newlines as the only control characters: others would break the file's lines."""
    return CONTROL.sub("", str(text).replace("\r\n", "\n"))
