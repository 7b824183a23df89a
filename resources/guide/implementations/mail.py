"""The mail of a proposed column: to the administration, that it waits; to who proposed it, once, what was decided.

Then their address is gone. The administration's mail says nothing of who proposes, nor of what they wrote.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import task

from home.pages.addresses import absolute
from portal.when import date_words
from resources.guide.exchanges.people import administrators_for
from resources.guide.exchanges.sending import TRIED, attempt, send, send_to_each
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


@task()
def call_administration(pk: int) -> None:
    """Tell the administration that a column waits to be read; once a week at most."""
    rows = Implementation.objects.filter(pk=pk)
    row = Implementation.objects.to_recall().filter(pk=pk).first()
    people = administrators_for("column", pk) if row else []
    if row is None or not people:  # told to nobody, it stays to be told
        return
    before, today = row.recalled_on, timezone.localdate()
    if not rows.filter(recalled_on=before).update(recalled_on=today):
        return

    def leave() -> None:
        with translation.override(settings.LANGUAGE_CODE):
            link = settings.BASE_URL.rstrip("/") + reverse("implementations:edit", args=[pk])
            facts = {"number": pk, "day": date_words(row.proposed_on), "link": link}
            send_to_each(people, "guide_admin/email/column_proposed", facts)

    attempt("column", pk, leave, lambda: rows.filter(recalled_on=today).update(recalled_on=before))


def tell_again() -> int:
    """Recall proposals that wait, write to those a breakdown of the mail left out; give how many it tried."""
    waiting = list(Implementation.objects.to_recall().values_list("pk", flat=True))
    for pk in waiting:
        call_administration.enqueue(pk)
    since = timezone.localdate() - TRIED
    kept = Implementation.objects.exclude(state=State.PROPOSED).exclude(sealed="")
    pks = list(kept.filter(settled_on__gte=since).values_list("pk", flat=True))
    for pk in pks:
        tell_proposer.enqueue(pk)
    return len(waiting) + len(pks)
