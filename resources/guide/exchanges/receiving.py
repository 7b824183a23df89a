"""What the public forms of the guide share: programs are thanked and forgotten, other sites refused, haste slowed down.

What is sent twice is kept once. For ten minutes the cache knows a digest of it under the portal's key, and no word of it.

The pages are the same for everyone, so no token protects them: a form of another site is refused by what the browser says.
"""

from __future__ import annotations

import json
from collections.abc import Callable
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

#: How long the same form is known, in seconds; and how long while it is being kept, should that stop half-way.
KNOWN, IN_HAND = 10 * 60, 60
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
    if not _is_first(name):
        return thanks(request)
    if not _is_slow_enough(request, action, form.cleaned_data["email"]):
        cache.delete(name)
        told = _(
            "Trop d'envois d'affilée. Réessayez dans une heure, ou demain : ce que vous avez écrit reste ici."
        )
        form.add_error(None, told)
        return show(form, 429)
    try:
        keep()
    except BaseException:
        cache.delete(name)  # nothing is kept: it may be sent again
        raise
    cache.set(name, True, KNOWN)
    return thanks(request)


def name_of(form: PublicForm, action: str) -> str:
    """Give the name under which a valid form is known to have been sent, in the language of its page."""
    said = json.dumps([language_of_reader(), form.cleaned_data], sort_keys=True)
    return f"guide.{action}.{salted_hmac(SALT, said, algorithm='sha256').hexdigest()}"


def _is_first(name: str) -> bool:
    """Note that a form is being kept; tell False when it is already.

    A cache of files looks, then writes: the lock makes it one by one, in every process of this machine.
    """
    with (settings.VAR_DIR / "receiving.lock").open("w") as file:
        locks.lock(file, locks.LOCK_EX)
        return bool(cache.add(name, True, IN_HAND))


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
