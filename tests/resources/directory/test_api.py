"""The public API: data·inclusion's shape and meaning, nothing that must not leave, nothing that breaks it."""

from __future__ import annotations

import json
import logging
from datetime import date, timedelta

import pytest
from data_inclusion.schema import v1
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from jsonschema import Draft202012Validator

from portal.territories.models import Commune
from resources.directory.models import Service, Source, Structure
from tests.factories import (
    ClosureFactory,
    ServiceFactory,
    StructureFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

FULL = {
    "nom": "Aide aux papiers",
    "description": "Une personne vous aide à remplir vos papiers.",
    "thematiques": ["sante--addictions", "numerique--acquerir-un-equipement"],
    "frais": "gratuit",
    "publics": ["femmes", "jeunes"],
    "modes_accueil": ["a-distance", "en-presentiel"],
    "zone_eligibilite": ["73065", "38", "200069110", "france"],
    "modes_mobilisation": ["se-presenter"],
    "mobilisable_par": ["usagers"],
    "courriel": "accueil@example.org",
    "lien_mobilisation": "https://example.org/ici",
    "horaires_accueil": "Mo-Fr 09:00-17:00",
    "volume_horaire_hebdomadaire": 2.5,
    "nombre_semaines": 3,
    "internal_note": "SECRET",
}


def get(path: str, status: int = 200, **asked):
    """Ask the API as another site does, and read what it says."""
    response = Client().get(f"/api/v1/{path}", asked)
    assert response.status_code == status, response.content
    return response.json()


def ids(answer: dict) -> list[str]:
    return [item.get("service", item)["id"] for item in answer["items"]]


def found(**asked) -> dict[str, int | None]:
    """Search; give names and distances in order."""
    return {i["service"]["nom"]: i["distance"] for i in get("search/services", **asked)["items"]}


def at(kilometres: float, name: str, **given) -> Service:
    """Make a service so many kilometres north of the middle of Chambéry, in a structure without a point."""
    structure = StructureFactory(latitude=None, longitude=None, adresse=None)
    point = {"latitude": 45.5646 + kilometres / 111.195, "longitude": 5.9178}
    return ServiceFactory(nom=name, structure=structure, **{**point, **given})


CHAMBERY = {"lat": 45.5646, "lon": 5.9178}


# The shape -------------------------------------------------------------------------------------------------


def test_what_it_gives_is_valid_twice_and_the_same_as_what_is_stored():
    structure = StructureFactory(
        siret="12345678901234", reseaux_porteurs=["ccas-cias"], site_web="https://example.org"
    )
    service = ServiceFactory(structure=structure, **FULL)
    for path, model, row in (("structures", v1.Structure, structure), ("services", v1.Service, service)):
        [item] = get(path)["items"]
        model.model_validate_json(json.dumps(item), strict=True)
        assert not list(Draft202012Validator(model.model_json_schema()).iter_errors(item))
        assert set(item) == set(model.model_fields)
        assert item["id"] == row.identifier
        assert item["date_maj"] == date.today().isoformat()
    assert {name: item[name] for name in FULL if name in item} == {k: v for k, v in FULL.items() if k in item}
    assert item["structure_id"] == structure.identifier


def test_the_envelope_counts_pages():
    for _ in range(5):
        ServiceFactory()
    answer = get("services", size=2, page=3)
    assert {name: answer[name] for name in ("total", "page", "size", "pages")} == {
        "total": 5,
        "page": 3,
        "size": 2,
        "pages": 3,
    }
    assert len(answer["items"]) == 1
    assert get("services", page=4, size=2)["items"] == []
    everything = [ids(get("services", page=n, size=2)) for n in (1, 2, 3)]
    assert sorted(one for page in everything for one in page) == sorted(
        Service.objects.values_list("identifier", flat=True)
    )


@pytest.mark.parametrize("path", ["structures", "services", "search/services"])
def test_what_is_withheld_leaves_its_place_empty_and_moves_nothing(path):
    """`total` and `pages` count places, as the description says: whoever reads every page reads each entry once."""
    made = ServiceFactory.create_batch(7)
    wrong = [made[1], made[2], made[6]]
    for service in wrong:
        type(service).objects.filter(pk=service.pk).update(courriel="personne")
        Structure.objects.filter(pk=service.structure_id).update(courriel="personne")
    pages = [get(path, size=2, page=number) for number in (1, 2, 3, 4, 5)]
    assert {(page["total"], page["pages"]) for page in pages} == {(7, 4)}
    assert sum(len(page["items"]) for page in pages) == 4 and pages[4]["items"] == []
    told = [one for page in pages for one in ids(page)]
    kept = [one for one in made if one not in wrong]
    rows = [one.structure for one in kept] if path == "structures" else kept
    assert sorted(told) == sorted(row.identifier for row in rows)


def test_the_description_says_what_total_counts():
    schemas = get("openapi.json")["components"]["schemas"]
    pages = [schema for name, schema in schemas.items() if name.startswith("Page")]
    assert len(pages) == 4
    assert all("retenues" in page["properties"]["total"]["description"] for page in pages)


def test_nothing_is_an_envelope_too():
    for path in ("structures", "services", "search/services", "sessions"):
        assert get(path) == {"items": [], "total": 0, "page": 1, "size": 50, "pages": 0}


def test_details_hold_the_other_half():
    service = ServiceFactory(**FULL)
    detail = get(f"services/{service.identifier}")
    assert detail["structure"]["id"] == service.structure.identifier
    detail = get(f"structures/{service.structure.identifier}")
    assert [one["id"] for one in detail["services"]] == [service.identifier]
    assert (
        get("services/impact--absent", 404)
        == get("structures/impact--absent", 404)
        == {"detail": "Not Found"}
    )


def test_identifiers_of_any_shape_have_their_address():
    service = ServiceFactory(
        identifier="dora--AidantsConnect:2024/47 é", source=Source.objects.create(slug="dora")
    )
    assert get("services/dora--AidantsConnect:2024/47 é")["id"] == service.identifier


def test_dated_closures_are_told_in_the_hours():
    service = ServiceFactory(horaires_accueil="Mo-Fr 09:00-17:00")
    day = timezone.localdate() + timedelta(days=3)
    ClosureFactory(structure=service.structure, first_day=day, last_day=day, reason="congés")
    ClosureFactory(
        structure=service.structure, first_day=day - timedelta(days=30), last_day=day - timedelta(days=20)
    )
    ClosureFactory(
        structure=service.structure,
        service=ServiceFactory(structure=service.structure),
        first_day=day,
        last_day=day,
    )
    hours = get(f"services/{service.identifier}")["horaires_accueil"]
    assert hours.count("off") == 1
    assert "congés" in hours
    v1.Service.model_validate(get("services")["items"][0])


def test_sources_say_their_licence():
    Source.objects.create(slug="dora", name="DORA", url="https://example.org", licence="LO")
    Source.objects.create(slug="closed", name="Fermée", is_shared=False)
    told = {source["slug"]: source for source in get("sources")}
    assert told["dora"]["nom"] == "DORA"
    assert told["dora"]["licence_url"].startswith("https://")
    assert "closed" not in told


# What never leaves -----------------------------------------------------------------------------------------


def everything() -> str:
    """Ask all there is, and give it as one text."""
    paths = ["structures", "services", "search/services", "sources", "sessions"]
    paths += [f"services/{pk}" for pk in Service.objects.values_list("identifier", flat=True)]
    paths += [f"structures/{pk}" for pk in Structure.objects.values_list("identifier", flat=True)]
    return " ".join(Client().get(f"/api/v1/{path}").content.decode() for path in paths)


def test_notes_and_who_verified_never_leave():
    person = UserFactory(email="qui@demo.test")
    service = ServiceFactory(**FULL, verified_by=person, verified_on=date.today(), imported={"nom": "AVANT"})
    Structure.objects.update(internal_note="SECRET", verified_by=person, imported={"nom": "AVANT"})
    text = everything()
    assert service.identifier in text
    for word in ("SECRET", "qui@demo.test", str(person.pk), "AVANT", "internal_note", "verified"):
        assert word not in text


@pytest.mark.parametrize(
    "hide",
    [
        lambda s: _save(s, state="draft"),
        lambda s: _save(s, state="gone"),
        lambda s: _save(s.structure, state="draft"),
        lambda s: _save(s.structure, state="gone"),
        lambda s: _save(s, source=_closed()),
        lambda s: _save(s.structure, source=_closed()),
    ],
    ids=[
        "draft",
        "gone",
        "draft structure",
        "gone structure",
        "closed source",
        "structure of a closed source",
    ],
)
def test_what_is_not_public_or_not_ours_to_give_never_leaves(hide):
    service = ServiceFactory(nom="Jamais dehors")
    assert "Jamais dehors" in everything()
    hide(service)
    assert "Jamais dehors" not in everything()
    assert get(f"services/{service.identifier}", 404)


def _save(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def _closed() -> Source:
    return Source.objects.create(slug="soliguide", name="Soliguide", is_shared=False)


def test_a_row_that_is_not_valid_is_withheld_and_the_others_leave(caplog):
    good, bad = ServiceFactory(), ServiceFactory()
    lost = ServiceFactory()
    Service.objects.filter(pk=bad.pk).update(publics=["tous-publics", "femmes"], nom="Nom secret")
    Structure.objects.filter(pk=lost.structure_id).update(date_maj=date(1999, 1, 1))
    caplog.set_level(logging.WARNING)
    assert sorted(ids(get("services"))) == sorted([good.identifier, lost.identifier])
    assert [i["service"]["id"] for i in get("search/services")["items"]] == [good.identifier]
    assert bad.identifier in caplog.text
    assert "Nom secret" not in caplog.text
    get(f"services/{bad.identifier}", 404)
    get(f"structures/{lost.structure.identifier}", 404)


# What it means ---------------------------------------------------------------------------------------------


def test_a_zone_holds_the_commune_its_departement_its_epci_or_france():
    Commune.objects.create(code="73065", name="Chambéry", epci="200069110")
    for name, zone in {
        "nulle": None,
        "commune": ["38421", "73065"],
        "département": ["73"],
        "epci": ["200069110"],
        "france": ["france"],
        "pays": ["99100"],
        "ailleurs": ["38", "38421", "99109"],
        "autre epci": ["200040715"],
    }.items():
        ServiceFactory(nom=f"zone {name}", zone_eligibilite=zone)
    assert set(found(code_commune="73065")) == {
        f"zone {n}" for n in ("nulle", "commune", "département", "epci", "france", "pays")
    }
    assert "zone ailleurs" in found(code_commune="38421", **CHAMBERY)
    assert len(found()) == 8
    assert len(found(**CHAMBERY)) == 8


def test_on_site_within_fifty_kilometres_or_at_a_distance_nearest_first_unknown_last():
    at(49.9, "presque loin")
    at(50.1, "trop loin")
    at(0.2, "ici")
    at(12.6, "treize")
    at(300, "loin, aussi à distance", modes_accueil=["a-distance", "en-presentiel"])
    at(1, "à distance seulement", modes_accueil=["a-distance"])
    at(0, "sans point", latitude=None, longitude=None, modes_accueil=["a-distance"])
    at(0, "sur place nulle part", latitude=None, longitude=None)
    answer = found(**CHAMBERY)
    assert list(answer.items())[:4] == [
        ("ici", 0),
        ("treize", 13),
        ("presque loin", 50),
        ("loin, aussi à distance", 300),
    ]
    assert dict(list(answer.items())[4:]) == {"à distance seulement": None, "sans point": None}


def test_a_commune_alone_is_looked_around_from_its_middle():
    here = ServiceFactory(nom="ici")
    at(60, "trop loin", code_insee="74010")
    assert found(code_commune="73065") == {"ici": 0}
    assert here.structure.code_insee == "73065"


def test_when_nobody_knows_where_a_commune_is_its_departement_is_near():
    at(0, "même département", code_insee="38421")
    at(0, "ailleurs", code_insee="73065")
    at(0, "à distance", modes_accueil=["a-distance"], code_insee="75056")
    assert found(code_commune="38185") == {"même département": None, "à distance": None}


def test_a_public_brings_what_is_for_everybody():
    for name, publics in {
        "tous": ["tous-publics"],
        "femmes": ["femmes"],
        "jeunes": ["jeunes"],
        "rien": None,
    }.items():
        ServiceFactory(nom=f"pour {name}", publics=publics)
    for path in ("services", "search/services"):
        items = get(path, publics="femmes")["items"]
        assert {i.get("service", i)["nom"] for i in items} == {"pour tous", "pour femmes"}
    assert set(found(publics=["femmes", "jeunes"])) == {"pour tous", "pour femmes", "pour jeunes"}
    assert set(found(publics="tous-publics")) == {"pour tous"}


def test_filters_take_any_of_their_values_and_all_of_them_hold():
    ServiceFactory(nom="addictions", thematiques=["sante--addictions"], frais="payant", type="atelier")
    ServiceFactory(nom="mentale", thematiques=["sante--sante-mentale"], modes_accueil=["a-distance"])
    ServiceFactory(nom="papiers")
    for asked, names in (
        ({"thematiques": "sante"}, {"addictions", "mentale"}),
        ({"thematiques": ["sante--addictions", "numerique"]}, {"addictions"}),
        (
            {"thematiques": ["sante", "difficultes-administratives-ou-juridiques"]},
            {"addictions", "mentale", "papiers"},
        ),
        ({"frais": "payant"}, {"addictions"}),
        ({"frais": ["payant", "gratuit"]}, {"addictions", "mentale", "papiers"}),
        ({"types": "atelier", "frais": "gratuit"}, set()),
        ({"modes_accueil": "a-distance"}, {"mentale"}),
        ({"sources": "impact"}, {"addictions", "mentale", "papiers"}),
        ({"sources": "dora"}, set()),
        ({"exclure_doublons": "true"}, {"addictions", "mentale", "papiers"}),
    ):
        assert set(found(**asked)) == names, asked
        if "exclure_doublons" not in asked:
            assert {item["nom"] for item in get("services", **asked)["items"]} == names, asked
    assert set(found(q="addict")) == {"addictions"}


def test_lists_are_filtered_by_where_the_entry_is():
    one = StructureFactory(reseaux_porteurs=["caf", "ccas-cias"])
    two = StructureFactory(code_insee="38421", reseaux_porteurs=["cms"])
    service = ServiceFactory(structure=two, code_insee="38421")
    for asked, rows in (
        ({"code_commune": "73065"}, [one]),
        ({"code_departement": "38"}, [two]),
        ({"code_region": "84"}, [one, two]),
        ({"code_region": "11"}, []),
        ({"code_region": "99"}, []),
        ({"reseaux_porteurs": "ccas-cias"}, [one]),
        ({"reseaux_porteurs": ["caf", "cms"]}, [one, two]),
        ({"reseaux_porteurs": "spip"}, []),
        ({"sources": ["dora"]}, []),
    ):
        assert ids(get("structures", **asked)) == [row.identifier for row in rows], asked
    assert ids(get("services", code_departement="38")) == [service.identifier]
    assert ids(get("services", code_commune="73065")) == []


# Sessions --------------------------------------------------------------------------------------------------


# The description -------------------------------------------------------------------------------------------


# Over HTTP -------------------------------------------------------------------------------------------------


def _queries(path: str) -> int:
    joiner = "&" if "?" in path else "?"
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert Client().get(f"/api/v1/{path}{joiner}size=1000").status_code == 200
    return len(queries)
