"""Limits nobody sees until they are gone: words asked, reasons told, sources not passed on, drafts, other people's entries."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.territories.actions import create_territory
from resources.directory import inclusion
from resources.directory.forms import MOST_WORDS
from resources.directory.importing.settle import mark_of
from resources.directory.inclusion import problems
from resources.directory.models import Difference, Service, Source, Structure
from tests.factories import ServiceFactory, StructureFactory, UserFactory
from tests.resources.directory.files import service, structure, write_json

pytestmark = pytest.mark.django_db
WORDS = ["papiers", "aide", "remplir", "courriers", "impots", "retraite", "logement", "ecole"]


def found(**asked) -> list[str]:
    answer = Client().get("/api/v1/search/services", asked)
    assert answer.status_code == 200
    return [item["service"]["nom"] for item in answer.json()["items"]]


def test_the_api_minds_the_first_words_and_no_more():
    assert len(WORDS) == MOST_WORDS
    ServiceFactory(nom="Aide aux papiers", description=" ".join(WORDS))
    asked = " ".join(WORDS)
    assert found(q=asked) == found(q=f"{asked} introuvable") == ["Aide aux papiers"]
    assert found(q=" ".join([*WORDS[:-1], "introuvable"])) == []


def test_many_words_cost_the_api_what_a_few_do():
    ServiceFactory()
    said = []
    for number in (MOST_WORDS, 40):
        with CaptureQueriesContext(connection) as queries:
            found(q=" ".join(f"mo{n}" for n in range(10, 10 + number)))
        said.append(sum(len(query["sql"]) for query in queries))
    assert said[0] == said[1]


def test_a_record_wrong_everywhere_is_told_so_a_bounded_number_of_times(monkeypatch):
    looked_for = []
    near = inclusion.get_close_matches
    monkeypatch.setattr(
        inclusion, "get_close_matches", lambda *some, **more: looked_for.append(1) or near(*some, **more)
    )
    wrong = service(thematiques=[f"sante--addiction-{number}" for number in range(700)])
    assert len(problems(wrong, "service")) == len(looked_for) == 50


@pytest.mark.parametrize("code", ["soliguide", "Soliguide", "soliguide-73", "SOLIGUIDE_auvergne"])
def test_whatever_begins_like_soliguide_is_not_passed_on(tmp_path, code):
    mine = structure(source=code, id=f"{code}--1", nom="Accueil réservé")
    its = service(source=code, id=f"{code}--2", structure_id=f"{code}--1", nom="Service réservé")
    call_command("import_directory", write_json(tmp_path / "a.json", [mine], [its]), verbosity=0)
    source = Source.objects.get(pk=code)
    assert (source.is_shared, source.licence) == (False, "Tous droits réservés")
    out = io.StringIO()
    call_command("export_directory", stdout=out, stderr=io.StringIO())
    assert json.loads(out.getvalue()) == {"structures": [], "services": []}
    for path in ("structures", "services", "search/services", f"services/{code}--2", f"structures/{code}--1"):
        assert "réservé" not in Client().get(f"/api/v1/{path}").content.decode()
    assert code not in [one["slug"] for one in Client().get("/api/v1/sources").json()]


@pytest.mark.parametrize("model", [Service, Structure])
def test_a_name_that_went_back_to_draft_is_not_on_the_sheet(client, model):
    one = ServiceFactory(nom="Nom du service", structure__nom="Nom de la structure")
    client.post("/ma-feuille/", {"action": "add", "item": f"r{one.pk}"})
    assert "Nom du service" in client.get("/ma-feuille/").content.decode()
    model.objects.update(state="draft")
    page = client.get("/ma-feuille/")
    assert page.status_code == 200
    for name in ("Nom du service", "Nom de la structure", one.slug):
        assert name not in page.content.decode()
    assert "Une ressource" in page.content.decode()


def test_a_draft_cannot_be_put_on_the_sheet(client):
    draft = ServiceFactory(nom="Nom du service", state="draft")
    page = client.post("/ma-feuille/", {"action": "add", "item": f"r{draft.pk}"}, follow=True)
    assert "Nom du service" not in page.content.decode()
    assert "Nom du service" not in client.get("/ma-feuille/").content.decode()


@pytest.fixture
def editor(signed_in):
    """Somebody of Chambéry's team."""
    territory = create_territory(name="Chambéry", slug="chambery", communes=[("73065", "Chambéry")])
    person = UserFactory()
    person.groups.add(territory.editors)
    return signed_in(person)


def settle(client, one, choice):
    data = {"difference": one.pk, "vu": mark_of(one), "choix": choice}
    return client.post(reverse("directory_differences"), data, follow=True)


@pytest.mark.parametrize("choice", ["source", "ici"])
def test_differences_of_another_territory_are_nobody_else_s_to_settle(editor, choice):
    create_territory(name="Grenoble", slug="grenoble", communes=[("38185", "Grenoble")])
    far = ServiceFactory(structure=StructureFactory(code_insee="38185"), code_insee="38185", telephone="1")
    one = Difference.objects.create(service=far, field="telephone", theirs="2")
    assert settle(editor, one, choice).status_code == 404
    assert Difference.objects.filter(pk=one.pk).exists()
    assert Service.objects.get().telephone == "1"


def test_a_service_is_not_given_away_to_a_structure_one_may_not_edit(editor):
    mine, far = ServiceFactory(), StructureFactory(code_insee="38185")
    one = Difference.objects.create(service=mine, field="structure_id", theirs=far.identifier)
    assert "a changé entre-temps" in settle(editor, one, "source").content.decode()
    assert Service.objects.get().structure_id == mine.structure_id
