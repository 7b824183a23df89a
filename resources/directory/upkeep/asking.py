"""Asking owners whether their structure is still as the portal says: never twice at once, a few each night."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from resources.directory.models import CheckRequest, Structure
from resources.directory.upkeep import mail
from resources.directory.upkeep.due import directory_settings, due
from resources.directory.upkeep.links import LASTS

#: How many structures are written to in one night.
PER_NIGHT = 50


def to_ask() -> QuerySet[Structure]:
    """Give the structures to write to: due, with an address, not asked since the last round and with no open link."""
    since = timezone.now() - relativedelta(months=directory_settings().months_between_checks)
    asked = CheckRequest.objects.filter(Q(sent_at__gt=since) | Q(used_at=None, expires_at__gt=timezone.now()))
    with_address = due(Structure.objects.all()).exclude(courriel=None).exclude(courriel="")
    return with_address.exclude(pk__in=asked.values("structure"))


def ask_structures(limit: int = PER_NIGHT) -> int:
    """Write to at most `limit` structures, those due longest first; give how many."""
    count = 0
    for structure in to_ask().iterator(chunk_size=200):
        if count >= limit:
            break
        count += ask(structure)
    return count


@transaction.atomic
def ask(structure: Structure) -> bool:
    """Make one request and send its link; nothing when another writer asked this structure meanwhile."""
    Structure.objects.select_for_update(no_key=True).get(pk=structure.pk)
    if not to_ask().filter(pk=structure.pk).exists() or not is_address(structure.courriel):
        return False
    request = CheckRequest.objects.create(structure=structure, expires_at=timezone.now() + LASTS)
    transaction.on_commit(partial(mail.ask_owner.enqueue, request.pk))
    return True


def is_address(text: str | None) -> bool:
    """Tell whether one may write to `text`: sources give all sorts of things."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def forget_old(after: timedelta = timedelta(days=730)) -> int:
    """Delete the requests of more than two years ago; give how many."""
    return CheckRequest.objects.filter(sent_at__lt=timezone.now() - after).delete()[0]
