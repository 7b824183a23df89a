"""The page of a resource and of a structure: each question of a reader has its answer, and nothing private shows."""

from __future__ import annotations

import html
import json
import re
from datetime import date

import pytest
import time_machine
from django.core.cache import caches

from resources.directory.models import Source
from search.distances import distance_words
from tests.factories import ClosureFactory, ServiceFactory, StructureFactory, ThemeFactory, paris
from tests.resources.directory.test_public_list import words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tuesday_morning():
    caches["parts"].clear()
    with time_machine.travel(paris(2026, 9, 8, 10), tick=False):
        yield


def structure(**facts):
    return StructureFactory(
        **{
            "nom": "Centre social Les Tilleuls",
            "horaires_accueil": "Mo-Fr 09:00-12:00,14:00-17:00; PH off",
            "landmark": "à côté de la poste",
            "courriel": "accueil@example.org",
        }
        | facts
    )


def service(**facts):
    facts.setdefault("structure", structure())
    return ServiceFactory(**{"nom": "Aide aux papiers"} | facts)


def said(client, one, root="") -> str:
    response = client.get(f"{root}/ressources/{one.slug}/")
    assert response.status_code == 200
    return words(response.content.decode()).replace("\u00a0", " ")


def structured(client, url) -> dict:
    text = client.get(url).content.decode()
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)[1])


def test_a_resource_answers_each_question(client):
    one = service(
        publics=["seniors"],
        age_min=60,
        zone_eligibilite=["73"],
        frais="payant",
        frais_precisions="2 € la séance",
        modes_mobilisation=["telephoner", "se-presenter"],
        mobilisable_par=["usagers", "professionnels"],
        mobilisation_precisions="Demandez Nadia.",
        to_bring="Vos courriers.",
        conditions_acces="Habiter la commune.",
        languages=["fr", "ar"],
        saturation="high",
        saturation_on=date(2026, 9, 1),
        step_free="help",
        verified_on=date(2026, 8, 3),
    )
    told = said(client, one)
    for words_ in (
        "Une personne vous aide à remplir vos papiers.",
        "Personnes âgées, à partir de 60 ans",
        "Pour les habitants de : département 73",
        "Payant 2 € la séance",
        "Téléphonez.",
        "Venez directement, pendant les heures d’ouverture.",
        "Vous pouvez demander vous-même, ou avec l’aide d’un professionnel.",
        "Demandez Nadia.",
        "Vos courriers.",
        "Habiter la commune.",
        "On y parle aussi : arabe",
        "Longue attente, noté le 1er septembre 2026",
        "Accessible avec de l'aide",
        "Ouvert, ferme à 12 h",
        "de 9 h à 12 h de 14 h à 17 h",
        "Fermé les jours fériés.",
        "3 place des Tilleuls, 73000 Chambéry à côté de la poste",
        "Vérifié le 3 août 2026.",
    ):
        assert words_ in told, words_
    text = client.get(f"/ressources/{one.slug}/").content.decode()
    assert 'href="tel:+33199002020"' in text and 'href="mailto:accueil@example.org"' in text
    assert "openstreetmap.org/directions?to=45.5646%2C5.9178" in text
    assert f'name="item" value="r{one.pk}"' in text


def test_a_professional_alone_may_ask(client):
    told = said(client, service(mobilisable_par=["professionnels"], modes_mobilisation=["telephoner"]))
    assert "Un professionnel fait la demande avec vous" in told


def test_what_is_not_known_is_not_told(client):
    one = service(
        structure=structure(
            horaires_accueil=None,
            adresse=None,
            commune=None,
            code_postal=None,
            latitude=None,
            longitude=None,
            telephone=None,
            courriel=None,
            landmark="",
        ),
        publics=None,
        frais=None,
        modes_mobilisation=None,
        modes_accueil=None,
    )
    told = said(client, one)
    assert "Horaires" not in told and "Où c’est" not in told and "Ouvert" not in told and "None" not in told
    assert "Prix : demandez avant de venir." in told and "Pour qui : demandez avant de venir." in told
    assert "Tout le monde" not in told and "Gratuit" not in told


def test_hours_no_program_can_read_are_shown_as_they_are(client):
    one = service()
    type(one).objects.filter(pk=one.pk).update(horaires_accueil="lundi matin sur rdv")
    told = said(client, one)
    assert "Horaires lundi matin sur rdv" in told and "Ouvert" not in told and "Fermé" not in told


def test_day_and_night(client):
    told = said(client, service(horaires_accueil="24/7"))
    assert "Tous les jours, jour et nuit." in told and "Ouvert" in told


def test_a_service_has_its_own_hours_before_those_of_its_structure(client):
    assert "Fermé, ouvre à 13 h 30" in said(client, service(horaires_accueil="Tu 13:30-15:00"))


def test_closures_are_announced_and_close_the_door(client):
    one = service()
    ClosureFactory(
        structure=one.structure, first_day=date(2026, 9, 7), last_day=date(2026, 9, 9), reason="travaux"
    )
    told = said(client, one)
    assert "Fermé jusqu'au mercredi 9 septembre" in told
    assert "Fermé du 7 au 9 septembre travaux" in told


@pytest.mark.parametrize("hours", [None, "", "lundi matin sur rdv"])
def test_closed_days_are_told_even_when_the_week_is_not_known(client, hours):
    one = service(structure=structure(horaires_accueil=hours))
    assert "Fermé" not in said(client, one)
    for first, last in ((8, 8), (9, 12)):
        ClosureFactory(
            structure=one.structure,
            first_day=date(2026, 9, first),
            last_day=date(2026, 9, last),
            reason="travaux",
        )
    for url in (f"{one.slug}/", f"structures/{one.structure.slug}/", f"?q={one.nom}"):
        text = client.get(f"/ressources/{url}").content.decode()
        assert "Fermé jusqu'au samedi 12 septembre travaux" in words(text), url


def test_special_hours_alone_do_not_say_that_the_door_is_closed(client):
    one = service(structure=structure(horaires_accueil=None))
    ClosureFactory(structure=one.structure, kind="special", hours="14:00-16:00")
    told = said(client, one)
    assert "Ouvert le mardi 8 septembre" in told or "Ouvert mardi 8 septembre" in told
    assert "Fermé" not in told


def test_a_closure_of_another_service_changes_nothing(client):
    one = service()
    other = ServiceFactory(structure=one.structure, nom="Autre chose")
    ClosureFactory(structure=one.structure, service=other)
    assert "Ouvert, ferme à 12 h" in said(client, one)
    assert "Fermé aujourd'hui" in said(client, other)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"verified_on": date(2026, 1, 2)}, "Vérifié le 2 janvier 2026."),
        ({"verified_on": date(2025, 11, 1)}, "Non vérifié depuis le 1er novembre 2025."),
        ({"date_maj": date(2026, 6, 1)}, "Mis à jour le 1er juin 2026."),
        ({"date_maj": date(2024, 6, 1)}, "Non vérifié depuis le 1er juin 2024."),
        ({"date_maj": date(2024, 6, 1), "verified_on": date(2026, 9, 1)}, "Vérifié le 1er septembre 2026."),
    ],
)
def test_how_fresh_it_is(client, facts, expected):
    assert expected in said(client, service(**facts))


def test_the_source_and_its_licence_are_told(client):
    source = Source.objects.create(slug="dora", name="DORA", licence="Licence Ouverte 2.0")
    one = service(source=source, lien_source="https://example.org/fiche", imported={"id": "dora--1"})
    text = client.get(f"/ressources/{one.slug}/").content.decode()
    assert "Source : DORA . Licence : Licence Ouverte 2.0" in words(text)
    assert 'href="https://example.org/fiche"' in text
    assert "Source :" not in said(client, service(nom="Écrit ici"))


@pytest.mark.parametrize(
    "bad", ["javascript:alert(1)", "data:text/html,x", "//evil.test", "http://[", "x" * 500]
)
def test_a_bad_link_is_not_shown(client, bad):
    one = service(
        structure=structure(site_web=bad, accessibilite_lieu=bad),
        lien_mobilisation=bad,
        lien_source=bad,
        modes_mobilisation=["utiliser-lien-mobilisation"],
    )
    for url in (f"/ressources/{one.slug}/", f"/ressources/structures/{one.structure.slug}/"):
        text = client.get(url).content.decode()
        assert f'href="{html.escape(bad)}' not in text


def test_imported_words_cannot_carry_markup(client):
    evil = "<script>alert(1)</script></script>"
    one = service(nom=f"Aide {evil}", description=evil * 2, frais_precisions=evil, conditions_acces=evil)
    text = client.get(f"/ressources/{one.slug}/").content.decode()
    assert "<script>alert" not in text
    assert structured(client, f"/ressources/{one.slug}/")["name"] == f"Aide {evil}"


@pytest.mark.parametrize(
    ("facts", "status"),
    [({"state": "draft"}, 404), ({"state": "gone"}, 410), ({}, 200)],
)
@pytest.mark.parametrize("root", ["", "/en", "/ar"])
def test_who_may_see_it(client, facts, status, root):
    one = service(**facts)
    assert client.get(f"{root}/ressources/{one.slug}/").status_code == status
    place = structure(nom="Autre lieu", **facts)
    assert client.get(f"{root}/ressources/structures/{place.slug}/").status_code == status


def test_the_service_of_a_hidden_structure_is_hidden(client):
    one = service(structure=structure(state="draft"))
    assert client.get(f"/ressources/{one.slug}/").status_code == 404
    two = service(structure=structure(state="gone", nom="Fermé"), nom="Deux")
    response = client.get(f"/ressources/{two.slug}/")
    assert response.status_code == 410 and "retirée" in response.content.decode()


@pytest.mark.parametrize("slug", ["inconnu", "x" * 900, "carte", "erreur"])
def test_an_address_nobody_knows(client, slug):
    assert client.get(f"/ressources/{slug}/").status_code == 404
    assert client.get(f"/ressources/structures/{slug}/").status_code == 404


def test_nothing_private_is_told(client):
    place = structure(internal_note="SECRET-1")
    one = service(structure=place, internal_note="SECRET-2")
    for url in (f"/ressources/{one.slug}/", f"/ressources/structures/{place.slug}/"):
        assert b"SECRET" not in client.get(url).content


def test_a_structure_shows_its_services(client):
    one = service()
    ServiceFactory(structure=one.structure, nom="Service caché", state="draft")
    told = words(client.get(f"/ressources/structures/{one.structure.slug}/").content.decode())
    assert "Centre social Les Tilleuls" in told and "Aide aux papiers" in told and "Service caché" not in told


def test_what_is_given_at_a_distance_sends_nobody_anywhere(client):
    one = service(structure=structure(step_free="yes"), modes_accueil=["a-distance"], nom="Écoute")
    for url in (f"{one.slug}/", "?q=ecoute"):
        told = words(client.get(f"/ressources/{url}").content.decode())
        assert "Tilleuls" not in told.replace("Les Tilleuls", "") and "à côté de la poste" not in told
        assert "Voir le chemin" not in told and "fauteuil" not in told.split("Préciser")[0]
    client.post("/ma-feuille/", {"action": "add", "item": f"r{one.pk}"})
    assert "place des Tilleuls" not in words(client.get("/ma-feuille/").content.decode())


def test_a_number_one_calls_stands_nowhere(client):
    place = structure(adresse=None, landmark="", nom="Numéro vert")
    ServiceFactory(structure=place, nom="Écoute", modes_accueil=["a-distance"])
    url = f"/ressources/structures/{place.slug}/"
    told = words(client.get(url).content.decode())
    assert "73000 Chambéry" not in told and "Voir le chemin" not in told
    ServiceFactory(structure=place, nom="Accueil")
    assert "73000 Chambéry" in words(client.get(url).content.decode())


def test_signs_stay_on_the_line_of_their_word(client):
    one = service(nom="Violon : jouer « ensemble » ?")
    text = client.get(f"/ressources/{one.slug}/").content.decode()
    assert "<h1>Violon\u00a0: jouer «\u00a0ensemble\u00a0»\u00a0?</h1>" in text


def test_for_search_engines(client):
    one = service(zone_eligibilite=["73"], languages=["fr", "ar"])
    ClosureFactory(structure=one.structure, first_day=date(2026, 9, 21), last_day=date(2026, 9, 22))
    data = structured(client, f"/ressources/{one.slug}/")
    assert (data["@type"], data["areaServed"], data["isAccessibleForFree"]) == (
        "Service",
        "département 73",
        True,
    )
    assert data["provider"]["name"] == "Centre social Les Tilleuls"
    place = data["availableChannel"]["serviceLocation"]
    assert place["geo"] == {"@type": "GeoCoordinates", "latitude": 45.5646, "longitude": 5.9178}
    assert place["openingHoursSpecification"][0]["opens"] == "09:00"
    assert {
        "@type": "OpeningHoursSpecification",
        "validFrom": "2026-09-21",
        "validThrough": "2026-09-22",
        "opens": "00:00",
        "closes": "00:00",
    } in place["specialOpeningHoursSpecification"]
    assert data["availableChannel"]["availableLanguage"] == ["fr", "ar"]
    organisation = structured(client, f"/ressources/structures/{one.structure.slug}/")
    assert organisation["@type"] == "Organization" and organisation["location"]["openingHoursSpecification"]


def test_words_carry_their_language(client):
    one = service(nom_ar="مساعدة", description_ar="شخص يساعدك")
    text = client.get(f"/ar/ressources/{one.slug}/").content.decode()
    assert "<h1>مساعدة</h1>" in text
    assert re.search(
        r'<a href="/ar/ressources/structures/[^"]*" lang="fr">Centre social Les Tilleuls</a>', text
    )
    english = client.get(f"/en/ressources/{one.slug}/").content.decode()
    assert '<h1 lang="fr">Aide aux papiers</h1>' in english


@pytest.mark.parametrize("count", [0, 30])
def test_queries_do_not_grow(client, count, django_assert_max_num_queries):
    ThemeFactory()
    one = service(zone_eligibilite=["73065", "38185"])
    for number in range(count):
        ServiceFactory(structure=one.structure, nom=f"Aide {number}")
        ClosureFactory(structure=one.structure)
    client.get("/ressources/")  # reads what every page shares
    with django_assert_max_num_queries(7):
        client.get(f"/ressources/{one.slug}/")
    with django_assert_max_num_queries(6):
        client.get(f"/ressources/structures/{one.structure.slug}/")


@pytest.mark.parametrize(
    ("metres", "expected"),
    [
        (None, ""),
        (0, "à 50 m"),
        (12.4, "à 50 m"),
        (399, "à 400 m"),
        (974, "à 950 m"),
        (980, "à 1 km"),
        (1049, "à 1 km"),
        (1051, "à 1,1 km"),
        (2345, "à 2,3 km"),
        (9949, "à 9,9 km"),
        (9951, "à 10 km"),
        (14_400, "à 14 km"),
        (20_037_508, "à 20038 km"),
    ],
)
def test_distances_in_words(metres, expected):
    assert distance_words(metres).replace("\u202f", "").replace("\u00a0", " ") == expected
