"""What an import finds and does, counted and listed, as a page or a terminal tells it and `ImportRun.report` keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from resources.directory.inclusion import Kind, Problem, Record

#: No more reasons are listed than anyone could read; all are counted.
MOST_LISTED = 2000
MOST_GONE = 200
STATES = ("new", "changed", "unchanged", "refused", "gone")


def _counts() -> dict[str, dict[str, int]]:
    return {kind: dict.fromkeys(STATES, 0) for kind in ("structure", "service")}


@dataclass
class Report:
    """The counts per kind, the refused rows with their reasons, what the source no longer has."""

    counts: dict[str, dict[str, int]] = field(default_factory=_counts)
    refused: list[dict[str, Any]] = field(default_factory=list)
    #: How many reasons there are, listed in `refused` or not.
    reasons: int = 0
    gone: list[dict[str, str]] = field(default_factory=list)
    differences: int = 0
    unit: str = "ligne"
    sources: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)

    def count(self, kind: str, state: str, by: int = 1) -> None:
        """Add to a count."""
        self.counts[kind][state] += by

    def total(self, state: str) -> int:
        """Count both kinds together."""
        return sum(counts[state] for counts in self.counts.values())

    def refuse(self, kind: Kind, place: int, record: Record, problems: Iterable[Problem]) -> None:
        """List a row with all that is wrong with it."""
        self.count(kind, "refused")
        name = str(record.get("nom") or record.get("id") or "")[:80]
        for problem in problems:
            self.reasons += 1
            if len(self.refused) < MOST_LISTED:
                self.refused.append({"kind": kind, "place": place, "name": name, **problem._asdict()})

    def add_gone(self, kind: str, identifier: str, name: str) -> None:
        """Count an entry the source no longer has."""
        self.count(kind, "gone")
        if len(self.gone) < MOST_GONE:
            self.gone.append({"kind": kind, "id": identifier, "name": name})

    @property
    def changes_something(self) -> bool:
        """Tell whether carrying it out writes anything, withdrawals aside."""
        return bool(self.total("new") or self.total("changed"))

    def as_dict(self) -> dict[str, Any]:
        """Give it as JSON keeps it."""
        return vars(self) | {}


def kind_words(kind: str) -> str:
    """Name a kind of entry, as above a list."""
    return _("Structures") if kind == "structure" else _("Services")


def row_words(refused: dict[str, Any], unit: str) -> str:
    """Say one reason of one refused row on one line."""
    what = _("service") if refused["kind"] == "service" else _("structure")
    parts = [
        f"{unit} {refused['place']}, {what}",
        refused["field"],
        f"« {refused['value']} »" if refused["value"] else "",
    ]
    return " — ".join(part for part in (*parts, refused["reason"]) if part)


def lines(report: Report, *, done: bool = False, withdraw: bool = False) -> Iterator[str]:
    """Tell a report on a terminal, line by line: what would change, or what was `done`."""
    for kind, counts in report.counts.items():
        yield f"{kind_words(kind)} : {count_words(kind, counts, done=done)}"
    if report.differences:
        told = ngettext(
            "%d différence à régler avec une correction faite ici",
            "%d différences à régler avec des corrections faites ici",
            report.differences,
        )
        yield told % report.differences
    if report.unknown:
        yield _("Champs laissés de côté : %(names)s") % {"names": ", ".join(report.unknown)}
    for label, count in report.left_out.items():
        yield _("Laissé de côté : %(label)s (%(count)d)") % {"label": label, "count": count}
    if report.total("gone") and not withdraw:
        yield _("Les fiches absentes du fichier restent publiées. Pour les retirer : --withdraw")


def count_words(kind: str, counts: dict[str, int], *, done: bool, whole: bool = True) -> str:
    """Say the counts of a kind, all of them or only those that are not nought."""
    words = _words(kind, done=done)
    told = [f"{counts[state]} {word}" for state, word in words.items() if whole or counts[state]]
    return ", ".join(told) or _("rien")


def _words(kind: str, *, done: bool) -> dict[str, str]:
    todo = {} if done else {"new": _("à créer"), "changed": _("à changer")}
    if kind == "structure":
        all_words = {
            "new": _("créées"),
            "changed": _("changées"),
            "unchanged": _("sans changement"),
            "refused": _("refusées"),
            "gone": _("absentes du fichier"),
        }
    else:
        all_words = {
            "new": _("créés"),
            "changed": _("changés"),
            "unchanged": _("sans changement"),
            "refused": _("refusés"),
            "gone": _("absents du fichier"),
        }
    return all_words | todo
