"""Which places may be read, and by whom."""

from __future__ import annotations

from django.db import models

from portal.accounts.models import User
from portal.territories.models import Territory


class PlaceQuerySet(models.QuerySet):
    """Places, seen by who asks."""

    def editable_by(self, user: User) -> PlaceQuerySet:
        """Keep the places of the territories `user` looks after."""
        return self.filter(territory__in=Territory.objects.editable_by(user))

    def dedicated(self) -> PlaceQuerySet:
        """Keep the lieux dédiés, the ones with a door that opens and closes."""
        return self.filter(is_dedicated=True)
