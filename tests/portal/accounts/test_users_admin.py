"""Accounts opened in the admin: no password typed there, a link by mail, groups held to what may be granted."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.territories.actions import create_territory, set_up_administration
from tests.factories import UserFactory
from tests.portal.accounts.people import add_totp, give_password, is_signed_in

pytestmark = pytest.mark.django_db
NEW = {"email": "Nouvelle@Demo.test", "first_name": "Noé", "last_name": "Blanc"}
CHOSEN = "un mot de passe à moi"


@pytest.fixture
def territory():
    return create_territory(name="Chambéry", slug="chambery")


@pytest.fixture
def administrator(territory):
    user = UserFactory()
    user.groups.add(set_up_administration())
    return user


@pytest.fixture
def outsiders():
    """A group that editors and administration have no say in, as the extranet's could be."""
    group = Group.objects.create(name="Ailleurs")
    group.permissions.add(Permission.objects.get(codename="delete_page"))
    return group


def test_the_form_asks_for_no_password_and_offers_no_superuser(signed_in, administrator, outsiders):
    html = signed_in(administrator).get(reverse("wagtailusers_users:add")).content.decode()
    assert "password" not in html.split("<form", 2)[-1]
    assert 'name="is_superuser"' not in html
    assert "Rédaction Chambéry" in html and "Ailleurs" not in html


def test_an_account_is_opened_and_its_owner_chooses_the_password(
    signed_in, administrator, territory, mailoutbox
):
    client = signed_in(administrator)
    response = client.post(reverse("wagtailusers_users:add"), NEW | {"groups": [territory.editors.pk]})
    assert response.status_code == 302
    user = User.objects.get(email="nouvelle@demo.test")
    assert not user.has_usable_password() and list(user.groups.all()) == [territory.editors]
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.verified, address.primary) == ("nouvelle@demo.test", True, True)

    (mail,) = mailoutbox
    assert mail.to == ["nouvelle@demo.test"]
    assert mail.subject == "[IMPACT] Votre compte est ouvert"
    assert "3 jours" in mail.body and not mail.alternatives
    link = re.search(r"http://testserver(/compte/mot-de-passe/nouveau/\S+)", mail.body)[1]
    owner = Client()
    form = owner.get(link)["Location"]
    owner.post(form, {"password1": CHOSEN, "password2": CHOSEN})
    assert not is_signed_in(owner)
    owner.post(reverse("account_login"), {"login": user.email, "password": CHOSEN})
    assert is_signed_in(owner)
    assert Client().get(link).status_code == 200, "The link served once: a page says so."
    assert "Ce lien ne sert plus" in Client().get(link).content.decode()


@pytest.mark.parametrize("change", [{"email": "pas une adresse"}, {"email": ""}, {"last_name": ""}])
def test_a_form_that_is_refused_keeps_what_was_typed_and_writes_to_nobody(
    signed_in, administrator, mailoutbox, change
):
    before = User.objects.count()
    response = signed_in(administrator).post(reverse("wagtailusers_users:add"), NEW | change)
    assert response.status_code == 200 and "Noé" in response.content.decode()
    assert User.objects.count() == before and mailoutbox == []


def test_one_account_an_address_whatever_its_case(signed_in, administrator):
    UserFactory(email="nouvelle@demo.test")
    response = signed_in(administrator).post(reverse("wagtailusers_users:add"), NEW)
    assert "Cette adresse a déjà un compte." in response.content.decode()


def test_the_administration_gives_neither_other_groups_nor_every_right(signed_in, administrator, outsiders):
    client = signed_in(administrator)
    response = client.post(
        reverse("wagtailusers_users:add"), NEW | {"groups": [outsiders.pk], "is_superuser": "on"}
    )
    assert response.status_code == 200
    client.post(reverse("wagtailusers_users:add"), NEW | {"is_superuser": "on"})
    assert not User.objects.get(email="nouvelle@demo.test").is_superuser


def test_groups_that_are_not_the_administrations_are_kept(signed_in, administrator, territory, outsiders):
    user = UserFactory()
    user.groups.add(outsiders)
    url = reverse("wagtailusers_users:edit", args=[user.pk])
    data = {"email": user.email, "first_name": "Zoé", "last_name": "Noir", "is_active": "on"}
    assert signed_in(administrator).post(url, data | {"groups": [territory.editors.pk]}).status_code == 302
    user.refresh_from_db()
    assert user.first_name == "Zoé"
    assert set(user.groups.all()) == {outsiders, territory.editors}


def test_a_new_address_is_the_one_that_signs_in(signed_in, administrator):
    user = UserFactory(email="avant@demo.test")
    url = reverse("wagtailusers_users:edit", args=[user.pk])
    data = {"email": "Apres@demo.test", "first_name": "Zoé", "last_name": "Noir", "is_active": "on"}
    signed_in(administrator).post(url, data)
    user.refresh_from_db()
    assert list(EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary")) == [
        ("apres@demo.test", True, True)
    ]
    client = Client()
    give_password(client, user)
    assert is_signed_in(client)


@pytest.mark.parametrize("name", ["edit", "delete", "history"])
def test_superusers_are_not_there_for_the_administration(signed_in, administrator, name):
    root = UserFactory(is_superuser=True, first_name="Racine")
    client = signed_in(administrator)
    url = reverse(f"wagtailusers_users:{name}", args=[root.pk])
    assert client.get(url).status_code == 404
    assert client.post(url, {"email": "pris@demo.test"}).status_code == 404
    assert "Racine" not in client.get(reverse("wagtailusers_users:index")).content.decode()
    root.refresh_from_db()
    assert root.email != "pris@demo.test"


@pytest.mark.parametrize("action", ["assign_role", "delete", "set_active_state"])
def test_nothing_is_done_to_several_accounts_at_once(signed_in, administrator, outsiders, action):
    user = UserFactory()
    url = reverse("wagtail_bulk_action", args=["accounts", "user", action])
    data = {"role": outsiders.pk, "mark_as_active": "False", "next": "/admin/"}
    response = signed_in(administrator).post(f"{url}?id={user.pk}", data)
    assert response.status_code in (302, 403)
    user.refresh_from_db()
    assert user.is_active and not user.groups.exists()


def test_editors_manage_no_accounts(signed_in, territory):
    editor = UserFactory()
    editor.groups.add(territory.editors)
    client = signed_in(editor)
    for url in [reverse("wagtailusers_users:index"), reverse("wagtailusers_users:add")]:
        assert client.get(url).status_code == 302
        client.post(url, NEW)
    assert not User.objects.filter(email="nouvelle@demo.test").exists()


def test_the_administration_changes_no_group(signed_in, administrator, territory):
    client = signed_in(administrator)
    url = reverse("wagtailusers_groups:edit", args=[territory.editors.pk])
    assert client.get(url).status_code == 302
    assert client.post(url, {"name": "Pris"}).status_code == 302
    territory.editors.refresh_from_db()
    assert territory.editors.name == "Rédaction Chambéry"


def test_a_superuser_opens_accounts_with_every_right(signed_in):
    client = signed_in(UserFactory(is_superuser=True))
    client.post(reverse("wagtailusers_users:add"), NEW | {"is_superuser": "on"})
    assert User.objects.get(email="nouvelle@demo.test").is_superuser


def test_someone_who_lost_everything_is_helped_from_the_command_line(capsys):
    user = UserFactory()
    add_totp(user)
    call_command("reset_second_factor", user.email.upper())
    assert not user.authenticator_set.exists()
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "personne@demo.test")
