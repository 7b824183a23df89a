"""Chapters to read: a guide under the tests' home page, and the demonstration's own."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from wagtail.models import Locale

from portal.demo.guide import write_guide, write_registers
from resources.guide.models import ChapterPage, GuidePage, Register
from tests.home.pages.conftest import Tree

#: One block of each kind, as an editor would fill it in.
BLOCKS: dict[str, dict[str, Any]] = {
    "text": {"anchor": "pourquoi", "title": "Pourquoi", "text": "<p>Parce que <b>voilà</b>.</p>"},
    "key_points": {"anchor": "essentiel", "title": "L'essentiel", "points": ["Un point.", "Un autre."]},
    "step": {
        "anchor": "etape-1",
        "number": 1,
        "title": "Commencez",
        "text": "<p>Ici.</p>",
        "todo": ["Choisir un jour."],
    },
    "example": {
        "anchor": "exemple",
        "territory": "chambery",
        "registers": ["1A", "3A"],
        "title": "Ce qui s'est passé",
        "text": "<p>Un café.</p>",
    },
    "comparison": {
        "anchor": "conditions",
        "title": "L'équipe",
        "group": "equipe",
        "pairs": [
            {"start": "Trois personnes.", "towards": ["Dix personnes.", "Un dossier commun."]},
            {"start": "Une salle.", "towards": ["Une maison."]},
        ],
    },
    "todo": {"anchor": "liste", "title": "À faire en équipe", "items": ["Compter.", "Écrire."]},
    "caution": {"anchor": "gare", "text": "<p>Prudence.</p>"},
    "quote": {"anchor": "parole", "text": "On apprend", "who": "une médiatrice"},
    "figure": {
        "anchor": "dessin",
        "name": "cases",
        "parts": [{"label": "Une case", "items": ["dedans"]}, {"label": "Une autre", "items": []}],
        "alternative": "Deux cases côte à côte.",
        "caption": "Deux cases.",
    },
    "matrix": {"anchor": "matrice"},
    "tool": {"anchor": "outil", "slug": "flyer"},
}


def body(*kinds: str, **changed: Any) -> list[tuple[str, dict[str, Any]]]:
    """Give blocks of these kinds, all of them when none is named; `changed` goes into each."""
    return [(kind, BLOCKS[kind] | changed) for kind in kinds or BLOCKS]


def add_guide(tree: Tree) -> GuidePage:
    """Publish the contents of a guide without chapters, and the eight registers."""
    write_registers()
    return tree.add(tree.home, GuidePage(title="Le guide", slug="guide", introduction="Pour commencer."))


def add_chapter(tree: Tree, guide: GuidePage, slug: str = "equipe", **facts: Any) -> ChapterPage:
    """Publish one chapter."""
    facts = {"title": slug.title(), "introduction": "En bref.", "body": body()} | facts
    return tree.add(guide, ChapterPage(slug=slug, **facts))


def add_demonstration(tree: Tree) -> None:
    """Publish the demonstration's guide, in every language, under a site that has its two territories."""
    tree.everywhere()
    Locale.objects.get_or_create(language_code="ar")
    write_guide()


def ids_of(html: str) -> list[str]:
    """Give the ids of a page, in order."""
    return re.findall(r'\sid="([^"]+)"', html)


def links_of(html: str) -> list[str]:
    """Give where a page leads."""
    return [unescape(url) for url in re.findall(r'<a\b[^>]*?\shref="([^"]*)"', html)]


def register(code: str) -> Register:
    """Give a register."""
    return Register.objects.get(code=code)
