"""Half a sign-in is nobody: every role, with and without a factor, on every address of the admin."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

from portal.accounts.models import User
from tests.portal.accounts.people import add_key, add_totp, code, give_password, is_signed_in, make

pytestmark = pytest.mark.django_db
PRIVILEGED = ["editor", "staff", "superuser"]
SAMPLE = [
    "/admin/",
    "/admin",
    "/admin/pages/",
    "/admin/pages/1/",
    "/admin/pages/1/edit/",
    "/admin/pages/1/edit/preview/",
    "/admin/pages/1/view_draft/",
    "/admin/images/",
    "/admin/images/1/preview/1/fill-10x10/",
    "/admin/documents/",
    "/admin/users/",
    "/admin/api/main/pages/",
    "/admin/account/",
    "/admin/pages//",
    "/admin/%70ages/",
    "//admin/",
    "/en/admin/",
    "/Admin/",
    "/admin/nulle-part/",
]
#: Addresses under /admin/ that show nothing of the site, open to all: icons, words for scripts.
HARMLESS = {"admin/sprite/", "admin/jsi18n/"}


def every_admin_path() -> Iterator[str]:
    """Walk the resolver: every address under admin/ that takes no parameter."""

    def walk(patterns: list, prefix: str) -> Iterator[str]:
        for pattern in patterns:
            here = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, here)
            elif isinstance(pattern, URLPattern) and not set("<(^$") & set(here):
                yield here

    for pattern in get_resolver().url_patterns:
        if str(pattern.pattern) == "admin/":
            yield from walk(pattern.url_patterns, "admin/")


ADMIN_PATHS = sorted(set(every_admin_path()) - HARMLESS)


def follow(client: Client, path: str, limit: int = 6) -> str:
    """Follow redirects; return the last path. Fails on a loop."""
    for _ in range(limit):
        response = client.get(path)
        if response.status_code not in (301, 302):
            assert response.status_code == 200, (path, response.status_code)
            return urlsplit(path).path
        path = response["Location"]
    raise AssertionError(f"A loop of redirects, at {path}")


def password_session(user: User) -> Client:
    """Give a session opened by the password alone, as a forgotten door would."""
    client = Client()
    client.force_login(user)
    return client


def test_the_walk_sees_the_whole_admin():
    assert len(ADMIN_PATHS) > 60
    assert {"admin/", "admin/users/", "admin/images/", "admin/reports/site-history/"} <= set(ADMIN_PATHS)


def give_factor(user: User, factor: str | None) -> None:
    if factor:
        {"totp": add_totp, "key": add_key}[factor](user)


def assert_led_to_sign_in(answer: HttpResponse, path: str) -> None:
    assert answer.status_code == 302, (path, answer.status_code)
    assert urlsplit(answer["Location"]).path == "/compte/connexion/", path


@pytest.mark.parametrize(("role", "factor"), [("superuser", None), ("editor", "totp")])
def test_without_the_second_factor_no_address_of_the_admin_opens(role, factor):
    user = make(role)
    give_factor(user, factor)
    client = password_session(user)
    for path in ADMIN_PATHS:
        answer = client.get(f"/{path}")
        if answer.status_code != 404:
            assert_led_to_sign_in(answer, path)


@pytest.mark.parametrize("role", PRIVILEGED)
@pytest.mark.parametrize("factor", [None, "totp", "key"])
def test_without_the_second_factor_no_form_of_address_opens_the_admin(role, factor):
    user = make(role)
    give_factor(user, factor)
    client = password_session(user)
    for path in SAMPLE:
        assert client.get(path).status_code in (301, 302, 404), path
        assert client.post(path).status_code in (301, 302, 404), path
    assert_led_to_sign_in(
        client.post("/admin/users/new/", {"email": "intrus@demo.test"}), "/admin/users/new/"
    )
    assert not User.objects.filter(email="intrus@demo.test").exists()


@pytest.mark.parametrize("role", PRIVILEGED)
@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/users/", "/compte/", "/compte/sessions/", "/compte/connexion/"]
)
def test_one_is_led_to_the_missing_factor_without_a_loop(role, path):
    nobody, app, key = make(role), make(role), make(role)
    add_totp(app)
    add_key(key)
    assert follow(password_session(nobody), path) == reverse("second_factor")
    assert follow(password_session(app), path) == reverse("mfa_reauthenticate")
    assert follow(password_session(key), path) == reverse("mfa_reauthenticate_webauthn")


def test_where_one_was_going_is_kept_on_the_way_to_the_factor():
    user = make("editor")
    seed = add_totp(user)
    client = password_session(user)
    response = client.get("/admin/account/", follow=True)
    target = f"{reverse('mfa_reauthenticate')}?next=%2Fadmin%2Faccount%2F"
    assert response.redirect_chain[-1][0] == target
    response = client.post(target, {"code": code(seed), "next": "/admin/account/"})
    assert response["Location"] == "/admin/account/"
    assert client.get("/admin/account/").status_code == 200


def test_half_a_sign_in_reaches_nothing_else_of_the_account():
    user = make("superuser")
    add_totp(user)
    client = password_session(user)
    for name in [
        "account_home",
        "account_change_password",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_view_recovery_codes",
        "usersessions_list",
    ]:
        for answer in (client.get(reverse(name)), client.post(reverse(name))):
            assert answer.status_code == 302, name
            assert urlsplit(answer["Location"]).path in (
                "/compte/connexion/",
                reverse("mfa_reauthenticate"),
            ), name
    assert Authenticator.objects.filter(user=user).count() == 1


def test_half_a_sign_in_is_nobody_for_private_documents():
    collection = Collection.get_first_root_node().add_child(name="Réservée")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    document = get_document_model().objects.create(
        title="Note", file="documents/note.pdf", collection=collection
    )
    client = password_session(make("superuser"))
    answer = client.get(document.url)
    assert answer.status_code == 302
    assert urlsplit(answer["Location"]).path == "/compte/connexion/"


@pytest.mark.parametrize("role", ["editor", "superuser"])
def test_password_then_code_opens_the_admin(client, role):
    user = make(role)
    seed = add_totp(user)
    response = give_password(client, user, next="/admin/")
    assert response["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    assert client.get("/admin/").status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": code(seed)})["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_an_account_without_a_factor_sets_one_up_then_goes_where_it_was_going(client):
    user = make("editor")
    response = client.get(give_password(client, user, next="/admin/account/")["Location"], follow=True)
    assert response.redirect_chain[-1][0] == f"{reverse('second_factor')}?next=%2Fadmin%2Faccount%2F"
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200, "A password given a moment ago is not asked again."
    seed = page.context["form"].secret
    response = client.post(reverse("mfa_activate_totp"), {"code": code(seed)})
    assert response["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(response["Location"]).context["going_to"] == "/admin/account/"
    assert client.get("/admin/account/").status_code == 200


def test_a_factor_taken_away_no_longer_counts(signed_in):
    user = make("superuser")
    client = signed_in(user)
    assert client.get("/admin/").status_code == 200
    Authenticator.objects.filter(user=user).delete()
    assert follow(client, "/admin/") == reverse("second_factor")
    add_totp(user)
    assert follow(client, "/admin/") == reverse("mfa_reauthenticate")


def test_somebody_elses_factor_does_not_count():
    user, other = make("superuser"), make("superuser")
    add_totp(user)
    client = password_session(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "id": 1, "at": 0}]
    session["account_authentication_methods_user"] = str(other.pk)
    session.save()
    assert follow(client, "/admin/") == reverse("mfa_reauthenticate")


@pytest.mark.parametrize(
    "records",
    [None, "mfa", 3, {}, [{}], [{"method": "password"}], [{"method": "mfa"}], [{"method": "mfa", "id": -1}]],
)
def test_a_session_that_says_nothing_clear_stays_closed(records):
    user = make("superuser")
    add_totp(user)
    client = password_session(user)
    session = client.session
    session["account_authentication_methods"] = records
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    assert follow(client, "/admin/") == reverse("mfa_reauthenticate")


@pytest.mark.parametrize("path", ["/admin/", "/admin/users/", "/admin/login/", "/admin/pages/1/edit/"])
@pytest.mark.parametrize("role", ["nobody special"])
def test_somebody_without_a_right_to_the_cms_gets_a_page_not_a_loop(client, role, path):
    give_password(client, make(role))
    response = client.get(path)
    assert response.status_code == 403
    assert "<h1" in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_staff_without_a_right_to_the_cms_gets_that_page_too(signed_in):
    assert signed_in(make("staff")).get("/admin/").status_code == 403


def test_an_account_that_enters_nothing_needs_no_second_factor(client):
    give_password(client, make("nobody special"))
    assert client.get(reverse("account_home")).status_code == 200
    assert follow(client, reverse("second_factor")) == reverse("account_home")


@pytest.mark.parametrize("role", ["editor", "superuser"])
def test_the_demonstration_asks_for_the_password_alone(client, settings, role):
    settings.SECOND_FACTOR_REQUIRED = False
    give_password(client, make(role))
    assert client.get("/admin/").status_code == 200


def test_the_demonstration_still_asks_for_a_factor_that_was_set_up(client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    user = make("editor")
    add_totp(user)
    assert give_password(client, user)["Location"] == reverse("mfa_authenticate")


def test_a_closed_account_is_nobody(signed_in):
    user = make("superuser")
    client = signed_in(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert urlsplit(client.get("/admin/")["Location"]).path == "/compte/connexion/"
