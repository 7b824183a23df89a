"""Ma feuille: the sessions a reader put together, kept in a signed cookie of the browser session and nowhere else.

The server stores nothing and the cached pages stay the same for everyone.
"""

from __future__ import annotations

import re
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

COOKIE = "feuille"
MAX_ITEMS = 30
ITEM = re.compile(r"s[0-9a-f]{32}")  # `s` for a session; other kinds may follow
_signer = Signer(salt="home.activities.sheet")


def read(request: HttpRequest) -> list[UUID]:
    """Give the sessions on the sheet in the order they were put there; none when the cookie was tampered with."""
    try:
        items = _signer.unsign(request.COOKIES.get(COOKIE, "")).split(".")
    except BadSignature:
        return []
    return [UUID(item[1:]) for item in dict.fromkeys(items) if ITEM.fullmatch(item)][:MAX_ITEMS]


def write(response: HttpResponse, sessions: list[UUID]) -> None:
    """Keep `sessions` until the browser is closed; forget the sheet when there are none."""
    if not sessions:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    response.set_cookie(
        COOKIE,
        _signer.sign(".".join(f"s{uid.hex}" for uid in sessions)),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Tell whether a form was sent by another site, from what the browser says of it.

    Stands in for a CSRF token, which pages cached for everyone cannot carry. Old browsers that say nothing are let
    in: the worst another site could do is to put a public session on an empty sheet.
    """
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from:
        return fetched_from not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return bool(origin) and origin != f"{request.scheme}://{request.get_host()}"
