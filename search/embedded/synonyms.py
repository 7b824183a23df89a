"""Words that mean the same, as the team wrote them: read again when the contents changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple, cast

from django.core.cache import caches

from portal.territories import content_version
from search.embedded.analysis import stems


class Meaning(NamedTuple):
    """Groups of words that mean the same; `one_way`: the first finds the others, the others do not find it."""

    groups: tuple[str, ...]
    one_way: bool = False


SECONDS = 3600
Read = Callable[[], tuple[Meaning, ...]]
#: By the stems typed: the groups of words, as written, that are looked for as well.
Thesaurus = dict[tuple[str, ...], tuple[str, ...]]


def written() -> tuple[Meaning, ...]:
    """Give what the team wrote; one query tells whether it changed."""
    key = f"search:synonyms:{content_version.current()}"
    return cast(tuple[Meaning, ...], caches["parts"].get_or_set(key, _read_all, SECONDS))


def _read_all() -> tuple[Meaning, ...]:
    from search.models import Synonyms

    return tuple(Meaning(tuple(row.groups()), row.one_way) for row in Synonyms.objects.all())


@lru_cache(maxsize=8)
def thesaurus(meanings: tuple[Meaning, ...], language: str) -> Thesaurus:
    """Arrange meanings by the stems of each group, in one language."""
    found: dict[tuple[str, ...], list[str]] = {}
    for groups, one_way in meanings:
        for typed in groups[:1] if one_way else groups:
            if cut := tuple(stems(typed, language)):
                found.setdefault(cut, []).extend(other for other in groups if other != typed)
    return {cut: tuple(dict.fromkeys(others)) for cut, others in found.items()}


def longest(table: Iterable[tuple[str, ...]]) -> int:
    """Give how many words the longest group has."""
    return max((len(cut) for cut in table), default=0)
