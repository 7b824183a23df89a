"""The words an index holds, as people write them: to finish a word, or to mend one nobody wrote so."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA
from tantivy import Query, Searcher

from search.embedded.analysis import FRENCH, stem
from search.embedded.counting import count
from search.embedded.schema import BETWEEN, FIELDS, FRENCH_FIELDS, schema

#: Shorter words are never mended; longer ones than `SHORT` may have two letters wrong.
SHORTEST, SHORT = 4, 7
#: Two words written as one have so many letters each, at least.
SHORTEST_PART = 3
#: How many beginnings and mendings of a word are tried.
MOST_BEGUN, MOST_MENDED = 20, 5


class Form(NamedTuple):
    """A word of the index: folded, as it is mostly written, and in how many documents."""

    folded: str
    written: str
    documents: int


class Vocabulary:
    """The words of the documents of one language, at one commit."""

    def __init__(self, searcher: Searcher, language: str) -> None:
        self._searcher = searcher
        self._language = language

    @cached_property
    def _forms(self) -> dict[str, Form]:
        return best(self._searcher.terms_with_prefix("forms", ""))

    def holding(self, folded: str) -> int:
        """Give how many documents hold this word, in any of its endings, in the field where most do."""
        return max(
            self._searcher.doc_freq(name, stem(folded, language))
            for fields, language in ((FIELDS, self._language), (FRENCH_FIELDS, FRENCH))
            for name in fields
        )

    def beginning(self, folded: str, most: int = MOST_BEGUN) -> list[Form]:
        """Give the words that begin so, the most used first."""
        found = best(self._searcher.terms_with_prefix("forms", folded, limit=3 * most))
        return sorted(found.values(), key=lambda form: (-form.documents, form.folded))[:most]

    def mended(self, folded: str) -> list[Form]:
        """Give the words nearest to one nobody wrote: one letter away, or two for a long word; the likeliest first."""
        if len(folded) < SHORTEST or folded.isdigit():
            return []
        far = 1 if len(folded) <= SHORT else 2
        near = process.extract(folded, self._forms.keys(), scorer=OSA.distance, score_cutoff=far, limit=50)
        least = min((away for _word, away, _index in near), default=0)
        forms = [self._forms[word] for word, away, _index in near if away == least]
        forms.sort(key=lambda form: (form.folded[0] != folded[0], -form.documents, form.folded))
        return forms[:MOST_MENDED]

    def parted(self, folded: str) -> tuple[Form, Form] | None:
        """Give the two words somebody wrote as one, if documents hold them side by side; those of most documents."""
        cuts = ((folded[:at], folded[at:]) for at in range(SHORTEST_PART, len(folded) - SHORTEST_PART + 1))
        held = [cut for cut in cuts if all(part in self._forms for part in cut)]
        counted = [(count, cut) for cut in held if (count := self._side_by_side(cut))]
        first, second = max(counted)[1] if counted else ("", "")
        return (self._forms[first], self._forms[second]) if first else None

    def _side_by_side(self, words: tuple[str, ...]) -> int:
        stems = [stem(word, self._language) for word in words]
        phrases = [Query.phrase_query(schema(), name, list(stems)) for name in FIELDS]
        return count(self._searcher, Query.disjunction_max_query(phrases))


def best(terms: list[tuple[str, int]]) -> dict[str, Form]:
    """Keep of each folded word the way most documents write it; `terms` come most used first."""
    found: dict[str, Form] = {}
    for term, documents in terms:
        folded, _between, written = term.partition(BETWEEN)
        if folded not in found:
            found[folded] = Form(folded, written, documents)
    return found
