"""What is asked in secret: the apps that know such questions say which. Their answers leave no trace on a shared telephone.

Apps call `provide` from their `ready()`, as for the names of filters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from django.http.response import HttpResponseBase

#: What filters were chosen: parameter of the address → values.
Chosen = Mapping[str, tuple[str, ...]]
Answer = TypeVar("Answer", bound=HttpResponseBase)

_tellers: list[Callable[[str, Chosen], bool]] = []


def provide(tells: Callable[[str, Chosen], bool]) -> None:
    """Let `tells(words, chosen)` say that a question is asked in secret; it may read the database for what is chosen."""
    _tellers.append(tells)


def is_secret(words: str, chosen: Chosen) -> bool:
    """Tell whether what is asked, in words or by filters, must leave no trace."""
    return any(tells(words, chosen) for tells in _tellers)


def unkept(response: Answer) -> Answer:
    """Ask the browser, and whatever stands before it, to keep nothing of an answer."""
    response["Cache-Control"] = "no-store"
    return response
