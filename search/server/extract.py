"""A title and an extract with the words the server found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from search.embedded.extract import Span, cut, pieces
from search.question import Piece
from search.server.schema import END, START

#: What the server drops from the words it marks: these are shown without marks rather than altered.
NUL = "\0"
Marked = Mapping[str, list[str]]


def title(shown: Mapping[str, Any], marked: Marked) -> tuple[Piece, ...]:
    """Give the title in pieces."""
    text, spans = _read(_first(marked, "title", "french_title"))
    return pieces(shown["title"], spans if text == shown["title"] else [])


def extract(shown: Mapping[str, Any], marked: Marked) -> tuple[Piece, ...]:
    """Give the part of the summary, or else of the text, that says most of what is looked for."""
    summary, spans = _read(_first(marked, "summary", "french_summary"))
    if spans and summary == shown["summary"]:
        return cut(summary, spans)
    if (part := _first(marked, "text")) and NUL not in shown["begins"]:
        return _within(shown, *_read(part))
    return cut(shown["summary"] or shown["begins"], [])


def _first(marked: Marked, *names: str) -> str:
    return next((marked[name][0] for name in names if marked.get(name)), "")


def _read(text: str) -> tuple[str, list[Span]]:
    """Take the marks out of a text, and give where they stood."""
    bare, spans = "", []
    for part in text.split(START):
        found, mark, rest = part.partition(END)
        if mark:
            spans.append((len(bare), len(bare) + len(found)))
        bare += found + rest
    return bare, spans


def _within(shown: Mapping[str, Any], part: str, spans: list[Span]) -> tuple[Piece, ...]:
    """Cut a part of a text, and say when there is more before or after it."""
    said = list(cut(part, spans))
    more = Piece("… ", False), Piece(" …", False)
    if said[0] != more[0] and not shown["begins"].startswith(part.strip()[:200]):
        said.insert(0, more[0])
    if said[-1] != more[1] and not shown["ends"].endswith(part.strip()[-200:]):
        said.append(more[1])
    return tuple(said)
