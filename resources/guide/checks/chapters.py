"""Where the guide speaks of a point: the chapter's address and title, and the passage in it."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest
from django.utils.translation import get_language

from portal.context import root_of
from portal.kept import kept
from portal.territories.words import DEFAULT, Words
from resources.guide.models.pages import SLUG, ChapterPage


class Way(NamedTuple):
    """A link into the guide."""

    title: Words
    url: str


class Chapters:
    """The chapters one may read in the language of the page."""

    def __init__(self, request: HttpRequest) -> None:
        self.language = (get_language() or DEFAULT)[:2]
        self.titles = kept(request, f"guide:chapters:{self.language}", self._read)

    def _read(self) -> dict[str, Words]:
        """Give the title of each chapter by the last word of its address. Two queries, once a version of the contents."""
        pages = ChapterPage.objects.live().public().filter(locale__language_code=self.language)
        return {
            slug: Words(title, DEFAULT if alias else self.language)
            for slug, title, alias in pages.values_list("slug", "title", "alias_of")
        }

    def way_to(self, chapter: str, anchor: str = "") -> Way | None:
        """Give the way to a passage; None when nobody published the chapter."""
        title = self.titles.get(chapter)
        if title is None:
            return None
        passage = f"#{anchor}" if anchor else ""
        return Way(title, f"{root_of(self.language)}{SLUG}/{chapter}/{passage}")
