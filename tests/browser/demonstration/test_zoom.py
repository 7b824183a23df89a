"""Bigger text, wider spacing, other colours, paper: nothing is cut, covered, or said by colour alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import CDPSession, Page

from tests.browser.conftest import PHONE
from tests.browser.demonstration.pages import PUBLIC, keep, too_wide
from tests.browser.demonstration.text import cut_off, overlapping

BIGGER = {
    "page at 200 %": ({"width": 640, "height": 450}, 100),
    "text at 200 %": ({"width": 1280, "height": 900}, 200),
    "text at 200 % on a telephone": (PHONE, 200),
    "spaced as WCAG 1.4.12 says": (
        PHONE,
        "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
        "p { margin-block-end: 2em !important }",
    ),
}
PAGES = [
    "home",
    "territory",
    "place",
    "agenda",
    "agenda filtered",
    "workshop",
    "session cancelled",
    "session moved",
    "session full",
    "session withdrawn",
    "sheet, empty",
    "news",
    "piece of news",
    "need",
    "accessibility",
    "plan",
    "subscribe",
    "no such page",
]
OPENED = [".emergency > summary", ".choices > summary", ".later > summary", ".share > summary"]


def enlarge(page: Page, percent: int) -> CDPSession:
    """Set the size of text in the browser's own settings, as long as what is given back lives."""
    sizes = {"standard": round(16 * percent / 100), "fixed": round(13 * percent / 100)}
    settings = page.context.new_cdp_session(page)
    settings.send("Page.setFontSizes", {"fontSizes": sizes})
    return settings


def restyle(page: Page, css: str) -> None:
    """Add a reader's own style, as an extension of the browser does."""
    page.evaluate(
        "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s] }", css
    )


def wrong_with(page: Page) -> list[str]:
    return [*too_wide(page), *cut_off(page), *overlapping(page)]


@pytest.mark.parametrize("prefix", ["", "/ar"], ids=["fr", "ar"])
@pytest.mark.parametrize("how", BIGGER)
def test_nothing_is_cut_or_covered(open_context, how, prefix):
    window, change = BIGGER[how]
    css = change if isinstance(change, str) else ""
    page = open_context(viewport=window).new_page()
    percent = 100 if css else change
    settings = enlarge(page, percent)
    wrong = {}
    for name in PAGES:
        page.goto(prefix + PUBLIC[name])
        restyle(page, css)
        wrong[name] = wrong_with(page)
        for panel in OPENED:
            for summary in page.locator(panel).all():
                summary.click()
                wrong[f"{name}, {panel}"] = wrong_with(page)
                summary.click()
    keep(page, prefix)
    restyle(page, css)
    wrong["sheet"] = wrong_with(page)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == f"{18 * percent // 100}px"
    settings.detach()
    assert [f"{name} : {words}" for name, found in wrong.items() for words in found] == []
