"""Services and structures: what is written, withdrawn, imported or deleted shows in the index at once."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command

from portal.territories.models import Commune
from resources.directory.actions import publish, withdraw
from resources.directory.indexing import index_services
from resources.directory.models import Service, Structure
from tests.factories import (
    ClosureFactory,
    ServiceFactory,
    StructureFactory,
    TerritoryFactory,
    ThemeFactory,
)
from tests.resources.directory.files import service, structure
from tests.search.agreeing import index, one  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db


def test_what_the_team_does_shows(index):  # noqa: F811
    with index.change():
        entry = ServiceFactory(nom="Colis du vendredi")
    keys = {f"resource:{entry.pk}", f"structure:{entry.structure_id}"}
    assert keys <= index.held()
    with index.change():
        withdraw(entry, user=None)
    assert index.held() & keys == {f"structure:{entry.structure_id}"}
    assert "Colis du vendredi" not in one(f"structure:{entry.structure_id}").keywords
    with index.change():
        publish(entry, user=None)
    with index.change():
        withdraw(entry.structure, user=None)
    assert not index.held() & keys
    with index.change():
        Structure.objects.get(pk=entry.structure_id).delete()
    assert not index.held()


def test_a_service_that_changes_structures_is_known_by_the_new_one(index):  # noqa: F811
    with index.change():
        entry, other = ServiceFactory(nom="Colis du vendredi"), StructureFactory()
    before = entry.structure_id
    with index.change():
        entry.structure = other
        entry.save()
    assert "Colis du vendredi" not in one(f"structure:{before}").keywords
    assert "Colis du vendredi" in one(f"structure:{other.pk}").keywords


def test_themes_communes_and_closures_change_what_is_found(index):  # noqa: F811
    with index.change():
        entry = ServiceFactory(horaires_accueil="Mo-Fr 09:00-12:00")
    key = f"resource:{entry.pk}"
    open_before = one(key).marks["hours"]
    with index.change():
        theme = ThemeFactory(slug="papiers", name="Mes papiers", data_inclusion=" ".join(entry.thematiques))
    assert one(key).facets["theme"] == ("papiers",) and "Mes papiers" in one(key).keywords
    with index.change():
        theme.delete()
    assert "theme" not in one(key).facets
    with index.change():
        territory = TerritoryFactory(slug="chambery")
        Commune.objects.create(code="73065", name="Chambéry").territories.add(territory)
    assert one(key).territories == ("chambery",) == one(f"structure:{entry.structure_id}").territories
    with index.change():
        ClosureFactory(structure=entry.structure)
    assert one(key).marks["hours"] != open_before
    with index.change():
        territory.slug = "grand-chambery"
        territory.save()
    assert one(key).territories == ("grand-chambery",)


def test_an_import_is_followed_whole(index, tmp_path):  # noqa: F811
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"structures": [structure()], "services": [service()]}))
    with index.change():
        call_command("import_directory", path, verbosity=0)
    assert len(index.held()) == 2
    path.write_text(json.dumps({"structures": [structure()], "services": []}))
    with index.change():
        call_command("import_directory", path, withdraw=True, verbosity=0)
    assert index.held() == {f"structure:{Structure.objects.get().pk}"}


def test_an_import_that_fails_tells_nothing(index):  # noqa: F811
    from django.db import transaction

    with index.change(), pytest.raises(RuntimeError), transaction.atomic():
        ServiceFactory()
        raise RuntimeError
    assert not index.held()


@pytest.mark.once
def test_ten_thousand_services_at_once(index):  # noqa: F811
    with index.change():
        owner = StructureFactory()
        Service.objects.bulk_create(
            (
                ServiceFactory.build(structure=owner, nom=f"Aide {n}", slug=f"aide-{n}", identifier=f"t--{n}")
                for n in range(10_000)
            ),
            batch_size=1000,
        )
        index_services()
    assert len(index.held()) == 10_001
    with index.change():
        Service.objects.filter(pk__lte=Service.objects.order_by("pk")[4999].pk).update(state="gone")
        index_services()
    assert len(index.held()) == 5_001
