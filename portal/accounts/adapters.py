"""Where the house differs from allauth: nobody signs up alone, factors are sealed, errors say what to do."""

from __future__ import annotations

import time
from io import BytesIO
from typing import Any

import segno
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.accounts import sealed
from portal.accounts.factors import PURPOSE
from portal.accounts.signals import SIGNED_IN_AT

INCORRECT_CODE = _("Ce code ne va pas. Attendez le code suivant, puis recopiez-le.")
TOO_MANY = _("Trop d'essais. Attendez cinq minutes, puis recommencez.")


REAUTHENTICATION = {
    "reauthenticate": _("Avec mon mot de passe"),
    "mfa_reauthenticate": _("Avec un code de mon application, ou un code de secours"),
    "mfa_reauthenticate:webauthn": _("Avec ma clé d'accès"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by the administration, never by the visitor."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Ce compte est fermé."),
        "email_password_mismatch": _(
            "L'adresse ou le mot de passe ne va pas. Vérifiez les deux, puis recommencez."
        ),
        "enter_current_password": _("Ce n'est pas votre mot de passe actuel. Recopiez-le."),
        "incorrect_code": INCORRECT_CODE,
        "incorrect_password": _("Ce n'est pas votre mot de passe. Recopiez-le."),
        "invalid_password_reset": _("Ce lien ne sert plus. Demandez-en un autre."),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Close the sign-up page."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Ask again for the password only when the session was not opened within the last five minutes."""
        opened = self.request.session.get(SIGNED_IN_AT, 0)
        is_fresh = time.time() - opened < app_settings.REAUTHENTICATION_TIMEOUT
        return not is_fresh and super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user: Any) -> list[dict]:
        """Name the ways to prove who one is, in our words."""
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": REAUTHENTICATION[method["id"]]} for method in methods]


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: their seeds are sealed in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": _("Ajoutez d'abord une application ou une clé d'accès."),
        "incorrect_code": INCORRECT_CODE,
        "unverified_email": _("Confirmez d'abord votre adresse, avec le lien reçu par courriel."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a seed."""
        return sealed.seal(text, PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed seed. Raises SealError when its key is gone."""
        return sealed.unseal(encrypted_text, PURPOSE)

    def build_totp_svg(self, url: str) -> str:
        """Draw the QR code on white, so that telephones read it in dark mode too."""
        image = BytesIO()
        segno.make(url).save(
            image, kind="svg", xmldecl=False, border=4, dark="#000", light="#fff", omitsize=True
        )
        return image.getvalue().decode()

    def _get_site_name(self) -> str:
        return settings.WAGTAIL_SITE_NAME
