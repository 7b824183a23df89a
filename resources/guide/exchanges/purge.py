"""Requests are erased twelve months after they came, whatever became of them."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from resources.guide.exchanges.dates import newest_to_erase
from resources.guide.models.exchanges import ExchangeFacilitator, ExchangeRequest


@transaction.atomic
def purge() -> int:
    """Erase the requests of twelve months ago and more; give how many. The log keeps who read them, and nothing of them.

    They are held first: a request given to a pair at this very moment is given before, or is gone.
    """
    old = ExchangeRequest.objects.filter(created_on__lte=newest_to_erase(timezone.localdate()))
    pks = list(old.select_for_update().values_list("pk", flat=True))
    ExchangeFacilitator.objects.filter(request__in=pks).delete()
    ExchangeRequest.objects.filter(pk__in=pks).delete()
    return len(pks)
