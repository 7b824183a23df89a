"""A guide that is not for everybody: what stands under its address goes with it, and no list names it."""

from __future__ import annotations

import pytest
from wagtail.log_actions import LogContext
from wagtail.models import Page, PageLogEntry, PageViewRestriction

from resources.guide.documents import Registers
from resources.guide.models import ChapterPage
from resources.guide.reading.faces import chapters_in, read_guide
from search.sources import documents_of
from tests.factories import UserFactory
from tests.home.pages.conftest import tree  # noqa: F401 -- a fixture
from tests.resources.guide.chapters import add_chapter, add_guide, body, links_of
from tests.search.agreeing import index  # noqa: F401 -- a fixture
from tests.search.conftest import search_root  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db
UNDER = ("/guide/equipe/", "/guide/registres/", "/guide/registres/1a/", "/guide/registres/4b/")


@pytest.fixture
def guide(tree):  # noqa: F811
    """A guide of two chapters, the second of which holds the matrix."""
    guide = add_guide(tree)
    add_chapter(tree, guide, "equipe", body=body("text"))
    add_chapter(tree, guide, "registres", body=body("matrix"))
    return guide


def codes_of(client, *urls: str) -> set[int]:
    return {client.get(url).status_code for url in urls}


def test_a_guide_that_is_withdrawn_takes_all_it_holds_away(client, guide):
    assert codes_of(client, "/guide/", *UNDER) == {200}
    guide.unpublish()
    assert codes_of(client, "/guide/", *UNDER) == {404}
    site_map = client.get("/sitemap.xml").content.decode()
    assert "/guide/equipe/" not in site_map and "/guide/registres/" not in site_map
    assert "/guide/equipe/" not in client.get("/plan-du-site/").content.decode()
    assert not ChapterPage.objects.live().exists()


def test_the_journal_names_who_withdrew_the_chapters(guide):
    user = UserFactory()
    with LogContext(user=user):
        guide.unpublish()
    entries = PageLogEntry.objects.filter(action="wagtail.unpublish")
    assert entries.count() == 3 and set(entries.values_list("user", flat=True)) == {user.pk}


def test_chapters_go_all_or_none(guide, monkeypatch):
    unpublish = ChapterPage.unpublish

    def only_the_first(self, *arguments, **options):
        if self.slug == "registres":
            raise RuntimeError("no")
        return unpublish(self, *arguments, **options)

    monkeypatch.setattr(ChapterPage, "unpublish", only_the_first)
    with pytest.raises(RuntimeError):
        guide.unpublish()
    assert ChapterPage.objects.live().count() == 2


def test_what_showed_french_in_another_language_goes_too(client, tree, guide):  # noqa: F811
    tree.everywhere()
    tree.translate(guide, "ar")
    for chapter in ChapterPage.objects.filter(locale=guide.locale):
        tree.translate(chapter, "ar")
    arabic = [f"/ar{url}" for url in UNDER]
    assert codes_of(client, *arabic) == {200}
    guide.refresh_from_db()
    guide.unpublish()
    assert codes_of(client, *arabic) == {404}


def test_a_chapter_published_under_a_guide_that_is_not_is_shown_to_nobody(client, tree, guide):  # noqa: F811
    Page.objects.filter(pk=guide.pk).update(live=False)
    assert codes_of(client, *UNDER) == {404}
    assert not chapters_in("fr").exists()
    assert not any(cell.url for cell in read_guide("fr").cells.values())
    chapter = ChapterPage.objects.get(slug="registres")
    assert chapter.make_preview_request().status_code == 200, "who writes it sees it all the same"


def test_registers_are_not_for_everybody_when_the_guide_is_not(client, guide):
    assert codes_of(client, "/guide/registres/1a/") == {200}
    kept = PageViewRestriction.objects.create(page=guide, restriction_type="login")
    assert codes_of(client, "/guide/registres/1a/", "/guide/registres/4b/") == {404}
    assert client.get("/guide/equipe/").status_code == 302  # to the door, as for any such page
    kept.delete()
    assert codes_of(client, "/guide/registres/1a/") == {200}


def test_search_finds_registers_where_the_guide_is_read(tree, guide):  # noqa: F811
    assert {doc.language for doc in documents_of(["register:3A"])} == {"fr"}
    tree.everywhere()
    tree.translate(guide, "ar")
    assert {doc.language for doc in documents_of(["register:3A"])} == {"fr", "ar"}
    guide.refresh_from_db()
    guide.unpublish()
    assert not list(documents_of(["register:3A"])) and not list(Registers().ids())


def test_the_index_follows_the_guide(guide, index):  # noqa: F811
    with index.change():
        guide.unpublish()
    assert not [key for key in index.held() if key.startswith(("register:", "chapter:"))]
    with index.change():
        guide.save_revision().publish()
    assert "register:3A" in index.held()
    with index.change():
        kept = PageViewRestriction.objects.create(page=guide, restriction_type="login")
    assert "register:3A" not in index.held()
    with index.change():
        kept.delete()
    assert "register:3A" in index.held()


def test_the_book_is_offered_where_there_is_one(client, tree):  # noqa: F811
    guide = add_guide(tree)
    assert "/guide/guide.pdf" not in links_of(client.get("/guide/").content.decode())
    assert client.get("/guide/guide.pdf").status_code == 404
    add_chapter(tree, guide, "equipe", body=body("text"))
    for url in ("/guide/", "/guide/equipe/"):
        assert "/guide/guide.pdf" in links_of(client.get(url).content.decode())
