"""How long an account stays open, where, and how it is closed."""

from __future__ import annotations

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from tests.portal.accounts.people import PASSWORD, add_key, give_password, is_signed_in, make, sign_in_with

pytestmark = pytest.mark.django_db


def test_a_session_ends_after_twelve_hours_even_when_busy(client):
    user = make("nobody special")
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        give_password(client, user)
        for _ in range(11):
            clock.shift(3600)
            assert client.get(reverse("account_home")).status_code == 200
        clock.shift(3601)
        assert client.get(reverse("account_home")).status_code == 302
        assert not is_signed_in(client)


def test_a_session_of_unknown_age_is_closed(client):
    client.force_login(make("nobody special"))
    session = client.session
    del session["signed_in_at"]
    session.save()
    assert client.get(reverse("account_home")).status_code == 302


def test_the_cookie_goes_when_the_browser_closes(client, local):
    give_password(client, make("nobody special"))
    sign_in_with(local, add_key(make("editor")))
    for cookie in (client.cookies["sessionid"], local.cookies["sessionid"]):
        assert cookie["max-age"] == "" and cookie["httponly"] and cookie["samesite"] == "Lax"


def test_other_sessions_are_listed_and_closed():
    user = make("nobody special")
    here = Client(
        headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
    )
    there = Client(headers={"user-agent": "Mozilla/5.0 (Linux; Android 10) Chrome/120 Mobile Safari/537.36"})
    for client in (here, there):
        give_password(client, user)
        client.get(reverse("account_home"))
    html = here.get(reverse("usersessions_list")).content.decode()
    assert "Firefox, Linux" in html and "Chrome, Android" in html and html.count("Cet appareil") == 1
    here.post(reverse("usersessions_list"))
    assert there.get(reverse("account_home")).status_code == 302
    assert here.get(reverse("account_home")).status_code == 200
    assert UserSession.objects.filter(user=user).count() == 1


def test_signing_out_asks_first_and_closes(client):
    give_password(client, make("nobody special"))
    assert client.get(reverse("account_logout")).status_code == 200
    assert is_signed_in(client)
    client.post(reverse("account_logout"))
    assert not is_signed_in(client)


def test_something_delicate_asks_for_the_password_again_after_five_minutes(signed_in):
    user = make("editor")
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        client = signed_in(user)
        assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
        clock.shift(301)
        response = client.get(reverse("mfa_deactivate_totp"))
        assert response["Location"].startswith(reverse("account_reauthenticate"))
        response = client.post(response["Location"], {"password": "pas le bon du tout"})
        assert "Ce n&#x27;est pas votre mot de passe." in response.content.decode()
        response = client.post(
            reverse("account_reauthenticate"), {"password": PASSWORD, "next": "/compte/cles/"}
        )
        assert response["Location"] == "/compte/cles/"
        assert client.get(reverse("mfa_deactivate_totp")).status_code == 200


def test_a_closed_account_says_so_and_opens_nothing(client):
    user = make("nobody special")
    User.objects.filter(pk=user.pk).update(is_active=False)
    response = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True)
    assert not is_signed_in(client)
    assert response.status_code == 200
