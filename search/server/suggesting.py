"""Finishing what is being typed from the server: in one question, words the documents hold and titles that go so."""

from __future__ import annotations

from typing import Any

from search.document import FOR, RESIDENTS
from search.embedded.asked import MOST_CHARACTERS, MOST_WORDS
from search.embedded.suggesting import SHORTEST
from search.embedded.vocabulary import MOST_BEGUN
from search.question import Suggestion
from search.server.analysis import LONGEST_BEGINNING
from search.server.connection import Connection
from search.server.schema import FIELDS, alias
from search.server.vocabulary import FORMS, best
from search.text import telling, words_of


def suggestions(beginning: str, server: Connection, language: str, most: int) -> list[Suggestion]:
    """Give words then documents for what is being typed, `most` in all; the discreet ones, and those for professionals, are as if not there."""
    typed = beginning[:MOST_CHARACTERS]
    words = list(words_of(typed))
    if not words or len(words[-1].folded) < SHORTEST or most < 1:
        return []
    last, start = words[-1].folded, " ".join(typed[: words[-1].start].split())
    before = [word.folded for word in telling(typed[: words[-1].start], language)][-MOST_WORDS:]
    with server.asking() as client:
        found = client.search(index=alias(server.address.prefix, language), **_body(before, last, most))
        titles = [
            Suggestion(shown["title"], shown["url"], shown["kind"], shown["words_language"], key)
            for key, shown in ((hit["_id"], hit["_source"]["shown"]) for hit in found["hits"]["hits"])
        ]
        held = [form.written for form in best(found["aggregations"]["begun"])[:MOST_BEGUN]]
    finished = [Suggestion(f"{start} {word}".strip()) for word in held]
    return [*finished[: max(most // 2, most - len(titles))], *titles][:most]


def _body(before: list[str], last: str, most: int) -> dict[str, Any]:
    """Ask for documents that hold the words before: which words they hold that begin so, and whose title does."""
    together = [{"multi_match": {"query": word, "fields": list(FIELDS)}} for word in before]
    in_title = [{"match": {"title": word}} for word in before]
    begun = {"match": {"title.begun": last[:LONGEST_BEGINNING]}}
    aloud = [{"term": {"discreet": False}}, {"term": {"marks": f"{FOR}:{RESIDENTS}"}}]
    named = {"bool": {"filter": [*in_title, begun]}}
    query = {"bool": {"filter": [*together, *aloud], "should": [*in_title, begun]}}
    weight = {"field": "weight", "missing": 1.0}
    return {
        "size": most,
        "query": {"function_score": {"query": query, "field_value_factor": weight}},
        "post_filter": named,
        "sort": ["_score", "sort"],
        "source": ["shown"],
        "aggs": {"begun": {"terms": {"field": "forms", "include": f"{last}.*", "size": FORMS}}},
    }
