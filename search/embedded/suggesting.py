"""Finishing what is being typed: words the documents hold, and documents whose title begins so."""

from __future__ import annotations

from itertools import islice

from tantivy import Occur, Query

from search.document import FOR, RESIDENTS
from search.embedded.analysis import stem
from search.embedded.asked import MOST_CHARACTERS, MOST_WORDS
from search.embedded.counting import count
from search.embedded.query import any_of, together
from search.embedded.reading import Shelf
from search.embedded.schema import FIELDS, schema, stored
from search.embedded.vocabulary import MOST_BEGUN, Form, best
from search.question import Suggestion
from search.text import Word, telling, words_of

#: Fewer letters than this say nothing yet.
SHORTEST = 2


def suggestions(beginning: str, shelf: Shelf, most: int) -> list[Suggestion]:
    """Give words then documents for what is being typed, `most` in all; the discreet ones, and those for professionals, are as if not there."""
    typed = beginning[:MOST_CHARACTERS]
    words = list(words_of(typed))
    if not words or len(words[-1].folded) < SHORTEST or most < 1:
        return []
    before = list(telling(typed[: words[-1].start], shelf.language))[-MOST_WORDS:]
    begun = _begun(shelf, words[-1].folded)
    if not begun:
        return []
    titles = _titles(shelf, before, [form.folded for form in begun], most)
    start = " ".join(typed[: words[-1].start].split())
    held = (form.written for form in begun if not before or _held_together(shelf, before, form.folded))
    finished = [Suggestion(f"{start} {word}".strip()) for word in islice(held, most)]
    half = most // 2
    return [*finished[: max(half, most - len(titles))], *titles][:most]


def _begun(shelf: Shelf, folded: str) -> list[Form]:
    """Give the words that begin so and are said aloud somewhere, the most used first."""
    found = shelf.searcher.terms_with_prefix("forms", folded, filter_query=_aloud(), limit=3 * MOST_BEGUN)
    return sorted(best(found).values(), key=lambda form: (-form.documents, form.folded))[:MOST_BEGUN]


def _aloud() -> Query:
    """Give what is suggested to anybody: nothing discreet, nothing for professionals alone."""
    for_residents = Query.term_query(schema(), "marks", f"{FOR}:{RESIDENTS}")
    return together([Query.term_query(schema(), "discreet", False), for_residents])


def _stems_query(shelf: Shelf, word: str, fields: tuple[str, ...]) -> Query:
    return any_of(Query.term_query(schema(), name, stem(word, shelf.language)) for name in fields)


def _held_together(shelf: Shelf, before: list[Word], word: str) -> bool:
    fields = tuple(FIELDS)
    wanted = [_stems_query(shelf, each, fields) for each in (*(w.folded for w in before), word)]
    return count(shelf.searcher, together([*wanted, _aloud()])) > 0


def _titles(shelf: Shelf, before: list[Word], begun: list[str], most: int) -> list[Suggestion]:
    last = any_of(_stems_query(shelf, word, ("title",)) for word in begun)
    wanted = together([*(_stems_query(shelf, word.folded, ("title",)) for word in before), last])
    query = Query.boolean_query([(Occur.Must, wanted), (Occur.Must, Query.const_score_query(_aloud(), 0.0))])
    hits = shelf.searcher.search(query, most, weight_by_field="weight").hits
    found = [stored(shelf.searcher.doc(address)) for _score, address in hits]
    return [Suggestion(each.title, each.url, each.kind, each.words_language, each.key) for each in found]
