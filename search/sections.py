"""The parts of the results: what one comes for, not where it is kept. Apps say which part each of their kinds stands in."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Face(NamedTuple):
    """How a kind of document is shown: in which part, what it is in one word, its sign."""

    section: str
    name: str | Promise
    pictogram: str


class Section(NamedTuple):
    """A part of the results: its word in addresses (`?dans=`) and its title."""

    slug: str
    title: str | Promise

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of documents it holds; what no document is when it holds none yet."""
        return tuple(kind for kind, face in _faces.items() if face.section == self.slug) or ("",)


NEAR, AGENDA, GUIDE, PAGES = "pres-de-chez-vous", "agenda", "guide", "pages"
SECTIONS = (
    Section(NEAR, _("Près de chez vous")),
    Section(AGENDA, _("À l’agenda")),
    Section(GUIDE, _("Guide")),
    Section(PAGES, _("Pages")),
)
BY_SLUG = {section.slug: section for section in SECTIONS}
UNKNOWN = Face("", "", "sheet")

_faces: dict[str, Face] = {}


def show(kind: str, section: str, name: str | Promise, pictogram: str) -> None:
    """Have a kind of document shown in a part of the results: called by its app, beside `sources.provide`."""
    _faces[kind] = Face(section, name, pictogram)


def face_of(kind: str) -> Face:
    """Give how a kind of document is shown."""
    return _faces.get(kind, UNKNOWN)
