"""What a chapter holds, read from its blocks as they are stored: lines of contents, what stands together, time to read.

Plain rules: no query, no block is made. `raw` is what `StreamValue.raw_data` gives: dicts of type, value, id.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from math import ceil
from typing import Any, NamedTuple

from resources.guide.reading.anchors import anchors_of

WORDS_A_MINUTE = 200
#: Parts of a block that nobody reads on the page.
SILENT = frozenset(["anchor", "name", "slug", "territory", "registers", "also", "group", "alternative"])
TAG = re.compile(r"<[^>]*>")
ITEM = {"type", "value", "id"}
EXAMPLE, QUOTE, TOOL = "example", "quote", "tool"
#: What stands together: examples of the sites with the words said between them, tools.
SITES, TOOLS, ALONE = "sites", "tools", ""


class Line(NamedTuple):
    """One passage as contents tell it; `title` is "" for one that has none.

    An example shows the codes of its `registers`; it is found under those of `also` besides.
    """

    kind: str
    anchor: str
    title: str
    number: int
    territory: str
    registers: tuple[str, ...]
    also: tuple[str, ...]


class Group(NamedTuple):
    """Passages that stand together under one heading, or one by itself; `anchor` is the heading's own."""

    kind: str
    anchor: str
    lines: tuple[Line, ...]


def lines_of(raw: Iterable[Mapping[str, Any]]) -> list[Line]:
    """Give a line for each passage, in order; their anchors are all different."""
    passages = list(raw)
    values = [passage.get("value") or {} for passage in passages]
    anchors = anchors_of(
        (value.get("anchor"), passage.get("id")) for passage, value in zip(passages, values, strict=True)
    )
    return [
        _line(passage["type"], value, anchor)
        for passage, value, anchor in zip(passages, values, anchors, strict=True)
    ]


def _line(kind: str, value: Mapping[str, Any], anchor: str) -> Line:
    return Line(
        kind=kind,
        anchor=anchor,
        title=value.get("title") or "",
        number=value.get("number") or 0,
        territory=value.get("territory") or "",
        registers=tuple(value.get("registers") or ()),
        also=tuple(value.get("also") or ()),
    )


def groups_of(lines: Iterable[Line]) -> list[Group]:
    """Put together the examples that follow one another, with what is said between two of them, and the tools.

    Every line stands in one group, in the order of the chapter.
    """
    left, found, sites = list(lines), [], 0
    while left:
        size = _run(left)
        kind = {EXAMPLE: SITES, TOOL: TOOLS}.get(left[0].kind, ALONE)
        sites += kind == SITES
        anchor = f"chapitre-sites-{sites}" if kind == SITES else left[0].anchor
        found.append(Group(kind, anchor, tuple(left[:size])))
        left = left[size:]
    return found


def _run(lines: list[Line]) -> int:
    """Give how many of these lines, from the first, stand together."""
    first = lines[0].kind
    if first not in (EXAMPLE, TOOL):
        return 1
    size = 1
    for count, line in enumerate(lines, 1):
        if line.kind == first:
            size = count
        elif first != EXAMPLE or line.kind != QUOTE:
            break
    return size


def texts_of(value: Any) -> Iterator[str]:
    """Give every text one reads in a stored value, without tags."""
    if isinstance(value, str):
        if text := " ".join(unescape(TAG.sub(" ", value)).split()):
            yield text
    elif isinstance(value, Mapping):
        is_item = "value" in value and ITEM.issuperset(value)
        for name, part in value.items():
            if name == "value" or (not is_item and name not in SILENT):
                yield from texts_of(part)
    elif isinstance(value, Iterable):
        for part in value:
            yield from texts_of(part)


def minutes_of(*values: Any) -> int:
    """Give how many minutes values take to read, rounded up; one at least."""
    words = sum(len(text.split()) for value in values for text in texts_of(value))
    return max(1, ceil(words / WORDS_A_MINUTE))


def points_of(raw: Iterable[Mapping[str, Any]]) -> list[str]:
    """Give the first key points of a chapter: what one reads with two minutes to spare."""
    for passage in raw:
        if passage["type"] == "key_points":
            return list(texts_of((passage.get("value") or {}).get("points")))
    return []
