"""A question as the server takes it: words weighed, filters, counts of each facet without its own choices, words shown."""

from __future__ import annotations

from typing import Any, NamedTuple

from elasticsearch import Elasticsearch
from elasticsearch.dsl import FacetedSearch, Q, TermsFacet
from elasticsearch.dsl.query import Query

from search.question import Question
from search.server.schema import END, START

#: The most values of one facet that are counted, results one may turn to, characters of a text shown around what is found.
MOST_VALUES, LAST, FRAGMENT = 1000, 10_000, 400
#: By title, then by key.
BY_TITLE = ["sort"]
_WHOLE: dict[str, Any] = {"number_of_fragments": 0}
_PART: dict[str, Any] = {"number_of_fragments": 1, "fragment_size": FRAGMENT, "order": "score"}
_MARKED = {
    "title": _WHOLE,
    "french_title": _WHOLE,
    "summary": _WHOLE,
    "french_summary": _WHOLE,
    "text": _PART,
}


class Wanted(NamedTuple):
    """What is looked for besides what was chosen: the words, those shown as found, and a part of it all in some order."""

    words: Query | None = None
    shown: Query | None = None
    only: Query | None = None
    order: list[Any] = []
    window: tuple[int, int] | None = None


class Faceted(FacetedSearch):
    """A question, with its counts."""

    using: Any

    def __init__(self, question: Question, alias: str, client: Elasticsearch, wanted: Wanted) -> None:
        self.question, self.wanted = question, wanted
        self.index, self.using = alias, client
        names = {*question.facets, *choices(question)}
        self.facets = {name: TermsFacet(field=f"facets.{name}", size=MOST_VALUES) for name in names}
        super().__init__(wanted.words or Q("match_all"), choices(question), wanted.order or order(question))
        self._s = self._s[slice(*(wanted.window or window(question)))]

    def search(self) -> Any:
        """Start from what is near and bears the marks: neither is counted."""
        found = super().search().source(["shown"]).extra(track_total_hits=True)
        for condition in conditions(self.question):
            found = found.filter(condition)
        return found

    def query(self, search: Any, query: Any) -> Any:
        """Look for the words."""
        return search.query(query)

    def filter(self, search: Any) -> Any:
        """Keep what was chosen: what is counted is not touched."""
        kept = [*self._filters.values(), *filter(None, [self.wanted.only])]
        return search.post_filter(Q("bool", filter=kept)) if kept else search

    def build_search(self) -> Any:
        """Add the words found to what is answered."""
        found, shown = super().build_search(), self.wanted.shown
        if shown is None:
            return found
        for name, how in _MARKED.items():
            found = found.highlight(name, **how)
        return found.highlight_options(
            pre_tags=[START],
            post_tags=[END],
            highlight_query=shown.to_dict(),
            max_analyzed_offset=200_000,
        )


def weighed(words: Query) -> Query:
    """Multiply what words are worth by the weight of each document."""
    weight = {"field": "weight", "missing": 1.0}
    return Q("function_score", query=words, field_value_factor=weight, boost_mode="multiply")


def choices(question: Question) -> dict[str, Any]:
    """Give the values that satisfy each facet in which something is chosen."""
    found = {}
    for name, values in question.chosen.items():
        if values:
            alike = question.alike.get(name, {})
            found[name] = [*values, *(also for value in values for also in alike.get(value, ()))]
    return found


def conditions(question: Question) -> list[Query]:
    """Give what is asked besides words and facets: the marks, and to be near."""
    found = [
        Q("terms", marks=[f"{name}:{value}" for value in values])
        for name, values in question.marks.items()
        if values
    ]
    if question.without:
        found.append(~Q("ids", values=list(question.without)))
    if question.near:
        found.append(Q("bool", should=[circle(question), Q("term", everywhere=True)]))
    return found


def filters(question: Question) -> list[Query]:
    """Give all that is asked besides words."""
    chosen = [Q("terms", **{f"facets.{name}": values}) for name, values in choices(question).items()]
    return [*chosen, *conditions(question)]


def circle(question: Question) -> Query:
    """Give what is on site, within the circle asked for."""
    return Q("geo_distance", distance=f"{max(question.radius, 1)}m", point=_centre(question))


def nearest(question: Question) -> list[Any]:
    """Give the order of what is on site."""
    return [{"_geo_distance": {"point": _centre(question), "unit": "m", "order": "asc"}}, *BY_TITLE]


def order(question: Question) -> list[Any]:
    """Give the order: what is best, then by title; never two in the same place."""
    return ["_score", *BY_TITLE] if question.words.strip() else BY_TITLE


def _centre(question: Question) -> dict[str, float]:
    near = question.near
    return {"lat": near.latitude, "lon": near.longitude} if near else {}


def window(question: Question) -> tuple[int, int]:
    """Give the first result of the page asked for and the one after its last; nothing beyond what the server turns to."""
    size = min(max(question.per_page, 1), LAST)
    start = (min(max(question.page, 1), LAST) - 1) * size
    return (start, start + size) if start + size <= LAST else (0, 0)
