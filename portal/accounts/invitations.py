"""Opening accounts: the administration gives an address, its owner chooses the password."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from portal.accounts.models import User


def password_link(user: User) -> str:
    """Give the full address where `user` chooses a password, good once, for PASSWORD_RESET_TIMEOUT seconds."""
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return settings.BASE_URL.rstrip("/") + path


def send_invitation(request: HttpRequest, user: User) -> None:
    """Write to `user` that an account is open, with the link to choose a password."""
    days = settings.PASSWORD_RESET_TIMEOUT // (24 * 3600)
    context = {"user": user, "password_url": password_link(user), "days": days, "base_url": settings.BASE_URL}
    get_adapter(request).send_mail("accounts/email/invitation", user.email, context)
