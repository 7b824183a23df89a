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

#: What robots call themselves; Cubot is a make of telephones.
ROBOTS = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|preview|externalhit|monitor|scan|curl|wget|python", re.IGNORECASE
)


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
    """Tell whether somebody takes the file: not a robot, not a browser that looks ahead, not a mere HEAD."""
    agent = request.headers.get("User-Agent", "")
    ahead = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return request.method == "GET" and bool(agent) and "prefetch" not in ahead and not ROBOTS.search(agent)


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
