"""What may be done: begin a sheet, write on it, erase it; publish an edition."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from wagtail.log_actions import log

from resources.guide.models.editions import Draft, Edition
from resources.guide.models.sheets import Entry, Sheet

#: How long a sheet is kept after its last change; one that nobody wrote on, after it was begun.
LASTS, EMPTY_LASTS = timedelta(days=90), timedelta(days=7)
#: Random bytes of an address: 192 bits, 32 letters.
TOKEN_BYTES, TOKEN_LETTERS = 24, 32


class NothingPublished(Exception):
    """There is no edition of this form yet."""


class SheetGone(Exception):
    """No sheet has this address: it never had one, its last day is past, or somebody erased it."""


class NothingNew(Exception):
    """What stands in the admin is what the public answers already."""


def digest_of(token: str) -> str:
    """Give what is kept of an address's secret word; its 192 random bits need neither salt nor delay."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(form: str) -> str:
    """Make an empty sheet on the current edition of a form; give its token, which is written nowhere.

    Raises NothingPublished.
    """
    edition = Edition.objects.defer("content").current(form)
    if edition is None:
        raise NothingPublished
    token = secrets.token_urlsafe(TOKEN_BYTES)
    until = timezone.localdate() + EMPTY_LASTS
    Sheet.objects.create(edition=edition, digest=digest_of(token), expires_on=until)
    return token


@sensitive_variables("token")
def find(token: str) -> Sheet:
    """Give the sheet of a token with its edition. One query. Raises SheetGone."""
    sheets = Sheet.objects.open().select_related("edition")
    sheet = sheets.filter(digest=digest_of(token)).first() if len(token) == TOKEN_LETTERS else None
    if sheet is None:
        raise SheetGone
    return sheet


@transaction.atomic
def write(sheet: Sheet, changes: Mapping[str, str]) -> None:
    """Write the answers that changed, "" for one taken back; the others stay as somebody else may have left them.

    Its days begin anew. Raises SheetGone when it was erased meanwhile.
    """
    row = _locked(sheet)
    Sheet.objects.filter(pk=row.pk).update(expires_on=timezone.localdate() + LASTS)
    told = [Entry(sheet=row, name=name, value=value) for name, value in changes.items() if value]
    Entry.objects.bulk_create(
        told, update_conflicts=True, unique_fields=["sheet", "name"], update_fields=["value"]
    )
    gone = [name for name, value in changes.items() if not value]
    if gone:
        Entry.objects.filter(sheet=row, name__in=gone).delete()


@transaction.atomic
def erase(sheet: Sheet) -> None:
    """Delete a sheet with its answers; they are counted nowhere. Raises SheetGone when somebody did it already."""
    _locked(sheet).delete()


def _locked(sheet: Sheet) -> Sheet:
    """Keep the sheet to oneself until the end of the transaction: two people write one after the other."""
    row = Sheet.objects.open().select_for_update(no_key=True).filter(pk=sheet.pk, digest=sheet.digest).first()
    if row is None:
        raise SheetGone
    return row


@transaction.atomic
def publish_edition(draft: Draft, *, user: Any) -> Edition:
    """Freeze what stands in the admin as the edition new sheets are begun on; sheets begun before keep theirs.

    Raises NothingNew when nothing changed since the last one, ValidationError when it cannot be answered.
    """
    kind = type(draft)
    row = kind._default_manager.select_for_update(no_key=True).get(pk=draft.pk)
    row.full_clean()
    content, last = row.frozen(), Edition.objects.current(row.slug)  # type: ignore[attr-defined]
    if last and last.content == content:
        raise NothingNew
    number = last.number + 1 if last else 1
    edition = Edition.objects.create(slug=row.slug, number=number, content=content)  # type: ignore[attr-defined]
    log(row, "guide.edition", user=user, data={"number": number}, content_changed=True)
    return edition
