"""Importing: the plan, the refusals, the merge with what was corrected here, all or nothing."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import ModelLogEntry

from portal.territories import content_version
from resources.directory.actions import publish, withdraw
from resources.directory.importing import run as importing
from resources.directory.importing.writing import Writer
from resources.directory.models import ImportRun, Listing, Service, Source, Structure
from resources.directory.vocabulary import State
from tests.factories import ServiceFactory, StructureFactory
from tests.resources.directory.files import counts, finess_line, service, structure, write_finess, write_json

pytestmark = pytest.mark.django_db


def test_a_file_is_brought_in_and_shows(bring):
    report = bring([structure()], [service(), service(2)])
    assert counts(report, "structure") == (1, 0, 0, 0, 0)
    assert counts(report) == (2, 0, 0, 0, 0)
    one = Service.objects.get(identifier="dora--1")
    assert (one.structure.identifier, one.state, one.slug) == ("dora--s1", State.PUBLIC, "aide-aux-papiers")
    assert (one.source.name, one.verified_how, str(one.verified_on)) == ("DORA", "source", "2026-02-14")
    assert Listing.objects.count() == 2
    assert {s.slug for s in Service.objects.all()} == {"aide-aux-papiers", "aide-aux-papiers-2"}
    assert ImportRun.objects.get().applied_at
    assert ModelLogEntry.objects.filter(action="directory.import").count() == 1


def test_services_may_come_before_their_structures(bring, tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"services": [service()], "structures": [structure()]}))
    assert counts(bring(path=path)) == (1, 0, 0, 0, 0)


def test_a_dry_run_writes_nothing(bring):
    before = content_version.current()
    report = bring([structure()], [service()], dry_run=True)
    assert counts(report) == (1, 0, 0, 0, 0)
    assert not Structure.objects.exists() and not ImportRun.objects.exists()
    assert not Source.objects.filter(slug="dora").exists()
    assert content_version.current() == before


def test_the_same_file_again_changes_nothing_and_makes_no_page_old(bring):
    bring([structure()], [service(publics=["jeunes", "familles"])])
    before = content_version.current()
    told = Service.objects.values().get()
    report = bring([structure()], [service(publics=["familles", "jeunes"])])
    assert counts(report, "structure") == (0, 0, 1, 0, 0)
    assert counts(report) == (0, 0, 1, 0, 0)
    assert content_version.current() == before
    assert Service.objects.values().get() == told


def test_what_the_source_changes_follows_and_searching_knows(bring):
    bring([structure()], [service()])
    before = content_version.current()
    report = bring(
        [structure()], [service(nom="Coup de main administratif", date_maj="2026-03-01", frais=None)]
    )
    assert counts(report) == (0, 1, 0, 0, 0)
    one = Service.objects.get()
    assert (one.nom, str(one.date_maj), one.frais, one.slug) == (
        "Coup de main administratif",
        "2026-03-01",
        None,
        "aide-aux-papiers",
    )
    assert str(one.verified_on) == "2026-03-01"
    assert "coup" in Listing.objects.get().name
    assert content_version.current() > before


def test_one_refused_row_holds_the_whole_file_back(bring):
    with pytest.raises(CommandError, match="Rien n'a été importé"):
        bring([structure()], [service(frais="gratui"), service(2)])
    assert not Structure.objects.exists() and not ImportRun.objects.exists()
    (refused,) = bring.report["refused"]
    assert refused["place"] == 1 and refused["field"] == "frais" and refused["value"] == "gratui"
    assert "gratuit" in refused["reason"]


def test_trying_ends_as_importing_would(bring, try_out):
    bring([structure()], [service()], dry_run=True)
    try_out([structure()], [service(frais="gratui")])
    report = bring([structure()], [service(frais="gratui")], dry_run=True, skip_refused=True)
    assert counts(report) == (0, 0, 0, 1, 0)
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (250, "et 50 autres raisons. Le compte rendu (--report) les donne toutes."),
        (2300, "et 2100 autres raisons. Le compte rendu (--report) donne les 2000 premières."),
    ],
)
def test_the_terminal_says_what_the_report_really_holds(tmp_path, rows, told):
    path = write_json(tmp_path / "a.json", [structure(number, nom="") for number in range(rows)])
    errors = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_directory", path, report=tmp_path / "r.json", dry_run=True, stderr=errors)
    assert errors.getvalue().rstrip().endswith(told)
    report = json.loads((tmp_path / "r.json").read_text())
    assert (len(report["refused"]), report["reasons"]) == (min(rows, 2000), rows)


def test_the_valid_rest_comes_in_when_one_says_so(bring):
    report = bring([structure()], [service(frais="gratui"), service(2)], skip_refused=True)
    assert counts(report) == (1, 0, 0, 1, 0)
    assert Service.objects.get().identifier == "dora--2"


def test_every_reason_is_given(try_out):
    wrong = service(
        nom="ab",
        courriel="personne",
        date_maj="14/02/2026",
        code_postal="7300",
        thematiques=["sante--adictions"],
    )
    report = try_out([structure()], [wrong])
    assert {row["field"] for row in report["refused"]} == {
        "nom", "courriel", "date_maj", "code_postal", "thematiques",
    }  # fmt: skip
    assert "sante--addictions" in next(r["reason"] for r in report["refused"] if r["field"] == "thematiques")


@pytest.mark.parametrize(
    ("structures", "services", "field", "reason"),
    [
        ([structure(), structure()], [], "id", "déjà plus haut"),
        ([structure()], [service(structure_id="dora--s9")], "structure_id", "ni dans le fichier, ni ici"),
        ([structure(nom="x")], [service()], "structure_id", "structure est refusée"),
        ([structure()], [service(publics=["jeunes", "jeunes"])], "publics", "deux fois"),
        ([structure()], [service(nombre_semaines=10**12)], "nombre_semaines", "possible"),
        ([structure(id=None)], [], "id", "Il manque"),
        ([structure(id="a" * 501)], [], "id", "500"),
        ([structure(nom="a\x00bc")], [], "nom", "illisibles"),
        (["bonjour"], [], "", "Il faut une fiche"),
    ],
)
def test_a_row_is_refused(try_out, structures, services, field, reason):
    report = try_out(structures, services)
    assert any(row["field"] == field and reason in row["reason"] for row in report["refused"])


def test_an_entry_of_another_source_is_not_taken_over(try_out):
    ours = StructureFactory(nom="À nous")
    report = try_out([structure(id=ours.identifier)])
    assert "impact" in report["refused"][0]["reason"]


def test_a_service_finds_the_structure_that_is_here(bring):
    bring([structure()])
    assert counts(bring(services=[service()])) == (1, 0, 0, 0, 0)


def test_a_service_moves_to_another_structure(bring):
    bring([structure(), structure(2)], [service()])
    bring([structure(), structure(2)], [service(structure_id="dora--s2")])
    assert Service.objects.get().structure.identifier == "dora--s2"


def test_what_the_source_drops_is_counted_then_withdrawn_then_comes_back(bring):
    bring([structure()], [service(), service(2)])
    own = ServiceFactory()
    assert counts(bring([structure()], [service()])) == (0, 0, 1, 0, 1)
    assert Service.objects.get(identifier="dora--2").state == State.PUBLIC
    report = bring([structure()], [service()], withdraw=True)
    assert report["gone"] == [{"kind": "service", "id": "dora--2", "name": "Aide aux papiers"}]
    assert Service.objects.get(identifier="dora--2").state == State.GONE
    assert not Listing.objects.filter(service__identifier="dora--2").exists()
    assert Service.objects.get(pk=own.pk).state == State.PUBLIC
    assert counts(bring([structure()], [service()], withdraw=True)) == (0, 0, 1, 0, 0)
    assert counts(bring([structure()], [service(), service(2)])) == (0, 1, 1, 0, 0)
    assert Service.objects.get(identifier="dora--2").state == State.PUBLIC
    assert counts(bring([structure()], [service(), service(2)])) == (0, 0, 2, 0, 0)


def test_what_the_team_withdrew_does_not_come_back(bring):
    bring([structure()], [service()])
    Service.objects.update(state=State.GONE)
    bring([structure()], [service(frais="payant")])
    assert Service.objects.get().state == State.GONE


def test_a_draft_stays_a_draft_and_what_the_team_decides_since_holds(bring):
    bring([structure()], [service(), service(2)])
    draft, dropped = Service.objects.order_by("identifier")
    Service.objects.filter(pk=draft.pk).update(state=State.DRAFT)
    bring([structure()], [service(3)], withdraw=True)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT
    publish(dropped, user=None)
    withdraw(dropped, user=None)
    bring([structure()], [service(), service(2)])
    for one, state in ((draft, State.DRAFT), (dropped, State.GONE)):
        one.refresh_from_db()
        assert one.state == state


def test_a_file_of_structures_alone_says_nothing_of_services(bring):
    bring([structure()], [service()])
    assert counts(bring([structure()], withdraw=True)) == (0, 0, 0, 0, 0)
    assert Service.objects.get().state == State.PUBLIC


def test_a_refused_row_is_not_gone(bring):
    bring([structure()], [service()])
    bring([structure()], [service(frais="x")], withdraw=True, skip_refused=True)
    assert Service.objects.get().state == State.PUBLIC


def test_soliguide_is_read_here_and_goes_no_further(bring):
    bring([structure(source="soliguide", id="soliguide--1")])
    assert not Source.objects.get(slug="soliguide").is_shared


ASSUMED = "Source « mairie » : Licence Ouverte 2.0 (Etalab). Cette licence est supposée"


def told(tmp_path, source, **options):
    mine = structure(source=source, id=f"{source}--1")
    out = io.StringIO()
    call_command("import_directory", write_json(tmp_path / "a.json", [mine]), stdout=out, **options)
    return out.getvalue()


def test_the_licence_a_file_does_not_say_is_told_before_it_is_taken_for_granted(tmp_path):
    for options in ({"dry_run": True}, {}):
        said = told(tmp_path, "mairie", **options)
        assert ASSUMED in said and "Ses fiches sont republiées par l'API et par l'export." in said
    assert "supposée" not in told(tmp_path, "mairie")
    assert "Tous droits réservés. Ses fiches ne sont pas republiées." in told(tmp_path, "soliguide")
    assert "supposée" not in told(tmp_path, "dora", dry_run=True)


def test_one_may_keep_the_entries_of_a_source_to_oneself(tmp_path):
    said = told(tmp_path, "mairie", no_republish=True)
    assert "Source « mairie » : Non précisée. Ses fiches ne sont pas republiées." in said
    source = Source.objects.get(pk="mairie")
    assert (source.is_shared, source.licence, source.licence_url) == (False, "Non précisée", "")
    assert not Structure.objects.shared().exists()
    told(tmp_path, "mairie")
    assert not Source.objects.get(pk="mairie").is_shared, "what one keeps stays kept"


def test_a_source_passed_on_so_far_may_stop_and_ours_never_does(tmp_path):
    told(tmp_path, "dora")
    told(tmp_path, "dora", no_republish=True, dry_run=True)
    assert Source.objects.get(pk="dora").is_shared
    before = content_version.current()
    told(tmp_path, "dora", no_republish=True)
    assert not Source.objects.get(pk="dora").is_shared and content_version.current() > before
    told(tmp_path, "impact", no_republish=True)
    assert Source.objects.get(pk="impact").is_shared


def test_a_breakdown_half_way_leaves_nothing(bring, monkeypatch):
    def break_down(self):
        assert Structure.objects.exists() and Service.objects.exists()
        raise RuntimeError

    monkeypatch.setattr(Writer, "_index", break_down)
    with pytest.raises(RuntimeError):
        bring([structure()], [service()])
    assert not Structure.objects.exists() and not Service.objects.exists() and not ImportRun.objects.exists()
    assert not Source.objects.filter(slug="dora").exists()


def test_a_run_is_carried_out_once(tmp_path):
    path = write_json(tmp_path / "a.json", [structure()])
    run = ImportRun.objects.create(name="a.json")
    with importing.prepare(path) as prepared:
        importing.carry_out(prepared, run)
        with pytest.raises(importing.Refused, match="déjà fait"):
            importing.carry_out(prepared, run)


def test_a_structure_deleted_meanwhile_stops_everything(tmp_path, bring):
    bring([structure()])
    path = write_json(tmp_path / "b.json", None, [service()])
    run = ImportRun.objects.create(name="b.json")
    with importing.prepare(path) as prepared:
        Structure.objects.all().delete()
        with pytest.raises(importing.Refused, match="a changé"):
            importing.carry_out(prepared, run)
    run.refresh_from_db()
    assert run.applied_at is None


def test_finess_makes_a_structure_and_a_service(bring, tmp_path):
    path = write_finess(
        tmp_path / "finess.csv",
        finess_line(),
        finess_line(
            "970100001", "223", departement="9A", commune="105", ligneacheminement="97100 BASSE TERRE"
        ),
        finess_line("730000016", "300", libcategetab="École"),
        encoding="latin-1",
    )
    report = bring(path=path)
    assert counts(report, "structure") == counts(report) == (2, 0, 0, 0, 0)
    assert report["left_out"] == {"École": 1}
    one = Structure.objects.get(identifier="finess--730000015")
    assert (one.nom, one.adresse, one.commune) == ("Pharmacie de la Gare", "12 Pl de la Gare", "Chambery")
    assert (one.code_insee, one.code_postal, one.telephone) == ("73065", "73000", "04 79 00 00 00")
    assert str(one.date_maj) == "2019-02-15"
    assert Structure.objects.get(identifier="finess--970100001").code_insee == "97105"
    found = Service.objects.get(identifier="finess--730000015-accueil")
    assert found.nom == "Médicaments et conseils de santé"
    assert one.source.licence.startswith("Licence Ouverte 2.0")
    assert counts(bring(path=path)) == (0, 0, 2, 0, 0)


def test_finess_points_are_read_when_they_are_there(bring, tmp_path):
    # Chambéry's station, in Lambert 93.
    point = "geolocalisation;730000015;926950.0;6500850.0;1,ATLASANTE,100,IGN,BD_ADRESSE,V2.2,LAMBERT_93;2026-05-01"
    bring(path=write_finess(tmp_path / "f.csv", finess_line(), point))
    one = Structure.objects.get()
    assert one.latitude == pytest.approx(45.57, abs=0.01) and one.longitude == pytest.approx(5.91, abs=0.02)


def test_a_broken_finess_line_is_refused(try_out, tmp_path):
    path = write_finess(tmp_path / "f.csv", "structureet;1;2", finess_line())
    (refused,) = try_out(path=path)["refused"]
    assert refused["place"] == 2 and "32 colonnes" in refused["reason"]
