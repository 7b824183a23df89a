"""The plan people read, the site map robots read, and what they may."""

from __future__ import annotations

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from home.pages.models import AccessibilityPage, HomePage, LegalPage, NeedPage, NewsPage
from home.pages.views import sitemap
from portal.territories import content_version
from tests.factories import ActivityFactory, ActivityTextFactory
from tests.home.pages.conftest import MONDAY, locale, words

pytestmark = pytest.mark.django_db
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
HOST = "http://testserver"


def lines(response) -> dict[str, ElementTree.Element]:
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    return {url.findtext("s:loc", namespaces=NS).removeprefix(HOST): url for url in root.findall("s:url", NS)}


def alternates(url: ElementTree.Element) -> dict[str, str]:
    return {
        link.get("hreflang"): link.get("href").removeprefix(HOST)
        for link in url.findall("x:link[@rel='alternate']", NS)
    }


def test_pages_agendas_and_workshops_are_listed(client, tree):
    ActivityFactory(place=tree.place, slug="yoga")
    ActivityFactory(place=tree.place, slug="brouillon", text=False)
    tree.news("Nouvelle")
    found = lines(client.get("/sitemap.xml"))
    assert {
        "/",
        "/chambery/",
        "/chambery/espace-sante/",
        "/chambery/actualites/",
        "/chambery/actualites/nouvelle/",
        "/agenda/",
        "/en/agenda/",
        "/chambery/agenda/",
        "/ar/chambery/agenda/",
        "/agenda/yoga/",
    } <= set(found)
    assert "/agenda/brouillon/" not in found
    assert found["/"].findtext("s:lastmod", namespaces=NS).startswith("2026-11-23T09:00:00")


def test_languages_are_tied_and_aliases_left_out(client, tree):
    tree.everywhere()
    yoga = ActivityFactory(place=tree.place, slug="yoga")
    ActivityTextFactory(activity=yoga, locale=locale("en"), title="Yoga")
    found = lines(client.get("/sitemap.xml"))
    assert alternates(found["/en/"]) == {"fr": "/", "en": "/en/", "ar": "/ar/"}
    assert "/en/chambery/" not in found  # French words under an English address
    assert alternates(found["/chambery/"]) == {}
    assert alternates(found["/agenda/yoga/"]) == {"fr": "/agenda/yoga/", "en": "/en/agenda/yoga/"}
    assert "/ar/agenda/yoga/" not in found


def test_what_is_not_public_is_not_listed(client, tree):
    tree.news("Brouillon").unpublish()
    secret = tree.add(tree.home, NeedPage(title="Réservée", slug="reservee"))
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    found = lines(client.get("/sitemap.xml"))
    assert "/reservee/" not in found
    assert "/chambery/actualites/brouillon/" not in found


def test_every_address_listed_answers(client, tree):
    tree.everywhere()
    ActivityFactory(place=tree.place, slug="yoga")
    for url in lines(client.get("/sitemap.xml")):
        assert client.get(url).status_code == 200, url


def many_news(tree, number: int) -> None:
    """Put `number` pieces of news straight into the tables: Wagtail's own way takes minutes."""
    index, now = tree.news_index, timezone.now()
    bases = []
    for n in range(number):
        page = NewsPage(
            title=f"Nouvelle {n}", slug=f"n{n}", date=MONDAY - timedelta(days=n % 400), locale=index.locale
        )
        page.path = NewsPage._get_path(index.path, index.depth + 1, n + 1)
        page.depth, page.url_path = index.depth + 1, f"{index.url_path}n{n}/"
        page.draft_title, page.last_published_at, page.live = page.title, now, True
        page.content_type = page.cached_content_type
        bases.append(page)
    fields = [f for f in Page._meta.concrete_fields if not f.primary_key]
    rows = Page.objects.bulk_create(
        [Page(**{f.attname: getattr(page, f.attname) for f in fields}) for page in bases], batch_size=500
    )
    news = NewsPage._meta.local_concrete_fields
    table = NewsPage._meta.db_table
    from django.db import connection

    columns = [f.column for f in news]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})",
            [
                [
                    row.pk if f.primary_key else f.get_db_prep_save(getattr(page, f.attname), connection)
                    for f in news
                ]
                for row, page in zip(rows, bases, strict=True)
            ],
        )
    Page.objects.filter(pk=index.pk).update(numchild=number)
    content_version.bump()


@pytest.mark.once
def test_ten_thousand_pages_in_a_few_queries(client, tree, django_assert_max_num_queries):
    many_news(tree, 10_000)
    with django_assert_max_num_queries(10):
        response = client.get("/sitemap.xml")
    files = re.findall(r"<loc>([^<]+)</loc>", response.content.decode())
    assert files == [f"{HOST}/sitemap.xml?page={n}" for n in (1, 2, 3)]
    found: list[str] = []
    for url in files:
        with django_assert_max_num_queries(10):
            found += lines(client.get(url.removeprefix(HOST)))
    assert len(found) == len(set(found)) > 10_000
    with django_assert_max_num_queries(15):
        assert "n9999" not in client.get("/plan-du-site/").content.decode()


@pytest.mark.parametrize("page", ["0", "2", "-1", "abc", "", "²", "1e3", "9" * 2000])
def test_a_part_that_does_not_exist_is_404(client, tree, page):
    assert client.get("/sitemap.xml", {"page": page}).status_code == 404


def test_parts_are_cut_at_their_size(client, tree, monkeypatch):
    monkeypatch.setattr(sitemap, "ADDRESSES_A_FILE", 4)
    first = lines(client.get("/sitemap.xml?page=1"))
    assert len(first) == 4
    assert not set(first) & set(lines(client.get("/sitemap.xml?page=2")))


def test_the_plan_shows_the_tree(client, tree):
    ActivityFactory(place=tree.place, slug="yoga", text="Yoga doux")
    tree.add(tree.home, NeedPage(title="Parler à une médiatrice", slug="parler"))
    tree.add(tree.home, LegalPage(title="Mentions légales", slug="mentions-legales"))
    tree.add(tree.home, AccessibilityPage(title="Accessibilité", slug="accessibilite", stated_on=MONDAY))
    tree.news("Une nouvelle")
    response = client.get("/plan-du-site/")
    html = response.content.decode()
    parts = re.findall(r'<section aria-labelledby="partie-\d">(.*?)</section>', html, re.S)
    everywhere, _resources, _guide, chambery, about = (
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", part)) for part in parts
    )
    assert everywhere.split()[0] == "Partout"
    assert "Parler à une médiatrice" in everywhere
    assert "Espace Santé" in chambery
    assert "Yoga doux" in chambery
    assert "Mentions légales Accessibilité" in about
    assert "Une nouvelle" not in words(response)
    for url in re.findall(r'href="(/[^"]*)"', html):
        if not url.startswith(("/static/", "/donnees", "/actualites", "/compte")):  # not in this small tree
            assert client.get(url).status_code == 200, url


def test_the_plan_in_other_languages(client, tree):
    tree.everywhere()
    html = client.get("/en/plan-du-site/").content.decode()
    assert '<a href="/en/chambery/" lang="fr">Chambéry</a>' in html
    assert 'href="/en/agenda/"' in html


def test_the_plan_hides_what_is_kept_for_some(client, tree):
    secret = tree.add(tree.home, NeedPage(title="Réservée", slug="reservee"))
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    assert "Réservée" not in words(client.get("/plan-du-site/"))


def test_robots_are_told_what_is_closed(client, tree, settings):
    response = client.get("/robots.txt")
    text = response.content.decode()
    assert response["Content-Type"].startswith("text/plain")
    for path in ("/admin/", "/compte/", "/en/compte/", "/ar/ma-feuille/"):
        assert f"Disallow: {path}\n" in text
    assert text.endswith("Sitemap: http://testserver/sitemap.xml\n")
    settings.DEMO = True
    assert client.get("/robots.txt?demo").content.decode() == "User-agent: *\nDisallow: /\n"


def test_a_site_without_pages_still_answers(client, db):
    assert not HomePage.objects.exists()
    assert "/agenda/" in lines(client.get("/sitemap.xml"))
    assert client.get("/plan-du-site/").status_code == 200
