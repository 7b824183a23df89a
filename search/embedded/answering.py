"""Answering a question over one shelf: what matches, a page of it in order, and how many of each kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from tantivy import DocAddress, Query

from search.document import When
from search.embedded.asked import Asked, understand
from search.embedded.counting import count
from search.embedded.extract import Marker
from search.embedded.near import Circle, not_on_site
from search.embedded.paging import Found, by_score, by_title
from search.embedded.query import Wanted, Words, filters, together
from search.embedded.reading import Shelf
from search.embedded.schema import stored
from search.embedded.synonyms import Thesaurus
from search.geography import Point, distance
from search.question import NEAREST, Answer, Hit, Question

#: When fewer documents hold all the words, those that hold some of them come after.
ENOUGH = 5
#: The most values of one facet that are counted, and the last page one may turn to.
MOST_VALUES, LAST_PAGE = 10_000, 100_000
EVERYTHING = Wanted(Query.all_query(), Query.all_query())


def answer(question: Question, shelf: Shelf, meanings: Thesaurus) -> Answer:
    """Answer a question from a shelf."""
    if not question.words.strip():
        return Selection(question, shelf, EVERYTHING).answer(None)
    asked = understand(question.words, shelf.vocabulary, shelf.language, meanings)
    if not asked.places:
        return Answer(counts={name: {} for name in question.facets})
    words = Words(asked, shelf)
    wanted = words.all()
    holding_all = Selection(question, shelf, wanted)
    whole = holding_all.count()
    if len(words.singles) == 1 or not too_few(whole, lambda: count(shelf.searcher, wanted.held)):
        return holding_all.answer(asked, whole)
    some = words.some(lambda held: Selection(question, shelf, Wanted(held, held)).count())
    return Selection(question, shelf, some).answer(asked, whole, added=True)


def too_few(whole: int, everywhere: Callable[[], int]) -> bool:
    """Whether documents that hold only some of the words are to be added to the `whole` ones that hold them all.

    So they are when nothing that was chosen holds them all. When something does, how many hold them `everywhere`, whatever
    was chosen, tells: then the counts of a facet are those found when one of its values is chosen.
    """
    return not whole or (whole < ENOUGH and everywhere() < ENOUGH)


class Selection:
    """The documents of a shelf that a question selects."""

    def __init__(self, question: Question, shelf: Shelf, wanted: Wanted) -> None:
        self.question, self.shelf, self.searcher = question, shelf, shelf.searcher
        self.wanted = wanted
        self.circle: Circle | None = None
        if question.near:
            radius = float(max(question.radius, 0))
            self.circle = Circle(self.searcher, question.near, radius, wanted.held)

    def count(self) -> int:
        """Give how many they are."""
        return count(self.searcher, self.matching())

    def matching(self, without: str = "") -> Query:
        """Give what matches everything, except the choices made in the facet `without`."""
        return together([self.wanted.held, *self._filters(without)])

    def _filters(self, without: str = "") -> list[Query]:
        around = [self.circle.or_everywhere()] if self.circle else []
        return [*filters(self.question, without), *around]

    def answer(self, asked: Asked | None, whole: int | None = None, *, added: bool = False) -> Answer:
        """Give the page asked for, with its counts; `whole` documents hold all the words, to which some were `added`."""
        total, found = self._page(by_words=asked is not None, weighted=not added)
        marker = Marker(asked, self.shelf.language)
        return Answer(
            hits=tuple(self._hit(address, score, marker) for score, address in found),
            total=total,
            counts=self._counts(),
            correction=asked.correction() if asked and total else "",
            partial=bool(added and total and not whole),
            whole=total if whole is None else whole,
        )

    def _page(self, *, by_words: bool, weighted: bool) -> tuple[int, Found]:
        question = self.question
        size = max(question.per_page, 1)
        start = (min(max(question.page, 1), LAST_PAGE) - 1) * size
        if self.circle and question.sort == NEAREST:
            return self._nearest(self.circle, start, size)
        if by_words:
            scored = together([self.wanted.scored, *self._filters()])
            return by_score(self.searcher, scored, start, size, weighted=weighted)
        return by_title(self.searcher, self.matching(), start, size)

    def _nearest(self, circle: Circle, start: int, size: int) -> tuple[int, Found]:
        matching = self.matching()
        here = together([matching, circle.on_site])
        on_site, total = count(self.searcher, here), count(self.searcher, matching)
        found: Found = []
        if start < on_site:
            end = min(start + size, on_site)
            found = [(0.0, address) for _away, address in circle.nearest(here, on_site, start, end)]
        if len(found) < size and total > on_site:
            _total, rest = by_title(
                self.searcher, not_on_site(circle, matching), max(start - on_site, 0), size - len(found)
            )
            found += rest
        return total, found

    def _counts(self) -> Mapping[str, Mapping[str, int]]:
        question = self.question
        free = [name for name in question.facets if not question.chosen.get(name)]
        counts = self._counted(free, self.matching()) if free else {}
        for name in question.facets:
            if name not in counts:
                counts |= self._counted([name], self.matching(without=name))
        return counts

    def _counted(self, names: list[str], query: Query) -> dict[str, dict[str, int]]:
        wanted = {name: {"terms": {"field": f"facets.{name}", "size": MOST_VALUES}} for name in names}
        found = self.searcher.aggregate(query, wanted)
        return {name: {each["key"]: each["doc_count"] for each in found[name]["buckets"]} for name in names}

    def _hit(self, address: DocAddress, score: float, marker: Marker) -> Hit:
        kept = stored(self.searcher.doc(address))
        point = Point(*kept.point) if kept.point else None
        asked_from = self.question.near
        return Hit(
            key=kept.key,
            kind=kept.kind,
            url=kept.url,
            title=marker.title(kept),
            extract=marker.extract(kept),
            words_language=kept.words_language,
            place=kept.place,
            dates=tuple(When(*map(datetime.fromisoformat, dates)) for dates in kept.dates),
            discreet=kept.discreet,
            distance=distance(asked_from, point) if asked_from and point else None,
            score=score,
        )
