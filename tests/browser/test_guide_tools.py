"""The tools in a real browser: small telephone, three languages, no script, keyboard alone, files really taken."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import expect
from pypdf import PdfReader

from portal.demo.tools import add_tools
from resources.guide.models import Download, Tool
from resources.guide.tools import making, views
from tests.factories import PlaceFactory, TerritoryFactory

PAGES = ["/outils/", "/outils/fiche-de-saisine/", "/outils/grille-de-situation/", "/outils/flyer/"]


#: A sheet takes a second to lay out: only the last test waits for those of the tools.
BLANK = io.BytesIO()
Image.new("RGB", (480, 679), "white").save(BLANK, "PNG")


@pytest.fixture
def tools(transactional_db, monkeypatch):
    monkeypatch.setattr(views, "preview_of", lambda tool, language: BLANK.getvalue())
    add_tools()
    territory = TerritoryFactory(slug="chambery", name="Chambéry")
    PlaceFactory(territory=territory, name="Espace Ressources Santé du Biollay et des Hauts", slug="ers")


@pytest.mark.parametrize("root", ["", "/en", "/ar"])
def test_nothing_overflows_on_the_smallest_telephone(phone, tools, root):
    for page in [*PAGES, "/outils/flyer/?lieu=chambery.ers"]:
        phone.goto(f"{root}{page}")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 320, page


@pytest.mark.parametrize(("root", "width"), [("", 320), ("/en", 1280), ("/ar", 320)])
def test_axe_finds_nothing(check_axe, tools, root, width):
    for page in PAGES:
        check_axe(f"{root}{page}", width=width)


def test_what_one_presses_is_large_enough(phone, tools):
    for page in PAGES:
        phone.goto(page)
        small = phone.evaluate(
            """() => [...document.querySelectorAll('main a, main button, main select')].filter(one => {
                const box = one.getBoundingClientRect();
                return one.checkVisibility() && !one.closest('.prose, h2') && (box.height < 44 || box.width < 24);
            }).map(one => one.outerHTML.slice(0, 120))"""
        )
        assert not small, page


def test_without_script_one_chooses_a_place_and_takes_the_flyer(no_script, tools):
    no_script.goto("/outils/")
    no_script.get_by_role("link", name="Flyer de présentation").click()
    no_script.get_by_label("Pour quel lieu ?").select_option("chambery.ers")
    no_script.get_by_role("button", name="Choisir ce lieu").click()
    expect(no_script.get_by_text("sont remplis :")).to_be_visible()
    with no_script.expect_download() as waiting:
        no_script.get_by_role("link", name="Word (DOCX)").click()
    assert waiting.value.suggested_filename == "flyer-ers.docx"


def test_by_keyboard_the_first_download_is_near_and_counts_once(page, tools):
    page.goto("/outils/fiche-de-saisine/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the head
    for _press in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('document')"):
            break
    with page.expect_download(timeout=60_000) as waiting:
        page.keyboard.press("Enter")
    body = waiting.value.path().read_bytes()
    assert len(PdfReader(io.BytesIO(body)).get_fields()) > 90
    assert list(Download.objects.values_list("tool__slug", "format", "count")) == [
        ("fiche-de-saisine", "pdf-form", 1)
    ]


def test_the_language_switch_stays_on_the_tool_and_says_what_is_not_translated(page, tools):
    page.goto("/outils/fiche-de-saisine/")
    page.get_by_role("navigation", name="Langues").get_by_role("link", name="English").click()
    page.wait_for_url("**/en/outils/fiche-de-saisine/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Referral form")
    page.goto("/ar/outils/fiche-de-saisine/")
    assert page.evaluate("document.querySelector('h1').closest('[lang]').lang") == "fr"
    expect(page.locator(".notice.info")).to_be_visible()


def test_an_arabic_size_is_read_number_first(page, tools, monkeypatch):
    monkeypatch.setattr(making, "write", lambda wanted: b"x" * 35_000)
    page.request.get("/ar/outils/flyer.docx")
    Tool.objects.get(slug="flyer").save()  # what the portal keeps of its pages is old now
    page.goto("/ar/outils/flyer/")
    places = page.evaluate(
        """() => [...document.querySelectorAll('bdi')].filter(one => one.textContent.startsWith('35 ')).map(one => {
            const left = (from, to) => {
                const range = document.createRange();
                range.setStart(one.firstChild, from);
                range.setEnd(one.firstChild, to);
                return range.getBoundingClientRect().left;
            };
            return [left(0, 2), left(3, one.textContent.length)];
        })"""
    )
    assert places and all(number > word for number, word in places)


def test_the_pictures_come(page, tools, monkeypatch):
    monkeypatch.setattr(views, "preview_of", making.preview_of)
    page.goto("/outils/modele-affiche/", timeout=120_000)
    picture = page.get_by_role("img", name="Une affiche")
    expect(picture).to_be_visible()
    page.wait_for_function("document.querySelector('.tool-preview img').complete", timeout=60_000)
    assert picture.evaluate("one => one.naturalWidth") == 480
