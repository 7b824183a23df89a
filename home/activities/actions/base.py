"""What every action stands on: the one door, the log, the edit conflict."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models, transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from portal.accounts.models import User
from portal.territories import content_version

NO_NUL = ProhibitNullCharactersValidator()


class EditConflict(ValidationError):
    """Somebody else changed the same thing since it was read; the message, in French, says who and when."""

    def __init__(self, message: str) -> None:
        super().__init__(message, code="conflict")


@contextmanager
def calendar_change() -> Iterator[None]:
    """Open a transaction in which this writer of the calendar is alone; everything in it stands, or nothing does.

    Raising the content version first does two things with one row: cached pages grow old in this very transaction, and
    the row's lock (on SQLite the IMMEDIATE transaction) makes any other writer wait here, before it has read anything.
    All writers take this row before any session, so none can deadlock with another.
    """
    with transaction.atomic():
        content_version.bump(frame=False)
        yield


def check(instance: models.Model, exclude: Collection[str] = (), *, constraints: bool = True) -> None:
    """Raise ValidationError when a field does not stand, before the database has to refuse it; NUL characters too."""
    for part in instance._meta.fields:
        value = getattr(instance, part.attname)
        if isinstance(value, str):
            NO_NUL(value)
    instance.full_clean(exclude=set(exclude), validate_constraints=constraints)


def record(
    instance: models.Model, action: str, user: User | None, data: Mapping[str, Any] | None = None
) -> None:
    """Write one line in Wagtail's log; `user` is None for commands."""
    log(instance, action, user=user, data=dict(data or {}), content_changed=True)


def record_each(
    instances: Iterable[models.Model], action: str, user: User | None, data: Mapping[str, Any] | None = None
) -> None:
    """Write the same line for many instances of one model, in one query."""
    things = list(instances)
    if not things:
        return
    kind, now = ContentType.objects.get_for_model(things[0]), timezone.now()
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=kind,
            object_id=str(thing.pk),
            label=str(thing),
            action=action,
            user=user,
            timestamp=now,
            data=dict(data or {}),
            content_changed=True,
        )
        for thing in things
    )
