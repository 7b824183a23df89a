"""The choices offered beside the list: each value of each facet with its words, its count and its address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from home.pages.addresses import active_language
from resources.directory.forms import SearchForm
from resources.directory.models import Term
from resources.directory.search import RELEVANCE, Results
from search.asking import RADII, SORTS
from search.choices import Option


@dataclass(frozen=True)
class Choice:
    """One value of a filter. `url` asks for it, or takes it out when it is `selected`; `lang` when not the page's."""

    label: str
    url: str
    count: int | str
    selected: bool
    lang: str = ""


@dataclass(frozen=True)
class Facet:
    """One filter with its choices."""

    name: str
    label: str
    choices: list[Choice]


def facets_of(form: SearchForm, results: Results, path: str) -> list[Facet]:
    """Give the facets in the order of the page; values nothing answers are left out, unless they are chosen."""
    labels = {
        Term.Kind.THEME: _("Thème"),
        Term.Kind.AUDIENCE: _("Pour qui"),
        Term.Kind.FEE: _("Prix"),
        Term.Kind.RECEPTION: _("Comment on est reçu"),
        Term.Kind.LANGUAGE: _("Langue parlée"),
        Term.Kind.ACCESS: _("Accès en fauteuil roulant"),
    }
    facets = [Facet(kind, label, list(_choices(form, results, path, kind))) for kind, label in labels.items()]
    facets.insert(4, Facet("ouvert", _("Horaires"), list(_open(form, results, path))))
    return [facet for facet in facets if facet.choices]


def chosen_of(facets: list[Facet]) -> list[Choice]:
    """Give the choices made, to be taken out one by one."""
    return [choice for facet in facets for choice in facet.choices if choice.selected]


def _choices(form: SearchForm, results: Results, path: str, kind: str) -> Iterator[Choice]:
    language, words = active_language(), form.choices().get(kind, {})
    for found in results.facets.get(kind, []):
        theme = form.themes.get(found.value) if kind == Term.Kind.THEME else None
        if theme is None and found.value not in words:
            continue
        label, lang = theme.name_words if theme else (str(words[found.value]), language)
        url = path + form.query(**{kind: form.toggled(kind, found.value)})
        yield Choice(label, url, found.count, found.chosen, lang if lang != language else "")


def _open(form: SearchForm, results: Results, path: str) -> Iterator[Choice]:
    selected = bool(form.cleaned_data.get("ouvert"))
    if selected or results.open_count:
        url = path + form.query(ouvert=None if selected else "1")
        yield Choice(_("Ouvert maintenant"), url, results.open_count, selected)


def list_fields(form: SearchForm) -> list[dict[str, object]]:
    """Give the two lists of the form, radius and order; none before a place is given."""
    if form.place.point is None:
        return []
    radii = sorted({*RADII, form.radius})
    return [
        {
            "name": "rayon",
            "label": _("Jusqu’où ?"),
            "options": [
                Option(str(km), _("à moins de %(distance)s km") % {"distance": km}, km == form.radius)
                for km in radii
            ],
        },
        {
            "name": "tri",
            "label": _("Dans quel ordre ?"),
            "options": [
                Option(value, str(label), value == form.sort)
                for value, label in SORTS.items()
                if value != RELEVANCE or form.cleaned_data.get("q") or form.sort == RELEVANCE
            ],
        },
    ]


@dataclass(frozen=True)
class WayOn:
    """What one may try when nothing was found."""

    label: str
    url: str


def ways_on(form: SearchForm, facets: list[Facet], path: str) -> list[WayOn]:
    """Give what may be taken out or widened, the narrowest first."""
    found = [
        WayOn(_("Enlever « %(filter)s »") % {"filter": choice.label}, choice.url)
        for choice in chosen_of(facets)
    ]
    if form.place.point:
        wider = next((km for km in RADII if km > form.radius), None)
        if wider:
            found.append(
                WayOn(
                    _("Chercher jusqu’à %(distance)s km") % {"distance": wider},
                    path + form.query(rayon=wider),
                )
            )
        found.append(
            WayOn(_("Chercher partout"), path + form.query(ou=None, pres_de=None, rayon=None, tri=None))
        )
    if form.cleaned_data.get("q"):
        found.append(
            WayOn(
                _("Chercher sans « %(words)s »") % {"words": form.cleaned_data["q"]},
                path + form.query(q=None),
            )
        )
    return found
