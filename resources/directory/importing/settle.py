"""Settling a difference: take the source's value, or keep ours. One transaction, one line in the log."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from resources.directory.actions import forget_point
from resources.directory.importing.merge import POINT, moves
from resources.directory.inclusion import POINT_FIELDS, fill, point_of
from resources.directory.models import Difference, Service, Structure


class Moved(Exception):
    """The difference was settled meanwhile, or is no longer the one that was read."""


def ours_of(difference: Difference) -> Any:
    """Give what stands here for the field of a difference."""
    entry = difference.entry
    if difference.field == POINT:
        return _point_here(entry)
    if difference.field == "structure_id" and isinstance(entry, Service):
        return entry.structure.identifier
    return getattr(entry, difference.field, None)


def _point_here(entry: Structure | Service) -> list[float | None] | None:
    return None if entry.latitude is None else [entry.latitude, entry.longitude]


def mark_of(difference: Difference) -> str:
    """Give a mark of both values: it changes when either does."""
    both = json.dumps([ours_of(difference), difference.theirs], sort_keys=True)
    return hashlib.sha256(both.encode("utf-8", "replace")).hexdigest()[:16]


@transaction.atomic
def take_theirs(pk: int, mark: str, *, user: Any) -> None:
    """Write the source's value in the entry. Raises Moved when the values are no longer those `mark` was made of."""
    difference = _take(pk, mark)
    entry, name = difference.entry, difference.field
    if name == POINT:
        entry.latitude, entry.longitude = difference.theirs or (None, None)
        entry.coordinates_origin, entry.coordinates_score = ("source" if difference.theirs else ""), None
        columns = [*POINT_FIELDS, "coordinates_origin", "coordinates_score"]
    elif name == "structure_id" and isinstance(entry, Service):
        reachable = Structure.objects.editable_by(user) if user else Structure.objects.all()
        structure = reachable.filter(identifier=difference.theirs).first()
        if structure is None:
            raise Moved
        left, entry.structure, columns = entry.structure, structure, ["structure"]
    else:
        fill(entry, {name: difference.theirs}, [name])
        columns = [name, *(_move(entry) if moves([name]) else ())]
    entry.save(update_fields=columns)
    if name == "structure_id" and isinstance(entry, Service):
        left.save(update_fields=["state"])  # the territories of the structure it left are worked out again
    difference.delete()
    log(entry, "directory.difference.take", user=user, data={"field": name})


@transaction.atomic
def keep_ours(pk: int, mark: str, *, user: Any) -> None:
    """Keep what stands here until the source changes it again. Raises Moved as `take_theirs`."""
    difference = _take(pk, mark)
    entry, name = difference.entry, difference.field
    difference.delete()
    log(entry, "directory.difference.keep", user=user, data={"field": name})


def _move(entry: Structure | Service) -> list[str]:
    """Let go of a point worked out from the old address; have one placed by hand looked at, unless the source's is the
    same. Gives the fields changed.
    """
    if entry.coordinates_origin == "geocoder":
        return forget_point(entry)
    theirs = point_of(entry.imported or {})
    if entry.coordinates_origin == "manual" and theirs != _point_here(entry):
        own = {"service" if isinstance(entry, Service) else "structure": entry}
        Difference.objects.get_or_create(**own, field=POINT, defaults={"theirs": theirs})
    return []


def _take(pk: int, mark: str) -> Difference:
    """Hold the difference and its entry until the transaction ends: the entry first, as an import does."""
    seen = Difference.objects.filter(pk=pk).first()
    if seen is None:
        raise Moved
    held = type(seen.entry)._default_manager.select_for_update(no_key=True).filter(pk=seen.entry.pk).first()
    difference = Difference.objects.select_for_update().filter(pk=pk).first()
    if held is None or difference is None:
        raise Moved
    setattr(difference, "service" if isinstance(held, Service) else "structure", held)
    if mark_of(difference) != mark:
        raise Moved
    return difference
