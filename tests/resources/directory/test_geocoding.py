"""The geocoder's client against a real server on loopback: right answers, no answer, and every bad one."""

from __future__ import annotations

import logging
import socket
import threading
import time

import pytest
from django.core.cache import caches

from portal.territories import content_version
from resources.directory.geocoding import GeocoderDown, find_address, locate, locate_many
from resources.directory.models import Listing, Structure
from search.geography import Point
from tests.factories import ServiceFactory, StructureFactory
from tests.resources.directory.geocoder_stub import feature, geocoder

HOME = "12 rue de chez quelqu'un"


@pytest.fixture
def stub(settings):
    with geocoder() as one:
        settings.GEOCODER_URL = one.url
        yield one


def nowhere(**given):
    return StructureFactory(latitude=None, longitude=None, **given)


def test_an_address_is_found_with_its_point_and_how_sure_it_is(stub):
    [found] = find_address("3 place des Tilleuls")
    assert found.label == "3 place des Tilleuls"
    assert found.point == Point(45.5646, 5.9178)
    assert (found.score, found.kind, found.city) == (0.9, "housenumber", "Chambéry")
    assert (found.citycode, found.postcode) == ("73065", "73000")
    assert stub.asked == [{"q": "3 place des Tilleuls", "limit": "5"}]


def test_each_commune_is_asked_by_its_insee_code_and_the_surest_comes_first(stub):
    stub.answers = lambda asked: [feature(asked["citycode"], score=0.6 + (asked["citycode"] == "38421") / 10)]
    found = find_address("12 avenue Benoît Frachon", communes=["73065", "38421", "38421"])
    assert [one.label for one in found] == ["38421", "73065"]
    assert {asked["citycode"] for asked in stub.asked} == {"73065", "38421"}


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("75118", "75056"),
        ("13205", "13055"),
        ("69387", "69123"),
        ("69266", "69266"),
        ("2A004", "2A004"),
    ],
)
def test_districts_of_three_cities_are_asked_as_their_city(stub, code, asked):
    find_address("rue de la Paix", communes=[code])
    assert stub.asked[0]["citycode"] == asked


def test_the_same_question_is_asked_once_a_day(stub):
    assert find_address("rue Nicolas Parent") == find_address("  rue  Nicolas Parent ")
    assert len(stub.asked) == 1
    stub.answers = lambda asked: []
    assert find_address("nulle part") == find_address("nulle part") == []
    assert len(stub.asked) == 2


def test_no_crowd_of_addresses_drives_anything_out_of_the_cache_of_everybody(stub):
    default = caches["default"]
    default.set("limit-of-attempts", 5)
    most = default._max_entries
    for number in range(most + 50):
        find_address(f"{number} rue de la Paix")
    assert default.get("limit-of-attempts") == 5
    assert list(default._cache) == [default.make_key("limit-of-attempts")]


@pytest.mark.parametrize("text", ["", "  ", "ab", "!!!", "-12 rue", "\0\0\0"])
def test_what_the_service_would_refuse_is_not_asked(stub, text):
    assert find_address(text) == []
    assert stub.asked == []


def test_long_texts_are_cut(stub):
    find_address("rue " * 1000)
    assert len(stub.asked[0]["q"]) <= 200


def test_a_question_it_does_not_understand_has_no_answer(stub):
    stub.say(b'{"code":400}', status=400)
    assert find_address("rue de la Paix") == []


@pytest.mark.parametrize("status", [500, 502, 403, 404, 301])
def test_other_refusals_are_breakdowns_asked_once(stub, status):
    stub.say(b"<html>", status=status, Location="http://127.0.0.1:9/elsewhere")
    with pytest.raises(GeocoderDown):
        find_address("rue de la Paix")
    assert len(stub.asked) == 1


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("retry_after", [None, "0.01", "soon", "nan", "-5", "0"])
def test_a_busy_service_is_asked_once_more(stub, status, retry_after, monkeypatch):
    monkeypatch.setattr("resources.directory.geocoder.PAUSE", 0.01)
    stub.say(status=status, **({"Retry_After": retry_after} if retry_after else {}))
    assert find_address("rue de la Paix")
    assert len(stub.asked) == 2


def test_a_service_that_stays_busy_is_left_in_peace(stub, monkeypatch):
    monkeypatch.setattr("resources.directory.geocoder.PAUSE", 0.01)
    for _ in range(3):
        stub.say(status=503)
    with pytest.raises(GeocoderDown):
        find_address("rue de la Paix")
    assert len(stub.asked) == 2


def test_it_is_not_waited_for_longer_than_it_was_told(stub, monkeypatch):
    monkeypatch.setattr("resources.directory.geocoder.QUICK", 0.3)
    stub.say(b"{}", wait=3)
    started = time.monotonic()
    with pytest.raises(GeocoderDown):
        find_address("rue de la Paix")
    assert time.monotonic() - started < 2


def test_after_a_breakdown_nobody_waits_for_a_while(stub):
    stub.say(status=500)
    with pytest.raises(GeocoderDown):
        find_address("rue de la Paix")
    with pytest.raises(GeocoderDown):
        find_address("rue Croix d'Or")
    assert len(stub.asked) == 1


def test_an_answer_that_drips_is_cut_short(settings, monkeypatch):
    monkeypatch.setattr("resources.directory.geocoder.QUICK", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.GEOCODER_URL = f"http://127.0.0.1:{server.getsockname()[1]}/"
        server.settimeout(5)

        def drip():
            connection, _ = server.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
                for _ in range(50):
                    try:
                        connection.sendall(b" ")
                    except OSError:
                        return
                    time.sleep(0.1)

        thread = threading.Thread(target=drip)
        thread.start()
        started = time.monotonic()
        with pytest.raises(GeocoderDown):
            find_address("rue de la Paix")
        assert time.monotonic() - started < 2
        thread.join()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"\xff\xfe\x00",
        b"[]",
        b"null",
        b'"text"',
        b"{}",
        b'{"features": 3}',
        b'{"features": {"a": 1}}',
        b"[" * 100_000,
        b" " * 600_000,
    ],
    ids=range(11),
)
def test_what_cannot_be_read_is_a_breakdown(stub, body):
    stub.say(body)
    with pytest.raises(GeocoderDown):
        find_address("rue de la Paix")


@pytest.mark.parametrize(
    "bad",
    [
        None,
        3,
        {},
        {"geometry": None, "properties": {}},
        {"geometry": {"coordinates": []}, "properties": {"label": "x", "score": 1}},
        {"geometry": {"coordinates": [5, 45]}, "properties": None},
        feature("x", lat="north"),
        feature("x", lat=float("nan")),
        feature("x", lat=91),
        feature("x", lon=-181),
        feature("x", lat=10**400),
        feature("x", score=None),
        feature("x", score="high"),
        feature("x", score=float("inf")),
        feature(""),
        feature(None),
    ],
    ids=range(16),
)
def test_places_that_make_no_sense_are_left_out(stub, bad):
    stub.answers = lambda asked: [bad, feature("bonne")]
    assert [one.label for one in find_address("rue de la Paix")] == ["bonne"]


def test_a_score_out_of_bounds_is_brought_back(stub):
    stub.answers = lambda asked: [feature("a", score=7), feature("b", score=-1)]
    assert [one.score for one in find_address("rue de la Paix")] == [1.0, 0.0]


@pytest.mark.parametrize(
    "url", ["", "file:///etc/passwd", "ftp://127.0.0.1/", "http://127.0.0.1:9/", "http://"]
)
def test_off_unreachable_and_wrong_addresses_are_breakdowns(settings, url):
    settings.GEOCODER_URL = url
    with pytest.raises(GeocoderDown):
        find_address("rue de la Paix")


def test_logs_never_tell_what_was_asked(stub, caplog):
    caplog.set_level(logging.DEBUG)
    for status in (400, 500):
        stub.say(HOME.encode(), status=status)
    find_address(HOME)
    with pytest.raises(GeocoderDown):
        find_address(f"{HOME} bis")
    assert "500" in caplog.text
    assert "quelqu" not in caplog.text


# Entries ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_entry_takes_the_point_of_its_address(stub):
    service = ServiceFactory(structure=nowhere())
    structure, before = service.structure, content_version.current()
    assert locate(structure) is True
    assert stub.asked == [{"q": "3 place des Tilleuls", "limit": "5", "citycode": "73065"}]
    structure.refresh_from_db()
    assert (structure.latitude, structure.longitude) == (45.5646, 5.9178)
    assert (structure.coordinates_origin, structure.coordinates_score) == ("geocoder", 0.9)
    assert Listing.objects.get(service=service).latitude == 45.5646
    assert content_version.current() > before


@pytest.mark.django_db
def test_an_entry_not_saved_yet_takes_it_too(stub):
    structure = StructureFactory.build(latitude=None, longitude=None)
    assert locate(structure) is True
    assert structure.latitude == 45.5646
    assert not Structure.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("origin", ["manual", "source", ""])
def test_points_of_the_team_and_of_the_source_stay(stub, origin):
    structure = StructureFactory(latitude=1.0, longitude=2.0, coordinates_origin=origin)
    assert locate(structure) is False
    assert locate_many([structure]) == 0
    structure.refresh_from_db()
    assert (structure.latitude, structure.longitude, structure.coordinates_origin) == (1.0, 2.0, origin)
    assert stub.asked == []


@pytest.mark.django_db
@pytest.mark.parametrize("find", [locate, lambda entry: locate_many([entry])], ids=["one", "many"])
@pytest.mark.parametrize(
    "change", [{"latitude": 1, "longitude": 2, "coordinates_origin": "manual"}, {"adresse": "9 rue Neuve"}]
)
def test_what_somebody_changed_while_the_geocoder_was_thinking_wins(stub, find, change):
    asked = nowhere()
    Structure.objects.filter(pk=asked.pk).update(**change)
    assert find(asked)
    stored = Structure.objects.get(pk=asked.pk)
    assert stored.latitude == change.get("latitude")
    assert stored.coordinates_origin == change.get("coordinates_origin", "")


@pytest.mark.django_db
def test_the_middle_of_a_commune_is_no_answer_to_a_street(stub):
    stub.answers = lambda asked: [
        feature("Chambéry", type="municipality", score=0.95),
        feature("place des Tilleuls", type="street", score=0.5, lat=45.6),
    ]
    assert locate(with_street := nowhere())
    assert with_street.latitude == 45.6
    assert locate(without := nowhere(adresse=None))
    assert without.coordinates_score == 0.95
    assert stub.asked[-1]["q"] == "Chambéry"


@pytest.mark.django_db
def test_what_is_not_sure_is_not_kept(stub):
    stub.answers = lambda asked: [feature("autre chose", score=0.49)]
    assert locate(structure := nowhere()) is False
    assert structure.latitude is None


@pytest.mark.django_db
def test_a_point_of_an_older_address_goes_when_the_new_one_is_not_found(stub):
    stub.answers = lambda asked: []
    structure = StructureFactory(coordinates_origin="geocoder", coordinates_score=0.8)
    assert locate(structure) is False
    structure.refresh_from_db()
    assert (structure.latitude, structure.coordinates_origin, structure.coordinates_score) == (None, "", None)


@pytest.mark.django_db
def test_a_postcode_overseas_that_is_not_known_is_left_out(stub):
    stub.answers = lambda asked: [] if "postcode" in asked else [feature("ici", citycode="97411", lat=-20.9)]
    given = {"code_insee": None, "code_postal": "97490", "commune": "Saint-Denis"}
    assert locate(structure := nowhere(**given))
    assert structure.latitude == -20.9
    assert [asked.get("postcode") for asked in stub.asked] == ["97490", None]
    stub.answers = lambda asked: [] if "postcode" in asked else [feature("ailleurs", citycode="93066")]
    assert locate(nowhere(**given | {"adresse": "4 rue Neuve"})) is False


@pytest.mark.django_db
def test_without_insee_code_the_postcode_and_the_commune_are_asked(stub):
    locate(nowhere(code_insee=None))
    assert stub.asked[0] == {"q": "3 place des Tilleuls Chambéry", "limit": "5", "postcode": "73000"}


@pytest.mark.django_db
@pytest.mark.parametrize("find", [locate, lambda entry: locate_many([entry])])
def test_entries_without_an_address_ask_nothing(stub, find):
    for entry in (
        nowhere(adresse=None, commune=None),
        nowhere(code_insee=None, code_postal=None, commune=None),
        ServiceFactory(
            adresse=None, commune="Chambéry", code_insee="73065"
        ),  # stands where its structure does
    ):
        assert not find(entry)
    assert stub.asked == []


@pytest.mark.django_db
def test_when_it_is_down_the_entry_stays_as_it_was(stub):
    stub.say(status=500)
    structure = StructureFactory(coordinates_origin="geocoder")
    with pytest.raises(GeocoderDown):
        locate(structure)
    structure.refresh_from_db()
    assert structure.latitude == 45.5646


@pytest.mark.django_db
def test_many_are_placed_by_one_file_a_block(stub, django_assert_num_queries):
    structures = [nowhere(nom=f"Centre {n}", adresse=f"{n} rue Neuve") for n in range(1, 8)]
    services = [ServiceFactory(adresse="rue d'ici", code_insee="13205", structure=structures[0])]
    overseas = nowhere(code_insee=None, code_postal="97490", commune="Saint-Denis")

    def answer(asked):
        if "Saint-Denis" in asked["q"]:
            return [] if "postcode" in asked else [feature("x", citycode="97411")]
        return [] if asked["q"].startswith("7 ") else [feature("x", lat=45.1)]

    stub.answers = answer
    assert locate_many([*structures, *services, overseas]) == 7  # 6 streets and the one overseas
    assert len(stub.files) == 3
    assert ("columns", "texte") in stub.fields
    assert ("citycode", "insee") in stub.fields
    assert stub.files[0][0]["insee"] == "73065"
    assert stub.files[-1][0]["insee"] == "13055"
    assert Structure.objects.filter(latitude=45.1, coordinates_origin="geocoder").count() == 6
    assert (
        Listing.objects.get(service=services[0]).latitude is None
    )  # found elsewhere than in its département
