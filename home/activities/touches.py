"""Workshops tell search of their changes, in the transaction of the change; bulk writes call `touch_workshops`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from home.activities.documents import Workshops
from home.activities.models import Activity, ActivityText, Series, Session, Theme
from home.places.models import Place
from portal.territories.models import Territory
from search.engine import engines
from search.sections import AGENDA, show
from search.sources import provide
from search.updates import touch, touch_all

KIND = Workshops.kind
provide(Workshops())
show(KIND, AGENDA, _("Atelier"), "calendar")


def touch_workshops(sessions: Iterable[Session]) -> None:
    """Touch the workshops of sessions written without a signal."""
    touch(KIND, {session.activity_id for session in sessions})


@receiver([post_save, post_delete], sender=Activity, dispatch_uid="workshop-tells-search")
def _activity(instance: Activity, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        touch(KIND, [instance.pk])


@receiver([post_save, post_delete], sender=ActivityText, dispatch_uid="text-tells-search")
@receiver([post_save, post_delete], sender=Series, dispatch_uid="series-tell-search")
@receiver([post_save, post_delete], sender=Session, dispatch_uid="session-tells-search")
def _part(instance: Any, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        touch(KIND, [instance.activity_id])


@receiver(m2m_changed, sender=Activity.themes.through, dispatch_uid="themes-of-workshop-tell-search")
def _themes(action: str, instance: Any, reverse: bool, **_kwargs: Any) -> None:
    """Touch the workshop whose themes change, or all when a theme changes its workshops."""
    if not action.startswith("post_"):
        return
    if reverse:
        touch_all(KIND)
    else:
        touch(KIND, [instance.pk])


@receiver([post_save, post_delete], sender=Theme, dispatch_uid="theme-tells-workshops")
def _theme(raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        touch_all(KIND)


@receiver(post_save, sender=Place, dispatch_uid="place-tells-workshops")
@receiver(post_save, sender=Territory, dispatch_uid="territory-tells-workshops")
def _place(instance: Place | Territory, raw: bool = False, **_kwargs: Any) -> None:
    if not raw and engines():
        there = Q(place=instance) if isinstance(instance, Place) else Q(territory=instance)
        touch(KIND, Activity.objects.filter(there).values_list("pk", flat=True))
