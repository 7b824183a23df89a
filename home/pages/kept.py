"""Facts read once for each version of the contents: most of a page's cost is asking the same questions again.

What depends on the hour (which door is open, which session is over) is never kept here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from django.core.cache import caches
from django.http import HttpRequest

from portal.territories import content_version

T = TypeVar("T")

SECONDS = 3600


def kept(request: HttpRequest, name: str, build: Callable[[], T]) -> T:
    """Give what `build()` gives, made once for each content version under `name` (say in it language and day).

    The version was read when the request came in, before `build` reads anything: what is kept is never older than it.
    """
    version = getattr(request, "content_version", None)
    if version is None:
        version = content_version.current()
        setattr(request, "content_version", version)  # noqa: B010 -- a request takes what middleware gives it
    return cast(T, caches["parts"].get_or_set(f"pages:{name}:{version}", build, SECONDS))
