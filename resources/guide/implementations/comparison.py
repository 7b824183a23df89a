"""The comparison as a table: a row for each line, a cell for each territory; a card for each line on a telephone."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from home.pages.models import TerritoryPage
from portal.context import RIGHT_TO_LEFT, root_of
from portal.territories.models import Territory
from portal.territories.words import DEFAULT as FRENCH
from portal.territories.words import Words
from portal.when import date_words
from resources.directory.text import tied
from resources.guide.implementations.lines import LINES, has_arabic
from resources.guide.models.implementations import Implementation


class Site(NamedTuple):
    """One territory of the comparison: its name and the language it is in, its page if any, when its column was changed."""

    name: str
    lang: str
    url: str
    changed: str


class Comparison(NamedTuple):
    """What the page shows; `is_partly_french` when an answer is not in the reader's language."""

    columns: list[dict[str, Any]]
    rows: list[list[Any]]
    sites: list[Site]
    is_partly_french: bool


def compare() -> Comparison:
    """Give the published columns side by side, in the reader's language; lines nobody answers are left out. Two queries."""
    shown = list(Implementation.objects.public().select_related("territory"))
    language = (get_language() or "fr")[:2]
    answers = {line: [one.answer(line) for one in shown] for line in LINES}
    rows = [
        [LINES[line], *(_cell(answer, language) for answer in told)]
        for line, told in answers.items()
        if any(answer.text for answer in told)
    ]
    lacking = any(answer.text and answer.lang != language for told in answers.values() for answer in told)
    heads = [{"label": _("Ce qu’on compare")}, *(_head(one.name) for one in shown)]
    return Comparison(heads, rows, _sites(shown, language), lacking)


def _cell(answer: Words, language: str) -> SafeString:
    """Give an answer in a block of its own: lines of French begin at the left, on an Arabic page too.

    What is not said stands where an answer would, under the name: the cell is laid out as the name is.
    """
    if not answer.text:
        return format_html('<div class="unsaid" lang="{}" dir="ltr">{}</div>', language, _("Non précisé"))
    direction = "rtl" if answer.lang in RIGHT_TO_LEFT else "ltr"
    text = linebreaksbr(tied(answer.text))
    return format_html('<div lang="{}" dir="{}">{}</div>', answer.lang, direction, text)


def _head(name: str) -> dict[str, str]:
    """Give the head of a column. A name is as it was typed whatever one reads; under it, each cell says its own language."""
    direction = "auto" if has_arabic(name) else "ltr"
    return {"label": name, "lang": _language_of(name), "direction": direction}


def _language_of(name: str) -> str:
    return "ar" if has_arabic(name) else FRENCH


def _sites(shown: list[Implementation], language: str) -> list[Site]:
    """Give the territories compared; those that have a page here lead to it."""
    here = [one.territory_id for one in shown if one.territory_id]
    pages = TerritoryPage.objects.filter(live=True, territory__in=here, locale__language_code="fr")
    with_page = set(pages.values_list("territory", flat=True)) if here else set()

    def address(territory: Territory | None) -> str:
        if territory is None or territory.pk not in with_page:
            return ""
        return f"{root_of(language)}{territory.slug}/"

    return [
        Site(one.name, _language_of(one.name), address(one.territory), date_words(one.changed_on, year=True))
        for one in shown
    ]
