"""The directory tells search of its changes, in their own transaction.

Whatever writes the lines of the list afresh (`indexing.py`) calls `touch_services`; what goes away is told here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

from portal.territories.models import Territory
from resources.directory.models import Service, Structure
from search.engine import engines
from search.updates import touch, touch_all

#: The kinds of documents services and structures make.
RESOURCE, STRUCTURE = "resource", "structure"


def touch_services(pks: Iterable[int]) -> None:
    """Touch services, and the structures they make known."""
    if engines():
        numbers = list(pks)
        structures = Service.objects.filter(pk__in=numbers).values_list("structure", flat=True)
        touch(RESOURCE, numbers)
        touch_structures(structures)


def touch_structures(pks: Iterable[int]) -> None:
    """Touch structures."""
    touch(STRUCTURE, pks)


@receiver(post_delete, sender=Service, dispatch_uid="service-gone-tells-search")
def _service(instance: Service, **_kwargs: Any) -> None:
    touch(RESOURCE, [instance.pk])
    touch_structures([instance.structure_id])


@receiver(pre_save, sender=Service, dispatch_uid="service-moves-tells-search")
def _leaves(instance: Service, raw: bool = False, **_kwargs: Any) -> None:
    """Touch the structure a service leaves: it is found by its services' names."""
    if not raw and instance.pk and engines():
        before = Service.objects.filter(pk=instance.pk).exclude(structure=instance.structure_id)
        touch_structures(before.values_list("structure", flat=True))


@receiver([post_save, post_delete], sender=Structure, dispatch_uid="structure-tells-search")
def _structure(instance: Structure, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        touch_structures([instance.pk])


@receiver([post_save, post_delete], sender=Territory, dispatch_uid="territory-tells-directory")
def _territory(raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        touch_all(RESOURCE, STRUCTURE, "need")
