"""Points of entries: found, kept, forgotten."""
# ruff: noqa: F811 -- fixtures of the file beside

from __future__ import annotations

from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command

from resources.directory.geocoding import GeocoderDown, locate_many
from resources.directory.models import Service
from tests.factories import ServiceFactory, StructureFactory
from tests.resources.directory.test_geocoding import (  # noqa: F401 -- fixtures
    nowhere,
    stub,
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe", b"a,b\n1,2", b'"unfinished', b"fiche\n1e9\n\0", b"<html>" * 99]
)
def test_a_file_that_makes_no_sense_places_nobody(stub, body):
    structure = nowhere()
    stub.say(body)
    with suppress(GeocoderDown):
        assert locate_many([structure]) == 0
    structure.refresh_from_db()
    assert structure.latitude is None


@pytest.mark.django_db
def test_the_command_places_what_has_no_point_and_with_all_the_rest(stub, capsys):
    first, kept = nowhere(), StructureFactory(coordinates_origin="manual")
    old = StructureFactory(coordinates_origin="geocoder", latitude=1, longitude=1)
    service = ServiceFactory(structure=kept, adresse="2 rue Neuve", code_insee="73065")
    call_command("locate_directory")
    assert "2 fiches lues, 2 placées." in capsys.readouterr().out
    call_command("locate_directory", all=True)
    assert "3 fiches lues, 3 placées." in capsys.readouterr().out
    for row in (first, old, service):
        row.refresh_from_db()
        assert (row.latitude, row.coordinates_origin) == (45.5646, "geocoder")
    assert Service.objects.get().listing.latitude == 45.5646


@pytest.mark.django_db
def test_the_command_says_when_the_geocoder_is_down(settings):
    settings.GEOCODER_URL = ""
    nowhere()
    with pytest.raises(CommandError, match="ne répond pas"):
        call_command("locate_directory")
