"""What a breakdown of the mail must not do: tell the same thing twice, or in the wrong order, or what is no longer so."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from portal.accounts.models import User
from resources.guide.exchanges import actions
from resources.guide.exchanges import mail as letters
from resources.guide.exchanges.reminders import remind
from resources.guide.implementations.mail import tell_again
from resources.guide.models.exchanges import ExchangeFacilitator, ExchangeRequest
from resources.guide.models.implementations import Implementation
from tests.factories import paris
from tests.resources.guide.asking import (
    CONTACT,
    administrator,
    ask,
    break_mail,
    editor,
    mend_mail,
    suggest,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 9, 1, 12, tzinfo=ZoneInfo("Europe/Paris"))
SOON = paris(2026, 9, 3, 14)


@pytest.fixture(autouse=True)
def clock():
    """Tuesday the 1st of September 2026, at noon."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Run what waits for the end of the transaction: `with commit(): …`."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def alix() -> User:
    """The administration."""
    return administrator()


@pytest.fixture
def request_(alix) -> ExchangeRequest:
    """A request given to Nadia and Luc, of which no mail has left."""
    row = ask()
    actions.assign(row, [editor("Nadia"), editor("Luc")], user=alix, version=1)
    return row


def plan(row: ExchangeRequest, when: datetime, user: User) -> None:
    actions.plan(row, when=when, way="video", user=user, version=row.version)


def subjects(address: str) -> list[str]:
    return [one.subject for one in mail.outbox if one.to == [address]]


# The pair.


def test_who_could_not_be_told_that_a_request_is_theirs_hears_of_its_date_once_and_in_order(
    request_, alix, commit, settings
):
    with commit():
        plan(request_, paris(2026, 9, 17, 14), alix)
    assert not subjects("nadia@demo.test"), "first that it is theirs"
    remind()
    (told,) = [one for one in mail.outbox if one.to == ["nadia@demo.test"]]
    assert "vous est confiée" in told.subject and "17 septembre" in told.body
    remind()
    assert len(subjects("nadia@demo.test")) == 1


def test_a_date_that_could_not_be_told_with_the_request_is_told_with_it_later(request_, alix, settings):
    plan(request_, paris(2026, 9, 17, 14), alix)
    break_mail(settings)
    remind()
    assert not ExchangeFacilitator.objects.exclude(told_on=None, told_for=None).exists()
    mend_mail(settings)
    remind()
    assert len(subjects("luc@demo.test")) == 1
    assert set(ExchangeFacilitator.objects.values_list("told_for", flat=True)) == {request_.planned_at}


def test_another_date_is_told_to_who_came_by_the_former_one(request_, alix, commit):
    plan(request_, paris(2026, 9, 17, 14), alix)
    remind()
    mail.outbox.clear()
    with commit():
        plan(request_, paris(2026, 9, 18, 14), alix)
    (subject,) = subjects("luc@demo.test")
    assert "une date est fixée" in subject and "18 septembre" in subject


def test_a_date_gone_by_is_not_told_as_fixed(request_, alix, commit, clock):
    plan(request_, SOON, alix)
    clock.move_to(SOON + timedelta(hours=2))
    with commit():
        actions.assign(request_, [editor("Kim"), editor("Luc")], user=alix, version=request_.version)
    (told,) = [one for one in mail.outbox if one.to == ["kim@demo.test"]]
    assert "septembre" not in told.body and "déjà fixée" not in told.body
    assert ExchangeFacilitator.objects.get(user__email="kim@demo.test").told_for is None


@pytest.mark.parametrize("state", ["done", "closed"])
def test_nothing_is_told_of_a_request_that_is_over(request_, alix, clock, state):
    plan(request_, SOON, alix)
    clock.move_to(SOON + timedelta(hours=2))
    actions.mark_done(request_, user=alix, version=request_.version)
    if state == "closed":
        actions.close(request_, closing="held", user=alix, version=request_.version)
    for one in request_.facilitators.all():
        letters.tell_facilitator.enqueue(one.pk)
    letters.confirm.enqueue(request_.pk)
    assert remind() == 0
    assert not mail.outbox
    assert ExchangeRequest.objects.get().confirmation == "waiting"


# Who asks.


def test_names_that_another_mail_told_meanwhile_stay_told(request_, alix, monkeypatch):
    """The reminder does not leave; while it tried, the date did, with the names."""
    plan(request_, SOON, alix)
    send = letters.send

    def meanwhile(name, to, facts):
        if name.endswith("exchange_soon"):
            monkeypatch.setattr(letters, "send", send)
            letters.tell_date.call(request_.pk)
            raise OSError
        send(name, to, facts)

    monkeypatch.setattr(letters, "send", meanwhile)
    letters.remind.enqueue(request_.pk)
    request_.refresh_from_db()
    assert len(subjects(CONTACT.email)) == 1
    assert (request_.naming, request_.reminded_for) == ("told", None)


def test_names_that_no_mail_told_are_put_back(request_, alix, settings):
    plan(request_, SOON, alix)
    break_mail(settings)
    letters.remind.enqueue(request_.pk)
    letters.tell_date.enqueue(request_.pk)
    request_.refresh_from_db()
    assert (request_.naming, request_.reminded_for, request_.told_for) == ("untold", None, None)


# The administration.


def test_without_anybody_to_tell_the_journal_says_so_and_it_stays_to_be_told(caplog):
    exchange, column = ask(), suggest()
    with caplog.at_level(logging.ERROR):
        remind()
        tell_again()
    told = [one.getMessage() for one in caplog.records if "Nobody to tell" in one.getMessage()]
    assert len(told) == 2 and f"exchange {exchange.pk}" in told[0] and f"column {column.pk}" in told[1]
    for model in (ExchangeRequest, Implementation):
        assert model.objects.get().recalled_on is None
    mail.outbox.clear()
    administrator()
    assert (remind(), tell_again()) == (1, 1)
    assert len(mail.outbox) == 2
    assert ExchangeRequest.objects.get().recalled_on == timezone.localdate()
