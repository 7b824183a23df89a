"""Lines of the admin's menus, shown to those who may do something there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from wagtail.admin.menu import MenuItem


class PermittedItem(MenuItem):
    """A line of the menu for those who hold one of some permissions."""

    def __init__(self, *args: Any, permissions: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permissions = permissions

    def is_shown(self, request: HttpRequest) -> bool:
        return any(request.user.has_perm(permission) for permission in self.permissions)


def item(label: Any, url_name: str, icon: str, order: int, *permissions: str) -> PermittedItem:
    """Make a line of a menu."""
    return PermittedItem(
        label,
        reverse_lazy(url_name),
        name=url_name.replace(":", "-"),
        icon_name=icon,
        order=order,
        permissions=permissions,
    )
