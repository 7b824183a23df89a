"""What an editor sees before publishing: every kind of page, saved or not, in the admin's preview."""

from __future__ import annotations

import pytest

from home.pages.models import (
    AccessibilityPage,
    HomePage,
    LegalPage,
    NeedPage,
    NewsIndexPage,
    NewsPage,
    PlacePage,
    TerritoryPage,
    WayOn,
)
from tests.factories import PlaceFactory, TerritoryFactory
from tests.home.pages.conftest import MONDAY, locale, words

pytestmark = pytest.mark.django_db


def preview(page) -> str:
    response = page.make_preview_request()
    assert response.status_code == 200
    return words(response)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_draft_shows_its_own_words(tree, language):
    tree.everywhere()
    for page in (tree.home, tree.territory_page, tree.place_page, tree.news_index, tree.news("Nouvelle")):
        draft = page.get_translation_or_none(locale(language)) or page
        draft = draft.specific.get_latest_revision_as_object() if draft.latest_revision else draft.specific
        draft.title = "Titre du brouillon"
        assert "Titre du brouillon" in preview(draft)


def test_a_way_on_not_yet_published_shows(client, tree):
    client.get("/")  # what the public sees is kept
    draft = HomePage.objects.get(pk=tree.home.pk)
    draft.ways_on = [WayOn(label="Un chemin", address="/agenda/", pictogram="papiers", locale=locale("fr"))]
    assert "Un chemin" in preview(draft)
    assert "Un chemin" not in words(client.get("/"))


def test_pages_nobody_saved_yet(tree):
    territory = TerritoryFactory(slug="nouveau")
    pages = [
        (tree.home, TerritoryPage(title="Nouveau", slug="nouveau", territory=territory)),
        (
            tree.territory_page,
            PlacePage(title="Lieu", slug="lieu", place=PlaceFactory(territory=tree.territory)),
        ),
        (tree.territory_page, NewsIndexPage(title="Actualités", slug="actualites-2")),
        (tree.news_index, NewsPage(title="Nouvelle", slug="nouvelle", date=MONDAY)),
        (tree.home, NeedPage(title="Besoin", slug="besoin")),
        (tree.home, LegalPage(title="Mentions", slug="mentions")),
        (tree.home, AccessibilityPage(title="Accessibilité", slug="accessibilite", stated_on=MONDAY)),
    ]
    for parent, page in pages:
        page.locale = parent.locale
        page.set_url_path(parent)  # as Wagtail's admin does for the preview of a new page
        page.depth, page.path = parent.depth + 1, parent.path + "ZZZZ"
        assert page.title in preview(page)
