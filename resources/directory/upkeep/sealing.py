"""The senders' addresses among all that is sealed: found and sealed again when keys change."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection, transaction

from portal.accounts.sealed import Keeper, reseal
from resources.directory.models import Suggestion
from resources.directory.upkeep.mail import purpose_of


def envelopes() -> Iterator[str]:
    """Give every sealed address; none before the table is there."""
    if Suggestion._meta.db_table in connection.introspection.table_names():
        yield from Suggestion.objects.exclude(sealed_email="").values_list("sealed_email", flat=True)


@transaction.atomic
def reseal_addresses() -> int:
    """Put every address under the current key; give how many changed. Raises SealError."""
    changed = 0
    for suggestion in Suggestion.objects.select_for_update().exclude(sealed_email=""):
        envelope = reseal(suggestion.sealed_email, purpose_of(suggestion))
        if envelope != suggestion.sealed_email:
            changed += Suggestion.objects.filter(pk=suggestion.pk).update(sealed_email=envelope)
    return changed


KEEPER = Keeper(envelopes, reseal_addresses)
