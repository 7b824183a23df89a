"""What was corrected here meets what the source changes: what stays, what follows, what somebody settles."""

from __future__ import annotations

import pytest

from resources.directory.exporting import closures_of
from resources.directory.importing.settle import mark_of, take_theirs
from resources.directory.inclusion import record_of
from resources.directory.models import Difference, Service, Structure
from tests.factories import ClosureFactory, ServiceFactory
from tests.resources.directory.files import counts, service, structure

pytestmark = pytest.mark.django_db


def test_corrections_made_here_stay_and_show_as_differences(bring):
    bring([structure()], [service()])
    Service.objects.update(telephone="04 79 11 11 11", languages=["ar"], internal_note="Demander Nadia.")
    report = bring([structure()], [service(telephone="+33479222222", frais="payant")])
    one = Service.objects.get()
    assert (one.telephone, one.frais, one.languages, one.internal_note) == (
        "04 79 11 11 11",
        "payant",
        ["ar"],
        "Demander Nadia.",
    )
    assert report["differences"] == 1
    found = Difference.objects.get()
    assert (found.service, found.field, found.theirs) == (one, "telephone", "+33479222222")
    again = bring([structure()], [service(telephone="+33479222222", frais="payant")])
    assert counts(again) == (0, 0, 1, 0, 0) and Difference.objects.count() == 1


def test_a_difference_follows_the_source_and_goes_when_both_agree(bring):
    bring([structure()], [service()])
    Service.objects.update(telephone="04 79 11 11 11")
    bring([structure()], [service(telephone="+33479222222")])
    bring([structure()], [service(telephone="+33479333333")])
    assert Difference.objects.get().theirs == "+33479333333"
    bring([structure()], [service(telephone="04 79 11 11 11")])
    assert not Difference.objects.exists()


def test_a_correction_the_source_does_not_touch_is_no_difference(bring):
    bring([structure()], [service()])
    Service.objects.update(telephone="04 79 11 11 11")
    report = bring([structure()], [service(frais="payant")])
    assert Service.objects.get().telephone == "04 79 11 11 11"
    assert report["differences"] == 0


def test_the_point_of_the_source_is_better_than_the_geocoder_s_but_not_than_a_hand_s(bring):
    bring([structure()])
    Structure.objects.update(
        latitude=45.5, longitude=5.9, coordinates_origin="geocoder", coordinates_score=0.8
    )
    bring([structure(telephone="1234")])
    assert Structure.objects.get().latitude == 45.5
    bring([structure(latitude=45.6, longitude=5.8)])
    here = Structure.objects.get()
    assert (here.latitude, here.coordinates_origin, here.coordinates_score) == (45.6, "source", None)
    Structure.objects.update(latitude=45.7, longitude=5.7, coordinates_origin="manual")
    bring([structure(latitude=45.61, longitude=5.8)])
    assert Structure.objects.get().latitude == 45.7
    assert Difference.objects.get().theirs == [45.61, 5.8]


def test_a_new_address_takes_away_the_point_of_the_old_one(bring):
    bring([structure()])
    Structure.objects.update(latitude=45.5, longitude=5.9, coordinates_origin="geocoder")
    bring([structure(adresse="9 rue Neuve")])
    here = Structure.objects.get()
    assert (here.adresse, here.latitude, here.longitude, here.coordinates_origin) == (
        "9 rue Neuve",
        None,
        None,
        "",
    )


def test_a_point_placed_by_hand_is_to_be_looked_at_when_the_source_moves(bring):
    bring([structure()])
    Structure.objects.update(latitude=45.7, longitude=5.7, coordinates_origin="manual")
    assert bring([structure(telephone="1234")])["differences"] == 0
    report = bring([structure(adresse="9 rue Neuve")])
    here = Structure.objects.get()
    assert (here.adresse, here.latitude, here.coordinates_origin) == ("9 rue Neuve", 45.7, "manual")
    assert report["differences"] == 1
    one = Difference.objects.get()
    assert (one.field, one.theirs) == ("point", None)
    bring([structure(adresse="9 rue Neuve", telephone="5678")])
    assert Difference.objects.get() == one
    take_theirs(one.pk, mark_of(one), user=None)
    here.refresh_from_db()
    assert (here.latitude, here.longitude, here.coordinates_origin) == (None, None, "")


def test_a_source_that_moves_to_the_very_point_leaves_nothing_to_settle(bring):
    bring([structure()])
    Structure.objects.update(latitude=45.7, longitude=5.7, coordinates_origin="manual")
    assert bring([structure(adresse="9 rue Neuve", latitude=45.7, longitude=5.7)])["differences"] == 0


def test_taking_the_street_of_the_source_minds_the_point(bring):
    bring([structure(), structure(2)])
    Structure.objects.update(adresse="1 rue d'Ici", latitude=45.7, longitude=5.7, coordinates_origin="manual")
    Structure.objects.filter(identifier="dora--s2").update(coordinates_origin="geocoder")
    bring([structure(adresse="9 rue Neuve"), structure(2, adresse="9 rue Neuve")])
    for one in Difference.objects.all():
        take_theirs(one.pk, mark_of(one), user=None)
    pinned, located = Structure.objects.order_by("identifier")
    assert (pinned.adresse, pinned.latitude) == ("9 rue Neuve", 45.7)
    assert (located.adresse, located.latitude, located.coordinates_origin) == ("9 rue Neuve", None, "")
    assert Difference.objects.get(field="point").structure == pinned


@pytest.fixture
def rejoined(bring) -> None:
    """A structure whose point, placed by hand, is the very one its source came round to."""
    bring([structure()])
    Structure.objects.update(latitude=45.7, longitude=5.7, coordinates_origin="manual")
    bring([structure(latitude=45.7, longitude=5.7)])


MOVES = {
    "with its address": ({"adresse": "9 rue Neuve", "latitude": 45.8, "longitude": 5.8}, [45.8, 5.8]),
    "alone": ({"latitude": 45.8, "longitude": 5.8}, [45.8, 5.8]),
    "away": ({}, None),
    "away, with the address": ({"adresse": "9 rue Neuve"}, None),
}


@pytest.mark.parametrize(("fields", "theirs"), MOVES.values(), ids=MOVES)
def test_a_point_placed_by_hand_stays_even_where_the_source_had_it(rejoined, bring, fields, theirs):
    assert bring([structure(**fields)])["differences"] == 1
    here = Structure.objects.get()
    assert (here.latitude, here.longitude, here.coordinates_origin) == (45.7, 5.7, "manual")
    assert here.adresse == fields.get("adresse", structure()["adresse"])
    one = Difference.objects.get()
    assert (one.field, one.theirs) == ("point", theirs)


def test_taking_a_street_leaves_nothing_to_settle_of_a_point_both_agree_on(rejoined, bring):
    Structure.objects.update(adresse="1 rue d'Ici")
    bring([structure(adresse="9 rue Neuve", latitude=45.7, longitude=5.7)])
    one = Difference.objects.get()
    take_theirs(one.pk, mark_of(one), user=None)
    assert Structure.objects.get().adresse == "9 rue Neuve"
    assert not Difference.objects.exists()


def test_our_own_export_changes_nothing_here_closures_told(bring):
    mine = ServiceFactory(horaires_accueil="Mo-Fr 09:00-12:00")
    ClosureFactory(structure=mine.structure)
    records = [record_of(e, closures_of([e])[e.pk]) for e in (mine.structure, mine)]
    assert "off" in records[1]["horaires_accueil"]
    report = bring([records[0]], [records[1]])
    assert counts(report, "structure") == counts(report) == (0, 0, 1, 0, 0)
    assert not Difference.objects.exists()
