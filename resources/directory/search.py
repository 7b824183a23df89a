"""Finding services in the database: one question in, hits, total and facets out. The list asks the engine (`finding.py`);
this answers while there is no index, draws a map without words, and serves the API and the pages of need.

Facet counts stay right when several values of one facet are chosen: a facet is counted under all the choices but its own.
The number of queries depends on the choices made, never on how many services there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from django.core.cache import caches
from django.db.models import (
    Case,
    Count,
    ExpressionWrapper,
    F,
    FloatField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils import timezone

from home.places.hours import parsed
from portal.territories import content_version
from portal.territories.models import Territory
from resources.directory.indexing import FACET_COLUMNS
from resources.directory.models import HoursRule, Listing, Service, Term
from resources.directory.text import words_in
from search.geography import Point, box_around, metres_of, squared_chord, vector

PER_PAGE = 20
DEFAULT_RADIUS = 10_000
MAX_RADIUS = 100_000
#: Facets by the name of their parameter in addresses, in the order they are shown.
FACETS = (
    Term.Kind.THEME,
    Term.Kind.AUDIENCE,
    Term.Kind.FEE,
    Term.Kind.RECEPTION,
    Term.Kind.LANGUAGE,
    Term.Kind.ACCESS,
)
EVERYBODY = "tous-publics"
#: How long counts of the whole directory are kept, in seconds; a change makes them anew at once.
SECONDS = 3600
#: How many services have each value, by kind.
Tally = dict[str, Counter[str]]
Counts = tuple[list[tuple[str, str, int]], list[tuple[int | None, int]]]
RELEVANCE, NEAREST = "pertinence", "distance"


@dataclass(frozen=True)
class Query:
    """A question. `words` as typed; `chosen` holds, for each kind of term, the values wanted: any, and all the kinds."""

    words: str = ""
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    open_at: datetime | None = None
    near: Point | None = None
    radius: int = DEFAULT_RADIUS
    territory: Territory | None = None
    sort: str = RELEVANCE
    page: int = 1
    per_page: int = PER_PAGE


@dataclass(frozen=True)
class Hit:
    """A service found, and how far it is in metres: None when nobody asked, or knows, or when it is at a distance only."""

    service: Service
    distance: float | None


@dataclass(frozen=True)
class FacetValue:
    """A value one may choose, and how many services one would see."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Results:
    """A page of hits, how many there are in all, and the facets; `partial` when none has all the words, only some."""

    hits: list[Hit]
    total: int
    facets: dict[str, list[FacetValue]]
    open_count: int
    partial: bool = False


def find(query: Query, *, with_facets: bool = True) -> Results:
    """Answer a question. At most six queries, and one more for each facet chosen."""
    if not with_facets:
        listings = matching(query)
        total = listings.count()
        return Results(_page(query, listings) if total else [], total, {}, 0)
    opened = set(open_rules(query.open_at or timezone.now()))
    if not _is_narrowed(query):
        tally, hours = _whole()
        open_count = sum(count for rule, count in hours.items() if rule in opened)
        return Results(_page(query, matching(query)), hours.total(), facet_values(query, tally), open_count)
    rows = list(ordered(query, matching(query)).values_list(*_wanted(query)))
    tally = _tally_of(rows)
    for kind in FACETS:
        if query.chosen.get(kind):  # counted as if nothing were chosen in it
            tally[kind] = _tally_without(query, kind)
    start = (query.page - 1) * query.per_page
    hits = _hits_of(rows[start : start + query.per_page])
    return Results(hits, len(rows), facet_values(query, tally), sum(row[1] in opened for row in rows))


def _page(query: Query, listings: QuerySet[Listing]) -> list[Hit]:
    """Give one page of lines, reading no other. Two queries."""
    start = (query.page - 1) * query.per_page
    rows = ordered(query, listings).values_list(*_wanted(query))[start : start + query.per_page]
    return _hits_of(list(rows))


def pages_of(total: int, per_page: int = PER_PAGE) -> int:
    """Give how many pages hold `total` hits: one at least."""
    return max(1, -(-total // per_page))


def points(query: Query, most: int = 500) -> list[Service]:
    """Give the services of a question one may go to, nearest or best first: what a map shows. Two queries."""
    found = ordered(query, matching(query).filter(latitude__isnull=False, on_site=True))
    return _services(found.values_list("pk", flat=True)[:most])


def matching(query: Query, leave_out: str = "") -> QuerySet[Listing]:
    """Keep the lines that answer the question; `leave_out` names a facet whose choices do not count."""
    listings = Listing.objects.all()
    if query.territory is not None:
        listings = listings.filter(territories=query.territory)
    for kind, values in query.chosen.items():
        if values and kind != leave_out:
            listings = listings.filter(pk__in=_terms(kind, values))
    words = words_in(query.words)
    if query.words.strip() and not words:
        return listings.none()  # what was typed says nothing: it is not « everything »
    for word in words:
        listings = listings.filter(pk__in=_terms_beginning(word))
    if query.open_at is not None and leave_out != "ouvert":
        listings = listings.filter(hours__in=open_rules(query.open_at))
    if query.near is not None:
        listings = _nearby(listings, query.near, query.radius)
    return listings


def _terms(kind: str, values: Iterable[str]) -> QuerySet:
    wanted = set(values)
    if kind == Term.Kind.AUDIENCE:
        wanted.add(EVERYBODY)
    return Term.objects.filter(kind=kind, value__in=wanted).values("listing")


def _terms_beginning(word: str) -> QuerySet:
    after = word[:-1] + chr(ord(word[-1]) + 1)
    return Term.objects.filter(kind=Term.Kind.WORD, value__gte=word, value__lt=after).values("listing")


def _nearby(listings: QuerySet[Listing], near: Point, radius: int) -> QuerySet[Listing]:
    """Keep what is on site within `radius` metres, and what is given at a distance."""
    box = box_around(near, radius)
    inside = Q(latitude__range=(box.south, box.north), longitude__range=(box.west, box.east))
    circle = Q(on_site=True, apart__lte=squared_chord(radius)) & inside
    return listings.alias(apart=_chord(near)).filter(circle | Q(remote=True))


def _chord(near: Point) -> ExpressionWrapper:
    """Give the square of the chord from `near`: it grows as the distance does, and any database works it out."""
    here = vector(near)
    dx, dy, dz = F("x") - here.x, F("y") - here.y, F("z") - here.z
    return ExpressionWrapper(dx * dx + dy * dy + dz * dz, output_field=FloatField())


def ordered(query: Query, listings: QuerySet[Listing]) -> QuerySet[Listing]:
    """Put lines in the order wanted; each takes `far`, the square of a chord, where one may go and somebody asked."""
    if query.near is not None:
        listings = listings.annotate(far=Case(When(on_site=True, then=_chord(query.near))))
    if query.near is not None and query.sort == NEAREST:
        return listings.order_by(F("far").asc(nulls_last=True), "name", "pk")
    words = words_in(query.words)
    if words:
        in_name = sum((_one_when(Q(name__contains=word)) for word in words), Value(0))
        return listings.annotate(score=in_name).order_by("-score", "name", "pk")
    return listings.order_by("name", "pk")


def _one_when(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0))


def _wanted(query: Query) -> tuple[str, ...]:
    """Name what is read of each line: itself, its hours, its facets, and how far it is when somebody asked."""
    return ("pk", "hours", *FACET_COLUMNS, *(("far",) if query.near is not None else ()))


def _hits_of(rows: list[tuple]) -> list[Hit]:
    """Give the services of a page of lines, in order. One query."""
    far = len(FACET_COLUMNS) + 2
    distances = {row[0]: _metres(row[far]) if len(row) > far else None for row in rows}
    return [Hit(service, distances[service.pk]) for service in _services(distances)]


def _services(pks: Iterable[int]) -> list[Service]:
    """Give services with their structures, in order: a database sorts numbers faster than whole rows. One query.

    One that has just been removed is left out.
    """
    wanted = list(pks)
    found = Service.objects.select_related("structure").in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]


def whole_kilometres(listing: Listing) -> int | None:
    """Give how far a line of `ordered` is, to the nearest kilometre."""
    metres = _metres(getattr(listing, "far", None))
    return None if metres is None else round(metres / 1000)


def _metres(chord: float | None) -> float | None:
    return None if chord is None else metres_of(chord)


def _tally_of(rows: list[tuple]) -> Tally:
    """Count the values of every facet in lines read as `_wanted` says."""
    tally: Tally = defaultdict(Counter)
    for place in range(2, 2 + len(FACET_COLUMNS)):
        for kind, counts in _tally((row[place],) for row in rows).items():
            tally[kind] = counts
    return tally


def _whole() -> tuple[Tally, Counter[int | None]]:
    """Count the whole directory, by value of each facet and by rule of hours, once for each version of the contents."""
    key = f"directory:whole:{content_version.current()}"
    terms, hours = cast(Counts, caches["parts"].get_or_set(key, _count_all, SECONDS))
    tally: Tally = defaultdict(Counter)
    for kind, value, count in terms:
        tally[kind][value] = count
    return tally, Counter(dict(hours))


def _count_all() -> Counts:
    terms = Term.objects.filter(kind__in=FACETS).values_list("kind", "value").annotate(n=Count("pk"))
    hours = Listing.objects.values_list("hours").annotate(n=Count("pk"))
    return list(terms.order_by()), list(hours.order_by())


def _tally_without(query: Query, kind: str) -> Counter[str]:
    """Count the values of one facet as if nothing were chosen in it. One query."""
    if not _is_narrowed(query, kind):
        return _whole()[0][kind]
    column = next(column for column, kinds in FACET_COLUMNS.items() if kind in kinds)
    return _tally(matching(query, kind).order_by().values_list(column))[kind]


def _tally(texts: Iterable[tuple[str]]) -> Tally:
    """Count values told as « public:femmes public:jeunes »: many lines say the same, and are read once."""
    tally: Tally = defaultdict(Counter)
    for (text,), times in Counter(texts).items():
        for part in text.split():
            kind, _colon, value = part.partition(":")
            tally[kind][value] += times
    return tally


def facet_values(query: Query, counts: Tally) -> dict[str, list[FacetValue]]:
    """Give the values of every facet from how many services have each."""
    audiences = Counter(counts.get(Term.Kind.AUDIENCE, {}))
    everybody = audiences[EVERYBODY]  # whoever chooses a public is shown what is for everybody too
    shown = {*audiences, *query.chosen.get(Term.Kind.AUDIENCE, ())} - {EVERYBODY}
    audiences.update(dict.fromkeys(shown, everybody))
    counts = {**counts, Term.Kind.AUDIENCE: audiences}
    return {kind: _values(counts.get(kind, Counter()), query.chosen.get(kind, ())) for kind in FACETS}


def _values(counts: Counter[str], chosen: Collection[str]) -> list[FacetValue]:
    """Give the values of one facet, the most frequent first; those chosen are there even when nothing has them."""
    values = sorted({*counts, *chosen}, key=lambda value: (-counts[value], value))
    return [FacetValue(value, counts[value], value in chosen) for value in values]


def _is_narrowed(query: Query, leave_out: str = "") -> bool:
    others = any(values for kind, values in query.chosen.items() if kind != leave_out)
    return bool(others or query.words or query.open_at or query.near or query.territory)


def open_rules(moment: datetime) -> list[int]:
    """Give the rules by which a door is open at `moment` (aware). One query: thousands of services share few rules."""
    local = timezone.localtime(moment).replace(tzinfo=None)
    return [pk for pk, text in HoursRule.objects.values_list("pk", "text") if _is_open(text, local)]


def _is_open(text: str, local: datetime) -> bool:
    rule = parsed(text)
    return bool(rule and rule.is_open(local))
