"""What the public forms of the guide share: programs are thanked and forgotten, other sites refused, haste slowed down.

What is sent twice is kept once. A digest of it under the portal's key, and no word of it, counts in the cache for ten
minutes. A cache of files removes what counts no longer when somebody asks for it, or when it makes room.

The pages are the same for everyone, so no token protects them: a form of another site is refused by what the browser says.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.files import locks
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from home.activities.sheet import is_from_elsewhere
from resources.guide.exchanges.forms import PublicForm

#: How many requests one connection may send, and how many one address may be written to about.
RATES = {
    "exchange": "5/h/ip",
    "exchange_address": "3/d/key",
    "implementation": "5/h/ip",
    "implementation_address": "3/d/key",
}

#: What is known of a form: somebody else is keeping it, or it is kept.
IN_HAND, KEPT = "in hand", "kept"
#: How long a form is known to be kept, in seconds; and to be in hand, should keeping it stop half-way.
KNOWN, HELD = 10 * 60, 60
#: How often one looks whether a form in hand was kept, and how long between two looks, in seconds.
LOOKS, PAUSE = 20, 0.1
#: What is under the key in a digest: the digests of another use of the same key are others.
SALT = "guide.receiving"

Show = Callable[[Any, int], HttpResponse]


def language_of_reader() -> str:
    """Give the language of the page, in two letters."""
    return (get_language() or "fr")[:2]


def answer(
    request: HttpRequest, form: PublicForm, action: str, show: Show, keep: Callable[[], object]
) -> HttpResponse:
    """Answer a form that was sent: `keep` it, or `show` it again with what is wrong (form, status).

    Raises PermissionDenied for the form of another site.
    """
    if is_from_elsewhere(request):
        raise PermissionDenied
    if form.is_a_trap_sprung:
        return thanks(request)
    if not form.is_valid():
        return show(form, 422)
    name = name_of(form, action)
    too_many = _(
        "Trop d'envois d'affilée. Réessayez dans une heure, ou demain : ce que vous avez écrit reste ici."
    )
    if not cache.get(name) and not _may_one_more_come(request, action):
        return _show_again(form, show, too_many, 429)
    before = _take(name)
    if before == KEPT:
        return thanks(request)
    if before == IN_HAND:
        told = _("Votre demande est peut-être déjà partie. Attendez un instant, puis envoyez de nouveau.")
        return _show_again(form, show, told, 409)
    if not _is_slow_enough(request, action, form.cleaned_data["email"]):
        cache.delete(name)
        return _show_again(form, show, too_many, 429)
    try:
        keep()
    except Exception:
        cache.delete(name)  # nothing is kept: it may be sent again
        raise
    cache.set(name, KEPT, KNOWN)
    return thanks(request)


def _show_again(form: PublicForm, show: Show, told: str, status: int) -> HttpResponse:
    form.add_error(None, told)
    return show(form, status)


def name_of(form: PublicForm, action: str) -> str:
    """Give the name under which a valid form is known to have been sent, in the language of its page."""
    said = json.dumps([language_of_reader(), form.cleaned_data], sort_keys=True)
    return f"guide.{action}.{salted_hmac(SALT, said, algorithm='sha256').hexdigest()}"


def _take(name: str) -> str:
    """Take a form in hand and give ""; `KEPT` when it was kept before, `IN_HAND` when another keeps it and takes long.

    While another keeps it one waits a little: should they fail, the form is still here to be taken.
    """
    for _look in range(LOOKS):
        with _one_by_one():
            if cache.add(name, IN_HAND, HELD):
                return ""
        if cache.get(name) == KEPT:
            return KEPT
        sleep(PAUSE)
    return IN_HAND


@contextmanager
def _one_by_one() -> Iterator[None]:
    """Let one through at a time, of every process of this machine, where the cache is made of files: it looks, then writes.

    Other caches look and write at once, and need nothing.
    """
    store = settings.CACHES["default"]
    if not store["BACKEND"].endswith("FileBasedCache"):
        yield
        return
    folder = Path(store["LOCATION"])
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "receiving.lock").open("w") as file:
        locks.lock(file, locks.LOCK_EX)
        yield


def _may_one_more_come(request: HttpRequest, action: str) -> bool:
    """Tell whether one more may come from this connection, and count nothing: haste writes nothing down, and waits for nobody."""
    return bool(ratelimit.consume(request, app="guide", action=action, config=RATES, dry_run=True))


def _is_slow_enough(request: HttpRequest, action: str, address: str) -> bool:
    """Tell whether one more may come from this connection and for this address; the address is counted by its digest."""
    if not ratelimit.consume(request, app="guide", action=action, config=RATES):
        return False
    name = f"{action}_address"
    return bool(ratelimit.consume(request, app="guide", action=name, config=RATES, key=address.lower()))


def thanks(request: HttpRequest) -> HttpResponse:
    """Lead to the thanks, so that coming back sends nothing twice."""
    response = redirect(f"{request.path}?merci=1")
    response.status_code = 303
    return response
