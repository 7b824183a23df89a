"""The few words every format says itself, in the active language, and the codes of languages files bear."""

from __future__ import annotations

from django.utils.translation import gettext as _

#: What DOCX and ODT call a language.
LOCALES = {"fr": "fr-FR", "en": "en-GB", "ar": "ar-SA"}


def date_hint() -> str:
    """Say how a day is written."""
    return _("jj/mm/aaaa")


def must() -> str:
    """Explain the sign of what must be answered."""
    return _("* : à remplir")


def write_here() -> str:
    """Say where one writes, in a file edited on screen."""
    return _("Écrire ici")
