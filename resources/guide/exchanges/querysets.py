"""Which requests a person may see, and which wait for something."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from portal.territories.scoping import looks_after_everything
from resources.guide.exchanges.dates import RECALLED, REMINDED, STALLED
from resources.guide.exchanges.people import facilitators


class ExchangeRequestQuerySet(models.QuerySet):
    """Requests for an exchange, seen by who asks."""

    def seen_by(self, user: Any) -> ExchangeRequestQuerySet:
        """Keep the requests `user` takes part in; all of them for the administration."""
        if looks_after_everything(user):
            return self
        return self.filter(facilitators__user=user) if user.is_active else self.none()

    def waiting(self) -> ExchangeRequestQuerySet:
        """Keep those nobody has been asked to answer."""
        return self.filter(state="received")

    def open(self) -> ExchangeRequestQuerySet:
        """Keep those that are not over."""
        return self.exclude(state="closed")

    def held(self) -> ExchangeRequestQuerySet:
        """Keep those of which one of the pair at least may still answer."""
        return self.filter(Exists(self._able()))

    def short(self) -> ExchangeRequestQuerySet:
        """Keep those given to a pair of which somebody is gone, or may no longer open requests."""
        first, second = (Exists(self._able().filter(position=position)) for position in (1, 2))
        return self.filter(~Q(first) | ~Q(second), state__in=["assigned", "planned"])

    def stalled(self) -> ExchangeRequestQuerySet:
        """Keep those given to a pair two weeks ago, and still without a date."""
        return self.filter(state="assigned", assigned_on__lte=timezone.localdate() - STALLED)

    def unnoted(self) -> ExchangeRequestQuerySet:
        """Keep those whose day is gone by, and of which nobody said that the exchange took place."""
        return self.filter(state="planned", planned_at__date__lt=timezone.localdate())

    def stuck(self) -> ExchangeRequestQuerySet:
        """Keep those given to a pair that no longer go on: short of people, without a date, or past it."""
        pks = [
            kind.values("pk") for kind in (self._all().short(), self._all().stalled(), self._all().unnoted())
        ]
        return self.filter(Q(pk__in=pks[0]) | Q(pk__in=pks[1]) | Q(pk__in=pks[2]))

    def to_recall(self) -> ExchangeRequestQuerySet:
        """Keep those of which the administration is to hear: never told, or a week ago.

        When the exchange is near and somebody is missing, a day ago: there is little time left to mend it.
        """
        today = timezone.localdate()
        near = (
            self._all().short().filter(planned_at__gt=timezone.now(), planned_at__date__lte=today + REMINDED)
        )
        concerned = Q(state="received") | Q(pk__in=self._all().stuck().values("pk"))
        due = Q(recalled_on=None) | Q(recalled_on__lte=today - RECALLED)
        return self.filter(concerned, due | Q(recalled_on__lt=today, pk__in=near.values("pk")))

    def _all(self) -> Any:
        return self.model._default_manager.all()

    def _able(self) -> models.QuerySet:
        """Give the rows of a pair whose people may still open requests, for the request of an outer query."""
        seats: Any = self.model._meta.get_field("facilitators").related_model
        return seats.objects.filter(request=OuterRef("pk"), user__in=facilitators().order_by().values("pk"))
