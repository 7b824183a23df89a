"""The four parts of the results, by kind of document: what one comes for, not where it is kept."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Section(NamedTuple):
    """A part of the results: its word in addresses (`?dans=`), its title, the kinds of documents it holds."""

    slug: str
    title: str | Promise
    kinds: tuple[str, ...]


SECTIONS = (
    Section("pres-de-chez-vous", _("Près de chez vous"), ("resource", "structure", "need")),
    Section("agenda", _("À l’agenda"), ("workshop",)),
    Section("guide", _("Guide"), ("chapter", "tool")),
    Section("pages", _("Pages"), ("page", "place")),
)
BY_SLUG = {section.slug: section for section in SECTIONS}

#: What a result is, in one word, and its sign.
KINDS: dict[str, tuple[str | Promise, str]] = {
    "resource": (_("Service"), "people"),
    "structure": (_("Structure"), "home"),
    "need": (_("Aide"), "parole"),
    "workshop": (_("Atelier"), "calendar"),
    "place": (_("Lieu"), "door-open"),
    "chapter": (_("Guide"), "reseau"),
    "tool": (_("Outil"), "download"),
    "page": (_("Page"), "sheet"),
}
