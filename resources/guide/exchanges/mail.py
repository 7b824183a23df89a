"""The mail of a request: to who asks, to the pair, to the administration. Marked before it leaves, so that two tasks write once.

The team's mail says nothing of who asks: it leads to the admin, where every reading is recorded.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from portal.accounts.models import User
from portal.when import date_words
from resources.guide.exchanges.contact import open_contact
from resources.guide.exchanges.dates import RECALLED, erased_on, moment_in_words
from resources.guide.exchanges.people import administrators
from resources.guide.exchanges.sending import attempt, send
from resources.guide.models.exchanges import ExchangeFacilitator, ExchangeRequest

Confirmation = ExchangeRequest.Confirmation
State = ExchangeRequest.State


def not_yet(field: str, moment: str = "planned_at") -> Q:
    """Give the condition that the date planned is not the one noted in `field`."""
    return Q(**{field: None}) | ~Q(**{field: F(moment)})


def link_of(request: ExchangeRequest) -> str:
    """Give the full address of a request in the admin."""
    return settings.BASE_URL.rstrip("/") + reverse("exchanges:detail", args=[request.pk])


@task()
def confirm(pk: int) -> None:
    """Tell who asks that their request came, and when it will be erased."""
    rows = ExchangeRequest.objects.filter(pk=pk)
    row = rows.exclude(sealed="").first()
    if row is None or not rows.filter(confirmation=Confirmation.WAITING).update(
        confirmation=Confirmation.SENT
    ):
        return

    def leave() -> None:
        contact = open_contact(row)
        with translation.override(contact.language):
            facts = {"number": row.pk, "erased_on": date_words(erased_on(row.created_on), year=True)}
            send("guide/email/exchange_received", contact.email, facts)

    if not attempt("exchange", pk, leave, lambda: rows.update(confirmation=Confirmation.WAITING)):
        rows.update(confirmation=Confirmation.REFUSED)


@task()
def tell_date(pk: int) -> None:
    """Tell who asks the date fixed for their exchange."""
    _write_about_date(pk, "told_for", "guide/email/exchange_planned")


@task()
def remind(pk: int) -> None:
    """Remind who asks of their exchange."""
    _write_about_date(pk, "reminded_for", "guide/email/exchange_soon")


def _write_about_date(pk: int, field: str, template: str) -> None:
    planned = ExchangeRequest.objects.filter(pk=pk, state=State.PLANNED, planned_at__gt=timezone.now())
    row = planned.exclude(sealed="").prefetch_related("facilitators__user").first()
    if row is None or not planned.filter(not_yet(field), planned_at=row.planned_at).update(
        **{field: row.planned_at}
    ):
        return

    def leave() -> None:
        contact = open_contact(row)
        with translation.override(contact.language):
            send(template, contact.email, about_date(row) | {"names": names_of(row.pair)})

    marked = ExchangeRequest.objects.filter(pk=pk, **{field: row.planned_at})
    attempt("exchange", pk, leave, lambda: marked.update(**{field: None}))


def about_date(request: ExchangeRequest) -> dict[str, Any]:
    """Give what a mail says of the date fixed, in the active language."""
    return {
        "number": request.pk,
        "when": moment_in_words(request.planned_at) if request.planned_at else "",
        "way": request.get_way_display(),
    }


def names_of(people: list[User]) -> str:
    """Give the names of a pair; "" when one of them has none, for an address is not given in its place."""
    names = [person.get_full_name() for person in people]
    if len(names) != 2 or not all(names):
        return ""
    return _("%(first)s et %(second)s") % {"first": names[0], "second": names[1]}


@task()
def tell_facilitator(pk: int) -> None:
    """Tell one of the pair that a request is theirs."""
    rows = ExchangeFacilitator.objects.filter(pk=pk)
    one = rows.select_related("request", "user").filter(user__is_active=True).first()
    if one is None or not rows.filter(told_on=None).update(told_on=timezone.localdate()):
        return

    def leave() -> None:
        with translation.override(settings.LANGUAGE_CODE):
            facts = {"number": one.request_id, "link": link_of(one.request)}
            send("guide_admin/email/exchange_assigned", one.user.email, facts)

    attempt("facilitator", pk, leave, lambda: rows.update(told_on=None))


@task()
def remind_facilitator(pk: int) -> None:
    """Remind one of the pair of the exchange they lead."""
    rows = ExchangeFacilitator.objects.filter(pk=pk)
    planned = rows.filter(request__state=State.PLANNED, request__planned_at__gt=timezone.now())
    one = planned.select_related("request", "user").filter(user__is_active=True).first()
    if one is None:
        return
    moment = one.request.planned_at
    if not rows.filter(Q(reminded_for=None) | ~Q(reminded_for=moment)).update(reminded_for=moment):
        return

    def leave() -> None:
        with translation.override(settings.LANGUAGE_CODE):
            facts = about_date(one.request) | {"link": link_of(one.request)}
            send("guide_admin/email/exchange_soon", one.user.email, facts)

    attempt("facilitator", pk, leave, lambda: rows.filter(reminded_for=moment).update(reminded_for=None))


def to_recall() -> Q:
    """Give the condition of a request of which the administration is to hear again: never told, or a week ago."""
    return Q(recalled_on=None) | Q(recalled_on__lte=timezone.localdate() - RECALLED)


@task()
def call_administration(pk: int) -> None:
    """Tell the administration that a request waits for a pair; once a week at most."""
    rows = ExchangeRequest.objects.filter(pk=pk)
    row = ExchangeRequest.objects.waiting().filter(to_recall(), pk=pk).first()
    if row is None:
        return
    before, today = row.recalled_on, timezone.localdate()
    if not rows.filter(recalled_on=before).update(recalled_on=today):
        return

    def leave() -> None:
        with translation.override(settings.LANGUAGE_CODE):
            facts = {"day": date_words(row.created_on), "link": link_of(row)}
            _send_to_each(administrators(), "guide_admin/email/exchange_waiting", facts)

    attempt("exchange", pk, leave, lambda: rows.filter(recalled_on=today).update(recalled_on=before))


def _send_to_each(people: Any, template: str, facts: dict[str, Any]) -> None:
    """Write to each apart. Raises what the mail server raises when it took no message at all."""
    refusals: list[Exception] = []
    taken = 0
    for person in people:
        try:
            send(template, person.email, facts)
            taken += 1
        except Exception as error:
            refusals.append(error)
    if refusals and not taken:
        raise refusals[0]
