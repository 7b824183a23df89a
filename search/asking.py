"""What every address that looks for something may ask: words, near where, in what order; read, checked, told back plainly.

What cannot be read is left out and said; the rest stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from search.geography import Point, read_point
from search.question import DEFAULT_RADIUS, NEAREST, RELEVANCE

#: Letters beyond which one no longer searches but tells a story.
LONGEST = 120
RADII = (1, 2, 5, 10, 20, 50, 100)
SORTS = {RELEVANCE: _("Ce qui répond le mieux d’abord"), NEAREST: _("Le plus près d’abord")}
NO_SUCH_FILTER = _("Un filtre demandé n’existe pas. Choisissez dans la liste.")
TOO_LONG = _("Votre demande est longue. Nous avons gardé les premiers mots.")


class AskingForm(forms.Form):
    """The part that search and directory share. A form says in `names` the order of what it writes in an address."""

    #: Every parameter, in the order of addresses; those that have one value.
    names: ClassVar[tuple[str, ...]]
    single: ClassVar[tuple[str, ...]]
    no_such_place: ClassVar[str | Promise]

    q = forms.CharField(required=False)
    pres_de = forms.CharField(required=False)
    rayon = forms.CharField(required=False)
    tri = forms.CharField(required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__({name: next(filter(None, data.getlist(name)), "") for name in self.single})
        self.notices: list[str] = []
        self.chosen: dict[str, tuple[str, ...]] = {}
        self.is_valid()

    def choose(self, parameter: str, asked: Iterable[str], known: Iterable[str]) -> None:
        """Keep the values of a filter that exist, in the order of `known`; say when one does not."""
        wanted = set(filter(None, asked))
        good = tuple(value for value in known if value in wanted)
        if good:
            self.chosen[parameter] = good
        if len(good) < len(wanted):
            self.notices.append(str(NO_SUCH_FILTER))

    def clean_pres_de(self) -> Point | None:
        """Read a point, "45.565,5.918", kept to three decimals."""
        text = self.cleaned_data["pres_de"]
        try:
            return read_point(text) if text else None
        except ValueError as error:
            raise forms.ValidationError(str(self.no_such_place)) from error

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
    def radius(self) -> int:
        """How far one looks, in kilometres."""
        return self.cleaned_data.get("rayon") or DEFAULT_RADIUS // 1000

    @property
    def centre(self) -> Point | None:
        """The point looked around: where the reader says to be."""
        return self.cleaned_data.get("pres_de")

    @property
    def sort(self) -> str:
        """The order: the one asked for; else the nearest first when a place was given without words."""
        if self.centre is None:
            return RELEVANCE
        return self.cleaned_data.get("tri") or (RELEVANCE if self.words else NEAREST)

    @property
    def kept(self) -> dict[str, Any]:
        """What could be read, as one writes it in an address, in the order of `names`."""
        good, point = self.cleaned_data, self.cleaned_data.get("pres_de")
        values = {name: good.get(name) for name in self.single} | self.chosen
        values |= {
            "pres_de": f"{point.latitude:g},{point.longitude:g}" if point else None,
            "rayon": str(good["rayon"]) if good.get("rayon") else None,
        }
        return {name: values[name] for name in self.names if values.get(name)}

    @property
    def messages(self) -> list[str]:
        """What could not be read, in plain words, each once."""
        errors = [str(message) for name in self.single for message in self.errors.get(name, [])]
        return list(dict.fromkeys([*errors, *self.notices]))

    @property
    def asks_only_words(self) -> bool:
        """Whether nothing but words was asked: a filter that leaves nothing is no need."""
        return self.kept.keys() == {"q"} and not self.messages

    def hidden_without(self, *names: str) -> list[tuple[str, str]]:
        """Give what a form keeps beside its own fields `names`: each parameter with its value."""
        pairs = []
        for name, value in self.kept.items():
            if name not in names:
                pairs += [(name, one) for one in ((value,) if isinstance(value, str) else value)]
        return pairs

    def query(self, **changes: Any) -> str:
        """Give the address part `?q=…&theme=…`, always in the same order, with some changed; None takes one out."""
        values = dict.fromkeys(self.names) | self.kept | changes
        chosen = {name: value for name, value in values.items() if value}
        return f"?{urlencode(chosen, doseq=True)}" if chosen else ""

    def toggled(self, parameter: str, value: str) -> tuple[str, ...]:
        """Give the values of a filter with one more, or without it when it is chosen."""
        chosen = self.chosen.get(parameter, ())
        return tuple(v for v in chosen if v != value) if value in chosen else (*chosen, value)
