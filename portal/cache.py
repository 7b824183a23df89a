"""Public pages answered again without being made again: by language address, query and content version.

Only cookie-less GETs are kept, in this process's memory. A change raises the content version inside its own
transaction, so what was kept before it is never served after it, in any process.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from portal.territories import content_version

MAX_PAGES = 2000
PRIVATE_PREFIXES = (
    "/admin",
    "/compte",
    "/espace-partenaires",
    "/vie-associative",
    "/ma-feuille",
    "/livez",
    "/readyz",
)


class Kept(NamedTuple):
    """A finished answer and the moment after which it is made anew."""

    body: bytes
    headers: list[tuple[str, str]]
    status: int
    until: float


def is_public(request: HttpRequest) -> bool:
    """Tell whether the answer to `request` is the same for everyone."""
    path = request.path_info
    if path[:4] in ("/en/", "/ar/"):
        path = path[3:]
    return (
        request.method in ("GET", "HEAD")
        and not path.startswith(PRIVATE_PREFIXES)
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
    )


class PublicCacheMiddleware:
    """Keep finished public pages for `PUBLIC_CACHE_SECONDS`, by content version; give every one an ETag."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages: OrderedDict[tuple, Kept] = OrderedDict()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_public(request):
            return self.get_response(request)
        version = request.content_version = content_version.current()
        key = (request.get_host(), request.get_full_path(), version, timezone.localdate())
        kept = self.pages.get(key)
        if kept is None or kept.until < time.monotonic():
            response = self.get_response(request)
            if response.status_code == 200 and not response.streaming and not response.cookies:
                self._keep(key, response)
            elif not response.has_header("Cache-Control"):
                response["Cache-Control"] = "no-store" if response.cookies else "no-cache"
            if response.status_code != 200:
                return response
        else:
            response = HttpResponse(kept.body, status=kept.status)
            for name, value in kept.headers:
                response[name] = value
        return get_conditional_response(request, etag=response.get("ETag"), response=response)

    def _keep(self, key: tuple, response: HttpResponse) -> None:
        if response.get("Cache-Control", "").find("no-store") >= 0:
            return
        if not response.has_header("ETag"):
            response["ETag"] = quote_etag(hashlib.blake2b(response.content, digest_size=12).hexdigest())
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = (
                f"public, max-age=0, s-maxage={settings.PUBLIC_CACHE_SECONDS}, must-revalidate"
            )
        headers = [(name, value) for name, value in response.items() if name != "Set-Cookie"]
        until = time.monotonic() + settings.PUBLIC_CACHE_SECONDS
        self.pages[key] = Kept(response.content, headers, response.status_code, until)
        while len(self.pages) > MAX_PAGES:
            self.pages.popitem(last=False)
