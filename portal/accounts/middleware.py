"""Half a sign-in is nobody: an account that needs two factors is anonymous until this session has seen both.

Whatever the address, the view or the app, `request.user` is then AnonymousUser. The only views that see the person
are those that give the other half, named in `WITHOUT_FACTOR` and `WITH_FACTOR`. What asks for a sign-in leads to
them. A new closed area has nothing to do for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from allauth.account.utils import passthrough_next_redirect_url
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, SESSION_KEY, logout
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject, cached_property

from portal.accounts.second_factor import CMS_ACCESS, factors_of, gave_two, must_give_two
from portal.accounts.signals import SIGNED_IN_AT

View = Callable[[HttpRequest], HttpResponse]


class PersonalRequest(HttpRequest):
    """A request after `SecondFactorMiddleware`: `person` is who is behind it, `user` what views may see of them."""

    person: Person
    resolver_match: ResolverMatch
    user: Any


#: Open to someone who still has to set a second factor up.
WITHOUT_FACTOR = {
    "account_logout",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "second_factor",
}
#: Open to someone who has a second factor and did not give it in this session.
WITH_FACTOR = {"account_logout", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}


def is_somebodys(request: HttpRequest) -> bool:
    """Tell whether the request comes with the session of a person, without asking for the person."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session


class SessionAgeMiddleware:
    """Close a session SESSION_COOKIE_AGE seconds after it was opened, however busy it was."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_somebodys(request):
            opened = request.session.get(SIGNED_IN_AT, 0)
            if time.time() - opened > settings.SESSION_COOKIE_AGE:
                logout(request)
        return self.get_response(request)


class Person:
    """Who is behind the request, and how much of a sign-in they have given; nothing is asked before it is needed."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.user: Any = request.user

    @cached_property
    def factors(self) -> dict[int, str]:
        """The second factors set up for the account."""
        return factors_of(self.user)

    @cached_property
    def is_half(self) -> bool:
        """Whether the account needs two factors and this session has not seen both."""
        if not self.user.is_authenticated or not must_give_two(self.user):
            return False
        return not gave_two(self.request, self.user, self.factors)

    def seen(self) -> Any:
        """Give the user that views may see."""
        return AnonymousUser() if self.is_half else self.user

    async def aseen(self) -> Any:
        """Refuse to vouch for anybody where nothing can be checked: no view of the portal is asynchronous."""
        return AnonymousUser()


class SecondFactorMiddleware:
    """Hide the person until both factors are given; lead them to the missing one; keep strangers out of the CMS."""

    def __init__(self, get_response: Callable[[PersonalRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PersonalRequest) -> HttpResponse:
        person = request.person = Person(request)
        request.user = SimpleLazyObject(person.seen)
        request.auser = person.aseen
        response = self.get_response(request)
        if not response.has_header("Cache-Control") and is_somebodys(request):
            add_never_cache_headers(response)
        return response

    def process_view(self, request: PersonalRequest, *_view: Any) -> HttpResponse | None:
        """Show the person to the views that complete a sign-in, and send them there from the sign-in page."""
        match, person = request.resolver_match, request.person
        if match.url_name == "account_login" and person.is_half:
            return lead_to_factor(request)
        if match.url_name in WITHOUT_FACTOR | WITH_FACTOR and person.is_half:
            names = WITH_FACTOR if person.factors else WITHOUT_FACTOR
            if match.url_name not in names:
                return lead_to_factor(request)
            request.user = person.user
        elif match.route.startswith("admin/"):
            refuse_strangers(request)
        return None


def lead_to_factor(request: PersonalRequest) -> HttpResponse:
    """Send someone who signed in by half to the page where they give, or set up, the other half; `next` is kept."""
    types = set(request.person.factors.values())
    if not types:
        name = "second_factor"
    elif Authenticator.Type.TOTP in types:
        name = "mfa_reauthenticate"
    else:
        name = "mfa_reauthenticate_webauthn"
    return redirect(passthrough_next_redirect_url(request, reverse(name), REDIRECT_FIELD_NAME))


def refuse_strangers(request: PersonalRequest) -> None:
    """Answer 403 to someone signed in without a right to the CMS, rather than send them to sign in for ever."""
    if request.user.is_authenticated and not request.user.has_perm(CMS_ACCESS):
        raise PermissionDenied
