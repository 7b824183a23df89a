"""Which territories a person may look after."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

ADMINISTRATION = "Administration"


class TerritoryQuerySet(models.QuerySet):
    """Territories, seen by who asks."""

    def editable_by(self, user: AbstractUser) -> TerritoryQuerySet:
        """Keep the territories whose content `user` may edit: theirs, or all for the administration."""
        if not user.is_active:
            return self.none()
        if user.is_superuser or user.groups.filter(name=ADMINISTRATION).exists():
            return self
        return self.filter(editors__in=user.groups.all())
