"""What was read, kept aside on the disk until all of it is known: structures before services, each identifier once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from resources.directory.inclusion import Kind, Record

BLOCK = 1000


class Kept(NamedTuple):
    """A record kept aside, and where it stood in the file."""

    place: int
    record: Record


class Spool:
    """Records aside in a file that goes with this object. An identifier refused is remembered without its record."""

    def __init__(self) -> None:
        self.base = sqlite3.connect("", isolation_level=None)
        self.base.execute("PRAGMA journal_mode=OFF")
        self.base.execute("PRAGMA synchronous=OFF")
        self.base.execute(
            "CREATE TABLE kept (kind TEXT, id TEXT, place INTEGER, record TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID"
        )

    def close(self) -> None:
        """Let everything go."""
        self.base.close()

    def place_of(self, kind: Kind, identifier: str) -> int | None:
        """Give where an identifier already came, None when it is new."""
        found = self.base.execute(
            "SELECT place FROM kept WHERE kind=? AND id=?", (kind, identifier)
        ).fetchone()
        return found[0] if found else None

    def keep(self, kind: Kind, identifier: str, place: int, record: Record | None) -> None:
        """Keep a record, or only its identifier when it is refused."""
        text = None if record is None else json.dumps(record, ensure_ascii=False)
        self.base.execute("INSERT INTO kept VALUES (?, ?, ?, ?)", (kind, identifier, place, text))

    def refuse(self, kind: Kind, identifiers: Iterable[str]) -> None:
        """Forget the records of some identifiers."""
        self.base.executemany(
            "UPDATE kept SET record=NULL WHERE kind=? AND id=?", [(kind, one) for one in identifiers]
        )

    def count(self, kind: Kind) -> int:
        """Count the records kept."""
        query = "SELECT count(*) FROM kept WHERE kind=? AND record IS NOT NULL"
        return int(self.base.execute(query, (kind,)).fetchone()[0])

    def blocks(self, kind: Kind) -> Iterator[list[Kept]]:
        """Give the records kept by blocks, in the order of their identifiers."""
        last = ""
        query = "SELECT id, place, record FROM kept WHERE kind=? AND id>? AND record IS NOT NULL ORDER BY id LIMIT ?"
        while lines := self.base.execute(query, (kind, last, BLOCK)).fetchall():
            last = lines[-1][0]
            yield [Kept(place, json.loads(record)) for _id, place, record in lines]

    def known(self, kind: Kind, identifiers: Iterable[str], *, valid: bool = False) -> set[str]:
        """Give which identifiers the file holds; `valid` ones are not refused."""
        wanted = list(identifiers)
        marks = ",".join("?" * len(wanted))
        query = f"SELECT id FROM kept WHERE kind=? AND id IN ({marks})"  # noqa: S608 -- only question marks
        if valid:
            query += " AND record IS NOT NULL"
        return {line[0] for line in self.base.execute(query, (kind, *wanted))}
