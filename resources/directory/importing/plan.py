"""Comparing what a file says with what is here, by blocks: the same walk makes the plan and carries it out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.progress import Progress
from resources.directory.exporting import closures_of
from resources.directory.importing.merge import GONE, Decision, canonical, merge
from resources.directory.importing.report import Report
from resources.directory.importing.spool import Kept, Spool
from resources.directory.inclusion import Kind, Problem, Record, hours_with, record_of
from resources.directory.models import OWN_SOURCE, Closure, Service, Structure
from resources.directory.vocabulary import State

ROWS: dict[Kind, type[Structure] | type[Service]] = {"structure": Structure, "service": Service}
BLOCK = 1000


class Here(NamedTuple):
    """What is read of every entry a file names, before any is read whole."""

    pk: int
    identifier: str
    source: str
    state: str
    imported: Record | None


class Change(NamedTuple):
    """An entry that is not as the file says, what to do with it, and the record to remember."""

    entry: Structure | Service
    decision: Decision
    record: Record
    comes_back: bool


class Block(NamedTuple):
    """What becomes of some records: those to create, those to change."""

    new: list[Kept]
    changes: list[Change]


def compare(kind: Kind, kept: list[Kept], report: Report, *, lock: bool = False) -> Block:
    """Tell new records from changed ones and count them all; `lock` holds the entries until the transaction ends."""
    here = _here(kind, [one.record["id"] for one in kept])
    new = [one for one in kept if one.record["id"] not in here]
    other = [
        one for one in kept if one.record["id"] in here and not is_same(here[one.record["id"]], one.record)
    ]
    changes = [c for c in _changes(kind, other, lock=lock) if c.comes_back or _says_something(c)]
    report.count(kind, "new", len(new))
    report.count(kind, "changed", len(changes))
    report.count(kind, "unchanged", len(kept) - len(new) - len(changes))
    report.differences += sum(len(change.decision.differ) for change in changes)
    return Block(new, changes)


def _here(kind: Kind, identifiers: list[str]) -> dict[str, Here]:
    lines = ROWS[kind].objects.filter(identifier__in=identifiers)
    names = ("pk", "identifier", "source_id", "state", "imported")
    return {line[1]: Here(*line) for line in lines.values_list(*names)}


def is_same(here: Here, record: Record) -> bool:
    """Tell whether the source gave this very record last time, and never dropped it since."""
    return here.imported == record


def _says_something(change: Change) -> bool:
    """Tell whether there is anything to write: an entry written here that says the same is left alone."""
    return change.entry.imported is not None or bool(change.decision.differ)


def _changes(kind: Kind, kept: list[Kept], *, lock: bool) -> list[Change]:
    records = {one.record["id"]: one.record for one in kept}
    entries: QuerySet[Any] = ROWS[kind].objects.filter(identifier__in=records).order_by("pk")
    if lock:
        entries = entries.select_for_update(of=("self",), no_key=True)
    if kind == "service":
        entries = entries.select_related("structure")
    found = list(entries)
    closures = closures_of(found)
    return [_change(kind, entry, records[entry.identifier], closures.get(entry.pk, [])) for entry in found]


def _change(kind: Kind, entry: Structure | Service, theirs: Record, closures: list[Closure]) -> Change:
    ours = canonical(record_of(entry), kind)
    if theirs["horaires_accueil"] == hours_with(entry.horaires_accueil, closures):
        ours["horaires_accueil"] = theirs["horaires_accueil"]  # our own export, closures told in its hours
    imported = entry.imported
    origin = entry.coordinates_origin
    decision = merge(
        kind,
        ours,
        imported,
        theirs,
        located_here=origin == "geocoder",
        pinned_here=origin == "manual" and entry.latitude is not None,
    )
    return Change(entry, decision, theirs, bool(imported and imported.get(GONE)))


def refuse_strangers(kind: Kind, kept: list[Kept], spool: Spool, report: Report) -> list[Kept]:
    """Refuse, of records that hold, those of another source's entry and services without a structure."""
    here = _here(kind, [one.record["id"] for one in kept])
    structures = _structures(kept, spool) if kind == "service" else set()
    good: list[Kept] = []
    for one in kept:
        record = one.record
        found = []
        owner = here.get(record["id"])
        if owner and owner.source != record["source"]:
            why = _("Cet identifiant est ici celui d'une fiche de la source « %(source)s ».")
            found.append(Problem("id", record["id"][:80], why % {"source": owner.source}))
        if kind == "service" and record["structure_id"] not in structures:
            found.append(_no_structure(record, spool))
        if found:
            report.refuse(kind, one.place, record, found)
            spool.refuse(kind, [record["id"]])
        else:
            good.append(one)
    return good


def _structures(kept: list[Kept], spool: Spool) -> set[str]:
    wanted = {one.record["structure_id"] for one in kept}
    here = set(Structure.objects.filter(identifier__in=wanted).values_list("identifier", flat=True))
    return here | spool.known("structure", wanted, valid=True)


def _no_structure(record: Record, spool: Spool) -> Problem:
    identifier = record["structure_id"]
    if spool.known("structure", [identifier]):
        why = _("Sa structure est refusée : corrigez-la d'abord.")
    else:
        why = _("Cette structure n'est ni dans le fichier, ni ici.")
    return Problem("structure_id", identifier[:80], why)


def make_plan(spool: Spool, report: Report, kinds: set[Kind], progress: Progress) -> None:
    """Count what carrying the file out would do, and refuse what cannot be. Writes nothing."""
    for kind in ("structure", "service"):
        total, done = spool.count(kind), 0
        for kept in spool.blocks(kind):
            compare(kind, refuse_strangers(kind, kept, spool, report), report)
            done += len(kept)
            progress(_("Comparaison"), done, total)
    for kind in sorted(kinds):
        for missing in missing_blocks(kind, report.sources, spool):
            for here, name in missing:
                report.add_gone(kind, here.identifier, name)


def missing_blocks(kind: Kind, sources: list[str], spool: Spool) -> Iterable[list[tuple[Here, str]]]:
    """Give, by blocks, the entries of the file's sources that came from one and that it no longer has."""
    lines = (
        ROWS[kind]
        .objects.filter(source__in=sources, imported__isnull=False)
        .filter(state=State.PUBLIC)
        .exclude(source=OWN_SOURCE)
        .order_by("pk")
    )
    last = 0
    names = ("pk", "identifier", "source_id", "state")
    while block := list(lines.filter(pk__gt=last).values_list(*names, "nom")[:BLOCK]):
        last = block[-1][0]
        known = spool.known(kind, [line[1] for line in block])
        yield [
            (Here(line[0], line[1], line[2], line[3], None), line[4])
            for line in block
            if line[1] not in known
        ]
