"""Ma feuille: what a reader put together, kept in a signed cookie of the browser session and nowhere else.

The server stores nothing and the cached pages stay the same for everyone. An item is a letter, that says its kind, and
a name: `s` and 32 hexadecimal digits for a session. Apps above give other kinds by `provide`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

from portal.territories.words import Words

COOKIE = "feuille"
MAX_ITEMS = 30
SESSION = re.compile(r"s[0-9a-f]{32}")
_signer = Signer(salt="home.activities.sheet")


@dataclass(frozen=True)
class Line:
    """One thing on the sheet that is not a session, in the reader's language; `is_gone` when nobody may see it any more.

    `more` is what a printed sheet leaves out when it is full.
    """

    item: str
    title: Words
    url: str
    facts: list[Words] = field(default_factory=list)
    more: list[Words] = field(default_factory=list)
    phone: str = ""
    is_gone: bool = False


class Kind(NamedTuple):
    """One kind of items: how they are written, whether the public may see one, what is said of them."""

    pattern: re.Pattern[str]
    may_be_added: Callable[[str], bool]
    lines: Callable[[list[str]], list[Line]]
    #: Names of the addresses one comes from and goes back to.
    pages: frozenset[str]


_kinds: dict[str, Kind] = {}


def provide(letter: str, kind: Kind) -> None:
    """Let items that begin with `letter` stand on the sheet; apps above call this from their `ready()`."""
    _kinds[letter] = kind


def kind_of(item: str) -> Kind | None:
    """Give the kind of a well written item; None for a session and for what is not an item."""
    kind = _kinds.get(item[:1])
    return kind if kind and kind.pattern.fullmatch(item) else None


def kinds() -> list[Kind]:
    """Give every kind of items but sessions."""
    return list(_kinds.values())


def read(request: HttpRequest) -> list[str]:
    """Give the items on the sheet in the order they were put there; none when the cookie was tampered with."""
    try:
        items = _signer.unsign(request.COOKIES.get(COOKIE, "")).split(".")
    except BadSignature:
        return []
    return [item for item in dict.fromkeys(items) if SESSION.fullmatch(item) or kind_of(item)][:MAX_ITEMS]


def sessions_in(items: list[str]) -> list[UUID]:
    """Keep the sessions among items."""
    return [UUID(item[1:]) for item in items if SESSION.fullmatch(item)]


def lines_in(items: list[str]) -> list[Line]:
    """Give what is said of the items that are not sessions, a kind after the other."""
    return [
        line
        for kind in kinds()
        if (mine := [item for item in items if kind_of(item) is kind])
        for line in kind.lines(mine)
    ]


def write(response: HttpResponse, items: list[str]) -> None:
    """Keep `items` until the browser is closed; forget the sheet when there are none."""
    if not items:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    response.set_cookie(
        COOKIE,
        _signer.sign(".".join(items)),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Tell whether a form was sent by another site, from what the browser says of it.

    Stands in for a CSRF token, which pages cached for everyone cannot carry. Old browsers that say nothing are let
    in, and so are those that say "null" from a page that leaves no trace: the worst another site could do is to put a
    public session on an empty sheet.
    """
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from:
        return fetched_from not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin not in (None, "", "null", f"{request.scheme}://{request.get_host()}")
