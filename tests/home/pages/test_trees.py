"""The trees of the languages stay alike when a French page is moved or deleted."""

from __future__ import annotations

import pytest
from wagtail.models import Page

from home.pages.models import NeedPage, NewsIndexPage
from tests.home.pages.conftest import locale

pytestmark = pytest.mark.django_db


@pytest.fixture
def parler(tree) -> NeedPage:
    """A page written in English, shown in French in Arabic."""
    tree.everywhere()
    page = tree.add(tree.home, NeedPage(title="Parler", slug="parler"))
    tree.translate(page, "en", title="Talk")
    tree.translate(page, "ar")
    return page


def test_a_page_moved_is_moved_in_every_language_with_redirects(client, tree, parler):
    parler.move(tree.territory_page, pos="last-child")
    for prefix in ("", "/en", "/ar"):
        assert client.get(f"{prefix}/chambery/parler/").status_code == 200, prefix
        assert client.get(f"{prefix}/parler/")["Location"] == f"{prefix}/chambery/parler/"


def test_what_stands_under_it_goes_along(client, tree):
    tree.everywhere()
    index = tree.add(tree.home, NewsIndexPage(title="Actualités", slug="actualites"))
    tree.translate(index, "en")
    news = tree.news("Nouvelle", under=index)
    tree.translate(news, "en", title="News")
    news.move(tree.news_index, pos="last-child")
    assert client.get("/en/chambery/actualites/nouvelle/").status_code == 200


def test_a_twin_that_stood_elsewhere_or_has_no_place_stays(client, tree, parler):
    english = parler.get_translation(locale("en"))
    english.move(Page.objects.get(slug="chambery", locale=locale("en")), pos="last-child")
    taken = NeedPage(title="كلام", slug="parler", locale=locale("ar"))
    Page.objects.get(slug="espace-sante", locale=locale("ar")).add_child(instance=taken)
    parler.move(tree.place_page, pos="last-child")
    assert client.get("/en/chambery/parler/").status_code == 200
    assert client.get("/ar/parler/").status_code == 200


def test_sorting_sisters_moves_nothing(client, tree, parler):
    parler.move(tree.home, pos="first-child")
    assert client.get("/en/parler/").status_code == 200


def test_a_page_deleted_takes_its_french_words_out_of_every_language(client, tree, parler):
    tree.territory_page.refresh_from_db()
    tree.territory_page.delete()
    for address in ("/en/chambery/", "/ar/chambery/", "/ar/chambery/espace-sante/"):
        assert client.get(address).status_code == 404, address
    Page.objects.get(pk=parler.pk).delete()
    assert client.get("/ar/parler/").status_code == 404
    assert client.get("/en/parler/").status_code == 200, "what somebody wrote stays"
    assert not Page.find_problems()[0]


def test_a_translation_deleted_takes_nothing_else_away(client, parler):
    parler.get_translation(locale("en")).delete()
    assert client.get("/parler/").status_code == 200
    assert client.get("/ar/parler/").status_code == 200
