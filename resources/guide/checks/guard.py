"""An edition never changes: the databases themselves refuse it, whoever asks.

Made again after every `migrate`, for SQLite forgets the triggers of a table a migration rewrites. What must change
editions all the same, a migration say, calls `unguard()` first.
"""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate

from resources.guide.models.editions import Edition

NAME = "guide_edition_stays"
TABLE = Edition._meta.db_table
REFUSED = "an edition never changes"

SQLITE = f"""CREATE TRIGGER IF NOT EXISTS {NAME} BEFORE UPDATE ON {TABLE}
BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"""
POSTGRESQL = f"""CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'restrict_violation'; END $$;
DROP TRIGGER IF EXISTS {NAME} ON {TABLE};
CREATE TRIGGER {NAME} BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {NAME}()"""


def guard(connection: BaseDatabaseWrapper) -> None:
    """Put the trigger on the table, when there is one."""
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute(SQLITE if connection.vendor == "sqlite" else POSTGRESQL)


def unguard(connection: BaseDatabaseWrapper) -> None:
    """Take the trigger away."""
    where = "" if connection.vendor == "sqlite" else f" ON {TABLE}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER IF EXISTS {NAME}{where}")


def _on_migrated(using: str = DEFAULT_DB_ALIAS, **_kwargs: Any) -> None:
    guard(connections[using])


def watch(sender: Any) -> None:
    """Listen to the end of `migrate` for the app `sender`."""
    post_migrate.connect(_on_migrated, sender=sender, dispatch_uid=NAME)
