"""Counting after a session: numbers only, a tally for permanences, totals by month."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from home.activities.models import Attendance, AttendanceReason, VisitReason
from tests.factories import ActivityFactory, SeriesFactory, SessionFactory, paris

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen():
    with time_machine.travel(paris(2026, 9, 8, 18), tick=False):
        yield


@pytest.fixture
def session(desk):
    activity = ActivityFactory(place=desk.place, slug="permanence", name="Permanence", tallies_reasons=True)
    return SessionFactory(series=SeriesFactory(activity=activity), day=date(2026, 9, 8))


def url(session):
    return reverse("seance:count", args=[session.pk])


def test_past_sessions_wait_to_be_counted_on_the_home_page(desk, session):
    SessionFactory(series=session.series, day=date(2026, 9, 15))
    SessionFactory(series=session.series, day=date(2026, 9, 7), status="cancelled", reason="weather")
    SessionFactory(series=session.series, day=date(2026, 6, 1))
    home = desk.client.get("/admin/")
    assert url(session) in home.content.decode()
    page = desk.client.get("/admin/semaine/a-compter/")
    assert [row.pk for row in page.context["rows"]] == [session.pk]


def test_counting_people_and_reasons(desk, session):
    data = {"people": "7", "newcomers": "2", "cohosts": "", "reason_papers": "4", "reason_rights": "0"}
    response = desk.client.post(url(session), data, follow=True)
    assert "C&#x27;est compté." in response.content.decode()
    attendance = Attendance.objects.get()
    assert (attendance.people, attendance.newcomers, attendance.cohosts) == (7, 2, 0)
    assert attendance.recorded_by == desk.user
    assert list(AttendanceReason.objects.values_list("reason", "visits")) == [("papers", 4)]


def test_counting_again_shows_and_replaces_the_numbers(desk, session):
    desk.client.post(url(session), {"people": "7", "reason_papers": "4"})
    form = desk.client.get(url(session)).context["form"]
    assert (form["people"].value(), form["reason_papers"].value()) == (7, 4)
    desk.client.post(url(session), {"people": "8"})
    assert Attendance.objects.get().people == 8
    assert not AttendanceReason.objects.exists()


def test_only_a_permanence_asks_for_reasons(desk, session):
    other = SessionFactory(series__activity__place=desk.place, day=date(2026, 9, 8))
    assert len(desk.client.get(url(session)).context["form"].reason_fields()) == len(VisitReason)
    assert desk.client.get(url(other)).context["form"].reason_fields() == []
    desk.client.post(url(other), {"people": "3", "reason_papers": "4"})
    assert Attendance.objects.get().people == 3
    assert not AttendanceReason.objects.exists()


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"people": ""}, "people"),
        ({"people": "-1"}, "people"),
        ({"people": "sept"}, "people"),
        ({"people": "9" * 10_000}, "people"),
        ({"people": "7\0"}, "people"),
        ({"people": "2", "newcomers": "3"}, "newcomers"),
        ({"people": "2", "cohosts": "3"}, "cohosts"),
        ({"people": "2", "reason_papers": "-4"}, "reason_papers"),
    ],
)
def test_numbers_that_do_not_stand_are_refused_and_kept(desk, session, data, field):
    response = desk.client.post(url(session), data)
    assert response.status_code == 200
    assert response.context["form"].errors[field]
    assert response.context["form"]["people"].value() == data["people"]
    assert not Attendance.objects.exists()


def test_a_session_to_come_is_not_counted(desk, session):
    coming = SessionFactory(series=session.series, day=date(2026, 9, 15))
    response = desk.client.post(url(coming), {"people": "3"})
    assert "n&#x27;a pas encore commencé" in response.content.decode()


def test_totals_by_month_activity_and_reason(desk, session):
    august = SessionFactory(series=session.series, day=date(2026, 8, 31))
    desk.client.post(url(session), {"people": "7", "newcomers": "2", "reason_papers": "4"})
    desk.client.post(url(august), {"people": "5", "reason_papers": "1"})
    context = desk.client.get("/admin/semaine/frequentation/").context
    assert [(m["words"], m["people_sum"]) for m in context["months"]] == [
        ("Septembre 2026", 7),
        ("Août 2026", 5),
    ]
    assert [(a["session__activity__name"], a["people_sum"]) for a in context["activities"]] == [
        ("Permanence", 12)
    ]
    assert context["reasons"] == [("Un courrier, un dossier", 5)]


def test_totals_of_nothing_say_so(desk):
    assert (
        "Aucune séance n'est encore comptée"
        in desk.client.get("/admin/semaine/frequentation/").content.decode()
    )
