"""Two editors at once, and the nightly command with them, through the pages they really use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from home.activities.actions.closures import close_place, reopen_place
from home.activities.actions.horizon import extend_sessions
from home.activities.models import Series, Session
from home.places.models import HoursException
from portal.accounts.models import User
from portal.territories.actions import create_territory
from tests.factories import ActivityFactory, PlaceFactory, UserFactory
from tests.home.activities.test_concurrency import assert_whole, at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def editors(signed_in) -> list[tuple[User, Client]]:
    """Two editors of one territory, each signed in."""
    territory = create_territory(name="Chambéry", slug="chambery")
    users = [UserFactory(), UserFactory()]
    for user in users:
        user.groups.add(territory.editors)
    return [(user, signed_in(user)) for user in users]


@pytest.fixture
def series(editors) -> Series:
    """A Tuesday series, made by the first editor's form."""
    territory = editors[0][0].groups.get().territory
    activity = ActivityFactory(place=PlaceFactory(territory=territory))
    today = timezone.localdate()
    data = {
        "activity": activity.pk,
        "place": activity.place_id,
        "shape": "weekly",
        "weekdays": ["1"],
        "first_day": today.isoformat(),
        "last_day": (today + timedelta(days=900)).isoformat(),
        "start_time": "14:00",
        "end_time": "16:00",
        "audience": "tous",
        "pauses-TOTAL_FORMS": "0",
        "pauses-INITIAL_FORMS": "0",
    }
    assert saving(editors[0][1], reverse("series:add"), data)().status_code == 302
    series = Series.objects.get()
    series.answers = data | {"version": 1}
    return series


def saving(client: Client, url: str, data: dict) -> Callable:
    """Read the dates, and give what presses "Enregistrer"."""
    shown = client.post(url, data)
    assert shown.context["preview"], shown.context["form"].errors
    return lambda: client.post(url, data | {"enregistrer": "1", "seen": shown.context["seen"]})


def test_one_is_told_and_keeps_what_was_typed(editors, series):
    (_first, one), (_second, two) = editors
    url = reverse("series:edit", args=[series.pk])
    changes = ({"start_time": "10:00"}, {"weekdays": ["3"], "capacity_note": "Huit au plus"})
    jobs = [
        saving(client, url, series.answers | change)
        for client, change in zip((one, two), changes, strict=True)
    ]
    answers = at_once(*jobs, extend_sessions, extend_sessions)[:2]
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    typed = changes[answers.index(refused)]
    assert all(refused.context["form"].data.get(name) in (value, value[0]) for name, value in typed.items())
    assert_whole(series)
    client = (one, two)[answers.index(refused)]
    knowingly = series.answers | typed | {"version": refused.context["version"]}
    assert saving(client, url, knowingly)().status_code == 302
    assert_whole(series)


def test_a_place_closed_or_reopened_by_two_at_once_is_so_once(editors, series):
    first, last = timezone.localdate() + timedelta(days=30), timezone.localdate() + timedelta(days=60)
    data = {"place": series.place_id, "first_day": first, "last_day": last, "reason": "Travaux"}
    data["confirme"] = f"{series.place_id} {first} {last}"
    clients = [client for _user, client in editors]
    answers = at_once(*(lambda c=c: c.post(reverse("fermeture:add"), data) for c in clients))
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    closure = HoursException.objects.get()
    assert closure.sessions.filter(status="cancelled").count() > 3
    url = reverse("fermeture:reopen", args=[closure.pk])
    answers = at_once(*(lambda c=c: c.post(url) for c in clients))
    assert {answer.status_code for answer in answers} <= {302, 404}
    assert not HoursException.objects.exists()
    assert not Session.objects.filter(status="cancelled").exists()
    assert_whole(series)


def test_a_closure_already_lifted_is_lifted_by_nobody_else(series):
    day = timezone.localdate() + timedelta(days=30)
    closure = close_place(series.place, first_day=day, last_day=day, reason="Travaux", user=None)
    HoursException.objects.filter(pk=closure.pk).delete()
    assert reopen_place(closure, user=None) == 0
