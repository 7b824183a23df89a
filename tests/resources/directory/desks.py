"""Editors of two territories with their communes, for the tests of the directory's admin."""

from __future__ import annotations

import pytest
from django.forms import MultipleChoiceField
from django.test import Client

from portal.territories.models import Commune
from resources.directory.models import Service, Structure
from tests.factories import ServiceFactory, StructureFactory
from tests.home.conftest import Desk, administration, desk, neighbour  # noqa: F401 -- fixtures


@pytest.fixture(autouse=True)
def communes(desk: Desk, neighbour: Desk) -> None:  # noqa: F811 -- the fixtures above
    """Chambéry and its neighbour commune on one side, Grenoble on the other."""
    for code, name, one in (
        ("73065", "Chambéry", desk),
        ("73008", "Barberaz", desk),
        ("38185", "Grenoble", neighbour),
    ):
        Commune.objects.create(code=code, name=name).territories.add(one.territory)


@pytest.fixture
def mine(communes: None) -> Structure:
    """A structure of Chambéry, with a service."""
    structure = StructureFactory(nom="Maison des Tilleuls")
    ServiceFactory(structure=structure, nom="Aide aux papiers")
    return structure


@pytest.fixture
def theirs(communes: None) -> Structure:
    """A structure of Grenoble, with a service."""
    structure = StructureFactory(
        nom="Maison du Drac", commune="Grenoble", code_insee="38185", code_postal="38000"
    )
    ServiceFactory(structure=structure, nom="Aide au Drac")
    return structure


def service_of(structure: Structure) -> Service:
    """Give the service of a structure."""
    return structure.services.get()


def post_of(client: Client, address: str, **typed: object) -> dict[str, object]:
    """Give what the form at an address would send untouched, with `typed` in it."""
    form = client.get(address).context["form"]
    data: dict[str, object] = {}
    for name, field in form.fields.items():
        value = form[name].value()
        if name == "horaires_accueil":
            widget = form[name].field.widget.get_context(name, value, None)["widget"]
            data |= {f"{day['name']}-closed": "on" for day in widget["days"] if day["closed"]}
            for day in widget["days"]:
                for stretch in day["stretches"]:
                    data |= {
                        f"{stretch['name']}-start": stretch["start"],
                        f"{stretch['name']}-end": stretch["end"],
                    }
            data[f"{name}-kept"] = widget["unreadable"]
        elif type(field).__name__ == "BooleanField":
            data |= {name: "on"} if value else {}
        elif isinstance(field, MultipleChoiceField):
            data[name] = value or []
        else:
            prepared = field.prepare_value(value)
            data[name] = "" if prepared is None else getattr(prepared, "pk", prepared)
    return data | typed
