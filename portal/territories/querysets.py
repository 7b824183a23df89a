"""Which territories a person may look after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from portal.accounts.models import User

ADMINISTRATION = "Administration"


class TerritoryQuerySet(models.QuerySet):
    """Territories, seen by who asks."""

    def editable_by(self, user: User) -> TerritoryQuerySet:
        """Keep the territories whose content `user` may edit: theirs, or all for the administration."""
        if not user.is_active:
            return self.none()
        if user.is_superuser or user.groups.filter(name=ADMINISTRATION).exists():
            return self
        return self.filter(editors__in=user.groups.all())
