"""What is done to a request, step by step. One verb, one transaction, one line in the log; who asks is never in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.accounts.models import User
from resources.guide.exchanges import mail
from resources.guide.exchanges.contact import Contact, open_contact, seal_contact
from resources.guide.exchanges.dates import moment_in_words
from resources.guide.exchanges.people import facilitators
from resources.guide.exchanges.sending import ask_for
from resources.guide.models.exchanges import ExchangeFacilitator, ExchangeRequest

State = ExchangeRequest.State
Closing = ExchangeRequest.Closing
Naming = ExchangeRequest.Naming

#: Step → the states it may be taken from.
STEPS = {
    "assign": {State.RECEIVED, State.ASSIGNED, State.PLANNED},
    "plan": {State.ASSIGNED, State.PLANNED},
    "done": {State.PLANNED},
    "close": {State.RECEIVED, State.ASSIGNED, State.PLANNED, State.DONE},
    "erase": {State.CLOSED},
}


class StepRefused(ValidationError):
    """This step does not follow from where the request stands."""


class Meanwhile(ValidationError):
    """Somebody else has acted on the request since it was read."""


def may_take(request: ExchangeRequest, step: str) -> bool:
    """Tell whether a step follows from where a request stands; what is erased is not erased again."""
    return request.state in STEPS[step] and (step != "erase" or bool(request.sealed))


@transaction.atomic
def receive(contact: Contact, *, stage: str, moments: Collection[str] = ()) -> ExchangeRequest:
    """Keep a request, sealed, and tell who asks and the administration that it came."""
    request = ExchangeRequest(stage=stage, moments=list(moments))
    request.sealed = seal_contact(request, contact)
    request.save(force_insert=True)
    ask_for(mail.confirm, request.pk)
    ask_for(mail.call_administration, request.pk)
    return request


def read_contact(request: ExchangeRequest, *, user: User) -> Contact:
    """Write down that `user` reads who asks, then open it. Raises SealError: that somebody tried stays written."""
    log(request, "guide.exchange.read", user=user)
    return open_contact(request)


@transaction.atomic
def assign(request: ExchangeRequest, pair: Sequence[User], *, user: User, version: int) -> None:
    """Give a request to two different people, or to others than before; who comes, and who leaves, is written to.

    Who asks is told the new names when they were told the former ones.

    Raises ValidationError when they are not two, differ not, or may not answer; StepRefused; Meanwhile.
    """
    row = _held(request, "assign", version)
    _refuse_pair(pair)
    left = list(row.facilitators.exclude(user__in=pair).values_list("user", flat=True))
    new = _seat(row, pair)
    if row.state == State.RECEIVED:
        row.state = State.ASSIGNED
    if new and row.naming == Naming.TOLD:
        row.naming = Naming.CHANGED
    row.assigned_on, row.recalled_on = timezone.localdate(), None
    _save(row, "state", "naming", "assigned_on", "recalled_on")
    note = _("%(first)s et %(second)s") % {"first": pair[0], "second": pair[1]}
    log(row, "guide.exchange.assign", user=user, data={"note": note}, content_changed=True)
    for one in new:
        ask_for(mail.tell_facilitator, one.pk)
    for user_pk in left:
        ask_for(mail.tell_leaver, row.pk, str(user_pk))
    if row.state == State.PLANNED:
        ask_for(mail.tell_date, row.pk)  # unless they know it
        ask_for(mail.tell_names, row.pk)
    request.refresh_from_db()


def _refuse_pair(pair: Sequence[User]) -> None:
    if len({person.pk for person in pair}) != 2 or len(pair) != 2:
        raise ValidationError(_("Un binôme, ce sont deux personnes différentes."))
    if facilitators().filter(pk__in=[person.pk for person in pair]).count() != 2:
        raise ValidationError(_("Une de ces personnes ne peut pas ouvrir les demandes."))


def _seat(row: ExchangeRequest, pair: Sequence[User]) -> list[ExchangeFacilitator]:
    """Put a pair in the place of another; those who stay are not told twice. Give those who are new."""
    row.facilitators.exclude(user__in=pair).delete()
    staying = {one.user_id for one in row.facilitators.all()}
    taken = set(row.facilitators.values_list("position", flat=True))
    free = [position for position in (1, 2) if position not in taken]
    comers = [person for person in pair if person.pk not in staying]
    return [
        ExchangeFacilitator.objects.create(request=row, user=person, position=position)
        for person, position in zip(comers, free, strict=True)
    ]


@transaction.atomic
def plan(request: ExchangeRequest, *, when: datetime, way: str, user: User, version: int) -> None:
    """Fix the date of an exchange, or another one; tell who asks, and whoever of the pair did not fix it.

    Raises ValidationError for a date gone by; StepRefused when nobody is left to hold the exchange; Meanwhile.
    """
    row = _held(request, "plan", version)
    if not ExchangeRequest.objects.filter(pk=row.pk).held().exists():
        raise StepRefused(_("Plus personne ne peut tenir cet échange. Changez d'abord le binôme."))
    if when <= timezone.now():
        raise ValidationError({"day": _("Cette date est passée. Choisissez-en une à venir.")})
    row.state, row.planned_at, row.way = State.PLANNED, when, way
    row.told_for = row.reminded_for = row.recalled_on = None
    row.naming = Naming.UNTOLD
    row.facilitators.update(reminded_for=None, told_for=None)
    row.facilitators.filter(user=user).update(told_for=when)
    _save(row, "state", "planned_at", "way", "told_for", "reminded_for", "recalled_on", "naming")
    note = f"{moment_in_words(when)}, {row.get_way_display()}"
    log(row, "guide.exchange.plan", user=user, data={"note": note}, content_changed=True)
    ask_for(mail.tell_date, row.pk)
    for pk in row.facilitators.exclude(user=user).values_list("pk", flat=True):
        ask_for(mail.tell_facilitator_date, pk)
    request.refresh_from_db()


@transaction.atomic
def mark_done(request: ExchangeRequest, *, user: User, version: int) -> None:
    """Note that the exchange took place. Raises StepRefused before its hour."""
    row = _held(request, "done", version)
    if row.planned_at is None or row.planned_at > timezone.now():
        raise StepRefused(_("Cet échange n'a pas encore eu lieu : sa date est à venir."))
    row.state = State.DONE
    _save(row, "state")
    log(row, "guide.exchange.done", user=user, content_changed=True)
    request.refresh_from_db()


@transaction.atomic
def close(request: ExchangeRequest, *, closing: str, user: User, version: int) -> None:
    """Close a request, and say why; what nobody wanted loses who sent it at once. Raises StepRefused, Meanwhile."""
    row = _held(request, "close", version)
    if (closing == Closing.HELD) != (row.state == State.DONE):
        raise StepRefused(_("Cette raison ne convient pas à l'état de la demande."))
    row.state, row.closing, row.closed_on = State.CLOSED, closing, timezone.localdate()
    if closing == Closing.SPAM:
        row.sealed = ""
    _save(row, "state", "closing", "closed_on", "sealed")
    note = row.get_closing_display()
    log(row, "guide.exchange.close", user=user, data={"note": str(note)}, content_changed=True)
    request.refresh_from_db()


@transaction.atomic
def erase(request: ExchangeRequest, *, user: User, version: int) -> None:
    """Erase who asked before the twelve months, because they want it. Raises StepRefused while the request is open."""
    row = _held(request, "erase", version)
    row.sealed = ""
    _save(row, "sealed")
    log(row, "guide.exchange.erase", user=user, content_changed=True)
    request.refresh_from_db()


def _held(request: ExchangeRequest, step: str, version: int) -> ExchangeRequest:
    """Give a request as it stands, held until the end of the transaction. Raises Meanwhile, StepRefused."""
    row = ExchangeRequest.objects.select_for_update().filter(pk=request.pk).first()
    if row is None or row.version != version:
        raise Meanwhile(_("Quelqu'un vient de changer cette demande. Relisez-la avant de continuer."))
    if not may_take(row, step):
        raise StepRefused(_("La demande n'en est pas là : cette étape n'est pas possible."))
    return row


def _save(row: ExchangeRequest, *fields: str) -> None:
    row.version += 1
    row.save(update_fields=["version", *fields])
