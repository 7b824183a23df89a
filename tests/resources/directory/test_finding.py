"""The engine and the database are asked the same: which services answer, how many, and what one may choose next."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.territories.models import Commune
from resources.directory import finding, search
from resources.directory.actions import withdraw
from resources.directory.cards import is_remote
from resources.directory.indexing import index_services, point_of
from resources.directory.models import Service
from resources.directory.search import NEAREST, Query
from search.engine import EngineDown, engines
from search.sources import all_documents
from search.updates import rebuild
from tests.factories import ServiceFactory, StructureFactory, TerritoryFactory, ThemeFactory, paris
from tests.resources.directory.test_search import FREE, HERE, MODES, PLACES
from tests.search.conftest import search_root  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db
PUBLICS = ([], ["tous-publics"], ["femmes"], ["femmes", "jeunes"], ["seniors", "tous-publics"])
HOURS = (None, "Mo-Su 00:00-24:00", "Mo 09:00-10:00")
MORNING, NIGHT = paris(2026, 11, 23, 9, 30), paris(2026, 11, 24, 3)
CODES = ("sante--acces-aux-soins", "famille--garde-denfants")


@pytest.fixture
def directory(search_root):  # noqa: F811
    """Two hundred services unlike each other, and the index of them."""
    chance = Random(4)
    ThemeFactory(slug="sante", name="Se soigner", data_inclusion=CODES[0])
    territory = TerritoryFactory(slug="chambery")
    Commune.objects.create(code="73065", name="Chambéry").territories.add(territory)
    owners = [
        StructureFactory(latitude=None, longitude=None, adresse=None, code_insee=code)
        for code in ("73065", "38185")
    ]
    Service.objects.bulk_create(_service(n, chance, owners) for n in range(200))
    index_services()
    rebuild(engines()[-1], all_documents())
    return territory


def _service(n: int, chance: Random, owners: list) -> Service:
    place = chance.choice(PLACES)
    return ServiceFactory.build(
        structure=chance.choice(owners),
        identifier=f"t--{n}",
        nom=f"{chance.choice(['Colis', 'Dentiste', 'Papiers'])} {n:03}",
        slug=f"s-{n}",
        description="Une aide de tous les jours.",
        frais=chance.choice(FREE),
        publics=chance.choice(PUBLICS),
        modes_accueil=chance.choice(MODES),
        languages=chance.choice([[], ["ar"], ["ar", "tr"]]),
        step_free=chance.choice(["", "yes", "no"]),
        thematiques=chance.choice([[], [CODES[0]], list(CODES)]),
        horaires_accueil=chance.choice(HOURS),
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
    )


def questions(territory) -> list[Query]:
    """Ask at random: filters, words, a place, an hour, all together or not."""
    chance, asked = Random(9), []
    values = {
        "theme": [("sante",)],
        "public": [("femmes",), ("femmes", "seniors"), ("jeunes",), ("tous-publics",)],
        "frais": [("gratuit",), ("gratuit", "payant")],
        "accueil": [("a-distance",), ("en-presentiel",), ("a-distance", "en-presentiel")],
        "langue": [("tr",), ("ar", "tr"), ("it",)],
        "acces": [("yes",)],
        "thematique": [(CODES[1],)],
    }
    for _time in range(120):
        kinds = chance.sample(sorted(values), chance.choice([0, 0, 1, 2]))
        asked.append(
            Query(
                words=chance.choice(["", "", "dentiste", "colis"]),
                chosen={kind: chance.choice(values[kind]) for kind in kinds},
                open_at=chance.choice([None, MORNING, NIGHT]),
                near=chance.choice([None, *filter(None, PLACES)]),
                radius=chance.choice([100, 5_000, 20_000, 500_000]),
                territory=chance.choice([None, None, territory]),
                sort=chance.choice(["pertinence", NEAREST]),
                per_page=500,
            )
        )
    return asked


def seen(results) -> dict:
    """Give what must be the same whoever answers."""
    return {
        "hits": sorted((hit.service.pk, hit.distance and round(hit.distance, 1)) for hit in results.hits),
        "total": results.total,
        "open": results.open_count,
        "facets": results.facets,
    }


def test_the_engine_and_the_database_find_and_count_the_same(directory):
    some = 0
    for query in questions(directory):
        by_engine, by_database = finding.find(query), search.find(query)
        assert seen(by_engine) == seen(by_database), query
        some += bool(by_database.total)
    assert some > 60  # the questions are not all without an answer


def test_the_nearest_come_first_from_either(directory):
    query = Query(
        near=HERE, radius=500_000, sort=NEAREST, chosen={"accueil": ("en-presentiel",)}, per_page=500
    )
    for found in (finding.find(query), search.find(query)):
        far = [hit.distance for hit in found.hits if hit.distance is not None and hit.distance <= 500_000]
        assert far == sorted(far) and far


def test_pages_follow_each_other(directory):
    whole = [hit.service.pk for hit in finding.find(Query(per_page=500)).hits]
    parts = [
        hit.service.pk
        for page in range(1, 12)
        for hit in finding.find(replace(Query(per_page=20), page=page)).hits
    ]
    assert parts == whole == [hit.service.pk for hit in search.find(Query(per_page=500)).hits]


def test_the_engine_finds_what_the_database_does_not(directory):
    assert search.find(Query(words="dentistes")).total == 0
    assert finding.find(Query(words="dentistes")).total == finding.find(Query(words="dentiste")).total > 0
    assert finding.find(Query(words="dantiste")).total > 0


def test_words_that_are_never_together_are_said_to_be_some_of_them(directory):
    assert finding.find(Query(words="dentiste colis")).partial
    assert not finding.find(Query(words="dentiste")).partial


def test_a_service_withdrawn_a_second_ago_is_not_shown(directory):
    first = finding.find(Query(words="dentiste")).hits[0].service
    withdraw(first, user=None)  # in a transaction the index has not heard of
    assert first.pk not in [
        hit.service.pk for hit in finding.find(Query(words="dentiste", per_page=500)).hits
    ]


def test_without_an_index_the_database_answers(directory, settings, tmp_path, monkeypatch):
    settings.SEARCH_ROOT = str(tmp_path / "elsewhere")
    monkeypatch.setattr("search.updates.make_missing", lambda: None)
    query = Query(words="dentiste", chosen={"frais": ("gratuit",)})
    assert seen(finding.find(query)) == seen(search.find(query))


def test_the_list_asks_the_database_ten_times_at_most(directory, client):
    address = "/ressources/?q=dentiste&public=femmes&frais=gratuit&pres_de=45.565,5.918&rayon=100"
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address + "&tri=distance").status_code == 200
    assert len(queries) <= 10, [one["sql"][:90] for one in queries]


def test_the_list_says_when_only_some_words_are_found(directory, client):
    told = "Aucune ne dit tous ces mots."
    assert told in client.get("/ressources/?q=dentiste+colis").content.decode()
    assert told not in client.get("/ressources/?q=dentiste").content.decode()


@pytest.mark.parametrize("asked", ["dantiste", "dentistes", "dentiste colis", ""])
def test_the_map_shows_what_the_list_finds(directory, client, asked):
    found = [hit.service for hit in finding.find(Query(words=asked, per_page=500)).hits]
    data = client.get("/ressources/carte.json", {"q": asked}).json()
    shown = [service["title"] for door in data["doors"] for service in door["services"]]
    to_go = [one.nom for one in found if point_of(one) is not None and not is_remote(one)]
    assert sorted(shown) == sorted(to_go) and shown and not data["is_cut"]


@pytest.mark.parametrize("asked", ["dentiste", ""])
def test_a_map_says_when_it_does_not_show_all(directory, asked):
    found, is_cut = finding.points(Query(words=asked), 5)
    assert 0 < len(found) <= 5 and is_cut


def test_beyond_what_a_server_gives_the_database_answers(directory):
    near = Query(words="dantiste", per_page=100, page=100)  # a word the engine alone understands
    assert finding.find(near).total > 0
    assert finding.find(replace(near, page=101)).total == 0


@pytest.mark.parametrize("words", ["***", "😀", "L'", "le", "sans", "a AND ("])
def test_words_that_say_nothing_find_nothing_from_either(directory, client, words, monkeypatch):
    for is_down in (False, True):
        if is_down:
            monkeypatch.setattr(finding.engine, "search", _down)
        text = client.get("/ressources/", {"q": words, "again": is_down}).content.decode()
        assert "data-result" not in text and "Rien trouvé" in text


def test_an_acronym_with_full_stops_is_one_word(directory, client, monkeypatch):
    ServiceFactory(nom="CPAM, accueil")
    rebuild(engines()[-1], all_documents())
    for is_down in (False, True):
        if is_down:
            monkeypatch.setattr(finding.engine, "search", _down)
        assert (
            "CPAM, accueil"
            in client.get("/ressources/", {"q": "C.P.A.M.", "again": is_down}).content.decode()
        )


def _down(_question):
    raise EngineDown("down")
