"""What an address of /recherche/ asks for: read, checked, told back in plain words.

What cannot be read is left out and said; the rest stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from search.facets import FACETS, Name
from search.geography import Point, read_point
from search.question import DEFAULT_RADIUS, NEAREST, RELEVANCE
from search.sections import BY_SLUG, Section

SINGLE = ("q", "dans", "pres_de", "rayon", "tri")
NAMES = ("q", "dans", *(facet.parameter for facet in FACETS), "pres_de", "rayon", "tri")
#: Letters, then words, beyond which one no longer searches but tells a story.
LONGEST, MOST_WORDS = 120, 12
RADII = (1, 2, 5, 10, 20, 50, 100)
SORTS = {RELEVANCE: _("Ce qui répond le mieux d’abord"), NEAREST: _("Le plus près d’abord")}
NO_SUCH_FILTER = _("Un filtre demandé n’existe pas. Choisissez dans la liste.")


class SearchForm(forms.Form):
    """Checks what an address asks for. `names` are the values one may choose: facet → value → name."""

    q = forms.CharField(required=False)
    dans = forms.CharField(required=False)
    pres_de = forms.CharField(required=False)
    rayon = forms.CharField(required=False)
    tri = forms.CharField(required=False)

    def __init__(self, data: QueryDict, *, names: Mapping[str, Mapping[str, Name]]) -> None:
        super().__init__({name: next(filter(None, data.getlist(name)), "") for name in SINGLE})
        self.notices: list[str] = []
        self.chosen: dict[str, tuple[str, ...]] = {}
        self.is_valid()
        for facet in FACETS:
            asked = set(filter(None, data.getlist(facet.parameter)))
            good = tuple(value for value in names.get(facet.name, {}) if value in asked)
            if good:
                self.chosen[facet.parameter] = good
            if len(good) < len(asked):
                self.notices.append(str(NO_SUCH_FILTER))

    def clean_q(self) -> str:
        """Keep the words that count; say when some were left out."""
        words = " ".join(self.cleaned_data["q"].split())
        if len(words) > LONGEST or words.count(" ") >= MOST_WORDS:
            self.notices.append(str(_("Votre demande est longue. Nous avons gardé les premiers mots.")))
            words = " ".join(words[:LONGEST].split()[:MOST_WORDS])
        return words

    def clean_dans(self) -> str:
        """Read a part of the results."""
        slug = self.cleaned_data["dans"]
        if slug and slug not in BY_SLUG:
            raise forms.ValidationError(NO_SUCH_FILTER)
        return slug

    def clean_pres_de(self) -> Point | None:
        """Read a point, "45.565,5.918", kept to three decimals."""
        text = self.cleaned_data["pres_de"]
        try:
            return read_point(text) if text else None
        except ValueError as error:
            words = _("Nous ne comprenons pas cette position. Cherchez sans elle, ou essayez encore.")
            raise forms.ValidationError(words) from error

    def clean_rayon(self) -> int | None:
        """Read a radius in whole kilometres."""
        text = self.cleaned_data["rayon"]
        if text and not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= RADII[-1]):
            raise forms.ValidationError(_("Cette distance n’est pas possible. Choisissez entre 1 et 100 km."))
        return int(text) if text else None

    def clean_tri(self) -> str:
        """Read the order asked for."""
        text = self.cleaned_data["tri"]
        if text and text not in SORTS:
            raise forms.ValidationError(_("Cet ordre n’existe pas. Choisissez dans la liste."))
        return text

    @property
    def words(self) -> str:
        """What was typed."""
        return self.cleaned_data.get("q") or ""

    @property
    def section(self) -> Section | None:
        """The part of the results asked for alone."""
        return BY_SLUG.get(self.cleaned_data.get("dans") or "")

    @property
    def near(self) -> Point | None:
        """Where the reader says to be."""
        return self.cleaned_data.get("pres_de")

    @property
    def radius(self) -> int:
        """How far one looks, in kilometres."""
        return self.cleaned_data.get("rayon") or DEFAULT_RADIUS // 1000

    @property
    def sort(self) -> str:
        """The order: the one asked for; else the nearest first when a place was given without words."""
        if self.near is None:
            return RELEVANCE
        return self.cleaned_data.get("tri") or (RELEVANCE if self.words else NEAREST)

    @property
    def kept(self) -> dict[str, Any]:
        """What could be read, as one writes it in an address, in a fixed order."""
        good = self.cleaned_data
        values: dict[str, Any] = {
            **{name: good.get(name) for name in ("q", "dans", "tri")},
            "pres_de": f"{self.near.latitude:g},{self.near.longitude:g}" if self.near else None,
            "rayon": str(good["rayon"]) if good.get("rayon") else None,
            **self.chosen,
        }
        return {name: values[name] for name in NAMES if values.get(name)}

    @property
    def messages(self) -> list[str]:
        """What could not be read, in plain words, each once."""
        errors = [str(message) for name in SINGLE for message in self.errors.get(name, [])]
        return list(dict.fromkeys([*errors, *self.notices]))

    @property
    def asks_nothing(self) -> bool:
        """Whether the reader has not asked anything yet."""
        return not self.words and not self.chosen and not self.section and not self.near

    def hidden_without(self, *names: str) -> list[tuple[str, str]]:
        """Give what a form keeps beside its own fields `names`: each parameter with its value."""
        pairs = []
        for name, value in self.kept.items():
            if name not in names:
                pairs += [(name, one) for one in ((value,) if isinstance(value, str) else value)]
        return pairs

    def query(self, **changes: Any) -> str:
        """Give the address part `?q=…&theme=…`, always in the same order, with some changed; None takes one out."""
        values = dict.fromkeys(NAMES) | self.kept | changes
        chosen = {name: value for name, value in values.items() if value}
        return f"?{urlencode(chosen, doseq=True)}" if chosen else ""

    def toggled(self, parameter: str, value: str) -> tuple[str, ...]:
        """Give the values of a filter with one more, or without it when it is chosen."""
        chosen = self.chosen.get(parameter, ())
        return tuple(v for v in chosen if v != value) if value in chosen else (*chosen, value)
