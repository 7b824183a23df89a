"""The ten lines by which implementations are compared. Pure: names and words."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

#: Field of `Implementation` → what the line is called, in the order people read them.
LINES = {
    "carrier": _("Qui porte"),
    "since": _("Depuis"),
    "team": _("L’équipe"),
    "place": _("Le lieu"),
    "commission": _("La commission"),
    "tools": _("Les outils"),
    "partners": _("Les partenaires"),
    "participation": _("La participation"),
    "figures": _("Quelques chiffres"),
    "funding": _("Le financement"),
}
#: A column without it says nothing.
ESSENTIAL = "carrier"
#: How long an answer may be, in characters: a card on a telephone.
LONGEST = 600
#: Any letter of Arabic.
ARABIC = re.compile("[\u0600-\u06ff]")


def has_arabic(text: str) -> bool:
    """Tell whether a text has a letter of Arabic."""
    return ARABIC.search(text) is not None
