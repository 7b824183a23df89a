"""Signing in: what is typed, what is refused, how often, for how long; codes, recovery codes, passkeys, sessions."""

from __future__ import annotations

import json
import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory
from tests.portal.accounts.people import (
    PASSWORD,
    add_key,
    add_totp,
    code,
    give_password,
    is_signed_in,
    make,
    sign_in_with,
)
from tests.portal.accounts.software_key import SoftwareKey

pytestmark = pytest.mark.django_db
AUTHENTICATE = "/compte/second-facteur/code/"


def test_address_and_password_open_the_account_whatever_the_case(client):
    UserFactory(email="camille@demo.test")
    response = client.post(reverse("account_login"), {"login": " Camille@Demo.TEST ", "password": PASSWORD})
    assert response["Location"] == reverse("account_home")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("known", [True, False])
def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client, known):
    email = UserFactory().email if known else "personne@demo.test"
    response = client.post(reverse("account_login"), {"login": email, "password": "pas-le-bon-du-tout"})
    html = response.content.decode()
    assert not is_signed_in(client)
    assert re.search(r"<title>Erreur : Me connecter", html)
    assert "L&#x27;adresse ou le mot de passe ne va pas." in html
    assert f'value="{email}"' in html and "pas-le-bon-du-tout" not in html


def test_the_form_tells_password_managers_what_is_what(client):
    html = client.get(reverse("account_login")).content.decode()
    assert 'autocomplete="username"' in html and 'autocomplete="current-password"' in html
    assert "placeholder" not in html and "onpaste" not in html
    for field in ("id_login", "id_password"):
        assert f'<label for="{field}">' in html


@pytest.mark.parametrize("value", ["\0", "x" * 10_000, "é@ü.test", "😀", "a@b", "' OR 1=1 --"])
@pytest.mark.parametrize("field", ["login", "password"])
def test_nonsense_is_refused_without_breaking(client, field, value):
    data = {"login": "camille@demo.test", "password": PASSWORD} | {field: value}
    assert client.post(reverse("account_login"), data).status_code == 200
    assert not is_signed_in(client)


@pytest.fixture
def limits(settings):
    """The real limits, on the real cache."""
    del settings.ACCOUNT_RATE_LIMITS


def test_after_five_wrong_passwords_even_the_right_one_waits(client, limits):
    user = make("nobody special")
    for _ in range(5):
        client.post(reverse("account_login"), {"login": user.email, "password": "pas le bon du tout"})
    response = give_password(client, user)
    assert "Trop d&#x27;essais." in response.content.decode()
    assert not is_signed_in(client)
    with time_machine.travel(time.time() + 301):
        give_password(client, user)
    assert is_signed_in(client)


def test_wrong_passwords_for_many_accounts_from_one_place_are_stopped_too(limits):
    for number in range(10):
        Client().post(
            reverse("account_login"), {"login": f"cible-{number}@demo.test", "password": "essai essai essai"}
        )
    client = Client()
    assert "Trop d&#x27;essais." in give_password(client, make("nobody special")).content.decode()
    other = Client(REMOTE_ADDR="192.0.2.7")
    give_password(other, make("nobody special"))
    assert is_signed_in(other)


def test_wrong_codes_are_counted_as_well(client, limits):
    user = make("editor")
    seed = add_totp(user)
    give_password(client, user)
    for _ in range(5):
        client.post(AUTHENTICATE, {"code": "000000"})
    assert "Trop d&#x27;essais." in client.post(AUTHENTICATE, {"code": code(seed)}).content.decode()
    assert not is_signed_in(client)


def test_asking_for_too_many_links_gets_the_429_page(client, limits):
    for _ in range(6):
        response = client.post(reverse("account_reset_password"), {"email": "camille@demo.test"})
    assert response.status_code == 429
    assert "<h1" in response.content.decode() and 'lang="fr"' in response.content.decode()


def test_a_form_from_elsewhere_gets_a_page_in_french():
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("account_login"), {"login": "a@demo.test", "password": PASSWORD})
    assert response.status_code == 403
    assert "<h1" in response.content.decode() and 'lang="fr"' in response.content.decode()


# Codes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("steps", "accepted"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_telephone_may_be_half_a_minute_off_not_more(client, steps, accepted):
    user = make("editor")
    seed = add_totp(user)
    with time_machine.travel(1_800_000_015, tick=False):
        give_password(client, user)
        client.post(AUTHENTICATE, {"code": code(seed, steps=steps)})
    assert is_signed_in(client) is accepted


@pytest.mark.parametrize("later", [0, 29, 31, 59])
@pytest.mark.parametrize("spaced", [False, True])
def test_a_code_serves_once_for_as_long_as_it_is_good(later, spaced):
    user = make("editor")
    seed = add_totp(user)
    first, second = Client(), Client()
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        seen = code(seed, steps=1)
        give_password(first, user)
        first.post(AUTHENTICATE, {"code": seen})
        clock.shift(later)
        give_password(second, user)
        response = second.post(AUTHENTICATE, {"code": f"{seen[:3]} {seen[3:]}" if spaced else seen})
    assert is_signed_in(first) and not is_signed_in(second)
    assert "Ce code ne va pas." in response.content.decode()


@pytest.mark.parametrize("value", ["", "abc", "12345", "1234567", "١٢٣٤٥٦", "\0", "9" * 10_000])
def test_a_code_that_is_none_is_refused(client, value):
    user = make("editor")
    add_totp(user)
    give_password(client, user)
    response = client.post(AUTHENTICATE, {"code": value})
    assert response.status_code == 200 and "<title>Erreur :" in response.content.decode()
    assert not is_signed_in(client)


def test_a_recovery_code_replaces_the_telephone_once():
    user = make("editor")
    add_totp(user)
    rescue = RecoveryCodes.activate(user).generate_codes()[3]
    for expected in (True, False):
        client = Client()
        give_password(client, user)
        client.post(AUTHENTICATE, {"code": rescue})
        assert is_signed_in(client) is expected
        if expected:
            assert client.get("/admin/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_recovery_codes_are_shown_once(client):
    user = make("editor")
    give_password(client, user)
    seed = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code(seed)})
    shown = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    codes = RecoveryCodes(Authenticator.objects.get(user=user, type="recovery_codes")).generate_codes()
    assert len(codes) == 10 and all(one in shown for one in codes)
    again = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert not any(one in again for one in codes)
    client.post(reverse("mfa_generate_recovery_codes"))
    new = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert not any(one in new for one in codes)


@pytest.mark.django_db(transaction=True)
def test_no_seed_can_be_read_in_the_database_not_even_while_it_is_being_set_up(client):
    user = make("editor")
    give_password(client, user)
    seed = client.get(reverse("mfa_activate_totp")).context["form"].secret
    assert_nowhere(seed)
    client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert_nowhere(seed)
    client.post(reverse("mfa_activate_totp"), {"code": code(seed)})
    assert Authenticator.objects.filter(user=user, type="totp").exists()
    assert_nowhere(seed)
    rescue = Authenticator.objects.get(user=user, type="recovery_codes")
    assert rescue.data["seed"].startswith("v1.test1.")
    for one in RecoveryCodes(rescue).generate_codes():
        assert_nowhere(one)


def assert_nowhere(secret: str) -> None:
    """Look for `secret` in every column of every table, sessions opened."""
    from django.contrib.sessions.models import Session

    for session in Session.objects.all():
        assert secret not in json.dumps(session.get_decoded())
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                assert not any(secret in str(value) for value in row), table


def test_a_second_wrong_code_keeps_the_same_image_to_scan(client):
    user = make("editor")
    give_password(client, user)
    first = client.get(reverse("mfa_activate_totp")).context["form"].secret
    again = client.post(reverse("mfa_activate_totp"), {"code": "000000"}).context["form"].secret
    assert again == first
    assert not Authenticator.objects.filter(user=user).exists()


# Passkeys ---------------------------------------------------------------------------------------------------


def test_a_passkey_alone_is_both_factors(local):
    user = make("editor")
    response = sign_in_with(local, add_key(user))
    assert response["Location"] == "/admin/"
    assert local.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    "wrong", [{"verifies": False}, {"origin": "https://evil.example"}, {"rp_id": "evil.example"}]
)
def test_a_passkey_that_checks_nobody_or_is_on_another_site_opens_nothing(local, wrong):
    sign_in_with(local, add_key(make("editor"), SoftwareKey(**wrong)))
    assert not is_signed_in(local)


def test_a_passkey_answer_serves_once(local):
    key = add_key(make("editor"))
    options = local.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).json()
    answer = {"credential": json.dumps(key.get(options["request_options"]))}
    local.post(reverse("mfa_login_webauthn"), answer)
    local.post(reverse("account_logout"))
    local.post(reverse("mfa_login_webauthn"), answer)
    assert not is_signed_in(local)


NONSENSE = [
    "",
    "1",
    "[]",
    "null",
    '"x"',
    "{}",
    "{",
    '{"id": 3}',
    '{"id":"AA","rawId":"AA","type":"public-key"}',
]
NONSENSE += ['{"id":"AA","rawId":"AA","type":"public-key","response":{}}']
NONSENSE += ['{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","userHandle":7}}']


@pytest.mark.parametrize("answer", NONSENSE)
def test_a_passkey_answer_that_is_none_breaks_nothing(local, signed_in, answer):
    local.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert local.post(reverse("mfa_login_webauthn"), {"credential": answer}).status_code == 302
    assert not is_signed_in(local)
    user = make("editor")
    add_key(user)
    client = signed_in(user)
    client.get(reverse("mfa_add_webauthn"))
    response = client.post(reverse("mfa_add_webauthn"), {"credential": answer, "name": "Mon téléphone"})
    assert response.status_code == 200 and 'value="Mon téléphone"' in response.content.decode()
    half = Client()
    give_password(half, user)
    half.get(AUTHENTICATE)
    assert half.post(AUTHENTICATE, {"credential": answer}).status_code == 200
    assert not is_signed_in(half)


def test_a_passkey_is_added_named_and_taken_away(local):
    user = make("editor")
    give_password(local, user)
    page = local.get(reverse("mfa_add_webauthn"))
    options = page.context["js_data"]["creation_options"]
    assert options["publicKey"]["authenticatorSelection"]["residentKey"] == "required"
    key = SoftwareKey()
    answer = json.dumps(key.create(json.loads(json.dumps(options))))
    local.post(reverse("mfa_add_webauthn"), {"credential": answer, "name": "Téléphone bleu"})
    (stored,) = Authenticator.objects.filter(user=user, type="webauthn")
    assert local.get("/admin/").status_code == 200, "Adding a passkey counts as giving it."
    local.post(reverse("mfa_edit_webauthn", args=[stored.pk]), {"name": "Téléphone rouge"})
    assert "Téléphone rouge" in local.get(reverse("mfa_list_webauthn")).content.decode()
    local.post(reverse("mfa_remove_webauthn", args=[stored.pk]))
    assert not Authenticator.objects.filter(user=user).exists()


def test_a_passkey_that_does_not_check_its_bearer_is_not_added(local):
    user = make("editor")
    give_password(local, user)
    options = local.get(reverse("mfa_add_webauthn")).context["js_data"]["creation_options"]
    answer = json.dumps(SoftwareKey(verifies=False).create(json.loads(json.dumps(options))))
    response = local.post(reverse("mfa_add_webauthn"), {"credential": answer, "name": "x"})
    assert "Cette clé n&#x27;est pas reconnue." in response.content.decode()
    assert not Authenticator.objects.filter(user=user).exists()


def test_somebody_elses_passkey_is_not_found(signed_in):
    add_key(make("editor"))
    theirs = Authenticator.objects.get(type="webauthn")
    client = signed_in(make("editor"))
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        for method in (client.get, client.post):
            assert method(reverse(name, args=[theirs.pk])).status_code == 404
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


# Sessions ---------------------------------------------------------------------------------------------------
