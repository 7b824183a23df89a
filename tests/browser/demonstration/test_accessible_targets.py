"""Whatever is pressed can be pressed with a thumb: at least 44 px each way, on the smallest telephone."""

from __future__ import annotations

import pytest

from tests.browser.conftest import PHONE
from tests.browser.demonstration.pages import PUBLIC, keep

HOUSE = 44
#: The height and width of everything one can press; a link inside a sentence is as high as its line (WCAG 2.5.8).
SMALL = """(least) => [...document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden])")]
  .filter((e) => e.checkVisibility() && !e.closest(".hidden, .skip"))
  .filter((e) => {
    if (e.matches("a") && getComputedStyle(e).display === "inline" && !e.closest(".facts, .session-next, nav")) {
      const sentence = e.closest("p, li, dd, td, figcaption");
      const own = e.innerText.trim(), all = sentence?.innerText.trim() ?? "";
      if (all.length > own.length + 5) return false;
    }
    return true;
  })
  .map((e) => {
    const boxes = [...e.getClientRects()];
    if (e.matches("input[type=checkbox], input[type=radio]"))
      for (const label of e.labels) boxes.push(...label.getClientRects(), label.parentElement.getBoundingClientRect());
    return { what: e.outerHTML.slice(0, 140),
             high: Math.max(...boxes.map((b) => b.bottom)) - Math.min(...boxes.map((b) => b.top)),
             wide: Math.max(...boxes.map((b) => b.right)) - Math.min(...boxes.map((b) => b.left)) };
  })
  .filter(({ high, wide }) => high < least - .5 || wide < least - .5)
  .map(({ what, high, wide }) => `${Math.round(wide)} × ${Math.round(high)} px : ${what}`)"""
OPENED = [".emergency > summary", ".choices > summary", ".later > summary", ".share > summary"]


@pytest.mark.parametrize("prefix", ["", "/ar"], ids=["fr", "ar"])
def test_everything_one_presses_is_large_enough(open_context, prefix):
    page = open_context(viewport=PHONE, has_touch=True).new_page()
    small = {}
    for name, address in PUBLIC.items():
        if name.startswith("poster"):  # paper
            continue
        page.goto(prefix + address)
        for panel in OPENED:
            for summary in page.locator(panel).all():
                summary.evaluate("e => { e.parentElement.open = true }")
        small[name] = page.evaluate(SMALL, HOUSE)
    keep(page, prefix)
    small["sheet"] = page.evaluate(SMALL, HOUSE)
    page.goto(f"{prefix}/compte/connexion/")
    small["sign in"] = page.evaluate(SMALL, HOUSE)
    assert [f"{name} : {words}" for name, found in small.items() for words in found] == []


def test_the_whole_line_of_a_choice_can_be_pressed(phone):
    phone.goto("/styleguide/")
    line = phone.locator(".choice").first
    box = line.locator("input")
    was = box.is_checked()
    edge = line.bounding_box()
    assert edge["height"] >= HOUSE
    line.click(position={"x": 2, "y": 3})
    assert box.is_checked() is not was
