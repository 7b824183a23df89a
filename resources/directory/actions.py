"""What may be done to a structure or a service beside writing in it. One verb, one transaction, one line in the log."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.accounts.models import User
from resources.directory.importing.merge import GONE
from resources.directory.inclusion import Kind, problems, record_of
from resources.directory.models import Entry, Service, Structure, Suggestion
from resources.directory.upkeep import mail
from resources.directory.upkeep.due import next_check_after
from resources.directory.upkeep.proposals import FIELDS, target_of
from resources.directory.vocabulary import State

AnyEntry = TypeVar("AnyEntry", bound=Entry)


class AlreadySettled(ValidationError):
    """Somebody else has dealt with it since."""


def kind_of(entry: Entry) -> Kind:
    """Give the name the exchange format has for an entry."""
    return "service" if isinstance(entry, Service) else "structure"


def locked(entry: AnyEntry) -> AnyEntry:
    """Give an entry as it stands now, held until the end of the transaction."""
    rows: Any = type(entry)._default_manager
    return rows.select_for_update(no_key=True).get(pk=entry.pk)


def note(entry: Entry, action: str, user: User | None, **data: Any) -> None:
    """Write one line in the log of an entry; `user` is None for the structure itself and for commands."""
    log(entry, action, user=user, data=data, content_changed=True)


@transaction.atomic
def verify(entry: Entry, *, user: User | None = None, how: str = "team") -> None:
    """Say that an entry is right today, by the team, its owner or its source, and when to look again."""
    row = locked(entry)
    set_verified(row, user=user, how=how)
    note(row, "directory.verify", user, how=how)
    entry.refresh_from_db()


def set_verified(row: Entry, *, user: User | None, how: str) -> None:
    """Write who made sure of a row today."""
    row.verified_on = timezone.localdate()
    row.verified_by, row.verified_how = user, how
    row.next_check = next_check_after(row.verified_on)
    row.save(update_fields=["verified_on", "verified_by", "verified_how", "next_check"])


@transaction.atomic
def publish(entry: Entry, *, user: User | None) -> None:
    """Show an entry to the public. Raises ValidationError, by field, when it would not be valid elsewhere."""
    row = locked(entry)
    if found := problems(record_of(row), kind_of(row)):
        raise ValidationError([f"{entry} – {label_of(row, one.field)} : {one.reason}" for one in found])
    _set_state(row, State.PUBLIC, "directory.publish", user)
    entry.refresh_from_db()


@transaction.atomic
def withdraw(entry: Entry, *, user: User | None) -> None:
    """Show an entry to the public no more; nothing of it is lost."""
    _set_state(locked(entry), State.GONE, "directory.withdraw", user)
    entry.refresh_from_db()


def _set_state(row: Entry, state: State, action: str, user: User | None) -> None:
    if row.state == state:
        return
    row.state = state
    # Whatever an import had said of it, the team has decided since: a file brings back what a file took away, no more.
    row.imported = row.imported and {name: value for name, value in row.imported.items() if name != GONE}
    row.save(update_fields=["state", "imported"])
    note(row, action, user)


def label_of(entry: Entry, name: str) -> str:
    """Give the words of a field, as forms show them."""
    try:
        return str(entry._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    except LookupError:
        return name


@transaction.atomic
def apply_suggestion(
    suggestion: Suggestion, *, user: User | None, text: str | None = None, fees: str | None = None
) -> None:
    """Write what a suggestion says, or `text` in its place, and thank its sender.

    For hours, `text` is a rule in OpenStreetMap syntax; for a price, `fees` may say whether one pays. « Fermé »
    withdraws; « autre chose » only notes that it is done. Raises ValidationError when the value does not stand, and
    AlreadySettled when somebody was quicker.
    """
    row = _waiting(suggestion)
    said = row.text if text is None else text
    if row.reason == Suggestion.Reason.CLOSED:
        withdraw(row.entry, user=user)
    elif name := FIELDS.get(row.reason):
        _correct(row, name, said.strip(), fees, user)
    _settle(row, Suggestion.State.APPLIED, user)
    mail.thank_later(row)
    note(row.entry, "directory.suggestion.apply", user, reason=row.reason)
    suggestion.refresh_from_db()


@transaction.atomic
def reject_suggestion(suggestion: Suggestion, *, user: User | None) -> None:
    """Set a suggestion aside; its sender's address is erased. Raises AlreadySettled when somebody was quicker."""
    row = _waiting(suggestion)
    row.sealed_email = ""
    _settle(row, Suggestion.State.REJECTED, user)
    note(row.entry, "directory.suggestion.reject", user, reason=row.reason)
    suggestion.refresh_from_db()


def _waiting(suggestion: Suggestion) -> Suggestion:
    row = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if row.state != Suggestion.State.NEW:
        raise AlreadySettled(_("Quelqu'un vient de régler cette erreur. Rien n'a changé."))
    return row


def _settle(row: Suggestion, state: Suggestion.State, user: User | None) -> None:
    row.state, row.settled_at, row.settled_by = state, timezone.now(), user
    row.save(update_fields=["state", "settled_at", "settled_by", "sealed_email"])


def _correct(row: Suggestion, name: str, value: str, fees: str | None, user: User | None) -> None:
    """Write one field of the entry that shows it."""
    if not value:
        raise ValidationError({"text": _("Écrivez ce qu'il faut mettre, ou laissez sans suite.")})
    target = locked(target_of(row))
    setattr(target, name, value)
    changed = [name, "date_maj"]
    if isinstance(target, Service) and fees is not None:
        target.frais = fees or None
        changed.append("frais")
    if name == "adresse":
        changed += forget_point(target)
    target.date_maj = timezone.localdate()
    _refuse_problems(target, {name: "text", "frais": "fees"})
    target.save(update_fields=changed)
    if row.from_owner:
        set_verified(target, user=user, how="owner")


def forget_point(entry: Entry) -> list[str]:
    """Take the point of an address that is no more off an entry; give the fields this changed."""
    entry.latitude = entry.longitude = entry.coordinates_score = None
    entry.coordinates_origin = ""
    return ["latitude", "longitude", "coordinates_score", "coordinates_origin"]


def _refuse_problems(entry: Structure | Service, fields: dict[str, str]) -> None:
    """Raise ValidationError for what is wrong with `fields` of an entry, under the names their form has."""
    wrong: dict[str, list[str]] = {}
    for problem in problems(record_of(entry), kind_of(entry)):
        if problem.field in fields:
            wrong.setdefault(fields[problem.field], []).append(problem.reason)
    try:
        entry.clean_fields(exclude=[f.name for f in entry._meta.fields if f.name not in fields])
    except ValidationError as error:
        for name, reasons in error.message_dict.items():
            wrong.setdefault(fields[name], []).extend(reasons)
    if wrong:
        raise ValidationError({name: list(dict.fromkeys(reasons)) for name, reasons in wrong.items()})
