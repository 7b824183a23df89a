"""What every page needs: the language and its direction, where one stands, the furniture of head and foot."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_from_path

from portal.territories import content_version

logger = logging.getLogger(__name__)

RIGHT_TO_LEFT = {"ar"}
_builders: dict[str, Callable[[], Any]] = {}


def provide(name: str, build: Callable[[], Any]) -> None:
    """Give every template `name`, made by `build()` once for each version of the frame (see `content_version`).

    What `build` returns is kept in the cache: plain values, the same for every reader and every language.
    Apps above call this from their `ready()`; nothing is read until a template shows `name`.
    """
    _builders[name] = build


def _furniture(name: str, request: HttpRequest) -> Any:
    """Read one piece of furniture; a page in trouble goes without it rather than fail."""
    try:
        frame = versions_of(request).frame
        return caches["parts"].get_or_set(f"furniture:{name}:{frame}", _builders[name], 3600)
    except (DatabaseError, OSError):
        logger.exception("Furniture %s could not be read", name)
        return ()


def furniture(name: str, request: HttpRequest) -> Any:
    """Give the furniture `name` to code that decides what to show of it."""
    return _furniture(name, request)


def versions_of(request: HttpRequest) -> content_version.Versions:
    """Give the versions read when the request came in, before anything else: what is kept is never older than them."""
    versions = getattr(request, "content_versions", None)
    if versions is None:
        versions = content_version.versions()
        setattr(request, "content_versions", versions)  # noqa: B010 -- a request takes what middleware gives it
    return versions


def root_of(language: str) -> str:
    """Give the first part of every address in `language`: "/" in French, "/en/" in English."""
    return "/" if language == settings.LANGUAGE_CODE else f"/{language}/"


def split_path(path: str) -> tuple[str, str]:
    """Split an address into its language and the rest: "/en/agenda/" → ("en", "/agenda/")."""
    language = get_language_from_path(path) or settings.LANGUAGE_CODE
    if language != settings.LANGUAGE_CODE:
        path = path[len(language) + 1 :] or "/"
    return language, path


def bare(request: HttpRequest, language: str = "") -> dict[str, Any]:
    """Give what a page needs that may touch neither database nor session: the error 500."""
    language = (language or get_language() or settings.LANGUAGE_CODE)[:2]
    return {
        "request": request,
        "language": language,
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "languages": settings.LANGUAGES,
        "root": root_of(language),
        "here": split_path(request.path)[1],
        "base_url": settings.BASE_URL,
        "demo": settings.DEMO,
    }


def site(request: HttpRequest) -> dict[str, Any]:
    """Give the language, where one stands, and the furniture, read only when shown."""
    furniture = {name: SimpleLazyObject(partial(_furniture, name, request)) for name in _builders}
    return furniture | bare(request)
