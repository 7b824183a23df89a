"""Which requests a person may see, and which wait for something."""

from __future__ import annotations

from typing import Any

from django.db import models

from portal.territories.scoping import looks_after_everything


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
