"""Writing from a page that is only read: rather not at all than late."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

#: How long such a page waits for whoever writes, in milliseconds.
PATIENCE = 100


@contextmanager
def hurried() -> Iterator[None]:
    """Wait `PATIENCE` at most for the one writer of SQLite; on PostgreSQL nobody who adds a row waits."""
    if connection.vendor != "sqlite":
        yield
        return
    usual = int(1000 * connection.settings_dict["OPTIONS"].get("timeout", 5))
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
