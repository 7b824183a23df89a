"""Taking changes into the indexes: told in the transaction of the change, done after it, by one process at a time.

What an index is given is read from the database while its lock is held: a slow writer can never put an older state back.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from portal.territories import content_version
from search.document import SearchDocument
from search.engine import Engine, EngineDown, engines
from search.models import Change
from search.sources import documents_of

#: How many things are taken at once, and how long one waits for the lock, in seconds, before leaving them to its holder.
BATCH, PATIENCE = 200, 0.8
#: Changes already taken are kept this long: a rebuild that began before them takes them again.
KEPT = timedelta(days=1)


class Busy(Exception):
    """Another process holds the lock."""


def touch(kind: str, ids: Iterable[object]) -> None:
    """Say that things of a kind changed, appeared or went: call it in the transaction of the change."""
    serving = engines()
    keys = [f"{kind}:{number}" for number in ids] if serving else []
    if not keys:
        return
    Change.objects.bulk_create(
        [
            Change(engine=engine.name, key=key, stamp=uuid4(), taken_at=None)
            for engine in serving
            for key in keys
        ],
        update_conflicts=True,
        unique_fields=["engine", "key"],
        update_fields=["stamp", "taken_at"],
        batch_size=200,
    )
    transaction.on_commit(_ask_once, robust=True)


def _ask_once() -> None:
    from search.tasks import take_changes

    take_changes.enqueue()


def take_all() -> None:
    """Take every waiting change into every engine. One that is down keeps its changes for when it is back."""
    for engine in engines():
        while waiting(
            engine
        ).exists():  # looked at again after the lock is left: who found it busy counts on us
            try:
                with lock(engine):
                    _take(engine)
            except (Busy, EngineDown):
                break


def waiting(engine: Engine) -> models.QuerySet[Change]:
    """Give the changes an engine has still to take."""
    return Change.objects.filter(engine=engine.name, taken_at=None)


def _take(engine: Engine) -> None:
    while changes := list(waiting(engine).order_by("pk").values_list("key", "stamp")[:BATCH]):
        keys = [key for key, _stamp in changes]
        engine.put(keys, documents_of(keys))
        with transaction.atomic():
            Change.objects.filter(engine=engine.name, stamp__in=[stamp for _key, stamp in changes]).update(
                taken_at=timezone.now()
            )
            content_version.bump()  # pages made between the change and its index are made anew


def rebuild(engine: Engine, documents: Iterable[SearchDocument]) -> int:
    """Make an engine's index anew and give how many documents it holds; raises Busy when another process is at it.

    What changes meanwhile goes into the index that serves, and is taken again into the new one.
    """
    began = timezone.now() - timedelta(seconds=5)
    with lock(engine, "rebuild"), ExitStack() as held:
        count = engine.rebuild(documents, before_swap=lambda: held.enter_context(lock(engine, patience=30)))
        Change.objects.filter(engine=engine.name, taken_at__gte=began).update(taken_at=None)
    Change.objects.filter(taken_at__lt=timezone.now() - KEPT).delete()
    content_version.bump()
    take_all()
    return count


@contextmanager
def lock(engine: Engine, what: str = "write", patience: float = PATIENCE) -> Iterator[None]:
    """Hold a lock over an engine's index among the processes of this machine; it goes with the process. Raises Busy."""
    root = Path(settings.SEARCH_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with (root / f"{engine.name}.{what}.lock").open("a") as file:
        until = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise Busy(what) from None
                time.sleep(0.02)
        yield
