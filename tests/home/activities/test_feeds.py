"""The calendar files themselves: their bytes, their words, their headers, what they refuse."""

from __future__ import annotations

from datetime import date, time, timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import Locale

from home.activities.models import Session
from home.places.models import Place
from portal.territories import content_version
from tests.factories import (
    ActivityFactory,
    ActivityTextFactory,
    PlaceFactory,
    SeriesFactory,
    SessionFactory,
    TerritoryFactory,
    ThemeFactory,
    paris,
)
from tests.home.activities.feeds_reader import by_hand, events, parse, table, unescape, unfold, zone

pytestmark = pytest.mark.django_db

TODAY = paris(2026, 11, 25, 9)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(TODAY, tick=False) as travel:
        yield travel


@pytest.fixture
def place() -> Place:
    return PlaceFactory(
        territory=TerritoryFactory(slug="chambery", name="Chambéry"),
        name="Espace, Ressources; Santé",
        slug="ers",
        latitude=45.5646,
        longitude=5.9178,
    )


def read(client, address: str) -> list[dict]:
    response = client.get(address)
    assert response.status_code == 200, address
    return events(response.content)


def words(event: dict, name: str) -> str:
    return unescape(event[name].value)


def test_the_bytes_are_those_of_the_rfc(client, place):
    long = "Écouter, parler ; « être là » \\ ensemble — " * 4
    activity = ActivityFactory(place=place, text=long[:79])
    session = SessionFactory(series__activity=activity, note="Une ligne.\nUne autre.")
    raw = client.get("/agenda.ics").content
    lines = unfold(raw)  # CRLF, 75 octets, whole characters, no control character
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-1] == "END:VCALENDAR"
    assert "VERSION:2.0" in lines and any(line.startswith("PRODID:") for line in lines)
    (event,) = events(raw)
    assert words(event, "SUMMARY") == long[:79]
    assert "Une ligne.\nUne autre." in words(event, "DESCRIPTION")
    assert words(event, "LOCATION") == f"{place.name}, {place.address}"
    assert event["LOCATION"].value.startswith("Espace\\, Ressources\\; Santé\\, ")
    assert event["UID"].value == str(session.uid)
    assert event["GEO"].value == "45.5646;5.9178"
    assert event["CATEGORIES"].value == "Bouger"
    assert event["URL"].value == f"http://testserver/agenda/{activity.slug}/{session.key}/"


def test_control_characters_do_not_break_lines(client, place):
    activity = ActivityFactory(place=place, text="Yoga\r\nBEGIN:VEVENT\x0b")
    SessionFactory(series__activity=activity)
    (event,) = read(client, "/agenda.ics")
    assert words(event, "SUMMARY") == "Yoga\nBEGIN:VEVENT"


def test_every_time_has_its_zone_or_is_utc(client, place):
    SessionFactory(series__activity=ActivityFactory(place=place))
    raw = client.get("/agenda.ics").content
    block = False
    for line in map(parse, unfold(raw)):
        block = (block or line.value == "VTIMEZONE") and not (
            line.name == "END" and line.value == "VTIMEZONE"
        )
        if line.name in ("DTSTART", "DTEND") and not block:
            assert line.parameters == {"TZID": "Europe/Paris"}
        if line.name in ("DTSTAMP", "LAST-MODIFIED"):
            assert line.value.endswith("Z")


def test_the_zone_is_one_rule_that_another_library_reads_right(client):
    raw = client.get("/agenda.ics").content
    assert raw.count(b"BEGIN:VTIMEZONE") == 1
    assert b"RDATE" not in raw
    paris_zone = zone(raw)
    day = date(2024, 1, 1)
    while day < date(2031, 1, 1):
        noon = paris(day.year, day.month, day.day, 12)
        assert noon.replace(tzinfo=paris_zone).utcoffset() == noon.utcoffset(), day
        day += timedelta(days=1)


def test_the_calendar_has_a_name_and_says_how_often_to_come_back(client, place):
    lines = unfold(client.get("/chambery/agenda.ics").content)
    assert "X-WR-CALNAME:Chambéry\\, IMPACT" in lines
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines
    assert "X-PUBLISHED-TTL:PT1H" in lines
    assert not any(line.startswith("METHOD") for line in lines)


def test_cancelled_stays_with_its_reason(client, place):
    activity = ActivityFactory(place=place, text="Yoga sur chaise")
    SessionFactory(series__activity=activity, status="cancelled", reason="leader", note="Retour lundi")
    (event,) = read(client, "/agenda.ics")
    assert event["STATUS"].value == "CANCELLED"
    assert words(event, "SUMMARY") == "ANNULÉ : Yoga sur chaise"
    description = words(event, "DESCRIPTION")
    assert "La personne qui anime est absente" in description
    assert "Retour lundi" in description
    assert place.phone in description


def test_moved_says_the_new_time_and_the_old(client, place):
    session = SessionFactory(
        series__activity=ActivityFactory(place=place),
        day=date(2026, 12, 1),
        original_start=paris(2026, 11, 30, 14),
    )
    (event,) = read(client, "/agenda.ics")
    assert event["DTSTART"].value == "20261201T140000"
    assert "au lieu de lundi 30 novembre, de 14\u00a0h à 16\u00a0h" in words(event, "DESCRIPTION")
    assert event["STATUS"].value == "CONFIRMED"
    assert event["UID"].value == str(session.uid)


def test_withdrawn_sessions_are_not_told(client, place):
    SessionFactory(series__activity=ActivityFactory(place=place), status="withdrawn")
    assert read(client, "/agenda.ics") == []


def test_from_thirty_days_ago_to_six_months_ahead(client, place):
    activity = ActivityFactory(place=place)
    series = SeriesFactory(activity=activity)
    inside = [date(2026, 10, 26), date(2026, 11, 25), date(2027, 5, 25)]
    for day in [*inside, date(2026, 10, 25), date(2027, 5, 26)]:
        SessionFactory(series=series, day=day)
    raw = client.get(f"/agenda/{activity.slug}.ics").content
    assert by_hand(raw) == table(Session.objects.filter(original_date__in=inside))


def test_filters_are_those_of_the_agenda(client, place):
    other = PlaceFactory(territory=place.territory, slug="biollay")
    far = PlaceFactory(territory=TerritoryFactory(slug="grenoble"), slug="ers")
    eat = ThemeFactory(slug="manger")
    yoga = SessionFactory(series__activity=ActivityFactory(place=place))
    cook = SessionFactory(series__activity=ActivityFactory(place=other, themes=[eat, ThemeFactory()]))
    kids = SessionFactory(series__activity=ActivityFactory(place=far), series__audience="enfants")
    team = SessionFactory(series__activity=ActivityFactory(place=place), series__audience="professionnels")
    left = SessionFactory(series__activity=ActivityFactory(place=place), place=other, original_place=place)

    def shown(address: str) -> set[str]:
        return {event["UID"].value for event in read(client, address)}

    def uids(*sessions: Session) -> set[str]:
        return {str(session.uid) for session in sessions}

    assert shown("/agenda.ics") == uids(yoga, cook, kids, left)
    assert shown("/agenda.ics?theme=manger") == uids(cook)
    assert shown("/agenda.ics?public=enfants") == uids(kids)
    assert shown("/agenda.ics?public=professionnels") == uids(team)
    assert shown("/chambery/agenda.ics?lieu=ers") == uids(yoga, left)
    assert shown("/agenda.ics?lieu=grenoble.ers") == uids(kids)
    assert shown("/chambery/agenda.ics?lieu=biollay&theme=manger") == uids(cook)
    assert shown(f"/agenda/{team.activity.slug}.ics") == uids(team)
    assert shown("/grenoble/agenda.ics") == uids(kids)
    guest = SessionFactory(series__activity=ActivityFactory(place=place), place=far)
    assert shown("/chambery/agenda.ics?lieu=grenoble.ers") == uids(guest)
    assert client.get("/grenoble/agenda.ics?lieu=biollay").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/nulle-part/agenda.ics",
        "/agenda/inconnu.ics",
        "/agenda.ics?theme=inconnu",
        "/agenda.ics?public=inconnu",
        "/agenda.ics?lieu=inconnu",
        "/agenda.ics?langue=xx",
        "/agenda.ics?theme=" + quote("🙂"),
        "/agenda.ics?theme=" + "x" * 2900,
        "/agenda.ics?lieu=%00",
        "/en/agenda.ics",
    ],
)
def test_what_cannot_be_read_is_not_found(client, place, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ("aujourdhui", [25]),
        ("demain", [26]),
        ("semaine", [25, 26, 29]),
        ("2026-11-30", [30]),
        ("9999-12-31", []),
    ],
)
def test_the_dates_of_one_day_can_be_downloaded(client, place, asked, days):
    series = SeriesFactory(activity__place=place)
    for day in (24, 25, 26, 29, 30):
        SessionFactory(series=series, day=date(2026, 11, day), at=time(0))
    assert [event["DTSTART"].value[6:8] for event in read(client, f"/agenda.ics?jour={asked}")] == [
        str(day) for day in days
    ]


def test_one_session_can_be_kept_alone(client, place):
    series = SeriesFactory(activity=ActivityFactory(place=place, slug="yoga"))
    kept, other = (SessionFactory(series=series, day=TODAY.date() + timedelta(days)) for days in (1, 8))
    gone = SessionFactory(series=series, day=TODAY.date() + timedelta(15), status="withdrawn")
    (event,) = read(client, f"/agenda/yoga.ics?date={kept.key}")
    assert words(event, "UID") == str(kept.uid)
    for key in (f"{other.key}-2", gone.key, "2026-02-30", "demain"):
        assert client.get(f"/agenda/yoga.ics?date={key}").status_code == 404


def test_a_workshop_taken_off_the_site_is_in_no_feed(client, place):
    session = SessionFactory(series__activity=ActivityFactory(place=place, slug="yoga"))
    session.activity.texts.get().unpublish()
    assert read(client, "/agenda.ics") == read(client, "/chambery/agenda.ics") == []
    assert client.get("/agenda/yoga.ics").status_code == 404
    assert client.get("/agenda/abonnement/?atelier=yoga").status_code == 404


@pytest.mark.parametrize("prefix", ["/en", "/ar"])
def test_pages_lead_to_the_feed_of_their_language(client, place, prefix):
    session = SessionFactory(series__activity=ActivityFactory(place=place, slug="yoga"))
    said = f"langue={prefix[1:]}"
    page = client.get(f"{prefix}/agenda/yoga/{session.key}/").content.decode()
    assert f"/agenda/yoga.ics?date={session.key}&amp;{said}" in page
    assert (
        f"/agenda.ics?jour=demain&amp;{said}" in client.get(f"{prefix}/agenda/?jour=demain").content.decode()
    )


def test_nothing_is_written(client, place):
    assert client.post("/agenda.ics").status_code == 405


def test_words_in_another_language_times_the_same(client, place):
    activity = ActivityFactory(place=place, text="Yoga sur chaise")
    ActivityTextFactory(
        activity=activity, title="Chair yoga", locale=Locale.objects.get_or_create(language_code="en")[0]
    )
    SessionFactory(series__activity=activity)
    french, english = client.get("/agenda.ics"), client.get("/agenda.ics?langue=en")
    assert by_hand(french.content) == by_hand(english.content)
    (event,) = events(english.content)
    assert words(event, "SUMMARY") == "Chair yoga"
    assert event["URL"].value.startswith("http://testserver/en/agenda/")
    assert english["Content-Language"] == "en"
    assert "langue" not in str(
        timezone.get_current_timezone()
    )  # the reader's language does not move the clock


def test_headers_and_not_modified(client, place, clock):
    session = SessionFactory(series__activity=ActivityFactory(place=place))
    first = client.get("/agenda.ics")
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first["ETag"] and first["Last-Modified"]
    by_tag = client.get("/agenda.ics", headers={"If-None-Match": first["ETag"]})
    by_date = client.get("/agenda.ics", headers={"If-Modified-Since": first["Last-Modified"]})
    assert (by_tag.status_code, by_tag.content) == (304, b"")
    assert (by_date.status_code, by_date.content) == (304, b"")
    clock.shift(timedelta(minutes=10))
    later = client.get("/agenda.ics?")
    assert later["ETag"] == first["ETag"]  # nothing changed: same bytes at another hour, even made again
    Session.objects.filter(pk=session.pk).update(is_full=True, sequence=1, changed_at=timezone.now())
    content_version.bump()
    for sent in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        again = client.get("/agenda.ics", headers=sent)
        assert again.status_code == 200
        assert again["ETag"] != first["ETag"]


def test_a_changed_name_is_news_though_no_session_changed(client, place, clock):
    SessionFactory(series__activity=ActivityFactory(place=place))
    first = client.get("/agenda.ics")
    clock.shift(timedelta(minutes=1))
    place.name = "Maison pour tous"
    place.save()
    again = client.get("/agenda.ics", headers={"If-Modified-Since": first["Last-Modified"]})
    assert again.status_code == 200
    assert "Maison pour tous" in words(events(again.content)[0], "LOCATION")


@pytest.mark.parametrize(
    "address", ["/agenda.ics", "/chambery/agenda.ics?lieu=ers&theme=bouger", "/agenda/a.ics"]
)
def test_queries_do_not_grow(client, place, address, django_assert_max_num_queries):
    def add(count: int) -> None:
        for number in range(count):
            activity = ActivityFactory(place=place, slug=f"a{Session.objects.count()}x{number}")
            SessionFactory(series__activity=activity, status="cancelled", reason="leader")

    SessionFactory(series__activity=ActivityFactory(place=place, slug="a"))
    add(1)
    with django_assert_max_num_queries(10) as few:
        assert client.get(address).status_code == 200
    add(12)
    with django_assert_max_num_queries(10) as many:
        assert client.get(address).status_code == 200
    assert len(many) <= len(few)


def test_a_day_begins_at_midnight_in_paris(client, place, clock):
    """At half past midnight in summer it is still yesterday in UTC; the window must not be."""
    clock.move_to(paris(2026, 7, 31, 0, 30))
    activity = ActivityFactory(place=place)
    SessionFactory(series__activity=activity, day=date(2026, 7, 1), at=time(0, 15))
    SessionFactory(series__activity=activity, day=date(2026, 6, 30), at=time(23, 45))
    (event,) = read(client, "/agenda.ics")
    assert event["DTSTART"].value == "20260701T001500"
