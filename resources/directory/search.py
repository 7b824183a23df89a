"""Finding services: one question in, hits, total and facets out. The search engine takes this function's place.

Facet counts stay right when several values of one facet are chosen: a facet is counted under all the choices but its own.
The number of queries depends on the choices made, never on how many services there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import (
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils import timezone

from home.places.hours import parsed
from portal.territories.models import Territory
from resources.directory.geography import Point, box_around, metres_of, squared_chord, vector
from resources.directory.models import HoursRule, Listing, Service, Term
from resources.directory.text import words_in

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
RELEVANCE, NEAREST = "pertinence", "distance"


@dataclass(frozen=True)
class Query:
    """A question. `chosen` holds, for each kind of term, the values wanted: any of them, and all the kinds."""

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
    """A page of hits, how many there are in all, and the facets."""

    hits: list[Hit]
    total: int
    facets: dict[str, list[FacetValue]]
    open_count: int


def find(query: Query, *, with_facets: bool = True) -> Results:
    """Answer a question. At most five queries, and one more for each facet chosen."""
    listings = matching(query)
    total = listings.count()
    hits = _hits(query, listings) if total else []
    if not with_facets:
        return Results(hits, total, {}, 0)
    return Results(hits, total, _facets(query), _open_count(query))


def pages_of(total: int, per_page: int = PER_PAGE) -> int:
    """Give how many pages hold `total` hits: one at least."""
    return max(1, -(-total // per_page))


def points(query: Query, most: int = 500) -> list[Service]:
    """Give the services of a question that have a point, nearest or best first: what a map shows. One query."""
    found = ordered(query, matching(query).filter(latitude__isnull=False))
    return [listing.service for listing in found.select_related("service__structure")[:most]]


def matching(query: Query, leave_out: str = "") -> QuerySet[Listing]:
    """Keep the lines that answer the question; `leave_out` names a facet whose choices do not count."""
    listings = Listing.objects.all()
    if query.territory is not None:
        listings = listings.filter(territories=query.territory)
    for kind, values in query.chosen.items():
        if values and kind != leave_out:
            listings = listings.filter(Exists(_terms(kind, values)))
    for word in words_in(query.words):
        listings = listings.filter(Exists(_terms_beginning(word)))
    if query.open_at is not None and leave_out != "ouvert":
        listings = listings.filter(hours__in=open_rules(query.open_at))
    if query.near is not None:
        listings = _nearby(listings, query.near, query.radius)
    return listings


def _terms(kind: str, values: Iterable[str]) -> QuerySet[Term]:
    wanted = set(values)
    if kind == Term.Kind.AUDIENCE:
        wanted.add(EVERYBODY)
    return Term.objects.filter(listing=OuterRef("pk"), kind=kind, value__in=wanted)


def _terms_beginning(word: str) -> QuerySet[Term]:
    after = word[:-1] + chr(ord(word[-1]) + 1)
    return Term.objects.filter(listing=OuterRef("pk"), kind=Term.Kind.WORD, value__gte=word, value__lt=after)


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


def _hits(query: Query, listings: QuerySet[Listing]) -> list[Hit]:
    start = (query.page - 1) * query.per_page
    rows = ordered(query, listings).select_related("service__structure")[start : start + query.per_page]
    return [Hit(row.service, _metres(getattr(row, "far", None))) for row in rows]


def whole_kilometres(listing: Listing) -> int | None:
    """Give how far a line of `ordered` is, to the nearest kilometre."""
    metres = _metres(getattr(listing, "far", None))
    return None if metres is None else round(metres / 1000)


def _metres(chord: float | None) -> float | None:
    return None if chord is None else metres_of(chord)


def _facets(query: Query) -> dict[str, list[FacetValue]]:
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    chosen = [kind for kind in FACETS if query.chosen.get(kind)]
    free = [kind for kind in FACETS if kind not in chosen]
    for kinds, leave_out in [(free, ""), *(([kind], kind) for kind in chosen)]:
        counted = Term.objects.filter(kind__in=kinds)
        if _is_narrowed(query, leave_out):
            counted = counted.filter(listing__in=matching(query, leave_out).values("pk"))
        for kind, value, count in counted.values_list("kind", "value").annotate(n=Count("pk")).order_by():
            counts[kind][value] = count
    audiences = counts[Term.Kind.AUDIENCE]
    everybody = audiences.get(EVERYBODY, 0)  # whoever chooses a public is shown what is for everybody too
    audiences |= {value: count + everybody for value, count in audiences.items() if value != EVERYBODY}
    return {
        kind: [
            FacetValue(v, counts[kind].get(v, 0), v in query.chosen.get(kind, ()))
            for v in _values(query, counts, kind)
        ]
        for kind in FACETS
    }


def _values(query: Query, counts: dict[str, dict[str, int]], kind: str) -> list[str]:
    return sorted({*counts[kind], *query.chosen.get(kind, ())}, key=lambda v: (-counts[kind].get(v, 0), v))


def _is_narrowed(query: Query, leave_out: str) -> bool:
    others = any(values for kind, values in query.chosen.items() if kind != leave_out)
    return bool(others or query.words or query.open_at or query.near or query.territory)


def _open_count(query: Query) -> int:
    moment = query.open_at or timezone.now()
    return matching(replace(query, open_at=moment)).count()


def open_rules(moment: datetime) -> list[int]:
    """Give the rules by which a door is open at `moment` (aware). One query: thousands of services share few rules."""
    local = timezone.localtime(moment).replace(tzinfo=None)
    return [pk for pk, text in HoursRule.objects.values_list("pk", "text") if _is_open(text, local)]


def _is_open(text: str, local: datetime) -> bool:
    rule = parsed(text)
    return bool(rule and rule.is_open(local))
