"""The choices offered beside the results: each value of each filter with its words, its count and its address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from search.asking import RADII, SORTS
from search.facets import FACETS, Facet, Name
from search.forms import SearchForm
from search.question import RELEVANCE
from search.results import ASKED_BY_PROFESSIONALS, Found, count_of
from search.sections import SECTIONS


@dataclass(frozen=True)
class Choice:
    """One value of a filter. `url` asks for it, or takes it out when it is `selected`; `lang` when not the page's."""

    label: str
    url: str
    count: int | str
    selected: bool
    lang: str = ""


class Choices(NamedTuple):
    """One filter with its choices."""

    label: str
    choices: list[Choice]


def sections_of(form: SearchForm, found: Found, path: str) -> list[Choice]:
    """Give the parts of the results one may look at alone; none when there is but one."""
    asked = form.section
    choices = [
        Choice(
            str(section.title),
            path + form.query(dans=None if section == asked else section.slug),
            count_of(section, found),
            section == asked,
        )
        for section in SECTIONS
        if section == asked or count_of(section, found)
    ]
    return choices if asked or len(choices) > 1 else []


def facets_of(
    form: SearchForm, found: Found, names: Mapping[str, Mapping[str, Name]], path: str
) -> list[Choices]:
    """Give the filters that narrow something; values nothing answers are left out, unless they are chosen."""
    every = [Choices(str(facet.title), list(_choices(form, found, names, path, facet))) for facet in FACETS]
    return [one for one in every if one.choices]


def _choices(
    form: SearchForm, found: Found, names: Mapping[str, Mapping[str, Name]], path: str, facet: Facet
) -> Iterator[Choice]:
    language, counts = (get_language() or "")[:2], found.counts.get(facet.name, {})
    chosen = form.chosen.get(facet.parameter, ())
    for value, name in names.get(facet.name, {}).items():
        # Professionals are shown what is counted for nobody else: no number is better than a false one.
        count = "" if value == ASKED_BY_PROFESSIONALS else facet.counted(counts, value)
        if counts.get(value) or value in chosen:
            url = path + form.query(**{facet.parameter: form.toggled(facet.parameter, value)})
            lang = name.lang if name.lang != language else ""
            yield Choice(name.label, url, count, value in chosen, lang)


def chosen_of(facets: list[Choices]) -> list[Choice]:
    """Give the choices made, to be taken out one by one."""
    return [choice for facet in facets for choice in facet.choices if choice.selected]


@dataclass(frozen=True)
class Option:
    """One line of a list of the form."""

    value: str
    label: str
    selected: bool
    count: str = ""


def distance_fields(form: SearchForm) -> list[dict[str, Any]]:
    """Give the two lists of the form, radius and order; none before a place is given."""
    if form.centre is None:
        return []
    radii = [
        Option(str(km), _("à moins de %(distance)s km") % {"distance": km}, km == form.radius)
        for km in sorted({*RADII, form.radius})
    ]
    sorts = [
        Option(value, str(label), value == form.sort)
        for value, label in SORTS.items()
        if value != RELEVANCE or form.words
    ]
    return [
        {"name": "rayon", "label": _("Jusqu’où ?"), "options": radii},
        {"name": "tri", "label": _("Dans quel ordre ?"), "options": sorts},
    ]


def ways_on(form: SearchForm, facets: list[Choices], path: str) -> list[Choice]:
    """Give what may be taken out or widened when nothing was found, the narrowest first."""
    ways = [
        Choice(_("Enlever « %(filter)s »") % {"filter": choice.label}, choice.url, "", False)
        for choice in chosen_of(facets)
    ]
    if form.centre:
        anywhere = path + form.query(pres_de=None, rayon=None, tri=None)
        ways.append(Choice(_("Chercher partout"), anywhere, "", False))
    if form.section:
        ways.append(Choice(_("Chercher dans tout le site"), path + form.query(dans=None), "", False))
    return ways
