"""What allauth keeps of second factors, seen from the seals: which rows hold a sealed seed, and sealing them again."""

from __future__ import annotations

from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.db import transaction

from portal.accounts import sealed

PURPOSE = "accounts.mfa"
#: Where allauth puts what `MFA_ADAPTER.encrypt` gives it, by type of factor.
SEALED_FIELDS = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


def envelopes() -> Iterator[str]:
    """Give every sealed seed in the database."""
    for type_, data in Authenticator.objects.filter(type__in=SEALED_FIELDS).values_list("type", "data"):
        yield data[SEALED_FIELDS[type_]]


@transaction.atomic
def reseal_factors() -> int:
    """Put every seed under the current key; give how many changed. Raises SealError before changing anything else."""
    changed = 0
    for factor in Authenticator.objects.select_for_update().filter(type__in=SEALED_FIELDS):
        field = SEALED_FIELDS[factor.type]
        envelope = sealed.reseal(factor.data[field], PURPOSE)
        if envelope != factor.data[field]:
            factor.data[field] = envelope
            factor.save(update_fields=["data"])
            changed += 1
    return changed
