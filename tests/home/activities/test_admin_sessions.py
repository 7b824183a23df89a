"""The week's list and what is done to one session, in one or two presses; what is refused; whom to warn."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import ModelLogEntry

from home.activities.models import Session
from tests.factories import (
    ActivityFactory,
    HoursExceptionFactory,
    PlaceFactory,
    SeriesFactory,
    SessionFactory,
    paris,
)

pytestmark = pytest.mark.django_db
NOW = paris(2026, 9, 7, 9)  # a Monday
WEEK = "/admin/semaine/"


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def yoga(desk):
    return ActivityFactory(place=desk.place, slug="yoga", name="Yoga sur chaise")


@pytest.fixture
def series(yoga):
    return SeriesFactory(activity=yoga)


@pytest.fixture
def session(series):
    return SessionFactory(series=series, day=date(2026, 9, 8))


def url(name, session):
    return reverse(f"seance:{name}", args=[session.pk])


def listed(response):
    return [row.pk for _day, _today, rows in response.context["days"] for row in rows]


def test_the_week_lists_every_session_with_its_buttons(desk, session):
    SessionFactory(series=session.series, day=date(2026, 9, 15))
    SessionFactory(series=session.series, day=date(2026, 9, 10), status="withdrawn")
    response = desk.client.get(WEEK)
    html = response.content.decode()
    assert listed(response) == [session.pk]
    for verb in ("cancel", "move", "place", "full"):
        assert url(verb, session) in html
    assert "?semaine=2026-W36" in html
    assert "?semaine=2026-W38" in html


def test_place_and_activity_filter_the_week(desk, session):
    elsewhere = PlaceFactory(territory=desk.territory)
    SessionFactory(series__activity__place=elsewhere, day=date(2026, 9, 9), at=time(10))
    assert len(listed(desk.client.get(WEEK))) == 2
    assert listed(desk.client.get(f"{WEEK}?lieu={desk.place.pk}")) == [session.pk]
    assert listed(desk.client.get(f"{WEEK}?atelier={session.activity_id}")) == [session.pk]


@pytest.mark.parametrize("week", ["2026-W99", "2026-w37", "abc", "9" * 2000, "1999-W10", "🎉"])
def test_a_week_that_does_not_exist_shows_this_one_and_says_so(desk, session, week):
    response = desk.client.get(WEEK, {"semaine": week, "lieu": "x", "atelier": "9" * 30})
    assert response.status_code == 200
    assert listed(response) == [session.pk]
    assert "Cette semaine n&#x27;existe pas" in response.content.decode()


def test_cancelling_takes_one_press_on_the_reason_and_then_tells_whom_to_warn(desk, session):
    SessionFactory(series=session.series, day=date(2026, 9, 15))
    response = desk.client.post(url("cancel", session), {"reason": "leader", "note": ""}, follow=True)
    session.refresh_from_db()
    assert (session.status, session.reason) == ("cancelled", "leader")
    sentence = response.context["warning"].sentence.replace("\xa0", " ")
    assert sentence == (
        "Yoga sur chaise : la séance du mardi 8 septembre, de 14 h à 16 h, est annulée. "
        "La personne qui anime est absente. Prochaine date : mardi 15 septembre, de 14 h à 16 h. "
        "Renseignements : 01 99 00 10 20."
    )
    html = response.content.decode()
    assert "tel:+33199001020" in html
    assert "sms:?body=Yoga%20sur%20chaise" in html
    assert ModelLogEntry.objects.get(action="activities.session.cancel").user == desk.user


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "reason"),
        ({"reason": "parce que"}, "reason"),
        ({"reason": "leader\0"}, "reason"),
        ({"reason": "other", "note": ""}, "note"),
        ({"reason": "other", "note": "   "}, "note"),
        ({"reason": "leader", "note": "x" * 10_000}, "note"),
        ({"reason": "leader", "note": "a\0b"}, "note"),
    ],
)
def test_a_cancellation_without_a_public_reason_is_refused(desk, session, data, field):
    response = desk.client.post(url("cancel", session), data)
    assert response.status_code == 200
    assert response.context["form"].errors[field]
    session.refresh_from_db()
    assert session.status == "scheduled"


def test_another_reason_is_told_in_its_own_words(desk, session):
    response = desk.client.post(
        url("cancel", session), {"reason": "other", "note": "Panne de chauffage 🥶"}, follow=True
    )
    assert "est annulée. Panne de chauffage 🥶." in response.context["warning"].sentence


def test_one_press_restores(desk, session):
    desk.client.post(url("cancel", session), {"reason": "weather"})
    assert url("restore", session) in desk.client.get(WEEK).content.decode()
    response = desk.client.post(url("restore", session), follow=True)
    session.refresh_from_db()
    assert session.status == "scheduled"
    assert "a de nouveau lieu" in response.content.decode()


def test_one_press_says_full_and_one_press_takes_it_back(desk, session):
    desk.client.post(url("full", session))
    session.refresh_from_db()
    assert session.is_full
    assert url("free", session) in desk.client.get(WEEK).content.decode()
    desk.client.post(url("free", session))
    session.refresh_from_db()
    assert not session.is_full


def test_a_cancelled_session_cannot_be_full_and_the_message_says_why(desk, session):
    desk.client.post(url("cancel", session), {"reason": "weather"})
    response = desk.client.post(url("full", session), follow=True)
    assert "Cette séance est annulée." in response.content.decode()


def moved(**changes):
    return {"day": "2026-09-10", "start_time": "10:00", "end_time": "12:00", "note": ""} | changes


def test_moving_keeps_the_address_and_gives_the_words(desk, session):
    response = desk.client.post(url("move", session), moved(place=desk.place.pk), follow=True)
    session.refresh_from_db()
    assert session.start == paris(2026, 9, 10, 10)
    assert session.original_date == date(2026, 9, 8)
    sentence = response.context["warning"].sentence.replace("\xa0", " ")
    assert "la séance du mardi 8 septembre, de 14 h à 16 h, est déplacée au jeudi 10 septembre" in sentence


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": "demain"}, "day"),
        ({"day": "0001-01-01"}, "day"),
        ({"day": "9999-12-31"}, "day"),
        ({"end_time": "09:00"}, "end_time"),
        ({"start_time": ""}, "start_time"),
        ({"place": "9" * 30}, "place"),
        ({"note": "x" * 10_000}, "note"),
    ],
)
def test_a_move_that_does_not_stand_is_refused_and_kept(desk, session, changes, field):
    response = desk.client.post(url("move", session), moved(place=desk.place.pk) | changes)
    assert response.status_code == 200
    assert response.context["form"].errors[field]
    session.refresh_from_db()
    assert session.start == paris(2026, 9, 8, 14)


def test_moving_into_a_closed_place_is_refused_in_words(desk, session):
    HoursExceptionFactory(
        place=desk.place, first_day=date(2026, 9, 10), last_day=date(2026, 9, 10), reason="Travaux"
    )
    response = desk.client.post(url("move", session), moved(place=desk.place.pk))
    assert "Ce lieu est fermé ce jour-là (Travaux)" in response.content.decode()


def test_changing_the_place(desk, session):
    other = PlaceFactory(territory=desk.territory, name="Centre social")
    response = desk.client.post(url("place", session), {"place": other.pk, "note": ""}, follow=True)
    session.refresh_from_db()
    assert session.place == other
    assert "la séance a lieu ailleurs. Lieu : Centre social" in response.context["warning"].sentence


def test_a_change_that_changes_nothing_is_not_announced(desk, session):
    """The page says so instead of "the place is changed"; a closure's cancellation may be taken back as it stands."""
    asked = moved(day="2026-09-08", start_time="14:00", end_time="16:00", place=desk.place.pk)
    for name, data in (("move", asked), ("place", {"place": desk.place.pk, "note": ""})):
        response = desk.client.post(url(name, session), data)
        assert response.status_code == 200
        assert response.context["form"].non_field_errors()
    session.refresh_from_db()
    assert session.sequence == 0
    assert desk.client.post(url("move", session), asked | {"note": "Porte de gauche"}).status_code == 302


def test_adding_a_session_takes_the_hours_of_its_series(desk, series):
    page = desk.client.get(f"{WEEK}ajouter/?atelier={series.activity_id}")
    assert page.context["form"]["series"].value() == series.pk
    desk.client.post(f"{WEEK}ajouter/", {"series": series.pk, "day": "2026-09-11", "note": ""})
    session = Session.objects.get()
    assert (session.is_extra, session.start, session.place) == (True, paris(2026, 9, 11, 14), desk.place)


@pytest.mark.parametrize(
    "changes",
    [{"day": ""}, {"day": "9999-12-31"}, {"start_time": "18:00"}, {"series": "x"}, {"note": "x" * 10_000}],
)
def test_a_session_that_does_not_stand_is_not_added(desk, series, changes):
    data = {"series": series.pk, "day": "2026-09-11", "note": ""} | changes
    response = desk.client.post(f"{WEEK}ajouter/", data)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not Session.objects.exists()
    assert desk.client.get(f"{WEEK}ajouter/?serie=xyz&atelier=xyz").status_code == 200


def test_a_withdrawn_session_is_not_changed_behind_the_rule(desk, session):
    Session.objects.update(status="withdrawn")
    response = desk.client.post(url("cancel", session), {"reason": "leader"})
    assert "n&#x27;est plus au calendrier" in response.content.decode()


def test_the_history_of_a_session_says_who_when_and_why(desk, session):
    desk.client.post(url("cancel", session), {"reason": "weather", "note": "Verglas"})
    html = desk.client.get(url("history", session)).content.decode()
    assert "Séance annulée" in html
    assert "À cause de la météo. Verglas" in html
    assert "Nadia Chambéry" in html


def test_looking_changes_nothing(desk, session):
    before = list(Session.objects.values()), ModelLogEntry.objects.count()
    for name in ("cancel", "move", "place", "warn", "count", "history"):
        assert desk.client.get(url(name, session)).status_code == 200
    for name in ("full", "free", "restore"):
        assert desk.client.get(url(name, session)).status_code == 405
    assert desk.client.post(url("warn", session)).status_code == 405
    assert before == (list(Session.objects.values()), ModelLogEntry.objects.count())


def test_the_week_asks_a_fixed_number_of_questions(desk, series, django_assert_max_num_queries):
    for n in range(20):
        SessionFactory(
            series=series,
            day=date(2026, 9, 7) + timedelta(days=n % 7),
            at=time(8 + n // 7),
            slot=1 + n // 7,
            is_extra=True,
        )
    desk.client.get(WEEK)
    with django_assert_max_num_queries(30):
        assert len(listed(desk.client.get(WEEK))) == 20
