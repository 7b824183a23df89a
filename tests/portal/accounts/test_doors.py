"""Only one page signs in. The three doors that settings alone leave open are tried with a good password."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.portal.accounts.people import PASSWORD, add_totp, give_password, is_signed_in, make

pytestmark = pytest.mark.django_db


def stays_here(response):
    target = urlsplit(response.get("Location", "/"))
    return (
        (target.scheme, target.netloc) == ("", "") and target.path.startswith("/") and "\\" not in target.path
    )


DOORS = ["/admin/login/", "/_util/login/", "/en/_util/login/", "/ar/_util/login/", "/django-admin/login/"]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("factor", [True, False])
def test_a_good_password_at_another_door_opens_nothing(client, door, factor):
    user = make("superuser")
    if factor:
        add_totp(user)
    response = client.post(
        door, {"username": user.email, "email": user.email, "login": user.email, "password": PASSWORD}
    )
    assert response.status_code == 302
    assert response["Location"].endswith("/compte/connexion/")
    assert not is_signed_in(client)
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("door", DOORS)
def test_the_other_doors_lead_to_ours_and_keep_where_one_was_going(client, door):
    response = client.get(door, {"next": "/admin/pages/"})
    assert response["Location"].endswith("/compte/connexion/?next=%2Fadmin%2Fpages%2F")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("door", [*DOORS, "/compte/connexion/", "/compte/second-facteur/"])
@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_led_out_of_the_portal(door, address):
    client, user = Client(), make("nobody special")
    assert stays_here(client.get(door, {"next": address}))
    response = client.post(
        reverse("account_login"), {"login": user.email, "password": PASSWORD, "next": address}
    )
    assert is_signed_in(client) and stays_here(response)
    assert stays_here(client.get(door, {"next": address}))


def test_sign_in_does_not_lead_out_of_the_portal(client):
    response = give_password(client, make("nobody special"), next="https://evil.example/")
    assert response["Location"] == reverse("account_home")


def test_sign_in_leads_where_one_was_going(client):
    response = give_password(client, make("nobody special"), next="/agenda/?jour=demain")
    assert response["Location"] == "/agenda/?jour=demain"


@pytest.mark.parametrize(
    "path",
    [
        "/admin/password_reset/",
        "/admin/password_reset/done/",
        "/admin/password_reset/confirm/MQ/abc-def/",
        "/admin/password_reset/complete/",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_wagtail_resets_no_password(client, path, method):
    user = make("editor")
    assert getattr(client, method)(path, {"email": user.email}).status_code == 404


def test_wagtails_account_page_changes_neither_password_nor_address(signed_in):
    user = make("superuser")
    client = signed_in(user)
    html = client.get("/admin/account/").content.decode()
    assert 'name="password' not in html and 'name="email-email"' not in html
    client.post("/admin/account/", {"email-email": "autre@demo.test", "password-new_password1": "x" * 20})
    user.refresh_from_db()
    assert user.email != "autre@demo.test" and user.check_password(PASSWORD)


def test_only_one_backend_checks_passwords():
    assert django_settings.AUTHENTICATION_BACKENDS == ["allauth.account.auth_backends.AuthenticationBackend"]


@pytest.mark.parametrize(
    "name", ["account_signup", "socialaccount_signup", "socialaccount_connections", "account_email"]
)
def test_nobody_signs_up_or_changes_address_alone(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_signing_out_of_wagtail_closes_the_session(signed_in):
    client = signed_in(make("superuser"))
    client.post("/admin/logout/")
    assert not is_signed_in(client)
