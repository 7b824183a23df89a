"""Chapters bound into one document: links that pointed from page to page point inside it. Plain text work, no query.

What is read here was written by our own templates and by Wagtail's rich text: attributes stand in double quotes.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import unquote, urlsplit

#: Where the guide's own address and the pages of its registers lead in the document.
CONTENTS, REGISTER = "book--contents", "book--register-"
#: Between a chapter's slug and the name of a passage: no slug and no name holds it.
JOINT = "--"
LINK = re.compile(r'(<a\b[^>]*?\shref=")([^"]*)("[^>]*>.*?</a>)', re.DOTALL)
ID = re.compile(r'<[a-z][^>]*?\sid="([^"]*)"')
#: Where French typography leaves a space that no line may break at, in the words between two tags.
WORDS = re.compile(r">([^<>]+)<")
GLUED = re.compile(r"(?<=«) | (?=[»:;?!])")
ORNAMENT = re.compile(r'<svg\b[^>]*\saria-hidden="true".*?</svg>', re.DOTALL)


@dataclass(frozen=True)
class Binder:
    """What one must know to bind: the root of the language's addresses, the public address, the chapters, every anchor."""

    root: str
    base_url: str
    chapters: Collection[str]
    anchors: Collection[str]

    def bind(self, html: str, chapter: str = "") -> str:
        """Give the HTML of a chapter with links that hold in the document, and without the signs that only adorn it."""

        def turned(found: re.Match[str]) -> str:
            opening, href, closing = found.groups()
            target = self.target(unescape(href), chapter)
            return opening + escape(target) + closing + led(target)

        return LINK.sub(turned, ORNAMENT.sub("", html))

    def target(self, href: str, chapter: str = "") -> str:
        """Give where a link of `chapter` leads: inside the document when it can, else to the whole public address."""
        if href.startswith("#"):
            return self._inside(chapter, unquote(href[1:]))
        base = self.base_url.rstrip("/")
        path = href.removeprefix(base) if href.startswith(f"{base}/") else href
        if not path.startswith("/") or path.startswith("//"):
            return href
        parts = urlsplit(path)
        words = parts.path.removeprefix(self.root).split("/") if parts.path.startswith(self.root) else []
        is_page = words[:1] == ["guide"] and words[-1] == "" and not parts.query
        inside = self._of_the_guide(words[1:-1], unquote(parts.fragment)) if is_page else ""
        return inside or base + path

    def _of_the_guide(self, words: list[str], name: str) -> str:
        """Give the place of an address under /guide/, "" when the document does not hold it."""
        if not words:
            return f"#{CONTENTS}"
        if len(words) == 2 and words[0] == "registres" and f"{REGISTER}{words[1]}" in self.anchors:
            return f"#{REGISTER}{words[1]}"
        return self._inside(words[0], name) if len(words) == 1 and words[0] in self.chapters else ""

    def _inside(self, chapter: str, name: str) -> str:
        """Give a passage of a chapter, the chapter when it has no such passage."""
        wanted = name if name.startswith(f"{chapter}{JOINT}") else f"{chapter}{JOINT}{name}"
        return f"#{wanted}" if name and wanted in self.anchors else f"#{chapter or CONTENTS}"


def led(target: str) -> str:
    """Give what stands after a link, for paper to say where it leads; outside it, lest it be a second link there."""
    if target.startswith("#"):
        return f'<span class="to-page" data-to="{escape(target)}"></span>'
    is_web = target.startswith(("http://", "https://"))
    return f'<span class="to-address" data-to="{escape(target)}"></span>' if is_web else ""


def anchors_in(pieces: Iterable[str]) -> set[str]:
    """Give every anchor of some HTML."""
    return {unescape(name) for html in pieces for name in ID.findall(html)}


def picture_of(svg: str, alternative: str) -> str:
    """Give a drawing as a picture with its words: inside a page it would be a figure that says nothing."""
    data = b64encode(svg.encode()).decode()
    return f'<img class="drawing" alt="{escape(alternative)}" src="data:image/svg+xml;base64,{data}">'


def glued(html: str) -> str:
    """Give French HTML whose signs stay with the word they belong to."""
    return WORDS.sub(lambda found: GLUED.sub("\u00a0", found[0]), html)
