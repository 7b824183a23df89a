"""The mail of a request: to who asks, to the pair, to the administration. Marked before it leaves, so that two tasks write once.

The team's mail says nothing of who asks: it leads to the admin, where every reading is recorded.
"""

from __future__ import annotations

from functools import partial
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
from resources.guide.exchanges.dates import erased_on, moment_in_words
from resources.guide.exchanges.people import administrators_for, facilitators
from resources.guide.exchanges.sending import attempt, send, send_to_each
from resources.guide.models.exchanges import ExchangeFacilitator, ExchangeRequest

Confirmation = ExchangeRequest.Confirmation
Naming = ExchangeRequest.Naming
State = ExchangeRequest.State
#: Nothing more is told about a request that is there.
OVER = (State.DONE, State.CLOSED)


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
    row = rows.exclude(sealed="").exclude(state__in=OVER).first()
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
    """Tell who asks the date fixed for their exchange, and whom they will talk with."""
    _write_about_date(pk, "told_for", "guide/email/exchange_planned")


@task()
def remind(pk: int) -> None:
    """Remind who asks of their exchange, unless nobody is left to hold it."""
    _write_about_date(pk, "reminded_for", "guide/email/exchange_soon")


@task()
def tell_names(pk: int) -> None:
    """Tell who asks whom they will talk with, when they were told of others."""
    planned = planned_and_held().filter(pk=pk, naming=Naming.CHANGED)
    row = planned.first()
    if row is None or not _as_it_was(row).filter(naming=Naming.CHANGED).update(naming=Naming.TOLD):
        return
    told = ExchangeRequest.objects.filter(pk=pk, naming=Naming.TOLD)
    leave = partial(_write_to_who_asks, row, "guide/email/exchange_people")
    attempt("exchange", pk, leave, lambda: told.update(naming=Naming.CHANGED))


def planned_and_held() -> Any:
    """Give the requests whose date is to come, that somebody will hold, and of which one knows who asks."""
    planned = ExchangeRequest.objects.filter(state=State.PLANNED, planned_at__gt=timezone.now())
    return planned.exclude(sealed="").held()


def _write_about_date(pk: int, field: str, template: str) -> None:
    row = planned_and_held().filter(pk=pk).first()
    if row is None:
        return
    naming = Naming.TOLD if names_of(able(row)) else row.naming
    if not _as_it_was(row).filter(not_yet(field)).update(**{field: row.planned_at, "naming": naming}):
        return

    other = "reminded_for" if field == "told_for" else "told_for"

    def undo() -> None:
        # The names stay told where the other mail has left meanwhile: it says them too.
        _as_it_was(row).filter(**{other: getattr(row, other)}).update(naming=row.naming)
        ExchangeRequest.objects.filter(pk=pk, **{field: row.planned_at}).update(**{field: None})

    attempt("exchange", pk, partial(_write_to_who_asks, row, template), undo)


def _as_it_was(row: ExchangeRequest) -> Any:
    """Give the request where no step was taken since it was read: another date, another pair have their own mail."""
    return ExchangeRequest.objects.filter(pk=row.pk, version=row.version)


def _write_to_who_asks(row: ExchangeRequest, template: str) -> None:
    contact = open_contact(row)
    with translation.override(contact.language):
        send(template, contact.email, about_date(row) | {"names": names_of(able(row))})


def able(request: ExchangeRequest) -> list[User]:
    """Give the people of a pair who may still answer, in order."""
    seats = request.facilitators.filter(user__in=facilitators().order_by().values("pk"))
    return [one.user for one in seats.select_related("user")]


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
    """Tell one of the pair that a request is theirs, and its date when it is to come: they are not told of it twice."""
    rows = ExchangeFacilitator.objects.filter(pk=pk)
    one = answering().filter(pk=pk).first()
    if one is None:
        return
    before, moment = one.told_for, one.request.planned_at
    is_dated = moment is not None and moment > timezone.now()
    marked: dict[str, Any] = {"told_on": timezone.localdate(), "told_for": moment if is_dated else before}
    if not rows.filter(told_on=None).update(**marked):
        return

    def leave() -> None:
        with translation.override(settings.LANGUAGE_CODE):
            facts = about_date(one.request) if is_dated else {"number": one.request.pk, "when": ""}
            send(
                "guide_admin/email/exchange_assigned", one.user.email, facts | {"link": link_of(one.request)}
            )

    def undo() -> None:
        rows.filter(told_for=marked["told_for"]).update(told_for=before)
        rows.update(told_on=None)

    attempt("facilitator", pk, leave, undo)


@task()
def remind_facilitator(pk: int) -> None:
    """Remind one of the pair of the exchange they lead."""
    _write_to_facilitator(pk, "reminded_for", "guide_admin/email/exchange_soon")


@task()
def tell_facilitator_date(pk: int) -> None:
    """Tell one of the pair the date that the other, or the administration, fixed.

    Who is not told yet that the request is theirs learns both at once, from `tell_facilitator`.
    """
    if ExchangeFacilitator.objects.filter(pk=pk, told_on=None).exists():
        return
    _write_to_facilitator(pk, "told_for", "guide_admin/email/exchange_dated")


def _write_to_facilitator(pk: int, field: str, template: str) -> None:
    rows = ExchangeFacilitator.objects.filter(pk=pk)
    planned = answering().filter(request__state=State.PLANNED, request__planned_at__gt=timezone.now())
    one = planned.filter(pk=pk).first()
    if one is None:
        return
    moment = one.request.planned_at
    if not rows.filter(Q(**{field: None}) | ~Q(**{field: moment})).update(**{field: moment}):
        return

    def leave() -> None:
        with translation.override(settings.LANGUAGE_CODE):
            facts = about_date(one.request) | {"link": link_of(one.request)}
            send(template, one.user.email, facts)

    marked = rows.filter(**{field: moment})
    attempt("facilitator", pk, leave, lambda: marked.update(**{field: None}))


def answering() -> Any:
    """Give the rows of pairs whose people may still answer, of requests that are not over: no other is written to."""
    rows = ExchangeFacilitator.objects.filter(user__in=facilitators().order_by().values("pk"))
    return rows.exclude(request__state__in=OVER).select_related("request", "user")


@task()
def tell_leaver(request_pk: int, user_pk: str) -> None:
    """Tell somebody that a request is no longer theirs. Their row is gone: should it not leave, nothing tries again."""
    person = facilitators().filter(pk=user_pk).first()
    if person is None or ExchangeFacilitator.objects.filter(request=request_pk, user=person).exists():
        return

    def leave() -> None:
        with translation.override(settings.LANGUAGE_CODE):
            send("guide_admin/email/exchange_left", person.email, {"number": request_pk})

    attempt("exchange", request_pk, leave, lambda: None)


@task()
def call_administration(pk: int) -> None:
    """Tell the administration that a request waits for a pair, or no longer goes on; once a week at most.

    Once a day when the exchange is near and somebody is missing.
    """
    rows = ExchangeRequest.objects.filter(pk=pk)
    row = ExchangeRequest.objects.to_recall().filter(pk=pk).first()
    people = administrators_for("exchange", pk) if row else []
    if row is None or not people:  # told to nobody, it stays to be told
        return
    before, today = row.recalled_on, timezone.localdate()
    if not rows.filter(recalled_on=before).update(recalled_on=today):
        return

    def leave() -> None:
        with translation.override(settings.LANGUAGE_CODE):
            facts = {"number": row.pk, "day": date_words(row.created_on), "link": link_of(row)}
            if row.state == State.RECEIVED:
                send_to_each(people, "guide_admin/email/exchange_waiting", facts)
            else:
                told = about_date(row) | facts | {"why": trouble_of(row)}
                send_to_each(people, "guide_admin/email/exchange_stuck", told)

    attempt("exchange", pk, leave, lambda: rows.filter(recalled_on=today).update(recalled_on=before))


def trouble_of(request: ExchangeRequest) -> str:
    """Say why a request no longer goes on: `nobody` or `one` left of its pair, `unnoted`, `stalled`."""
    row = ExchangeRequest.objects.filter(pk=request.pk)
    if row.short().exists():
        return "one" if row.held().exists() else "nobody"
    return "unnoted" if row.unnoted().exists() else "stalled"
