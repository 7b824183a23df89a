"""The mail of a proposed column: what was decided, to who proposed it, once; then their address is gone."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import task

from home.pages.addresses import absolute
from resources.guide.exchanges.sending import TRIED, attempt, send
from resources.guide.implementations.proposer import open_proposer
from resources.guide.models.implementations import Implementation

State = Implementation.State


@task()
def tell_proposer(pk: int) -> None:
    """Tell who proposed a column what became of it, and erase the address: taken first, so that two tasks write once.

    A refusal says the team's word and nothing of what was typed: a form must not write to strangers for anybody.
    """
    rows = Implementation.objects.filter(pk=pk)
    row = rows.exclude(state=State.PROPOSED).first()
    if row is None or not row.sealed or not rows.filter(sealed=row.sealed).update(sealed=""):
        return

    def leave() -> None:
        proposer = open_proposer(row)
        with translation.override(proposer.language):
            if row.is_public:
                link = absolute(reverse("guide_comparison"))
                send("guide/email/column_published", proposer.email, {"name": row.name, "link": link})
            else:
                send("guide/email/column_refused", proposer.email, {"reason": row.reason})

    attempt("column", pk, leave, lambda: rows.update(sealed=row.sealed))


def tell_again() -> int:
    """Write to those a breakdown of the mail left out; give how many it tried."""
    since = timezone.localdate() - TRIED
    kept = Implementation.objects.exclude(state=State.PROPOSED).exclude(sealed="")
    pks = list(kept.filter(settled_on__gte=since).values_list("pk", flat=True))
    for pk in pks:
        tell_proposer.enqueue(pk)
    return len(pks)
