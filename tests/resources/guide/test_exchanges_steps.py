"""The steps of a request: each follows from where it stands, is taken once, and leaves a line in its history."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from resources.guide.exchanges import actions
from resources.guide.exchanges.people import facilitators
from resources.guide.models.exchanges import ExchangeFacilitator, ExchangeRequest
from tests.factories import UserFactory
from tests.resources.guide.asking import PRIVATE, administrator, ask, editor

pytestmark = pytest.mark.django_db
State = ExchangeRequest.State
#: What may come after what, said once more in another way than the code says it.
AFTER = {
    ("received", "assign"): "assigned",
    ("assigned", "assign"): "assigned",
    ("planned", "assign"): "planned",
    ("assigned", "plan"): "planned",
    ("planned", "plan"): "planned",
    ("planned", "done"): "done",
    ("received", "give up"): "closed",
    ("assigned", "give up"): "closed",
    ("planned", "give up"): "closed",
    ("done", "close"): "closed",
    ("closed", "erase"): "closed",
}


class Play:
    """Takes steps on one request; time goes by so that a date fixed is past when it is said to have taken place."""

    def __init__(self) -> None:
        self.people = [editor("Nadia"), editor("Luc"), editor("Kim")]
        self.request = ask()

    def take(self, step: str, number: int = 0) -> None:
        common = {"user": self.people[0], "version": self.request.version}
        if step == "assign":
            pair = [self.people[number % 3], self.people[(number + 1) % 3]]
            actions.assign(self.request, pair, **common)
        elif step == "plan":
            when = timezone.now() + timedelta(days=1 + number % 300)
            actions.plan(self.request, when=when, way="phone", **common)
        elif step == "done":
            past = timezone.now() - timedelta(hours=1)
            ExchangeRequest.objects.filter(state="planned").update(planned_at=past)
            actions.mark_done(self.request, **common)
        elif step == "erase":
            actions.erase(self.request, **common)
        else:
            actions.close(self.request, closing="held" if step == "close" else "silent", **common)


steps = st.lists(
    st.tuples(st.sampled_from(["assign", "plan", "done", "give up", "close", "erase"]), st.integers(0, 1000)),
    max_size=14,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_whatever_is_tried_each_step_follows_from_the_one_before(db, steps):
    with transaction.atomic():
        play = Play()
        for step, number in steps:
            before = ExchangeRequest.objects.get(pk=play.request.pk)
            expected = AFTER.get((before.state, step))
            if step == "erase" and not before.sealed:
                expected = None
            follows = expected is not None
            try:
                play.take(step, number)
            except actions.StepRefused:
                assert expected is None, (before.state, step)
                expected = before.state
            now = ExchangeRequest.objects.get(pk=play.request.pk)
            assert now.state == expected
            assert now.version == before.version + follows
            assert bool(now.sealed) is (bool(before.sealed) and not (step == "erase" and follows))
            pair = list(now.facilitators.values_list("user", "position"))
            assert len({user for user, _position in pair}) == len(pair)
            if now.state in ("assigned", "planned", "done"):
                assert sorted(position for _user, position in pair) == [1, 2]
        transaction.set_rollback(True)


def test_a_request_goes_from_received_to_closed_and_its_history_names_nobody_who_asks():
    play = Play()
    for step in ("assign", "plan", "done", "close"):
        play.take(step)
    assert (play.request.state, play.request.closing) == ("closed", "held")
    log = ModelLogEntry.objects.filter(action__startswith="guide.exchange").order_by("pk")
    assert [entry.action.rpartition(".")[2] for entry in log] == ["assign", "plan", "done", "close"]
    told = " ".join(f"{entry.label} {entry.data}" for entry in log)
    assert "Nadia Test et Luc Test" in told
    assert not any(word in told for word in PRIVATE)


def test_a_pair_is_two_people_who_may_open_requests():
    request, nadia = ask(), editor("Nadia")
    stranger, gone = UserFactory(), editor("Partie")
    gone.is_active = False
    gone.save()
    for pair in (
        [nadia, nadia],
        [nadia],
        [],
        [nadia, stranger],
        [nadia, gone],
        [nadia, editor("Luc"), editor("Kim")],
    ):
        with pytest.raises(ValidationError):
            actions.assign(request, pair, user=nadia, version=request.version)
    request.refresh_from_db()
    assert (request.state, request.version) == ("received", 1)
    assert not ExchangeFacilitator.objects.exists()


def test_those_who_may_be_given_a_request():
    chosen = [editor("Nadia"), administrator(), UserFactory(is_superuser=True, first_name="Zoé")]
    UserFactory()
    assert set(facilitators()) == set(chosen)


def test_the_database_itself_holds_a_pair_to_two_different_people():
    request, nadia = ask(), editor("Nadia")
    actions.assign(request, [nadia, editor("Luc")], user=nadia, version=1)
    for wrong in (
        {"user": nadia, "position": 2},
        {"user": editor("Kim"), "position": 1},
        {"user": editor("Kim"), "position": 3},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ExchangeFacilitator.objects.create(request=request, **wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "planned"},
        {"state": "closed"},
        {"state": "lost"},
        {"planned_at": timezone.now(), "way": "video"},
        {"closing": "held"},
    ],
)
def test_the_database_itself_refuses_what_makes_no_sense(wrong):
    request = ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        ExchangeRequest.objects.filter(pk=request.pk).update(**wrong)


def test_a_date_is_to_come_and_what_took_place_is_past():
    play = Play()
    play.take("assign")
    with pytest.raises(ValidationError, match="passée"):
        actions.plan(
            play.request,
            when=timezone.now() - timedelta(minutes=1),
            way="video",
            user=play.people[0],
            version=play.request.version,
        )
    play.take("plan")
    with pytest.raises(actions.StepRefused, match="à venir"):
        actions.mark_done(play.request, user=play.people[0], version=play.request.version)


def test_the_reason_of_a_closing_says_what_happened():
    play = Play()
    with pytest.raises(actions.StepRefused):
        play.take("close")
    for step in ("assign", "plan", "done"):
        play.take(step)
    with pytest.raises(actions.StepRefused):
        play.take("give up")


def test_what_nobody_wanted_loses_who_sent_it_at_once():
    request, alix = ask(), administrator()
    actions.close(request, closing="spam", user=alix, version=1)
    assert ExchangeRequest.objects.get().sealed == ""
    assert request.closing == "spam"


def test_who_asked_may_be_erased_once_the_request_is_closed():
    play = Play()
    with pytest.raises(actions.StepRefused):
        play.take("erase")
    play.take("give up")
    play.take("erase")
    assert ExchangeRequest.objects.get().sealed == ""
    assert ModelLogEntry.objects.filter(action="guide.exchange.erase").count() == 1
    with pytest.raises(actions.StepRefused):
        play.take("erase")


def test_who_acts_on_what_has_changed_since_is_told():
    play = Play()
    play.take("assign")
    for act in (
        lambda: actions.assign(play.request, play.people[1:], user=play.people[0], version=1),
        lambda: actions.plan(
            play.request, when=timezone.now() + timedelta(1), way="phone", user=play.people[0], version=1
        ),
        lambda: actions.close(play.request, closing="silent", user=play.people[0], version=1),
    ):
        with pytest.raises(actions.Meanwhile, match="vient de changer"):
            act()
    ExchangeRequest.objects.all().delete()
    with pytest.raises(actions.Meanwhile):
        actions.close(play.request, closing="silent", user=play.people[0], version=2)
