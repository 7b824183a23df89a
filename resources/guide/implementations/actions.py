"""What is done to a column of the comparison. One verb, one transaction, one line in the log."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.accounts.models import User
from portal.territories import content_version
from resources.guide.exchanges.sending import ask_for
from resources.guide.implementations import mail
from resources.guide.implementations.lines import LINES
from resources.guide.implementations.proposer import Proposer, open_proposer, seal_proposer
from resources.guide.models.implementations import Implementation

State = Implementation.State
#: Language → the end of the names of its boxes.
BOXES = {"fr": "", "en": "_en"}


class Meanwhile(ValidationError):
    """Somebody else has acted on the column since it was read."""


@transaction.atomic
def propose(words: dict[str, str], proposer: Proposer) -> Implementation:
    """Keep a column for the administration to read, and tell them; who proposes it is sealed.

    `words`, a name and some of `LINES`, stand in the boxes of the proposer's language. Those of a language without
    boxes are kept apart for the administration to translate.
    """
    row = Implementation(name=words["name"], written_in=proposer.language)
    lines = {line: words[line] for line in LINES if words.get(line)}
    if row.written_in in BOXES:
        for line, text in lines.items():
            setattr(row, f"{line}{BOXES[row.written_in]}", text)
    else:
        row.to_translate = lines
    row.sealed = seal_proposer(row, proposer)
    row.save(force_insert=True)
    ask_for(mail.call_administration, row.pk)
    return row


def read_proposer(implementation: Implementation, *, user: User) -> Proposer:
    """Write down that `user` reads who proposes, then open it. Raises SealError: that somebody tried stays written."""
    log(implementation, "guide.implementation.read", user=user)
    return open_proposer(implementation)


@transaction.atomic
def add(words: dict[str, Any], *, user: User) -> Implementation:
    """Write a column of our own, to be published when it is ready."""
    row = Implementation(**words)
    row.save(force_insert=True)
    log(row, "wagtail.create", user=user, content_changed=True)
    return row


@transaction.atomic
def rewrite(implementation: Implementation, words: dict[str, Any], *, user: User, version: int) -> None:
    """Change what a column says; a published one shows it at once. Raises Meanwhile; ValidationError as `publish`."""
    row = _held(implementation, version)
    for name, value in words.items():
        setattr(row, name, value)
    row.changed_on = timezone.localdate()
    if row.is_public:
        _show(row)
    _save(row, "changed_on", *words)
    log(row, "wagtail.edit", user=user, content_changed=True)
    implementation.refresh_from_db()


@transaction.atomic
def publish(implementation: Implementation, *, user: User, version: int) -> None:
    """Show a column, and tell who proposed it.

    Raises Meanwhile; ValidationError when its territory has one already, or when its French is not written.
    """
    row = _held(implementation, version)
    _refuse_again(row, State.PUBLISHED)
    _show(row)
    row.reason, row.to_translate = "", {}
    _settle(row, State.PUBLISHED, user)
    log(row, "guide.implementation.publish", user=user, content_changed=True)
    implementation.refresh_from_db()


@transaction.atomic
def refuse(implementation: Implementation, *, reason: str, user: User, version: int) -> None:
    """Set a proposal aside and tell who sent it why; without a reason nobody is written to, and the address goes at once.

    Raises Meanwhile.
    """
    row = _held(implementation, version)
    _refuse_again(row, State.REFUSED)
    if not reason:
        row.sealed = ""
    if row.is_public:
        content_version.bump(frame=False)
    row.reason = reason
    _settle(row, State.REFUSED, user)
    note = (
        _("Avec un mot") if reason else _("Sans un mot")
    )  # the word itself is kept no longer than the column
    log(row, "guide.implementation.refuse", user=user, data={"note": note}, content_changed=True)
    implementation.refresh_from_db()


def _held(implementation: Implementation, version: int) -> Implementation:
    row = Implementation.objects.select_for_update().filter(pk=implementation.pk).first()
    if row is None or row.version != version:
        raise Meanwhile(_("Quelqu'un vient de changer cette colonne. Relisez-la avant de continuer."))
    return row


def _refuse_again(row: Implementation, state: State) -> None:
    if row.state == state:
        raise ValidationError(_("C'est déjà fait : rien n'a changé."))


def _show(row: Implementation) -> None:
    """Hold to what is read first, French, and to one column for each territory.

    Cached pages are made old before that is looked at: two who publish at once pass one by one.
    """
    if row.without_french:
        told = _("Écrivez cette ligne en français : la colonne se lit d'abord en français.")
        raise ValidationError(dict.fromkeys(row.without_french, told))
    content_version.bump(frame=False)
    others = Implementation.objects.public().exclude(pk=row.pk)
    if row.territory_id and others.filter(territory=row.territory_id).exists():
        raise ValidationError(_("Ce territoire a déjà une colonne publiée."))


def _settle(row: Implementation, state: State, user: User) -> None:
    row.state, row.settled_on, row.settled_by = state, timezone.localdate(), user
    _save(row, "state", "settled_on", "settled_by", "reason", "sealed", "to_translate")
    if row.sealed:
        ask_for(mail.tell_proposer, row.pk)


def _save(row: Implementation, *fields: str) -> None:
    row.version += 1
    row.save(update_fields=["version", *fields])
