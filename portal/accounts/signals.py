"""What follows from signing in, from adding a second factor, and from being given an address."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest

from portal.accounts.models import User

#: When this session was opened, in seconds since 1970; `SessionAgeMiddleware` ends it 12 hours later, used or not.
SIGNED_IN_AT = "signed_in_at"


@receiver(post_save, sender=User, dispatch_uid="accounts-keep-address")
def keep_address(instance: User, raw: bool, update_fields: Any, **_kwargs: Any) -> None:
    """Keep allauth's address the same as the account's: the administration gave it, so it counts as confirmed."""
    if raw or (update_fields is not None and "email" not in update_fields):
        return
    EmailAddress.objects.filter(user=instance).exclude(email=instance.email).delete()
    EmailAddress.objects.get_or_create(
        user=instance, email=instance.email, defaults={"verified": True, "primary": True}
    )


@receiver(user_logged_in, dispatch_uid="accounts-signed-in-at")
def note_the_hour(request: HttpRequest | None, **_kwargs: Any) -> None:
    """Write down when the session was opened."""
    if request is not None:
        request.session[SIGNED_IN_AT] = time.time()


@receiver(authenticator_added, dispatch_uid="accounts-factor-added")
def count_as_given(request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    """Count a factor that was just set up as given: its first code, or the key's answer, has just been checked."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
