"""Opening a territory: its group, collection and permissions, again and again; what the administration may do."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db.migrations.state import StateApps
from django.db.models import signals
from wagtail.images import get_image_model
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page

from home.pages.models import TerritoryPage
from portal.territories.actions import (
    create_territory,
    find_permissions,
    grant_page_permissions,
    set_up_administration,
)
from portal.territories.models import Commune, Territory
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def chambery():
    return create_territory(
        name="Chambéry", slug="chambery", communes=[("73065", "Chambéry")], phone="01 99 00 10 10"
    )


@pytest.fixture
def grenoble():
    communes = [("38421", "Saint-Martin-d'Hères"), ("38158", "Eybens"), ("38309", "Poisat")]
    return create_territory(name="Sud-Est Grenoblois", slug="sud-est-grenoblois", communes=communes)


def editor_of(*groups):
    user = UserFactory()
    user.groups.add(*groups)
    return user


def make_page(slug, parent=None):
    parent = parent or Page.get_first_root_node()
    return parent.add_child(
        instance=Page(title=slug, slug=slug, locale=Locale.objects.get(language_code="fr"))
    )


def test_a_territory_comes_with_its_group_and_collection(chambery, grenoble):
    assert chambery.editors.name == "Rédaction Chambéry"
    assert chambery.collection.get_parent() == Collection.get_first_root_node()
    assert chambery.collection != grenoble.collection
    assert [commune.code for commune in grenoble.communes.all()] == ["38158", "38309", "38421"]


def test_an_editor_enters_the_admin_and_changes_what_moves_every_week(chambery):
    editor = editor_of(chambery.editors)
    for name in [
        "wagtailadmin.access_admin",
        "activities.add_series",
        "activities.change_session",
        "activities.add_attendance",
        "places.add_hoursexception",
        "pages.add_banner",
        "pages.delete_banner",
        "wagtail_localize.submit_translation",
    ]:
        assert editor.has_perm(name), name


def test_an_editor_manages_neither_accounts_nor_themes_nor_places(chambery):
    editor = editor_of(chambery.editors)
    for name in [
        "accounts.add_user",
        "accounts.change_user",
        "auth.change_group",
        "activities.change_theme",
        "activities.publish_activitytext",
        "places.add_place",
        "territories.change_territory",
        "wagtailredirects.add_redirect",
    ]:
        assert not editor.has_perm(name), name


def test_an_editor_adds_pictures_to_their_own_collection_only(chambery, grenoble):
    editor = editor_of(chambery.editors)
    collections = image_policy.collections_user_has_permission_for(editor, "add")
    assert list(collections) == [chambery.collection]
    theirs = get_image_model()(title="x", collection=grenoble.collection)
    assert not image_policy.user_has_permission_for_instance(editor, "change", theirs)
    assert not image_policy.user_has_permission_for_instance(editor, "choose", theirs)


def test_an_editor_writes_under_their_page_and_submits_but_does_not_publish(chambery):
    home = make_page("accueil-a")
    page = make_page("chambery", home)
    grant_page_permissions(chambery, page)
    editor = editor_of(chambery.editors)
    permissions = page.permissions_for_user(editor)
    assert permissions.can_add_subpage() and permissions.can_edit()
    assert not permissions.can_publish() and not permissions.can_unpublish()
    assert not home.permissions_for_user(editor).can_edit()


def test_page_permissions_reach_every_language(chambery):
    page = make_page("chambery", make_page("accueil-b"))
    english = Locale.objects.get_or_create(language_code="en")[0]
    home_en = Page(title="home", slug="accueil-en", locale=english)
    Page.get_first_root_node().add_child(instance=home_en)
    translated = Page(title="Chambéry", slug="chambery", locale=english, translation_key=page.translation_key)
    home_en.add_child(instance=translated)
    grant_page_permissions(chambery, translated)
    editor = editor_of(chambery.editors)
    assert page.permissions_for_user(editor).can_edit()
    assert translated.permissions_for_user(editor).can_edit()


def test_opening_again_changes_nothing_twice(chambery):
    page = make_page("chambery", make_page("accueil-c"))
    grant_page_permissions(chambery, page)

    def count():
        models = [Territory, Group, Collection, GroupPagePermission, GroupCollectionPermission, Commune]
        return [model.objects.count() for model in models]

    before = count()
    again = create_territory(
        name="Chambéry", slug="chambery", communes=[("73065", "Chambéry")], phone="01 99 00 11 11"
    )
    grant_page_permissions(again, page)
    assert (again.pk, again.phone) == (chambery.pk, "01 99 00 11 11")
    assert count() == before


def test_a_renamed_territory_keeps_its_group_and_collection(chambery):
    renamed = create_territory(name="Grand Chambéry", slug="chambery", communes=[("73065", "Chambéry")])
    assert renamed.editors == chambery.editors
    assert renamed.collection == chambery.collection


@pytest.mark.parametrize(
    "bad",
    [
        {"slug": "admin"},
        {"slug": "Pas Bon"},
        {"name": ""},
        {"communes": [("7306", "Chambéry")]},
    ],
)
def test_what_will_not_do_is_refused_whole(bad):
    groups, collections = Group.objects.count(), Collection.objects.count()
    with pytest.raises(ValidationError):
        create_territory(**{"name": "Essai", "slug": "essai"} | bad)
    assert (Group.objects.count(), Collection.objects.count()) == (groups, collections)
    assert not Territory.objects.filter(slug="essai").exists()


def test_two_territories_cannot_share_a_name(chambery):
    with pytest.raises(ValidationError):
        create_territory(name="Chambéry", slug="chambery-bis")


def test_the_administration_edits_and_publishes_everywhere(chambery, grenoble):
    group = set_up_administration()
    page = make_page("chambery", make_page("accueil-d"))
    administrator = editor_of(group)
    permissions = page.permissions_for_user(administrator)
    assert permissions.can_publish() and permissions.can_edit() and permissions.can_delete()
    assert list(Territory.objects.editable_by(administrator)) == [chambery, grenoble]
    assert grenoble.collection in image_policy.collections_user_has_permission_for(administrator, "change")
    for name in [
        "accounts.add_user",
        "accounts.change_user",
        "activities.add_theme",
    ]:
        assert administrator.has_perm(name), name


def test_the_administration_cannot_change_what_groups_may_do(chambery):
    administrator = editor_of(set_up_administration())
    assert not any(name.startswith("auth.") for name in administrator.get_all_permissions())


def test_setting_the_administration_up_again_changes_nothing():
    group = set_up_administration()
    before = GroupPagePermission.objects.count(), GroupCollectionPermission.objects.count()
    assert set_up_administration() == group
    assert (GroupPagePermission.objects.count(), GroupCollectionPermission.objects.count()) == before


def test_an_editor_looks_after_their_territory_only_and_while_the_account_is_open(chambery, grenoble):
    editor = editor_of(grenoble.editors)
    assert list(Territory.objects.editable_by(editor)) == [grenoble]
    assert not Territory.objects.editable_by(UserFactory()).exists()
    editor.is_active = False
    assert not Territory.objects.editable_by(editor).exists()


def test_a_territory_is_opened_from_the_command_line(capsys):
    call_command("open_territory", "Chambéry", "chambery", "--commune", "73065:Chambéry")
    assert Territory.objects.get(slug="chambery").communes.get().name == "Chambéry"
    assert Group.objects.filter(name="Administration").exists()
    assert "Rédaction Chambéry" in capsys.readouterr().out


@pytest.mark.parametrize("bad", [["", "essai"], ["Essai", "admin"], ["Essai", "essai", "--commune", "73065"]])
def test_the_command_says_what_is_wrong(bad):
    with pytest.raises(CommandError):
        call_command("open_territory", *bad)
    assert not Territory.objects.exists()


def test_the_page_of_a_territory_is_its_editors_from_the_start(chambery):
    fr, english = (Locale.objects.get_or_create(language_code=code)[0] for code in ("fr", "en"))
    page = TerritoryPage(title="Chambéry", slug="chambery", territory=chambery, locale=fr)
    make_page("accueil-e").add_child(instance=page)
    editor = editor_of(chambery.editors)
    assert page.permissions_for_user(editor).can_edit()
    home_en = Page.get_first_root_node().add_child(instance=Page(title="Home", slug="home-e", locale=english))
    alias = page.create_alias(parent=home_en, update_locale=english, reset_translation_key=False)
    assert GroupPagePermission.objects.filter(group=chambery.editors, page=alias).count() == 2


def test_migrating_gives_the_groups_that_are_there_what_a_new_version_lets_them_do(chambery):
    administration = set_up_administration()
    other = Group.objects.create(name="Bénévoles")
    before = {group: set(group.permissions.all()) for group in (chambery.editors, administration)}
    for group in before:
        group.permissions.clear()
    chambery.editors.permissions.add(*find_permissions(["accounts.delete_user"]))
    call_command("migrate", verbosity=0)
    assert {group: set(group.permissions.all()) for group in before} == before
    assert not other.permissions.exists()


def test_migrating_half_way_leaves_the_groups_as_they_are(chambery):
    chambery.editors.permissions.clear()
    last = [one for one in apps.get_app_configs() if one.models_module][-1]
    signals.post_migrate.send(sender=last, app_config=last, apps=StateApps([], {}), using="default")
    assert not chambery.editors.permissions.exists()
