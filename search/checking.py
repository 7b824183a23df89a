"""Whether an index and the database agree: every document that should be there is, as it reads now, and no other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction

from search.document import fingerprint
from search.engine import Engine
from search.sources import all_documents, documents_of
from search.updates import rebuild, take_all, touch, waiting


@dataclass
class Agreement:
    """What was compared, as « kind:id (language) »: nothing in the three lists when all is well."""

    compared: int = 0
    waiting: int = 0
    missing: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    too_many: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether index and database agree."""
        return not (self.missing or self.stale or self.too_many)

    @property
    def keys(self) -> list[str]:
        """The keys of what differs, each once."""
        told = (one.partition(" ")[0] for one in (*self.missing, *self.stale, *self.too_many))
        return list(dict.fromkeys(told))


def compare(engine: Engine) -> Agreement:
    """Compare an engine's index with the database; raises EngineDown when it cannot be read.

    What changed while it was compared is looked at again.
    """
    found = _compare(engine, _held(engine), all_documents())
    if found.holds or found.waiting:
        return found
    keys = set(found.keys)
    held = {name: mark for name, mark in _held(engine).items() if name.partition(" ")[0] in keys}
    again = _compare(engine, held, documents_of(found.keys, all_the_same=True))
    again.compared = found.compared
    return again


def _held(engine: Engine) -> dict[str, str]:
    """Give the fingerprint of each document held; one held twice has none that fits."""
    held: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        for key, mark in engine.held(language):
            name = f"{key} ({language})"
            held[name] = "" if name in held else mark
    return held


def _compare(engine: Engine, held: dict[str, str], documents: Iterator) -> Agreement:
    """Compare what is held with the documents there should be; empties `held`."""
    found = Agreement(waiting=waiting(engine).count())
    for document in documents:
        found.compared += 1
        name = f"{document.key} ({document.language})"
        mark = held.pop(name, None)
        if mark is None:
            found.missing.append(name)
        elif mark != fingerprint(document):
            found.stale.append(name)
    found.too_many = sorted(held)
    return found


def mend(engine: Engine) -> Agreement:
    """Take what waits and what differs into an engine's index, made anew when it cannot be read; gives what is left."""
    if not engine.exists():
        rebuild(engine, all_documents())
    take_all()
    found = compare(engine)
    by_kind: dict[str, list[str]] = {}
    for key in found.keys:
        kind, _colon, number = key.partition(":")
        by_kind.setdefault(kind, []).append(number)
    with transaction.atomic():
        for kind, ids in by_kind.items():
            touch(kind, ids)
    take_all()
    return compare(engine)
