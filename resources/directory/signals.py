"""What follows a change of the directory: the lines searching reads, and the territories structures belong to.

Bulk writes (imports) send no signal and call `indexing` themselves. What changes every line at once (a theme, a
commune) is left to a task.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from home.activities.models import Theme
from portal.territories.models import Commune
from resources.directory.documents import provide_directory
from resources.directory.indexing import index_services, index_structures, place_structures
from resources.directory.models import Closure, Service, Structure
from resources.directory.reindexing import reindex_later

provide_directory()


@receiver(post_save, sender=Structure, dispatch_uid="directory-index-structure")
def _structure(instance: Structure, raw: bool, **_kwargs: Any) -> None:
    if not raw:
        index_structures(Structure.objects.filter(pk=instance.pk))


@receiver([post_save, post_delete], sender=Service, dispatch_uid="directory-index-service")
def _service(instance: Service, raw: bool = False, origin: Any = None, **_kwargs: Any) -> None:
    if not raw and not _goes_with_another(Service, origin):
        place_structures([instance.structure_id])
        index_services(Service.objects.filter(pk=instance.pk))


@receiver([post_save, post_delete], sender=Closure, dispatch_uid="directory-index-closure")
def _closure(instance: Closure, raw: bool = False, origin: Any = None, **_kwargs: Any) -> None:
    if not raw and not _goes_with_another(Closure, origin):
        index_services(Service.objects.filter(structure=instance.structure_id))


@receiver([post_save, post_delete], sender=Theme, dispatch_uid="directory-index-theme")
def _theme(raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        reindex_later()


@receiver([post_save, post_delete], sender=Commune, dispatch_uid="directory-index-commune")
def _commune(raw: bool = False, created: bool = False, **_kwargs: Any) -> None:
    if not raw and not created:  # a new one is of no territory yet
        reindex_later()


@receiver(
    m2m_changed, sender=Commune.territories.through, dispatch_uid="directory-index-communes-of-territory"
)
def _communes(action: str, pk_set: set[Any] | None = None, **_kwargs: Any) -> None:
    if action == "post_clear" or (action.startswith("post_") and pk_set):
        reindex_later()


def _goes_with_another(model: type, origin: Any) -> bool:
    """Tell whether a row is deleted along with what it belongs to: a line written now would point at nothing."""
    return origin is not None and getattr(origin, "model", type(origin)) is not model
