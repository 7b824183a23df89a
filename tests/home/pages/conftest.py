"""A small site in three languages: home, a territory, its place, its news."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from html import unescape

import pytest
import time_machine
from wagtail.models import Locale, Page, Site

from home.pages.models import (
    HomePage,
    NewsIndexPage,
    NewsPage,
    PlacePage,
    PortalPage,
    TerritoryPage,
)
from home.places.models import Place
from portal.territories.models import Territory
from tests.factories import PlaceFactory, TerritoryFactory, paris

#: A Monday morning; the place of the factories is open from 9 to 12 and from 14 to 17.
MONDAY = date(2026, 11, 23)
NOW = paris(2026, 11, 23, 10)


@dataclass
class Tree:
    """The pages every test starts from, and how to add one."""

    home: HomePage
    territory: Territory
    place: Place
    territory_page: TerritoryPage
    place_page: PlacePage
    news_index: NewsIndexPage

    @staticmethod
    def add(parent: Page, page: PortalPage) -> PortalPage:
        """Publish `page` under `parent`."""
        page.locale = parent.locale
        parent.refresh_from_db()
        parent.add_child(instance=page)
        page.save_revision().publish()
        page.refresh_from_db()
        return page

    def news(self, title: str, *, under: Page | None = None, **facts) -> NewsPage:
        """Publish a piece of news of the territory."""
        slug = facts.pop("slug", title.lower().replace(" ", "-"))
        facts = {"date": MONDAY, "introduction": f"{title}, en bref."} | facts
        return self.add(under or self.news_index, NewsPage(title=title, slug=slug, **facts))

    @staticmethod
    def translate(page: PortalPage, language: str, **words: str) -> PortalPage:
        """Publish the translation of `page`; an alias, French shown instead, when no words are given."""
        page = page.specific
        other = page.copy_for_translation(locale(language), copy_parents=True, alias=not words)
        for name, value in words.items():
            setattr(other, name, value)
        if words:
            other.draft_title = other.title
            other.save_revision().publish()
        return other

    def everywhere(self) -> None:
        """Give every language its tree: the home page written, the rest aliases."""
        self.translate(self.home, "en", title="Health, close to home")
        self.translate(self.home, "ar", title="الصحة قريبة")
        for page in (self.territory_page, self.place_page, self.news_index):
            self.translate(page, "en")
            self.translate(page, "ar")


def locale(language: str) -> Locale:
    """Give a language, made when missing."""
    return Locale.objects.get_or_create(language_code=language)[0]


def words(response) -> str:
    """Give the text of a page, without its tags."""
    html = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.fixture(autouse=True)
def _monday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def tree(db) -> Tree:
    """The site in French; `tree.everywhere()` gives it its other languages."""
    root = Page.get_first_root_node()
    for welcome in Page.objects.filter(depth=2):
        welcome.delete()
    root.refresh_from_db()
    root.locale = locale("fr")
    home = Tree.add(
        root,
        HomePage(
            title="La santé, à côté de chez vous",
            slug="accueil",
            introduction="Un lieu ouvert.",
            mediator_come="Venez sans rendez-vous.",
            mediator_call="Ou appelez.",
            mediator_why="Pour un courrier.",
        ),
    )
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "root_page": home, "site_name": "IMPACT"},
    )
    Site.clear_site_root_paths_cache()
    territory = TerritoryFactory(slug="chambery", name="Chambéry", name_ar="شامبيري")
    place = PlaceFactory(territory=territory, name="Espace Santé", slug="espace-sante")
    territory_page = Tree.add(
        home,
        TerritoryPage(title="Chambéry", slug="chambery", territory=territory, introduction="Le quartier."),
    )
    place_page = Tree.add(
        territory_page,
        PlacePage(
            title="Espace Santé",
            slug="espace-sante",
            place=place,
            introduction="Un lieu pour <tous> & chacun.",
            getting_there="<p>Bus 2.</p>",
            disabled_access="<p>De plain-pied.</p>",
            welcome="<p>Deux médiatrices.</p>",
        ),
    )
    index = Tree.add(territory_page, NewsIndexPage(title="Actualités", slug="actualites"))
    return Tree(home, territory, place, territory_page, place_page, index)
