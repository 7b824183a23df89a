"""The whole visit without JavaScript: every step is a link or a form."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.demonstration.pages import LANGUAGES, PUBLIC, SESSIONS, too_wide


@pytest.fixture
def reader(no_script) -> Page:
    return no_script


def title(page: Page):
    return page.get_by_role("heading", level=1)


def test_from_the_home_page_to_the_sheet_and_back(reader):
    page = reader
    page.goto("/")
    expect(page.get_by_role("heading", name=re.compile("^Aujourd’hui"))).to_be_visible()
    page.get_by_role("link", name="Voir tout l’agenda").click()
    expect(title(page)).to_have_text("Agenda")

    page.locator(".choices > summary").click()
    page.get_by_role("combobox", name="Jour").select_option("semaine")
    page.get_by_role("combobox", name="Thème").select_option("souffler")
    page.get_by_role("button", name="Voir les ateliers").click()
    assert "jour=semaine" in page.url and "theme=souffler" in page.url
    expect(page.get_by_role("status")).to_contain_text("séance")
    page.get_by_role("link", name="Relaxation", exact=True).click()
    expect(title(page)).to_have_text("Relaxation")

    page.get_by_role("button", name="Mettre sur ma feuille").click()
    expect(title(page)).to_have_text("Ma feuille")
    expect(page.get_by_role("status")).to_have_text("La séance est sur votre feuille.")
    expect(page.get_by_role("button", name="Imprimer")).to_have_count(0)  # it could do nothing here
    expect(page.get_by_role("link", name="Envoyer par SMS")).to_be_visible()
    page.get_by_role("link", name="Revenir à la page d’avant").click()
    expect(title(page)).to_have_text("Relaxation")

    page.get_by_role("link", name="Ma feuille").click()
    expect(page.locator(".sheet > li")).to_have_count(1)
    page.get_by_role("button", name="Enlever").click()
    expect(page.get_by_role("status")).to_have_text("La séance est enlevée de votre feuille.")
    expect(page.locator(".sheet")).to_have_count(0)


def test_a_sheet_is_emptied_at_once(reader):
    for state in ("moved", "full"):
        reader.goto(SESSIONS[state])
        reader.get_by_role("button", name="Mettre sur ma feuille").click()
    expect(reader.locator(".sheet > li")).to_have_count(2)
    reader.get_by_role("button", name="Vider la feuille").click()
    expect(reader.get_by_role("status")).to_have_text("Votre feuille est vide.")


def test_filters_as_links(reader):
    reader.goto("/chambery/agenda/")
    reader.locator(".choices > summary").click()
    reader.get_by_role("link", name=re.compile("^Bouger")).click()
    assert reader.url.endswith("/chambery/agenda/?theme=bouger")
    reader.locator(".chosen").get_by_role("link", name="Bouger").click()
    assert reader.url.endswith("/chambery/agenda/")


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_the_emergency_numbers_open_and_cover_nothing(reader, prefix):
    reader.goto(prefix + "/")
    reader.locator(".emergency > summary").click()
    numbers = reader.locator(".emergency-numbers a")
    expect(numbers).to_have_count(9)
    for number in numbers.all():
        expect(number).to_be_visible()
        assert re.match(r"(tel|sms):\d{2,4}$", number.get_attribute("href"))
    panel, head = (reader.locator(name).bounding_box() for name in (".emergency-numbers", ".house"))
    assert panel["y"] + panel["height"] <= head["y"] + 1
    assert not too_wide(reader)


def test_the_language_changes_and_the_page_stays(reader):
    reader.goto(SESSIONS["cancelled"])
    for name, prefix in (("English", "/en"), ("العربية", "/ar"), ("Français", "")):
        reader.get_by_role("link", name=name, exact=True).click()
        assert reader.url.split("/", 3)[3] == f"{prefix}{SESSIONS['cancelled']}".lstrip("/")
        expect(reader.locator("html")).to_have_attribute("lang", prefix.strip("/") or "fr")


def test_how_to_subscribe(reader):
    reader.goto("/agenda/")
    reader.get_by_role("link", name="Recevoir l’agenda sur mon téléphone").click()
    expect(title(reader)).to_have_text("S’abonner à l’agenda sur son téléphone")
    subscribe = reader.get_by_role("link", name=re.compile("^S’abonner : "))
    assert subscribe.first.get_attribute("href").startswith("webcal://")
    feed = reader.request.get("/agenda.ics")
    assert feed.ok and feed.text().startswith("BEGIN:VCALENDAR")


def test_folded_parts_open(reader):
    reader.goto(PUBLIC["workshop"])
    reader.locator(".later > summary").click()
    expect(reader.locator(".later .dates a").first).to_be_visible()
    reader.locator(".share > summary").click()
    expect(reader.get_by_role("link", name="Envoyer par e-mail")).to_be_visible()


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_every_page_says_all_it_says_with_scripts(reader, phone, prefix):
    """Scripts only add comfort: the words are the same, but for the buttons that need them."""
    for name in ("home", "place", "agenda", "session moved", "news", "plan"):
        said = []
        for page in (reader, phone):
            page.goto(prefix + PUBLIC[name])
            said.append(page.locator("main").inner_text())
        assert said[0] == said[1], name
