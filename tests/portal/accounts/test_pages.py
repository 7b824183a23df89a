"""Every account page in three languages: our templates, one title, labels, no inline script; mails; questions to the database."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from django.template.loader import get_template
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import translation

from portal.accounts import urls
from portal.accounts.invitations import password_link
from tests.portal.accounts.people import add_key, add_totp, give_password, is_signed_in, make

OPEN = [
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
]
OF_A_PERSON = [
    "account_home",
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "usersessions_list",
]
OTHERS = {
    "account_confirm_email",
    "account_reset_password_from_key",
    "account_set_password",
    "mfa_activate_totp",
    "mfa_authenticate",
    "mfa_edit_webauthn",
    "mfa_index",
    "mfa_login_webauthn",
    "mfa_remove_webauthn",
    "second_factor",
}
LANGUAGES = ["fr", "en", "ar"]

pytestmark = pytest.mark.django_db


def test_every_address_is_looked_at_here():
    names = {pattern.name for pattern in urls.urlpatterns}
    assert names == {*OPEN, *OF_A_PERSON, *OTHERS}


def check(response, language="fr"):
    """Assert what every page owes its reader; return its HTML."""
    html = response.content.decode()
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in html
    assert len(re.findall(r"<h1\b", html)) == 1
    assert len(re.findall(r"<title>", html)) == 1
    assert '<meta name="robots" content="none">' in html
    assert_safe(html)
    for control in re.findall(r"<(?:input|select|textarea)\b[^>]*>", html.split("<main", 1)[1]):
        if 'type="hidden"' not in control:
            assert f'<label for="{re.search(r"id=.(.*?)[ >]", control)[1].strip(chr(34))}">' in html, control
    return html


def assert_safe(html):
    """Assert that the page keeps to `script-src 'self'; style-src 'self'`."""
    for tag in re.findall(r"<script\b[^>]*>", html):
        assert "src=" in tag or 'type="application/' in tag, tag
    assert "<style" not in html
    assert not re.search(r"<[^>]+\s(style|on\w+)=", html)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OPEN)
def test_pages_open_to_all(client, name, language):
    with translation.override(language):
        address = reverse(name)
    if name == "account_logout":
        assert client.get(address).status_code == 302
    else:
        check(client.get(address), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OF_A_PERSON)
def test_pages_of_a_person(signed_in, name, language):
    user = make("editor")
    add_key(user)
    client = signed_in(user)
    Authenticator.objects.create(user=user, type="recovery_codes", data=_codes())
    with translation.override(language):
        html = check(client.get(reverse(name)), language)
    assert "None" not in html


def _codes():
    from allauth.mfa.utils import encrypt

    return {"seed": encrypt("ab" * 40), "used_mask": 3}


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_on_the_way_in(language):
    user, key = make("editor"), make("editor")
    add_totp(user)
    add_key(user)
    key = add_key(key)
    with translation.override(language):
        client = Client()
        give_password(client, user)
        html = check(client.get(reverse("mfa_authenticate")), language)
        assert (
            'autocomplete="one-time-code"' in html and 'id="passkey-request" type="application/json"' in html
        )
        fresh = Client()
        give_password(fresh, make("editor"))
        check(fresh.get(reverse("second_factor")), language)
        html = check(fresh.get(reverse("mfa_activate_totp")), language)
        assert 'src="data:image/svg+xml;base64,' in html and 'alt="' in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_one_key(signed_in, language):
    user = make("editor")
    add_key(user)
    stored = Authenticator.objects.get(user=user)
    client = signed_in(user)
    with translation.override(language):
        for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
            check(client.get(reverse(name, args=[stored.pk])), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_that_links_open(client, language):
    user = make("nobody special")
    address = EmailAddress.objects.get(user=user)
    address.verified = False
    address.save()
    with translation.override(language):
        form = client.get(password_link(user).removeprefix("http://testserver"))["Location"]
        html = check(client.get(form), language)
        assert html.count('autocomplete="new-password"') == 2
        check(client.get(reverse("account_reset_password_from_key", args=["1", "faux"])), language)
        key = EmailConfirmationHMAC(address).key
        check(client.get(reverse("account_confirm_email", args=[key])), language)
        check(client.get(reverse("account_confirm_email", args=["faux"])), language)
    client.post(reverse("account_confirm_email", args=[key]))
    address.refresh_from_db()
    assert address.verified


def test_an_account_without_a_password_chooses_one(client):
    user = make("nobody special")
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    assert client.get(reverse("account_change_password"))["Location"] == reverse("account_set_password")
    check(client.get(reverse("account_set_password")))


def test_a_sign_in_with_an_unconfirmed_address_sends_the_link_and_opens_nothing(client, mailoutbox):
    user = make("nobody special")
    EmailAddress.objects.filter(user=user).update(verified=False)
    response = give_password(client, user)
    assert response["Location"] == reverse("account_email_verification_sent")
    assert not is_signed_in(client)
    assert mailoutbox[0].subject == "[IMPACT] Confirmez votre adresse"
    assert "http://testserver/compte/adresse/" in mailoutbox[0].body


def test_the_way_to_the_admin_is_shown_to_those_who_may_take_it(signed_in):
    assert 'href="/admin/"' in signed_in(make("editor")).get("/compte/").content.decode()
    assert 'href="/admin/"' not in signed_in(make("nobody special")).get("/compte/").content.decode()


def test_new_passwords_are_held_to_the_rules_and_errors_are_said_three_times(signed_in):
    client = signed_in(make("nobody special"))
    data = {"oldpassword": "demo-impact-2026", "password1": "court", "password2": "court"}
    html = client.post(reverse("account_change_password"), data).content.decode()
    assert "<title>Erreur : Changer de mot de passe" in html
    assert 'class="error-summary"' in html and 'href="#id_password1"' in html
    assert 'aria-invalid="true"' in html
    described = re.search(r'id="id_password1"[^>]*|[^>]*id="id_password1"', html)[0]
    assert "id_password1_helptext" in html and "id_password1_error" in html and described
    assert 'value="court"' not in html


@pytest.mark.parametrize("password", ["court", "12345678901234", "motdepasse", "demo-impact"])
def test_weak_passwords_are_refused(signed_in, password):
    user = make("nobody special")
    data = {"oldpassword": "demo-impact-2026", "password1": password, "password2": password}
    signed_in(user).post(reverse("account_change_password"), data)
    user.refresh_from_db()
    assert user.check_password("demo-impact-2026")


def test_a_changed_password_closes_every_session_and_is_told(signed_in, mailoutbox):
    user = make("nobody special")
    here, there = signed_in(user), Client()
    give_password(there, user)
    data = {
        "oldpassword": "demo-impact-2026",
        "password1": "une phrase bien à moi",
        "password2": "une phrase bien à moi",
    }
    here.post(reverse("account_change_password"), data)
    assert there.get("/compte/").status_code == 302
    assert [mail.subject for mail in mailoutbox] == ["[IMPACT] Votre mot de passe a changé"]


@pytest.mark.parametrize("known", [True, False])
def test_a_forgotten_password_is_answered_alike_and_written_only_to_accounts(client, mailoutbox, known):
    email = make("nobody special").email if known else "personne@demo.test"
    response = client.post(reverse("account_reset_password"), {"email": email})
    assert response["Location"] == reverse("account_reset_password_done")
    assert len(mailoutbox) == known


def test_a_new_password_does_not_replace_the_second_factor(client, mailoutbox):
    user = make("editor")
    add_totp(user)
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = re.search(r"http://testserver(\S+)", mailoutbox[0].body)[1]
    form = client.get(link)["Location"]
    data = {"password1": "une phrase bien à moi", "password2": "une phrase bien à moi"}
    assert client.post(form, data)["Location"] == reverse("account_reset_password_from_key_done")
    assert not is_signed_in(client)
    data = {"login": user.email, "password": "une phrase bien à moi"}
    assert client.post(reverse("account_login"), data)["Location"] == reverse("mfa_authenticate")


MAILS = [
    "account/email/email_confirmation",
    "account/email/email_confirmation_signup",
    "account/email/password_reset_key",
    "account/email/password_changed",
    "account/email/password_reset",
    "account/email/password_set",
    "account/email/email_confirm",
    "mfa/email/totp_activated",
    "mfa/email/totp_deactivated",
    "mfa/email/webauthn_added",
    "mfa/email/webauthn_removed",
    "mfa/email/recovery_codes_generated",
    "accounts/email/invitation",
]


@pytest.mark.parametrize("name", MAILS)
def test_mails_are_ours_short_and_tell_nothing_of_the_person(name, rf):
    from allauth.account.adapter import get_adapter
    from allauth.core import context

    user = make("nobody special")
    request = rf.get("/")
    with context.request_context(request):
        told = {
            "user": user,
            "ip": "192.0.2.7",
            "user_agent": "Firefox",
            "activate_url": "http://x/",
            "days": 3,
        }
        mail = get_adapter().render_mail(name, user.email, told)
    assert mail.body.startswith("Bonjour,") and mail.body.endswith("http://testserver")
    assert len(mail.body) < 600 and not mail.alternatives
    assert mail.subject.startswith("[IMPACT] ") and len(mail.subject) < 60
    for private in (user.last_name, user.email, "192.0.2.7", "Firefox", "&#", "{{", "{%"):
        assert private not in mail.body


@pytest.mark.parametrize("name", [f"{mail}_message.txt" for mail in MAILS])
def test_no_template_of_the_packages_is_used(name):
    assert (
        "/templates/" in get_template(name).origin.name
        and "site-packages" not in get_template(name).origin.name
    )


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("account_home", 14),
        ("usersessions_list", 18),
        ("mfa_list_webauthn", 14),
        ("account_change_password", 14),
    ],
)
def test_pages_ask_the_database_little(signed_in, django_assert_max_num_queries, name, most):
    user = make("editor")
    for _ in range(3):
        add_key(user)
    client = signed_in(user)
    client.get(reverse(name))
    with django_assert_max_num_queries(most):
        client.get(reverse(name))


def test_the_sign_in_page_asks_the_database_next_to_nothing(client, django_assert_max_num_queries):
    client.get(reverse("account_login"))
    with django_assert_max_num_queries(4):
        client.get(reverse("account_login"))


def test_what_is_not_an_account_page_is_a_404(client):
    for path in [
        "/compte/inscription/",
        "/compte/signup/",
        "/compte/login/",
        "/compte/3rdparty/",
        "/compte/2fa/",
    ]:
        assert client.get(path).status_code == 404
    with translation.override("en"):
        assert get_resolver().resolve("/en/compte/connexion/").url_name == "account_login"
