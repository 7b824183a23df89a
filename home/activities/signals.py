"""What follows a change made elsewhere than in the calendar.

When the words, the facts or the place of a session change, its SEQUENCE rises, for the feeds say them too. When an editor
corrects a holiday, the sessions follow at once.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from django.utils import timezone

from home.activities import touches  # noqa: F401 -- importing it connects what it holds
from home.activities.actions.base import calendar_change
from home.activities.actions.horizon import refresh_sessions
from home.activities.actions.writing import raise_sequence
from home.activities.models import Activity, ActivityText, Holiday, Series, Session
from home.places.models import Place

SPOKEN_TEXT = ("live", "title", "summary", "description", "to_bring", "led_by")
SPOKEN_ACTIVITY = ("slug", "price", "access", "sign_up", "phone")
SPOKEN_PLACE = ("name", "slug", "street", "postcode", "city", "landmark", "latitude", "longitude", "phone")


@receiver(pre_save, sender=ActivityText, dispatch_uid="text-raises-sequence")
def _text(instance: ActivityText, raw: bool, update_fields: frozenset[str] | None, **_kwargs: Any) -> None:
    if not raw and _differs(instance, SPOKEN_TEXT, update_fields):
        _raise(Q(activity=instance.activity_id))


@receiver(pre_save, sender=Activity, dispatch_uid="activity-raises-sequence")
def _activity(instance: Activity, raw: bool, update_fields: frozenset[str] | None, **_kwargs: Any) -> None:
    if not raw and _differs(instance, SPOKEN_ACTIVITY, update_fields):
        _raise(Q(activity=instance.pk))


@receiver(pre_save, sender=Place, dispatch_uid="place-raises-sequence")
def _place(instance: Place, raw: bool, update_fields: frozenset[str] | None, **_kwargs: Any) -> None:
    if not raw and _differs(instance, SPOKEN_PLACE, update_fields):
        _raise(Q(place=instance.pk) | Q(activity__place=instance.pk))


@receiver([post_save, post_delete], sender=Holiday, dispatch_uid="holiday-moves-sessions")
def _holiday(instance: Holiday, raw: bool = False, **_kwargs: Any) -> None:
    if raw:
        return
    if instance.kind == Holiday.Kind.PUBLIC:
        refresh_sessions(Series.objects.filter(pause_public_holidays=True))
    else:
        zone = Series.objects.filter(activity__territory__school_zone=instance.zone)
        refresh_sessions(zone.filter(pause_school_holidays=True))


def _differs(instance: models.Model, names: tuple[str, ...], written: frozenset[str] | None) -> bool:
    """Tell whether a row is about to say something else in the fields `written` (None: all); unseen drafts do not count."""
    names = tuple(name for name in names if written is None or name in written)
    if not names:
        return False
    before = type(instance)._default_manager.filter(pk=instance.pk).values().first()
    seen = not isinstance(instance, ActivityText) or instance.live
    if before is None:
        return isinstance(instance, ActivityText) and seen
    if not (seen or before["live"]):
        return False
    return any(before[name] != getattr(instance, name) for name in names)


def _raise(of: Q) -> None:
    """Raise SEQUENCE of the sessions to come, before the row itself is written: sessions are always taken in one order."""
    with calendar_change():
        now = timezone.now()
        pks = Session.objects.filter(of, end__gt=now).order_by("pk").values_list("pk", flat=True)
        raise_sequence(list(pks), now)
