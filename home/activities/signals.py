"""What the feeds say of a session is said elsewhere too: when the words, the facts or the place change, SEQUENCE rises."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils import timezone

from home.activities.actions.base import calendar_change
from home.activities.actions.writing import raise_sequence
from home.activities.models import Activity, ActivityText, Session
from home.places.models import Place

SPOKEN_TEXT = ("live", "title", "summary", "description", "to_bring", "led_by")
SPOKEN_ACTIVITY = ("slug", "price", "access", "sign_up", "phone")
SPOKEN_PLACE = ("name", "slug", "street", "postcode", "city", "landmark", "latitude", "longitude", "phone")


@receiver(pre_save, sender=ActivityText, dispatch_uid="text-raises-sequence")
def _text(instance: ActivityText, raw: bool, **_kwargs: Any) -> None:
    if not raw and _differs(instance, SPOKEN_TEXT):
        _raise(Q(activity=instance.activity_id))


@receiver(pre_save, sender=Activity, dispatch_uid="activity-raises-sequence")
def _activity(instance: Activity, raw: bool, **_kwargs: Any) -> None:
    if not raw and _differs(instance, SPOKEN_ACTIVITY):
        _raise(Q(activity=instance.pk))


@receiver(pre_save, sender=Place, dispatch_uid="place-raises-sequence")
def _place(instance: Place, raw: bool, **_kwargs: Any) -> None:
    if not raw and _differs(instance, SPOKEN_PLACE):
        _raise(Q(place=instance.pk) | Q(activity__place=instance.pk))


def _differs(instance: models.Model, names: tuple[str, ...]) -> bool:
    """Tell whether a saved row is about to say something else; drafts of a text nobody sees do not count."""
    before = type(instance)._default_manager.filter(pk=instance.pk).values(*names).first()
    if before is None:
        return isinstance(instance, ActivityText) and instance.live
    if isinstance(instance, ActivityText) and not (before["live"] or instance.live):
        return False
    return any(before[name] != getattr(instance, name) for name in names)


def _raise(of: Q) -> None:
    """Raise SEQUENCE of the sessions to come, before the row itself is written: sessions are always taken in one order."""
    with calendar_change():
        now = timezone.now()
        pks = Session.objects.filter(of, end__gt=now).order_by("pk").values_list("pk", flat=True)
        raise_sequence(list(pks), now)
