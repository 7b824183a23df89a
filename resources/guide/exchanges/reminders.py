"""What each night does for requests: recalls those that wait, reminds people of their exchange, tries mail again."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from resources.guide.exchanges import mail
from resources.guide.exchanges.dates import REMINDED
from resources.guide.exchanges.sending import TRIED
from resources.guide.models.exchanges import ExchangeRequest

State = ExchangeRequest.State


def remind() -> int:
    """Ask for every mail that is due, or that a breakdown kept back; give how many. Asked twice, each leaves once."""
    return _to_the_administration() + _to_who_asks() + _to_pairs()


def _to_the_administration() -> int:
    return _ask(mail.call_administration, ExchangeRequest.objects.to_recall())


def _to_who_asks() -> int:
    """An exchange that nobody is left to hold is told to nobody: the administration hears of it."""
    today = timezone.localdate()
    late = (
        ExchangeRequest.objects.exclude(sealed="")
        .exclude(state__in=mail.OVER)
        .filter(confirmation=mail.Confirmation.WAITING, created_on__gte=today - TRIED)
    )
    planned = mail.planned_and_held()
    soon = planned.filter(planned_at__date__lte=today + REMINDED)
    return sum(
        [
            _ask(mail.confirm, late),
            _ask(mail.tell_date, planned.filter(mail.not_yet("told_for"))),
            _ask(mail.tell_names, planned.filter(naming=mail.Naming.CHANGED)),
            _ask(mail.remind, soon.filter(mail.not_yet("reminded_for"))),
        ]
    )


def _to_pairs() -> int:
    people = mail.answering()
    untold = people.filter(told_on=None)
    planned = people.filter(request__state=State.PLANNED, request__planned_at__gt=timezone.now())
    soon = planned.filter(request__planned_at__date__lte=timezone.localdate() + REMINDED)
    return sum(
        [
            _ask(mail.tell_facilitator, untold),
            _ask(mail.tell_facilitator_date, planned.exclude(told_on=None).filter(_not_yet("told_for"))),
            _ask(mail.remind_facilitator, soon.filter(_not_yet("reminded_for"))),
        ]
    )


def _not_yet(field: str) -> Any:
    return mail.not_yet(field, "request__planned_at")


def _ask(task: Any, rows: Any) -> int:
    pks = list(rows.values_list("pk", flat=True))
    for pk in pks:
        task.enqueue(pk)
    return len(pks)
