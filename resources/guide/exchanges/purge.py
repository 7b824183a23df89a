"""Requests are erased twelve months after they came, whatever became of them."""

from __future__ import annotations

from django.utils import timezone

from resources.guide.exchanges.dates import newest_to_erase
from resources.guide.models.exchanges import ExchangeRequest


def purge() -> int:
    """Erase the requests of twelve months ago and more; give how many. The log keeps who read them, and nothing of them."""
    old = ExchangeRequest.objects.filter(created_on__lte=newest_to_erase(timezone.localdate()))
    return old.delete()[1].get(ExchangeRequest._meta.label, 0)
