"""« Où ? »: the geocoder is asked once, ours come first, and without it the communes we know still answer."""

from __future__ import annotations

import time

import pytest
from django.core.cache import caches

from portal.territories.models import Commune
from resources.directory.where import where
from resources.directory.zones import zones_for
from search.geography import Point, box_around
from tests.factories import ServiceFactory, StructureFactory, TerritoryFactory
from tests.resources.directory.geocoder_stub import feature, geocoder
from tests.resources.directory.test_public_list import page, titles, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _chambery():
    caches["default"].clear()
    TerritoryFactory(slug="chambery").communes.create(code="73065", name="Chambéry")


@pytest.fixture
def stub(settings):
    with geocoder() as running:
        settings.GEOCODER_URL = running.url
        yield running


def test_an_address_is_looked_around(client, stub):
    ServiceFactory(nom="Tout près")
    ServiceFactory(nom="Très loin", structure=StructureFactory(latitude=48.85, longitude=2.35))
    text = page(client, "?ou=3 place des Tilleuls")
    assert titles(text) == ["Tout près"]
    assert "à moins de 10 km de 3 place des Tilleuls Chambéry" in words(text)
    page(client, "?ou=3 place des Tilleuls&rayon=20")
    assert len(stub.asked) == 1


def test_our_communes_come_before_a_surer_place_elsewhere(stub):
    stub.answers = lambda asked: [
        feature("Rue de la Paix 75002 Paris", 48.86, 2.33, score=0.97, citycode="75102", city="Paris"),
        feature("Rue de la Paix 73000 Chambéry", score=0.6),
    ]
    assert where("rue de la paix").label == "Rue de la Paix 73000 Chambéry"


def test_what_is_not_sure_is_not_found(client, stub):
    stub.answers = lambda asked: [feature("Rue Xyz", score=0.2)]
    ServiceFactory(nom="Reste là")
    text = page(client, "?ou=xyzzy&frais=gratuit")
    assert "Nous n’avons pas trouvé cette adresse." in words(text)
    assert titles(text) == ["Reste là"] and 'value="xyzzy"' in text


def test_a_slow_geocoder_is_not_waited_for_twice(client, stub):
    ServiceFactory()
    stub.say(wait=6)
    start = time.monotonic()
    assert "à moins de 10 km de Chambéry" in words(page(client, "?ou=12 rue du Lac, Chambéry"))
    assert time.monotonic() - start < 4
    start = time.monotonic()
    assert "à moins de 10 km de Chambéry" in words(page(client, "?ou=14 rue du Lac, Chambéry"))
    assert time.monotonic() - start < 1.5 and len(stub.asked) == 1


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [("73065", True), ("chambery", True), ("CHAMBÉRY centre", False), ("9 rue du Lac, Chambéry", False)],
)
def test_communes_without_the_geocoder(text, is_whole):
    StructureFactory(latitude=45.5, longitude=5.5)
    StructureFactory(latitude=45.7, longitude=5.9)
    found = where(text)
    assert found.label == "Chambéry"
    assert found.point == pytest.approx((45.6, 5.7))
    said = "" if is_whole else "Nous n’avons pas trouvé cette adresse. Nous cherchons autour de Chambéry."
    assert found.notice == said


#: What services are called, and for the residents of which places they are.
ZONES = {
    "partout": None,
    "commune": ["73065"],
    "deux communes": ["38185", "73065"],
    "département": ["73"],
    "agglomération": ["200069110"],
    "France": ["france"],
    "pays": ["99100"],
    "autre commune": ["73179"],
    "autre département": ["38"],
    "autre agglomération": ["200040715"],
    "autre pays": ["99109"],
}
OURS = {name for name in ZONES if not name.startswith("autre")}


@pytest.fixture
def zones():
    """Services given at a distance and on site, each for its own people."""
    Commune.objects.filter(code="73065").update(epci="200069110")
    structure = StructureFactory()
    for name, zone in ZONES.items():
        for modes in (["a-distance"], ["en-presentiel"]):
            ServiceFactory(
                structure=structure, nom=f"{name}, {modes[0]}", zone_eligibilite=zone, modes_accueil=modes
            )


def zones_in(text: str) -> set[str]:
    found = titles(text)
    names = {title.split(",")[0] for title in found}
    assert len(found) == 2 * len(names)  # on site and at a distance: one rule
    return names


def test_a_commune_is_shown_what_is_for_its_people(client, zones):
    assert zones_in(page(client, "?ou=Chambery")) == OURS
    assert len(titles(page(client, "?q=distance"))) == len(ZONES)


def test_an_address_is_of_a_commune(client, zones, stub):
    assert zones_in(page(client, "?ou=3 place des Tilleuls")) == OURS
    stub.answers = lambda asked: [feature("1 rue Nouvelle 73290 La Motte-Servolex", citycode="73179")]
    told = zones_in(page(client, "?ou=1 rue Nouvelle"))
    assert told == {"partout", "département", "France", "pays", "autre commune"}


def test_a_telephone_may_be_in_any_commune_around(client, zones):
    here = "?pres_de=45.5646,5.9178"
    assert zones_in(page(client, here)) == OURS
    StructureFactory(code_insee="73179", latitude=45.58, longitude=5.9)
    assert zones_in(page(client, here)) == OURS | {"autre commune"}


def test_where_nothing_stands_nothing_is_hidden(client, zones):
    assert len(titles(page(client, "?pres_de=45.61,5.99&q=distance"))) == len(ZONES)


def test_the_map_and_the_api_follow_the_same_rule(client, zones):
    doors = client.get("/ressources/carte.json?ou=Chambery").json()["doors"]
    shown = {service["title"] for door in doors for service in door["services"]}
    found = client.get("/api/v1/search/services?code_commune=73065&size=100").json()["items"]
    names = {item["service"]["nom"] for item in found}
    assert len(names) == 2 * len(OURS)
    assert shown == {name for name in names if "a-distance" not in name}  # a map sends nobody to those


def test_a_district_is_shown_what_is_for_its_city(client):
    for number, zone in enumerate((["69123"], ["69383"], ["69266"])):
        ServiceFactory(nom=f"Aide {number}", zone_eligibilite=zone, modes_accueil=["a-distance"])
    found = client.get("/api/v1/search/services?code_commune=69383").json()["items"]
    assert {item["service"]["nom"] for item in found} == {"Aide 0", "Aide 1"}


def test_a_district_is_of_its_city(stub):
    stub.answers = lambda asked: [feature("Rue de la Paix 75002 Paris", 48.86, 2.33, citycode="75102")]
    communes = where("rue de la paix").communes
    assert communes == ("75102",) and {"75102", "75056"} < set(zones_for(communes))


@pytest.mark.parametrize("query", ["?ou=Chambery", "?pres_de=45.5646,5.9178"])
def test_a_place_costs_few_queries(client, zones, query, django_assert_max_num_queries):
    client.get("/ressources/")
    with django_assert_max_num_queries(10):
        client.get(f"/ressources/{query}&rayon=20")


@pytest.mark.parametrize("longitude", [179.99, -179.99, 180.0])
def test_a_circle_across_the_180th_meridian(longitude):
    box = box_around(Point(0.0, longitude), 5000)
    assert box.west <= -179.99 and box.east >= 179.99


def test_a_commune_without_any_address_says_so():
    assert where("Chambéry").notice == "Nous n’avons pas encore d’adresse à Chambéry."
