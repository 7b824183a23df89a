"""The page of one session, at its original date for life."""

import json
import re
from datetime import date, time, timedelta

import pytest
import time_machine

from home.activities.jsonld import script
from tests.factories import (
    ActivityFactory,
    PlaceFactory,
    SeriesFactory,
    SessionFactory,
    TerritoryFactory,
    paris,
)
from tests.home.activities.test_agenda_page import ask, words

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 9, 8)
URL = "/agenda/yoga/2026-09-08/"


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(paris(2026, 9, 7, 8), tick=False):
        yield


@pytest.fixture
def series():
    place = PlaceFactory(
        territory=TerritoryFactory(slug="chambery"), name="Espace Santé", latitude=45.57, longitude=5.92
    )
    return SeriesFactory(
        activity=ActivityFactory(place=place, slug="yoga", text="Yoga sur chaise", price="2.50")
    )


def main(response) -> str:
    return words(response.content.decode().split("<main", 1)[1].split("</main>")[0].split(">", 1)[1])


def event(response) -> dict:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', response.content.decode(), re.S)
    assert len(found) == 1
    return json.loads(found[0])


def test_a_planned_session(client, series):
    session = SessionFactory(series=series, day=TUESDAY)
    response = ask(client, URL)
    said = main(response)
    assert said.startswith("Yoga sur chaise mardi 8 septembre de 14 h à 16 h")
    assert "12 rue des Tilleuls, 73000 Chambéry" in said
    assert "Mettre sur ma feuille" in said
    assert event(response) == {
        "@context": "https://schema.org",
        "@type": "Event",
        "identifier": str(session.uid),
        "name": "Yoga sur chaise",
        "description": "On bouge en douceur, assis.",
        "url": "http://testserver/agenda/yoga/2026-09-08/",
        "startDate": "2026-09-08T14:00:00+02:00",
        "endDate": "2026-09-08T16:00:00+02:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "inLanguage": "fr",
        "isAccessibleForFree": False,
        "location": {
            "@type": "Place",
            "name": "Espace Santé",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "12 rue des Tilleuls",
                "postalCode": "73000",
                "addressLocality": "Chambéry",
                "addressCountry": "FR",
            },
            "geo": {"@type": "GeoCoordinates", "latitude": 45.57, "longitude": 5.92},
        },
        "organizer": {"@type": "Organization", "name": "IMPACT Chambery", "url": "http://testserver/"},
        "offers": {
            "@type": "Offer",
            "price": "2.50",
            "priceCurrency": "EUR",
            "availability": "https://schema.org/InStock",
            "url": "http://testserver/agenda/yoga/2026-09-08/",
        },
    }


def test_a_cancelled_session_keeps_its_date_and_gives_the_next(client, series):
    SessionFactory(series=series, day=TUESDAY, status="cancelled", reason="leader", note="Revenez vite.")
    SessionFactory(series=series, day=TUESDAY + timedelta(7))
    response = ask(client, URL)
    assert main(response).startswith(
        "Yoga sur chaise Annulé mardi 8 septembre de 14 h à 16 h "
        "La personne qui anime est absente Revenez vite. Prochaine date : mardi 15 septembre"
    )
    assert '<a class="button" href="/agenda/yoga/2026-09-15/">' in response.content.decode()
    assert "<title>Annulé : Yoga sur chaise" in response.content.decode()
    facts = event(response)
    assert facts["eventStatus"] == "https://schema.org/EventCancelled"
    assert facts["startDate"] == "2026-09-08T14:00:00+02:00"
    assert "previousStartDate" not in facts


def test_a_moved_session_says_old_and_new(client, series):
    SessionFactory(
        series=series, day=date(2026, 9, 10), original_date=TUESDAY, original_start=paris(2026, 9, 8, 14)
    )
    response = ask(client, URL)
    assert main(response).startswith(
        "Yoga sur chaise Déplacé jeudi 10 septembre de 14 h à 16 h au lieu de mardi 8 septembre, de 14 h à 16 h"
    )
    facts = event(response)
    assert facts["eventStatus"] == "https://schema.org/EventRescheduled"
    assert facts["startDate"] == "2026-09-10T14:00:00+02:00"
    assert facts["previousStartDate"] == "2026-09-08T14:00:00+02:00"


def test_the_new_date_of_a_moved_session_is_no_address(client, series):
    SessionFactory(
        series=series, day=date(2026, 9, 10), original_date=TUESDAY, original_start=paris(2026, 9, 8, 14)
    )
    ask(client, "/agenda/yoga/2026-09-10/", 404)


def test_a_full_session_gives_the_next_with_room(client, series):
    SessionFactory(series=series, day=TUESDAY, is_full=True)
    SessionFactory(series=series, day=TUESDAY + timedelta(7))
    response = ask(client, URL)
    assert main(response).startswith("Yoga sur chaise Complet mardi 8 septembre")
    assert "Prochaine date : mardi 15 septembre" in main(response)
    assert event(response)["offers"]["availability"] == "https://schema.org/SoldOut"


def test_under_way_says_so(client, series):
    SessionFactory(series=series, day=date(2026, 9, 7), at=time(7))
    assert "C’est en ce moment" in main(ask(client, "/agenda/yoga/2026-09-07/"))


def test_a_past_session_says_so_and_gives_the_next(client, series):
    SessionFactory(series=series, day=date(2026, 9, 1))
    SessionFactory(series=series, day=date(2026, 9, 3))
    SessionFactory(series=series, day=TUESDAY)
    said = main(ask(client, "/agenda/yoga/2026-09-01/"))
    assert "Cette séance est passée" in said
    assert "Prochaine date : mardi 8 septembre" in said
    assert "Mettre sur ma feuille" not in said


def test_a_past_session_without_another_says_so_too(client, series):
    SessionFactory(series=series, day=date(2026, 9, 1))
    assert "Pas d’autre date pour le moment." in main(ask(client, "/agenda/yoga/2026-09-01/"))


def test_a_withdrawn_session_is_gone_but_helps(client, series):
    withdrawn = SessionFactory(series=series, day=TUESDAY, status="withdrawn")
    SessionFactory(series=series, day=TUESDAY + timedelta(7))
    response = ask(client, URL, 410)
    assert main(response).startswith("Yoga sur chaise Cette séance n’est plus au programme mardi 8 septembre")
    assert "Prochaine date : mardi 15 septembre" in main(response)
    assert "application/ld+json" not in response.content.decode()
    assert response["X-Robots-Tag"] == "noindex"
    withdrawn.status = "scheduled"
    withdrawn.save()
    ask(client, URL)


def test_a_second_session_of_the_day(client, series):
    SessionFactory(series=series, day=TUESDAY)
    SessionFactory(series=series, day=TUESDAY, at=time(18), slot=2, is_extra=True)
    assert "Séance en plus mardi 8 septembre de 18 h à 20 h" in main(
        ask(client, "/agenda/yoga/2026-09-08-2/")
    )


@pytest.mark.parametrize(
    "key",
    [
        "2026-02-30",
        "2026-09-09",
        "2026-09-08-1",
        "2026-09-08-02",
        "2026-09-08-3",
        "2026-09-08-99999999999999999999",
        "2026-9-8",
        "20260908",
        "2026-W37-2",
        "0000-00-00",
        "9999-12-31",
        "%F0%9F%99%82",
        "2026-09-08%00",
        "%D9%A2%D9%A0%D9%A2%D9%A6-09-08",
        "2026-09-08%0A",
        "x" * 2900,
    ],
)
def test_keys_that_lead_nowhere(client, series, key):
    SessionFactory(series=series, day=TUESDAY)
    ask(client, f"/agenda/yoga/{key}/", 404)


def test_another_workshops_date_is_not_there(client, series):
    SessionFactory(series=series, day=TUESDAY)
    ask(client, "/agenda/inconnu/2026-09-08/", 404)


def test_an_unpublished_workshop_has_no_session_pages(client, series):
    SessionFactory(series=series, day=TUESDAY)
    text = series.activity.texts.get()
    text.live = False
    text.save()
    ask(client, URL, 404)


def test_data_for_machines_cannot_end_the_script():
    html = script({"name": "</script><script>alert(1)</script> & co"})
    assert html.count("<") == 2
    assert json.loads(html[len('<script type="application/ld+json">') : -len("</script>")]) == {
        "name": "</script><script>alert(1)</script> & co"
    }


def test_english_and_arabic(client, series):
    SessionFactory(series=series, day=TUESDAY)
    english = ask(client, f"/en{URL}").content.decode()
    assert "Tuesday 8 September" in english and '<h1 lang="fr">' in english
    arabic = ask(client, f"/ar{URL}").content.decode()
    assert 'dir="rtl"' in arabic and '<bdi dir="ltr">01 99 00 10 20</bdi>' in arabic


def test_queries(client, series, django_assert_max_num_queries):
    SessionFactory(series=series, day=TUESDAY, status="cancelled", reason="few")
    SessionFactory(series=series, day=TUESDAY + timedelta(7))
    with django_assert_max_num_queries(9):  # three of them are of the frame, once for each content version
        ask(client, URL)
