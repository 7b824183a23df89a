"""The page that waits for the guide as one PDF, in a real browser: it opens what it waited for, with script or without."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from resources.guide.book import making
from resources.guide.models import Book, ChapterPage
from tests.home.pages.conftest import tree  # noqa: F401 -- a fixture
from tests.resources.guide.books import QUEUE, Press, empty_folder
from tests.resources.guide.chapters import add_chapter, add_guide, body

PDF = "/guide/guide.pdf"


@pytest.fixture
def guide(transactional_db, tree, settings, monkeypatch):  # noqa: F811
    """A guide in three languages whose book waits for a worker, and one before it."""
    empty_folder()
    monkeypatch.setattr(making, "to_pdf", Press())
    guide = add_guide(tree)
    chapter = add_chapter(tree, guide, "equipe", title="Constituer l'équipe", body=body("text"))
    tree.everywhere()
    tree.translate(guide, "en", title="The guide")
    tree.translate(guide, "ar")
    tree.translate(chapter, "en", title="Building the team")
    settings.TASKS = QUEUE
    return guide


def make_all() -> None:
    """Do what the worker would."""
    for book in Book.objects.filter(stage=Book.Stage.WANTED):
        making.make(book.pk, book.turn)


def change() -> None:
    for chapter in ChapterPage.objects.filter(alias_of=None):
        chapter.title += ", ensemble"
        chapter.save_revision().publish()


def opening(page: Page) -> Any:
    """Wait for the file itself, shown in the place of the page."""
    return page.expect_response(
        lambda answer: (
            answer.request.method == "GET" and answer.headers.get("content-type") == "application/pdf"
        )
    )


@pytest.mark.parametrize("root", ["", "/en", "/ar"])
def test_axe_finds_nothing_and_nothing_overflows(check_axe, phone, guide, root):
    phone.goto(f"{root}{PDF}")
    make_all()
    change()
    for width in (320, 1280):
        check_axe(f"{root}{PDF}", width=width)
    phone.goto(f"{root}{PDF}")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320


def test_it_opens_by_itself_once_it_is_there(phone, guide):
    phone.goto(PDF)
    told = phone.get_by_text("il s’ouvrira quand il sera prêt")
    assert told.is_visible()
    with opening(phone) as opened:
        make_all()
    assert opened.value.status == 200
    phone.wait_for_function("document.contentType === 'application/pdf'")


def test_without_script_one_looks_again(no_script, guide):
    no_script.goto(PDF)
    assert not no_script.get_by_text("il s’ouvrira quand il sera prêt").is_visible()
    no_script.get_by_role("link", name="Voir s’il est prêt").click()
    assert no_script.get_by_role("heading", level=1).inner_text() == "Le PDF se prépare"
    make_all()
    with opening(no_script) as opened:
        no_script.get_by_role("link", name="Voir s’il est prêt").click()
    assert opened.value.status == 200


def test_what_fails_meanwhile_is_told(phone, guide):
    phone.goto(PDF)
    Book.objects.update(stage=Book.Stage.FAILED)
    phone.get_by_role("heading", name="Le PDF manque pour le moment").wait_for()
    assert phone.get_by_role("link", name="Constituer l'équipe").is_visible()


def test_by_keyboard_the_way_is_short(page, guide):
    page.goto(PDF)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # to the contents of the page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText.trim()") == "Voir s’il est prêt"
