"""Which activities and sessions may be read, and by whom."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef

from portal.accounts.models import User
from portal.territories.models import Territory


class ActivityQuerySet(models.QuerySet):
    """Activities, seen by who asks."""

    def editable_by(self, user: User) -> ActivityQuerySet:
        """Keep the activities of the territories `user` looks after."""
        return self.filter(territory__in=Territory.objects.editable_by(user))

    def published(self) -> ActivityQuerySet:
        """Keep the activities whose French text is published: those anyone may read about."""
        return self.filter(texts__live=True, texts__locale__language_code="fr")


class SeriesQuerySet(models.QuerySet):
    """Series, seen by who asks."""

    def editable_by(self, user: User) -> SeriesQuerySet:
        """Keep the series of the territories `user` looks after."""
        return self.filter(activity__territory__in=Territory.objects.editable_by(user))


class SessionQuerySet(models.QuerySet):
    """Sessions, seen by who asks."""

    def editable_by(self, user: User) -> SessionQuerySet:
        """Keep the sessions of the territories `user` looks after."""
        return self.filter(activity__territory__in=Territory.objects.editable_by(user))

    def on_calendar(self) -> SessionQuerySet:
        """Keep what the public sees: planned or cancelled sessions, never those a pause has taken out."""
        return self.exclude(status="withdrawn")

    def public(self) -> SessionQuerySet:
        """Keep what anyone may read: sessions on the calendar of an activity whose French text is published.

        French is what the other languages fall back to. Asked as EXISTS, so that a database begins with the days wanted
        and not with every activity there is.
        """
        from home.activities.models import ActivityText  # querysets stand below the models

        french = ActivityText.objects.filter(
            activity=OuterRef("activity"), live=True, locale__language_code="fr"
        )
        return self.on_calendar().filter(Exists(french))

    def for_residents(self) -> SessionQuerySet:
        """Leave out the evenings for professionals, which are shown only when asked for."""
        return self.exclude(series__audience="professionnels")

    def happening(self) -> SessionQuerySet:
        """Keep the sessions that do take place."""
        return self.filter(status="scheduled")

    def between(self, start: datetime, end: datetime) -> SessionQuerySet:
        """Keep the sessions that begin at or after `start` and before `end` (aware datetimes)."""
        return self.filter(start__gte=start, start__lt=end)
