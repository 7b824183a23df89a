"""Public pages answered again without being made again: by address, for one version of the contents and one day.

Only cookie-less GETs are kept, finished and already compressed, in this process's memory. A change raises the content
version inside its own transaction, so what was kept before it is never served after it, in any process. Compressing
is safe here alone: these pages hold no secret (no session, no CSRF token) that a length could betray (BREACH).
"""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import parse_http_date_safe, quote_etag

from portal.territories import content_version

MAX_PAGES = 2000
MAX_BYTES = 32 * 1024 * 1024
MAX_PAGE_BYTES = 1024 * 1024
#: Shorter answers do not gain from compression.
MIN_PACKED_BYTES = 400
#: First words of addresses whose answers belong to one person, or to nobody.
PRIVATE = frozenset(
    [
        "admin",
        "compte",
        "documents",
        "espace-partenaires",
        "livez",
        "ma-feuille",
        "media",
        "readyz",
        "vie-associative",
    ]
)
TEXT = re.compile(r"text/|application/(json|ld\+json|manifest\+json|xml|atom\+xml|javascript)|image/svg\+xml")
GZIP_WANTED = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")

View = Callable[[HttpRequest], HttpResponse]
Edition = tuple[int, date]
Key = tuple[str, str, str]


class Kept(NamedTuple):
    """A finished answer, plain and compressed, and the moment after which it is made anew."""

    headers: list[tuple[str, str]]
    body: bytes
    packed: bytes
    until: float

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""
        return len(self.body) + len(self.packed) + 1000

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Make a response for `request`: compressed when it asks for it, empty when it has it already."""
        response = HttpResponse(headers=dict(self.headers))
        if self.packed and GZIP_WANTED.search(request.headers.get("Accept-Encoding", "")):
            response.content = self.packed
            response["Content-Encoding"] = "gzip"
            response["ETag"] = "W/" + response["ETag"].removeprefix("W/")
        else:
            response.content = self.body
        response["Content-Length"] = str(len(response.content))
        changed = parse_http_date_safe(response.get("Last-Modified", ""))
        return get_conditional_response(request, response["ETag"], changed, response) or response


class Shelf:
    """The answers of one edition, the least asked for going first when they are too many or too heavy."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.edition: Edition | None = None
        self.pages: OrderedDict[Key, Kept] = OrderedDict()
        self.bytes = 0

    def get(self, edition: Edition, key: Key) -> Kept | None:
        """Give the answer kept for `key`, if it is of this edition and fresh; another edition empties the shelf."""
        with self.lock:
            if edition != self.edition:
                self.pages.clear()
                self.edition, self.bytes = edition, 0
            kept = self.pages.get(key)
            if kept is None or kept.until < time.monotonic():
                return None
            self.pages.move_to_end(key)
            return kept

    def put(self, edition: Edition, key: Key, kept: Kept) -> None:
        """Keep an answer, unless the contents changed while it was being made."""
        with self.lock:
            if edition != self.edition or kept.size > MAX_PAGE_BYTES:
                return
            self._drop(key)
            self.pages[key] = kept
            self.bytes += kept.size
            while len(self.pages) > MAX_PAGES or self.bytes > MAX_BYTES:
                self._drop(next(iter(self.pages)))

    def clear(self) -> None:
        """Forget everything: for tests, and for a database put back to an older state."""
        with self.lock:
            self.pages.clear()
            self.edition, self.bytes = None, 0

    def _drop(self, key: Key) -> None:
        old = self.pages.pop(key, None)
        if old is not None:
            self.bytes -= old.size


#: What this process keeps.
shelf = Shelf()


def is_public(request: HttpRequest) -> bool:
    """Tell whether the answer to `request` is the same for everyone."""
    languages = dict(settings.LANGUAGES)
    words = request.path_info.split("/", 3)[1:3]
    first = words[-1] if words[0] in languages else words[0]
    return (
        request.method in ("GET", "HEAD")
        and first not in PRIVATE
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "Authorization" not in request.headers
    )


class PublicCacheMiddleware:
    """Keep finished public pages for `PUBLIC_CACHE_SECONDS`; give every one an ETag and compress it."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.DEBUG or not is_public(request):
            return _uncached(self.get_response(request), "private, no-cache")
        versions = content_version.versions()
        request.content_versions = versions  # type: ignore[attr-defined]  # pages name what they keep after it
        edition = (versions.number, timezone.localdate())
        key = (request.scheme or "", request.get_host(), request.get_full_path())
        kept = shelf.get(edition, key)
        if kept is None:
            response = self.get_response(request)
            if request.method == "HEAD" or not is_keepable(response):
                return _uncached(response, "no-store" if response.cookies else "no-cache")
            kept = finish(response)
            shelf.put(edition, key, kept)
        return kept.answer(request)


def _uncached(response: HttpResponse, policy: str) -> HttpResponse:
    if not response.has_header("Cache-Control"):
        response["Cache-Control"] = policy
    return response


def is_keepable(response: HttpResponse) -> bool:
    """Tell whether a finished answer may be given to somebody else."""
    told = response.get("Cache-Control", "").lower()
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not response.has_header("Content-Encoding")
        and "cookie" not in response.get("Vary", "").lower()
        and "no-store" not in told
        and "private" not in told
    )


def finish(response: HttpResponse) -> Kept:
    """Give a public answer its last headers and its compressed form."""
    body = response.content
    packed = b""
    if len(body) >= MIN_PACKED_BYTES and TEXT.match(response.get("Content-Type", "")):
        packed = gzip.compress(body, 6, mtime=0)
    if not response.has_header("ETag"):
        response["ETag"] = quote_etag(hashlib.blake2b(body, digest_size=12).hexdigest())
    if not response.has_header("Cache-Control"):
        front = settings.FRONT_CACHE_SECONDS
        response["Cache-Control"] = f"public, max-age=0, s-maxage={front}, must-revalidate"
    # The language is in the address: no answer depends on what the browser says it reads.
    varies = [name.strip() for name in response.get("Vary", "").split(",") if name.strip()]
    varies = [name for name in varies if name.lower() != "accept-language"]
    response["Vary"] = ", ".join([*varies, "Accept-Encoding"])
    return Kept(list(response.items()), body, packed, time.monotonic() + settings.PUBLIC_CACHE_SECONDS)
