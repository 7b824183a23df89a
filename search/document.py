"""What search knows of a thing: one document in one language. No app is known here; each gives its own documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from hashlib import blake2b
from typing import Final, NamedTuple

from search.geography import Point

#: The only visibility there is: whatever is not for everybody is never made into a document.
PUBLIC: Final = "public"
#: The mark every document has: for anybody, or for professionals alone, which is shown when asked for.
FOR, RESIDENTS, PROFESSIONALS = "for", "residents", "professionals"


class When(NamedTuple):
    """A date: the two instants, aware, between which it is on."""

    start: datetime
    end: datetime


class NotPublic(ValueError):
    """Someone tried to make a document of what is not for everybody."""


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """A thing the public may find, as it reads in one language.

    `key` is « kind:id », the same in every language. `title`, `summary`, `text` and `keywords` are words to search, from the
    heaviest to the lightest; the first two are shown. `original` holds the French words of a thing whose page is read
    in another language, so that it is found by them too; `words_language` is the language `title` and `summary` are
    written in, when it is not the page's. `facets` are counted and chosen by people, `marks` only filter. A thing
    given at a distance (`everywhere`) is near everybody. `dates` are coming ones, the nearest first. `weight` multiplies
    the score. `discreet`: nothing about it is to be left on a screen or in a history.
    """

    key: str
    kind: str
    language: str
    title: str
    url: str
    summary: str = ""
    text: str = ""
    keywords: tuple[str, ...] = ()
    original: str = ""
    words_language: str = ""
    territories: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    marks: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: {FOR: (RESIDENTS,)})
    place: str = ""
    point: Point | None = None
    everywhere: bool = False
    dates: tuple[When, ...] = ()
    weight: float = 1.0
    discreet: bool = False
    visibility: str = PUBLIC

    def __post_init__(self) -> None:
        if self.visibility != PUBLIC:
            raise NotPublic(self.key)


def fingerprint(document: SearchDocument) -> str:
    """Give a short digest of all a document says: two that differ have two."""
    said = [getattr(document, each.name) for each in fields(document)]
    plain = [sorted(value.items()) if isinstance(value, Mapping) else value for value in said]
    return blake2b(repr(plain).encode(errors="surrogatepass"), digest_size=12).hexdigest()
