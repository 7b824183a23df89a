"""The whole guide as one page to print: cover, contents, chapters one after the other, the eight registers at the end.

The passages are those of the chapters' own pages, by the same templates; `book.css` alone makes them a book.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portal.context import root_of
from portal.territories.words import Words
from portal.when import date_words
from resources.guide.book.binding import CONTENTS, JOINT, REGISTER, Binder, anchors_in, glued, picture_of
from resources.guide.book.state import Contents, said
from resources.guide.models.pages import SLUG, ChapterPage
from resources.guide.models.registers import Register
from resources.guide.reading.faces import Guide, Passage, Section, sections_of

#: Passages that a screen opens, and paper names with where they are.
ON_PAPER = {"matrix": "guide/book_matrix.html", "tool": "guide/book_tool.html"}
#: Letters that hold on a line of the cover's title.
LINE = 18
INK, WHITE = "#1D2B2A", "#FFFFFF"


class Bound(NamedTuple):
    """A chapter as the book holds it."""

    number: int
    slug: str
    title: str
    introduction: str
    revised_words: str
    sections: list[Section]


class Entry(NamedTuple):
    """A register as the annex describes it."""

    anchor: str
    register: Register
    told: dict[str, Words]


def html_of(contents: Contents) -> str:
    """Give the HTML of the book, in its own language. A few queries for each link of a text to a page."""
    with translation.override(contents.language):
        chapters = [bound(n, page, contents.around) for n, page in enumerate(contents.chapters, 1)]
        frame = _frame(contents)
        raw = {
            chapter.slug: render_to_string(
                "guide/book_chapter.html", frame | {"chapter": chapter, "total": len(chapters)}
            )
            for chapter in chapters
        }
        annex = render_to_string("guide/book_registers.html", frame | {"entries": _entries(contents)})
        binder = Binder(frame["root"], settings.BASE_URL, set(raw), anchors_in([*raw.values(), annex]))
        html = render_to_string(
            "guide/book.html",
            frame
            | {
                "guide": contents.guide,
                "cover_title": in_two(contents.guide.title),
                "chapters": [
                    (chapter, _bound(binder, raw[chapter.slug], chapter.slug)) for chapter in chapters
                ],
                "annex": _bound(binder, annex) if contents.registers else "",
                "revised_words": date_words(max(page.revised for page in contents.chapters), year=True),
                "qr": _code(frame["address"]),
            },
        )
    return glued(html) if contents.language == settings.LANGUAGE_CODE else html


def in_two(title: str) -> str:
    """Give a title that the cover writes on two lines of about the same length; as it is when one is too long for that."""
    spaces = [place for place, letter in enumerate(title) if letter == " "]
    if len(title) <= LINE or not spaces:
        return title
    middle = min(spaces, key=lambda place: abs(place - len(title) / 2))
    lines = title[:middle], title[middle + 1 :]
    if max(map(len, lines)) > LINE:
        return title
    return " ".join(line.replace(" ", "\u00a0") for line in lines)


def _frame(contents: Contents) -> dict[str, Any]:
    """Give what every template of the book and of the passages may print."""
    root = root_of(contents.language)
    return {
        "language": contents.language,
        "direction": "ltr",
        "root": root,
        "address": f"{settings.BASE_URL.rstrip('/')}{root}{SLUG}/",
        "contents_anchor": CONTENTS,
        "on_paper": True,
    }


def bound(number: int, page: ChapterPage, around: Guide) -> Bound:
    """Give a chapter with its passages, their anchors told apart from those of the others."""
    sections = sections_of(page.body, around, f"{page.slug}{JOINT}")
    return Bound(
        number=number,
        slug=page.slug,
        title=page.title,
        introduction=page.introduction,
        revised_words=date_words(page.revised, year=True),
        sections=[
            replace(section, passages=tuple(_printed(passage) for passage in section.passages))
            for section in sections
        ],
    )


def _printed(passage: Passage) -> Passage:
    """Give a passage as paper shows it: its drawing is a picture, with the words that stand for it."""
    if passage.kind in ON_PAPER:
        return replace(passage, template=ON_PAPER[passage.kind])
    if passage.kind != "figure":
        return passage
    picture = mark_safe(picture_of(passage.shown.drawing, passage.value["alternative"]))  # noqa: S308 -- escaped there
    return replace(passage, shown=replace(passage.shown, drawing=picture + _left_out(passage)))


def _left_out(passage: Passage) -> SafeString:
    """Give what circles have no room for; a screen has it in a table."""
    rows = passage.shown.rows if passage.value["name"] == "cercles" else ()
    told = format_html_join(
        "\n",
        "<li><strong>{}</strong> {}</li>",
        ((row.label, ", ".join(row.items)) for row in rows if row.items),
    )
    return format_html('<ul class="drawn-parts">{}</ul>', told) if told else told


def _entries(contents: Contents) -> list[Entry]:
    return [
        Entry(f"{REGISTER}{register.code.lower()}", register, said(register, contents.language))
        for register in contents.registers
    ]


def _bound(binder: Binder, html: str, chapter: str = "") -> SafeString:
    return mark_safe(binder.bind(html, chapter))  # noqa: S308 -- written by our templates


def _code(address: str) -> str:
    """Give the square code that opens the guide on a telephone."""
    return segno.make(address, error="m", micro=False).svg_data_uri(dark=INK, light=WHITE, border=4)
