"""The words of the themes and publics, for the filters of the search page."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import get_language

from home.activities.models import Audience, Theme
from search import facets


def themes() -> Iterator[facets.Name]:
    """Name the themes, in their order."""
    for theme in Theme.objects.all():
        yield facets.Name(theme.slug, *theme.name_words, theme.pictogram)


def audiences() -> Iterator[facets.Name]:
    """Name the publics of workshops."""
    for value, label in Audience.choices:
        yield facets.Name(value, str(label), (get_language() or "fr")[:2])


facets.provide("theme", themes)
facets.provide("public", audiences)
