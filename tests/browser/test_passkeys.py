"""Passkeys in a real Chromium with its own virtual authenticator: set up, sign in, wrong bearer; keyboard and no script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import CDPSession, Page, expect

from portal.accounts.models import User
from tests.portal.accounts.people import PASSWORD, add_totp, code, make

pytestmark = pytest.mark.browser


@pytest.fixture
def telephone(page: Page) -> Iterator[CDPSession]:
    """Plug a telephone into the browser: it keeps passkeys and checks its bearer."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options: dict[str, Any] = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    plugged = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    session.authenticator = plugged["authenticatorId"]
    yield session


@pytest.fixture
def editor() -> User:
    return make("editor")


def sign_in_by_password(page: Page, user: User) -> None:
    page.goto("/compte/connexion/?next=/admin/")
    page.get_by_label("Adresse e-mail").fill(user.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Me connecter").click()


def test_a_passkey_is_set_up_then_signs_in_alone(page, telephone, editor):
    sign_in_by_password(page, editor)
    expect(page.get_by_role("heading", level=1)).to_have_text("Protéger votre compte")
    page.get_by_role("link", name="Ajouter une clé").click()
    page.get_by_label("Nom de la clé").fill("Téléphone bleu")
    page.get_by_role("button", name="Ajouter la clé").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vos codes de secours")
    assert Authenticator.objects.get(user=editor, type="webauthn").wrap().name == "Téléphone bleu"
    page.get_by_role("link", name="C'est noté, continuer").click()
    page.wait_for_url("**/admin/")

    page.context.clear_cookies()
    page.goto("/compte/connexion/?next=/admin/account/")
    page.get_by_role("button", name="Utiliser ma clé d'accès").click()
    page.wait_for_url("**/admin/account/")


def test_a_telephone_in_other_hands_opens_nothing_and_says_so(page, telephone, editor):
    sign_in_by_password(page, editor)
    page.goto("/compte/cles/ajouter/")
    telephone.send(
        "WebAuthn.setUserVerified", {"authenticatorId": telephone.authenticator, "isUserVerified": False}
    )
    page.get_by_role("button", name="Ajouter la clé").click()
    expect(page.get_by_role("alert")).to_contain_text("La clé n'a pas répondu.")
    expect(page.get_by_role("button", name="Ajouter la clé")).to_be_focused()
    assert not Authenticator.objects.filter(user=editor).exists()


def test_a_passkey_is_the_second_proof_after_the_password(page, telephone, editor):
    sign_in_by_password(page, editor)
    page.goto("/compte/cles/ajouter/")
    page.get_by_role("button", name="Ajouter la clé").click()
    page.wait_for_url("**/codes/")
    page.context.clear_cookies()
    sign_in_by_password(page, editor)
    page.wait_for_url("**/second-facteur/code/")
    page.get_by_role("button", name="Utiliser ma clé d'accès").click()
    page.wait_for_url("**/admin/")


def test_the_code_works_with_the_keyboard_alone(page, editor):
    seed = add_totp(editor)
    page.goto("/compte/connexion/?next=/admin/")
    page.get_by_label("Adresse e-mail").focus()
    page.keyboard.type(editor.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/second-facteur/code/")
    page.get_by_label("Code de l'application").focus()
    page.keyboard.type(code(seed))
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")


def test_without_javascript_codes_work_and_keys_are_not_offered(no_script, editor):
    page = no_script
    seed = add_totp(editor)
    page.goto("/compte/connexion/")
    expect(page.get_by_role("button", name="Utiliser ma clé d'accès")).to_be_hidden()
    sign_in_by_password(page, editor)
    page.get_by_label("Code de l'application").fill(code(seed))
    page.get_by_role("button", name="Me connecter").click()
    page.wait_for_url("**/admin/")
    page.goto("/compte/cles/ajouter/")
    expect(page.get_by_text("Ce navigateur ne sait pas se servir d'une clé")).to_be_visible()
    expect(page.get_by_role("button", name="Ajouter la clé")).to_be_hidden()
    page.goto("/compte/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mon compte")


def test_passwords_and_codes_can_be_pasted_and_errors_take_the_focus(page, editor):
    page.goto("/compte/connexion/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("navigator.clipboard.writeText('un mot de passe collé')")
    page.get_by_label("Mot de passe").focus()
    page.keyboard.press("Control+V")
    expect(page.get_by_label("Mot de passe")).to_have_value("un mot de passe collé")
    page.get_by_label("Adresse e-mail").fill(editor.email)
    page.keyboard.press("Enter")
    expect(page).to_have_title("Erreur : Me connecter – IMPACT")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_label("Adresse e-mail")).to_have_value(editor.email)
    expect(page.get_by_label("Mot de passe")).to_have_value("")
