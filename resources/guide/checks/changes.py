"""What an edition would change, told before it is published: questions and lines that come, go, or say something else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

Content = Mapping[str, Any]


class Changes(NamedTuple):
    """The French words of what comes, goes and changes; `elsewhere`, whether other words changed too."""

    added: list[str]
    removed: list[str]
    changed: list[str]
    elsewhere: bool


def changes_between(old: Content | None, new: Content) -> Changes:
    """Compare two editions; everything comes when there was none."""
    before, after = (dict(_points(content)) if content else {} for content in (old, new))
    return Changes(
        added=[words(point) for slug, point in after.items() if slug not in before],
        removed=[words(point) for slug, point in before.items() if slug not in after],
        changed=[words(point) for slug, point in after.items() if slug in before and before[slug] != point],
        elsewhere=old is not None and _rest(old) != _rest(new),
    )


def words(point: Content) -> str:
    """Give the words of a question or of a line."""
    told = point.get("text") or point.get("label") or {}
    return told.get("fr", "")


def _pages(content: Content) -> list[Content]:
    return content.get("themes") or content.get("sections") or []


def _points(content: Content) -> Iterator[tuple[str, Content]]:
    for page in _pages(content):
        for point in page.get("questions") or page.get("lines") or []:
            yield point["slug"], point


def _rest(content: Content) -> list[Any]:
    """Give all that is neither a question nor a line; where they stand and in what order is part of it."""
    pages = [
        {name: value for name, value in page.items() if name not in ("questions", "lines")}
        | {"order": [point["slug"] for point in page.get("questions") or page.get("lines") or []]}
        for page in _pages(content)
    ]
    return [{name: value for name, value in content.items() if name not in ("themes", "sections")}, pages]
