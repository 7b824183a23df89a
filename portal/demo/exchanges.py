"""The demonstration's comparison of the two sites, and two requests for an exchange, from people who do not exist."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta

from django.utils import timezone

from home.activities.recurrence import local_start
from portal.accounts.models import User
from portal.demo.content import read
from portal.territories.models import Territory
from resources.guide.exchanges.contact import Contact, seal_contact
from resources.guide.exchanges.vocabulary import Moment, Stage, Way
from resources.guide.implementations.lines import LINES
from resources.guide.models.exchanges import ExchangeFacilitator, ExchangeRequest
from resources.guide.models.implementations import Implementation

State = ExchangeRequest.State

WAITING = Contact(
    name="Samira Lebrun",
    email="samira.lebrun@demo.test",
    phone="01 99 00 44 10",
    organisation="Maison de santé des Trois Ponts",
    territory="Quartier des Trois Ponts, Bourg-Neuf",
    question="Nous avons un lieu et une diététicienne, mais pas encore de médiateur ni de médiatrice. Par quoi commencer ?",
)
PLANNED = Contact(
    name="Yann Kerdoncuff",
    email="yann.kerdoncuff@demo.test",
    organisation="CPTS du Val Perdu",
    territory="Val Perdu et ses six communes",
    question="Comment une commission mensuelle tient-elle quand les soignant·es manquent de temps ?",
    availabilities="Plutôt le jeudi.",
)


def add_implementations() -> None:
    """Publish the columns of the two sites, in French and English; a column that is there stays as it was left."""
    content, english = read("guide/implementations"), read("guide/implementations.en")
    for position, facts in enumerate(content["implementation"], start=1):
        slug = facts["territory"]
        told = {line: facts[line] for line in LINES}
        told |= {f"{line}_en": english[slug].get(line, "") for line in LINES}
        if Implementation.objects.filter(territory__slug=slug).exists():
            continue
        Implementation.objects.create(
            territory=Territory.objects.get(slug=slug),
            name=facts["title"],
            position=position,
            state=Implementation.State.PUBLISHED,
            settled_on=timezone.localdate(),
            **told,
        )


def add_exchanges(people: Mapping[str, User]) -> None:
    """Write a request that waits and one whose date is fixed, once; no mail leaves for them."""
    if ExchangeRequest.objects.exists():
        return
    today = timezone.localdate()
    _ask(WAITING, today - timedelta(days=3), Stage.PREPARE, Moment.MORNING)
    planned = _ask(PLANNED, today - timedelta(days=16), Stage.START, Moment.NOON)
    for position, name in enumerate(("redaction", "redaction-seg"), start=1):
        ExchangeFacilitator.objects.create(
            request=planned, user=people[name], position=position, told_on=today
        )
    planned.state, planned.way, planned.assigned_on = State.PLANNED, Way.VIDEO, today
    planned.planned_at = planned.told_for = local_start(_thursday_after(today + timedelta(days=4)), time(13))
    planned.naming = ExchangeRequest.Naming.TOLD
    planned.save()
    planned.facilitators.update(told_for=planned.planned_at)


def _ask(contact: Contact, day: date, stage: str, moment: str) -> ExchangeRequest:
    row = ExchangeRequest(stage=stage, moments=[moment], created_on=day, recalled_on=day)
    row.confirmation = ExchangeRequest.Confirmation.SENT
    row.sealed = seal_contact(row, contact)
    row.save(force_insert=True)
    return row


def _thursday_after(day: date) -> date:
    return day + timedelta(days=(3 - day.weekday()) % 7)
