"""Questions as tantivy takes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from tantivy import Occur, Query

from search.embedded.analysis import FRENCH, singular, stem
from search.embedded.asked import Asked, Option, Place
from search.embedded.counting import count
from search.embedded.reading import Shelf
from search.embedded.schema import FIELDS, FRENCH_FIELDS, schema
from search.question import Question

#: What a word of the title is worth more when it is written as it was typed: « pass » is no « passer ».
AS_WRITTEN = 2.0
#: What the other fields add when a word is found in several, and what words found side by side are worth.
ALSO, PHRASE = 0.3, 1.5
#: Worth of each word found when not all are: who holds more of them comes first.
HELD = 1000.0


def together(queries: Iterable[Query]) -> Query:
    """Give what satisfies all of `queries`."""
    must = [(Occur.Must, query) for query in queries]
    return Query.boolean_query(must) if len(must) != 1 else must[0][1]


def any_of(queries: Iterable[Query]) -> Query:
    """Give what satisfies one of `queries` at least."""
    should = [(Occur.Should, query) for query in queries]
    return Query.boolean_query(should) if len(should) != 1 else should[0][1]


class Wanted(NamedTuple):
    """What matches, to be counted; and the same with what makes a document come before another."""

    held: Query
    scored: Query


class Words:
    """The words of a question, over the documents of a shelf."""

    def __init__(self, asked: Asked, shelf: Shelf) -> None:
        self.places = [_place(place, shelf) for place in asked.places]
        self.singles = [single for place in asked.places for single in _singles(place, shelf)]
        self.sidelong = [*_phrases(asked, shelf), *_as_written(asked)]

    def all(self) -> Wanted:
        """Give the documents that hold them all, those that hold them side by side first."""
        scored = [(Occur.Must, place) for place in self.places]
        return Wanted(
            together(Query.const_score_query(place, 0.0) for place in self.places),
            Query.boolean_query(scored + [(Occur.Should, one) for one in self.sidelong]),
        )

    def some(self, holding: Callable[[Query], int]) -> Wanted:
        """Give the documents that hold half of them (of three, one), or else one at least; those that hold more first.

        `holding` counts documents among those that may answer.
        """
        counted = [(Occur.Should, Query.const_score_query(single, HELD)) for single in self.singles]
        least = Query.boolean_query(counted, max(1, len(counted) // 2))
        if not holding(least):
            least = Query.boolean_query(counted, 1)
        scored = [(Occur.Should, one) for one in (*self.singles, *self.sidelong)]
        return Wanted(least, Query.boolean_query([(Occur.Must, least), *scored]))


def _place(place: Place, shelf: Shelf) -> Query:
    found = [query for option in place.options for query in _option(option, shelf)]
    if place.parts:
        found.append(together(_place(part, shelf) for part in place.parts))
    return Query.disjunction_max_query(found, ALSO) if found else Query.empty_query()


def _singles(place: Place, shelf: Shelf) -> Iterator[Query]:
    """Give what satisfies a place; when nothing does, and it has several words, what satisfies each of them."""
    whole = _place(place, shelf)
    if not place.parts or count(shelf.searcher, whole):
        yield whole
    else:
        yield from (_place(part, shelf) for part in place.parts)


def _as_written(asked: Asked) -> Iterator[Query]:
    for word in (word for place in asked.places for word in place.words):
        yield Query.boost_query(Query.term_query(schema(), "as_written", singular(word.folded)), AS_WRITTEN)


def _fields(shelf: Shelf) -> Iterator[tuple[str, float, str]]:
    for name, worth in FIELDS.items():
        yield name, worth, shelf.language
    if shelf.language != FRENCH:
        for name, worth in FRENCH_FIELDS.items():
            yield name, worth, FRENCH


def _option(option: Option, shelf: Shelf) -> Iterator[Query]:
    for name, worth, language in _fields(shelf):
        cut = list(dict.fromkeys(stem(word, language) for word in option.words))
        if cut and all(shelf.searcher.doc_freq(name, one) for one in cut):
            query = (
                Query.term_query(schema(), name, cut[0])
                if len(cut) == 1
                else Query.phrase_query(schema(), name, list(cut), slop=1)
            )
            yield Query.boost_query(query, worth * option.strength)


def _phrases(asked: Asked, shelf: Shelf) -> Iterator[Query]:
    """Give the words as they were typed, side by side, in each field."""
    said = [word for place in asked.places for word in place.options[0].words]
    for name, worth, language in _fields(shelf) if len(said) > 1 else ():
        cut = [stem(word, language) for word in said]
        if all(shelf.searcher.doc_freq(name, one) for one in cut):
            phrase = Query.phrase_query(schema(), name, list(cut), slop=1)
            yield Query.boost_query(phrase, worth * PHRASE)


def filters(question: Question, without: str = "") -> list[Query]:
    """Give what the choices of a question ask, except those of the facet `without`."""
    found = []
    for name, values in question.chosen.items():
        if values and name != without:
            alike = question.alike.get(name, {})
            wanted = [*values, *(also for value in values for also in alike.get(value, ()))]
            found.append(_among(f"facets.{name}", wanted))
    for name, values in question.marks.items():
        if values:
            found.append(_among("marks", [f"{name}:{value}" for value in values]))
    return [*found, _but(question.without)] if question.without else found


def _but(keys: tuple[str, ...]) -> Query:
    """Give every document but some."""
    some = any_of(Query.term_query(schema(), "key", key) for key in keys)
    return Query.boolean_query(
        [(Occur.Must, Query.const_score_query(Query.all_query(), 0.0)), (Occur.MustNot, some)]
    )


def _among(field: str, values: Iterable[str]) -> Query:
    unique = list(dict.fromkeys(value.encode(errors="replace").decode() for value in values))
    return Query.const_score_query(Query.term_set_query(schema(), field, unique), 0.0)
