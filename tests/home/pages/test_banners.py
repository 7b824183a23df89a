"""The urgent banner: where it shows, and that it takes itself down."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home.pages.models import Banner
from tests.factories import PlaceFactory, TerritoryFactory
from tests.home.pages.conftest import NOW, words

pytestmark = pytest.mark.django_db
TEXT = "Panne d'eau aujourd'hui"


def put_up(**facts) -> Banner:
    return Banner.objects.create(**{"text": TEXT, "ends_at": timezone.now() + timedelta(hours=2)} | facts)


def up(client, url: str) -> bool:
    return TEXT in words(client.get(url))


def test_on_the_whole_portal(client, tree):
    put_up()
    for url in (
        "/",
        "/chambery/",
        "/chambery/espace-sante/",
        "/agenda/",
        "/plan-du-site/",
        "/chambery/actualites/",
    ):
        assert up(client, url), url


def test_of_a_territory_on_its_pages_and_those_that_speak_of_all(client, tree):
    put_up(territory=tree.territory)
    for url in ("/", "/agenda/", "/chambery/", "/chambery/espace-sante/", "/chambery/agenda/"):
        assert up(client, url), url
    assert not up(client, "/plan-du-site/")
    assert f"Chambéry : {TEXT}" in words(client.get("/"))


def test_of_another_territory_not_here(client, tree):
    put_up(territory=TerritoryFactory(slug="ailleurs"))
    assert not up(client, "/chambery/")
    assert not up(client, "/chambery/espace-sante/")


def test_of_a_place_leads_there_and_spares_the_other_places(client, tree):
    other = PlaceFactory(territory=tree.territory, slug="autre")
    put_up(place=tree.place)
    put_up(place=other, text="Autre lieu fermé")
    home = client.get("/")
    assert f"Espace Santé : {TEXT}" in words(home)
    assert (
        f'<a href="/chambery/espace-sante/">Espace Santé : {TEXT.replace(chr(39), "&#x27;")}</a>'
        in home.content.decode()
    )
    place = words(client.get("/chambery/espace-sante/"))
    assert TEXT in place
    assert f"Espace Santé : {TEXT}" not in place
    assert "Autre lieu fermé" not in place
    assert 'href="/chambery/autre/"' not in home.content.decode()  # that place has no page


def test_a_name_already_said_is_not_said_twice(client, tree):
    put_up(place=tree.place, text="Espace Santé fermé")
    assert "Espace Santé : Espace Santé" not in words(client.get("/"))


def test_it_takes_itself_down_at_its_hour(client, tree):
    put_up(ends_at=NOW + timedelta(minutes=30), starts_at=NOW - timedelta(minutes=30))
    assert up(client, "/?before")
    with time_machine.travel(NOW + timedelta(minutes=29, seconds=59), tick=False):
        assert up(client, "/?just-before")
    with time_machine.travel(NOW + timedelta(minutes=30), tick=False):
        assert not up(client, "/?after")


def test_it_waits_for_its_hour(client, tree):
    put_up(starts_at=NOW + timedelta(hours=1))
    assert not up(client, "/?before")
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert up(client, "/?after")


def test_it_shows_as_soon_as_it_is_put_up_and_goes_when_deleted(client, tree):
    assert not up(client, "/")
    banner = put_up()
    assert up(client, "/")
    banner.delete()
    assert not up(client, "/")


def test_in_the_reader_s_language_or_french_marked_as_such(client, tree):
    tree.everywhere()
    put_up(text_en="No water today")
    english = client.get("/en/").content.decode()
    assert '<span lang="en">No water today</span>' in english
    arabic = client.get("/ar/").content.decode()
    assert '<span lang="fr">' in arabic
    assert TEXT.replace("'", "&#x27;") in arabic


def test_it_costs_one_query_and_none_afterwards(client, tree):
    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    client.get("/plan-du-site/")
    without = cost("/chambery/espace-sante/")
    for _n in range(3):
        put_up(territory=tree.territory)
    client.get("/plan-du-site/")
    assert cost("/chambery/espace-sante/?with") == without


@pytest.mark.parametrize("name", ["starts_at", "ends_at"])
@pytest.mark.parametrize("year", ["0001", "9999"])
def test_a_year_no_database_holds_is_refused_on_the_form(desk, name, year):
    hours = {"starts_at": "2026-11-22T08:00", "ends_at": "2026-11-23T08:00"}
    data = {"text": TEXT, "territory": desk.territory.pk} | hours | {name: f"{year}-01-01T00:00"}
    response = desk.client.post("/admin/messages-urgents/new/", data)
    assert response.status_code == 200
    assert "Vérifiez l'année." in response.context["form"].errors[name]
