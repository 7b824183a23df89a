"""What is kept of proposals, and how long: addresses until they are answered, refused columns for twelve months."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from resources.guide.exchanges.dates import newest_to_erase
from resources.guide.exchanges.sending import TRIED
from resources.guide.models.implementations import Implementation


def purge() -> int:
    """Erase addresses nobody could be answered at within a week, or that wait for twelve months, and old refusals.

    Gives how many rows it changed or deleted.
    """
    today = timezone.localdate()
    old = newest_to_erase(today)
    with_address = Implementation.objects.exclude(sealed="")
    erased = with_address.filter(Q(proposed_on__lte=old) | Q(settled_on__lt=today - TRIED)).update(sealed="")
    refused = Implementation.objects.filter(state=Implementation.State.REFUSED, settled_on__lte=old)
    return erased + refused.delete()[0]
