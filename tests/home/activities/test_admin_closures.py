"""Closing a place: what falls in it is shown first; reopening; special hours."""

from datetime import date

import pytest
import time_machine

from home.activities.models import Session
from home.places.models import HoursException
from tests.factories import HoursExceptionFactory, SeriesFactory, SessionFactory, paris

pytestmark = pytest.mark.django_db
CLOSE, SPECIAL, LIST = "/admin/fermetures/fermer/", "/admin/fermetures/horaires/", "/admin/fermetures/"


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(paris(2026, 9, 7, 9), tick=False):
        yield


@pytest.fixture
def session(desk):
    return SessionFactory(series=SeriesFactory(activity__place=desk.place), day=date(2026, 9, 8))


def days(desk, **changes):
    return {
        "place": desk.place.pk,
        "first_day": "2026-09-08",
        "last_day": "2026-09-10",
        "reason": "Congés de l'équipe",
    } | changes


def test_what_falls_in_is_shown_before_anything_is_cancelled(desk, session):
    response = desk.client.post(CLOSE, days(desk))
    assert [row.pk for row in response.context["falling"]] == [session.pk]
    assert not HoursException.objects.exists()
    assert Session.objects.get().status == "scheduled"


def test_confirming_closes_and_cancels_and_says_how_many(desk, session):
    mark = desk.client.post(CLOSE, days(desk)).context["mark"]
    response = desk.client.post(CLOSE, days(desk, confirme=mark), follow=True)
    html = response.content.decode()
    assert "1 séance est annulée." in html
    assert "Du 8 au 10 septembre 2026" in html
    assert Session.objects.get().status == "cancelled"


def test_other_days_than_those_shown_are_shown_again(desk, session):
    mark = desk.client.post(CLOSE, days(desk)).context["mark"]
    response = desk.client.post(CLOSE, days(desk, last_day="2026-09-12", confirme=mark))
    assert response.context["asked"]
    assert not HoursException.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"last_day": "2026-09-01"}, "last_day"),
        ({"first_day": "2026-08-01", "last_day": "2026-08-02"}, "last_day"),
        ({"last_day": "9999-12-31"}, "last_day"),
        ({"first_day": "9999-12-31", "last_day": ""}, "last_day"),
        ({"first_day": "lundi"}, "first_day"),
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 10_000}, "reason"),
        ({"reason": "a\0"}, "reason"),
        ({"place": "0"}, "place"),
    ],
)
def test_days_that_do_not_stand_are_refused_and_kept(desk, session, changes, field):
    response = desk.client.post(CLOSE, days(desk, **changes))
    assert response.status_code == 200
    assert response.context["form"].errors[field]
    assert response.context["form"]["first_day"].value() == days(desk, **changes)["first_day"]
    assert not HoursException.objects.exists()


def test_reopening_says_what_comes_back_then_does_it(desk, session):
    mark = desk.client.post(CLOSE, days(desk)).context["mark"]
    desk.client.post(CLOSE, days(desk, confirme=mark))
    url = f"/admin/fermetures/{HoursException.objects.get().pk}/rouvrir/"
    shown = desk.client.get(url)
    assert [row.pk for row in shown.context["back"]] == [session.pk]
    assert HoursException.objects.exists()
    response = desk.client.post(url, follow=True)
    assert "1 séance a de nouveau lieu." in response.content.decode()
    assert not HoursException.objects.exists()
    assert Session.objects.get().status == "scheduled"


def hours(desk, **changes):
    return days(desk, start="09:00", end="12:00", start_2="14:00", end_2="16:00") | changes


def test_special_hours_are_stored_and_change_no_session(desk, session):
    response = desk.client.post(SPECIAL, hours(desk), follow=True)
    special = HoursException.objects.get()
    assert (special.kind, special.hours) == ("special", "09:00-12:00,14:00-16:00")
    assert "Horaires exceptionnels" in response.content.decode()
    assert Session.objects.get().status == "scheduled"
    desk.client.post(f"/admin/fermetures/{special.pk}/rouvrir/")
    assert not HoursException.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"end": "08:00"}, "end"),
        ({"start_2": "11:00"}, "end_2"),
        ({"end_2": ""}, "end_2"),
        ({"start": "tôt"}, "start"),
        ({"start": "", "end": ""}, "start"),
    ],
)
def test_special_hours_that_do_not_stand_are_refused(desk, changes, field):
    response = desk.client.post(SPECIAL, hours(desk, **changes))
    assert response.status_code == 200
    assert response.context["form"].errors[field]
    assert not HoursException.objects.exists()


def test_the_list_shows_what_comes_and_what_is_past(desk):
    HoursExceptionFactory(place=desk.place)
    HoursExceptionFactory(
        place=desk.place, first_day=date(2026, 5, 1), last_day=date(2026, 5, 3), reason="Pont de mai"
    )
    response = desk.client.get(LIST)
    assert [e.reason for e in response.context["coming"]] == ["Congés de l'équipe"]
    assert [e.reason for e in response.context["past"]] == ["Pont de mai"]
