"""Rows as records of the exchange format, each checked as it leaves: what is not valid stays here, and its name is logged."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from resources.directory.inclusion import Record, problems, record_of
from resources.directory.models import Closure, Listing, Service, Source, Structure

logger = logging.getLogger(__name__)


def unshared_sources() -> list[str]:
    """Give the sources whose entries may not leave. One query; most often there is none, and nothing to filter by."""
    return list(Source.objects.filter(is_shared=False).values_list("slug", flat=True))


def shared(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    """Keep the lines of services that may be given to other sites: lines are of public services already."""
    if unshared := unshared_sources():
        kept = Q(service__source__in=unshared) | Q(service__structure__source__in=unshared)
        return listings.exclude(kept)
    return listings


def with_closures(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    """Bring along what the record of a service tells, and that of its structure. Two queries more, however many rows."""
    return listings.select_related("service__structure").prefetch_related(
        Prefetch("service__structure__closures", _to_come())
    )


def structures_with_closures(structures: QuerySet[Structure]) -> QuerySet[Structure]:
    """Bring along the closures of structures. One query more."""
    return structures.prefetch_related(Prefetch("closures", _to_come()))


def _to_come() -> QuerySet[Closure]:
    return Closure.objects.filter(last_day__gte=timezone.localdate()).order_by("first_day", "pk")


def service_record(service: Service) -> Record | None:
    """Give a service as a record, its closures in its hours; None when it is not valid."""
    closures = [c for c in service.structure.closures.all() if c.service_id in (None, service.pk)]
    return _checked(record_of(service, closures), "service")


def structure_record(structure: Structure) -> Record | None:
    """Give a structure as a record, its closures in its hours; None when it is not valid."""
    closures = [c for c in structure.closures.all() if c.service_id is None]
    return _checked(record_of(structure, closures), "structure")


def detailed_service(service: Service) -> Record | None:
    """Give a service with its structure; None when either is not valid."""
    mine, its = service_record(service), structure_record(service.structure)
    return {**mine, "structure": its} if mine and its else None


def valid(records: Iterable[Record | None]) -> list[Record]:
    """Keep the records that may leave."""
    return [record for record in records if record is not None]


def _checked(record: Record, kind: str) -> Record | None:
    if problems(record, kind):  # type: ignore[arg-type]
        logger.warning("withheld from the API, not valid: %s %s", kind, record["id"])
        return None
    return record
