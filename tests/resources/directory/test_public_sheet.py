"""Resources on « Ma feuille »: beside sessions, on one sheet, kept in the browser alone."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import unquote

import pytest
import time_machine

from home.activities.sheet import MAX_ITEMS
from tests.factories import ClosureFactory, ServiceFactory, SessionFactory, StructureFactory, paris
from tests.resources.directory.test_public_list import words

pytestmark = pytest.mark.django_db
URL = "/ma-feuille/"


@pytest.fixture(autouse=True)
def _tuesday_morning():
    with time_machine.travel(paris(2026, 9, 8, 10), tick=False):
        yield


@pytest.fixture
def service():
    structure = StructureFactory(
        nom="Centre social",
        horaires_accueil="Mo-We 09:00-12:00; Fr 14:00-17:00; PH off",
        landmark="face à la poste",
    )
    return ServiceFactory(structure=structure, nom="Aide aux papiers", to_bring="Vos courriers")


def send(client, action, item, **headers):
    return client.post(URL, {"action": action, "item": item}, headers=headers)


def sheet(client, root="") -> str:
    return words(client.get(f"{root}{URL}").content.decode()).replace("\u00a0", " ")


def test_add_see_remove(client, service):
    item = f"r{service.pk}"
    response = send(client, "add", item, referer=f"http://testserver/ressources/{service.slug}/")
    assert response.status_code == 303 and "dit=gardee" in response["Location"]
    shown = client.get(response["Location"]).content.decode()
    assert "La ressource est sur votre feuille." in shown
    assert f'href="/ressources/{service.slug}/">Revenir à la page d’avant</a>' in shown
    told = sheet(client)
    for part in (
        "Aide aux papiers Centre social 3 place des Tilleuls, 73000 Chambéry lundi",
        "face à la poste",
        "lundi–mercredi de 9 h à 12 h, vendredi de 14 h à 17 h",
        "À apporter : Vos courriers",
        "01 99 00 20 20",
    ):
        assert part in told, part
    assert "dit=la" in send(client, "add", item)["Location"]
    assert "dit=otee" in send(client, "remove", item)["Location"]
    assert "Aide aux papiers" not in sheet(client)


def test_sessions_and_resources_share_the_room(client, service):
    session = SessionFactory()
    client.post(URL, {"action": "add", "uid": str(session.uid)})
    send(client, "add", f"r{service.pk}")
    told = sheet(client)
    assert "Aide aux papiers" in told and session.activity.name in told
    for number in range(MAX_ITEMS):
        send(client, "add", f"r{ServiceFactory(structure=service.structure, nom=f'Aide {number}').pk}")
    assert client.get(URL).content.decode().count('class="session-title"') == MAX_ITEMS
    assert len(client.cookies["feuille"].value) < 2000


def test_share_says_both(client, service):
    client.post(URL, {"action": "add", "uid": str(SessionFactory().uid)})
    send(client, "add", f"r{service.pk}")
    text = client.get(URL).content.decode()
    body = unquote(re.search(r'href="sms:\?&amp;body=([^"]+)"', text)[1])
    assert "Aide aux papiers\nCentre social\n" in body
    assert body.index(f"http://testserver/ressources/{service.slug}/") < body.index("Tout l’agenda")


def test_day_and_night_is_said_as_people_say_it(client, service):
    service.horaires_accueil = "24/7"
    service.save()
    send(client, "add", f"r{service.pk}")
    told = sheet(client)
    assert "Tous les jours, jour et nuit." in told and "minuit" not in told


def test_a_closure_is_told(client, service):
    ClosureFactory(structure=service.structure, first_day=date(2026, 9, 10), last_day=date(2026, 9, 11))
    send(client, "add", f"r{service.pk}")
    assert "Fermé du 10 au 11 septembre" in sheet(client)


@pytest.mark.parametrize("state", ["gone", "draft"])
def test_what_was_withdrawn_since_says_so(client, service, state):
    send(client, "add", f"r{service.pk}")
    service.state = state
    service.save()
    told = sheet(client)
    assert "N’existe plus" in told and "3 place des Tilleuls" not in told
    assert ("Aide aux papiers" in told) is (state == "gone")
    send(client, "remove", f"r{service.pk}")
    assert "N’existe plus" not in sheet(client)


@pytest.mark.parametrize(
    "item",
    [
        "r0",
        "r-1",
        "r01",
        "r999999",
        "r" + "9" * 18,
        "r" + "9" * 30,
        "r1.5",
        "r",
        "x1",
        "r1\n",
        "r١",
        "🙂",
        "r1.r2",
    ],
)
def test_items_that_mean_nothing(client, service, item):
    assert send(client, "add", item).status_code == 404
    assert "feuille" not in client.cookies


def test_what_nobody_may_see_cannot_be_added(client, service):
    hidden = ServiceFactory(structure=StructureFactory(state="draft"))
    assert send(client, "add", f"r{hidden.pk}").status_code == 404


def test_forms_of_other_sites_are_refused(client, service):
    assert send(client, "add", f"r{service.pk}", **{"sec-fetch-site": "cross-site"}).status_code == 403


def test_the_page_of_the_resource_stays_the_same(client, service):
    before = client.get(f"/ressources/{service.slug}/").content
    send(client, "add", f"r{service.pk}")
    assert client.get(f"/ressources/{service.slug}/").content == before


@pytest.mark.parametrize("count", [2, 20])
def test_queries_do_not_grow(client, service, count, django_assert_max_num_queries):
    for number in range(count):
        send(client, "add", f"r{ServiceFactory(nom=f'Aide {number}').pk}")
    client.get(URL)
    with django_assert_max_num_queries(8):
        client.get(URL)
