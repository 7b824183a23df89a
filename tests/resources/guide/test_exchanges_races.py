"""Two people and two tasks at once: a request has one pair, a territory one column, a mail leaves once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from resources.guide.exchanges import actions, receiving
from resources.guide.exchanges import mail as letters
from resources.guide.exchanges.purge import purge
from resources.guide.exchanges.reminders import remind
from resources.guide.implementations import actions as columns
from resources.guide.implementations.mail import tell_again, tell_proposer
from resources.guide.models.exchanges import ExchangeFacilitator, ExchangeRequest
from resources.guide.models.implementations import Implementation
from tests.home.activities.test_concurrency import at_once
from tests.resources.guide.asking import (
    ADD,
    EXCHANGE,
    PROPOSED,
    PROPOSER,
    TYPED,
    administrator,
    ask,
    editor,
    suggest,
)

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(request: ExchangeRequest) -> ExchangeRequest:
    return ExchangeRequest.objects.get(pk=request.pk)


def test_two_who_give_a_request_at_once_give_it_to_one_pair():
    request = ask()
    people = [editor("Nadia"), editor("Luc"), editor("Kim"), editor("Zoé")]
    mail.outbox.clear()
    pairs = [people[:2], people[2:], people[1:3], [people[3], people[0]]]
    answers = at_once(
        *(
            lambda pair=pair: actions.assign(fresh(request), pair, user=pair[0], version=request.version)
            for pair in pairs
        )
    )
    assert sum(answer is None for answer in answers) == 1
    assert all(answer is None or isinstance(answer, actions.Meanwhile) for answer in answers)
    winner = pairs[answers.index(None)]
    assert {one.user for one in ExchangeFacilitator.objects.all()} == set(winner)
    assert sorted(message.to[0] for message in mail.outbox) == sorted(person.email for person in winner)
    assert fresh(request).version == 2


def test_a_request_given_and_set_aside_at_once_is_one_of_both():
    request, nadia, luc = ask(), editor("Nadia"), editor("Luc")
    answers = at_once(
        lambda: actions.assign(fresh(request), [nadia, luc], user=nadia, version=1),
        lambda: actions.close(fresh(request), closing="spam", user=luc, version=1),
    )
    assert [answer is None for answer in answers].count(True) == 1
    now = fresh(request)
    is_given = answers[0] is None
    assert (now.state, bool(now.sealed)) == (("assigned", True) if is_given else ("closed", False))
    assert ExchangeFacilitator.objects.count() == 2 * is_given


def test_each_mail_leaves_once_however_many_tasks_there_are():
    administrator()
    request, nadia, luc = ask(), editor("Nadia"), editor("Luc")
    actions.assign(request, [nadia, luc], user=nadia, version=1)
    when = timezone.now() + timedelta(days=1)
    actions.plan(request, when=when, way="video", user=nadia, version=2)
    ExchangeRequest.objects.update(confirmation="waiting", told_for=None)
    ExchangeFacilitator.objects.update(told_on=None)
    mail.outbox.clear()
    first, second = ExchangeFacilitator.objects.values_list("pk", flat=True)
    jobs = [
        *(
            lambda task=task: task.call(request.pk)
            for task in (letters.confirm, letters.tell_date, letters.remind)
        ),
        *(
            lambda task=task, pk=pk: task.call(pk)
            for task in (letters.tell_facilitator, letters.remind_facilitator)
            for pk in (first, second)
        ),
    ]
    answers = at_once(*jobs * 2)
    assert answers == [None] * 14
    assert len(mail.outbox) == 7


def test_a_request_erased_while_it_is_given_leaves_nothing_behind():
    nadia, luc = editor("Nadia"), editor("Luc")
    for _time in range(5):
        request = ask()
        ExchangeRequest.objects.update(created_on=timezone.localdate() - timedelta(days=400))
        answers = at_once(
            lambda request=request: actions.assign(request, [nadia, luc], user=nadia, version=1), purge, purge
        )
        assert answers[0] is None or isinstance(answers[0], actions.Meanwhile)
        assert sorted(answers[1:]) == [0, 1]
        assert not ExchangeRequest.objects.exists()
        assert not ExchangeFacilitator.objects.exists()


@pytest.mark.parametrize("kind", ["locmem.LocMemCache", "filebased.FileBasedCache"])
def test_a_form_sent_several_times_at_once_is_kept_once(settings, tmp_path, monkeypatch, kind):
    monkeypatch.setattr(receiving, "LOOKS", 300)  # a busy machine keeps slowly
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": f"django.core.cache.backends.{kind}", "LOCATION": str(tmp_path)}
    }
    for address, typed, model in ((EXCHANGE, TYPED, ExchangeRequest), (ADD, PROPOSED, Implementation)):
        for number in range(3):
            said = typed | {"name": f"Zoë {number}"}
            answers = at_once(
                *(
                    lambda address=address, said=said, ip=ip: (
                        Client(REMOTE_ADDR=f"192.0.2.{ip}").post(address, said).status_code
                    )
                    for ip in range(6)
                )
            )
            assert answers == [303] * 6
            assert model.objects.count() == number + 1


class Away:
    """A mail that cannot be asked for: the queue does not answer."""

    @staticmethod
    def enqueue(*_given: object) -> None:
        raise OSError("away")


def test_a_queue_that_is_away_loses_no_form_and_breaks_no_page(monkeypatch):
    for name in ("confirm", "call_administration"):
        monkeypatch.setattr(letters, name, Away)
    monkeypatch.setattr(columns.mail, "call_administration", Away)
    for address, typed, model in ((EXCHANGE, TYPED, ExchangeRequest), (ADD, PROPOSED, Implementation)):
        assert [Client().post(address, typed).status_code for _time in range(2)] == [303, 303]
        assert model.objects.count() == 1
    monkeypatch.undo()
    administrator()
    assert (remind(), tell_again()) == (2, 1)
    assert len(mail.outbox) == 3


def test_two_columns_of_one_territory_are_not_published_together():
    alix, nadia = administrator(), editor("Nadia")
    territory = nadia.groups.get().territory
    both = [suggest(name=name) for name in ("Une", "Autre")]
    Implementation.objects.update(territory=territory)
    answers = at_once(
        *(
            lambda one=one: columns.publish(Implementation.objects.get(pk=one.pk), user=alix, version=1)
            for one in both
        )
    )
    assert [answer is None for answer in answers].count(True) == 1
    assert [type(answer).__name__ for answer in answers if answer] == ["ValidationError"]
    assert Implementation.objects.public().count() == 1


def test_a_column_is_settled_by_one_and_its_proposer_told_once():
    alix, billie, column = administrator(), administrator("Billie"), suggest()
    verbs = [
        lambda: columns.publish(Implementation.objects.get(pk=column.pk), user=alix, version=1),
        lambda: columns.refuse(
            Implementation.objects.get(pk=column.pk), reason="Un mot.", user=billie, version=1
        ),
    ]
    answers = at_once(*verbs * 2)
    assert sum(answer is None for answer in answers) == 1
    assert all(answer is None or isinstance(answer, columns.Meanwhile) for answer in answers)
    at_once(*[lambda: tell_proposer.call(column.pk)] * 4)
    assert [message.to for message in mail.outbox if message.to[0] == PROPOSER.email] == [[PROPOSER.email]]
    assert Implementation.objects.get().sealed == ""
