"""From a file to records that hold: each checked, each identifier once, put aside with what is refused listed."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from portal.progress import Progress
from resources.directory.importing.files import open_file
from resources.directory.importing.merge import canonical
from resources.directory.importing.report import Report
from resources.directory.importing.rows import Row, Unreadable
from resources.directory.importing.spool import Spool
from resources.directory.inclusion import CONTROL, LONGEST_IDENTIFIER, Kind, Problem, problems

STEP = 500


def read_into(spool: Spool, report: Report, path: Path, progress: Progress) -> set[Kind]:
    """Read and check a whole file. Gives the kinds it speaks of; raises Unreadable, when nothing may be kept."""
    sources: set[str] = set()
    count = 0
    with open_file(path) as reading:
        report.unit = reading.unit
        for count, row in enumerate(reading, 1):
            if source := _take(row, spool, report):
                sources.add(source)
            if count % STEP == 0:
                progress(_("Lecture"), count, 0)
    if not count and not reading.kinds:
        raise Unreadable(_("Ce fichier ne contient ni structure ni service."))
    report.sources = sorted(sources)
    report.unknown = sorted(reading.unknown)
    report.left_out = dict(reading.left_out.most_common())
    return reading.kinds


def _take(row: Row, spool: Spool, report: Report) -> str | None:
    """Keep one row, or refuse it; give its source when it holds."""
    found = list(row.problems)
    named = {problem.field for problem in found}
    found += [one for one in problems(row.record, row.kind) if row.record and one.field not in named]
    identifier = _identifier(row.record.get("id"))
    if identifier is None:
        report.refuse(row.kind, row.place, row.record, found)
        return None
    if before := spool.place_of(row.kind, identifier):
        why = _("Cet identifiant est déjà plus haut : %(unit)s %(place)s.")
        found.append(Problem("id", identifier[:80], why % {"unit": report.unit, "place": before}))
    else:
        spool.keep(row.kind, identifier, row.place, None if found else canonical(row.record, row.kind))
    if found:
        report.refuse(row.kind, row.place, row.record, found)
        return None
    return str(row.record["source"])


def _identifier(value: object) -> str | None:
    """Give an identifier that can be remembered; None for what is none."""
    is_one = isinstance(value, str) and 0 < len(value) <= LONGEST_IDENTIFIER and not CONTROL.search(value)
    return str(value) if is_one else None
