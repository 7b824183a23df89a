"""Writing again all that searching reads: by command, and in a task when a theme or a commune changes."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from home.activities.models import Theme
from portal.territories import content_version
from portal.territories.actions import create_territory
from portal.territories.models import Commune
from resources.directory import reindexing
from resources.directory.actions import locked
from resources.directory.models import HoursRule, Listing, Service, Structure, Term
from resources.directory.reindexing import reindex, reindex_all
from tests.factories import ServiceFactory, StructureFactory, TerritoryFactory, ThemeFactory
from tests.home.activities.test_concurrency import at_once

FOOD = "equipement-et-alimentation--alimentation"
pytestmark = pytest.mark.django_db


def themes() -> set[str]:
    return set(Term.objects.filter(kind=Term.Kind.THEME).values_list("value", flat=True))


def test_the_command_writes_again_what_was_lost_and_drops_what_should_not_be_there(monkeypatch):
    monkeypatch.setattr(reindexing, "BLOCK", 2)
    ThemeFactory(slug="manger", data_inclusion=FOOD)
    services = ServiceFactory.create_batch(5, thematiques=[FOOD], horaires_accueil="Mo-Fr 09:00-12:00")
    Commune.objects.create(code="73065", name="Chambéry").territories.add(TerritoryFactory(slug="chambery"))
    reindex_all()
    right = list(Listing.objects.order_by("pk").values()), Term.objects.count()
    Term.objects.all().delete()
    Listing.objects.filter(pk__in=[services[0].pk, services[3].pk]).delete()
    Structure.territories.through.objects.all().delete()
    HoursRule.objects.create(text="Sa 01:00-02:00")
    before, out = content_version.current(), io.StringIO()
    call_command("reindex_directory", stdout=out)
    assert out.getvalue() == "Structures relues, avec leurs services : 5.\n"
    assert (list(Listing.objects.order_by("pk").values()), Term.objects.count()) == right
    assert HoursRule.objects.count() == 1
    assert all(service.structure.territories.count() == 1 for service in services)
    Service.objects.filter(pk=services[1].pk).update(state="gone")
    call_command("reindex_directory", verbosity=0)
    assert Listing.objects.count() == 4
    assert content_version.current() > before


def test_an_empty_directory_is_written_again_at_once():
    assert reindex_all() == 0


@pytest.mark.parametrize("size", [3, 30])
def test_blocks_ask_the_same_however_many_they_hold(size):
    ServiceFactory.create_batch(size)
    with CaptureQueriesContext(connection) as queries:
        reindex_all()
    assert len(queries) <= 32


def test_saving_a_theme_leaves_the_lines_to_a_task(django_capture_on_commit_callbacks):
    ServiceFactory.create_batch(3, thematiques=[FOOD])
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        theme = ThemeFactory(slug="manger", data_inclusion=FOOD)
        theme.name = "Manger à sa faim"
        with CaptureQueriesContext(connection) as queries:
            theme.save()
        assert not [query for query in queries if "directory_" in query["sql"]]
        assert themes() == set()
    assert len(callbacks) == 1
    assert themes() == {"manger"}
    connection.run_on_commit.clear()  # a test's transaction never ends: what was asked in it stays asked
    with django_capture_on_commit_callbacks(execute=True):
        theme.delete()
    assert themes() == set()


def test_what_is_taken_back_writes_nothing(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        try:
            with transaction.atomic():
                ThemeFactory()
                raise LookupError
        except LookupError:
            pass
        assert not connection.run_on_commit
        ThemeFactory()
    assert len(callbacks) == 1


def test_opening_a_territory_asks_once_and_its_people_find_what_is_theirs(django_capture_on_commit_callbacks):
    mine = StructureFactory(code_insee="73065")
    facts = {"name": "Chambéry", "slug": "chambery", "communes": [("73065", "Chambéry"), ("73008", "Aix")]}
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        territory = create_territory(**facts)
    assert len(callbacks) == 1 and list(mine.territories.all()) == [territory]
    connection.run_on_commit.clear()
    with django_capture_on_commit_callbacks(execute=True):
        territory.communes.remove("73065")
    assert not mine.territories.exists()


def test_the_task_waits_for_a_worker_in_production(settings, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    ServiceFactory(thematiques=[FOOD])
    mine = DBTaskResult.objects.ready().filter(task_path=reindex.module_path)
    mine.delete()  # what other tests really committed
    with django_capture_on_commit_callbacks(execute=True):
        ThemeFactory(slug="manger", data_inclusion=FOOD)
    assert themes() == set()
    waiting = mine.get()
    assert (waiting.task, waiting.args_kwargs) == (reindex, {"args": [], "kwargs": {}})
    reindex.call()
    assert themes() == {"manger"}


@pytest.mark.django_db(transaction=True)
def test_people_save_while_everything_is_written_again(monkeypatch):
    monkeypatch.setattr(reindexing, "BLOCK", 3)
    services = [ServiceFactory(nom=f"Ancien {number}") for number in range(12)]
    ThemeFactory()

    def rename(*some: Service) -> None:
        with transaction.atomic():
            for service in some:
                row = locked(service)
                row.nom = row.nom.replace("Ancien", "Nouveau")
                row.save()

    def again() -> None:
        for _time in range(4):
            reindex.call()

    jobs = [lambda some=services[n::4][::-1]: rename(*some) for n in range(4)]
    assert at_once(again, *jobs, again) == [None] * 6
    assert Listing.objects.filter(name__startswith="nouveau").count() == 12
    assert Theme.objects.count() == 1
