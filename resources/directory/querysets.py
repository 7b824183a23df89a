"""Which resources may be read, and by whom."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from portal.territories.models import Territory
from portal.territories.scoping import looks_after_everything


class StructureQuerySet(models.QuerySet):
    """Structures, seen by who asks."""

    def public(self) -> StructureQuerySet:
        """Keep what anyone may read."""
        return self.filter(state="public")

    def shared(self) -> StructureQuerySet:
        """Keep what may be given to other sites: public, and of a source that allows it."""
        return self.public().filter(source__is_shared=True)

    def editable_by(self, user: Any) -> StructureQuerySet:
        """Keep the structures that serve the territories `user` looks after; all of them for the administration."""
        if looks_after_everything(user):
            return self
        mine = Territory.objects.editable_by(user)
        return self.filter(pk__in=mine.values("structures"))


class ServiceQuerySet(models.QuerySet):
    """Services, seen by who asks."""

    def public(self) -> ServiceQuerySet:
        """Keep what anyone may read: a public service of a public structure."""
        return self.filter(state="public", structure__state="public")

    def shared(self) -> ServiceQuerySet:
        """Keep what may be given to other sites."""
        return self.public().filter(source__is_shared=True, structure__source__is_shared=True)

    def editable_by(self, user: Any) -> ServiceQuerySet:
        """Keep the services of the structures `user` may edit."""
        if looks_after_everything(user):
            return self
        mine = Territory.objects.editable_by(user)
        return self.filter(structure__in=mine.values("structures"))


class SuggestionQuerySet(models.QuerySet):
    """Errors signalled, seen by who asks."""

    def waiting(self) -> SuggestionQuerySet:
        """Keep those nobody has dealt with."""
        return self.filter(state="new")

    def editable_by(self, user: Any) -> SuggestionQuerySet:
        """Keep those about entries `user` may edit."""
        if looks_after_everything(user):
            return self
        from resources.directory.models import Service, Structure  # the querysets stand below the models

        return self.filter(
            Q(structure__in=Structure.objects.editable_by(user))
            | Q(service__in=Service.objects.editable_by(user))
        )
