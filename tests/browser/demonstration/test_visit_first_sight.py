"""What one came for shows before anyone scrolls, on the smallest telephone, in three languages, also under a banner."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator

from tests.browser.conftest import PHONE
from tests.browser.demonstration.pages import LANGUAGES, PUBLIC, SESSIONS

WORDS = "Le lieu de Chambéry est fermé aujourd'hui : une conduite d'eau a cassé."
#: On each page, what must show whole; the second also where no banner takes its room.
FIRST = {
    "home": ("main .session-title a", "main .session-when"),
    "territory": ("main .session-title a", "main .session-when"),
    "place": ("main .opening", ".contact .button"),
    "agenda": ("main .session-title a", "main .session-when"),
    "session planned": ("main .big-when", None),
    "session moved": (".state-box .badge", "main .big-when"),
    "session cancelled": (".state-box .badge", ".state-box .big-when .day"),
    "need": ("main h1", "main .lead"),
    "sheet, empty": ("main h1", "main .lead"),
    "news": ("main h1", "main .news img"),
}


@pytest.fixture(params=["", WORDS], ids=["calm", "banner"])
def banner(request, site):
    with site.banner(request.param):
        yield request.param


def shows(part: Locator) -> bool:
    """Tell whether the first of these shows whole above the fold; of a button or a picture, half is enough to see it."""
    box, kind = part.first.bounding_box(), part.first.evaluate("e => e.matches('img, .button')")
    return box["y"] >= 0 and box["y"] + box["height"] / (2 if kind else 1) <= PHONE["height"]


@pytest.mark.parametrize("prefix", LANGUAGES, ids=["fr", "en", "ar"])
def test_the_next_useful_thing_shows_without_scrolling(phone, banner, prefix):
    hidden = []
    for name, (first, second) in FIRST.items():
        phone.goto(prefix + PUBLIC[name])
        assert phone.locator(".banner").count() == bool(banner)
        for part in (first, None if banner else second):
            if part and not shows(phone.locator(part)):
                hidden.append((name, part, phone.locator(part).first.bounding_box()))
    assert not hidden


@pytest.mark.parametrize("prefix", LANGUAGES, ids=["fr", "en", "ar"])
def test_the_head_takes_no_more_than_it_needs(phone, prefix):
    """Languages and emergencies on one line, the menu on one line."""
    phone.goto(prefix + PUBLIC["agenda"])
    for line in (".languages a, .emergency > summary", ".menu li:not(.wide) a"):
        tops = phone.locator(line).evaluate_all("all => all.map(e => e.getBoundingClientRect().top)")
        assert max(tops) - min(tops) < 10, line


#: Of each pair of hours that share a line of text, where the two stand and in what order they are written.
HOURS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement.checkVisibility()) continue;
    const at = [...node.data.matchAll(/\\d{1,2}:\\d{2}/g)].map((hour) => {
      const range = document.createRange();
      range.setStart(node, hour.index); range.setEnd(node, hour.index + hour[0].length);
      const digit = document.createRange();
      digit.setStart(node, hour.index); digit.setEnd(node, hour.index + 1);
      const box = range.getBoundingClientRect();
      return { hour: hour[0], x: box.x, y: box.y, first: digit.getBoundingClientRect().x - box.x };
    });
    for (let n = 1; n < at.length; n++) if (Math.abs(at[n].y - at[n - 1].y) < 3) found.push([at[n - 1], at[n]]);
  }
  return found;
}"""


def test_arabic_reads_hours_from_the_right_each_from_the_left(open_context):
    page = open_context(viewport={"width": 1280, "height": 900}).new_page()
    pairs = []
    for address in (PUBLIC["home"], PUBLIC["place"], PUBLIC["agenda"], PUBLIC["workshop"], SESSIONS["moved"]):
        page.goto("/ar" + address)
        here = page.evaluate(HOURS)
        assert here, f"no two hours on a line of {address}"
        pairs += here
    for start, end in pairs:
        assert start["x"] > end["x"], (start, end)
        assert start["first"] < 3 and end["first"] < 3, (start, end)


def test_arabic_keeps_telephone_numbers_from_the_left(phone):
    phone.goto("/ar" + PUBLIC["place"])
    number = phone.locator(".contact .tel").first
    assert re.fullmatch(r"[\d\s\u2066-\u2069]+", number.inner_text())
    first, last = number.evaluate(
        """e => { const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT); const node = walker.nextNode();
          return [0, node.data.length - 1].map((n) => { const r = document.createRange(); r.setStart(node, n);
            r.setEnd(node, n + 1); return r.getBoundingClientRect().x; }); }"""
    )
    assert first < last
