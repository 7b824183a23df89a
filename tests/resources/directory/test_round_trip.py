"""What comes in goes out the same, field by field, and is valid for both judges: the JSON schema and the models."""

from __future__ import annotations

import csv
import io
import json
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from data_inclusion.schema import v1
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from resources.directory.importing.cells import OBEYED, cell_of, guard, unguard, value_of
from resources.directory.inclusion import FIELDS, SETS, problems
from resources.directory.models import Listing, Source, Structure
from tests.factories import ServiceFactory, StructureFactory
from tests.resources.directory.files import service, structure, write_json
from tests.resources.directory.strategies import documents, texts

MODELS = {"structures": v1.Structure, "services": v1.Service}
SCHEMAS = {
    name: Draft202012Validator(model.model_json_schema(), format_checker=FormatChecker())
    for name, model in MODELS.items()
}
MANY = settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # making a whole document smaller takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def export(**options) -> str:
    out = io.StringIO()
    call_command("export_directory", stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


@contextmanager
def nothing_kept():
    """Begin with an empty directory and leave it so."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def double(value):
    """Give a number as the models hold it: 10**30 and 1e30 are one."""
    return float(value) if type(value) is int else value


def as_sets(records, kind):
    return sorted(
        (
            {n: sorted(r[n]) if n in SETS[kind] and r[n] is not None else double(r[n]) for n in FIELDS[kind]}
            for r in records
        ),
        key=lambda record: record["id"],
    )


def judge(document, *, strict: bool = True) -> None:
    for name, records in document.items():
        for record in records:
            assert not list(SCHEMAS[name].iter_errors(record))
            MODELS[name].model_validate_json(json.dumps(record), strict=strict)


def assert_same(out, document) -> None:
    judge(out)
    assert as_sets(out["structures"], "structure") == as_sets(document["structures"], "structure")
    assert as_sets(out["services"], "service") == as_sets(document["services"], "service")


@pytest.mark.django_db
@MANY
@given(documents())
def test_json_comes_out_as_it_came_in(document):
    judge(document, strict=False)  # the models themselves read 3.0 as 3
    with TemporaryDirectory() as folder, nothing_kept():
        path = Path(folder) / "a.json"
        path.write_text(json.dumps(document))
        call_command("import_directory", path, verbosity=0)
        assert_same(json.loads(export()), document)


@pytest.mark.django_db
@MANY
@given(documents())
def test_csv_comes_out_and_in_again_the_same(document):
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.json").write_text(json.dumps(document))
        with nothing_kept():
            call_command("import_directory", folder / "a.json", verbosity=0)
            call_command("export_directory", format="csv", output=folder, verbosity=0, stderr=io.StringIO())
        with nothing_kept():
            call_command("import_directory", folder / "structures.csv", verbosity=0)
            if document["services"]:
                call_command("import_directory", folder / "services.csv", verbosity=0)
            assert_same(json.loads(export()), document)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "point",
    [(45.5, None), (None, 5.9), (91.0, 5.9), (45.5, -180.5), (0, 10**30), (1.569261989823731e28, -7.2e75)],
)
def test_what_makes_no_point_goes_out_as_it_came_and_stands_nowhere(tmp_path, point):
    latitude, longitude = point
    whole = structure(2, latitude=45.5, longitude=5.9)
    odd = structure(latitude=latitude, longitude=longitude)
    for number, structures in enumerate(
        [[whole, odd], [whole | {"nom": "Autre nom"}, odd | {"siret": "1" * 14}]]
    ):
        path = write_json(
            tmp_path / f"{number}.json", structures, [service(latitude=latitude, longitude=longitude)]
        )
        call_command("import_directory", path, verbosity=0)
        out = json.loads(export())
        judge(out)
        found = {r["id"]: (r["latitude"], r["longitude"]) for r in (*out["structures"], *out["services"])}
        told = tuple(map(double, point))
        assert {key: tuple(map(double, given)) for key, given in found.items()} == {
            "dora--s1": told,
            "dora--1": told,
            "dora--s2": (45.5, 5.9),
        }
    here = Structure.objects.get(identifier="dora--s1")
    assert (here.latitude, here.longitude, here.coordinates_origin) == (None, None, "")
    assert Listing.objects.get().latitude is None
    Structure.objects.filter(pk=here.pk).update(latitude=45.6, longitude=5.8, coordinates_origin="manual")
    out = json.loads(export())["structures"]
    assert {(r["latitude"], r["longitude"]) for r in out} == {(45.5, 5.9), (45.6, 5.8)}


@pytest.mark.django_db
def test_a_source_that_loses_half_its_point_takes_it_off_the_map(tmp_path):
    for longitude in (5.9, None):
        path = write_json(tmp_path / "a.json", [structure(latitude=45.5, longitude=longitude)])
        call_command("import_directory", path, verbosity=0)
    here = Structure.objects.get()
    assert (here.latitude, here.longitude, here.coordinates_origin) == (None, None, "")
    assert json.loads(export())["structures"][0]["latitude"] == 45.5


def test_a_whole_number_may_have_a_decimal_point():
    assert not problems(service(nombre_semaines=3.0), "service")
    assert problems(service(nombre_semaines=3.5), "service")
    assert problems(service(nombre_semaines="3"), "service")
    assert problems(service(nombre_semaines=True), "service")


@given(texts())
def test_no_cell_runs_and_every_text_comes_back(text):
    cell = guard(text)
    assert not cell.startswith(OBEYED)
    assert unguard(cell) == text
    assert value_of("service", "commune", cell_of(text)) == text


@given(st.sampled_from(["'", "''", "'''=", "=", "+", "-", "@", "\t", "\r"]), st.text())
def test_what_begins_like_a_formula_keeps_its_apostrophes(start, rest):
    assert unguard(guard(start + rest)) == start + rest
    assert guard(start + rest) != guard(f"'{start}{rest}")


@pytest.mark.django_db
def test_no_cell_of_the_table_runs():
    source = Source.objects.get(pk="impact")
    ServiceFactory(source=source, nom='=HYPERLINK("https://example.org")', description="+1 -1 @ =")
    rows = list(csv.reader(io.StringIO(export(format="csv"))))
    assert len(rows) == 2
    assert not [cell for row in rows for cell in row if cell.startswith(OBEYED)]


@pytest.mark.django_db
def test_only_what_may_be_shared_goes_out_unless_it_is_one_s_own_copy(tmp_path):
    path = write_json(tmp_path / "a.json", [structure(source="soliguide", id="soliguide--1")], [])
    call_command("import_directory", path, verbosity=0)
    draft = StructureFactory(state="draft")
    shown = ServiceFactory(internal_note="Ne pas dire.")
    ServiceFactory(structure=draft)
    out = json.loads(export())
    assert [r["id"] for r in out["structures"]] == [shown.structure.identifier]
    assert [r["id"] for r in out["services"]] == [shown.identifier]
    everything = export(all=True)
    assert len(json.loads(everything)["structures"]) == 3 and len(json.loads(everything)["services"]) == 2
    assert "Ne pas dire" not in everything


@pytest.mark.django_db
def test_a_row_that_is_not_valid_is_withheld_with_its_services_and_said():
    wrong = StructureFactory()
    Structure.objects.filter(pk=wrong.pk).update(courriel="personne")
    ServiceFactory(structure=wrong)
    good = ServiceFactory()
    errors = io.StringIO()
    out = io.StringIO()
    call_command("export_directory", stdout=out, stderr=errors)
    document = json.loads(out.getvalue())
    judge(document)
    assert [r["id"] for r in document["services"]] == [good.identifier]
    assert wrong.identifier in errors.getvalue() and "personne" in errors.getvalue()
    assert "Sa structure est retenue" in errors.getvalue()


@pytest.mark.django_db
def test_a_file_appears_whole_or_not_at_all(tmp_path):
    ServiceFactory()
    call_command("export_directory", output=tmp_path / "a.json", stderr=io.StringIO())
    judge(json.loads((tmp_path / "a.json").read_text(encoding="utf-8")))
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("frais", "gratuit "),
        ("publics", ["jeunes", "jeunes"]),
        ("publics", []),
        ("commune", 3),
        ("nombre_semaines", 0),
    ],
)
def test_what_one_judge_refuses_we_refuse(name, value):
    record = service(**{name: value})
    refused = bool(list(SCHEMAS["services"].iter_errors(record)))
    assert refused and problems(record, "service")
