"""The account's own pages; all the others are allauth's, with our templates."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from portal.accounts.middleware import PersonalRequest
from portal.accounts.second_factor import can_enter_cms, must_give_two

#: Where someone was going when they were asked to set a second factor up.
GOING_TO = "going_to"


@login_required
def home(request: PersonalRequest) -> HttpResponse:
    """Show what a person may do with their account: its security, the way to the admin, signing out."""
    factors = list(Authenticator.objects.filter(user=request.user))
    keys = [factor for factor in factors if factor.type == Authenticator.Type.WEBAUTHN]
    has_app = any(factor.type == Authenticator.Type.TOTP for factor in factors)
    context = {
        "has_app": has_app,
        "keys": keys,
        # One of the two is enough: what is missing is only worth a sign when both are.
        "app_state": True if has_app else None if keys else False,
        "keys_state": True if keys else None if has_app else False,
        "codes_left": _codes_left(factors),
        "can_enter_cms": can_enter_cms(request.user),
        "must_give_two": must_give_two(request.user),
    }
    return render(request, "accounts/home.html", context)


def _codes_left(factors: list[Authenticator]) -> int | None:
    for factor in factors:
        if factor.type == Authenticator.Type.RECOVERY_CODES:
            return len(factor.wrap().get_unused_codes())
    return None


@login_required
def second_factor(request: PersonalRequest) -> HttpResponse:
    """Explain why a second factor is asked for and offer the two kinds; whoever gave one already goes on."""
    going_to = get_next_redirect_url(request)
    if not request.person.is_half:
        return redirect(going_to or "account_home")
    request.session[GOING_TO] = going_to
    return render(request, "accounts/second_factor.html")


class RecoveryCodesView(ViewRecoveryCodesView):
    """The recovery codes, shown once, and the way on to where the person was going."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        going_to = self.request.session.pop(GOING_TO, None)
        return super().get_context_data(**kwargs) | {"going_to": going_to}


recovery_codes = RecoveryCodesView.as_view()


class AddKeyView(AddWebAuthnView):
    """A new passkey: always one that checks its bearer and needs no address typed, so that it signs in alone."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        options = auth.begin_registration(
            self.request.user, True
        )  # after allauth's own: the last one is checked
        return context | {"js_data": {"creation_options": options}}


add_key = AddKeyView.as_view()
