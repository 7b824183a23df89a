"""The words of the values of resources, for the filters of the search page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import get_language

from resources.directory.forms import SearchForm
from search import facets


def _named(words: Mapping[str, Any]) -> Callable[[], Iterator[facets.Name]]:
    def names() -> Iterator[facets.Name]:
        for value, label in words.items():
            yield facets.Name(value, str(label), (get_language() or "fr")[:2])

    return names


for kind, words in SearchForm.choices().items():
    facets.provide(kind, _named(words))
