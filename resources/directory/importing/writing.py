"""Carrying a plan out: entries created and changed by blocks, what the source dropped withdrawn, searching told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import reset_queries
from django.utils.translation import gettext as _

from portal.progress import Progress
from portal.territories import content_version
from resources.directory.importing.merge import GONE
from resources.directory.importing.plan import ROWS, Change, Here, compare, missing_blocks
from resources.directory.importing.report import Report
from resources.directory.importing.sources import ensure_sources
from resources.directory.importing.spool import Kept, Spool
from resources.directory.inclusion import Kind, Record, fill
from resources.directory.indexing import index_structures
from resources.directory.models import Difference, Service, Structure
from resources.directory.reindexing import hold_bulk_writing
from resources.directory.slugs import Slugs
from resources.directory.vocabulary import State

BLOCK = 1000
#: How a field of the format is kept in a row, where the names differ.
COLUMNS = {"structure_id": "structure"}


class DirectoryMoved(Exception):
    """Somebody changed the directory between the plan and its writing, so that the plan no longer holds."""


class Writer:
    """Writes what a spool holds, within a transaction of the caller's."""

    def __init__(self, spool: Spool, report: Report, progress: Progress) -> None:
        self.spool, self.report, self.progress = spool, report, progress
        self.slugs: dict[Kind, Slugs] = {kind: Slugs.of(model) for kind, model in ROWS.items()}
        self.touched: set[int] = set()

    def write(self, kinds: set[Kind], *, withdraw: bool, private: bool = False) -> None:
        """Write everything, raise the number of the contents if there was anything to write, and tell searching.

        Rows, then the number, then the lines of searching: the order of whoever saves an entry, so that both wait for
        each other and neither is lost. The number is taken no sooner: all who save wait for it.
        """
        hold_bulk_writing()
        is_told = ensure_sources(self.report.sources, private=private)
        for kind in ROWS:
            self._write_kind(kind)
        for kind in sorted(kinds):
            for missing in missing_blocks(kind, self.report.sources, self.spool):
                self._leave(kind, missing, withdraw=withdraw)
        if is_told or self.touched:
            content_version.bump(frame=False)
        self._index()

    def _write_kind(self, kind: Kind) -> None:
        total, done = self.spool.count(kind), 0
        for kept in self.spool.blocks(kind):
            block = compare(kind, kept, self.report, lock=True)
            self._create(kind, block.new)
            self._change(kind, block.changes)
            reset_queries()  # when developing, Django remembers every statement, records included
            done += len(kept)
            self.progress(_("Écriture"), done, total)

    def _create(self, kind: Kind, kept: list[Kept]) -> None:
        entries = [self._new(kind, one.record) for one in kept]
        if kind == "service":
            self._join(
                entries, {e.identifier: r.record["structure_id"] for e, r in zip(entries, kept, strict=True)}
            )
        ROWS[kind].objects.bulk_create(entries, batch_size=BLOCK)
        self._touch(entries)

    def _new(self, kind: Kind, record: Record) -> Any:
        entry = ROWS[kind](state=State.PUBLIC, slug=self.slugs[kind].give(record["nom"]), imported=record)
        fill(entry, record)
        entry.verified_on, entry.verified_how = entry.date_maj, "source"
        if entry.latitude is not None:
            entry.coordinates_origin = "source"
        return entry

    def _join(self, services: Iterable[Service], wanted: dict[str, str]) -> None:
        """Give services their structures, all written by now."""
        found = Structure.objects.filter(identifier__in=set(wanted.values()))
        numbers = dict(found.values_list("identifier", "pk"))
        for service in services:
            if wanted[service.identifier] not in numbers:
                raise DirectoryMoved
            service.structure_id = numbers[wanted[service.identifier]]

    def _change(self, kind: Kind, changes: list[Change]) -> None:
        if not changes:
            return
        moved = [change for change in changes if "structure_id" in change.decision.take]
        self._touch(change.entry for change in moved)  # the structures they leave
        self._join(
            [change.entry for change in moved if isinstance(change.entry, Service)],
            {change.entry.identifier: change.record["structure_id"] for change in moved},
        )
        columns = {"imported", "state"}
        for change in changes:
            columns |= _apply(change)
        entries: list[Any] = [change.entry for change in changes]
        ROWS[kind].objects.bulk_update(entries, sorted(columns), batch_size=200)
        self._touch(entries)
        write_differences(kind, changes)

    def _leave(self, kind: Kind, missing: list[tuple[Here, str]], *, withdraw: bool) -> None:
        for here, name in missing:
            self.report.add_gone(kind, here.identifier, name)
        if not withdraw or not missing:
            return
        entries: list[Any] = list(ROWS[kind].objects.filter(pk__in=[here.pk for here, _name in missing]))
        for entry in entries:
            entry.state = State.GONE
            entry.imported = {**(entry.imported or {}), GONE: True}
        ROWS[kind].objects.bulk_update(entries, ["state", "imported"], batch_size=BLOCK)
        self._touch(entries)

    def _touch(self, entries: Iterable[Any]) -> None:
        self.touched |= {e.structure_id if isinstance(e, Service) else e.pk for e in entries}

    def _index(self) -> None:
        numbers = sorted(self.touched)
        for start in range(0, len(numbers), BLOCK):
            index_structures(Structure.objects.filter(pk__in=numbers[start : start + BLOCK]))
            reset_queries()
            self.progress(_("Mise à jour de la recherche"), min(start + BLOCK, len(numbers)), len(numbers))


def _apply(change: Change) -> set[str]:
    """Write a decision into its entry; give the columns it touched."""
    entry, take = change.entry, change.decision.take
    fill(entry, take, take)
    entry.imported = change.record
    columns = {COLUMNS.get(name, name) for name in take}
    if change.comes_back and entry.state == State.GONE:
        entry.state = State.PUBLIC
    if "latitude" in take:
        entry.coordinates_origin = "source" if entry.latitude is not None else ""
        entry.coordinates_score = None
        columns |= {"coordinates_origin", "coordinates_score"}
    if "date_maj" in take and entry.verified_how in ("", "source"):
        entry.verified_on, entry.verified_how = date.fromisoformat(take["date_maj"]), "source"
        columns |= {"verified_on", "verified_how"}
    return columns


def write_differences(kind: Kind, changes: list[Change]) -> None:
    """Write the differences that are new, bring the others up to date, drop those settled."""
    settled = {(change.entry.pk, name) for change in changes for name in change.decision.settled}
    open_ones = Difference.objects.filter(**{f"{kind}__in": {change.entry.pk for change in changes}})
    stale = [pk for pk, entry, name in open_ones.values_list("pk", kind, "field") if (entry, name) in settled]
    Difference.objects.filter(pk__in=stale).delete()
    Difference.objects.bulk_create(
        [
            Difference(**{kind: change.entry}, field=name, theirs=theirs)
            for change in changes
            for name, theirs in change.decision.differ.items()
        ],
        update_conflicts=True,
        unique_fields=[kind, "field"],
        update_fields=["theirs", "seen_on"],
        batch_size=BLOCK,
    )
