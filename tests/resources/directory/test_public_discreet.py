"""Help against violence: the page says all, and nothing that stays behind on the telephone says anything."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from resources.directory.discreet import VIOLENCE, says_it
from resources.directory.models import Service, Suggestion
from resources.directory.upkeep.mail import seal_address, thank_sender
from tests.factories import ServiceFactory, StructureFactory, ThemeFactory, paris
from tests.resources.directory.test_public_list import words

pytestmark = pytest.mark.django_db
HURT = next(iter(VIOLENCE))
NAME = "Violences dans le couple : être aidée"
ROOTS = ["", "/en", "/ar"]


@pytest.fixture(autouse=True)
def _tuesday_morning():
    caches["parts"].clear()
    with time_machine.travel(paris(2026, 9, 8, 10), tick=False):
        yield


@pytest.fixture
def hurt():
    """A service against violence, of a structure whose name says nothing."""
    return ServiceFactory(
        nom=NAME,
        nom_en="Violence at home",
        nom_ar="العنف في البيت",
        description="Pour qui subit des violences, une juriste écoute.",
        thematiques=[HURT],
        structure=StructureFactory(nom="Centre des droits", courriel="accueil@example.org"),
    )


def said(text: str) -> str:
    return words(text).replace("\u00a0", " ")


def left_behind(text: str) -> str:
    """Give what a telephone keeps of a page, and what it hands on: its head, and what is shared."""
    head = text.split("<body")[0]
    shared = re.findall(r'(?:data-share|data-title|data-copy)="[^"]*"|href="(?:sms|mailto):\?[^"]*"', text)
    return unquote(" ".join([head, *shared]))


def leaves_no_trace(response) -> bool:
    return (response["Cache-Control"], response["Referrer-Policy"]) == ("no-store", "no-referrer")


@pytest.mark.parametrize(
    ("name", "tells"),
    [
        (NAME, True),
        ("SOS Viols", True),
        ("Aide aux victimes", True),
        ("DOMESTIC abuse helpline", True),
        ("العنف في البيت", True),
        ("Cours de violon", False),
        ("Atelier des Violettes", False),
        ("Beaucoup d’entraide, coup de pouce", False),
        ("Entreprises du quartier", False),
        ("3919", False),
    ],
)
def test_which_names_tell(name, tells):
    assert says_it(name) is tells


@pytest.mark.parametrize("root", ROOTS)
def test_a_service_against_violence_leaves_no_trace(client, hurt, root):
    url = f"{root}/ressources/fiche--{hurt.pk}/"
    response = client.get(url)
    assert response.status_code == 200 and leaves_no_trace(response)
    text = response.content.decode()
    assert any(name in said(text) for name in hurt.names)
    assert "data-quit" in text and "portal/quit" in text
    assert not says_it(left_behind(text)), left_behind(text)
    assert hurt.slug not in text and f'href="{url}erreur/"' in text
    assert response.get("X-Robots-Tag") is None  # help is looked for in search engines first


@pytest.mark.parametrize("root", ROOTS)
def test_its_old_address_leads_to_the_silent_one(client, hurt, root):
    for end in ("", "erreur/"):
        response = client.get(f"{root}/ressources/{hurt.slug}/{end}")
        assert response.status_code == 301 and leaves_no_trace(response)
        assert response["Location"] == f"{root}/ressources/fiche--{hurt.pk}/{end}"


def test_it_takes_its_name_back_when_it_is_no_longer_discreet(client, hurt):
    Service.objects.filter(pk=hurt.pk).update(nom="Écoute", nom_en="", nom_ar="", thematiques=None)
    response = client.get(f"/ressources/fiche--{hurt.pk}/")
    assert (response.status_code, response["Location"]) == (301, f"/ressources/{hurt.slug}/")
    assert leaves_no_trace(response)


@pytest.mark.parametrize("last", ["fiche--0", "fiche--01", "fiche--999999", "fiche--" + "9" * 30, "fiche--x"])
def test_silent_addresses_that_lead_nowhere(client, hurt, last):
    for url in (f"/ressources/{last}/", f"/ressources/structures/{last}/", f"/ressources/{last}/erreur/"):
        assert client.get(url).status_code == 404


def test_what_is_hidden_stays_hidden_at_both_addresses(client, hurt):
    for state, status in (("draft", 404), ("gone", 410)):
        Service.objects.filter(pk=hurt.pk).update(state=state)
        for last in (hurt.slug, f"fiche--{hurt.pk}"):
            assert client.get(f"/ressources/{last}/").status_code == status


def test_any_other_page_stays_as_it_was(client):
    other = ServiceFactory(nom="Cours de violon")
    response = client.get(f"/ressources/{other.slug}/")
    text = response.content.decode()
    assert response["Referrer-Policy"] == "same-origin" and "data-quit" not in text
    assert "<title>Cours de violon" in text and "application/ld+json" in text


@pytest.mark.parametrize("root", ROOTS)
def test_a_structure_whose_name_says_it(client, root):
    place = StructureFactory(nom="Violences Femmes Info", nom_en="Violence helpline", nom_ar="ضد العنف")
    one = ServiceFactory(structure=place, nom="Écoute jour et nuit")
    assert client.get(f"{root}/ressources/structures/{place.slug}/").status_code == 301
    for url in (f"{root}/ressources/structures/fiche--{place.pk}/", f"{root}/ressources/fiche--{one.pk}/"):
        response = client.get(url)
        text = response.content.decode()
        assert leaves_no_trace(response) and "data-quit" in text
        assert not says_it(left_behind(text)) and place.slug not in text
    error = client.get(f"{root}/ressources/structures/fiche--{place.pk}/erreur/")
    assert leaves_no_trace(error) and not says_it(left_behind(error.content.decode()))


def test_a_structure_that_helps_with_other_things_too_keeps_its_title(client, hurt):
    place, url = hurt.structure, f"/ressources/structures/{hurt.structure.slug}/"
    alone = client.get(url).content.decode()
    assert "<title>Informations" in alone and "data-quit" in alone
    ServiceFactory(structure=place, nom="Aide aux papiers")
    response = client.get(url)
    text = response.content.decode()
    assert "<title>Centre des droits" in text and "data-quit" in text and leaves_no_trace(response)


def test_a_list_about_violence(client, hurt):
    ThemeFactory(slug="securite", name="Violences", data_inclusion=HURT)
    ThemeFactory(slug="famille", name="En famille", data_inclusion=f"{HURT} famille--garde-denfants")
    hurt.save()
    for query in ("?q=violences", "?theme=securite"):
        response = client.get(f"/ressources/{query}")
        text = response.content.decode()
        assert leaves_no_trace(response) and "data-quit" in text and "portal/quit" in text
        assert not says_it(text.split("</title>")[0]) and NAME in said(text)
        assert leaves_no_trace(client.get(f"/ressources/carte.json{query}"))
    response = client.get("/ressources/?theme=famille")
    text = response.content.decode()
    assert "<title>En famille" in text and "data-quit" not in text
    assert response["Referrer-Policy"] == "same-origin"


def test_words_that_lead_to_help_against_violence_leave_no_trace_whatever_they_are(client, hurt):
    for query in ("?q=juriste", "?q=juriste&theme=zzz"):
        response = client.get(f"/ressources/{query}")
        text = response.content.decode()
        assert NAME in said(text)
        assert leaves_no_trace(response) and "data-quit" in text and "portal/quit" in text
        assert leaves_no_trace(client.get(f"/ressources/carte.json{query}"))
    ServiceFactory(nom="Aide aux papiers")
    for query in ("?q=papiers", "", "?frais=gratuit"):
        response = client.get(f"/ressources/{query}")
        assert response["Referrer-Policy"] == "same-origin" and "data-quit" not in response.content.decode()


def test_every_link_to_it_is_silent(client, hurt):
    quiet = f"/ressources/fiche--{hurt.pk}/"
    assert f'href="{quiet}"' in client.get("/ressources/").content.decode()
    assert client.get("/ressources/carte.json").json()["doors"][0]["services"][0]["url"] == quiet
    for url in ("/ressources/", "/ressources/carte.json", "/sitemap.xml", "/plan-du-site/"):
        assert hurt.slug not in client.get(url).content.decode(), url
    assert f"{quiet}</loc>" in client.get("/sitemap.xml").content.decode()
    assert not says_it(words(client.get("/plan-du-site/").content.decode()))


def test_the_sheet_and_the_message_do_not_name_it(client, hurt):
    hurt.to_bring = "Les preuves des violences"
    hurt.save()
    client.post("/ma-feuille/", {"action": "add", "item": f"r{hurt.pk}"})
    text = client.get("/ma-feuille/").content.decode()
    told = words(text)
    assert "Une ressource Centre des droits 3 place des Tilleuls" in told and "01 99 00 20 20" in told
    assert not says_it(told, left_behind(text)) and f"/ressources/fiche--{hurt.pk}/" in text


def test_a_form_sent_from_it_is_taken_from_an_old_telephone(hurt):
    client = Client(enforce_csrf_checks=True)
    sent = client.post("/ma-feuille/", {"action": "add", "item": f"r{hurt.pk}"}, headers={"origin": "null"})
    assert sent.status_code == 303 and "feuille" in client.cookies
    told = {"reason": Suggestion.Reason.HOURS, "text": "Fermé le lundi", "website": ""}
    url = f"/ressources/fiche--{hurt.pk}/erreur/"
    assert client.post(url, told, headers={"origin": "null"})["Location"] == f"{url}?merci=1"


def test_a_structure_all_of_whose_services_are_discreet_is_so_everywhere(client, hurt, mailoutbox):
    place = hurt.structure
    url = f"/ressources/structures/{place.slug}/erreur/"
    answer = client.get(url)
    assert leaves_no_trace(answer) and "data-quit" in answer.content.decode()
    thanked = {"reason": "horaires", "state": "applied", "settled_at": timezone.now()}
    for name in ("Une ressource", "Centre des droits"):
        suggestion = Suggestion.objects.create(structure=place, **thanked)
        suggestion.sealed_email = seal_address(suggestion, "habitante@example.org", "fr")
        suggestion.save()
        thank_sender.func(suggestion.pk)
        assert f"cette fiche : {name}." in mailoutbox[-1].body
        ServiceFactory(structure=place, nom="Aide aux papiers")
    answer = client.get(url)
    assert answer["Referrer-Policy"] == "same-origin" and "data-quit" not in answer.content.decode()


def test_the_mail_that_thanks_a_sender_does_not_name_it(hurt, mailoutbox):
    suggestion = Suggestion.objects.create(
        service=hurt, reason="horaires", state="applied", settled_at=timezone.now()
    )
    suggestion.sealed_email = seal_address(suggestion, "habitante@example.org", "fr")
    suggestion.save()
    thank_sender.func(suggestion.pk)
    [mail] = mailoutbox
    assert mail.to == ["habitante@example.org"] and "cette fiche : Une ressource." in mail.body
    assert not says_it(mail.subject, mail.body)


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow(client, count, django_assert_max_num_queries):
    place = StructureFactory(nom="Violences Femmes Info")
    for number in range(count):
        ServiceFactory(structure=place, nom=f"Écoute {number}")
    client.get("/ressources/")
    with django_assert_max_num_queries(6):
        client.get(f"/ressources/structures/fiche--{place.pk}/")
    with django_assert_max_num_queries(12):
        client.get("/sitemap.xml")
    with django_assert_max_num_queries(12):
        client.get("/plan-du-site/")
