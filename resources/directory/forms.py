"""What an address of /ressources/ asks for: read, checked, told back in plain words.

What cannot be read is left out and said; the rest stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from home.activities.models import Theme
from resources.directory.models import Term
from resources.directory.search import DEFAULT_RADIUS, FACETS, NEAREST, RELEVANCE, Query
from resources.directory.text import words_in
from resources.directory.vocabulary import AUDIENCES, FEES, LANGUAGES, RECEPTIONS, StepFree
from resources.directory.where import Where, around, where
from resources.directory.zones import zones_for
from search.geography import Point, read_point

SINGLE = ("q", "ou", "pres_de", "rayon", "ouvert", "tri")
NAMES = (*SINGLE[:4], *FACETS, *SINGLE[4:])
LONGEST = 120
#: Words beyond these do not count: each one narrows the list, and costs.
MOST_WORDS = 8
RADII = (1, 2, 5, 10, 20, 50, 100)
SORTS = {RELEVANCE: _("Ce qui répond le mieux d’abord"), NEAREST: _("Le plus près d’abord")}


class SearchForm(forms.Form):
    """Checks what an address asks for. `themes` are those one may choose."""

    q = forms.CharField(required=False)
    ou = forms.CharField(required=False)
    pres_de = forms.CharField(required=False)
    rayon = forms.CharField(required=False)
    ouvert = forms.CharField(required=False)
    tri = forms.CharField(required=False)

    def __init__(self, data: QueryDict, *, themes: Iterable[Theme]) -> None:
        super().__init__({name: next(filter(None, data.getlist(name)), "") for name in SINGLE})
        self.themes = {theme.slug: theme for theme in themes}
        self.notices: list[str] = []
        self.chosen: dict[str, tuple[str, ...]] = {}
        self.is_valid()
        known = {**self.choices(), Term.Kind.THEME: self.themes}
        for kind in FACETS:
            self._choose(kind, list(dict.fromkeys(filter(None, data.getlist(kind)))), known[kind])
        self.place = self._place()

    @staticmethod
    def choices() -> dict[str, Mapping[str, Any]]:
        """Give the values of each facet with their words; themes stand apart."""
        return {
            Term.Kind.AUDIENCE: AUDIENCES,
            Term.Kind.FEE: FEES,
            Term.Kind.RECEPTION: RECEPTIONS,
            Term.Kind.LANGUAGE: LANGUAGES,
            Term.Kind.ACCESS: {value: label for value, label in StepFree.choices if value},
        }

    def _choose(self, kind: str, asked: list[str], known: Mapping[str, Any]) -> None:
        good = tuple(value for value in known if value in asked)
        if good:
            self.chosen[kind] = good
        if len(good) < len(asked):
            self.notices.append(str(_("Un filtre demandé n’existe pas. Choisissez dans la liste.")))

    def _place(self) -> Where:
        """Find the place: what was typed comes before the position of the telephone."""
        text, point = self.cleaned_data.get("ou"), self.cleaned_data.get("pres_de")
        if text:
            place = where(text)
            self.notices += [place.notice] if place.notice else []
            return place
        return around(point) if point else Where()

    def clean_q(self) -> str:
        """Keep the words that count; say when some were left out."""
        words = self.cleaned_data["q"]
        if len(words) > LONGEST or len(words_in(words)) > MOST_WORDS:
            self.notices.append(str(_("Votre demande est longue. Nous avons gardé les premiers mots.")))
            words = " ".join(words[:LONGEST].split()[:MOST_WORDS])
        return words

    def clean_ou(self) -> str:
        """Refuse what is too long for an address."""
        text = " ".join(self.cleaned_data["ou"].split())
        if len(text) > LONGEST:
            raise forms.ValidationError(_("Cette adresse est trop longue. Écrivez une rue et une commune."))
        return text

    def clean_pres_de(self) -> Point | None:
        """Read a point, "45.565,5.918", kept to three decimals."""
        text = self.cleaned_data["pres_de"]
        if not text:
            return None
        try:
            return read_point(text)
        except ValueError as error:
            words = _("Nous ne comprenons pas cette position. Écrivez plutôt une adresse.")
            raise forms.ValidationError(words) from error

    def clean_rayon(self) -> int | None:
        """Read a radius in whole kilometres."""
        text = self.cleaned_data["rayon"]
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= RADII[-1]):
            raise forms.ValidationError(_("Cette distance n’est pas possible. Choisissez entre 1 et 100 km."))
        return int(text)

    def clean_ouvert(self) -> bool | None:
        """Read "ouvert maintenant"."""
        text = self.cleaned_data["ouvert"]
        if text not in ("", "1"):
            raise forms.ValidationError(_("Un filtre demandé n’existe pas. Choisissez dans la liste."))
        return True if text else None

    def clean_tri(self) -> str | None:
        """Read the order asked for."""
        text = self.cleaned_data["tri"]
        if text and text not in SORTS:
            raise forms.ValidationError(_("Cet ordre n’existe pas. Choisissez dans la liste."))
        return text or None

    @property
    def radius(self) -> int:
        """How far one looks, in kilometres."""
        return self.cleaned_data.get("rayon") or DEFAULT_RADIUS // 1000

    @property
    def sort(self) -> str:
        """The order: the one asked for; else the nearest first when a place was given without words."""
        asked = self.cleaned_data.get("tri")
        if self.place.point is None:
            return RELEVANCE
        return asked or (RELEVANCE if self.cleaned_data.get("q") else NEAREST)

    def wanted(self, now: datetime, page: int = 1) -> Query:
        """Give the question asked, at `now` (aware). One query when a place is known: what is for its residents alone."""
        communes = self.place.communes
        return Query(
            words=" ".join(words_in(self.cleaned_data.get("q", ""))[:MOST_WORDS]),
            chosen=self.chosen | ({Term.Kind.ZONE: zones_for(communes)} if communes else {}),
            open_at=now if self.cleaned_data.get("ouvert") else None,
            near=self.place.point,
            radius=self.radius * 1000,
            sort=self.sort,
            page=page,
        )

    @property
    def kept(self) -> dict[str, str | tuple[str, ...]]:
        """What could be read, as one writes it in an address, in a fixed order."""
        good = self.cleaned_data
        point = good.get("pres_de")
        values: dict[str, Any] = {
            "q": good.get("q"),
            "ou": good.get("ou"),
            "pres_de": f"{point.latitude:g},{point.longitude:g}" if point and not good.get("ou") else None,
            "rayon": str(good["rayon"]) if good.get("rayon") else None,
            **self.chosen,
            "ouvert": "1" if good.get("ouvert") else None,
            "tri": good.get("tri"),
        }
        return {name: values[name] for name in NAMES if values.get(name)}

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What a new search keeps beside the two boxes: each filter with its value."""
        return self._pairs_but("q", "ou", "pres_de")

    @property
    def kept_beside_distance(self) -> list[tuple[str, str]]:
        """What the choice of distance and order keeps: each filter with its value."""
        return self._pairs_but("rayon", "tri")

    def _pairs_but(self, *left_out: str) -> list[tuple[str, str]]:
        return [
            (name, one)
            for name, value in self.kept.items()
            if name not in left_out
            for one in ((value,) if isinstance(value, str) else value)
        ]

    @property
    def messages(self) -> list[str]:
        """What could not be read, in plain words, each once."""
        errors = [str(message) for name in SINGLE for message in self.errors.get(name, [])]
        return list(dict.fromkeys([*errors, *self.notices]))

    @property
    def asks_nothing(self) -> bool:
        """Whether the reader has not chosen anything yet."""
        return not self.kept

    @property
    def asks_only_words(self) -> bool:
        """Whether nothing but words was asked: a filter that leaves nothing is no need."""
        return self.kept.keys() == {"q"} and not self.messages

    @property
    def keeps_robots_out(self) -> bool:
        """Whether the page is one combination among many, or a mistake: search engines list whole themes alone."""
        kept = self.kept
        return bool(self.messages) or bool(kept.keys() - {Term.Kind.THEME}) or len(kept.get("theme", ())) > 1

    def query(self, **changes: Any) -> str:
        """Give the address part `?q=…&theme=…`, always in the same order, with some changed; None takes one out."""
        values = dict.fromkeys(NAMES) | self.kept | changes
        chosen = {name: value for name, value in values.items() if value}
        return f"?{urlencode(chosen, doseq=True)}" if chosen else ""

    def toggled(self, kind: str, value: str) -> tuple[str, ...]:
        """Give the values of a facet with one more, or without it when it is chosen."""
        chosen = self.chosen.get(kind, ())
        return tuple(v for v in chosen if v != value) if value in chosen else (*chosen, value)
