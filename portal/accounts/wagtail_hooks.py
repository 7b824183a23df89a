"""What the administration may not do to accounts from lists: one by one, the forms hold the limits; in bulk nobody does."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail import hooks

from portal.accounts.models import User


@hooks.register("before_bulk_action")
def keep_accounts_out_of_bulk(request: HttpRequest, _action_type: str, _objects: list, action: Any) -> None:
    """Leave bulk actions on accounts to superusers: they would give groups and open accounts past the forms."""
    if action.model is User and not request.user.is_superuser:
        raise PermissionDenied
