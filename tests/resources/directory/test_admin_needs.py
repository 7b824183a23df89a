"""Needs beside resources, and the point of an address: the rest of the team's pages."""
# ruff: noqa: F811 -- fixtures of the file beside

from __future__ import annotations

import pytest
from wagtail.models import ModelLogEntry

from resources.directory.models import (
    Structure,
    SupportFunction,
    SupportNeed,
)
from tests.factories import ServiceFactory, StructureFactory
from tests.resources.directory.desks import *  # noqa: F403 -- fixtures
from tests.resources.directory.test_admin_upkeep import (  # noqa: F401 -- fixtures
    NEEDS,
    cost_of,
    point_of,
    stub,
)

pytestmark = pytest.mark.django_db


def test_another_territory_is_not_there(desk, neighbour, administration):
    assert desk.client.get(f"{NEEDS}?territoire={neighbour.territory.slug}").status_code == 404
    assert (
        desk.client.post(f"{NEEDS}?territoire={neighbour.territory.slug}", {"plan": "x"}).status_code == 404
    )
    assert administration.get(f"{NEEDS}?territoire={neighbour.territory.slug}").status_code == 200
    assert not SupportNeed.objects.exists()


def test_the_table_costs_the_same_with_more_resources(desk, mine):
    before = cost_of(desk.client, NEEDS)
    for structure in StructureFactory.create_batch(12):
        SupportFunction.objects.create(structure=structure, function="plan", level="team")
    assert cost_of(desk.client, NEEDS) == before <= 22


def test_the_lists_cost_the_same_when_they_are_long(desk, mine):
    addresses = [f"/admin/ressources/{kind}/" for kind in ("structures", "services")]
    before = [cost_of(desk.client, address) for address in addresses]
    for structure in StructureFactory.create_batch(12):
        ServiceFactory(structure=structure)
    assert [cost_of(desk.client, address) for address in addresses] == before
    assert max(before) <= 32


def test_the_point_is_found_with_how_sure_it_is(desk, mine, stub):
    Structure.objects.update(latitude=1, longitude=1, coordinates_origin="manual")
    assert "3 place des Tilleuls" in desk.client.get(point_of(mine)).content.decode()
    assert not stub.asked  # asking the page asks nobody
    html = desk.client.post(point_of(mine), follow=True).content.decode()
    assert "sûr à 0,90 sur 1" in html
    mine.refresh_from_db()
    assert (mine.latitude, mine.coordinates_origin) == (45.5646, "geocoder")
    assert mine.coordinates_score == pytest.approx(0.9)
    assert ModelLogEntry.objects.filter(action="directory.locate", user=desk.user).exists()


def test_a_point_placed_by_hand_stays_when_the_address_is_not_found(desk, mine, stub):
    Structure.objects.update(latitude=1, longitude=1, coordinates_origin="manual")
    stub.answers = lambda asked: []
    assert "pas trouvée" in desk.client.post(point_of(mine), follow=True).content.decode()
    mine.refresh_from_db()
    assert (mine.latitude, mine.coordinates_origin) == (1, "manual")


def test_all_goes_on_when_the_geocoder_is_down(desk, mine, settings):
    settings.GEOCODER_URL = ""
    assert "ne répond pas" in desk.client.post(point_of(mine), follow=True).content.decode()
    mine.refresh_from_db()
    assert mine.latitude == 45.5646
