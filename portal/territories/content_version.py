"""The number of what the public sees: raised at each change, read at each visit (see `ContentVersion`)."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page

from portal.territories.models import ContentVersion

#: Apps whose rows show on public pages.
WATCHED = {
    "territories",
    "places",
    "activities",
    "pages",
    "directory",
    "guide",
    "wagtailcore",
    "wagtailimages",
    "wagtaildocs",
    "wagtailredirects",
}
#: Apps whose rows stand inside pages: a change to them leaves the frame as it is, but for those of the next line.
INSIDE = {"activities", "directory", "guide"}
AROUND = {"activities.Theme", "activities.AgendaSettings"}
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
    "Book",
    "Check",
    "CostForm",  # the public reads their editions
    "Download",
    "Entry",
    "ExchangeFacilitator",
    "ExchangeRequest",
    "Implementation",  # its actions say so themselves: what is proposed shows nowhere
    "Sheet",
    "Tally",
}


class Versions(NamedTuple):
    """The two numbers: of everything, and of what stands round the programme and the directory."""

    number: int
    frame: int


def bump(*, frame: bool = True) -> None:
    """Make every cached public page old, once the current transaction commits; `frame`, what is round them too.

    The row stays locked until then: two editors who save at once pass one after the other. A counter that nobody waits
    for (a row inserted for each change) was weighed and left: `calendar_change` wants this very lock, taken first.
    """
    row = ContentVersion.objects.filter(pk=1)
    raised = {"number": F("number") + 1} | ({"frame": F("frame") + 1} if frame else {})
    if not row.update(**raised):
        ContentVersion.objects.bulk_create(
            [ContentVersion(pk=1)], ignore_conflicts=True
        )  # two may come first
        row.update(**raised)


def versions() -> Versions:
    """Give both numbers in one plain query: it is asked at every visit, before anything else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, frame FROM territories_contentversion WHERE id = 1")
        row = cursor.fetchone()
    return Versions(*row) if row else Versions(0, 0)


def current() -> int:
    """Give the number of everything. One query."""
    return versions().number


def _on_change(sender: Any, **_kwargs: Any) -> None:
    if sender.__module__ == "__fake__":  # a migration's model: the table may not be there yet
        return
    if sender._meta.app_label in WATCHED and sender.__name__ not in IGNORED:
        bump(frame=_is_around(sender))


def _is_around(model: Any) -> bool:
    return model._meta.app_label not in INSIDE or model._meta.label in AROUND or issubclass(model, Page)


def watch() -> None:
    """Listen to every save and delete; bulk writes call `bump()` themselves."""
    post_save.connect(_on_change, dispatch_uid="content-version-save")
    post_delete.connect(_on_change, dispatch_uid="content-version-delete")
    m2m_changed.connect(_on_change, dispatch_uid="content-version-m2m")  # its sender is the joining table
