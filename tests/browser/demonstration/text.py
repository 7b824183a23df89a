"""Reads on a page what a reader sees of its text: lines that are cut, that leave their box, or that lie on others."""

from __future__ import annotations

from playwright.sync_api import Page

#: Every line of text one can see: its words, its element, its rectangle.
LINES = """
  const lines = [];
  const clipped = (e) => e && (getComputedStyle(e).clipPath.startsWith("inset") || clipped(e.parentElement));
  const hidden = (e) => e.closest(".skip, svg, script, style, noscript, option, select")
    || !e.checkVisibility({ visibilityProperty: true }) || clipped(e);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const e = node.parentElement;
    if (!node.data.trim() || hidden(e)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const r of range.getClientRects())
      if (r.width > 1 && r.height > 1) lines.push({ e, words: node.data.trim().slice(0, 40), r });
  }
"""
CUT_OFF = f"""() => {{ {LINES}
  const wrong = new Set();
  for (const {{ e, words, r }} of lines) {{
    for (let box = e; box && box !== document.documentElement; box = box.parentElement) {{
      const style = getComputedStyle(box), edge = box.getBoundingClientRect();
      const framed = style.borderTopWidth !== "0px" || style.backgroundColor !== "rgba(0, 0, 0, 0)";
      const clips = style.overflowX !== "visible" || style.overflowY !== "visible";
      if (style.display === "inline" || !(framed || clips)) continue;
      if (r.left < edge.left - 1 || r.right > edge.right + 1 || r.top < edge.top - 3 || r.bottom > edge.bottom + 3)
        wrong.add(`« ${{words}} » leaves ${{box.tagName}}.${{box.className}}`);
      if (style.position === "absolute") break; // a panel over the page
    }}
    if (r.left < -1 || r.right > innerWidth + 1) wrong.add(`« ${{words}} » leaves the window`);
  }}
  return [...wrong].slice(0, 8);
}}"""
#: A fifth of each line's height is the room of accents and tails, where lines may touch.
OVERLAPPING = f"""() => {{ {LINES}
  const wrong = new Set();
  const core = (r) => ({{ left: r.left + 1, right: r.right - 1, top: r.top + r.height / 5, bottom: r.bottom - r.height / 5 }});
  const above = document.querySelector(".emergency[open]") && getComputedStyle(
    document.querySelector(".emergency-numbers")).position === "absolute";
  const cores = lines.filter(({{ e }}) => !above || e.closest(".emergency-numbers")).map((l) => ({{ ...l, c: core(l.r) }}));
  cores.sort((a, b) => a.c.top - b.c.top);
  cores.forEach((a, n) => {{
    for (let m = n + 1; m < cores.length && cores[m].c.top < a.c.bottom; m++) {{
      const b = cores[m];
      if (a.c.left < b.c.right && b.c.left < a.c.right) wrong.add(`« ${{a.words}} » lies on « ${{b.words}} »`);
    }}
  }});
  return [...wrong].slice(0, 8);
}}"""


def cut_off(page: Page) -> list[str]:
    """Give the words that leave their frame, what clips them, or the window."""
    return page.evaluate(CUT_OFF)


def overlapping(page: Page) -> list[str]:
    """Give the words that lie on other words."""
    return page.evaluate(OVERLAPPING)
