"""The guide tells search of its changes, in their own transaction; its pages do so as every page does."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from resources.guide.documents import REGISTER
from resources.guide.models.registers import Register
from search.updates import touch


@receiver([post_save, post_delete], sender=Register, dispatch_uid="register-tells-search")
def _register(instance: Register, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        touch(REGISTER, [instance.code])
