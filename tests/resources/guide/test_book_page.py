"""The address of the whole guide as one PDF, as readers get it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.cache import caches
from django.db import DatabaseError
from django.utils import timezone

from portal.cache import shelf
from portal.paper import PangoMissing
from resources.guide.book import asking, keeping, making
from resources.guide.book.keeping import GIVEN_UP_AFTER
from resources.guide.models import Book, GuidePage
from tests.home.pages.conftest import tree, words  # noqa: F401 -- a fixture
from tests.resources.guide.books import QUEUE, Press, empty_folder, files, only
from tests.resources.guide.chapters import add_chapter, add_guide, body, links_of

pytestmark = pytest.mark.django_db

PDF = "/guide/guide.pdf"


@pytest.fixture
def guide(tree) -> GuidePage:  # noqa: F811
    guide = add_guide(tree)
    add_chapter(tree, guide, "equipe", title="L'équipe", body=body("text"))
    return guide


@pytest.fixture(autouse=True)
def press(monkeypatch) -> Press:
    empty_folder()
    press = Press()
    monkeypatch.setattr(making, "to_pdf", press)
    return press


def publish(guide: GuidePage, title: str) -> None:
    page = guide.get_children().get(slug="equipe").specific
    page.title = title
    page.save_revision().publish()


def make_all() -> None:
    for book in Book.objects.filter(stage=Book.Stage.WANTED):
        making.make(book.pk, book.turn)


def test_it_says_what_it_is(client, guide):
    response = client.get(PDF)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="guide-impact.pdf"'
    assert response["Content-Language"] == "fr"
    assert response["ETag"] == f'"{only().fingerprint}"'
    assert response["Last-Modified"].endswith("GMT")
    assert response.content == Path(only().file.path).read_bytes()
    assert "X-Robots-Tag" not in response


def test_who_has_it_is_told_so_and_given_nothing(client, guide):
    first = client.get(PDF)
    shelf.clear()
    for _time in range(2):  # from the file, then from what the portal keeps
        for header in (
            {"If-None-Match": first["ETag"]},
            {"If-Modified-Since": first["Last-Modified"]},
        ):
            again = client.get(PDF, headers=header)
            assert (again.status_code, again.content) == (304, b"")
        assert client.get(PDF, headers={"If-None-Match": '"other"'}).status_code == 200
    publish(guide, "Autrement")
    assert client.get(PDF, headers={"If-None-Match": first["ETag"]}).status_code == 304  # the same bytes


def test_a_changed_chapter_is_in_it_and_only_its_language_is_made_again(client, tree, guide, press):  # noqa: F811
    tree.everywhere()
    tree.translate(guide, "en", title="The guide")
    tree.translate(guide.get_children().get(slug="equipe").specific, "en", title="The team")
    for root in ("", "/en", "", "/en", "/ar"):
        assert client.get(f"{root}{PDF}").status_code == 200
    assert len(press.printed) == 2
    english = Path(Book.objects.get(language="en").file.name).name
    publish(guide, "Toute l'équipe")
    for root in ("", "/en", "", "/en", "/ar"):
        assert client.get(f"{root}{PDF}").status_code == 200
    assert len(press.printed) == 3 and "Toute l&#x27;équipe" in press.printed[-1]
    assert english in files() and len(files()) == 2


@pytest.mark.parametrize(
    ("root", "language", "name"),
    [("", "fr", "guide-impact.pdf"), ("/en", "en", "impact-guide.pdf"), ("/ar", "fr", "guide-impact.pdf")],
)
def test_each_language_has_its_own(client, tree, guide, root, language, name):  # noqa: F811
    tree.everywhere()
    tree.translate(guide, "en", title="The guide")
    tree.translate(guide.get_children().get(slug="equipe").specific, "en", title="The team")
    response = client.get(f"{root}{PDF}")
    assert (response["Content-Language"], only().language) == (language, language)
    assert name in response["Content-Disposition"]


@pytest.mark.parametrize("root", ["/en", "/ar"])
def test_a_language_without_chapters_is_given_the_french_one(client, tree, guide, root):  # noqa: F811
    tree.everywhere()
    tree.translate(guide, root[1:])
    assert client.get(f"{root}{PDF}")["Content-Language"] == "fr"


def test_nothing_published_is_nothing_found(client, tree):  # noqa: F811
    assert client.get(PDF).status_code == 404
    guide = add_guide(tree)
    assert client.get(PDF).status_code == 404
    add_chapter(tree, guide)
    assert client.get(PDF).status_code == 200
    guide.unpublish()
    assert client.get(PDF).status_code == 404


def test_only_reading_is_understood(client, guide):
    assert client.post(PDF).status_code == 405
    assert client.head(PDF).status_code == 200
    assert client.get("/guide/guide.pdf/").status_code == 404


def test_a_page_waits_for_it(client, guide, settings):
    settings.TASKS = QUEUE
    response = client.get(PDF)
    assert response.status_code == 202
    told, html = words(response), response.content.decode()
    assert "Le PDF se prépare" in told and "Celui d’avant" not in told
    assert {PDF, "/guide/equipe/"} <= set(links_of(html))
    assert 'http-equiv="refresh"' not in html and "portal/book.js" in html
    assert response["Cache-Control"] == "no-store" and response["Retry-After"] == "10"
    assert response["X-Robots-Tag"] == "noindex"
    assert client.head(PDF).status_code == 202
    make_all()
    assert client.get(PDF).status_code == 200


def test_the_one_before_is_offered_meanwhile(client, guide, settings):
    settings.TASKS = QUEUE
    client.get(PDF)
    with time_machine.travel("2026-11-02T10:00:00+01:00", tick=False):
        make_all()
    before = client.get(PDF).content
    publish(guide, "Autrement")
    response = client.get(PDF)
    assert response.status_code == 202
    assert "Le guide du 2 novembre 2026" in words(response) and "2 pages" in words(response)
    former = next(link for link in links_of(response.content.decode()) if "precedent" in link)
    response = client.get(former)
    assert (response.status_code, response.content) == (200, before)
    assert response["X-Robots-Tag"] == "noindex" and response["Cache-Control"] == "no-store"
    make_all()
    assert client.get(PDF).status_code == 200
    assert_leads_to_the_current_one(client.get(former))  # what was taken out of the text is out of reach too
    assert len(files()) == 1


def assert_leads_to_the_current_one(response) -> None:
    assert (response.status_code, response["Location"]) == (302, PDF)
    assert response["X-Robots-Tag"] == "noindex" and response["Cache-Control"] == "no-store"


def test_without_one_before_one_is_led_to_the_current_one(client, guide):
    client.get(PDF)
    assert_leads_to_the_current_one(client.get(f"{PDF}?precedent=1"))


@pytest.mark.parametrize("way", ["unpublish", "delete", "restrict"])
def test_a_withdrawn_chapter_is_read_in_no_book(client, tree, guide, settings, way):  # noqa: F811
    """As long as nothing else is made, the one before is there: it must not be given with what was withdrawn."""
    settings.TASKS = QUEUE
    other = add_chapter(tree, guide, "lieu", body=body("text"))
    client.get(PDF)
    make_all()
    before = client.get(PDF)
    assert before.status_code == 200
    if way == "restrict":
        other.view_restrictions.create(restriction_type="login")
    else:
        getattr(other, way)()
    assert_leads_to_the_current_one(client.get(f"{PDF}?precedent=1"))
    response = client.get(PDF)
    assert response.status_code == 202 and "precedent" not in response.content.decode()
    assert files() == [] and not Book.objects.filter(stage=Book.Stage.MADE).exists()
    assert client.get(PDF, headers={"If-None-Match": before["ETag"]}).status_code == 202


def test_who_writes_meanwhile_holds_nobody_up(client, tree, guide, settings, monkeypatch):  # noqa: F811
    settings.TASKS = QUEUE
    other = add_chapter(tree, guide, "lieu", body=body("text"))
    client.get(PDF)
    make_all()
    other.unpublish()

    def locked(*_arguments) -> None:
        raise DatabaseError("database is locked")

    monkeypatch.setattr(keeping, "_delete", locked)
    response = client.get(PDF)
    assert response.status_code == 202 and "precedent" not in response.content.decode()
    assert_leads_to_the_current_one(client.get(f"{PDF}?precedent=1"))


@pytest.mark.parametrize("error", [PangoMissing(), ValueError("no")], ids=repr)
def test_when_it_cannot_be_made_the_chapters_to_print_are_named(client, guide, press, error):
    press.fails = error
    response = client.get(PDF)
    assert response.status_code == 503 and response["Retry-After"] == "600"
    assert "Le PDF manque pour le moment" in words(response)
    assert "chaque chapitre s’imprime depuis sa page" in words(response)
    assert "/guide/equipe/" in links_of(response.content.decode())
    assert response["Cache-Control"] == "no-store"
    client.get(PDF)
    assert len(press.printed) == 1
    press.fails = None
    with time_machine.travel(timezone.now() + GIVEN_UP_AFTER + timedelta(seconds=1), tick=False):
        assert client.get(PDF).status_code == 200


def test_a_database_that_is_being_written_to_makes_nobody_wait(client, guide, monkeypatch, press):
    def locked(*_arguments) -> None:
        raise DatabaseError("database is locked")

    monkeypatch.setattr(asking, "_take", locked)
    response = client.get(PDF)
    assert response.status_code == 202 and not press.printed
    monkeypatch.undo()
    monkeypatch.setattr(making, "to_pdf", press)
    assert client.get(PDF).status_code == 200


def test_a_file_swept_under_the_reader_s_feet_is_waited_for(client, guide, monkeypatch):
    client.get(PDF)
    shelf.clear()
    Path(only().file.path).unlink()
    monkeypatch.setattr(asking, "may_be_taken", lambda _book: False)
    assert client.get(PDF).status_code == 202


def test_in_arabic_the_page_says_which_language_it_waits_for(client, tree, guide, settings):  # noqa: F811
    settings.TASKS = QUEUE
    tree.everywhere()
    html = client.get(f"/ar{PDF}").content.decode()
    assert '<html lang="ar" dir="rtl">' in html
    assert '<ol class="contents" lang="fr" dir="ltr">' in html and 'href="/guide/equipe/"' in html
    assert 'lang="fr">Le guide</a>' in html


def test_what_is_added_to_the_address_makes_no_work_and_takes_no_room(client, guide, press):
    for number in range(5):
        response = client.get(f"{PDF}?x={number}")
        assert response.status_code == 200 and response["Cache-Control"] == "no-store"
    assert len(press.printed) == 1
    assert not shelf.pages


def test_it_costs_little(client, guide, tree, django_assert_num_queries):  # noqa: F811
    client.get(PDF)
    shelf.clear()
    caches["parts"].clear()
    with django_assert_num_queries(9):  # the version, what is published, the row
        client.get(PDF)
    with django_assert_num_queries(1):
        client.get(PDF)
