"""The tools tell search of their changes, in their own transaction."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from resources.guide.models.tools import Tool
from resources.guide.tools.documents import TOOL
from search.updates import touch


@receiver([post_save, post_delete], sender=Tool, dispatch_uid="tool-tells-search")
def _tool(instance: Tool, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        touch(TOOL, [instance.pk])
