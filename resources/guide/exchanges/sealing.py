"""What the guide keeps sealed: who asks for an exchange, who proposes a column. Sealed again when keys change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from portal.accounts.sealed import Keeper, reseal
from resources.guide.exchanges.contact import purpose_of
from resources.guide.implementations.proposer import purpose_of as purpose_of_proposal
from resources.guide.models.exchanges import ExchangeRequest
from resources.guide.models.implementations import Implementation


def envelopes(model: type[Model]) -> Iterator[str]:
    """Give what `model` keeps sealed; nothing before its table is there."""
    if model._meta.db_table in connection.introspection.table_names():
        rows = model._default_manager.exclude(sealed="")
        yield from rows.values_list("sealed", flat=True)


@transaction.atomic
def reseal_rows(model: type[Model], purpose: Callable[[Any], str]) -> int:
    """Put what `model` keeps under the current key; give how many rows changed. Raises SealError."""
    changed = 0
    rows: Any = model._default_manager
    for row in rows.select_for_update().exclude(sealed="").order_by("pk"):
        envelope = reseal(row.sealed, purpose(row))
        if envelope != row.sealed:
            changed += rows.filter(pk=row.pk).update(sealed=envelope)
    return changed


KEEPERS = [
    Keeper(partial(envelopes, model), partial(reseal_rows, model, purpose))
    for model, purpose in ((ExchangeRequest, purpose_of), (Implementation, purpose_of_proposal))
]
