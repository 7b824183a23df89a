"""Documents for tests, and short ways to put and find them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from search.document import SearchDocument
from search.engine import Engine
from search.question import Answer, Question
from search.server import connection

Fill = Callable[..., None]


def doc(number: object, title: str, kind: str = "resource", **other: Any) -> SearchDocument:
    """Make a document « kind:number » in French unless told otherwise."""
    language = other.pop("language", "fr")
    return SearchDocument(
        key=f"{kind}:{number}",
        kind=kind,
        language=language,
        title=title,
        url=f"/{language}/{kind}/{number}/",
        **other,
    )


def wait_for_the_server(patch: pytest.MonkeyPatch) -> None:
    """Wait for it as long as a loaded machine takes; what a slow one is answered is asked in `test_server.py`."""
    for name in ("PAGE", "SLOW"):
        patch.setattr(connection, name, 30.0)


def put_all(engine: Engine, documents: Sequence[SearchDocument]) -> None:
    """Rebuild with the first half, then put the rest as changes come."""
    half = len(documents) // 2
    engine.rebuild(documents[:half], before_swap=lambda: None)
    engine.put([document.key for document in documents[half:]], documents[half:])


def ask(engine: Engine, words: str = "", **other: Any) -> Answer:
    """Put a question."""
    return engine.search(Question(words=words, **other))


def keys(engine: Engine, words: str = "", **other: Any) -> list[str]:
    """Put a question and give the keys found, in order."""
    return [hit.key for hit in ask(engine, words, **other).hits]


def shown(answer: Answer) -> list[str]:
    """Give the title and extract of each hit, the words found between brackets."""
    return [
        "".join(f"[{piece.text}]" if piece.found else piece.text for piece in (*hit.title, *hit.extract))
        for hit in answer.hits
    ]
