"""What an address of /ressources/ asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from home.activities.models import Theme
from resources.directory.models import Term
from resources.directory.search import FACETS, Query
from resources.directory.text import words_in
from resources.directory.vocabulary import AUDIENCES, FEES, LANGUAGES, RECEPTIONS, StepFree
from resources.directory.where import Where, around, where
from resources.directory.zones import zones_for
from search.asking import LONGEST, NO_SUCH_FILTER, TOO_LONG, AskingForm
from search.geography import Point

#: Words beyond these do not count: each one narrows the list, and costs.
MOST_WORDS = 8


class SearchForm(AskingForm):
    """Checks what an address asks for. `themes` are those one may choose."""

    single = ("q", "ou", "pres_de", "rayon", "ouvert", "tri")
    names = (*single[:4], *FACETS, *single[4:])
    no_such_place = _("Nous ne comprenons pas cette position. Écrivez plutôt une adresse.")

    ou = forms.CharField(required=False)
    ouvert = forms.CharField(required=False)

    def __init__(self, data: QueryDict, *, themes: Iterable[Theme]) -> None:
        super().__init__(data)
        self.themes = {theme.slug: theme for theme in themes}
        known = {**self.choices(), Term.Kind.THEME: self.themes}
        for kind in FACETS:
            self.choose(kind, data.getlist(kind), known[kind])
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
            self.notices.append(str(TOO_LONG))
            words = " ".join(words[:LONGEST].split()[:MOST_WORDS])
        return words

    def clean_ou(self) -> str:
        """Refuse what is too long for an address."""
        text = " ".join(self.cleaned_data["ou"].split())
        if len(text) > LONGEST:
            raise forms.ValidationError(_("Cette adresse est trop longue. Écrivez une rue et une commune."))
        return text

    def clean_ouvert(self) -> str:
        """Read "ouvert maintenant"."""
        text = self.cleaned_data["ouvert"]
        if text not in ("", "1"):
            raise forms.ValidationError(NO_SUCH_FILTER)
        return text

    @property
    def centre(self) -> Point | None:
        """Where one looks: the address typed, or the position given."""
        return self.place.point

    def wanted(self, now: datetime, page: int = 1) -> Query:
        """Give the question asked, at `now` (aware). One query when a place is known: what is for its residents alone."""
        communes = self.place.communes
        return Query(
            words=self.words,
            chosen=self.chosen | ({Term.Kind.ZONE: zones_for(communes)} if communes else {}),
            open_at=now if self.cleaned_data.get("ouvert") else None,
            near=self.centre,
            radius=self.radius * 1000,
            sort=self.sort,
            page=page,
        )

    @property
    def kept(self) -> dict[str, Any]:
        """What could be read; an address typed comes before a position."""
        kept = super().kept
        return {name: value for name, value in kept.items() if name != "pres_de" or "ou" not in kept}

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What a new search keeps beside the two boxes: each filter with its value."""
        return self.hidden_without("q", "ou", "pres_de")

    @property
    def kept_beside_distance(self) -> list[tuple[str, str]]:
        """What the choice of distance and order keeps: each filter with its value."""
        return self.hidden_without("rayon", "tri")

    @property
    def asks_nothing(self) -> bool:
        """Whether the reader has not chosen anything yet."""
        return not self.kept

    @property
    def keeps_robots_out(self) -> bool:
        """Whether the page is one combination among many, or a mistake: search engines list whole themes alone."""
        kept = self.kept
        return bool(self.messages) or bool(kept.keys() - {Term.Kind.THEME}) or len(kept.get("theme", ())) > 1
