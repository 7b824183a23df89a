"""People to sign in with, and the codes their telephones would show."""

from __future__ import annotations

import json
import time

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from fido2.utils import websafe_encode

from portal.accounts.models import User
from tests.factories import UserFactory
from tests.portal.accounts.software_key import SoftwareKey

PASSWORD = "demo-impact-2026"


def can_enter_admin(user: User) -> User:
    """Let `user` into the CMS, by a group as editors are."""
    group, _ = Group.objects.get_or_create(name="Rédaction de la demeure")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    return User.objects.get(pk=user.pk)


def make(role: str) -> User:
    """Make a person: `nobody special`, `editor`, `staff` or `superuser`."""
    user = UserFactory(is_staff=role == "staff", is_superuser=role == "superuser")
    return can_enter_admin(user) if role == "editor" else user


def add_totp(user: User) -> str:
    """Give `user` an application of codes; return its seed."""
    seed = generate_totp_secret()
    TOTP.activate(user, seed)
    return seed


def add_key(user: User, key: SoftwareKey | None = None) -> SoftwareKey:
    """Give `user` a passkey."""
    key = key or SoftwareKey()
    handle = websafe_encode(user_pk_to_url_str(user).encode())
    options = {"publicKey": {"user": {"id": handle}, "challenge": "AAAA"}}
    data = {"name": "Téléphone", "credential": key.create(options)}
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)
    return key


def code(seed: str, *, steps: int = 0) -> str:
    """Give the code an application shows now, or `steps` times 30 seconds from now."""
    return format_hotp_value(hotp_value(seed, int(time.time()) // 30 + steps))


def give_password(client: Client, user: User, **extra: str):
    """Send the sign-in form, well filled."""
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD} | extra)


def is_signed_in(client: Client) -> bool:
    """Tell whether the client's session belongs to somebody."""
    return "_auth_user_id" in client.session


def sign_in_with(local: Client, key: SoftwareKey, **changes):
    """Ask to sign in with a passkey and send its answer, altered by `changes`."""
    options = local.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).json()
    answer = key.get(options["request_options"]) | changes
    return local.post(reverse("mfa_login_webauthn"), {"credential": json.dumps(answer), "next": "/admin/"})
