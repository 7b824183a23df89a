"""The list of resources asks the search engine; while there is no index, the database answers in its place (`search.py`).

The engine says which services and how many; what is shown of them is read from the database in the same instant, so that
nothing withdrawn is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from django.utils import timezone

from home.pages.addresses import active_language
from resources.directory import search as database
from resources.directory.cards import is_remote
from resources.directory.indexing import point_of
from resources.directory.models import Service, Term
from resources.directory.search import EVERYBODY, FACETS, Hit, Query, Results, Tally, facet_values, open_rules
from resources.directory.touches import RESOURCE
from search import engine
from search.engine import EngineDown
from search.question import KIND, TERRITORY, Answer, Question

#: A value no document has: when no door is open, nothing answers.
NONE = "none"
#: A search server gives the first results of a question and no other: pages beyond would be blank, and are read in the database.
REACH = 10_000


def find(query: Query) -> Results:
    """Answer a question, with the engine when it can. Two queries, six and one for each facet chosen when it cannot."""
    if query.page * query.per_page > REACH:
        return database.find(query)
    opened = _opened(query)
    question = question_of(query, opened)
    try:
        answer = engine.search(question)
        open_count = answer.total if query.open_at else _count(question, opened)
    except EngineDown:
        return database.find(query)
    tally: Tally = defaultdict(Counter)
    for kind, counts in answer.counts.items():
        tally[kind] = Counter(counts)
    return Results(_hits(answer), answer.total, facet_values(query, tally), open_count, answer.partial)


def points(query: Query, most: int) -> tuple[list[Service], bool]:
    """Give what a map shows of the list: services one may go to, among the first `most`; and whether some are left out.

    Without words, the engine and the database find the same, and the database passes over what has no point.
    """
    if query.words:
        question = replace(question_of(query, _opened(query)), facets=(), page=1, per_page=most)
        try:
            answer = engine.search(question)
        except EngineDown:
            pass
        else:
            found = [hit.service for hit in _hits(answer)]
            return [one for one in found if point_of(one) and not is_remote(one)], answer.total > most
    found = database.points(query, most + 1)
    return found[:most], len(found) > most


def _opened(query: Query) -> tuple[str, ...]:
    """Give the rules of hours that are open, at the hour asked for or now."""
    return tuple(map(str, open_rules(query.open_at or timezone.now()))) or (NONE,)


def question_of(query: Query, opened: tuple[str, ...]) -> Question:
    """Give a question of the list as the engine takes it; `opened` are the rules of hours that are open now."""
    chosen = {str(kind): values for kind, values in query.chosen.items()}
    marks = {kind: chosen.pop(kind) for kind in list(chosen) if kind not in FACETS}
    if query.open_at is not None:
        marks["hours"] = opened
    if query.territory is not None:
        chosen[TERRITORY] = (query.territory.slug,)
    everybody = dict.fromkeys(chosen.get(Term.Kind.AUDIENCE, ()), (EVERYBODY,))
    return Question(
        words=query.words,
        language=active_language(),
        chosen={**chosen, KIND: (RESOURCE,)},
        alike={str(Term.Kind.AUDIENCE): everybody},
        marks=marks,
        facets=tuple(map(str, FACETS)),
        near=query.near,
        radius=query.radius,
        sort=query.sort,
        page=query.page,
        per_page=query.per_page,
    )


def _count(question: Question, opened: tuple[str, ...]) -> int:
    """Give how many of the services that answer are open."""
    marks = {**question.marks, "hours": opened}
    return engine.search(replace(question, marks=marks, facets=(), page=1, per_page=1)).total


def _hits(answer: Answer) -> list[Hit]:
    """Give the services found, in order; one withdrawn since is left out. One query."""
    distances = {int(hit.key.partition(":")[2]): hit.distance for hit in answer.hits}
    found = Service.objects.public().select_related("structure").in_bulk(list(distances))
    return [Hit(found[pk], metres) for pk, metres in distances.items() if pk in found]
