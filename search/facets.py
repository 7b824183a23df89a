"""The filters of the search page: what each is called, and the words of its values, given by the apps that know them.

Apps call `provide` from their `ready()`; several may name values of the same filter (workshops and resources both have publics).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, cast

from django.core.cache import caches
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.context import versions_of
from portal.territories.models import Territory
from search.question import TERRITORY

#: Names are read again after this long, in seconds; a change of the contents has them read at once.
SECONDS = 3600


class Name(NamedTuple):
    """A value as the active language says it; `lang` is the language of its words, `pictogram` its sign when it has one."""

    value: str
    label: str
    lang: str = ""
    pictogram: str = ""


class Facet(NamedTuple):
    """A filter: `name` in documents, `parameter` in addresses; a value of `everybody` goes with any other one chosen."""

    name: str
    parameter: str
    title: str | Promise
    everybody: tuple[str, ...] = ()

    def counted(self, counts: Mapping[str, int], value: str) -> int:
        """Give how many answers choosing `value` leaves, with those for everybody, which are for nobody else in particular."""
        return sum(counts.get(one, 0) for one in (value, *self.everybody))


#: The filters, in the order of the page.
FACETS = (
    Facet("theme", "theme", _("Thème")),
    Facet(TERRITORY, "territoire", _("Territoire")),
    Facet("public", "public", _("Pour qui"), ("tous", "tous-publics")),
    Facet("frais", "frais", _("Prix")),
    Facet("accueil", "accueil", _("Comment on est reçu")),
    Facet("langue", "langue", _("Langue parlée")),
    Facet("acces", "acces", _("Accès en fauteuil roulant")),
)

_providers: dict[str, list[Callable[[], Iterable[Name]]]] = {}


def provide(facet: str, names: Callable[[], Iterable[Name]]) -> None:
    """Name values of the filter `facet`: `names()` is called in the language of the reader and may read the database."""
    _providers.setdefault(facet, []).append(names)


def names_of(request: HttpRequest) -> dict[str, dict[str, Name]]:
    """Give the values of every filter that have a name, in order: facet → value → name. Read once a version of the contents."""
    key = f"search:names:{get_language()}:{versions_of(request).number}"
    return cast(dict[str, dict[str, Name]], caches["parts"].get_or_set(key, _read, SECONDS))


def _read() -> dict[str, dict[str, Name]]:
    found: dict[str, dict[str, Name]] = {}
    for facet in FACETS:
        names: dict[str, Name] = {}
        for given in _providers.get(facet.name, ()):
            for name in given():
                if name.value not in facet.everybody:  # it narrows nothing
                    names.setdefault(name.value, name)
        found[facet.name] = names
    return found


def _territories() -> Iterable[Name]:
    arabic = (get_language() or "")[:2] == "ar"
    for territory in Territory.objects.all():
        own: Any = arabic and territory.name_ar
        yield Name(territory.slug, own or territory.name, "ar" if own else "fr")


provide(TERRITORY, _territories)
