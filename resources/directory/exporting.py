"""Giving the directory out in data·inclusion v1, JSON or CSV, row by row; what is not valid is withheld and said."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TextIO

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from resources.directory.importing.cells import cell_of
from resources.directory.inclusion import FIELDS, Kind, Problem, Record, problems, record_of
from resources.directory.models import Closure, Entry, Service, Structure

BLOCK = 1000
KINDS: tuple[Kind, ...] = ("structure", "service")
#: The lists of a document, as the format names them.
LISTS: dict[Kind, str] = {"structure": "structures", "service": "services"}

#: Called with each row that cannot go out, and what is wrong with it.
Withhold = Callable[[Record, list[Problem]], None]


class Export:
    """What goes out: shared sources and public entries, or everything for a copy of one's own."""

    def __init__(self, withhold: Withhold, *, everything: bool = False) -> None:
        self.withhold, self.everything = withhold, everything
        self.withheld: set[str] = set()

    def entries(self, kind: Kind) -> QuerySet[Any]:
        """Give the entries of a kind that may go out."""
        model = Structure if kind == "structure" else Service
        found: QuerySet[Any] = model.objects.all() if self.everything else model.objects.shared()
        return found if kind == "structure" else found.select_related("structure")

    def records(self, kind: Kind) -> Iterator[Record]:
        """Give the valid records of a kind by blocks, closures told in their hours; ask for structures first."""
        for block in blocks(self.entries(kind)):
            closures = closures_of(block)
            for entry in block:
                record = record_of(entry, closures[entry.pk])
                if self._is_good(record, kind):
                    yield record

    def _is_good(self, record: Record, kind: Kind) -> bool:
        found = problems(record, kind)
        if kind == "service" and record["structure_id"] in self.withheld:
            found.append(Problem("structure_id", record["structure_id"], _("Sa structure est retenue.")))
        if found:
            self.withhold(record, found)
        if found and kind == "structure":
            self.withheld.add(record["id"])
        return not found


def blocks(entries: QuerySet[Any]) -> Iterator[list[Any]]:
    """Give rows by blocks in the order of their numbers: memory stays flat on any database."""
    last = 0
    while block := list(entries.filter(pk__gt=last).order_by("pk")[:BLOCK]):
        last = block[-1].pk
        yield block


def closures_of(entries: Iterable[Entry]) -> dict[int, list[Closure]]:
    """Give the closures not yet over of entries of one kind, by number; a service also has those of its structure."""
    found = list(entries)
    structures = {_structure_of(entry) for entry in found}
    by_structure: dict[int, list[Closure]] = {}
    for closure in Closure.objects.filter(structure__in=structures, last_day__gte=timezone.localdate()):
        by_structure.setdefault(closure.structure_id, []).append(closure)
    return {entry.pk: _mine(entry, by_structure.get(_structure_of(entry), [])) for entry in found}


def _structure_of(entry: Entry) -> int:
    return entry.structure_id if isinstance(entry, Service) else entry.pk


def _mine(entry: Entry, closures: list[Closure]) -> list[Closure]:
    services = (None, entry.pk) if isinstance(entry, Service) else (None,)
    return [closure for closure in closures if closure.service_id in services]


def write_json(export: Export, kinds: Iterable[Kind], stream: TextIO) -> None:
    """Write a document {"structures": […], "services": […]}, one record a line."""
    stream.write("{")
    for number, kind in enumerate(kinds):
        stream.write(f'{"," if number else ""}\n"{LISTS[kind]}": [')
        separator = "\n"
        for record in export.records(kind):
            stream.write(separator + json.dumps(record, ensure_ascii=False, allow_nan=False))
            separator = ",\n"
        stream.write("\n]")
    stream.write("\n}\n")


def write_csv(export: Export, kind: Kind, stream: TextIO) -> None:
    """Write the table of a kind; no cell can run as a formula (see `importing/cells.py`)."""
    table = csv.writer(stream)
    table.writerow(FIELDS[kind])
    for record in export.records(kind):
        table.writerow([cell_of(record[name]) for name in FIELDS[kind]])
