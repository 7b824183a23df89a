"""What every kind of file becomes: rows, one record each, with where it stands in the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from resources.directory.inclusion import FIELDS, Kind, Problem, Record

#: The largest file read, in bytes.
MOST_BYTES = 100 * 1024 * 1024
#: Fields only a service has: they tell a service from a structure.
SERVICE_ONLY = frozenset(FIELDS["service"]) - frozenset(FIELDS["structure"])


class Unreadable(Exception):
    """The file cannot be read at all; the message says why, in French, to whoever sent it."""


class Row(NamedTuple):
    """One record, where it stands in the file, and what was wrong with it before anybody checked it."""

    kind: Kind
    place: int
    record: Record
    problems: tuple[Problem, ...] = ()


@dataclass
class Reading:
    """A file being read. What is known of the whole is complete once `rows` is at its end."""

    #: What a place counts: "ligne" of a text or a sheet, "fiche" of a list.
    unit: str = "ligne"
    rows: Iterable[Row] = ()
    #: Kinds the file speaks of, even with an empty list.
    kinds: set[Kind] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    #: FINESS: how many rows of each category are not ours to keep, by its label.
    left_out: Counter[str] = field(default_factory=Counter)

    def __iter__(self) -> Iterator[Row]:
        for row in self.rows:
            self.kinds.add(row.kind)
            yield row


def kind_of(names: Iterable[str] | Mapping[str, Any]) -> Kind:
    """Tell a service from a structure by the names of its fields."""
    return "structure" if SERVICE_ONLY.isdisjoint(names) else "service"
