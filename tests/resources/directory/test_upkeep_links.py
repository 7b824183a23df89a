"""The links owners answer by: what they may do, once, in time, and nothing else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail, signing
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from resources.directory.models import CheckRequest, Service, Structure, Suggestion
from resources.directory.upkeep.asking import ask_structures, to_ask
from resources.directory.upkeep.links import LinkSpent, link_of, spend, token_of
from resources.directory.views import check as views
from tests.factories import ServiceFactory, StructureFactory

pytestmark = pytest.mark.django_db
SECRET = "Code de la porte : 4512"


@pytest.fixture
def structure() -> Structure:
    """A structure not checked for a year, with a service and a note of the team."""
    structure = StructureFactory(
        nom="Maison des Tilleuls",
        courriel="accueil@example.org",
        horaires_accueil="Mo-Fr 09:00-12:00; PH off",
        internal_note=SECRET,
        date_maj=timezone.localdate() - timedelta(days=365),
    )
    ServiceFactory(structure=structure, nom="Aide aux papiers", internal_note="Ne pas appeler Mme R.")
    return structure


@pytest.fixture
def check(structure, django_capture_on_commit_callbacks) -> CheckRequest:
    """A link on its way."""
    with django_capture_on_commit_callbacks(execute=True):
        assert ask_structures() == 1
    return CheckRequest.objects.get()


def path_of(check: CheckRequest) -> str:
    return f"/ressources/verifier/{token_of(check)}/"


SAME = {"reponse": "tout-est-a-jour"}


def seen_on(page) -> dict[str, str]:
    """Give the answer « tout est à jour » as the form of a page sends it."""
    return SAME | {"vu": re.search(r'name="vu" value="([^"]*)"', page.content.decode())[1]}


def changes(**typed: str) -> dict[str, str]:
    now = {
        "telephone": "01 99 00 20 20",
        "courriel": "accueil@example.org",
        "adresse": "3 place des Tilleuls",
    }
    return {"reponse": "corriger", "horaires": "", "autre": ""} | now | typed


# Whom one writes to, and when.


def test_a_structure_that_is_due_gets_one_letter(check):
    (message,) = mail.outbox
    assert message.to == ["accueil@example.org"]
    assert "Maison des Tilleuls" in message.subject
    assert link_of(check) in message.body
    assert SECRET not in message.body
    assert check.expires_at - check.sent_at == pytest.approx(timedelta(days=30), abs=timedelta(seconds=5))


def test_nobody_is_asked_twice_while_a_link_is_open_nor_before_the_next_round(check):
    assert ask_structures() == 0
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert ask_structures() == 0
    with time_machine.travel(timezone.now() + timedelta(days=190)):
        assert ask_structures() == 1


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "draft"},
        {"state": "gone"},
        {"courriel": None},
        {"courriel": ""},
        {"courriel": "voir le site"},
        {"verified_on": timezone.localdate()},
        {"next_check": timezone.localdate() + timedelta(days=1)},
    ],
)
def test_who_is_not_written_to(structure, facts, django_capture_on_commit_callbacks):
    Structure.objects.update(**facts)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("ask_structures", verbosity=0)
    assert not mail.outbox
    assert not CheckRequest.objects.exists()


def test_a_night_has_its_limit_and_the_longest_due_come_first(structure):
    other = StructureFactory(courriel="autre@example.org", next_check=timezone.localdate())
    Structure.objects.filter(pk=other.pk).update(date_maj=timezone.localdate() - timedelta(days=3))
    assert list(to_ask()) == [structure, other]
    call_command("ask_structures", limit=1, verbosity=0)
    assert CheckRequest.objects.get().structure == structure


def test_a_letter_that_cannot_leave_is_tried_another_night(
    structure, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with django_capture_on_commit_callbacks(execute=True):
        ask_structures()
    assert not CheckRequest.objects.exists()
    assert list(to_ask()) == [structure]


# What the page shows, and what it does.


def test_the_page_shows_what_the_public_reads_and_does_nothing(client, check):
    for _time in range(3):
        response = client.get(path_of(check))
    html = response.content.decode()
    assert response.status_code == 200
    for told in ("01 99 00 20 20", "3 place des Tilleuls", "Aide aux papiers", "Tout est à jour"):
        assert told in html
    for secret in (SECRET, "4512", "Mme R."):
        assert secret not in html
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    check.refresh_from_db()
    check.structure.refresh_from_db()
    assert (check.used_at, check.structure.verified_on) == (None, None)


def test_the_other_words_of_the_address_do_nothing_either(client, check):
    client.get(path_of(check) + "?reponse=tout-est-a-jour")
    assert client.head(path_of(check)).status_code == 200
    assert client.post(path_of(check), {"reponse": "supprimer"}).status_code == 200
    for method in (client.put, client.delete, client.patch):
        assert method(path_of(check)).status_code == 405
    check.refresh_from_db()
    assert check.used_at is None


def test_all_is_right_says_so_of_what_was_shown(client, check):
    hidden = ServiceFactory(structure=check.structure, state="draft")
    page = client.get(path_of(check))
    later = ServiceFactory(structure=check.structure)
    response = client.post(path_of(check), seen_on(page))
    assert "vérifiée d’aujourd’hui" in response.content.decode()
    for row in (check.structure, Service.objects.get(nom="Aide aux papiers")):
        row.refresh_from_db()
        assert (row.verified_on, row.verified_how, row.verified_by) == (timezone.localdate(), "owner", None)
        assert row.next_check > timezone.localdate() + timedelta(days=150)
    for row in (hidden, later):
        row.refresh_from_db()
        assert row.verified_on is None
    check.refresh_from_db()
    assert check.answer == "same"
    assert ModelLogEntry.objects.filter(action="directory.owner.same").count() == 1


def test_what_the_page_has_no_room_for_is_told_and_not_confirmed(client, check, monkeypatch):
    monkeypatch.setattr(views, "SHOWN", 3)
    ServiceFactory.create_batch(4, structure=check.structure)
    page = client.get(path_of(check))
    assert "2 autres services" in page.content.decode()
    assert client.post(path_of(check), seen_on(page)).status_code == 200
    assert Service.objects.filter(verified_how="owner").count() == 3
    told = page.content.decode()
    assert {s.nom in told for s in Service.objects.filter(verified_how="owner")} == {True}


@pytest.mark.parametrize(
    "seen", ["", "x", "98765-", "-" * 3000, "9" * 400, "٣", "\0", "98765-x-98766", "🙂", "1e3"]
)
def test_numbers_that_are_none_confirm_no_service(client, check, seen):
    others = ServiceFactory()
    answer = SAME | {"vu": f"{seen}-{others.pk}"}
    assert client.post(path_of(check), answer).status_code == 200
    assert not Service.objects.filter(verified_how="owner").exists()
    assert Structure.objects.get(pk=check.structure_id).verified_how == "owner"


def test_corrections_wait_for_the_team_and_use_the_link_up(client, check):
    assert "Envoyer les corrections" in client.get(path_of(check) + "?corriger=1").content.decode()
    typed = changes(
        telephone="01 99 00 55 66", horaires="lundi 9h-12h", autre="Nous avons un atelier le jeudi."
    )
    assert client.post(path_of(check), typed).status_code == 200
    found = Suggestion.objects.order_by("pk").values_list("reason", "text", "from_owner", "structure")
    assert list(found) == [
        ("telephone", "01 99 00 55 66", True, check.structure_id),
        ("horaires", "lundi 9h-12h", True, check.structure_id),
        ("autre", "Nous avons un atelier le jeudi.", True, check.structure_id),
    ]
    check.structure.refresh_from_db()
    assert check.structure.telephone == "01 99 00 20 20"
    assert check.structure.verified_on is None
    assert client.post(path_of(check), typed).status_code == 410
    assert Suggestion.objects.count() == 3


def test_a_value_taken_away_is_told_in_words(client, check):
    client.post(path_of(check), changes(telephone=""))
    suggestion = Suggestion.objects.get()
    assert suggestion.reason == "autre"
    assert "01 99 00 20 20" in suggestion.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "rien changé"),
        ({"courriel": "pas une adresse", "autre": "Gardez ceci"}, "pas complète"),
        ({"autre": "x" * 3000}, "600"),
        ({"adresse": "a\0b"}, "caractère"),
    ],
)
def test_corrections_that_do_not_stand_keep_the_link_and_the_words(client, check, typed, told):
    response = client.post(path_of(check), changes(**typed))
    assert response.status_code == 422
    assert told in response.content.decode()
    if "autre" in typed:
        assert typed["autre"] in response.content.decode()
    check.refresh_from_db()
    assert check.used_at is None
    assert not Suggestion.objects.exists()


def test_only_the_fields_of_the_form_reach_the_queue(client, check):
    client.post(path_of(check), changes(autre="x", internal_note="lu", state="gone", nom="Autre nom"))
    assert Suggestion.objects.get().text == "x"
    check.structure.refresh_from_db()
    assert (check.structure.nom, check.structure.state) == ("Maison des Tilleuls", "public")
    assert check.structure.internal_note == SECRET


# Links that serve no more, or never did.


@pytest.mark.parametrize("data", [SAME, changes(autre="x")])
def test_a_link_serves_once(client, check, data):
    assert client.post(path_of(check), data).status_code == 200
    for response in (client.get(path_of(check)), client.post(path_of(check), SAME)):
        assert response.status_code == 410
        assert "ne sert plus" in response.content.decode()
        assert "Tilleuls" not in response.content.decode()
        assert response["Cache-Control"] == "no-store"


def test_a_link_does_not_serve_late(client, check):
    address = path_of(check)
    with time_machine.travel(check.expires_at - timedelta(minutes=1)):
        assert client.get(address).status_code == 200
    with time_machine.travel(check.expires_at + timedelta(seconds=1)):
        assert client.get(address).status_code == 410
        assert client.post(address, SAME).status_code == 410
        assert client.post(address, changes(autre="x")).status_code == 410
    check.structure.refresh_from_db()
    assert check.structure.verified_on is None
    assert not Suggestion.objects.exists()


def test_a_link_to_what_is_withdrawn_serves_no_more(client, check):
    Structure.objects.update(state="gone")
    assert client.get(path_of(check)).status_code == 410
    assert client.post(path_of(check), SAME).status_code == 410


def test_forged_links_and_those_of_another_purpose_lead_nowhere(client, check):
    good = token_of(check)
    for token in (
        check.uid.hex,
        good[:-1] + ("a" if good[-1] != "a" else "b"),
        good.replace(check.uid.hex, "0" * 32),
        signing.Signer().sign(check.uid.hex),
        signing.Signer(salt="home.activities.sheet").sign(check.uid.hex),
        signing.Signer(salt="resources.directory.check_request").sign("0" * 32),
        signing.Signer(salt="resources.directory.check_request").sign("pas un uid"),
        signing.dumps(check.uid.hex, salt="resources.directory.check_request"),
        "x" * 2500,
        "🎉",
    ):
        assert client.get(f"/ressources/verifier/{token}/").status_code == 404
        assert client.post(f"/ressources/verifier/{token}/", SAME).status_code == 404
    assert client.get(path_of(check)).status_code == 200


def test_the_link_opens_nothing_else(client, check):
    token = token_of(check)
    for address in (f"/ressources/structures/{token}/", f"/admin/ressources/structures/edit/{token}/"):
        assert client.get(address).status_code in (302, 404)
    other = StructureFactory(courriel="autre@example.org")
    client.post(path_of(check), SAME | {"structure": str(other.pk), "pk": str(other.pk)})
    other.refresh_from_db()
    assert other.verified_on is None


def test_two_answers_read_before_either_was_written_count_once(check):
    again = CheckRequest.objects.get(pk=check.pk)
    spend(check, "same")
    with pytest.raises(LinkSpent):
        spend(again, "changed")
    assert CheckRequest.objects.get().answer == "same"


def test_the_page_costs_the_same_with_more_services(check, django_assert_max_num_queries):
    client = Client()
    client.get(path_of(check))
    ServiceFactory.create_batch(12, structure=check.structure)
    with django_assert_max_num_queries(10):
        client.get(path_of(check))
