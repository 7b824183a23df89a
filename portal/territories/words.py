"""Short texts that live on plain models in several languages: `name`, `name_en`, `name_ar`."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import get_language

DEFAULT = "fr"


class Words(NamedTuple):
    """A text and the language it is really in, so that a page can say so with `lang`."""

    text: str
    lang: str

    def __str__(self) -> str:
        return self.text


def words(thing: Any, field: str, language: str | None = None) -> Words:
    """Give `thing.field` in `language` (the active one by default), or in French when nobody translated it."""
    language = (language or get_language() or DEFAULT)[:2]
    if language != DEFAULT:
        translated = getattr(thing, f"{field}_{language}", "")
        if translated:
            return Words(translated, language)
    return Words(getattr(thing, field), DEFAULT)
