"""The tools as search finds them: their words in each language, and the words people use for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.rich_text import get_text_for_indexing

from portal.context import root_of
from portal.territories.words import DEFAULT as FRENCH
from portal.territories.words import words
from resources.guide.models.tools import Tool
from resources.guide.tools.faces import TYPES
from resources.guide.tools.making import formats_of
from search.document import SearchDocument
from search.sections import GUIDE, show
from search.sources import numbers, provide

TOOL = "tool"
#: Tools are for teams: a resident's own words find what is near them first.
AFTER = 0.8


class Tools:
    """The tools offered to everybody."""

    kind = TOOL
    moves_with_time = False

    def ids(self) -> Iterator[str]:
        """Give their numbers. One query."""
        yield from map(str, Tool.objects.live().order_by("pk").values_list("pk", flat=True))

    def documents(self, ids: Iterable[str]) -> Iterator[SearchDocument]:
        """Give their documents, in every language. One query."""
        for tool in Tool.objects.live().filter(pk__in=numbers(ids)).order_by("pk"):
            for language, _name in settings.LANGUAGES:
                with translation.override(language):
                    yield _document(tool, language)


def _document(tool: Tool, language: str) -> SearchDocument:
    title, summary = words(tool, "title", language), words(tool, "summary", language)
    translated = title.lang == language
    types = dict.fromkeys(TYPES[form] for form in formats_of(tool))
    return SearchDocument(
        key=f"{TOOL}:{tool.pk}",
        kind=TOOL,
        language=language,
        title=title.text,
        url=f"{root_of(language)}outils/{tool.slug}/",
        summary=summary.text if summary.lang == title.lang else "",
        text=_text(tool, language) if translated else "",
        keywords=(_("à télécharger"), *types),
        original="" if language == FRENCH else f"{tool.title} {tool.summary} {_text(tool, FRENCH)}",
        words_language="" if translated else FRENCH,
        everywhere=True,
        weight=AFTER,
    )


def _text(tool: Tool, language: str) -> str:
    told = (words(tool, name, language).text for name in ("for_whom", "description", "caution"))
    return " ".join(get_text_for_indexing(text) for text in told if text)


def provide_tools() -> None:
    """Let search hold the tools."""
    provide(Tools())
    show(TOOL, GUIDE, gettext_lazy("Outil"), "download")
