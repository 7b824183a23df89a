"""The public API, continued: what is asked badly, what is counted, what is never given."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator

from portal.cache import shelf
from tests.factories import (
    ClosureFactory,
    ServiceFactory,
    SessionFactory,
    TerritoryFactory,
)
from tests.resources.directory.test_api import (
    FULL,
    _queries,
    get,
)

pytestmark = pytest.mark.django_db


def test_the_sessions_to_come_are_told():
    session = SessionFactory()
    SessionFactory(day=timezone.localdate() - timedelta(days=2))
    SessionFactory(series__audience="professionnels")
    SessionFactory(status="withdrawn")
    SessionFactory(series__activity__text=False)
    [item] = get("sessions")["items"]
    assert item["uid"] == str(session.uid)
    assert item["title"] == session.activity.name
    assert item["start"].startswith(f"{session.original_date}T14:00:00+0")
    assert item["status"] == "scheduled"
    assert item["place"] == session.place.name
    assert item["address"] == "12 rue des Tilleuls, 73000 Chambéry"
    assert item["url"] == f"http://testserver/agenda/{session.activity.slug}/{session.key}/"


def test_sessions_are_filtered_by_territory_and_days():
    territory, today = TerritoryFactory(slug="chambery"), timezone.localdate()
    for n in range(1, 5):
        SessionFactory(day=today + timedelta(days=n), series__activity__place__territory=territory)
    SessionFactory()
    assert get("sessions")["total"] == 5
    assert get("sessions", territory="chambery")["total"] == 4
    assert get("sessions", territory="ailleurs")["total"] == 0
    day = (today + timedelta(days=2)).isoformat()
    assert [i["start"][:10] for i in get("sessions", **{"from": day, "to": day})["items"]] == [day]


def test_the_openapi_description_is_sound_and_what_is_given_agrees_with_it():
    said = get("openapi.json")
    assert said["openapi"] == "3.1.0"
    assert said["info"]["license"]["url"].startswith("https://www.etalab.gouv.fr/")
    assert {"title", "version"} <= set(said["info"])
    schemas = said["components"]["schemas"]
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    for pointer in re.findall(r'"\$ref": "([^"]+)"', json.dumps(said)):
        assert pointer.removeprefix("#/components/schemas/") in schemas, pointer
    operations = [(path, verb, op) for path, verbs in said["paths"].items() for verb, op in verbs.items()]
    assert {verb for _path, verb, _op in operations} == {"get"}
    assert len({op["operationId"] for *_, op in operations}) == len(operations)
    for path, _verb, operation in operations:
        assert set(map(str, operation["responses"])) in ({"200"}, {"200", "404", "422"}), path
        holes = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
        assert holes == set(re.findall(r"{(\w+)}", path)), path
        for parameter in operation["parameters"]:
            assert parameter["in"] in ("path", "query")
            assert parameter["required"] or parameter["in"] == "query"
            Draft202012Validator.check_schema(parameter["schema"])


@pytest.mark.parametrize("path", ["structures", "services", "search/services", "sources", "sessions"])
def test_answers_agree_with_the_description(path):
    ServiceFactory(**FULL)
    SessionFactory()
    said = get("openapi.json")
    wanted = said["paths"][f"/api/v1/{path}"]["get"]["responses"]["200"]["content"]["application/json"][
        "schema"
    ]
    validator = Draft202012Validator({**wanted, "components": said["components"]})
    answer = get(path)
    assert answer if path == "sources" else answer["items"]
    assert not list(validator.iter_errors(answer))


def test_other_sites_may_read_it_and_it_is_kept_like_a_page(django_assert_num_queries):
    ServiceFactory()
    client = Client()
    response = client.get("/api/v1/services")
    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Link"] == '<https://www.etalab.gouv.fr/licence-ouverte-open-licence/>; rel="license"'
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    with django_assert_num_queries(1):
        again = client.get("/api/v1/services", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    ServiceFactory()
    assert client.get("/api/v1/services", headers={"If-None-Match": response["ETag"]}).json()["total"] == 2


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize(
    "path", ["services", "structures", "search/services", "sources", "sessions", "services/x"]
)
def test_it_only_reads(method, path):
    response = getattr(Client(enforce_csrf_checks=True), method)(f"/api/v1/{path}")
    assert response.status_code in (403, 405)


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=1e30",
        f"page={10**30}",
        "page=NaN",
        "page=",
        "size=0",
        "size=1001",
        "size=🎈",
        "thematiques=sante--rien",
        "thematiques=",
        "publics=gens",
        "frais=cher",
        "types=x",
        "modes_accueil=debout",
        "code_commune=73",
        "code_commune=73065%0A",
        "code_commune=é" + "x" * 2000,
        "lat=45",
        "lon=5",
        "lat=NaN&lon=5",
        "lat=inf&lon=5",
        "lat=91&lon=5",
        "lat=45&lon=-180.5",
        "q=" + "a" * 2500,
        "sources=" + "a" * 2500,
        "exclure_doublons=peut-être",
    ],
)
def test_what_is_wrong_is_said_plainly(query):
    ServiceFactory()
    response = Client().get(f"/api/v1/search/services?{query}")
    assert response.status_code == 422
    assert response.headers["Content-Type"].startswith("application/json")
    [first, *_] = response.json()["detail"]
    assert set(first) == {"loc", "msg", "type"}
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["structures", "services", "sessions"])
@pytest.mark.parametrize(
    "query",
    [
        "page=1e30",
        "code_region=8",
        "code_departement=x",
        "reseaux_porteurs=x",
        "from=demain",
        "to=2026-13-45",
    ],
)
def test_lists_refuse_too_or_mind_their_own_parameters(path, query):
    assert Client().get(f"/api/v1/{path}?{query}").status_code in (200, 422)


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/services?q=%00",
        "/api/v1/services/%00",
        "/api/v1/services/" + "é" * 400,
        "/api/v1/services/" + "a" * 2900,
        "/api/v1/services/../admin",
        "/api/v1/absent",
        "/api/v1/",
        "/api/v2/services",
        "/api/v1/sessions?from=0001-01-01",
        "/api/v1/sessions?to=9999-12-31",
        "/api/v1/services?page=1000000&size=1000",
        "/api/v1/search/services?q=%F0%9F%8E%88%20'%22%3B--",
        "/api/v1/search/services?lat=90&lon=180",
        "/api/v1/search/services?lat=-90&lon=-180",
        "/api/v1/search/services?code_commune=2A004",
        "/api/v1/search/services?code_commune=______",
        "/api/v1/search/services?code_commune=ééééé",
    ],
)
def test_no_address_breaks_it(address):
    ServiceFactory()
    SessionFactory()
    assert Client().get(address).status_code in (200, 404, 422)


def test_the_number_of_queries_does_not_depend_on_how_many_rows():
    def fill(count):
        for n in range(count):
            service = ServiceFactory(horaires_accueil="Mo 09:00-12:00", publics=["femmes"])
            ClosureFactory(structure=service.structure, service=service if n % 2 else None)

    counts = []
    for size in (10, 190):
        fill(size)
        shelf.clear()
        counts.append(
            [
                _queries(path)
                for path in ("structures", "services", "search/services?lat=45&lon=5.9", "sources")
            ]
        )
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 8
