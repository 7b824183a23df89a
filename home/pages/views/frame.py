"""What every page shows around its own words: where one stands, the same page in other languages, its language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.models import Page

from home.pages.addresses import absolute, active_language, address, roots
from home.pages.models import HomePage, PortalPage
from home.pages.written import has_own_words, language_of
from portal.context import RIGHT_TO_LEFT


@dataclass(frozen=True)
class Twin:
    """The same page in one language; `is_written` when somebody wrote it there, not French shown instead."""

    language: str
    url: str
    is_written: bool


def frame(page: PortalPage, request: HttpRequest) -> dict[str, Any]:
    """Give the context of the page's frame. One query, none for the home page."""
    known, language = roots(), active_language()
    twins = _twins(page, known, language)
    own = next((twin for twin in twins if twin.language == language), None)
    here = own.url if own else request.path
    french = next((twin.url for twin in twins if twin.language == settings.LANGUAGE_CODE), here)
    in_french = page.is_in_french_instead and not getattr(request, "is_preview", False)
    written_in = settings.LANGUAGE_CODE if in_french else language
    return {
        "translations": {twin.language: twin.url for twin in twins},
        "written": [twin for twin in twins if twin.is_written],
        "canonical": absolute(french if in_french else here),
        "in_french": written_in != language,
        "page_language": written_in,
        "words_lang": _attributes(written_in) if written_in != language else "",
        "crumbs": _crumbs(page, known, language),
    }


def _attributes(language: str) -> SafeString:
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    return format_html(' lang="{}" dir="{}"', language, direction)


def _twins(page: PortalPage, known: dict[str, str], language: str) -> list[Twin]:
    if isinstance(page, HomePage):
        # Every language has a home page; whether others are written is not worth a query at each visit.
        return [Twin(code, address(root, code, known), True) for code, root in known.items()]
    rows = Page.objects.filter(translation_key=page.translation_key, live=True).values_list(
        "locale__language_code", "url_path", "alias_of", "live_revision"
    )
    return [
        Twin(code, address(path, code, known), code == settings.LANGUAGE_CODE or has_own_words(alias, live))
        for code, path, alias, live in rows
    ]


def _crumbs(page: PortalPage, known: dict[str, str], language: str) -> list[dict[str, str]]:
    above = getattr(page, "chain", None)
    if above is None:  # a preview: the page was not found by its address
        above = (
            [*page.get_ancestors().filter(depth__gte=2), page] if page.depth and page.depth > 2 else [page]
        )
    return [
        {
            "title": step.title,
            "url": address(step.url_path, language, known),
            "lang": language_of(step, language),
        }
        for step in above[1:]
    ]
