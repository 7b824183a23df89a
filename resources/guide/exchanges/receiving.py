"""What the public forms of the guide share: programs are thanked and forgotten, other sites refused, haste slowed down.

The pages are the same for everyone, so no token protects them: a form of another site is refused by what the browser says.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.core.internal import ratelimit
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
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
    if not _is_slow_enough(request, action, form.cleaned_data["email"]):
        told = _(
            "Trop d'envois d'affilée. Réessayez dans une heure, ou demain : ce que vous avez écrit reste ici."
        )
        form.add_error(None, told)
        return show(form, 429)
    keep()
    return thanks(request)


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
