"""An import from end to end: read, plan, and write it all in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.progress import Progress, silent
from resources.directory.importing.plan import make_plan
from resources.directory.importing.reading import read_into
from resources.directory.importing.report import Report
from resources.directory.importing.rows import Unreadable
from resources.directory.importing.spool import Spool
from resources.directory.importing.writing import DirectoryMoved, Writer
from resources.directory.inclusion import Kind
from resources.directory.models import ImportRun

#: What PostgreSQL says of a deadlock, of a lock that is not to be had, and of a change that came first.
HELD = ("40P01", "55P03", "40001")


class Refused(Exception):
    """The import is not carried out; the message says why, in French."""

    def __init__(self, message: str, report: Report) -> None:
        super().__init__(message)
        self.report = report


class Prepared:
    """A file read and compared, ready to be carried out."""

    def __init__(self, spool: Spool, report: Report, kinds: set[Kind]) -> None:
        self.spool, self.report, self.kinds = spool, report, kinds


@contextmanager
def prepare(path: Path, progress: Progress = silent) -> Iterator[Prepared]:
    """Read a file and make its plan; nothing is written. Raises Unreadable."""
    spool, report = Spool(), Report()
    try:
        kinds = read_into(spool, report, path, progress)
        make_plan(spool, report, kinds, progress)
        yield Prepared(spool, report, kinds)
    finally:
        spool.close()


def carry_out(
    prepared: Prepared,
    run: ImportRun,
    *,
    skip_refused: bool = False,
    user: Any = None,
    progress: Progress = silent,
) -> Report:
    """Write what was prepared, all of it or nothing, and give what was done.

    Raises Refused when rows are refused and `skip_refused` does not say to do without them, when `run` was carried out
    already, when the directory changed meanwhile, or when somebody was saving and neither could go on. The log gets one
    line; the number of the contents one more, if anything changed.
    """
    plan = prepared.report
    if plan.total("refused") and not skip_refused:
        raise Refused(_("Des lignes sont refusées. Rien n'a été importé."), plan)
    try:
        with transaction.atomic():
            _claim(run, plan)
            done = _rewound(plan)
            writer = Writer(prepared.spool, done, progress)
            writer.write(prepared.kinds, withdraw=run.withdraws, private=run.is_private)
            run.report = done.as_dict()
            run.save(update_fields=["report"])
            log(run, "directory.import", user=user, data={"counts": done.counts})
    except (DirectoryMoved, IntegrityError) as error:
        raise Refused(
            _("Le répertoire a changé pendant l'import. Rien n'a été importé. Recommencez."), plan
        ) from error
    except OperationalError as error:
        if not _is_held(error):
            raise
        raise Refused(
            _("Quelqu'un enregistrait en même temps. Rien n'a été importé. Recommencez."), plan
        ) from error
    return done


def _is_held(error: OperationalError) -> bool:
    """Tell a row or a database that somebody else holds from one that is broken."""
    cause = error.__cause__
    name = getattr(cause, "sqlite_errorname", None) or ""
    return getattr(cause, "sqlstate", None) in HELD or name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _claim(run: ImportRun, plan: Report) -> None:
    """Take the run for ourselves: of two people who press at once, the second one is refused."""
    now = timezone.now()
    if not ImportRun.objects.filter(pk=run.pk, applied_at=None).update(applied_at=now):
        raise Refused(_("Cet import est déjà fait."), plan)
    run.applied_at = now


def _rewound(plan: Report) -> Report:
    """Give a report that knows what was refused, ready to count what is really written."""
    done = Report(
        refused=plan.refused,
        reasons=plan.reasons,
        unit=plan.unit,
        sources=plan.sources,
        unknown=plan.unknown,
        left_out=plan.left_out,
    )
    for kind, counts in plan.counts.items():
        done.count(kind, "refused", counts["refused"])
    return done


__all__ = ["Prepared", "Refused", "Unreadable", "carry_out", "prepare"]
