"""Ma feuille: kept in the browser alone, changed only from our own pages."""

import re
from datetime import date, timedelta
from urllib.parse import unquote
from uuid import uuid4

import pytest
import time_machine
from django.contrib.sessions.models import Session as DjangoSession

from tests.factories import (
    ActivityFactory,
    PlaceFactory,
    SeriesFactory,
    SessionFactory,
    TerritoryFactory,
    paris,
)
from tests.home.activities.test_agenda_page import words

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 9, 8)
URL = "/ma-feuille/"


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(paris(2026, 9, 7, 8), tick=False):
        yield


@pytest.fixture
def series():
    place = PlaceFactory(territory=TerritoryFactory(slug="chambery"), name="Espace Santé")
    return SeriesFactory(activity=ActivityFactory(place=place, slug="yoga", text="Yoga sur chaise"))


def send(client, action, session=None, **headers):
    data = {"action": action} | ({"uid": str(session.uid)} if session else {})
    return client.post(URL, data, headers=headers)


def sheet(client, url=URL) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return words(response.content.decode().split("<main", 1)[1].split("</main>")[0].split(">", 1)[1])


def test_an_empty_sheet_says_how_to_fill_it(client):
    assert "Ouvrez l’agenda. Touchez une séance. Touchez « Mettre sur ma feuille »." in sheet(client)


def test_add_remove_clear(client, series):
    later = SessionFactory(series=series, day=TUESDAY + timedelta(7))
    first = SessionFactory(series=series, day=TUESDAY)
    response = send(client, "add", later)
    assert (response.status_code, response["Location"]) == (303, "/ma-feuille/?dit=ajoutee")
    send(client, "add", first)
    said = sheet(client)
    assert said.index("mardi 8 septembre") < said.index("mardi 15 septembre")
    assert "Espace Santé, 12 rue des Tilleuls, 73000 Chambéry" in said
    assert send(client, "add", first)["Location"].endswith("?dit=deja")
    send(client, "remove", first)
    assert "mardi 8 septembre" not in sheet(client) and "mardi 15 septembre" in sheet(client)
    send(client, "clear")
    assert "Ouvrez l’agenda." in sheet(client)
    assert client.cookies["feuille"].value == ""


def test_says_what_was_done_and_leads_back(client, series):
    session = SessionFactory(series=series, day=TUESDAY)
    response = send(client, "add", session, referer="http://testserver/agenda/yoga/2026-09-08/")
    html = client.get(response["Location"]).content.decode()
    assert "La séance est sur votre feuille." in html
    assert '<a class="button" href="/agenda/yoga/2026-09-08/">Revenir à la page d’avant</a>' in html


@pytest.mark.parametrize(
    "back", ["https://ailleurs.test/", "//ailleurs.test/", "javascript:alert(1)", "/admin/", "🙂"]
)
def test_leads_back_to_our_agenda_only(client, series, back):
    send(client, "add", SessionFactory(series=series, day=TUESDAY))
    html = client.get(URL, {"retour": back, "dit": "n'importe quoi"}).content.decode()
    assert "Revenir à la page" not in html and "ailleurs" not in html.split("<main")[1].split("</main>")[0]


def test_a_referer_that_is_no_address_leads_nowhere(client, series):
    session = SessionFactory(series=series, day=TUESDAY)
    response = send(client, "add", session, referer="http://[")
    assert (response.status_code, response["Location"]) == (303, "/ma-feuille/?dit=ajoutee")


def test_a_moved_session_shows_its_new_time(client, series):
    session = SessionFactory(series=series, day=TUESDAY)
    send(client, "add", session)
    session.start, session.end = paris(2026, 9, 10, 10), paris(2026, 9, 10, 12)
    session.save()
    assert (
        "Déplacé Yoga sur chaise jeudi 10 septembre , de 10 h à 12 h au lieu de mardi 8 septembre"
        in sheet(client)
    )


def test_a_cancelled_a_withdrawn_and_a_past_session_say_so(client, series):
    for days, facts in (
        (0, {"status": "cancelled", "reason": "few"}),
        (7, {}),
        (14, {}),
    ):
        send(client, "add", SessionFactory(series=series, day=TUESDAY + timedelta(days), **facts))
    withdrawn = series.sessions.get(original_date=TUESDAY + timedelta(14))
    withdrawn.status = "withdrawn"
    withdrawn.save()
    said = sheet(client)
    assert "Annulé Yoga sur chaise" in said and "N’est plus au programme Yoga sur chaise" in said
    with time_machine.travel(paris(2026, 9, 16, 8), tick=False):
        assert "Séance passée Yoga sur chaise mardi 15 septembre" in sheet(client)


def test_thirty_at_most(client, series):
    sessions = [SessionFactory(series=series, day=TUESDAY + timedelta(days)) for days in range(31)]
    for session in sessions[:30]:
        send(client, "add", session)
    response = send(client, "add", sessions[30])
    assert response["Location"].endswith("?dit=pleine")
    html = client.get(response["Location"]).content.decode()
    assert "Votre feuille est pleine" in html
    assert html.count('class="session-title"') == 30
    assert len(client.cookies["feuille"].value) < 2000


def test_the_cookie_is_closed_to_scripts_and_dies_with_the_browser(client, series, settings):
    settings.SESSION_COOKIE_SECURE = True
    cookie = send(client, "add", SessionFactory(series=series, day=TUESDAY)).cookies["feuille"]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["max-age"], cookie["expires"]) == ("", "")


@pytest.mark.parametrize(
    "spoil", [lambda v: v[:-1] + "A=", lambda v: "s" + "0" * 32 + v[33:], lambda v: "", lambda v: "é"]
)
def test_a_tampered_cookie_is_an_empty_sheet(client, series, spoil):
    send(client, "add", SessionFactory(series=series, day=TUESDAY))
    client.cookies["feuille"] = spoil(client.cookies["feuille"].value)
    assert "Ouvrez l’agenda." in sheet(client)


def test_nothing_is_stored_on_the_server_nor_kept_by_caches(client, series):
    session = SessionFactory(series=series, day=TUESDAY)
    for response in (send(client, "add", session), client.get(URL), client.get(f"/en{URL}")):
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex"
        assert "sessionid" not in response.cookies and "csrftoken" not in response.cookies
    assert not DjangoSession.objects.exists()


def test_the_public_pages_stay_the_same_for_who_has_a_sheet(client, series):
    session = SessionFactory(series=series, day=TUESDAY)
    before = client.get("/agenda/yoga/2026-09-08/").content
    send(client, "add", session)
    assert client.get("/agenda/yoga/2026-09-08/").content == before


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"sec-fetch-site": "same-origin"}, 303),
        ({"sec-fetch-site": "none"}, 303),
        ({"origin": "http://testserver"}, 303),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://ailleurs.test"}, 403),
        ({"origin": "null"}, 303),  # an old telephone, on a page that leaves no trace
        ({"origin": "null", "sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": "http://testserver"}, 403),
    ],
)
def test_forms_of_other_sites_are_refused(series, headers, status):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    response = send(client, "add", SessionFactory(series=series, day=TUESDAY), **headers)
    assert response.status_code == status
    assert ("feuille" in client.cookies) is (status == 303)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"action": "add"},
        {"action": "add", "uid": "abc"},
        {"action": "add", "uid": str(uuid4())},
        {"action": "remove", "uid": "🙂" * 2000},
        {"action": "drop", "uid": str(uuid4())},
        {"action": "add", "uid": "x" * 10000},
    ],
)
def test_forms_that_mean_nothing(client, data):
    assert client.post(URL, data).status_code == 404


def test_a_session_nobody_may_see_cannot_be_added(client, series):
    hidden = SessionFactory(series=series, day=TUESDAY, status="withdrawn")
    assert send(client, "add", hidden).status_code == 404


def test_share_as_text(client, series):
    send(client, "add", SessionFactory(series=series, day=TUESDAY, is_full=True))
    html = client.get(URL).content.decode()
    body = unquote(re.search(r'href="sms:\?&amp;body=([^"]+)"', html)[1])
    assert body.replace("\u00a0", " ") == (
        "COMPLET – Yoga sur chaise\n"
        "mardi 8 septembre, de 14 h à 16 h\n"
        "Espace Santé, 12 rue des Tilleuls, 73000 Chambéry\n"
        "01 99 00 10 20\n\n"
        "Tout l’agenda : http://testserver/agenda/"
    )
    assert "mailto:?subject=Mes%20ateliers&amp;body=COMPLET" in html


def test_the_sheet_is_the_same_in_every_language(client, series):
    send(client, "add", SessionFactory(series=series, day=TUESDAY))
    assert "Tuesday 8 September" in sheet(client, "/en/ma-feuille/")
    html = client.get("/ar/ma-feuille/").content.decode()
    assert 'dir="rtl"' in html and 'lang="fr">Yoga sur chaise</a>' in html
    assert client.post("/ar/ma-feuille/", {"action": "clear"})["Location"] == "/ar/ma-feuille/?dit=videe"


@pytest.mark.parametrize("count", [2, 20])
def test_queries_do_not_grow(client, series, count, django_assert_num_queries):
    for days in range(count):
        send(
            client, "add", SessionFactory(series=series, day=TUESDAY + timedelta(days), is_full=days % 2 == 0)
        )
    with django_assert_num_queries(7):  # versions, sessions, places, texts, next dates; two of the frame
        client.get(URL)
