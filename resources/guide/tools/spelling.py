"""The few words every format says itself, in the active language, and the codes of languages files bear."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

#: What DOCX and ODT call a language.
LOCALES = {"fr": "fr-FR", "en": "en-GB", "ar": "ar-SA"}


def date_hint() -> str:
    """Say how a day is written."""
    return _("jj/mm/aaaa")


def must() -> str:
    """Explain the sign of what must be answered."""
    return _("* : à remplir")


def required() -> str:
    """Say to who listens that an answer is needed."""
    return _("obligatoire")


def required_once() -> str:
    """Say so of boxes of which several may be ticked."""
    return _("obligatoire, une réponse au moins")


def write_here(longest: int = 0) -> str:
    """Say where one writes, in a file edited on screen, and in how many letters at most (0: any number)."""
    if not longest:
        return _("Écrire ici")
    told = ngettext("Écrire ici, %(count)d signe au plus", "Écrire ici, %(count)d signes au plus", longest)
    return told % {"count": longest}
