"""allauth's forms in our words: labels above, hints below them, no placeholder, the right `autocomplete`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal import auth as totp_auth
from allauth.mfa.webauthn import forms as webauthn
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.accounts import sealed
from portal.accounts.factors import PURPOSE

PASSWORD = _("Mot de passe")
NEW_PASSWORD = _("Nouveau mot de passe")
AGAIN = _("Le même mot de passe, encore une fois")
PASSWORD_HINT = _("14 caractères au moins. Une courte phrase va très bien.")
CODE = _("Code à 6 chiffres")
CODE_HINT = _("Ouvrez votre application et recopiez le code. Il change toutes les 30 secondes.")
#: How long a code that served is remembered, in seconds: longer than it can be accepted, clocks' drift included.
CODE_REMEMBERED = 120
WRONG_KEY = _("Cette clé n'est pas reconnue. Recommencez, ou choisissez un autre moyen.")
UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)


class InOurWords:
    """Sets labels, hints and widget attributes by field name, and takes placeholders away."""

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}
    attributes: dict[str, dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs.update(self.attributes.get(name, {}))
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")


class LoginForm(InOurWords, account.LoginForm):
    """Address and password."""

    labels = {"login": _("Adresse e-mail"), "password": PASSWORD}
    attributes = {"login": {"autocomplete": "username"}}


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    """The password once more, before something delicate."""

    labels = {"password": PASSWORD}


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    """The current password, and the new one twice."""

    labels = {"oldpassword": _("Mot de passe actuel"), "password1": NEW_PASSWORD, "password2": AGAIN}
    hints = {"password1": PASSWORD_HINT}


class SetPasswordForm(InOurWords, account.SetPasswordForm):
    """A first password for an account that has none."""

    labels = {"password1": NEW_PASSWORD, "password2": AGAIN}
    hints = {"password1": PASSWORD_HINT}


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    """The address to which a link is sent."""

    labels = {"email": _("Adresse e-mail")}
    hints = {"email": _("Celle de votre compte.")}
    attributes = {"email": {"autocomplete": "username"}}


class ResetPasswordKeyForm(InOurWords, account.ResetPasswordKeyForm):
    """A new password, by the link received."""

    labels = {"password1": NEW_PASSWORD, "password2": AGAIN}
    hints = {"password1": PASSWORD_HINT}


class CodeOnce:
    """Refuses a code that already served, for as long as it could be accepted."""

    def clean_code(self) -> str:
        code = super().clean_code()  # type: ignore[misc]
        who_and_what = f"{self.user.pk}:{normalize_user_code(code)}"  # type: ignore[attr-defined]
        digest = hashlib.sha256(who_and_what.encode()).hexdigest()
        if not cache.add(f"accounts.code.{digest}", True, CODE_REMEMBERED):
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(CodeOnce, InOurWords, mfa.AuthenticateForm):
    """The code of the application, or a recovery code, when signing in."""

    labels = {"code": _("Code de l'application, ou code de secours")}
    hints = {"code": CODE_HINT}
    attributes = {"code": {"inputmode": "numeric", "autocapitalize": "off", "spellcheck": "false"}}


class ReauthenticateCodeForm(CodeOnce, InOurWords, mfa.ReauthenticateForm):
    """The same, before something delicate."""

    labels, hints, attributes = AuthenticateForm.labels, AuthenticateForm.hints, AuthenticateForm.attributes


class ActivateTOTPForm(CodeOnce, InOurWords, totp.ActivateTOTPForm):
    """The first code of an application just set up; the seed waits sealed in the session, never in clear."""

    secret: str
    labels = {"code": CODE}
    hints = {"code": CODE_HINT}
    attributes = {"code": {"inputmode": "numeric"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        session = context.request.session
        try:
            self.secret = sealed.unseal(self.secret, PURPOSE)
        except sealed.SealError:  # just drawn, or sealed with a key that is gone
            self.secret = totp_auth.generate_totp_secret()
            session[totp_auth.SECRET_SESSION_KEY] = sealed.seal(self.secret, PURPOSE)

    @property
    def grouped_secret(self) -> str:
        """The seed in groups of four, to copy by hand."""
        return " ".join(self.secret[start : start + 4] for start in range(0, len(self.secret), 4))


class ReadableAnswer:
    """Says what to do when a key's answer is wrong, even one that no key can have given, on which allauth breaks."""

    def clean(self) -> dict[str, Any]:
        return _checked(super().clean)  # type: ignore[misc]

    def clean_credential(self) -> Any:
        """Check the answer, when it is checked field by field."""
        return _checked(super().clean_credential)  # type: ignore[misc]


def _checked(check: Callable[[], Any]) -> Any:
    try:
        return check()
    except ValidationError as error:
        if error.code != "incorrect_code":
            raise
    except UNREADABLE:
        pass
    raise ValidationError(WRONG_KEY, code="incorrect_code")


class LoginKeyForm(ReadableAnswer, webauthn.LoginWebAuthnForm):
    """A passkey alone, to sign in."""


class AuthenticateKeyForm(ReadableAnswer, webauthn.AuthenticateWebAuthnForm):
    """A passkey after the password."""


class ReauthenticateKeyForm(ReadableAnswer, webauthn.ReauthenticateWebAuthnForm):
    """A passkey, before something delicate."""


class AddKeyForm(ReadableAnswer, InOurWords, webauthn.AddWebAuthnForm):
    """A passkey, with a name to tell it from the others. It always checks its bearer, so it opens the portal alone."""

    labels = {"name": _("Nom de la clé")}
    hints = {"name": _("Pour la reconnaître : « Téléphone », « Ordinateur du bureau ».")}
    attributes = {"name": {"autocomplete": "off", "maxlength": "60"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = 60
        del self.fields["passwordless"]

    def clean_credential(self) -> Any:
        """Leave the answer to `clean`, which checks it with what was asked."""
        return self.cleaned_data["credential"]


class EditKeyForm(InOurWords, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    labels, hints, attributes = AddKeyForm.labels, AddKeyForm.hints, AddKeyForm.attributes
