"""The addresses of /api/v1/, in data·inclusion's envelope. Cached like public pages; nothing here writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from data_inclusion.schema import v1
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError

from resources.directory.api import records
from resources.directory.api.parameters import (
    Paged,
    ServiceFilters,
    ServiceSearch,
    SessionFilters,
    StructureFilters,
)
from resources.directory.api.places import departments_of, middle_of
from resources.directory.api.schemas import (
    DetailedService,
    DetailedStructure,
    FoundService,
    Page,
    Refusal,
    SessionOut,
    SourceOut,
)
from resources.directory.api.sessions import coming, in_order, session_items
from resources.directory.forms import MOST_WORDS
from resources.directory.models import Listing, Source, Structure, Term
from resources.directory.search import NEAREST, matching, ordered, pages_of, whole_kilometres
from resources.directory.search import Query as Question
from resources.directory.text import words_in
from resources.directory.zones import department_of, zones_for
from search.geography import Point

LICENCE = "Licence Ouverte 2.0 (Etalab)"
LICENCE_URL = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
#: How far one goes for a service on site, in metres.
RADIUS = 50_000
REFUSED: dict[Any, Any] = {404: Refusal, 422: Refusal}

api = NinjaAPI(
    title="IMPACT",
    version="1",
    description=(
        "Les structures, les services et les séances du portail, en lecture seule, au format data·inclusion v1. "
        "Chaque fiche garde sa source ; la licence de chaque source est donnée par /sources."
    ),
    docs_url=None,
    urls_namespace="api",
    openapi_extra={"info": {"license": {"name": LICENCE, "url": LICENCE_URL}}},
)


@api.exception_handler(ValidationError)
def refuse(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say which parameters are wrong, without giving back what was sent."""
    lines = [{"loc": list(e["loc"])[-1:], "msg": e["msg"], "type": e["type"]} for e in error.errors]
    return JsonResponse({"detail": lines}, status=422)


def answer(data: Any) -> HttpResponse:
    """Give data as JSON, with the licence it comes under."""
    response = JsonResponse(data, safe=False, json_dumps_params={"ensure_ascii": False})
    response["Link"] = f'<{LICENCE_URL}>; rel="license"'
    return response


def paged(
    asked: Paged, rows: QuerySet, dress: Callable[[QuerySet], QuerySet], items: Callable[[list], list]
) -> HttpResponse:
    """Give one page of `rows`, as `items` makes it of them; `dress` puts them in order with what they tell.

    They are found by their keys first, which a database sorts faster than whole rows.
    """
    total, start = rows.count(), (asked.page - 1) * asked.size
    keys = list(dress(rows).values_list("pk", flat=True)[start : start + asked.size]) if start < total else []
    found = items(list(dress(rows.model.objects.filter(pk__in=keys)))) if keys else []
    pages = pages_of(total, asked.size) if total else 0
    return answer({"items": found, "total": total, "page": asked.page, "size": asked.size, "pages": pages})


@api.get("/structures", response={200: Page[v1.Structure], **REFUSED}, summary="Lister les structures")
def structures(request: HttpRequest, asked: Query[StructureFilters]) -> HttpResponse:
    """List the structures that may be given to other sites."""
    rows = _placed(Structure.objects.shared(), asked, "")
    if asked.reseaux_porteurs:
        rows = _of_networks(rows, [str(network) for network in asked.reseaux_porteurs])
    return paged(
        asked,
        rows,
        lambda some: records.structures_with_closures(some.order_by("pk")),
        lambda page: records.valid(map(records.structure_record, page)),
    )


@api.get(
    "/structures/{path:id}", response={200: DetailedStructure, **REFUSED}, summary="Détailler une structure"
)
def structure(request: HttpRequest, id: str) -> HttpResponse:
    """Give one structure with its services."""
    row = records.structures_with_closures(Structure.objects.shared()).filter(identifier=id).first()
    record = records.structure_record(row) if row else None
    if row is None or record is None:
        raise Http404
    listings = records.with_closures(records.shared(Listing.objects.filter(service__structure=row)))
    services = [records.service_record(listing.service) for listing in listings.order_by("pk")]
    return answer({**record, "services": records.valid(services)})


@api.get("/services", response={200: Page[v1.Service], **REFUSED}, summary="Lister les services")
def services(request: HttpRequest, asked: Query[ServiceFilters]) -> HttpResponse:
    """List the services that may be given to other sites."""
    rows = records.shared(matching(Question(chosen=asked.chosen())))
    return paged(
        asked,
        _placed(rows, asked, "service__"),
        lambda some: records.with_closures(some.order_by("pk")),
        lambda page: records.valid(records.service_record(row.service) for row in page),
    )


@api.get("/services/{path:id}", response={200: DetailedService, **REFUSED}, summary="Détailler un service")
def service(request: HttpRequest, id: str) -> HttpResponse:
    """Give one service with its structure."""
    rows = records.with_closures(records.shared(Listing.objects.filter(service__identifier=id)))
    row = rows.first()
    record = records.detailed_service(row.service) if row else None
    if record is None:
        raise Http404
    return answer(record)


@api.get(
    "/search/services",
    response={200: Page[FoundService], **REFUSED},
    summary="Chercher des services près d’un lieu",
)
def search_services(request: HttpRequest, asked: Query[ServiceSearch]) -> HttpResponse:
    """Find services for the people of a commune, nearest first, those only at a distance last.

    A service without a zone is for everybody. On-site services are within 50 km of the point, or of the middle of the
    commune; when nobody knows where that is, those of the same département.
    """
    chosen, near = asked.chosen(), _near(asked)
    if asked.code_commune is not None:
        chosen[Term.Kind.ZONE] = zones_for([asked.code_commune])
    question = Question(
        words=" ".join(words_in(asked.q)[:MOST_WORDS]), chosen=chosen, near=near, radius=RADIUS, sort=NEAREST
    )
    rows = matching(question)
    if near is None and asked.code_commune is not None:
        rows = rows.filter(Q(remote=True) | _in_department(asked.code_commune))
    if asked.sources:
        rows = rows.filter(service__source__in=asked.sources)
    return paged(
        asked, records.shared(rows), lambda some: records.with_closures(ordered(question, some)), _found
    )


@api.get("/sources", response={200: list[SourceOut]}, summary="Lister les sources")
def sources(request: HttpRequest) -> HttpResponse:
    """Give the sources whose entries may be used again, and their licences."""
    names = ("slug", "name", "url", "licence", "licence_url")
    rows = Source.objects.filter(is_shared=True).order_by("slug").values(*names)
    return answer([{"nom" if name == "name" else name: row[name] for name in names} for row in rows])


@api.get("/sessions", response={200: Page[SessionOut], **REFUSED}, summary="Lister les séances à venir")
def sessions(request: HttpRequest, asked: Query[SessionFilters]) -> HttpResponse:
    """Give the public sessions that are not over, soonest first."""
    return paged(asked, coming(asked, timezone.now()), in_order, session_items)


def _placed(rows: QuerySet, asked: ServiceFilters | StructureFilters, prefix: str) -> QuerySet:
    """Keep the rows of the sources and the places asked for; `prefix` leads to the entry."""
    commune = f"{prefix}code_insee"
    if asked.sources:
        rows = rows.filter(**{f"{prefix}source__in": asked.sources})
    if asked.code_commune is not None:
        rows = rows.filter(**{commune: asked.code_commune})
    if asked.code_departement is not None:
        rows = rows.filter(**{f"{commune}__startswith": asked.code_departement})
    if asked.code_region is not None:
        within = Q(pk=None)
        for department in departments_of(asked.code_region):
            within |= Q(**{f"{commune}__startswith": department})
        rows = rows.filter(within)
    return rows


def _of_networks(rows: QuerySet[Structure], wanted: list[str]) -> QuerySet[Structure]:
    """Keep the structures of some networks, found in the list as it is written: databases disagree on lists."""
    within = Q(pk=None)
    for network in wanted:
        within |= Q(networks__contains=f'"{network}"')
    return rows.alias(networks=Cast("reseaux_porteurs", TextField())).filter(within)


def _near(asked: ServiceSearch) -> Point | None:
    if asked.lat is not None and asked.lon is not None:
        return Point(asked.lat, asked.lon)
    return middle_of(asked.code_commune) if asked.code_commune is not None else None


def _in_department(commune: str) -> Q:
    department = department_of(commune)
    own, its = "service__code_insee", "service__structure__code_insee"
    return Q(**{f"{own}__startswith": department}) | Q(
        **{f"{own}__isnull": True, f"{its}__startswith": department}
    )


def _found(rows: list[Listing]) -> list[dict[str, Any]]:
    found = [(records.detailed_service(row.service), whole_kilometres(row)) for row in rows]
    return [{"service": service, "distance": distance} for service, distance in found if service]
