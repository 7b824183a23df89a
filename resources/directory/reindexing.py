"""Writing again all that searching reads: after a theme or a commune changed, in a task, or by `reindex_directory`."""

from __future__ import annotations

from django.db import connection, reset_queries, transaction
from django.utils.translation import gettext as _
from django_tasks import task

from portal.progress import Progress, silent
from portal.territories import content_version
from resources.directory.indexing import forget_unused_rules, index_structures
from resources.directory.models import OWN_SOURCE, Source, Structure

#: Structures a transaction; between two of them, those who were saving meanwhile pass.
BLOCK = 200


def hold_bulk_writing() -> None:
    """Wait for the import or the rebuilding under way, and hold the next one back until this transaction ends."""
    list(Source.objects.select_for_update(no_key=True).filter(pk=OWN_SOURCE))


def reindex_all(progress: Progress = silent) -> int:
    """Write the lines of every service and the territories of every structure afresh; give how many structures.

    By blocks, one transaction each: stopped half-way, what is done stays done. What is saved meanwhile waits for a block
    at most: each takes the number of the contents first, as whoever saves does before touching those lines.
    """
    pks = list(Structure.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), BLOCK):
        with transaction.atomic():
            hold_bulk_writing()
            content_version.bump(frame=False)
            index_structures(Structure.objects.filter(pk__in=pks[start : start + BLOCK]))
        reset_queries()  # when developing, Django remembers every statement
        progress(_("Mise à jour de la recherche"), min(start + BLOCK, len(pks)), len(pks))
    with transaction.atomic():
        hold_bulk_writing()
        content_version.bump(frame=False)
        forget_unused_rules()
    return len(pks)


@task()
def reindex() -> None:
    """Write everything again, away from whoever changed a theme or a commune."""
    reindex_all()


def _enqueue() -> None:
    reindex.enqueue()


def reindex_later() -> None:
    """Ask for everything to be written again once this transaction stands; asked many times in it, done once."""
    if not any(waiting[1] is _enqueue for waiting in connection.run_on_commit):
        transaction.on_commit(_enqueue)
