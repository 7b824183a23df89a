"""What the search page is told of resources: the words of the values of its filters, and what is asked in secret."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import get_language

from home.activities.models import Theme
from resources.directory.discreet import asks_in_secret
from resources.directory.forms import SearchForm
from resources.directory.models import Term
from search import discretion, facets


def _named(words: Mapping[str, Any]) -> Callable[[], Iterator[facets.Name]]:
    def names() -> Iterator[facets.Name]:
        for value, label in words.items():
            yield facets.Name(value, str(label), (get_language() or "fr")[:2])

    return names


def _in_secret(words: str, chosen: discretion.Chosen) -> bool:
    slugs = chosen.get(Term.Kind.THEME, ())
    return asks_in_secret(words, Theme.objects.filter(slug__in=slugs) if slugs else ())


discretion.provide(_in_secret)
for kind, words in SearchForm.choices().items():
    facets.provide(kind, _named(words))
