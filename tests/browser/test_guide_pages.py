"""The guide in a real browser: small telephone, three languages, no script, keyboard alone, paper."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from home.activities.models import Register as Code
from resources.guide.models import ChapterPage
from tests.factories import ActivityFactory, PlaceFactory, ServiceFactory, TerritoryFactory
from tests.home.pages.conftest import tree  # noqa: F401 -- a fixture
from tests.resources.guide.chapters import add_demonstration

CHAPTERS = ("presentation", "cout", "registres", "conditions", "equipe", "evaluation", "accompagnement")
PAGES = ["/guide/", *(f"/guide/{slug}/" for slug in CHAPTERS), "/guide/registres/3a/"]


@pytest.fixture
def guide(transactional_db, tree):  # noqa: F811
    """The demonstration's guide, with something under a register."""
    PlaceFactory(territory=TerritoryFactory(slug="sud-est-grenoblois", name="Sud-Est Grenoblois"))
    add_demonstration(tree)
    ActivityFactory(
        place=tree.place, register="3A", text="Permanence de médiation en santé et d'accès aux droits"
    )
    ServiceFactory(nom="Écrivain public", registers=["3A"])
    return tree


@pytest.mark.parametrize("root", ["", "/en", "/ar"])
def test_nothing_overflows_on_the_smallest_telephone(phone, guide, root):
    for page in PAGES:
        phone.goto(f"{root}{page}")
        phone.evaluate("document.querySelectorAll('main details').forEach(details => details.open = true)")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 320, page


#: Give the words of the title that begin on one line and end on another.
CUT = """() => {
    const walker = document.createTreeWalker(document.querySelector('main h1'), NodeFilter.SHOW_TEXT);
    const cut = [];
    while (walker.nextNode()) {
        for (const word of walker.currentNode.data.matchAll(/[^\\s-]+/g)) {
            const range = document.createRange();
            range.setStart(walker.currentNode, word.index);
            range.setEnd(walker.currentNode, word.index + word[0].length);
            if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) cut.push(word[0]);
        }
    }
    return cut;
}"""


@pytest.mark.parametrize("root", ["", "/en", "/ar"])
def test_no_word_of_a_register_s_title_is_cut_on_the_smallest_telephone(phone, guide, root):
    for code in Code.values:
        phone.goto(f"{root}/guide/registres/{code.lower()}/")
        assert not phone.evaluate(CUT), code


@pytest.mark.parametrize(("root", "width"), [("", 320), ("/en", 1280), ("/ar", 320)])
def test_axe_finds_nothing(check_axe, guide, root, width):
    for page in PAGES:
        check_axe(f"{root}{page}", width=width)


def test_what_one_presses_is_large_enough(phone, guide):
    for page in PAGES:
        phone.goto(page)
        phone.evaluate("document.querySelectorAll('main details').forEach(details => details.open = true)")
        small = phone.evaluate(
            """() => [...document.querySelectorAll('main a, main summary, main button')].filter(one => {
                const box = one.getBoundingClientRect();
                return one.checkVisibility() && !one.closest('.prose') && (box.height < 44 || box.width < 24);
            }).map(one => one.outerHTML.slice(0, 120))"""
        )
        assert not small, page


def test_without_script_a_passage_is_three_presses_away(no_script, guide):
    no_script.goto("/guide/")
    no_script.get_by_text("Ce qu’il contient : Constituer l'équipe").click()
    no_script.get_by_role("link", name="Une même posture").click()
    no_script.wait_for_url("**/guide/equipe/#posture")
    expect(no_script.locator("#posture")).to_be_in_viewport()
    expect(no_script.get_by_role("button", name="Imprimer ce chapitre")).not_to_be_visible()
    no_script.locator(".toc-folded summary").click()
    no_script.locator(".toc-folded").get_by_role("link", name="Avant d'ouvrir").click()
    expect(no_script.locator("#minimum-a-reunir")).to_be_in_viewport()


def test_by_keyboard_from_the_contents_to_a_passage_and_its_address(page, guide):
    page.goto("/guide/equipe/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the head
    for _press in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.toc') !== null"):
            break
    assert page.evaluate("document.activeElement.closest('.toc') !== null")
    page.get_by_role("link", name="Une même posture", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#posture")
    page.keyboard.press("Tab")  # the next thing is the address of the passage one has come to
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#posture"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_contents_stay_in_sight_beside_the_text(page, guide):
    page.goto("/guide/equipe/")
    link = page.locator(".toc").get_by_role("link", name="Une même posture")
    expect(link).to_be_visible()
    page.locator("#medecin-traitant").scroll_into_view_if_needed()
    expect(page.locator(".toc .contents")).to_be_in_viewport()
    text = page.locator("#etape-1").bounding_box()
    assert page.locator(".toc").bounding_box()["x"] >= text["x"] + text["width"]


def test_conditions_stand_one_above_the_other_on_a_telephone(phone, page, guide):
    for window, beside in ((phone, False), (page, True)):
        window.goto("/guide/conditions/")
        cells = window.locator("#equipe .pairs tbody tr").first.locator("td")
        start, towards = cells.nth(0).bounding_box(), cells.nth(1).bounding_box()
        assert (towards["y"] < start["y"] + start["height"]) is beside
        if not beside:
            label = (
                "getComputedStyle(document.querySelector('#equipe .pairs tbody td + td'), '::before').content"
            )
            assert window.evaluate(label) == '"Vers quoi aller"'


def test_arabic_mirrors_and_french_words_read_from_the_left(phone, guide):
    phone.goto("/ar/guide/registres/")
    assert (
        phone.evaluate("getComputedStyle(document.querySelector('#progressivement .prose')).direction")
        == "ltr"
    )
    assert phone.evaluate("getComputedStyle(document.querySelector('#matrice')).direction") == "rtl"
    assert phone.locator("#matrice").get_attribute("lang") == "ar"


def test_a_chapter_prints_whole_without_what_only_a_screen_needs(page, guide):
    page.goto("/guide/conditions/")
    reader = PdfReader(io.BytesIO(page.pdf(format="A4")))
    told = " ".join(" ".join(sheet.extract_text() for sheet in reader.pages).split())
    assert "Pour commencer" in told and "Vous avez repéré un" in told
    assert "Relu le" in told and "/guide/conditions/" in told
    for screen in ("Dans ce chapitre", "Chapitre suivant", "Aller au contenu", "Tous les chapitres"):
        assert screen not in told
    assert len(reader.pages) <= 4


def test_dark_and_forced_colours_keep_every_word(open_context, guide):
    for scheme in ({"color_scheme": "dark"}, {"forced_colors": "active"}):
        window = open_context(viewport={"width": 360, "height": 640}, bypass_csp=True, **scheme).new_page()
        window.goto("/guide/equipe/")
        fill = window.evaluate("getComputedStyle(document.querySelector('.drawing text')).fill")
        ground = window.evaluate("getComputedStyle(document.querySelector('.drawing [class^=ground]')).fill")
        assert fill != ground


def test_the_demonstration_has_a_page_for_each_chapter(page, guide):
    for chapter in ChapterPage.objects.filter(locale__language_code="fr"):
        response = page.goto(f"/guide/{chapter.slug}/")
        assert response.status == 200
        expect(page.get_by_role("heading", level=1)).to_have_text(chapter.title)
