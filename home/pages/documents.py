"""Pages as search finds them: what is published, for everybody, in each language it is read in.

An app above gives its own kinds of pages with `PageSource`; every page tells search of its changes (`touches.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, prefetch_related_objects
from django.utils import timezone
from wagtail.fields import StreamValue
from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet
from wagtail.rich_text import get_text_for_indexing

from home.pages.addresses import address, roots
from home.pages.privacy import restricted_anywhere
from portal.territories.models import Territory
from portal.territories.words import DEFAULT as FRENCH
from search.document import FOR, RESIDENTS, SearchDocument
from search.geography import Point

#: What a block of a body says, by the names its parts have; the text of a simple block is the block itself.
SPOKEN = ("title", "text", "label", "alt_text")


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says beside its title; `title` when it goes by another one."""

    summary: str = ""
    text: str = ""
    title: str = ""
    keywords: tuple[str, ...] = ()
    weight: float = 1.0
    place: str = ""
    point: Point | None = None
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    discreet: bool = False


#: Says what a page reads like in a language; None when it is not to be found today.
Tell = Callable[[Any, str], Said | None]
_kinds: dict[type[Page], str] = {}


def kind_of(model: type[Page] | None) -> str:
    """Give the kind of document the pages of a model make; "" for none."""
    return _kinds.get(model, "") if model else ""


def found_pages() -> PageQuerySet:
    """Keep the pages anybody may read now: published, not over, nothing above them kept for some readers."""
    now = timezone.now()
    return (
        Page.objects.live()
        .filter(Q(expire_at=None) | Q(expire_at__gt=now), depth__gte=2)
        .exclude(restricted_anywhere())
    )


class PageSource:
    """Documents of some models of pages, under the translation key that their languages share.

    `tell` says what each model reads like. `bring` names what is fetched along: one query more for each.
    """

    def __init__(self, kind: str, tell: Mapping[type[Page], Tell], *bring: str, moves: bool = False) -> None:
        self.kind, self.tell, self.bring = kind, dict(tell), bring
        #: Whether a page may read otherwise tomorrow although nobody touches it.
        self.moves_with_time = moves
        _kinds.update(dict.fromkeys(self.tell, kind))

    def ids(self) -> Iterator[str]:
        """Give the translation keys of the pages anybody may read. One query."""
        keys = found_pages().exact_type(*self.tell).order_by("translation_key")
        yield from map(str, keys.values_list("translation_key", flat=True).distinct())

    def documents(self, ids: Iterable[str]) -> Iterator[SearchDocument]:
        """Give the documents of the pages under these keys: five queries, one for each model and each of `bring`."""
        known, territories = roots(), set(Territory.objects.values_list("slug", flat=True))
        for french, pages in self._twins(ids, known):
            for language, page in pages.items():
                above = page.url_path.removeprefix(known[language]).partition("/")[0]
                within = (above,) if above in territories else ()
                url = address(page.url_path, language, known)
                if said := self.tell[type(page)](page, language):
                    yield self._document(page, language, url, said, within, self._words(french, language))

    def _twins(self, ids: Iterable[str], known: Mapping[str, str]) -> Iterator[tuple[Any, dict[str, Any]]]:
        """Give, for each key, its French page or None, and its page in each language."""
        languages = dict(Locale.objects.values_list("pk", "language_code"))
        rows = found_pages().exact_type(*self.tell).filter(translation_key__in=_keys(ids))
        pages = list(rows.order_by("path").specific())
        prefetch_related_objects(pages, *self.bring)
        twins: dict[UUID, dict[str, Any]] = defaultdict(dict)
        for page in pages:
            language = languages[page.locale_id]
            if language in known and page.url_path.startswith(known[language]):
                twins[page.translation_key][language] = page
        for mine in twins.values():
            yield mine.get(FRENCH), mine

    def _words(self, french: Any, language: str) -> str:
        """Give the words of the French page, which its translations are found by too."""
        if french is None or language == FRENCH:
            return ""
        said = self.tell[type(french)](french, FRENCH)
        return " ".join([said.title or french.title, said.summary, said.text, *said.keywords]) if said else ""

    def _document(
        self, page: Any, language: str, url: str, said: Said, within: tuple[str, ...], french: str
    ) -> SearchDocument:
        in_french = page.is_in_french_instead and language != FRENCH
        return SearchDocument(
            key=f"{self.kind}:{page.translation_key}",
            kind=self.kind,
            language=language,
            title=said.title or page.title,
            url=url,
            summary=said.summary,
            text="" if in_french else said.text,
            keywords=said.keywords,
            original=french or (said.text if in_french else ""),
            words_language=FRENCH if in_french else "",
            territories=within,
            facets=said.facets,
            marks={FOR: (RESIDENTS,)},
            place=said.place,
            point=said.point,
            everywhere=said.point is None and not said.place,  # what it says is for wherever one lives
            weight=said.weight,
            discreet=said.discreet,
        )


def _keys(ids: Iterable[str]) -> list[UUID]:
    """Read translation keys; what is none is left out."""
    found = []
    for text in ids:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def spoken(body: StreamValue) -> str:
    """Give the words of a body as it is stored: nothing is fetched for its pictures and links."""
    return " ".join(_strings(block["value"]) for block in body.raw_data if block).strip()


def _strings(value: Any) -> str:
    if isinstance(value, str):
        return get_text_for_indexing(value)
    if isinstance(value, Mapping):
        return " ".join(_strings(value[name]) for name in SPOKEN if value.get(name))
    return ""
