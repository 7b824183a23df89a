"""The guide as search finds it: its contents, its chapters, its eight registers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.rich_text import get_text_for_indexing

from home.pages.documents import PageSource, Said, spoken
from portal.context import root_of
from portal.territories.words import DEFAULT as FRENCH
from portal.territories.words import words
from resources.guide.models.pages import ChapterPage, GuidePage, open_guides
from resources.guide.models.registers import Register
from resources.guide.reading.contents import texts_of
from search.document import SearchDocument
from search.sections import GUIDE, show
from search.sources import provide

CHAPTER, REGISTER = "chapter", "register"
#: The guide is written for teams: a resident's own words find what is near them first.
AFTER = 0.8


class Registers:
    """The eight registers, under their codes; in the languages whose guide anybody may read."""

    kind = REGISTER
    moves_with_time = False

    def ids(self) -> Iterator[str]:
        """Give their codes. Two queries."""
        if languages():
            yield from Register.objects.order_by("code").values_list("code", flat=True)

    def documents(self, ids: Iterable[str]) -> Iterator[SearchDocument]:
        """Give their documents. Two queries."""
        read = languages()
        for register in Register.objects.filter(code__in=list(ids)).order_by("code"):
            for language in read:
                with translation.override(language):
                    yield _register(register, language)


def languages() -> list[str]:
    """Give the languages in which anybody may read the guide. One query."""
    there = set(open_guides().values_list("locale__language_code", flat=True))
    return [code for code, _name in settings.LANGUAGES if code in there]


def _register(register: Register, language: str) -> SearchDocument:
    title = words(register, "title", language)
    translated = title.lang == language
    what_for = words(register, "what_for", language)
    return SearchDocument(
        key=f"{REGISTER}:{register.code}",
        kind=REGISTER,
        language=language,
        title=f"{register.code} {title.text}",
        url=f"{root_of(language)}guide/registres/{register.code.lower()}/",
        summary=what_for.text if what_for.lang == title.lang else "",
        text=_text(register, language) if translated else "",
        keywords=(str(register.axis.title), str(register.row.title)),
        original="" if language == FRENCH else f"{register.title} {_text(register, FRENCH)}",
        words_language="" if translated else FRENCH,
        everywhere=True,
        weight=AFTER,
    )


def _text(register: Register, language: str) -> str:
    told = (words(register, name, language).text for name in ("description", "what_for", "who"))
    return " ".join(get_text_for_indexing(text) for text in told if text)


def _guide(page: GuidePage, _language: str) -> Said:
    return Said(page.introduction, spoken(page.body))


def _chapter(page: ChapterPage, _language: str) -> Said:
    values = [passage.get("value") for passage in page.body.raw_data]
    return Said(page.introduction, " ".join(texts_of(values)), weight=AFTER)


def provide_guide() -> None:
    """Let search hold the guide."""
    provide(PageSource(CHAPTER, {GuidePage: _guide, ChapterPage: _chapter}))
    provide(Registers())
    show(CHAPTER, GUIDE, _("Guide"), "sheet")
    show(REGISTER, GUIDE, _("Registre"), "sheet")
