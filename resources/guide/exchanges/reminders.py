"""What each night does for requests: recalls those that wait, reminds people of their exchange, tries mail again."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from resources.guide.exchanges import mail
from resources.guide.exchanges.dates import REMINDED
from resources.guide.exchanges.sending import TRIED
from resources.guide.models.exchanges import ExchangeFacilitator, ExchangeRequest

State = ExchangeRequest.State


def remind() -> int:
    """Ask for every mail that is due, or that a breakdown kept back; give how many. Asked twice, each leaves once."""
    today, now = timezone.localdate(), timezone.now()
    requests = ExchangeRequest.objects.exclude(sealed="")
    planned = requests.filter(state=State.PLANNED, planned_at__gt=now)
    soon = planned.filter(planned_at__date__lte=today + REMINDED)
    late = requests.filter(confirmation=mail.Confirmation.WAITING, created_on__gte=today - TRIED)
    people = ExchangeFacilitator.objects.filter(user__is_active=True)
    untold = people.filter(told_on=None).exclude(request__state__in=[State.DONE, State.CLOSED])
    leading = people.filter(request__in=soon).filter(mail.not_yet("reminded_for", "request__planned_at"))
    return sum(
        [
            _ask(mail.confirm, late),
            _ask(mail.call_administration, ExchangeRequest.objects.waiting().filter(mail.to_recall())),
            _ask(mail.tell_facilitator, untold),
            _ask(mail.tell_date, planned.filter(mail.not_yet("told_for"))),
            _ask(mail.remind, soon.filter(mail.not_yet("reminded_for"))),
            _ask(mail.remind_facilitator, leading),
        ]
    )


def _ask(task: Any, rows: Any) -> int:
    pks = list(rows.values_list("pk", flat=True))
    for pk in pks:
        task.enqueue(pk)
    return len(pks)
