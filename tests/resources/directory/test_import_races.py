"""An import while somebody saves: each waits for the other, nothing is lost, and what cannot go on leaves no trace."""

from __future__ import annotations

import time as clock
from collections.abc import Callable
from threading import Event

import pytest
from django.db import connection, transaction

from portal.territories import content_version
from resources.directory.importing import writing
from resources.directory.importing.report import Report
from resources.directory.importing.run import Refused, carry_out, prepare
from resources.directory.importing.settle import Moved, mark_of, take_theirs
from resources.directory.models import Difference, ImportRun, Listing, Service, Source, Structure
from tests.factories import StructureFactory
from tests.home.activities.test_concurrency import at_once
from tests.resources.directory.files import service, structure, write_json

pytestmark = pytest.mark.django_db(transaction=True)

WRITING, INDEXING = "Écriture", "Mise à jour de la recherche"
#: PostgreSQL looks for a deadlock after a second's wait, and gives up the one that looks.
DEADLOCK_SOUGHT = 1.5


@pytest.fixture
def two(bring) -> None:
    """A structure of a source's with two services."""
    bring([structure()], [service(), service(2, nom="Écrivain public")])


def save(number: int, **fields: str) -> None:
    """Save a service as an editor does."""
    one = Service.objects.get(identifier=f"dora--{number}")
    for name, value in fields.items():
        setattr(one, name, value)
    one.save()


def importer(path, pause: Callable[[str], None]) -> Callable[[], Report]:
    """Give what carries a file out, `pause` called with each step it goes through, its transaction still open."""
    run = ImportRun.objects.create(name=path.name)

    def job() -> Report:
        with prepare(path) as prepared:
            return carry_out(prepared, run, progress=lambda label, *_numbers: pause(label))

    return job


def test_a_save_waits_for_the_lines_an_import_writes_and_both_stand(two, tmp_path):
    indexed, saved = Event(), Event()

    def pause(label: str) -> None:
        if label == INDEXING:
            indexed.set()
            saved.wait(0.5)

    def editor() -> None:
        assert indexed.wait(20)
        save(2, nom="Traduction")
        saved.set()

    before = content_version.current()
    path = write_json(tmp_path / "b.json", [structure()], [service(frais="payant")])
    report, told = at_once(importer(path, pause), editor)
    assert isinstance(report, Report) and told is None, (report, told)
    assert Service.objects.get(identifier="dora--1").frais == "payant"
    assert Service.objects.get(identifier="dora--2").nom == "Traduction"
    assert set(Listing.objects.values_list("name", flat=True)) == {"aide papiers", "traduction"}
    assert content_version.current() == before + 2


def test_nobody_waits_while_an_import_writes_its_rows_even_of_a_new_source(tmp_path):
    other = StructureFactory()
    writing, saved, in_time = Event(), Event(), []

    def pause(label: str) -> None:
        if label == WRITING and not writing.is_set():
            writing.set()
            in_time.append(saved.wait(2))

    def editor() -> None:
        assert writing.wait(20)
        other.nom = "Autre nom"
        other.save()
        saved.set()

    report, told = at_once(importer(write_json(tmp_path / "b.json", [structure()]), pause), editor)
    assert isinstance(report, Report) and told is None, (report, told)
    assert in_time == [connection.vendor == "postgresql"]  # SQLite has one writer at a time
    assert set(Structure.objects.values_list("nom", flat=True)) == {"Autre nom", structure()["nom"]}


def test_a_difference_settled_while_an_import_writes_it_is_not_the_one_that_was_read(
    two, bring, tmp_path, monkeypatch
):
    save(1, telephone="04 79 11 11 11")
    bring([structure()], [service(telephone="+33479222222"), service(2, nom="Écrivain public")])
    one = Difference.objects.get()
    mark, entries_held = mark_of(one), Event()
    write = writing.write_differences

    def write_late(*changes) -> None:
        entries_held.set()
        clock.sleep(0.5)
        write(*changes)

    def settle() -> None:
        assert entries_held.wait(20)
        take_theirs(one.pk, mark, user=None)

    monkeypatch.setattr(writing, "write_differences", write_late)
    path = write_json(tmp_path / "b.json", [structure()], [service(telephone="+33479333333")])
    report, told = at_once(importer(path, lambda _label: None), settle)
    assert isinstance(report, Report) and isinstance(told, Moved), (report, told)
    assert Difference.objects.get().theirs == "+33479333333"


def test_when_neither_can_go_on_the_import_gives_up_and_leaves_no_trace(two, tmp_path):
    held, wanted, steps = Event(), Event(), []

    def pause(label: str) -> None:
        steps.append(label)
        if steps == [WRITING, WRITING]:  # structures, then services
            held.set()
            wanted.wait(5)
            clock.sleep(DEADLOCK_SOUGHT)

    def editor() -> None:
        with transaction.atomic():
            save(2, nom="Traduction")
            held.wait(2)
            wanted.set()
            save(1, telephone="04 79 11 11 11")

    other = structure(source="mairie", id="mairie--1")
    path = write_json(tmp_path / "b.json", [other], [service(frais="payant")])
    run = importer(path, pause)
    answer, told = at_once(run, editor)
    assert told is None
    assert Service.objects.get(identifier="dora--1").telephone == "04 79 11 11 11"
    assert Service.objects.get(identifier="dora--2").nom == "Traduction"
    gives_up = connection.vendor == "postgresql"
    assert isinstance(answer, Refused if gives_up else Report), answer
    assert not gives_up or "enregistrait en même temps. Rien n'a été importé" in str(answer)
    assert Source.objects.filter(slug="mairie").exists() is not gives_up
    assert ImportRun.objects.filter(applied_at=None).exists() is gives_up
    assert Structure.objects.filter(identifier="mairie--1").exists() is not gives_up
