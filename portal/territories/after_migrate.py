"""After `migrate`, once every app has its permissions: the groups of the territories get those of this version."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.apps import AppConfig
from django.apps import apps as all_apps
from django.db.models.signals import post_migrate

from portal.territories.actions import refresh_permissions


def _on_migrated(sender: AppConfig, apps: Any = None, **_kwargs: Any) -> None:
    """Act on the last app told of, others having made their permissions; stay still when `migrate` stopped half-way."""
    if sender != [one for one in all_apps.get_app_configs() if one.models_module][-1]:
        return
    with suppress(LookupError):  # no territories yet, or permissions whose tables are still to come
        territories = (apps or all_apps).get_model("territories", "Territory")
        refresh_permissions(territories._default_manager.values_list("editors", flat=True))


def watch() -> None:
    """Listen to the end of `migrate`."""
    post_migrate.connect(_on_migrated, dispatch_uid="territories-permissions")
