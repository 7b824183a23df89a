"""What each kind of page says to search."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.rich_text import get_text_for_indexing

from home.pages.documents import PageSource, Said, spoken
from home.pages.models import (
    AccessibilityPage,
    HomePage,
    LegalPage,
    NeedPage,
    NewsIndexPage,
    NewsPage,
    PlacePage,
    TerritoryPage,
)
from home.pages.models.base import TextPage
from portal.territories.words import words
from search.sections import PAGES, show
from search.sources import provide

#: The parts of the accessibility statement that are words.
STATED = ("failures", "derogations", "out_of_scope", "technologies", "environments", "contact", "appeal")
FAINT, LIGHT, HEAVY = 0.5, 0.8, 1.2


def provide_pages() -> None:
    """Let search hold the pages of this app."""
    provide(
        PageSource(
            "page",
            {
                HomePage: _home,
                TerritoryPage: lambda page, _language: _text(page, HEAVY),
                NeedPage: lambda page, _language: _text(page),
                LegalPage: lambda page, _language: _text(page, FAINT),
                AccessibilityPage: _accessibility,
                NewsIndexPage: lambda _page, _language: Said(weight=FAINT),
                NewsPage: _news,
            },
            moves=True,
        )
    )
    provide(PageSource("place", {PlacePage: _place}, "place"))
    show("page", PAGES, _("Page"), "sheet")
    show("place", PAGES, _("Lieu"), "door-open")


def _text(page: TextPage, weight: float = 1.0) -> Said:
    return Said(page.introduction, spoken(page.body), weight=weight)


def _home(page: HomePage, _language: str) -> Said:
    told = (page.mediator_come, page.mediator_call, page.mediator_why)
    return Said(page.introduction, " ".join(filter(None, told)))


def _accessibility(page: AccessibilityPage, _language: str) -> Said:
    told = (get_text_for_indexing(getattr(page, name)) for name in STATED)
    return Said("", " ".join(filter(None, told)), weight=FAINT)


def _news(page: NewsPage, _language: str) -> Said | None:
    """Leave out what is over, or yet to come, as the lists of news do."""
    today = timezone.localdate()
    if page.date > today or (page.end_date and page.end_date < today):
        return None
    return _text(page, LIGHT)


def _place(page: PlacePage, language: str) -> Said:
    """Add where the place is to the words of its page."""
    place = page.place
    told = (get_text_for_indexing(part) for part in (page.getting_there, page.disabled_access, page.welcome))
    return Said(
        summary=page.introduction,
        text=" ".join(filter(None, (spoken(page.body), *told))),
        keywords=tuple(
            filter(None, (place.name, place.street, place.postcode, words(place, "landmark", language).text))
        ),
        weight=HEAVY,
        place=f"{place.name}, {place.city}",
        point=place.point,
    )
