"""The mail of a request, through a real mail server: what it says, to whom, and what happens when it cannot leave."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from portal.accounts.models import User
from resources.guide.exchanges import actions, sending
from resources.guide.exchanges import mail as letters
from resources.guide.exchanges.reminders import remind
from resources.guide.models.exchanges import ExchangeFacilitator, ExchangeRequest
from tests.factories import UserFactory, paris
from tests.resources.guide.asking import (
    CONTACT,
    PRIVATE,
    administrator,
    ask,
    break_mail,
    editor,
    mail_server,
    mend_mail,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 9, 1, 12, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture(autouse=True)
def clock():
    """Tuesday the 1st of September 2026, at noon."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Run what waits for the end of the transaction: `with commit(): …`."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def night(clock, day: date) -> int:
    """Let the night before `day` do its work."""
    clock.move_to(datetime(day.year, day.month, day.day, 3, tzinfo=ZoneInfo("Europe/Paris")))
    return remind()


def given(request: ExchangeRequest, *pair: User) -> ExchangeRequest:
    actions.assign(request, list(pair), user=pair[0], version=request.version)
    return request


def planned(request: ExchangeRequest, when: datetime, user: User) -> ExchangeRequest:
    actions.plan(request, when=when, way="video", user=user, version=request.version)
    return request


def test_who_asks_gets_a_confirmation_that_repeats_nothing(settings, commit):
    with mail_server(settings) as box, commit():
        request = ask()
    assert box.to == [CONTACT.email]
    assert f"numéro {request.pk}" in box.texts()
    assert "1er septembre 2027" in box.texts()  # the day all is erased
    for word in (CONTACT.name, CONTACT.question, CONTACT.territory, CONTACT.organisation, CONTACT.phone):
        assert word not in box.texts()
    request.refresh_from_db()
    assert request.confirmation == "sent"


@pytest.mark.parametrize(
    ("language", "told"), [("en", "1 September 2027"), ("ar", "2027"), ("fr", "1er septembre 2027")]
)
def test_it_is_written_in_the_language_of_the_page(settings, commit, language, told):
    with mail_server(settings) as box, commit():
        ask(language=language)
    assert told in box.texts()
    assert ("Bonjour" in box.texts()) is (language == "fr")


def test_the_administration_hears_at_once_then_each_week_and_reads_nothing_of_who_asks(
    settings, commit, clock
):
    alix, billie = administrator(), administrator("Billie")
    UserFactory(is_superuser=True)  # keeps the machine, not the requests
    with mail_server(settings) as box:
        with commit():
            request = ask()
        box.messages, box.to = box.messages[1:], box.to[1:]
        assert sorted(box.to) == [alix.email, billie.email]
        assert night(clock, date(2026, 9, 2)) == night(clock, date(2026, 9, 7)) == 0
        assert night(clock, date(2026, 9, 8)) == 1
        assert night(clock, date(2026, 9, 9)) == 0
        assert len(box.to) == 4
        given(request, editor("Nadia"), editor("Luc"))
        box.to.clear()
        night(clock, date(2026, 9, 20))
    assert alix.email not in box.to
    assert f"/admin/guide/echanges/{request.pk}/" in box.texts()
    for word in PRIVATE:
        assert word not in box.texts()


def test_without_administration_superusers_hear(settings, commit):
    keeper = UserFactory(is_superuser=True)
    UserFactory(is_superuser=True, is_active=False)
    with mail_server(settings) as box, commit():
        ask()
    assert box.to[1:] == [keeper.email]


def test_the_pair_is_told_and_nothing_personal_goes_with_it(settings, commit):
    request, pair = ask(), [editor("Nadia"), editor("Luc", "sud-est-grenoblois")]
    with mail_server(settings) as box, commit():
        given(request, *pair)
    assert sorted(box.to) == ["luc@demo.test", "nadia@demo.test"]
    assert f"/admin/guide/echanges/{request.pk}/" in box.texts()
    for word in PRIVATE:
        assert word not in box.texts()


def test_those_who_stay_in_a_pair_are_not_told_again(settings, commit):
    nadia, luc, kim = editor("Nadia"), editor("Luc"), editor("Kim")
    request = given(ask(), nadia, luc)
    ExchangeFacilitator.objects.update(told_on=timezone.localdate())
    with mail_server(settings) as box, commit():
        given(request, kim, nadia)
    assert sorted(box.to) == ["kim@demo.test", "luc@demo.test"]  # who comes, who leaves
    assert {one.user.first_name for one in request.facilitators.all()} == {"Nadia", "Kim"}


def test_the_date_is_told_then_recalled_two_days_before(settings, commit, clock):
    request = given(ask(), editor("Nadia"), editor("Luc"))
    ExchangeFacilitator.objects.update(told_on=timezone.localdate())
    ExchangeRequest.objects.update(confirmation="sent")
    with mail_server(settings) as box:
        with commit():
            planned(request, paris(2026, 9, 17, 14, 30), request.pair[0])
        assert sorted(box.to) == ["luc@demo.test", CONTACT.email]  # Nadia fixed it
        assert "jeudi 17 septembre 2026 à 14 h 30, en visioconférence" in box.texts().replace("\u00a0", " ")
        assert "Nadia Test et Luc Test" in box.texts()
        assert night(clock, date(2026, 9, 14)) == 0
        assert night(clock, date(2026, 9, 15)) == 3
        assert night(clock, date(2026, 9, 16)) == 0
    assert sorted(box.to[2:]) == ["luc@demo.test", CONTACT.email, "nadia@demo.test"]
    for message in box.messages:
        if message["To"] != CONTACT.email:
            assert not any(word in message.get_content() for word in PRIVATE)


def test_another_date_is_told_and_recalled_again(settings, commit, clock):
    request = given(ask(), editor("Nadia"), editor("Luc"))
    planned(request, paris(2026, 9, 3, 14), request.pair[0])
    night(clock, date(2026, 9, 2))
    mail.outbox.clear()
    with commit():
        planned(request, paris(2026, 9, 24, 9), request.pair[0])
    assert [message.to for message in mail.outbox] == [[CONTACT.email], ["luc@demo.test"]]
    mail.outbox.clear()
    assert night(clock, date(2026, 9, 3)) == 0
    assert night(clock, date(2026, 9, 22)) == len(mail.outbox) == 3


def test_nobody_is_reminded_of_what_is_past_or_given_up(clock):
    past = planned(given(ask(), editor("Nadia"), editor("Luc")), paris(2026, 9, 3, 14), editor("Nadia"))
    over = planned(given(ask(), editor("Nadia"), editor("Luc")), paris(2026, 9, 10, 14), editor("Nadia"))
    actions.close(over, closing="withdrawn", user=editor("Nadia"), version=over.version)
    ExchangeRequest.objects.update(confirmation="sent", told_for=None, recalled_on=date(2026, 9, 8))
    ExchangeFacilitator.objects.update(told_on=date(2026, 9, 1))
    assert past.state == "planned"
    assert night(clock, date(2026, 9, 9)) == 0


# When mail cannot leave.


def everything_due(clock) -> ExchangeRequest:
    """A request whose every mail is due: none has left."""
    administrator()
    request = planned(given(ask(), editor("Nadia"), editor("Luc")), paris(2026, 9, 3, 14), editor("Nadia"))
    clock.move_to(NOON + timedelta(hours=1))
    ask()
    return request


def test_a_breakdown_keeps_every_mail_for_the_night(settings, clock):
    everything_due(clock)
    break_mail(settings)
    asked = remind()
    assert (
        asked == 9
    )  # two confirmations, a request that waits, a pair told with its date and reminded, a date told and recalled
    mend_mail(settings)
    assert remind() == asked == len(mail.outbox)
    assert remind() == 0
    assert len(mail.outbox) == asked


def test_what_two_nights_ask_for_leaves_once(settings, clock, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    request = everything_due(clock)
    assert remind() == remind() == 9
    for _time in range(2):
        letters.confirm.call(request.pk)
        letters.tell_date.call(request.pk)
        letters.remind.call(request.pk)
        for one in request.facilitators.all():
            letters.tell_facilitator.call(one.pk)
            letters.remind_facilitator.call(one.pk)
            letters.tell_facilitator_date.call(one.pk)
    assert len(mail.outbox) == 7


@pytest.mark.parametrize(("code", "state"), [(550, "refused"), (450, "waiting")])
def test_what_the_mail_server_answers_is_kept_nowhere(settings, caplog, code, state):
    request = ask()
    with mail_server(settings, code):
        result = letters.confirm.enqueue(request.pk)
    told = caplog.text + "".join(error.traceback for error in result.errors)
    request.refresh_from_db()
    assert str(request.pk) in told
    assert CONTACT.email not in told
    assert request.confirmation == state


def test_an_address_refused_for_good_is_not_tried_again(settings, clock):
    ask()
    with mail_server(settings, 550):
        remind()
    mail.outbox.clear()
    mend_mail(settings)
    remind()
    assert not mail.outbox


def test_one_administrator_without_a_mailbox_does_not_keep_the_others_waiting(settings, monkeypatch):
    first, second = administrator(), administrator("Billie")
    sent = []

    def send(name, to, facts):
        if to == min(first, second, key=lambda person: person.pk).email:
            raise OSError
        sent.append(to)

    monkeypatch.setattr(sending, "send", send)
    letters.call_administration.enqueue(ask().pk)
    assert len(sent) == 1


def test_a_confirmation_nobody_could_send_is_given_up_after_a_week(settings, clock):
    ask()
    break_mail(settings)
    remind()
    mend_mail(settings)
    night(clock, date(2026, 9, 9))
    assert not mail.outbox


def test_a_key_that_is_gone_breaks_nothing_and_tells_nothing(settings, caplog):
    request = ask()
    settings.FIELD_KEYS = ["k9:" + "99" * 32]
    result = letters.confirm.enqueue(request.pk)
    request.refresh_from_db()
    assert request.confirmation == "waiting"
    assert CONTACT.email not in caplog.text + "".join(error.traceback for error in result.errors)
    assert not mail.outbox


def test_tasks_about_rows_that_are_gone_do_nothing():
    for task in (
        letters.confirm,
        letters.tell_date,
        letters.remind,
        letters.tell_names,
        letters.tell_facilitator,
        letters.tell_facilitator_date,
        letters.remind_facilitator,
        letters.call_administration,
    ):
        task.enqueue(999_999)
    letters.tell_leaver.enqueue(999_999, str(UserFactory().pk))
    assert not mail.outbox
