"""The portal refuses to start when the keys that seal its secrets are missing or malformed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.utils import DatabaseError

from portal.accounts.sealed import KEEPERS, missing_keys, read_keys


@register(Tags.security)
def keys_are_there(**_kwargs: Any) -> list[CheckMessage]:
    """Ask for a well-formed key ring; only the demonstration and a developer's machine may do without any."""
    if not settings.FIELD_KEYS and (settings.DEMO or settings.DEBUG):
        return []
    try:
        read_keys(tuple(settings.FIELD_KEYS))
    except ImproperlyConfigured as error:
        return [Error(str(error), id="accounts.E001")]
    return []


@register(Tags.database)
def keys_open_what_is_sealed(*, databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Ask for every key that a text in the database was sealed with."""
    from portal.accounts.factors import envelopes

    if not databases or "mfa_authenticator" not in _tables(databases):
        return []
    sealed = chain(envelopes(), *(keeper.envelopes() for keeper in KEEPERS))
    missing = ", ".join(sorted(missing_keys(sealed)))
    if not missing:
        return []
    return [
        Error(
            f"Des secrets sont scellés avec des clés absentes de FIELD_KEYS : {missing}.", id="accounts.E002"
        )
    ]


def _tables(databases: Sequence[str]) -> list[str]:
    try:
        return connections[databases[0]].introspection.table_names()
    except DatabaseError:
        return []
