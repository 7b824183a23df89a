"""« Où ? »: the geocoder is asked once, ours come first, and without it the communes we know still answer."""

from __future__ import annotations

import time

import pytest
from django.core.cache import caches

from resources.directory.where import where
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


def test_a_commune_without_any_address_says_so():
    assert where("Chambéry").notice == "Nous n’avons pas encore d’adresse à Chambéry."
