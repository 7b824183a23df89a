"""Who must give two factors, and whether this session has seen both."""

from __future__ import annotations

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from portal.accounts.models import User

CMS_ACCESS = "wagtailadmin.access_admin"
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def can_enter_cms(user: User) -> bool:
    """Tell whether `user` may open Wagtail's admin."""
    return user.is_active and user.has_perm(CMS_ACCESS)


def must_give_two(user: User) -> bool:
    """Tell whether the account is worth two factors: it can enter the CMS, or is marked as staff."""
    return settings.SECOND_FACTOR_REQUIRED and (user.is_superuser or user.is_staff or can_enter_cms(user))


def factors_of(user: User) -> dict[int, str]:
    """Give the second factors that stand for `user`: their type by id. Recovery codes only stand in for one."""
    return dict(Authenticator.objects.filter(user=user, type__in=FACTORS).values_list("pk", "type"))


def gave_two(request: HttpRequest, user: User, factors: dict[int, str]) -> bool:
    """Tell whether this session was opened with one of `factors`, or a recovery code, on top of the password.

    A passkey that checked its bearer (finger, face or code) is both at once. A factor taken away since no longer counts.
    """
    if not factors:
        return False
    given = [record for record in get_authentication_records(request, user) if record.get("method") == "mfa"]
    return any(
        record.get("type") == Authenticator.Type.RECOVERY_CODES or record.get("id") in factors
        for record in given
    )
