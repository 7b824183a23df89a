"""Two people at once, and two commands: a link, an error and a night each count once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from resources.directory import actions
from resources.directory.models import CheckRequest, Structure, Suggestion
from resources.directory.upkeep.asking import ask_structures
from resources.directory.upkeep.links import LASTS, token_of
from resources.directory.upkeep.mail import thank_sender
from resources.directory.upkeep.receiving import signal_error
from tests.factories import StructureFactory, UserFactory
from tests.home.activities.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def structure() -> Structure:
    """A structure to write to."""
    return StructureFactory(
        courriel="accueil@example.org", date_maj=timezone.localdate() - timedelta(days=400)
    )


def test_two_answers_at_once_count_once(structure):
    check = CheckRequest.objects.create(structure=structure, expires_at=timezone.now() + LASTS)
    address = f"/ressources/verifier/{token_of(check)}/"
    same = {"reponse": "tout-est-a-jour"}
    changed = {"reponse": "corriger", "telephone": "01 99 00 55 66", "autre": "x"}
    jobs = [lambda data=data: Client().post(address, data).status_code for data in (same, changed) * 3]
    answers = at_once(*jobs)
    assert sorted(answers) == [200, 410, 410, 410, 410, 410]
    check.refresh_from_db()
    structure.refresh_from_db()
    if check.answer == "same":
        assert structure.verified_how == "owner"
        assert not Suggestion.objects.exists()
    else:
        assert structure.verified_on is None
        assert Suggestion.objects.exists()


def test_an_error_is_settled_by_one_and_thanked_once(structure):
    suggestion = signal_error(
        structure, reason="telephone", text="01 99 00 55 66", address="voisine@example.org"
    )
    users = UserFactory.create_batch(4)
    verbs = (actions.apply_suggestion, actions.reject_suggestion) * 2

    def settle(verb, user):
        return lambda: verb(Suggestion.objects.get(pk=suggestion.pk), user=user)

    answers = at_once(*(settle(verb, user) for verb, user in zip(verbs, users, strict=True)))
    assert sum(answer is None for answer in answers) == 1
    assert all(answer is None or isinstance(answer, actions.AlreadySettled) for answer in answers)
    suggestion.refresh_from_db()
    structure.refresh_from_db()
    is_applied = suggestion.state == "applied"
    assert structure.telephone == ("01 99 00 55 66" if is_applied else "01 99 00 20 20")
    assert len(mail.outbox) == is_applied
    assert suggestion.sealed_email == ""


def test_two_tasks_thank_once(structure):
    suggestion = signal_error(structure, reason="autre", text="x", address="voisine@example.org")
    Suggestion.objects.update(state="applied", settled_at=timezone.now())
    at_once(*[lambda: thank_sender.call(suggestion.pk)] * 4)
    assert len(mail.outbox) == 1


def test_two_nights_at_once_write_one_letter(structure):
    assert sorted(at_once(ask_structures, ask_structures, ask_structures)) == [0, 0, 1]
    assert CheckRequest.objects.count() == 1
    assert len(mail.outbox) == 1
