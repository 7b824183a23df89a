"""How often a tool was taken, and nothing of who took it: one number a month for each format.

Counting comes after the file is sent, so that a table that is locked, or lost, keeps nobody waiting. A robot is told by the
name it gives itself, which is read and not kept.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from resources.guide.models.tools import Download

logger = logging.getLogger(__name__)

#: What robots call themselves; Cubot is a make of telephones, Scania one of lorries.
ROBOTS = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|preview|externalhit|\bmonitor(ing)?\b|\bscan(ner|ning)?\b|curl|wget|python",
    re.IGNORECASE,
)
#: Where a browser says that nobody asked for the page yet, and what it says there.
AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
LOOKS = re.compile(r"prefetch|preview|prerender", re.IGNORECASE)
#: A piece of a file, and where it begins; nothing before the dash asks for the end.
PIECE = re.compile(r"\s*bytes\s*=\s*(\d*)\s*-", re.IGNORECASE)


class CountedResponse(HttpResponse):
    """A file, counted once it is sent."""

    def __init__(self, *args: Any, count: Callable[[], None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._count = count

    def close(self) -> None:
        """Count, then let go."""
        self._count()
        super().close()


def is_counted(request: HttpRequest) -> bool:
    """Tell whether somebody takes the file: not a robot, not a browser that looks ahead or goes on, not a mere HEAD."""
    agent = request.headers.get("User-Agent", "")
    is_somebody = bool(agent) and not ROBOTS.search(agent)
    return request.method == "GET" and is_somebody and not is_ahead(request) and not goes_on(request)


def is_ahead(request: HttpRequest) -> bool:
    """Tell whether a browser fetches the file before anybody asks for it."""
    return any(LOOKS.search(request.headers.get(name, "")) for name in AHEAD)


def goes_on(request: HttpRequest) -> bool:
    """Tell whether what is asked for begins after the first byte: the rest of a file already taken once."""
    piece = PIECE.match(request.headers.get("Range", ""))
    return piece is not None and (not piece[1] or bool(piece[1].strip("0")))


def count(tool: int, format_: str) -> None:
    """Add one to this month's number; a database in trouble is told to the journal, never to the reader.

    Nothing is sent to `post_save`: a number that changes makes no kept page old.
    """
    month = timezone.localdate().replace(day=1)
    row = Download.objects.filter(tool=tool, format=format_, month=month)
    try:
        with transaction.atomic():
            if not row.update(count=F("count") + 1):
                first = Download(tool_id=tool, format=format_, month=month)
                Download.objects.bulk_create([first], ignore_conflicts=True)  # two may come first
                row.update(count=F("count") + 1)
    except DatabaseError:
        logger.exception("A download could not be counted.")
