"""What stands beside a resource: of its structure and of the other services, what its page does not say already."""

from __future__ import annotations

import pytest

from tests.factories import ServiceFactory
from tests.resources.directory.test_public_list import words
from tests.resources.directory.test_public_pages import _tuesday_morning, service, structure  # noqa: F401

pytestmark = pytest.mark.django_db


def test_a_page_of_a_structure_does_not_say_things_twice(client):
    place = structure(step_free="yes")
    same = service(structure=place)
    ServiceFactory(
        structure=place,
        nom="Ailleurs",
        adresse="1 rue Haute",
        horaires_accueil="We 09:00-10:00",
        telephone="01 99 00 77 77",
    )
    for url in (f"structures/{place.slug}/", f"{same.slug}/"):
        text = client.get(f"/ressources/{url}").content.decode()
        told = words(text).replace("\u00a0", " ")
        assert told.count("3 place des Tilleuls") == told.count("à côté de la poste") == 1
        assert told.count("Ouvert, ferme à 12 h") == told.count("Accessible en fauteuil roulant") == 1
        for own in ("1 rue Haute", "Fermé, ouvre demain à 9 h", "01 99 00 77 77"):
            assert own in told


def test_a_service_with_facts_of_its_own_hides_none_of_the_others(client):
    place = structure(step_free="yes")
    own = service(
        structure=place,
        nom="Ailleurs",
        adresse="1 rue Haute",
        landmark="au fond de la cour",
        telephone="01 99 00 77 77",
        step_free="no",
    )
    service(structure=place, nom="Ici")
    text = client.get(f"/ressources/{own.slug}/").content.decode()
    beside = words(text).split("Au même endroit")[1].replace("\u00a0", " ")
    for told in (
        "3 place des Tilleuls",
        "à côté de la poste",
        "01 99 00 20 20",
        "Accessible en fauteuil roulant",
    ):
        assert told in beside, told


def test_the_building_of_what_is_given_at_a_distance_is_not_shown(client):
    link = "https://acceslibre.beta.gouv.fr/app/tilleuls/"
    place = structure(accessibilite_lieu=link)
    far = service(structure=place, nom="Écoute", modes_accueil=["a-distance"])
    assert link not in client.get(f"/ressources/{far.slug}/").content.decode()
    assert link in client.get(f"/ressources/{service(structure=place).slug}/").content.decode()
