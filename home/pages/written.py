"""Whose words a page shows: its own, or French ones where no translation was published yet (see `translations.py`)."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q
from wagtail.models import Page

#: Pages with words of their own: French ones, and those that were published in their language.
OWN_WORDS = Q(alias_of=None) & (
    Q(live_revision__isnull=False) | Q(locale__language_code=settings.LANGUAGE_CODE)
)


def has_own_words(alias_of: int | None, live_revision: int | None) -> bool:
    """Tell from the row of a page that is not French whether it was published with words of its own."""
    return alias_of is None and live_revision is not None


def language_of(page: Page, language: str) -> str:
    """Give the language of the words of a page of the tree of `language`. No query."""
    return language if has_own_words(page.alias_of_id, page.live_revision_id) else settings.LANGUAGE_CODE
