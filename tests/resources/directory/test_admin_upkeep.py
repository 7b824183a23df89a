"""The team's work lists: errors signalled, what to look at again, several at once, needs beside resources."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from home.places.hours_form import read_week
from resources.directory.models import (
    DirectorySettings,
    Service,
    Structure,
    Suggestion,
    SupportFunction,
    SupportNeed,
)
from resources.directory.upkeep.receiving import signal_error
from resources.directory.upkeep.spoken_hours import read_hours
from tests.factories import ServiceFactory, StructureFactory
from tests.resources.directory.desks import *  # noqa: F403 -- fixtures
from tests.resources.directory.desks import service_of
from tests.resources.directory.geocoder_stub import geocoder

pytestmark = pytest.mark.django_db
ERRORS, DUE, NEEDS = (f"/admin/ressources/{name}/" for name in ("erreurs", "a-revoir", "besoins"))


def cost_of(client: Client, address: str) -> int:
    """Give how many queries a page takes, once what is the same for all pages is in memory."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def error_of(suggestion: Suggestion) -> str:
    return f"{ERRORS}{suggestion.pk}/"


# Errors signalled.


def test_the_present_value_stands_beside_the_proposed_one(desk, mine, theirs):
    signal_error(service_of(mine), reason="telephone", text="01 99 00 55 66", address="voisine@example.org")
    signal_error(theirs, reason="autre", text="Chez les autres")
    html = desk.client.get(ERRORS).content.decode()
    for told in (
        "Maison des Tilleuls",
        "01 99 00 20 20",
        "01 99 00 55 66",
        "sera remerciée",
        "fiche de la structure",
    ):
        assert told in html
    for hidden in ("voisine", "Drac", "Chez les autres"):
        assert hidden not in html


def test_one_click_applies_and_thanks(desk, mine, django_capture_on_commit_callbacks):
    suggestion = signal_error(mine, reason="telephone", text="01 99 00 55 66", address="voisine@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        response = desk.client.post(error_of(suggestion), {"text": "01 99 00 55 66"})
    assert (response.status_code, response["Location"]) == (302, ERRORS)
    mine.refresh_from_db()
    assert mine.telephone == "01 99 00 55 66"
    assert mail.outbox[0].to == ["voisine@example.org"]
    assert "Aucune erreur" in desk.client.get(ERRORS).content.decode()
    assert ModelLogEntry.objects.get(action="directory.suggestion.apply").user == desk.user


def test_the_team_may_correct_the_text_before(desk, mine):
    suggestion = signal_error(mine, reason="courriel", text="ecrire a accueil chez example")
    response = desk.client.post(error_of(suggestion), {"text": suggestion.text})
    assert response.status_code == 200
    assert "e-mail n&#x27;est pas possible" in response.content.decode()
    desk.client.post(error_of(suggestion), {"text": "accueil@example.org"})
    mine.refresh_from_db()
    assert mine.courriel == "accueil@example.org"


def test_one_set_aside_changes_nothing(desk, mine):
    suggestion = signal_error(mine, reason="ferme", text="")
    desk.client.post(error_of(suggestion), {"ecarter": "1"})
    suggestion.refresh_from_db()
    mine.refresh_from_db()
    assert (suggestion.state, suggestion.settled_by, mine.state) == ("rejected", desk.user, "public")


def test_closed_withdraws_in_one_click(desk, mine):
    desk.client.post(error_of(signal_error(mine, reason="ferme", text="")))
    mine.refresh_from_db()
    assert mine.state == "gone"


def test_a_price_is_applied_with_its_fees(desk, mine):
    service = service_of(mine)
    suggestion = signal_error(service, reason="prix", text="2 € par an")
    desk.client.post(error_of(suggestion), {"text": "2 € par an", "fees": "payant"})
    service.refresh_from_db()
    assert (service.frais, service.frais_precisions) == ("payant", "2 € par an")


def test_hours_open_the_grid_as_the_sender_wrote_them(desk, mine):
    Structure.objects.update(horaires_accueil="Mo 09:00-12:00; PH off")
    suggestion = signal_error(mine, reason="horaires", text="lundi et mardi 9h-12h")
    form = desk.client.get(error_of(suggestion)).context["form"]
    assert form["hours"].value() == "Mo-Tu 09:00-12:00"
    grid = {f"hours-{day}-closed": "on" for day in range(2, 7)} | {"closed_on_public_holidays": "on"}
    grid |= {
        f"hours-{day}-0-{end}": hour for day in (0, 1) for end, hour in (("start", "09:00"), ("end", "12:00"))
    }
    assert desk.client.post(error_of(suggestion), grid).status_code == 302
    mine.refresh_from_db()
    assert mine.horaires_accueil == "Mo-Tu 09:00-12:00; PH off"


def test_hours_that_cannot_be_read_show_the_grid_as_it_stands(desk, mine):
    Structure.objects.update(horaires_accueil="Mo 09:00-12:00")
    suggestion = signal_error(mine, reason="horaires", text="plutôt le matin")
    response = desk.client.get(error_of(suggestion))
    assert "n'a pas pu être lu" in response.content.decode()
    assert response.context["form"]["hours"].value() == "Mo 09:00-12:00"


def test_an_error_about_somebody_elses_is_not_there(desk, theirs):
    suggestion = signal_error(theirs, reason="ferme", text="")
    assert desk.client.get(error_of(suggestion)).status_code == 404
    assert desk.client.post(error_of(suggestion), {"ecarter": "1"}).status_code == 404
    suggestion.refresh_from_db()
    assert suggestion.state == "new"


def test_the_second_editor_is_told(desk, mine, administration):
    suggestion = signal_error(mine, reason="telephone", text="01 99 00 55 66")
    desk.client.post(error_of(suggestion), {"text": "01 99 00 55 66"})
    response = administration.post(error_of(suggestion), {"text": "01 99 00 77 88"}, follow=True)
    assert "vient de régler" in response.content.decode()
    mine.refresh_from_db()
    assert mine.telephone == "01 99 00 55 66"


def test_the_queue_costs_the_same_when_it_is_long(desk, mine):
    signal_error(service_of(mine), reason="telephone", text="1")
    before = cost_of(desk.client, ERRORS)
    for number in range(12):
        service = ServiceFactory(structure=StructureFactory())
        signal_error(service, reason=("telephone", "prix", "horaires")[number % 3], text="2")
    assert cost_of(desk.client, ERRORS) == before <= 26


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (
            "lundi au vendredi 9h-12h et 14h-17h ; samedi 9h-12h",
            "Mo-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00",
        ),
        ("Du lundi au jeudi : de 8h30 à 12h", "Mo-Th 08:30-12:00"),
        ("Mardi, jeudi 14h - 16h30", "Tu 14:00-16:30; Th 14:00-16:30"),
        ("Lundi 9h-12h\nMercredi fermé\nVendredi 9h-12h", "Mo 09:00-12:00; Fr 09:00-12:00"),
        ("Mo-Fr 09:00-12:00", "Mo-Fr 09:00-12:00"),
        ("le matin", None),
        ("lundi 9h", None),
        ("lundi 25h-26h", None),
        ("lundi 12h-9h", None),
        ("lundi 9h-12h sauf en août", None),
        ("vendredi au lundi 9h-12h", None),
        ("", None),
        ("🎉" * 200, None),
        ("lundi " * 1000, None),
    ],
)
def test_hours_are_read_whole_or_not_at_all(text, rule):
    assert read_hours(text) == rule
    assert rule is None or read_week(rule) is not None


# What to look at again.


def old(entry: Structure | Service, days: int) -> None:
    type(entry).objects.filter(pk=entry.pk).update(date_maj=timezone.localdate() - timedelta(days=days))


def test_what_is_due_longest_comes_first_and_one_click_settles_it(desk, mine, theirs):
    other = StructureFactory(nom="Autre maison")
    for entry, days in ((mine, 300), (other, 400), (theirs, 500)):
        old(entry, days)
    StructureFactory(nom="Toute neuve")
    html = desk.client.get(DUE).content.decode()
    assert html.index("Autre maison") < html.index("Maison des Tilleuls")
    assert "Drac" not in html
    assert "Toute neuve" not in html
    response = desk.client.post(DUE, {"quoi": "structures", "pk": other.pk}, follow=True)
    assert "« Autre maison » est vérifié" in response.content.decode()
    other.refresh_from_db()
    assert (other.verified_on, other.verified_by, other.verified_how) == (
        timezone.localdate(),
        desk.user,
        "team",
    )
    assert f"edit/{other.pk}/" not in desk.client.get(DUE).content.decode()


def test_services_have_their_own_list(desk, mine):
    old(service_of(mine), 300)
    assert "Aide aux papiers" in desk.client.get(DUE + "?quoi=services").content.decode()
    desk.client.post(DUE, {"quoi": "services", "pk": service_of(mine).pk})
    assert service_of(mine).verified_on == timezone.localdate()


def test_how_long_is_said_by_the_settings(desk, mine):
    from wagtail.models import Site

    old(mine, 100)
    assert "Tilleuls" not in desk.client.get(DUE).content.decode()
    settings = DirectorySettings.for_site(Site.objects.get(is_default_site=True))
    settings.months_between_checks = 3
    settings.save()
    assert "Tilleuls" in desk.client.get(DUE).content.decode()


def test_nobody_verifies_what_is_not_theirs(desk, theirs):
    for pk in (theirs.pk, "🎉", "9" * 40, ""):
        assert desk.client.post(DUE, {"quoi": "structures", "pk": pk}).status_code == 404
    assert desk.client.post(DUE, {"quoi": "sources", "pk": "1"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.verified_on is None


def test_the_first_page_of_the_admin_counts_both(desk, mine):
    assert "à revoir" not in desk.client.get("/admin/").content.decode()
    old(mine, 300)
    signal_error(mine, reason="ferme", text="")
    html = desk.client.get("/admin/").content.decode()
    assert "1 erreur signalée à lire" in html
    assert "1 fiche à revoir" in html


def test_the_list_costs_the_same_when_it_is_long(desk, mine):
    old(mine, 300)
    before = cost_of(desk.client, DUE)
    for entry in StructureFactory.create_batch(12):
        old(entry, 300)
    assert cost_of(desk.client, DUE) == before <= 32


# Several at once.


def bulk(kind: str, action: str, *pks: object) -> str:
    asked = "&".join(f"id={pk}" for pk in pks)
    return f"/admin/bulk/directory/{kind}/{action}/?next=/admin/ressources/structures/&{asked}"


def test_several_are_withdrawn_published_and_verified(desk, mine):
    other = StructureFactory(nom="Autre maison")
    asked = (mine.pk, other.pk)
    html = desk.client.get(bulk("structure", "retirer", *asked)).content.decode()
    assert "Autre maison" in html
    assert Structure.objects.public().count() == 2  # asking does nothing
    for action, told in (("retirer", "2 fiches sont retirées"), ("publier", "2 fiches sont publiées")):
        response = desk.client.post(bulk("structure", action, *asked), follow=True)
        assert told in response.content.decode()
    desk.client.post(bulk("service", "verifier", service_of(mine).pk))
    assert service_of(mine).verified_by == desk.user
    assert ModelLogEntry.objects.filter(action="directory.withdraw").count() == 2


def test_one_that_cannot_be_published_keeps_them_all_back(desk, mine):
    bad = StructureFactory(nom="Mal écrite", courriel="pas une adresse", state="draft")
    Structure.objects.filter(pk=mine.pk).update(state="draft")
    response = desk.client.post(bulk("structure", "publier", mine.pk, bad.pk), follow=True)
    assert "Mal écrite" in response.content.decode()
    assert "Rien n&#x27;a changé" in response.content.decode()
    assert not Structure.objects.public().exists()


@pytest.mark.parametrize("asked", ["🎉", "9" * 40, "all", "-1"])
def test_several_of_nothing_is_nothing(desk, mine, asked):
    assert desk.client.get(bulk("structure", "retirer", asked)).status_code == 404
    assert desk.client.post(bulk("structure", "retirer", asked)).status_code == 404
    assert Structure.objects.public().exists()


def test_those_of_another_territory_are_left_out(desk, mine, theirs):
    html = desk.client.get(bulk("structure", "retirer", mine.pk, theirs.pk)).content.decode()
    assert "Drac" not in html
    desk.client.post(bulk("structure", "retirer", mine.pk, theirs.pk))
    assert list(Structure.objects.public()) == [theirs]


@pytest.mark.parametrize(
    "asked",
    [
        "territoire=chambery",
        "state=public",
        "source=impact",
        "revoir=oui",
        "attente=high",
        "q=Maison+des",
        "theme=",
    ],
)
def test_the_lists_narrow_down(desk, mine, asked):
    old(mine, 300)
    Service.objects.update(saturation="high", saturation_on=timezone.localdate())
    old(service_of(mine), 300)
    StructureFactory(nom="Autre maison", state="draft", verified_on=timezone.localdate())
    for kind in ("structures", "services"):
        html = desk.client.get(f"/admin/ressources/{kind}/?{asked}").content.decode()
        assert "Tilleuls" in html
        if "state" in asked or "revoir" in asked or "attente" in asked or "q=" in asked:
            assert "Autre maison" not in html


@pytest.mark.parametrize(
    "asked", ["territoire=sud-est-grenoblois", "source=🎉", "theme=x", "state=x", "attente=x"]
)
def test_nonsense_narrows_nothing_and_breaks_nothing(desk, mine, asked):
    assert desk.client.get(f"/admin/ressources/structures/?{asked}").status_code == 200


# Needs beside resources.


def test_needs_stand_beside_what_is_there_today(desk, mine, theirs):
    today = timezone.localdate()
    hold = {"function": "assess", "level": "team"}
    SupportFunction.objects.create(structure=mine, **hold)
    SupportFunction.objects.create(structure=theirs, **hold)
    over = StructureFactory(nom="Maison d'hier")
    SupportFunction.objects.create(structure=over, last_day=today - timedelta(days=1), **hold)
    soon = StructureFactory(nom="Maison de demain")
    SupportFunction.objects.create(structure=soon, first_day=today + timedelta(days=1), **hold)
    hidden = StructureFactory(nom="Maison cachée", state="draft")
    SupportFunction.objects.create(structure=hidden, **hold)
    response = desk.client.get(NEEDS)
    html = response.content.decode()
    row = response.context["rows"][0]
    assert [[str(one) for one in level["structures"]] for level in row["levels"]] == [
        ["Maison des Tilleuls"],
        [],
        [],
    ]
    assert html.count("Aucune ressource à ce niveau.") == 17
    assert "5 fonctions n'ont aucune ressource" in html


def test_a_need_is_written_changed_and_taken_away(desk, mine):
    empty = dict.fromkeys(("assess", "plan", "coordinate", "accompany", "reassess", "organise"), "")
    desk.client.post(NEEDS, empty | {"plan": "Des réunions à plusieurs."})
    need = SupportNeed.objects.get()
    assert (need.territory, need.function, need.text) == (desk.territory, "plan", "Des réunions à plusieurs.")
    desk.client.post(NEEDS, empty | {"plan": "Une réunion par mois."})
    assert SupportNeed.objects.get().text == "Une réunion par mois."
    response = desk.client.post(NEEDS, empty | {"plan": "x" * 1001, "assess": "Gardez ceci"})
    assert response.status_code == 200
    assert "Gardez ceci" in response.content.decode()
    desk.client.post(NEEDS, empty)
    assert not SupportNeed.objects.exists()


# The point of an address.


@pytest.fixture
def stub(settings):
    """A geocoder that answers."""
    with geocoder() as one:
        settings.GEOCODER_URL = one.url
        yield one


def point_of(entry: Structure) -> str:
    return f"/admin/ressources/structures/point/{entry.pk}/"
