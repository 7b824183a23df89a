"""« Une erreur ? » : the public form, and what becomes of what it sends."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.core.checks import run_checks
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.accounts.sealed import SealError, unseal
from resources.directory import actions
from resources.directory.models import Service, Structure, Suggestion
from resources.directory.upkeep.mail import purpose_of, thank_again, thank_sender
from resources.directory.upkeep.receiving import signal_error
from tests.bench.start import free_port
from tests.factories import ServiceFactory, StructureFactory, UserFactory

pytestmark = pytest.mark.django_db
Reason = Suggestion.Reason


@pytest.fixture
def service() -> Service:
    """A service with a price, in a structure with a telephone."""
    structure = StructureFactory(nom="Maison des Tilleuls", internal_note="Code de la porte : 4512")
    return ServiceFactory(structure=structure, nom="Aide aux papiers", internal_note="Ne pas appeler Mme R.")


def form_of(service: Service) -> str:
    return f"/ressources/{service.slug}/erreur/"


def send(client: Client, service: Service, **typed: str):
    data = {"reason": "telephone", "text": "01 99 00 55 66", "email": "", "website": ""} | typed
    return client.post(form_of(service), data)


def test_the_form_is_for_anyone_and_the_same_for_everyone(client, service):
    response = client.get(form_of(service))
    html = response.content.decode()
    assert response.status_code == 200
    assert "Le téléphone est faux" in html
    assert "effacée" in html  # what becomes of the address is said before it is given
    assert "csrfmiddlewaretoken" not in html
    assert not response.cookies
    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in html
    for secret in ("4512", "Mme R."):
        assert secret not in html


def test_what_is_sent_waits_for_the_team_and_changes_nothing(client, service):
    response = send(client, service, email="voisine@example.org")
    assert (response.status_code, response["Location"]) == (303, f"{form_of(service)}?merci=1")
    suggestion = Suggestion.objects.get()
    assert (suggestion.service, suggestion.structure) == (service, None)
    assert (suggestion.reason, suggestion.text, suggestion.state) == (Reason.PHONE, "01 99 00 55 66", "new")
    service.structure.refresh_from_db()
    assert service.structure.telephone == "01 99 00 20 20"
    assert "L’équipe du quartier lit" in client.get(response["Location"]).content.decode()
    assert not mail.outbox


def test_the_address_is_sealed_for_its_suggestion_alone(client, service):
    send(client, service, email="voisine@example.org")
    suggestion = Suggestion.objects.get()
    assert "voisine" not in suggestion.sealed_email
    opened = json.loads(unseal(suggestion.sealed_email, purpose_of(suggestion)))
    assert opened == {"to": "voisine@example.org", "language": "fr"}
    send(client, service)
    other = Suggestion.objects.exclude(pk=suggestion.pk).get()
    with pytest.raises(SealError):
        unseal(suggestion.sealed_email, purpose_of(other))


def test_a_structure_has_its_form_and_no_price(client, service):
    address = f"/ressources/structures/{service.structure.slug}/erreur/"
    assert 'value="prix"' not in client.get(address).content.decode()
    assert 'value="prix"' in client.get(form_of(service)).content.decode()
    response = client.post(address, {"reason": "prix", "text": "5 €"})
    assert response.status_code == 422
    client.post(address, {"reason": "ferme"})
    assert Suggestion.objects.get().structure == service.structure


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"reason": ""}, "Choisissez ce qui ne va pas."),
        ({"reason": "🎉"}, "Sélectionnez un choix valide"),
        ({"text": ""}, "Écrivez ce qu"),
        ({"text": "x" * 601}, "600"),
        ({"text": "a\0b"}, "caractère"),
        ({"email": "voisine"}, "pas complète"),
        ({"email": "x" * 3000 + "@example.org"}, "Votre adresse e-mail"),
    ],
)
def test_what_does_not_stand_is_told_and_all_is_kept(client, service, typed, told):
    response = send(client, service, **({"text": "Le bon numéro : 01"} | typed))
    assert response.status_code == 422
    html = response.content.decode()
    assert told in html
    if "text" not in typed:
        assert "Le bon numéro : 01" in html
    if "reason" not in typed:
        assert 'value="telephone"' in html
        assert "checked" in html
    assert not Suggestion.objects.exists()


def test_closed_needs_no_words(client, service):
    assert send(client, service, reason="ferme", text="").status_code == 303
    assert Suggestion.objects.get().reason == Reason.CLOSED


def test_a_program_that_fills_in_everything_is_thanked_and_forgotten(client, service):
    assert send(client, service, website="https://example.org").status_code == 303
    assert not Suggestion.objects.exists()


def test_too_many_from_one_connection_wait_and_lose_nothing(client, service):
    for _time in range(10):
        assert send(client, service).status_code == 303
    response = send(client, service, text="Le numéro onze")
    assert response.status_code == 429
    assert "Attendez dix minutes" in response.content.decode()
    assert "Le numéro onze" in response.content.decode()
    assert Suggestion.objects.count() == 10
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert send(elsewhere, service).status_code == 303


def test_another_site_cannot_send_it(client, service):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://example.org"}):
        response = client.post(form_of(service), {"reason": "ferme"}, headers=headers)
        assert response.status_code == 403
    assert not Suggestion.objects.exists()


def test_what_the_public_does_not_see_has_no_form(client, service):
    Service.objects.update(state="gone")
    assert client.get(form_of(service)).status_code == 404
    assert send(client, service).status_code == 404
    Structure.objects.update(state="draft")
    assert client.get(f"/ressources/structures/{service.structure.slug}/erreur/").status_code == 404
    assert client.get("/ressources/inconnue/erreur/").status_code == 404


def test_the_form_costs_few_queries(client, service, django_assert_max_num_queries):
    client.get(form_of(service))
    with django_assert_max_num_queries(8):
        client.get(form_of(service) + "?autre=1")


# What becomes of it.


def suggest(entry, reason=Reason.PHONE, text="01 99 00 55 66", **more) -> Suggestion:
    return signal_error(entry, reason=reason, text=text, **more)


def test_applying_writes_the_value_where_the_public_reads_it(service):
    user = UserFactory()
    suggestion = suggest(service)
    actions.apply_suggestion(suggestion, user=user)
    service.refresh_from_db()
    service.structure.refresh_from_db()
    assert (service.telephone, service.structure.telephone) == (None, "01 99 00 55 66")
    assert service.structure.date_maj == timezone.localdate()
    assert (suggestion.state, suggestion.settled_by) == ("applied", user)
    assert ModelLogEntry.objects.filter(action="directory.suggestion.apply", user=user).count() == 1


@pytest.mark.parametrize(
    ("reason", "text", "field"),
    [
        (Reason.EMAIL, "accueil@example.org", "courriel"),
        (Reason.ADDRESS, "5 rue des Lilas", "adresse"),
        (Reason.HOURS, "Mo-Fr 09:00-12:00; PH off", "horaires_accueil"),
    ],
)
def test_each_reason_writes_its_own_field_and_nothing_else(service, reason, text, field):
    structure = service.structure
    before = {f.attname: getattr(structure, f.attname) for f in structure._meta.fields}
    actions.apply_suggestion(suggest(structure, reason, text), user=None)
    structure.refresh_from_db()
    changed = {name for name, value in before.items() if getattr(structure, name) != value}
    point = {"latitude", "longitude"} if field == "adresse" else set()
    assert changed - {"date_maj"} == {field} | point
    assert getattr(structure, field) == text


def test_a_price_may_say_whether_one_pays(service):
    actions.apply_suggestion(suggest(service, Reason.PRICE, "2 € par an"), user=None, fees="payant")
    service.refresh_from_db()
    assert (service.frais, service.frais_precisions) == ("payant", "2 € par an")


def test_closed_withdraws_and_other_only_notes(service):
    actions.apply_suggestion(suggest(service, Reason.OTHER, "La porte est au fond"), user=None)
    assert Service.objects.public().exists()
    actions.apply_suggestion(suggest(service, Reason.CLOSED, ""), user=None)
    assert not Service.objects.public().exists()
    assert Structure.objects.public().exists()


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (Reason.EMAIL, "pas une adresse"),
        (Reason.HOURS, "le matin"),
        (Reason.PHONE, "  "),
        (Reason.EMAIL, "a@b\0"),
    ],
)
def test_what_would_not_be_valid_is_refused_and_waits(service, reason, text):
    suggestion = suggest(service.structure, reason, "x")
    with pytest.raises(ValidationError) as caught:
        actions.apply_suggestion(suggestion, user=None, text=text)
    assert "text" in caught.value.message_dict
    suggestion.refresh_from_db()
    assert suggestion.state == "new"


def test_it_is_settled_once(service):
    suggestion = suggest(service)
    same = Suggestion.objects.get(pk=suggestion.pk)
    actions.apply_suggestion(suggestion, user=None)
    for verb in (actions.apply_suggestion, actions.reject_suggestion):
        with pytest.raises(actions.AlreadySettled, match="vient de régler"):
            verb(same, user=None)


def test_the_sender_is_thanked_once_and_forgotten(service, django_capture_on_commit_callbacks):
    suggestion = suggest(service, address="voisine@example.org", language="fr")
    with django_capture_on_commit_callbacks(execute=True):
        actions.apply_suggestion(suggestion, user=UserFactory())
    thank_sender.enqueue(suggestion.pk)
    (message,) = mail.outbox
    assert message.to == ["voisine@example.org"]
    assert "Aide aux papiers" in message.body
    assert "est maintenant effacée" in message.body
    for secret in ("Mme R.", "4512", "01 99 00 55 66"):
        assert secret not in message.body
    suggestion.refresh_from_db()
    assert suggestion.sealed_email == ""


def test_no_one_is_thanked_before_the_change_stands(service, django_capture_on_commit_callbacks):
    suggestion = suggest(service, address="voisine@example.org")
    thank_sender.enqueue(suggestion.pk)
    assert not mail.outbox
    suggestion.refresh_from_db()
    assert suggestion.sealed_email


def test_one_set_aside_is_forgotten_without_a_word(service, django_capture_on_commit_callbacks):
    suggestion = suggest(service, address="voisine@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        actions.reject_suggestion(suggestion, user=None)
    assert not mail.outbox
    assert Suggestion.objects.get().sealed_email == ""


def test_a_breakdown_of_the_mail_keeps_the_address_for_the_night(service, settings):
    suggestion = suggest(service, address="voisine@example.org")
    actions.apply_suggestion(suggestion, user=None)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    thank_sender.enqueue(suggestion.pk)
    assert Suggestion.objects.get().sealed_email
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert thank_again() == 1
    assert len(mail.outbox) == 1
    assert Suggestion.objects.get().sealed_email == ""


class Refusing:
    """A mail server that knows nobody."""

    code = 550

    async def handle_RCPT(self, server, session, envelope, address, options):
        return f"{self.code} nobody here: {address}"


@pytest.mark.parametrize(("code", "is_kept"), [(550, False), (450, True)])
def test_what_the_mail_server_answers_is_kept_nowhere(service, settings, caplog, code, is_kept):
    suggestion = suggest(service, address="voisine@example.org")
    actions.apply_suggestion(suggestion, user=None)
    handler = Refusing()
    handler.code = code
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
        result = thank_sender.enqueue(suggestion.pk)
    finally:
        controller.stop()
    told = caplog.text + "".join(error.traceback for error in result.errors)
    assert str(suggestion.pk) in told and "voisine" not in told
    assert bool(Suggestion.objects.get().sealed_email) is is_kept


def test_an_address_nobody_could_thank_goes_after_a_week(service):
    suggestion = suggest(service, address="voisine@example.org")
    actions.apply_suggestion(suggestion, user=None)
    Suggestion.objects.update(settled_at=timezone.now() - timedelta(days=8))
    assert thank_again() == 0
    assert Suggestion.objects.get().sealed_email == ""
    assert not mail.outbox


def test_addresses_follow_the_keys(service, settings):
    old, new = "k1:" + "11" * 32, "k2:" + "22" * 32
    settings.FIELD_KEYS = [old]
    suggestion = suggest(service, address="voisine@example.org")
    settings.FIELD_KEYS = [new]
    assert any("k1" in str(error) for error in run_checks(databases=["default"]))
    with pytest.raises(CommandError, match="k1"):
        call_command("rotate_field_keys")
    settings.FIELD_KEYS = [new, old]
    call_command("rotate_field_keys", stdout=StringIO())
    settings.FIELD_KEYS = [new]
    assert not run_checks(databases=["default"])
    actions.apply_suggestion(suggestion, user=None)
    thank_sender.enqueue(suggestion.pk)
    assert mail.outbox[0].to == ["voisine@example.org"]
