"""Short news: lists page by page, one piece, feeds read by an XML reader."""

from __future__ import annotations

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.core.exceptions import ValidationError
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction

from home.pages.models import NewsIndexPage, NewsPage
from tests.factories import paris
from tests.home.pages.conftest import MONDAY, locale, words

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]
URL = "/chambery/actualites/"
ATOM = "{http://www.w3.org/2005/Atom}"


def titles(html: str) -> list[str]:
    return re.findall(r"<h2><a[^>]*>([^<]*)</a></h2>", html)


@pytest.fixture
def portal_index(tree) -> NewsIndexPage:
    return tree.add(tree.home, NewsIndexPage(title="Toutes les actualités", slug="actualites"))


def image():
    return get_image_model().objects.create(title="salle", file=get_test_image_file(size=(1300, 900)))


def test_the_newest_come_first_ten_a_page(client, tree):
    for n in range(12):
        tree.news(f"Nouvelle {n}", date=MONDAY - timedelta(days=n))
    first, second = client.get(URL), client.get(URL + "?page=2")
    assert titles(first.content.decode()) == [f"Nouvelle {n}" for n in range(10)]
    assert titles(second.content.decode()) == ["Nouvelle 10", "Nouvelle 11"]
    assert "Page 2 sur 2" in words(second)
    assert "<title>Actualités, page 2 – IMPACT</title>" in second.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "2", "abc", "1.5", "", "9" * 500, "٢", "1&page=7"])
def test_a_page_that_does_not_exist_is_404(client, tree, page):
    tree.news("Seule")
    assert client.get(f"{URL}?page={page}").status_code == 404


def test_an_empty_list_says_so(client, tree):
    response = client.get(URL)
    assert response.status_code == 200
    assert "Pas d’actualité en ce moment." in words(response)


def test_the_portal_lists_every_territory_with_its_name(client, tree, portal_index):
    tree.news("Au quartier")
    tree.news("Partout", under=portal_index)
    text = words(client.get("/actualites/"))
    assert "Au quartier 23 novembre , Chambéry" in text
    assert "Partout 23 novembre Partout, en bref." in text


def test_a_piece_of_news_shows_its_day_and_its_picture(client, tree):
    tree.news(
        "Vernissage", image=image(), alternative="Trois tableaux", body=[("text", "<p>Entrée libre.</p>")]
    )
    html = client.get(URL + "vernissage/").content.decode()
    assert '<time datetime="2026-11-23">lundi 23 novembre</time>' in html
    assert 'alt="Trois tableaux"' in html
    assert re.search(r'width="960" height="66\d"', html)
    assert 'property="og:image" content="http://testserver/media/' in html
    assert "Entrée libre." in html
    assert "passée" not in html


def test_a_list_of_pictures_costs_no_query_a_picture(client, tree, django_assert_max_num_queries):
    shared = image()
    for n in range(3):
        tree.news(f"Nouvelle {n}", image=shared, alternative="Tableaux")
    client.get(URL)
    client.get("/plan-du-site/")
    with django_assert_max_num_queries(9):
        html = client.get(URL + "?again").content.decode()
    assert html.count('alt="Tableaux"') == 3


def test_news_that_is_over_leaves_the_lists_and_says_so_itself(client, tree):
    tree.news("Fini", end_date=MONDAY)
    assert "Fini" in words(client.get(URL))
    with time_machine.travel(paris(2026, 11, 24, 0, 30), tick=False):
        assert "Fini" not in words(client.get(URL))
        assert "Cette actualité est passée." in words(client.get(URL + "fini/"))


def test_a_picture_needs_words(tree):
    with pytest.raises(ValidationError) as refused:
        NewsPage(title="Sans mots", slug="sans-mots", image=image()).clean()
    assert "alternative" in refused.value.message_dict


def entries(response) -> tuple[ElementTree.Element, list[ElementTree.Element]]:
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    assert root.tag == f"{ATOM}feed"
    return root, root.findall(f"{ATOM}entry")


def test_the_feed_is_atom(client, tree):
    tree.news("Un <b>titre</b> & plus", slug="titre")
    tree.news("Fini", end_date=MONDAY - timedelta(days=1), date=MONDAY - timedelta(days=2))
    root, found = entries(client.get(URL + "atom.xml"))
    assert root.findtext(f"{ATOM}title") == "Actualités IMPACT, Chambéry"
    assert root.findtext(f"{ATOM}id") == "http://testserver/chambery/actualites/"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {
        "self": "http://testserver/chambery/actualites/atom.xml",
        "alternate": "http://testserver/chambery/actualites/",
    }
    assert root.find(f"{ATOM}author").findtext(f"{ATOM}name") == "IMPACT"
    (entry,) = found
    assert entry.findtext(f"{ATOM}title") == "Un <b>titre</b> & plus"
    assert entry.find(f"{ATOM}link").get("href") == "http://testserver/chambery/actualites/titre/"
    assert entry.findtext(f"{ATOM}published").startswith("2026-11-23T09:00:00")
    assert root.findtext(f"{ATOM}updated") == entry.findtext(f"{ATOM}updated")


def test_an_entry_keeps_its_identity_and_tells_its_last_change(client, tree):
    page = tree.news("Nouvelle")
    _root, (before,) = entries(client.get(URL + "atom.xml"))
    with time_machine.travel(paris(2026, 11, 25, 10), tick=False):
        page.slug, page.title = "autre-adresse", "Autre titre"
        page.save_revision().publish()
        _root, (after,) = entries(client.get(URL + "atom.xml"))
    assert after.findtext(f"{ATOM}id") == before.findtext(f"{ATOM}id")
    assert after.findtext(f"{ATOM}published") == before.findtext(f"{ATOM}published")
    assert after.findtext(f"{ATOM}updated").startswith("2026-11-25")


def test_an_empty_feed_is_valid_and_the_same_each_time(client, tree):
    one, two = client.get(URL + "atom.xml"), client.get(URL + "atom.xml?again")
    root, found = entries(one)
    assert found == []
    assert root.findtext(f"{ATOM}updated")
    assert two.content == one.content.replace(b"atom.xml", b"atom.xml", 1)


def test_feeds_in_the_reader_s_language(client, tree):
    tree.news("Nouvelle")
    tree.everywhere()
    index = tree.news_index.get_translation(locale("en"))
    tree.translate(NewsPage.objects.get(slug="nouvelle", locale__language_code="fr"), "en")
    root, (entry,) = entries(client.get("/en" + URL + "atom.xml"))
    xml_lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert root.get(xml_lang) == "en"
    assert entry.get(xml_lang) == "fr"  # nobody translated it
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver/en{URL}nouvelle/"
    assert index.is_in_french_instead
    french = entries(client.get(URL + "atom.xml"))[1][0]
    assert entry.findtext(f"{ATOM}id") == french.findtext(
        f"{ATOM}id"
    )  # the same French words, the same entry


def test_a_translated_entry_is_another_one(client, tree):
    page = tree.news("Nouvelle")
    tree.everywhere()
    tree.translate(page, "en", title="Some news")
    _root, (english,) = entries(client.get("/en" + URL + "atom.xml"))
    _root, (french,) = entries(client.get(URL + "atom.xml"))
    assert english.findtext(f"{ATOM}title") == "Some news"
    assert english.findtext(f"{ATOM}id") != french.findtext(f"{ATOM}id")


@pytest.mark.parametrize(
    "url", ["/actualites/atom.xml", "/inconnu/actualites/atom.xml", "/ar/chambery/actualites/atom.xml"]
)
def test_a_feed_that_does_not_exist_is_404(client, tree, url):
    assert client.get(url).status_code == 404


def test_what_is_kept_for_some_stays_out_of_lists_and_feeds(client, tree, portal_index):
    tree.news("Réservée", slug="reservee")
    PageViewRestriction.objects.create(page=tree.news_index, restriction_type="login")
    assert "Réservée" not in words(client.get("/actualites/"))
    assert entries(client.get("/actualites/atom.xml"))[1] == []
    assert client.get(URL + "atom.xml").status_code == 404
    assert client.get(URL).status_code == 302
    assert client.get(URL + "reservee/").status_code == 302


def test_the_feed_costs_a_few_queries(client, tree, django_assert_max_num_queries):
    for n in range(8):
        tree.news(f"Nouvelle {n}")
    client.get("/")
    with django_assert_max_num_queries(4):
        client.get(URL + "atom.xml")
