"""Taking changes into the indexes: told in the transaction of the change, done after it, by one process at a time.

What an index is given is read from the database while its lock is held: a slow writer can never put an older state back.
A process that dies leaves its changes in the table; the next change, the next rebuild or the night takes them.
"""

from __future__ import annotations

import fcntl
import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, models, transaction
from django.utils import timezone

from portal.territories import content_version
from search.document import FOR, RESIDENTS, SearchDocument
from search.engine import Engine, EngineDown, NoIndex, engines
from search.hurry import hurried
from search.models import Change
from search.sources import all_documents, documents_of, sources

#: How many things are taken at once, and how long one waits for the lock, in seconds, before leaving them to its holder.
BATCH, PATIENCE = 200, 0.8
#: A rebuild waits this long, in seconds, for whoever is taking changes: its work is done but for the swap.
SWAP_PATIENCE = 600
#: Changes already taken are kept this long: a rebuild that began before them takes them again.
KEPT = timedelta(days=1)
#: A missing index is asked for once in this time, in seconds, whatever the number of visits.
ASKED_FOR = 600
#: An engine that has changes to take is told so once in this time, in seconds.
CATCH_UP = 15
#: What goes wrong around a change, and would with any other.
AROUND = (EngineDown, OSError, DatabaseError, MemoryError)
logger = logging.getLogger(__name__)
_turns, _asked_last = count(), threading.local()


class Busy(Exception):
    """Another process holds the lock."""


def touch(kind: str, ids: Iterable[object]) -> None:
    """Say that things of a kind changed, appeared or went: call it in the transaction of the change."""
    serving = engines()
    keys = [f"{kind}:{number}" for number in dict.fromkeys(ids)] if serving else []
    if not keys:
        return
    Change.objects.bulk_create(
        (Change(engine=engine.name, key=key) for engine in serving for key in keys), batch_size=1000
    )
    transaction.on_commit(partial(_ask_since, next(_turns)), robust=True)


def touch_all(*kinds: str) -> None:
    """Say that everything of some kinds may read otherwise."""
    for source in sources():
        if source.kind in kinds and engines():
            touch(source.kind, source.ids())


def turn_the_page() -> None:
    """Touch what the night changes by itself, and forget the changes taken long ago: to be called every night."""
    forget_taken()
    with transaction.atomic():
        touch_all(*(source.kind for source in sources() if source.moves_with_time))
        transaction.on_commit(_ask, robust=True)  # an engine that was away may be back


def _ask_since(turn: int) -> None:
    """Ask for the changes to be taken, unless this thread has since `turn`: a transaction asks once, whatever it touches."""
    if getattr(_asked_last, "turn", -1) < turn:
        _asked_last.turn = next(_turns)
        _ask()


def _ask() -> None:
    from search.tasks import take_changes

    take_changes.enqueue()


def take_all() -> None:
    """Take every waiting change into every engine. One that is down keeps its changes for when it is back."""
    for engine in engines():
        try:
            while _take(engine):  # looked at again after the lock is left: who found it busy counts on us
                pass
        except NoIndex:
            ask_for(engine)
        except EngineDown:
            continue
        except Busy:
            continue
        except Exception:  # the other engine has its own changes to take
            logger.exception("search: changes stay waiting for %s", engine.name)


def waiting(engine: Engine) -> models.QuerySet[Change]:
    """Give the changes an engine has still to take."""
    return Change.objects.filter(engine=engine.name, taken_at=None)


def is_behind(engine: Engine) -> bool:
    """Whether an engine has changes to take; if so have them taken, asking now and then: its server may be back.

    What was withdrawn while a server was away must not be shown by it when it is back.
    """
    if not waiting(engine).exists():
        return False
    if cache.add(f"search:behind:{engine.name}", True, CATCH_UP):
        _in_passing(_ask)
    return True


def withdrawn(keys: Iterable[str], language: str) -> set[str]:
    """Give those of `keys` that an index may still hold and that are no more to be shown; one query when nothing waits.

    No more public, or no more to everybody: what turned discreet is found again, silently, once it is taken.

    What waits is asked for again, now and then: the process that was to take it may have died.
    """
    serving = [engine.name for engine in engines()]
    changes = Change.objects.filter(engine__in=serving, taken_at=None, key__in=list(keys))
    late = set(changes.values_list("key", flat=True))
    if not late:
        return late
    if cache.add("search:late", True, CATCH_UP):
        _in_passing(_ask)
    public = (one for one in documents_of(late, all_the_same=True) if one.language == language)
    return late - {one.key for one in public if not one.discreet and RESIDENTS in one.marks.get(FOR, ())}


def _in_passing(ask: Callable[[], object]) -> None:
    """Have something done from a page that is only read: it waits for nobody who writes, and is shown all the same."""
    try:
        with hurried():
            ask()
    except DatabaseError as problem:
        logger.warning("search: nothing could be asked for in passing (%s)", type(problem).__name__)


def _take(engine: Engine) -> int:
    """Take what waits, and give how many changes were taken; the lock is held as long as it lasts."""
    if not waiting(engine).exists():
        return 0
    with lock(engine):
        taken = last = 0
        while changes := list(waiting(engine).filter(pk__gt=last).order_by("pk")[:BATCH]):
            last = changes[-1].pk
            done = _put(engine, list(dict.fromkeys(change.key for change in changes)))
            taken += _mark([change.pk for change in changes if change.key in done])
    return taken


def _put(engine: Engine, keys: list[str]) -> set[str]:
    """Bring an index up to date under keys, and give those that are done: one that cannot be is not in the others' way."""
    try:
        engine.put(keys, documents_of(keys))
    except AROUND:
        raise
    except Exception:
        if len(keys) == 1:
            logger.exception("search: %s cannot be taken into %s", keys[0], engine.name)
            return _put_nothing(engine, keys[0])
        middle = len(keys) // 2
        return _put(engine, keys[:middle]) | _put(engine, keys[middle:])
    return set(keys)


def _put_nothing(engine: Engine, key: str) -> set[str]:
    """Let nothing older stay under a key that cannot be taken; `check_search` says that it is missing."""
    try:
        engine.put([key], [])
    except AROUND:
        raise
    except Exception:
        logger.exception("search: what %s holds under %s cannot be taken away", engine.name, key)
        return set()
    return {key}


def _mark(pks: list[int]) -> int:
    """Note that changes are taken; pages made between the change and its index are made anew."""
    if not pks:
        return 0
    with transaction.atomic():
        content_version.bump(frame=False)
        return Change.objects.filter(pk__in=pks).update(taken_at=timezone.now())


def rebuild(engine: Engine, documents: Iterable[SearchDocument]) -> int:
    """Make an engine's index anew and give how many documents it holds; raises Busy when another process is at it.

    What changes meanwhile goes into the index that serves, and is taken again into the new one: it waits before the new
    one takes its place, so that a process that dies between the two leaves nothing behind.
    """
    began = timezone.now() - timedelta(seconds=5)
    with lock(engine, "rebuild"), ExitStack() as held:

        def before_swap() -> None:
            held.enter_context(lock(engine, patience=SWAP_PATIENCE))
            Change.objects.filter(engine=engine.name, taken_at__gte=began).update(taken_at=None)

        behind = list(waiting(engine).values_list("pk", flat=True))  # what is read from now on tells them
        made = engine.rebuild(documents, before_swap=before_swap)
        for start in range(0, len(behind), 1000):
            Change.objects.filter(pk__in=behind[start : start + 1000]).update(taken_at=timezone.now())
    content_version.bump(frame=False)
    take_all()
    return made


def forget_taken() -> int:
    """Delete the changes taken more than a day ago; gives how many."""
    return Change.objects.filter(taken_at__lt=timezone.now() - KEPT).delete()[0]


def ask_for(engine: Engine) -> bool:
    """Have an index that is missing or cannot be read made behind the page, once; tell whether it is there already now."""
    from search.tasks import make_missing as task

    try:
        if engine.exists() or not cache.add(_asked(engine), True, ASKED_FOR):
            return False
        _in_passing(task.enqueue)
        return engine.exists()
    except EngineDown:
        return False


def make_missing() -> None:
    """Make the indexes that are missing or cannot be read, unless another process is at it."""
    for engine in engines():
        try:
            if engine.exists():
                continue
            rebuild(engine, all_documents())
            cache.delete(_asked(engine))
        except (Busy, EngineDown) as problem:
            logger.warning("search: no index made for %s (%r)", engine.name, problem)


def _asked(engine: Engine) -> str:
    return f"search:asked:{engine.name}"


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
