"""Which places may be read, and by whom."""

from __future__ import annotations

from datetime import date, timedelta

from django.apps import apps
from django.db import models
from django.db.models import Prefetch

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

    def with_exceptions(self, today: date) -> PlaceQuerySet:
        """Bring along `coming_exceptions`: those of yesterday and after, for the opening status, in one query."""
        exceptions = apps.get_model("places", "HoursException").objects
        coming = exceptions.filter(last_day__gte=today - timedelta(days=1)).order_by("first_day")
        return self.prefetch_related(Prefetch("exceptions", queryset=coming, to_attr="coming_exceptions"))
