"""Facts read once for each version of the contents: most of a page's cost is asking the same questions again.

What depends on the hour (which door is open, which session is over) is never kept here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from django.core.cache import caches
from django.http import HttpRequest

from portal.context import versions_of

T = TypeVar("T")

SECONDS = 3600


def kept(request: HttpRequest, name: str, build: Callable[[], T], *, frame: bool = False) -> T:
    """Give what `build()` gives, made once for each version of the contents under `name` (say in it language and day).

    `frame`: it reads nothing that stands inside pages (see `content_version`), and holds when only that changes.
    """
    versions = versions_of(request)
    version = f"f{versions.frame}" if frame else versions.number
    return cast(T, caches["parts"].get_or_set(f"kept:{name}:{version}", build, SECONDS))
