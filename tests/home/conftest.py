"""Two territories with an editor each, and the administration: who the admin's tests are about."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client

from home.places.models import Place
from portal.accounts.models import User
from portal.territories.actions import create_territory, set_up_administration
from portal.territories.models import Territory
from tests.factories import PlaceFactory, UserFactory


@dataclass
class Desk:
    """An editor at work: person, signed-in browser, territory and place."""

    user: User
    client: Client
    territory: Territory
    place: Place


def _desk(signed_in, name: str, slug: str) -> Desk:
    territory = create_territory(name=name, slug=slug, phone="01 99 00 10 10")
    user = UserFactory(first_name="Nadia", last_name=name)
    user.groups.add(territory.editors)
    return Desk(user, signed_in(user), territory, PlaceFactory(territory=territory, name=f"Espace {name}"))


@pytest.fixture
def desk(db, signed_in) -> Desk:
    """The editor of Chambéry."""
    return _desk(signed_in, "Chambéry", "chambery")


@pytest.fixture
def neighbour(db, signed_in) -> Desk:
    """The editor of the other territory."""
    return _desk(signed_in, "Sud-Est Grenoblois", "sud-est-grenoblois")


@pytest.fixture
def administration(db, signed_in) -> Client:
    """Somebody of the administration, signed in."""
    user = UserFactory(first_name="Alix", last_name="Admin")
    user.groups.add(set_up_administration())
    return signed_in(user)
