"""axe on every account page, narrow and wide, in three languages."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from tests.portal.accounts.people import PASSWORD, add_key, add_totp, make

pytestmark = pytest.mark.browser
OPEN = [
    "connexion",
    "mot-de-passe/oublie",
    "mot-de-passe/oublie/envoye",
    "mot-de-passe/nouveau/1-faux",
    "adresse/faux",
]
OF_A_PERSON = [
    "",
    "deconnexion",
    "mot-de-passe",
    "verification",
    "second-facteur/verification",
    "second-facteur/application/retirer",
    "second-facteur/codes",
    "second-facteur/codes/nouveaux",
    "cles",
    "cles/ajouter",
    "cles/verification",
    "sessions",
]
LOOKS = [("", 320), ("", 1280), ("/en", 1280), ("/ar", 320)]


def address(language: str, path: str) -> str:
    return f"{language}/compte/{path}/".replace("//", "/")


def reflows(page) -> bool:
    """Tell whether the page fits its window without scrolling sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture
def look(open_context, check_axe):
    """Open addresses in one window that lets axe in, and check each."""

    def check_all(language, width, addresses, before=lambda page: None):
        context = open_context(viewport={"width": width, "height": 800}, bypass_csp=True)
        page = context.new_page()
        before(page)
        for path in addresses:
            assert page.goto(address(language, path)).status in (200, 403)
            check_axe(page)
            assert reflows(page), (path, width)

    return check_all


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_pages_open_to_all(look, language, width):
    look(language, width, OPEN)


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_pages_of_a_person(look, sign_in, language, width):
    user = make("editor")
    add_key(user)
    RecoveryCodes.activate(user)
    key = Authenticator.objects.get(user=user, type="webauthn")
    pages = [*OF_A_PERSON, f"cles/{key.pk}/nommer", f"cles/{key.pk}/retirer"]
    look(language, width, pages, lambda page: sign_in(page, user))


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_pages_on_the_way_in_and_refused_forms(open_context, check_axe, language, width):
    page = open_context(viewport={"width": width, "height": 800}, bypass_csp=True).new_page()

    def check():
        check_axe(page)
        assert reflows(page), page.url

    def send():
        with page.expect_navigation():
            page.keyboard.press("Enter")

    def sign_in_as(user, password=PASSWORD):
        page.goto(address(language, "connexion"))
        page.locator("[name=login]").fill(user.email)
        page.locator("[name=password]").fill(password)
        send()

    new, known = make("editor"), make("editor")
    add_totp(known)
    sign_in_as(known, "pas le bon du tout")
    check()
    sign_in_as(known)
    check()
    page.locator("[name=code]").fill("000000")
    send()
    check()
    page.context.clear_cookies()
    sign_in_as(new)
    check()
    page.goto(address(language, "second-facteur/application"))
    check()
    page.context.clear_cookies()
    sign_in_as(make("nobody special"))
    assert page.goto("/admin/").status == 403
    check()
