"""Other colours, less movement, paper: a state is always a sign and a word, and paper shows what one came for."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.demonstration.pages import PUBLIC, SESSIONS, keep

STATES = {
    "cancelled": "Annulé",
    "moved": "Déplacé",
    "elsewhere": "Autre lieu",
    "full": "Complet",
    "extra": "Séance en plus",
}
#: Each badge: its word, the size of its sign, whether a line surrounds it, its text beside its background.
BADGES = """() => [...document.querySelectorAll("main .badge")].map((e) => {
  const style = getComputedStyle(e), sign = e.querySelector("svg").getBoundingClientRect();
  return { words: e.innerText.trim(), sign: Math.min(sign.width, sign.height), line: parseFloat(style.borderTopWidth),
           color: style.color, behind: style.backgroundColor,
           stroke: getComputedStyle(e.querySelector("svg")).color };
})"""
#: Colours of what would be printed: every visible text, and every background behind one.
INK = """() => {
  const seen = [...document.body.querySelectorAll("*")].filter((e) => e.checkVisibility() && !e.closest(".hidden, svg"));
  const ink = new Set(seen.filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
    .map((e) => getComputedStyle(e).color));
  const paper = new Set(seen.map((e) => getComputedStyle(e).backgroundColor));
  return { ink: [...ink], paper: [...paper] };
}"""
NOT_PRINTED = (
    ".strip, .menu, .breadcrumb, footer, .skip, .choices, .filters, .pagination, .actions, button, form"
)
PAPER = {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}


def darkness(color: str) -> float:
    """Give the contrast of an `rgb(…)` colour with white paper, from 1 to 21."""
    channels = [int(float(part)) / 255 for part in color.removeprefix("rgb(").rstrip(")").split(",")[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


@pytest.mark.parametrize(
    "colors", [{"forced_colors": "active"}, {"color_scheme": "dark"}, {"color_scheme": "light"}]
)
def test_a_state_is_a_sign_and_a_word_in_any_colours(page, colors):
    page.emulate_media(**colors)
    for state, words in STATES.items():
        page.goto(SESSIONS[state])
        badges = page.evaluate(BADGES)
        assert words in [badge["words"] for badge in badges]
        for badge in badges:
            assert badge["words"] and badge["sign"] >= 16 and badge["line"] >= 1, badge
            assert badge["color"] != badge["behind"] and badge["stroke"] == badge["color"], badge


def test_forced_colours_keep_buttons_and_the_present_page_apart(page):
    page.emulate_media(forced_colors="active")
    page.goto(PUBLIC["place"])
    borders = page.locator(".button").evaluate_all("all => all.map(e => getComputedStyle(e).borderTopWidth)")
    assert borders and all(float(width.removesuffix("px")) >= 2 for width in borders)
    page.goto(PUBLIC["agenda"])
    here, other = page.locator(".menu a").evaluate_all(
        "all => [all.find(e => e.ariaCurrent), all.find(e => !e.ariaCurrent)].map(e => getComputedStyle(e).borderBottomColor)"
    )
    assert here != other


@pytest.mark.parametrize(
    "name", ["home", "place", "agenda", "session cancelled", "session moved", "subscribe", "styleguide"]
)
def test_dark_pages_are_as_readable(open_context, check_axe, name):
    page = open_context(color_scheme="dark", viewport={"width": 320, "height": 568}).new_page()
    page.goto("/styleguide/" if name == "styleguide" else PUBLIC[name])
    light = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).some(n => n > 60)")
    assert not light
    check_axe(page)


@pytest.mark.parametrize("wish", ["reduce", "no-preference"])
def test_nothing_moves_when_movement_is_refused(page, wish):
    page.emulate_media(reduced_motion=wish)
    moving = 0
    for name in ("home", "agenda", "workshop", "session moved"):
        page.goto(PUBLIC[name])
        moving += page.evaluate(
            """() => [...document.querySelectorAll("*")].map((e) => getComputedStyle(e)).filter(
              (s) => s.animationName !== "none" || s.scrollBehavior === "smooth"
                || s.transitionDuration.split(",").some((d) => parseFloat(d) > 0)).length"""
        )
    assert bool(moving) == (wish == "no-preference")


def printed(page: Page) -> str:
    """Check the page as paper shows it, and give its words."""
    page.emulate_media(media="print")
    for part in page.locator(NOT_PRINTED).all():
        assert not part.is_visible(), part.evaluate("e => e.outerHTML.slice(0, 200)")
    colors = page.evaluate(INK)
    assert all(darkness(color) >= 7 for color in colors["ink"]), colors["ink"]
    assert set(colors["paper"]) <= PAPER
    return page.locator("body").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_agenda_a_session_and_the_sheet_on_paper(open_context, scheme):
    page = open_context(color_scheme=scheme, reduced_motion="reduce").new_page()
    page.goto(PUBLIC["agenda"])
    said = printed(page)
    for expected in ("IMPACT", "Aujourd’hui", "Annulé", "Prochaine date", "Une médiatrice pour vous aider"):
        assert expected in said
    page.goto(SESSIONS["moved"])
    said = printed(page)
    for expected in ("Café santé", "Déplacé", "au lieu de", "8 rue des Marronniers", "01 99 00 38 10"):
        assert expected in said
    page.emulate_media(media="screen")
    keep(page)
    said = printed(page)
    for expected in ("Ma feuille", "Relaxation", "Annulé", "Déplacé", "Complet", "Vérifiez avant de venir"):
        assert expected in said


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_a_sheet_is_one_sheet_of_paper(page, prefix):
    keep(page, prefix, *STATES, "planned")
    pdf = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(pdf.pages) == 1
    assert [round(float(side) / 72 * 25.4) for side in pdf.pages[0].mediabox[2:]] == [210, 297]
