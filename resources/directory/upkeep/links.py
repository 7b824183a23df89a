"""The links owners answer by: signed for this purpose alone, good once, before a given day."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from resources.directory.models import CheckRequest, Structure
from resources.directory.vocabulary import State

#: How long a link serves.
LASTS = timedelta(days=30)
_signer = Signer(salt="resources.directory.check_request")


class LinkSpent(Exception):
    """The link has served, is too old, or its structure is no longer shown."""


def token_of(request: CheckRequest) -> str:
    """Give the word of the address: the request's uid and its signature."""
    return _signer.sign(request.uid.hex)


def link_of(request: CheckRequest) -> str:
    """Give the full address to send."""
    return settings.BASE_URL.rstrip("/") + reverse("confirm_check", args=[token_of(request)])


def open_requests() -> QuerySet[CheckRequest]:
    """Give the requests that may still be answered, of structures the public sees."""
    return CheckRequest.objects.filter(
        used_at=None, expires_at__gt=timezone.now(), structure__state=State.PUBLIC
    )


def read_token(token: str) -> CheckRequest:
    """Give the request a token names. Raises BadSignature for a forged one, LinkSpent for one that serves no more."""
    try:
        uid = UUID(_signer.unsign(token))
        request = CheckRequest.objects.get(uid=uid)
    except (ValueError, CheckRequest.DoesNotExist) as error:
        raise BadSignature from error
    if not open_requests().filter(pk=request.pk).exists():
        raise LinkSpent
    return request


def spend(request: CheckRequest, answer: str) -> None:
    """Use a request up, inside the transaction of what it does. Raises LinkSpent for all but the first to come."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("spend() belongs in the transaction of the answer.")
    now = timezone.now()
    # Its own columns alone: PostgreSQL looks at them again after waiting for the first to come, not at a joined table.
    unused = CheckRequest.objects.filter(pk=request.pk, used_at=None, expires_at__gt=now)
    if not unused.update(used_at=now, answer=answer):
        raise LinkSpent
    if not Structure.objects.public().filter(pk=request.structure_id).exists():
        raise LinkSpent
