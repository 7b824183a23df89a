"""The number of what the public sees: raised at each change, read at each visit (see `ContentVersion`)."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import F
from django.db.models.signals import m2m_changed, post_delete, post_save

from portal.territories.models import ContentVersion

#: Apps whose rows show on public pages.
WATCHED = {
    "territories",
    "places",
    "activities",
    "pages",
    "directory",
    "wagtailcore",
    "wagtailimages",
    "wagtaildocs",
    "wagtailredirects",
}
#: Rows of these apps that no public page shows.
IGNORED = {
    "ContentVersion",
    "Attendance",
    "AttendanceReason",
    "Revision",
    "PageLogEntry",
    "ModelLogEntry",
    "ReferenceIndex",
    "ImportRun",
    "Difference",
    "Suggestion",
    "CheckRequest",
    "Rendition",  # made while a page is shown for the first time
}


def bump() -> None:
    """Make every cached public page old, once the current transaction commits.

    The row stays locked until then: two editors who save at once pass one after the other. A counter that nobody waits
    for (a row inserted for each change) was weighed and left: `calendar_change` wants this very lock, taken first.
    """
    row = ContentVersion.objects.filter(pk=1)
    if not row.update(number=F("number") + 1):
        ContentVersion.objects.bulk_create(
            [ContentVersion(pk=1)], ignore_conflicts=True
        )  # two may come first
        row.update(number=F("number") + 1)


def current() -> int:
    """Give the number in one plain query: it is asked at every visit, before anything else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM territories_contentversion WHERE id = 1")
        row = cursor.fetchone()
    return row[0] if row else 0


def _on_change(sender: Any, **_kwargs: Any) -> None:
    if sender.__module__ == "__fake__":  # a migration's model: the table may not be there yet
        return
    if sender._meta.app_label in WATCHED and sender.__name__ not in IGNORED:
        bump()


def watch() -> None:
    """Listen to every save and delete; bulk writes call `bump()` themselves."""
    post_save.connect(_on_change, dispatch_uid="content-version-save")
    post_delete.connect(_on_change, dispatch_uid="content-version-delete")
    m2m_changed.connect(_on_change, dispatch_uid="content-version-m2m")  # its sender is the joining table
