"""A reader without a mouse: where the focus is, whether it shows, how to get where one wants with the keyboard alone."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

#: What has the focus: its words, its ring, whether something else lies over it.
WHERE = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const style = getComputedStyle(e), boxes = [...e.getClientRects()].filter((b) => b.width && b.height);
  const isOn = (b) => {
    const top = document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2);
    return Boolean(top && e.contains(top));
  };
  const inside = (b) => b.top >= 0 && b.bottom <= innerHeight + 1 && b.left >= -1 && b.right <= innerWidth + 1;
  return {
    words: (e.innerText || e.ariaLabel || e.value || "").replace(/\\s+/g, " ").trim(),
    tag: e.tagName.toLowerCase(),
    name: e.getAttribute("name") || "",
    href: e.getAttribute("href") || "",
    within: e.closest("header, main, footer, nav")?.tagName.toLowerCase() ?? "",
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && style.outlineColor !== "transparent",
    seen: boxes.some((b) => inside(b) && isOn(b)),
  };
}"""

#: Everything the Tab key should stop at, in the order of the page.
STOPS = """() => [...document.querySelectorAll("a[href], button, summary, input, select, textarea")]
  .filter((e) => !e.disabled && e.type !== "hidden" && e.checkVisibility({ visibilityProperty: true }))
  .length"""


def focus(page: Page) -> dict[str, Any]:
    """Give what has the focus. Raises AssertionError when it is lost, does not show, or is hidden behind something."""
    here = page.evaluate(WHERE)
    assert here, f"{page.url}: the focus is lost"
    assert here["ring"], f"{page.url}: nothing shows the focus on {here}"
    assert here["seen"], f"{page.url}: the focus is hidden, on {here}"
    return here


def tab(page: Page, key: str = "Tab") -> dict[str, Any]:
    """Press Tab (or another `key`) and give what has the focus."""
    page.keyboard.press(key)
    return focus(page)


def tab_to(page: Page, words: str, *, limit: int = 200, key: str = "Tab", **facts: str) -> dict[str, Any]:
    """Press Tab until something that says `words` (and has these `facts`) has the focus, and give it."""
    for _ in range(limit):
        here = tab(page, key)
        if words in here["words"] and facts.items() <= here.items():
            return here
    raise AssertionError(f"{page.url}: {words!r} was not reached in {limit} stops")


def walk(page: Page) -> list[dict[str, Any]]:
    """Go through every stop of the page, from its top to its end; each one is checked."""
    count = page.evaluate(STOPS)
    return [tab(page) for _ in range(count)]
