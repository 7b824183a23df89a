"""An index for the pages: the real embedded engine, in the folder of the test, with a few things in it."""

from __future__ import annotations

import html
import re
from datetime import timedelta

from portal.territories import content_version
from search.document import SearchDocument, When
from search.engine import engines
from search.geography import Point
from tests.factories import paris
from tests.search.making import doc

TUESDAY = paris(2026, 9, 8, 10)
HERE = Point(45.5646, 5.9178)


def put(*documents: SearchDocument) -> None:
    """Make the index of these documents, as a rebuild does."""
    for engine in engines():
        engine.rebuild(documents, before_swap=lambda: None)
    content_version.bump()


def on(day: int, hour: int, hours: int = 2) -> When:
    """Give a date of September 2026."""
    start = paris(2026, 9, day, hour)
    return When(start, start + timedelta(hours=hours))


def yoga(number: int = 1, **other: object) -> SearchDocument:
    """Make a workshop of Chambéry, free, about moving."""
    facts = {
        "summary": "Des gestes doux, assis, pour le dos.",
        "facets": {"theme": ("bouger",), "public": ("seniors",), "frais": ("gratuit",)},
        "territories": ("chambery",),
        "place": "Espace Ressources Santé, Chambéry",
        "point": HERE,
        "dates": (on(8, 9, 0), on(8, 14), on(15, 14)),
    }
    return doc(number, "Yoga sur chaise", "workshop", **facts | other)


def main_of(text: str) -> str:
    """Give the part of a page that is its own."""
    return text.split("<main", 1)[1].split(">", 1)[1].split("</main>")[0]


def words_of(text: str) -> str:
    """Give the words of a page, on one line, with ordinary spaces."""
    said = html.unescape(re.sub(r"<[^>]+>", " ", main_of(text)))
    return re.sub(r"\s+", " ", said)


def titles_of(text: str) -> list[str]:
    """Give the title of each result, in order."""
    found = re.findall(r"<li data-result>.*?<h3[^>]*>(.*?)</h3>", text, re.S)
    return [html.unescape(re.sub(r"<[^>]+>", "", title)).strip() for title in found]
