"""The whole visit with the keyboard alone: from the home page to a printed sheet, the focus seen at every stop."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.demonstration.keyboard import focus, tab, tab_to, walk
from tests.browser.demonstration.pages import PUBLIC, SESSIONS, keep

WINDOWS = pytest.mark.parametrize("window", [PHONE, DESKTOP], ids=["320", "1280"])


@pytest.fixture
def reader(open_context, window) -> Page:
    return open_context(viewport=window).new_page()


def press(page: Page, key: str = "Enter") -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


@WINDOWS
@pytest.mark.parametrize(
    "name", ["home", "place", "agenda", "session cancelled", "subscribe", "no such page"]
)
def test_every_stop_shows_where_one_is(reader, name):
    reader.goto(PUBLIC[name])
    stops = walk(reader)
    assert stops[0]["href"] == "#contenu"
    assert {"header", "nav", "main"} <= {stop["within"] for stop in stops}
    assert stops[-1]["href"].endswith("/compte/"), "the last stop is not the last link of the foot"
    tags = {stop["tag"] for stop in stops}
    assert {"a", "summary"} <= tags


@WINDOWS
def test_the_sheet_stop_by_stop(reader):
    keep(reader)
    reader.goto("/ma-feuille/")
    words = [stop["words"] for stop in walk(reader)]
    assert "Imprimer" in words
    assert "Vider la feuille" in words
    assert sum(said.startswith("Enlever") for said in words) == 4


@WINDOWS
def test_from_the_home_page_to_a_printed_sheet(reader):
    page = reader
    page.add_init_script("window.print = () => { document.documentElement.dataset.printed = 'oui' }")
    page.goto("/")
    assert tab(page)["words"] == "Aller au contenu"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"
    assert "Parler à une médiatrice" in tab(page)["words"]
    page.go_back()
    page.reload()
    tab_to(page, "Agenda", within="nav")
    press(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Agenda")

    tab_to(page, "Choisir", tag="summary")
    form = page.locator("form.filters")
    page.keyboard.press("Enter")
    expect(form).to_be_visible()
    page.keyboard.press("Enter")
    expect(form).to_be_hidden()
    page.keyboard.press("Space")
    expect(form).to_be_visible()
    tab_to(page, "", tag="select", name="theme")
    page.keyboard.type("Souffler")
    tab_to(page, "Voir les ateliers", tag="button")
    press(page)
    assert "theme=souffler" in page.url
    expect(page.locator(".chosen")).to_contain_text("Souffler")

    tab_to(page, "Relaxation")
    press(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Relaxation")
    tab_to(page, "Mettre sur ma feuille", tag="button")
    press(page, "Space")
    expect(page.get_by_role("status")).to_have_text("La séance est sur votre feuille.")
    tab_to(page, "Imprimer", tag="button")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-printed", "oui")
    assert focus(page)["words"] == "Imprimer"

    tab_to(page, "Enlever", tag="button")
    press(page)
    expect(page.get_by_role("status")).to_have_text("La séance est enlevée de votre feuille.")


@WINDOWS
def test_the_filters_as_links_are_chosen_and_taken_off(reader):
    page = reader
    page.goto("/agenda/")
    tab_to(page, "Choisir", tag="summary")
    page.keyboard.press("Enter")
    tab_to(page, "Bouger", tag="a")
    press(page)
    assert "theme=bouger" in page.url
    tab_to(page, "Bouger (enlever ce filtre)", tag="a")
    press(page)
    assert "theme" not in page.url


@WINDOWS
@pytest.mark.parametrize("address", [PUBLIC["home"], SESSIONS["moved"], PUBLIC["no such page"]])
def test_emergency_numbers_are_a_few_keys_away_and_cover_nothing_left_behind(reader, address):
    page = reader
    page.goto(address)
    numbers = page.locator(".emergency-numbers")
    tab_to(page, "Urgences", tag="summary", limit=8)
    page.keyboard.press("Enter")
    expect(numbers).to_be_visible()
    assert tab(page)["href"] == "tel:15"
    page.keyboard.press("Escape")
    expect(numbers).to_be_hidden()
    assert focus(page)["words"] == "Urgences"

    page.keyboard.press("Space")
    called = [tab(page)["href"] for _ in range(9)]
    assert called[:3] == ["tel:15", "tel:112", "sms:114"]
    assert tab(page)["words"].startswith("IMPACT"), "after the numbers comes the page"


@WINDOWS
def test_the_language_changes_and_the_page_stays(reader):
    page = reader
    page.goto(SESSIONS["moved"])
    tab_to(page, "العربية", tag="a", limit=8)
    press(page)
    assert page.url.endswith("/ar" + SESSIONS["moved"])
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    tab_to(page, "Français", tag="a", limit=8)
    press(page)
    assert page.url.endswith(SESSIONS["moved"]) and "/ar/" not in page.url


def test_panels_open_and_later_dates_unfold_with_the_keyboard(page):
    page.goto(PUBLIC["workshop"])
    tab_to(page, "autres dates", tag="summary")
    page.keyboard.press("Space")
    expect(page.locator(".later .dates").first).to_be_visible()
    tab_to(page, "Partager", tag="summary")
    page.keyboard.press("Enter")
    assert tab(page)["words"] == "Envoyer par SMS"
    page.keyboard.press("Escape")
    assert focus(page)["words"] == "Partager"
