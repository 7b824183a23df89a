"""An index of the real engine over the real documents, and whether it says what the database does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any

import pytest
from django.db import connection

from search.checking import compare
from search.engine import Engine, engines
from search.sources import all_documents, documents_of
from search.updates import rebuild, waiting

Committed = Callable[[], AbstractContextManager]


class Index:
    """The engine that serves, and changes that are committed one after the other."""

    def __init__(self, committed: Callable[..., Any]) -> None:
        self.engine: Engine = engines()[-1]
        self.change: Committed = partial(self._change, committed)

    @contextmanager
    def _change(self, committed: Callable[..., Any]) -> Iterator[None]:
        """Do something, commit it, and see that the index follows at once."""
        connection.run_on_commit.clear()  # as after a commit: a test's own transaction goes on
        with committed(execute=True):
            yield
        assert not waiting(self.engine).exists()
        found = compare(self.engine)
        assert found.holds, found

    def held(self, language: str = "fr") -> set[str]:
        """Give the keys held in a language."""
        return {key for key, _mark in self.engine.held(language)}

    def rebuild(self) -> None:
        """Make it anew from all there is."""
        rebuild(self.engine, all_documents())
        assert compare(self.engine).holds


@pytest.fixture
def index(search_root: Any, db: None, django_capture_on_commit_callbacks: Any) -> Index:
    """Give an index of what there is, in a folder of its own."""
    made = Index(django_capture_on_commit_callbacks)
    made.rebuild()
    return made


def one(key: str, language: str = "fr") -> Any:
    """Give the document of a key in a language; None when there is none."""
    return next((d for d in documents_of([key]) if d.language == language), None)
