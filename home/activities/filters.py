"""The four filters of the agenda (`?jour= &theme= &public= &lieu=`): read, checked, told back in plain words.

A filter that cannot be read is left out and said; the others stay.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from home.activities.agenda import DayRange, Wanted, days_of
from home.activities.models import Audience, Theme
from home.places.models import Place

NAMES = ("jour", "theme", "public", "lieu")


class FilterForm(forms.Form):
    """Checks the filters of an address. `themes` and `places` are those that may be asked for here."""

    jour = forms.CharField(required=False)
    theme = forms.CharField(required=False)
    public = forms.CharField(required=False)
    lieu = forms.CharField(required=False)

    def __init__(
        self, data: QueryDict | dict, *, themes: Iterable[Theme], places: Iterable[Place], today: date
    ) -> None:
        # An empty value may stand beside a full one (`?jour=&jour=demain`): the first that says something counts.
        lists = data.getlist if isinstance(data, QueryDict) else lambda name: [data.get(name, "")]
        super().__init__({name: next(filter(None, lists(name)), "") for name in NAMES})
        self.themes = {theme.slug for theme in themes}
        self.places = list(places)
        self.today = today
        self.is_valid()

    def clean_jour(self) -> DayRange | None:
        """Read the day; refuse what is no day and days that are over."""
        word = self.cleaned_data["jour"]
        if not word:
            return None
        try:
            days = days_of(word, self.today)
        except ValueError as error:
            raise forms.ValidationError(
                _("Nous ne comprenons pas le jour demandé. Choisissez un jour dans la liste.")
            ) from error
        if days.last < self.today:
            raise forms.ValidationError(_("Le jour demandé est passé. Choisissez un autre jour."))
        return days

    def clean_theme(self) -> str | None:
        """Keep a theme that exists."""
        theme = self.cleaned_data["theme"]
        if theme and theme not in self.themes:
            raise forms.ValidationError(_("Ce thème n’existe pas. Choisissez un thème dans la liste."))
        return theme or None

    def clean_public(self) -> str | None:
        """Keep an audience that exists."""
        audience = self.cleaned_data["public"]
        if audience and audience not in Audience.values:
            raise forms.ValidationError(_("Ce public n’existe pas. Choisissez pour qui dans la liste."))
        return audience or None

    def clean_lieu(self) -> frozenset[int] | None:
        """Find the place by its slug, or by `territory.place` where two places share a slug."""
        asked = self.cleaned_data["lieu"]
        if not asked:
            return None
        found = frozenset(p.pk for p in self.places if asked in (p.slug, f"{p.territory.slug}.{p.slug}"))
        if not found:
            raise forms.ValidationError(_("Ce lieu n’existe pas ici. Choisissez un lieu dans la liste."))
        return found

    @property
    def wanted(self) -> Wanted:
        """What the valid filters ask for."""
        good = self.cleaned_data
        return Wanted(good.get("jour"), good.get("theme"), good.get("public"), good.get("lieu"))

    @property
    def kept(self) -> dict[str, str]:
        """The valid filters as they were written, in a fixed order."""
        return {name: self.data[name].strip() for name in NAMES if self.cleaned_data.get(name) is not None}

    @property
    def messages(self) -> list[str]:
        """What could not be read, in plain words."""
        return [str(message) for name in NAMES for message in self.errors.get(name, [])]

    @property
    def keeps_robots_out(self) -> bool:
        """Whether the page is one combination among many, or a mistake: search engines should not list it."""
        return len(self.kept) > 1 or bool(self.errors)

    def query(self, **changes: Any) -> str:
        """Give the address part `?jour=…&theme=…`, always in the same order, with some filters changed; None or ""
        takes one out.
        """
        values = dict.fromkeys(NAMES) | self.kept | changes
        chosen = {name: value for name, value in values.items() if value}
        return f"?{urlencode(chosen)}" if chosen else ""


def place_value(place: Place, places: Iterable[Place]) -> str:
    """Give the shortest value of `?lieu=` that means `place` alone among `places`."""
    twins = sum(1 for other in places if other.slug == place.slug)
    return place.slug if twins < 2 else f"{place.territory.slug}.{place.slug}"
