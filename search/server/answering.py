"""Answering a question from the server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query
from elasticsearch.dsl.response import Response

from search.document import When
from search.embedded.answering import ENOUGH, too_few
from search.embedded.asked import MOST_CHARACTERS, MOST_WORDS, Asked, understand
from search.embedded.synonyms import Thesaurus
from search.engine import EngineDown
from search.geography import Point, distance
from search.question import NEAREST, Answer, Hit, Question
from search.server.asking import BY_TITLE, Faceted, Wanted, circle, filters, nearest, weighed, window
from search.server.connection import Connection
from search.server.extract import extract, title
from search.server.schema import alias
from search.server.vocabulary import Vocabulary
from search.server.words import Words
from search.text import telling


def answer(question: Question, server: Connection, meanings: Thesaurus) -> Answer:
    """Answer a question; raises EngineDown."""
    if not question.words.strip():
        with server.asking() as client:
            return Answering(question, server, client).answer(Wanted())
    asked = _understand(question, server, meanings)
    if not asked.places:
        return Answer(counts={name: {} for name in question.facets})
    with server.asking() as client:
        return Answering(question, server, client).by_words(asked)


def _understand(question: Question, server: Connection, meanings: Thesaurus) -> Asked:
    """Make out the words as the embedded engine does, over the words this server holds."""
    vocabulary = Vocabulary(server, question.language)
    words = [word.folded for word in telling(question.words[:MOST_CHARACTERS], question.language)]
    if words:
        vocabulary.learn(words[:MOST_WORDS], words[-1])
    return understand(question.words, vocabulary, question.language, meanings)


class Answering:
    """A question being answered."""

    def __init__(self, question: Question, server: Connection, client: Elasticsearch) -> None:
        self.question, self._client = question, client
        self._alias = alias(server.address.prefix, question.language)

    def by_words(self, asked: Asked) -> Answer:
        """Answer by words: all of them, or some when too few documents hold them all."""
        words = Words(asked, self.question.language, self._count)
        found = self.answer(Wanted(weighed(words.all()), words.any()))
        whole = found.total
        added = len(words.singles) > 1 and too_few(whole, lambda: self._count(words.all()))
        if added:
            half = max(1, len(words.singles) // 2)
            least = half if self._count(words.least(half), chosen=True) else 1
            found = self.answer(Wanted(words.some(least), words.any()))
        correction = asked.correction() if found.total else ""
        partial = bool(added and found.total and not whole)
        return replace(found, correction=correction, partial=partial, whole=whole)

    def answer(self, wanted: Wanted) -> Answer:
        """Give the page asked for, with its counts."""
        if self.question.near and self.question.sort == NEAREST:
            return self._nearest(wanted)
        found = self._run(wanted)
        total = _total(found)
        return Answer(self._hits(found), total, self._counts(found), whole=total)

    def _nearest(self, wanted: Wanted) -> Answer:
        """Give what is on site, the nearest first; then what is given at a distance, by title."""
        first, after = window(self.question)
        here = circle(self.question)
        found = self._run(wanted._replace(only=here, order=nearest(self.question)))
        on_site = _total(found)
        left = max(first, on_site) - on_site, max(after, on_site) - on_site
        others = self._run(wanted._replace(only=~here, order=BY_TITLE, window=left))
        total = on_site + _total(others)
        return Answer(self._hits(found) + self._hits(others), total, self._counts(found), whole=total)

    def _run(self, wanted: Wanted) -> Response:
        found = Faceted(self.question, self._alias, self._client, wanted).execute()
        if found.timed_out or found._shards.failed:
            raise EngineDown("half an answer")
        return found

    def _count(self, query: Query, *, chosen: bool = False) -> int:
        """Give how many documents answer words, among those `chosen` or all; beyond enough nobody counts."""
        if chosen:
            query = Q("bool", must=[query], filter=filters(self.question))
        found = self._client.search(index=self._alias, query=query.to_dict(), size=0, track_total_hits=ENOUGH)
        return int(found["hits"]["total"]["value"])

    def _counts(self, found: Response) -> Mapping[str, Mapping[str, int]]:
        return {
            name: {value: count for value, count, _chosen in found.facets[name]}
            for name in self.question.facets
        }

    def _hits(self, found: Response) -> tuple[Hit, ...]:
        return tuple(_hit(self.question, told) for told in found.to_dict()["hits"]["hits"])


def _total(found: Response) -> int:
    return int(found.to_dict()["hits"]["total"]["value"])


def _hit(question: Question, told: Mapping[str, Any]) -> Hit:
    shown, marked = told["_source"]["shown"], told.get("highlight", {})
    point = Point(*shown["point"]) if shown["point"] else None
    return Hit(
        key=told["_id"],
        kind=shown["kind"],
        url=shown["url"],
        title=title(shown, marked),
        extract=extract(shown, marked),
        words_language=shown["words_language"],
        place=shown["place"],
        dates=tuple(When(*map(datetime.fromisoformat, dates)) for dates in shown["dates"]),
        discreet=shown["discreet"],
        distance=distance(question.near, point) if question.near and point else None,
        score=told["_score"] or 0.0,
    )
