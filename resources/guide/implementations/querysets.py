"""Which columns are public, and who keeps which."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.territories.models import Territory
from portal.territories.scoping import looks_after_everything
from resources.guide.exchanges.dates import RECALLED


class ImplementationQuerySet(models.QuerySet):
    """Columns of the comparison, seen by who asks."""

    def public(self) -> ImplementationQuerySet:
        """Keep what anyone may read."""
        return self.filter(state="published")

    def waiting(self) -> ImplementationQuerySet:
        """Keep those nobody has read yet."""
        return self.filter(state="proposed")

    def to_recall(self) -> ImplementationQuerySet:
        """Keep the proposals from outside of which the administration is to hear: never told, or a week ago."""
        due = Q(recalled_on=None) | Q(recalled_on__lte=timezone.localdate() - RECALLED)
        return self.waiting().exclude(sealed="").filter(due)

    def editable_by(self, user: Any) -> ImplementationQuerySet:
        """Keep the columns of the territories `user` looks after; all of them for the administration."""
        if looks_after_everything(user):
            return self
        return self.filter(territory__in=Territory.objects.editable_by(user))
