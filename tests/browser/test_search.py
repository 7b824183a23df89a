"""The search in a real browser: small telephone, no script, keyboard alone, suggestions read aloud, the way out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.factories import TerritoryFactory, ThemeFactory
from tests.search.making import doc
from tests.search.shelves import HERE, put, yoga

BOX = "Que cherchez-vous ?"


@pytest.fixture
def shelf(transactional_db, settings, tmp_path):
    """An index with a few things in three languages."""
    settings.SEARCH_ROOT = str(tmp_path / "search")
    TerritoryFactory(slug="chambery", name="Chambéry", name_ar="شامبيري", phone="01 99 00 10 10")
    ThemeFactory(slug="bouger", name="Bouger", name_ar="الحركة", pictogram="mouvement")
    long = "Une phrase assez longue pour remplir plusieurs lignes sur un petit téléphone, du yoga à la fin."
    put(
        *[
            one
            for language in ("fr", "en", "ar")
            for one in (
                replace(yoga(language=language, words_language="fr"), url="/plan-du-site/"),
                doc(2, "Parler en sécurité, yoga", "need", language=language, discreet=True),
                *[
                    doc(n, f"Yoga numéro {n}", language=language, summary=long, words_language="fr")
                    for n in range(10, 36)
                ],
            )
        ],
        doc(50, "Yogourt maison", "page"),
    )


PAGES = [
    "/recherche/",
    "/recherche/?q=yoga&theme=bouger",
    "/recherche/?q=yoga&dans=pres-de-chez-vous&page=2",
    f"/recherche/?q=yoga&pres_de={HERE.latitude},{HERE.longitude}&rayon=zz",
    "/recherche/?q=introuvable",
]


@pytest.mark.parametrize("root", ["", "/en", "/ar"])
def test_nothing_overflows_on_the_smallest_telephone(phone, shelf, root):
    for page in PAGES:
        phone.goto(f"{root}{page}")
        phone.evaluate("document.querySelectorAll('main details').forEach(details => details.open = true)")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 320, page


@pytest.mark.parametrize("root", ["", "/en", "/ar"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(check_axe, shelf, root, width):
    for page in PAGES:
        check_axe(f"{root}{page}", width=width)


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_in_open_filters_and_suggestions(open_context, check_axe, shelf, width):
    page = open_context(viewport={"width": width, "height": 800}, bypass_csp=True).new_page()
    page.goto("/recherche/?q=yoga")
    page.evaluate("document.querySelectorAll('main details').forEach(details => details.open = true)")
    page.get_by_label(BOX).fill("yo")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    check_axe(page)


def test_without_script(no_script, shelf):
    no_script.goto("/plan-du-site/")
    no_script.get_by_role("banner").get_by_role("link", name="Chercher").click()
    expect(no_script.get_by_role("button", name="Autour de moi")).not_to_be_visible()
    no_script.get_by_label(BOX).fill("yoga")
    no_script.get_by_role("button", name="Chercher").click()
    expect(no_script.locator("[data-result]")).to_have_count(5)  # four of the first heading, one of the other
    no_script.get_by_role("link", name="près de chez vous").click()
    expect(no_script.locator("[data-result]")).to_have_count(20)
    no_script.get_by_role("link", name="Page suivante").click()
    expect(no_script.locator("[data-result]")).to_have_count(7)
    no_script.locator(".choices > summary").click()
    no_script.get_by_role("link", name="Enlever tous les filtres").click()
    no_script.get_by_role("link", name="Yoga sur chaise").click()
    no_script.wait_for_url("**/plan-du-site/")


def test_suggestions_by_keyboard(page, shelf):
    page.goto("/recherche/")
    box = page.get_by_role("combobox", name=BOX)
    box.focus()
    assert (box.get_attribute("aria-expanded"), page.get_by_role("listbox").count()) == ("false", 0)
    page.keyboard.type("yog")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    assert box.get_attribute("aria-expanded") == "true"
    assert box.get_attribute("aria-controls") == page.get_by_role(
        "listbox", name="Propositions"
    ).get_attribute("id")
    count = options.count()
    expect(page.locator(".search-box p[role=status]")).to_have_text(f"{count} propositions")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[aria-selected=true]")
    assert chosen.count() == 1
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert box.input_value() == chosen.text_content()
    page.keyboard.press("ArrowUp")
    assert (box.input_value(), box.get_attribute("aria-activedescendant")) == ("yog", None)
    page.keyboard.press("ArrowUp")
    assert page.locator("[role=option]").last.get_attribute("aria-selected") == "true"
    page.keyboard.press("Escape")
    assert (box.input_value(), box.get_attribute("aria-expanded")) == ("yog", "false")
    expect(box).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche/?q=yog")


def test_a_suggested_title_leads_to_its_page(page, shelf):
    page.goto("/recherche/")
    page.get_by_label(BOX).press_sequentially("yoga sur ch")
    page.get_by_role("option", name="Yoga sur chaise").click()
    page.wait_for_url("**/plan-du-site/")


def test_late_answers_are_let_go(page, shelf):
    late = []

    def slowly(route):
        if "q=yo&" in f"{route.request.url}&":
            late.append(route)
        else:
            route.continue_()

    page.route("**/suggestions?*", slowly)
    page.goto("/recherche/")
    box = page.get_by_label(BOX)
    box.press_sequentially("yo")
    page.wait_for_timeout(400)
    assert len(late) == 1
    box.press_sequentially("gourt")
    expect(page.get_by_role("option")).to_have_text(["yogourt", "Yogourt maison (Page)"])


def test_around_me_sends_a_rounded_position(open_context, shelf):
    position = {"latitude": HERE.latitude + 0.00012, "longitude": HERE.longitude}
    page = open_context(geolocation=position, permissions=["geolocation"]).new_page()
    page.goto("/recherche/?q=chaise")
    page.get_by_role("button", name="Autour de moi").click()
    page.wait_for_url("**pres_de=45.565%2C5.918")
    expect(page.locator(".distance").first).to_have_text("à 50 m")


def test_a_position_refused_is_said(open_context, shelf):
    page = open_context(permissions=[]).new_page()
    page.goto("/recherche/?q=chaise")
    page.get_by_role("button", name="Autour de moi").click()
    page.get_by_text("Nous n’avons pas pu trouver votre position.").wait_for()


def test_escape_closes_suggestions_before_it_quits(open_context, shelf):
    context = open_context()
    context.route(
        "https://meteofrance.com/**", lambda route: route.fulfill(body="Beau temps", content_type="text/html")
    )
    page = context.new_page()
    page.goto("/recherche/?q=securite")
    assert page.title().startswith("Informations")
    page.get_by_label(BOX).fill("yog")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert "/recherche/" in page.url
    page.keyboard.press("Escape")
    page.wait_for_url("https://meteofrance.com/")
    assert page.evaluate("document.referrer") == ""


def test_suggestions_say_which_lead_to_a_page_and_go_when_search_is_away(page, shelf):
    put(doc(1, "Yoga chair", language="ar", words_language="en"))
    page.goto("/ar/recherche/")
    box = page.get_by_role("combobox")
    box.press_sequentially("yog")
    expect(page.get_by_role("option", name="Yoga chair (صفحة)", exact=True)).to_be_visible()
    expect(page.get_by_role("option").get_by_text("Yoga chair", exact=True)).to_have_attribute("lang", "en")
    expect(page.get_by_role("option", name="yoga", exact=True)).to_be_visible()
    page.route("**/suggestions?*", lambda route: route.fulfill(status=503, json={"suggestions": []}))
    box.press_sequentially("a")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
