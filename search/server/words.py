"""The words of a question as the server takes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query

from search.embedded.analysis import FRENCH
from search.embedded.asked import Asked, Option, Place
from search.embedded.query import ALSO, AS_WRITTEN, HELD, PHRASE
from search.server.schema import FIELDS, FRENCH_FIELDS


def each_field(language: str) -> Iterator[tuple[str, float]]:
    """Give the fields words are looked for in, with what each is worth."""
    yield from FIELDS.items()
    if language != FRENCH:
        yield from FRENCH_FIELDS.items()


#: Words that stand so near are side by side: the little ones between them count here.
NEAR = 3


class Words:
    """The words of a question in a language."""

    def __init__(self, asked: Asked, language: str, count: Callable[[Query], int]) -> None:
        self._count = count
        self._fields = list(each_field(language))
        self.places = [self._place(place) for place in asked.places]
        self.singles = [single for place in asked.places for single in self._singles(place)]
        self._sidelong = [*self._phrases(asked), *_as_written(asked)]

    def all(self) -> Query:
        """Give what holds them all, those that hold them side by side first."""
        return Q("bool", must=self.places, should=self._sidelong)

    def least(self, many: int) -> Query:
        """Give what holds `many` of them at least, those that hold more first."""
        counted = [Q("constant_score", filter=single, boost=HELD) for single in self.singles]
        return Q("bool", should=counted, minimum_should_match=many)

    def some(self, many: int) -> Query:
        """Give what holds `many` of them at least, those that hold more first, then the best of them."""
        return Q("bool", must=[self.least(many)], should=[*self.singles, *self._sidelong])

    def any(self) -> Query:
        """Give what holds one of them: what is to be shown as found."""
        return Q("bool", should=[*self.singles, *self.places])

    def _place(self, place: Place) -> Query:
        found = [query for option in place.options for query in self._option(option)]
        if place.parts:
            found.append(Q("bool", must=[self._place(part) for part in place.parts]))
        return Q("dis_max", queries=found, tie_breaker=ALSO)

    def _singles(self, place: Place) -> Iterator[Query]:
        """Give what satisfies a place; when nothing does, and it has several words, what satisfies each of them."""
        whole = self._place(place)
        if not place.parts or self._count(whole):
            yield whole
        else:
            yield from map(self._place, place.parts)

    def _option(self, option: Option) -> Iterator[Query]:
        for name, worth in self._fields:
            yield side_by_side(name, option.words, worth * option.strength)

    def _phrases(self, asked: Asked) -> list[Query]:
        said = tuple(word for place in asked.places for word in place.options[0].words)
        if len(said) < 2:
            return []
        return [side_by_side(name, said, worth * PHRASE) for name, worth in self._fields]


def _as_written(asked: Asked) -> list[Query]:
    said = [word.folded for place in asked.places for word in place.words]
    return [Q("match", **{"title.written": {"query": word, "boost": AS_WRITTEN}}) for word in said]


def side_by_side(name: str, words: tuple[str, ...], boost: float = 1.0) -> Query:
    """Give what holds words in this order in a field."""
    if len(words) == 1:
        return Q("match", **{name: {"query": words[0], "boost": boost}})
    return Q("match_phrase", **{name: {"query": " ".join(words), "slop": NEAR, "boost": boost}})
