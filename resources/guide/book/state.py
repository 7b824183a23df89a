"""What the whole guide is made of in one language, and the word that tells one state of it from another.

Everything the PDF prints is in the digest and nothing else: a chapter published anew without a change, an event of the
agenda or a chapter of the other language leave the file as it is.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from wagtail.documents import get_document_model
from wagtail.models import Page

from home.pages.privacy import restricted_anywhere
from portal.territories.words import Words, words
from resources.guide.models.pages import ChapterPage, GuidePage
from resources.guide.models.registers import Register
from resources.guide.reading.faces import Guide, read_guide

#: To be raised when the same contents come to be printed otherwise: templates, style, drawings, words of the portal.
FORMAT = 1
#: A link of a rich text, as it is stored: what it leads to, and its number.
LINK = re.compile(r"<a\b[^>]*>")
KIND, NUMBER = re.compile(r'\blinktype="(\w+)"'), re.compile(r'\bid="(\d{1,18})"')
#: The languages the book is made in, French first: readers of any other are given the French one.
LANGUAGES = ("fr", "en")
#: What the book prints of a register, in another language than its own when there is no other.
REGISTER_WORDS = ("title", "description")
#: What it leaves out rather than print in another language.
REGISTER_LINES = ("what_for", "who")


@dataclass(frozen=True)
class Contents:
    """The published guide in one language, read at one moment."""

    language: str
    guide: GuidePage
    chapters: list[ChapterPage]
    registers: list[Register]
    #: What the passages show beside their own words: sites, registers, tools.
    around: Guide
    #: The digest of all that is printed.
    state: str


def edition(language: str) -> Contents | None:
    """Give the book a reader of `language` is given: in that language, else in French. None when nothing is published."""
    return gather(language) or (
        gather(settings.LANGUAGE_CODE) if language != settings.LANGUAGE_CODE else None
    )


def gather(language: str) -> Contents | None:
    """Read what is published in `language` itself; None when there is no chapter. Seven queries, nine when texts hold links."""
    if language not in LANGUAGES:
        return None
    guide = _readable(GuidePage, language).first()
    if guide is None:
        return None
    # What stands in French in the tree of another language is in the French book already.
    chapters = list(_readable(ChapterPage, language).descendant_of(guide).filter(alias_of=None))
    if not chapters:
        return None
    registers = list(Register.objects.order_by("code"))
    around = read_guide(language)
    facts = {
        "format": FORMAT,
        "language": language,
        "address": settings.BASE_URL,
        "guide": [guide.title, guide.introduction],
        "chapters": [_printed(chapter) for chapter in chapters],
        "registers": [[one.code, said(one, language)] for one in registers],
        "addresses": _addresses(language, chapters, registers),
        "around": [repr(part) for part in (around.sites, around.cells, around.tools)],
    }
    return Contents(language, guide, chapters, registers, around, _digest(facts))


def _readable(model: Any, language: str) -> Any:
    """Give the published pages of a kind that are kept for nobody in particular."""
    pages = model.objects.live().filter(locale__language_code=language).exclude(restricted_anywhere())
    return pages.order_by("path")


def _printed(chapter: ChapterPage) -> list[Any]:
    """Give what is printed of a chapter. The passages as they are stored: reading them would give new names to some."""
    return [
        chapter.slug,
        chapter.title,
        chapter.introduction,
        chapter.revised,
        list(chapter.body.raw_data),
    ]


def said(register: Register, language: str) -> dict[str, Words]:
    """Give the words that the book of a language prints of a register."""
    told = {field: words(register, field, language) for field in (*REGISTER_WORDS, *REGISTER_LINES)}
    return {field: one for field, one in told.items() if field in REGISTER_WORDS or one.lang == language}


def _addresses(language: str, chapters: list[ChapterPage], registers: list[Register]) -> list[Any]:
    """Give what the addresses of the linked pages and documents are made of: texts hold their numbers alone. Two queries at most.

    A link leads to the page in the language of the book, where there is one.
    """
    told = [said(register, language)["description"].text for register in registers]
    raw = json.dumps([*told, *(list(chapter.body.raw_data) for chapter in chapters)], default=str)
    linked: dict[str, set[str]] = {"page": set(), "document": set()}
    for tag in LINK.findall(raw.replace('\\"', '"')):
        kind, number = KIND.search(tag), NUMBER.search(tag)
        if kind and number and kind[1] in linked:
            linked[kind[1]].add(number[1])
    asked = Page.objects.filter(pk__in=linked["page"])
    here = Q(locale__language_code=language, translation_key__in=asked.values("translation_key"))
    pages = Page.objects.filter(here | Q(pk__in=linked["page"])).order_by("pk")
    documents = get_document_model().objects.filter(pk__in=linked["document"]).order_by("pk")
    return [
        list(pages.values_list("pk", "url_path", "live")),
        list(documents.values_list("pk", "file")),
    ]


def _digest(facts: dict[str, Any]) -> str:
    told = json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()
