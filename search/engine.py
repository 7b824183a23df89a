"""What an engine can do, and which ones serve: the one of SEARCH_URL first, the embedded one behind it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cache
from typing import Protocol, TypeVar

from django.conf import settings
from django.utils.module_loading import import_string

from search.document import SearchDocument
from search.question import Answer, Question, Suggestion

T = TypeVar("T")
logger = logging.getLogger(__name__)


class EngineDown(Exception):
    """The engine cannot answer now: its server is away, or its index is being made."""


class NoIndex(EngineDown):
    """The engine is there, and has nothing to answer from."""


class StillDown(EngineDown):
    """It was said already that the engine cannot answer."""


class Slow(StillDown):
    """The engine would answer, too late for a page: asked all the same, within `borne_with()`, when no other can."""

    def __init__(self, borne_with: Callable[[], AbstractContextManager[None]]) -> None:
        super().__init__("slow")
        self.borne_with = borne_with


class Engine(Protocol):
    """An index of documents, one part for each language."""

    name: str

    def put(self, touched: Iterable[str], documents: Iterable[SearchDocument]) -> None:
        """Replace all that is held under the keys `touched`, in every language, by `documents`: all or nothing.

        Raises EngineDown when there is no index: a few documents are never taken for all of them.
        """

    def rebuild(self, documents: Iterable[SearchDocument], *, before_swap: Callable[[], None]) -> int:
        """Make a fresh index of `documents` beside the one that serves, call `before_swap`, take its place; give how many."""

    def search(self, question: Question) -> Answer:
        """Answer; raises EngineDown."""

    def suggest(self, beginning: str, language: str, most: int = 8) -> list[Suggestion]:
        """Finish what is being typed; raises EngineDown."""

    def held(self, language: str) -> Iterator[tuple[str, str]]:
        """Give the key and the fingerprint (`search.document.fingerprint`) of every document held; raises EngineDown."""

    def exists(self) -> bool:
        """Whether there is an index that can be read; raises EngineDown when that cannot be known now."""


@cache
def _named(path: str) -> Engine:
    return import_string(path)()


def engines() -> tuple[Engine, ...]:
    """Give the engines that serve, the first choice first: none when SEARCH_ROOT is empty."""
    if not settings.SEARCH_ROOT:
        return ()
    server = ("search.server.engine.ServerEngine",) if settings.SEARCH_URL else ()
    return tuple(_named(path) for path in (*server, "search.embedded.engine.EmbeddedEngine"))


def search(question: Question) -> Answer:
    """Answer with the first engine that can; raises EngineDown when none can."""
    return _first(lambda engine: replace(engine.search(question), engine=engine.name))


def suggest(beginning: str, language: str, most: int = 8) -> list[Suggestion]:
    """Finish what is being typed with the first engine that can; raises EngineDown when none can."""
    return _first(lambda engine: engine.suggest(beginning, language, most))


def _first(ask: Callable[[Engine], T]) -> T:
    from search.updates import ask_for, is_behind  # stands on this module

    serving = engines()
    in_front, slow = serving[:-1], list[tuple[Engine, Slow]]()
    for engine in serving:
        if engine in in_front and is_behind(engine):
            continue
        try:
            return ask(engine)
        except EngineDown as problem:
            _tell(engine, problem)
            if isinstance(problem, Slow):
                slow.append((engine, problem))
            if engine in in_front and isinstance(problem, NoIndex):
                ask_for(engine)
    if any(ask_for(engine) for engine in serving):
        return _first(ask)
    for engine, reason in slow:
        with reason.borne_with():
            return ask(engine)
    raise EngineDown("no engine")


def _tell(engine: Engine, problem: EngineDown) -> None:
    """Log that an engine does not answer, once; what was asked is not logged: people type what they live through."""
    if not isinstance(problem, StillDown):
        logger.warning("search: %s does not answer (%s)", engine.name, problem)
