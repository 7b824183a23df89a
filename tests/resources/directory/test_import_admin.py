"""Importing from the CMS: tried first, carried out once, by the administration; and the differences it leaves."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.territories.actions import create_territory, set_up_administration
from resources.directory.admin.imports import forget_old_files
from resources.directory.importing.settle import Moved, keep_ours, mark_of, take_theirs
from resources.directory.models import Difference, ImportRun, Listing, Service, Source, Structure
from tests.factories import ServiceFactory, StructureFactory, UserFactory
from tests.resources.directory.files import service, structure

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture
def administration(signed_in):
    person = UserFactory()
    person.groups.add(set_up_administration())
    return signed_in(person)


@pytest.fixture
def chambery():
    return create_territory(name="Chambéry", slug="chambery", communes=[("73065", "Chambéry")])


@pytest.fixture
def editor(signed_in, chambery):
    person = UserFactory()
    person.groups.add(chambery.editors)
    return signed_in(person)


def send(client, content, name="fichier.json", **fields):
    content = content if isinstance(content, bytes) else json.dumps(content).encode()
    data = {"file": SimpleUploadedFile(name, content)} | fields
    return client.post(reverse("directory_import"), data)


def show(run):
    return reverse("directory_import_show", args=[run.pk])


def test_a_file_is_tried_then_carried_out_and_forgotten(administration):
    response = send(administration, {"structures": [structure()], "services": [service()]})
    run = ImportRun.objects.get()
    path = Path(run.file.path)
    assert response.url == show(run) and path.exists() and not Structure.objects.exists()
    page = administration.get(show(run)).content.decode()
    assert "1 à créer" in page and "Importer</button>" in page
    page = administration.post(show(run), follow=True).content.decode()
    assert "Importé." in page and "1 créé" in page
    run.refresh_from_db()
    assert run.applied_at and not run.file and not path.exists()
    assert Service.objects.count() == 1
    assert ModelLogEntry.objects.get(action="directory.import").user == run.by


def test_pressing_twice_imports_once(administration):
    send(administration, {"structures": [structure()]})
    run = ImportRun.objects.get()
    administration.post(show(run))
    page = administration.post(show(run), follow=True).content.decode()
    assert "n&#x27;est plus gardé" in page or "n'est plus gardé" in page
    assert Structure.objects.count() == 1


def test_refused_rows_are_shown_and_hold_the_rest_back_until_one_says_so(administration):
    send(administration, {"structures": [structure()], "services": [service(frais="gratui"), service(2)]})
    run = ImportRun.objects.get()
    page = administration.get(show(run)).content.decode()
    assert "gratui" in page and "Importer le reste" in page
    administration.post(show(run))
    assert not Structure.objects.exists()
    administration.post(show(run), {"sans_les_refus": "1"})
    assert Service.objects.get().identifier == "dora--2"


def test_giving_up_leaves_nothing(administration):
    send(administration, {"structures": [structure()]})
    run = ImportRun.objects.get()
    path = Path(run.file.path)
    administration.post(show(run), {"abandonner": "1"})
    assert not path.exists() and not ImportRun.objects.exists() and not Structure.objects.exists()


@pytest.mark.parametrize("box", [{}, {"is_private": "on"}])
def test_the_licence_is_shown_and_a_box_keeps_a_source_to_oneself(administration, box):
    send(administration, {"structures": [structure(source="mairie", id="mairie--1")]}, **box)
    run = ImportRun.objects.get()
    page = administration.get(show(run)).content.decode()
    assert ("Cette licence est supposée" in page) is not bool(box)
    assert ("Ses fiches ne sont pas republiées." in page) is bool(box)
    administration.post(show(run))
    assert Source.objects.get(pk="mairie").is_shared is not bool(box)
    assert "Source « mairie »" in administration.get(show(run)).content.decode()


def test_withdrawing_is_asked_for_when_the_file_is_sent(administration):
    send(administration, {"structures": [structure(), structure(2)]})
    administration.post(show(ImportRun.objects.get()))
    send(administration, {"structures": [structure()]}, withdraws="on")
    run = ImportRun.objects.first()
    page = administration.get(show(run)).content.decode()
    assert "dora--s2" in page and "seront retirées" in page
    administration.post(show(run))
    assert Structure.objects.get(identifier="dora--s2").state == "gone"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"%PDF-1.7 x", "PDF"),
        (b'{"structures": [{"id": ', "abîmé"),
        (b"a\x00b", "texte lisible"),
        (b"PK\x03\x04 not a zip", "ne s&#x27;ouvre pas"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_so_and_not_kept(administration, content, words, settings):
    response = send(administration, content, name="fichier.csv")
    assert response.status_code == 200 and words in response.content.decode()
    assert not ImportRun.objects.exists()
    assert not [path for path in Path(settings.PRIVATE_ROOT).rglob("*") if path.is_file()]


def test_files_are_let_go_after_a_day(administration):
    send(administration, {"structures": [structure()]})
    run = ImportRun.objects.get()
    path = Path(run.file.path)
    assert forget_old_files() == 0
    ImportRun.objects.update(started_at=timezone.now() - timedelta(days=1, minutes=1))
    assert forget_old_files() == 1 and not path.exists()
    assert "plus gardé" in administration.get(show(run)).content.decode()


def test_editors_may_not_import(editor, administration):
    send(administration, {"structures": [structure()]})
    run = ImportRun.objects.get()
    assert editor.get(reverse("directory_import")).status_code == 302
    assert send(editor, {"structures": [structure()]}).status_code == 302
    editor.post(show(run))
    assert not Structure.objects.exists() and ImportRun.objects.count() == 1


def test_the_list_of_imports_asks_the_same_however_many_there_are(
    administration, django_assert_max_num_queries
):
    for number in range(20):
        ImportRun.objects.create(name=f"{number}.json", by=UserFactory())
    with django_assert_max_num_queries(25):
        page = administration.get(reverse("directory_import")).content.decode()
    assert "19.json" in page


def difference(entry=None, field="telephone", theirs="04 79 22 22 22"):
    entry = entry or ServiceFactory(telephone="04 79 11 11 11")
    kind = "service" if isinstance(entry, Service) else "structure"
    return Difference.objects.create(**{kind: entry}, field=field, theirs=theirs)


def settle(client, one, choice, mark=None):
    data = {"difference": one.pk, "vu": mark or mark_of(one), "choix": choice}
    return client.post(reverse("directory_differences"), data, follow=True)


def test_the_value_of_the_source_is_taken(chambery, editor):
    one = difference()
    page = editor.get(reverse("directory_differences")).content.decode()
    assert "04 79 11 11 11" in page and "04 79 22 22 22" in page
    settle(editor, one, "source")
    assert Service.objects.get().telephone == "04 79 22 22 22" and not Difference.objects.exists()
    assert ModelLogEntry.objects.get(action="directory.difference.take").data == {"field": "telephone"}


def test_ours_is_kept(chambery, editor):
    settle(editor, difference(), "ici")
    assert Service.objects.get().telephone == "04 79 11 11 11" and not Difference.objects.exists()
    assert ModelLogEntry.objects.filter(action="directory.difference.keep").exists()


def test_what_is_not_one_s_own_is_not_seen_nor_settled(chambery, editor):
    far = StructureFactory(code_insee="13055", telephone="1")
    one = difference(far)
    assert "04 79 22" not in editor.get(reverse("directory_differences")).content.decode()
    assert settle(editor, one, "source").status_code == 404
    assert Structure.objects.get().telephone == "1"


@pytest.mark.parametrize("number", ["", "x", "9" * 30, "-1", "²"])
def test_nonsense_is_refused(chambery, editor, number):
    response = editor.post(reverse("directory_differences"), {"difference": number, "choix": "source"})
    assert response.status_code == 404


def test_a_value_that_moved_since_it_was_read_is_not_written(chambery, editor):
    one = difference()
    seen = mark_of(one)
    Difference.objects.update(theirs="04 79 33 33 33")
    assert "a changé entre-temps" in settle(editor, one, "source", seen).content.decode()
    assert Service.objects.get().telephone == "04 79 11 11 11"


def test_the_second_of_two_people_changes_nothing(chambery):
    one = difference()
    mark = mark_of(one)
    keep_ours(one.pk, mark, user=None)
    with pytest.raises(Moved):
        take_theirs(one.pk, mark, user=None)
    assert Service.objects.get().telephone == "04 79 11 11 11"


@pytest.mark.parametrize(
    ("field", "theirs", "expected"),
    [
        ("point", [45.1, 5.1], {"latitude": 45.1, "longitude": 5.1, "coordinates_origin": "source"}),
        ("point", None, {"latitude": None, "longitude": None, "coordinates_origin": ""}),
        ("frais", None, {"frais": None}),
        ("publics", ["jeunes", "familles"], {"publics": ["familles", "jeunes"]}),
    ],
)
def test_every_sort_of_value_is_taken(chambery, field, theirs, expected):
    one = difference(field=field, theirs=theirs)
    take_theirs(one.pk, mark_of(one), user=None)
    here = Service.objects.get()
    assert {name: getattr(here, name) for name in expected} == expected


def test_a_service_follows_its_source_to_another_structure(chambery):
    mine = ServiceFactory()
    left, other = mine.structure, StructureFactory(code_insee="13055")
    take = difference(mine, "structure_id", other.identifier)
    take_theirs(take.pk, mark_of(take), user=None)
    assert Service.objects.get().structure == other and Listing.objects.exists()
    assert left.pk != other.pk


def test_the_differences_ask_the_same_however_many_there_are(chambery, editor, django_assert_max_num_queries):
    for _number in range(12):
        difference()
    with django_assert_max_num_queries(25):
        assert editor.get(reverse("directory_differences")).content.decode().count("04 79 22 22 22") == 12
