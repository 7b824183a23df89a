"""Addresses of pages: found the short way, private pages, drafts, hours of publication, moves, one slug for all."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from unittest import mock

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from wagtail import views as wagtail_views
from wagtail.models import Page, PageViewRestriction, Site
from wagtail_localize.models import (
    String,
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationSource,
)

from home.pages.models import HomePage, LegalPage, NeedPage, NewsIndexPage
from tests.factories import UserFactory
from tests.home.pages.conftest import NOW, locale, words

pytestmark = pytest.mark.django_db


def need(tree, **facts) -> NeedPage:
    return tree.add(tree.home, NeedPage(**{"title": "Parler", "slug": "parler"} | facts))


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Do what Wagtail does once a change is committed."""
    return partial(django_capture_on_commit_callbacks, execute=True)


@pytest.mark.parametrize("prefix", ["", "/en", "/ar"])
def test_the_short_way_finds_what_wagtail_finds(client, tree, prefix):
    tree.everywhere()
    for path in ("", "chambery/", "chambery/espace-sante/", "chambery/actualites/"):
        response = client.get(f"{prefix}/{path}")
        found = response.context["page"]
        language = prefix.strip("/") or "fr"
        assert found.locale.language_code == language
        assert found.get_url() == f"{prefix}/{path}"


def test_an_address_without_its_last_slash_is_mended(client, tree):
    response = client.get("/chambery")
    assert (response.status_code, response["Location"]) == (301, "/chambery/")


def test_wagtail_s_own_addresses_stay_its_own(client, tree):
    assert reverse("wagtail_serve", args=["chambery/"]) == "/chambery/"
    url = reverse("wagtailcore_authenticate_with_password", args=[1, 1])
    assert client.get(url).status_code == 404


def test_with_a_second_site_wagtail_finds_its_way_itself(client, tree):
    other = tree.add(tree.home.get_parent(), HomePage(title="Autre site", slug="autre"))
    Site.objects.create(hostname="autre.example", root_page=other)
    assert "La santé" in words(client.get("/"))
    assert client.get("/chambery/").status_code == 200
    client.defaults["HTTP_HOST"] = "localhost"
    assert client.get("/chambery/espace-sante/").status_code == 200


def test_a_draft_is_not_there(client, tree):
    page = need(tree)
    page.unpublish()
    assert client.get("/parler/").status_code == 404


def test_a_change_not_published_is_not_shown(client, tree):
    page = need(tree)
    page.title = "Brouillon"
    page.save_revision()
    assert "Brouillon" not in words(client.get("/parler/"))


def test_a_private_page_asks_who_you_are(client, tree):
    page = need(tree)
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    response = client.get("/parler/")
    assert response.status_code == 302
    assert response["Location"].startswith("/compte/")
    client.force_login(UserFactory())
    assert client.get("/parler/").status_code == 200


def test_what_stands_under_a_private_page_is_private_in_every_language(client, tree):
    tree.everywhere()
    PageViewRestriction.objects.create(page=tree.territory_page, restriction_type="login")
    for url in ("/chambery/", "/chambery/espace-sante/", "/en/chambery/", "/ar/chambery/espace-sante/"):
        assert client.get(url).status_code == 302, url
    assert client.get("/").status_code == 200


def test_a_page_appears_and_goes_at_its_hours(client, tree):
    page = need(tree)
    page.unpublish()
    page.go_live_at, page.expire_at = NOW + timedelta(hours=1), NOW + timedelta(hours=3)
    page.save_revision().publish()
    call_command("publish_scheduled")
    assert client.get("/parler/").status_code == 404
    with time_machine.travel(NOW + timedelta(hours=1, minutes=1), tick=False):
        call_command("publish_scheduled")
        assert client.get("/parler/").status_code == 200
    with time_machine.travel(NOW + timedelta(hours=3, minutes=1), tick=False):
        call_command("publish_scheduled")
        assert client.get("/parler/").status_code == 404


def test_a_renamed_page_redirects_from_its_old_address(client, tree, committed):
    page = need(tree)
    page.slug = "etre-ecoute"
    with committed():
        page.save_revision().publish()
    response = client.get("/parler/")
    assert (response.status_code, response["Location"]) == (301, "/etre-ecoute/")
    assert client.get("/etre-ecoute/").status_code == 200


def test_a_moved_page_redirects_from_its_old_address_and_so_do_those_below(client, tree):
    page = need(tree)
    page.move(tree.territory_page, pos="last-child")
    response = client.get("/parler/")
    assert (response.status_code, response["Location"]) == (301, "/chambery/parler/")
    index = tree.add(tree.home, NewsIndexPage(title="Actualités", slug="actualites"))
    news = tree.news("Nouvelle", under=index)
    news.move(tree.news_index, pos="last-child")
    assert client.get("/actualites/nouvelle/")["Location"] == "/chambery/actualites/nouvelle/"


def test_a_page_deleted_is_404_and_bad_addresses_never_fail(client, tree):
    need(tree).delete()
    for url in (
        "/parler/",
        "/%F0%9F%99%82/",
        "/chambery/%00/",
        "/chambery/..%2f..%2fetc/",
        "/" + "é" * 300 + "/",
    ):
        assert client.get(url).status_code == 404, url


def test_renaming_renames_in_every_language_with_redirects(client, tree, committed):
    tree.everywhere()
    page = need(tree)
    english = tree.translate(page, "en", title="Talk")
    tree.translate(page, "ar")
    english.title = "Talk to us"
    english.save_revision()  # a translator's draft must survive
    page.slug = "etre-ecoute"
    with committed():
        page.save_revision().publish()
    for prefix in ("", "/en", "/ar"):
        assert client.get(f"{prefix}/etre-ecoute/").status_code == 200, prefix
        assert client.get(f"{prefix}/parler/")["Location"] == f"{prefix}/etre-ecoute/"
    english.refresh_from_db()
    assert english.title == "Talk"
    draft = english.get_latest_revision_as_object()
    assert (draft.title, draft.slug) == ("Talk to us", "etre-ecoute")
    draft.save_revision().publish()
    assert client.get("/en/etre-ecoute/").status_code == 200


def test_a_slug_taken_in_another_language_is_left_alone(client, tree, committed):
    tree.everywhere()
    page = need(tree)
    english = tree.translate(page, "en", title="Talk")
    taken = NeedPage(title="Other", slug="etre-ecoute", locale=locale("en"))
    Page.objects.get(slug="accueil-en").add_child(instance=taken)
    page.slug = "etre-ecoute"
    with committed():
        page.save_revision().publish()
    english.refresh_from_db()
    assert english.slug == "parler"
    assert 'href="/en/parler/"' in client.get("/etre-ecoute/").content.decode()


def test_a_translation_made_by_hand_cannot_change_the_slug(tree):
    tree.everywhere()
    english = tree.translate(need(tree), "en", title="Talk")
    english.slug = "talk"
    english.full_clean()
    assert english.slug == "parler"


def translate_by_segments(page: Page, language: str, **texts: str) -> Page:
    """Do what a translator does in the editor: one translation for each string of the source, then publish."""
    source, _created = TranslationSource.get_or_create_from_instance(page)
    translation = Translation.objects.get_or_create(source=source, target_locale=locale(language))[0]
    for path, text in texts.items():
        segment = source.stringsegment_set.get(context__path=path)
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=translation.target_locale,
            data=text,
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
        )
    translation.save_target(publish=True)
    return page.get_translation(translation.target_locale)


def test_a_translated_page_keeps_its_french_slug(client, tree, committed):
    page = need(tree, introduction="On vous écoute.")
    with committed():
        translate_by_segments(tree.home, "en", title="Health, close to home")
        english = translate_by_segments(page, "en", title="Talk to somebody", introduction="We listen.")
    assert english.slug == "parler"
    assert "Talk to somebody" in words(client.get("/en/parler/"))
    source = TranslationSource.objects.get_for_instance(page)
    assert not source.stringsegment_set.filter(context__path="slug").exists()  # nothing to type for a slug
    override = source.overridablesegment_set.filter(context__path="slug")
    assert not override.exists()
    assert String.objects.filter(data="parler").count() == 0
    assert TranslationContext.objects.filter(path="slug").count() == 0


def test_the_home_pages_of_the_languages_are_sisters(tree):
    english = translate_by_segments(tree.home, "en", title="Health")
    assert english.slug != tree.home.slug
    assert english.depth == tree.home.depth


@pytest.mark.parametrize("slug", ["agenda", "compte", "en", "actualites", "plan-du-site"])
def test_words_of_the_portal_s_own_addresses_are_refused(tree, slug):
    page = NeedPage(title="Piège", slug=slug, locale=locale("fr"))
    with pytest.raises(ValidationError) as refused:
        page.clean()
    assert "slug" in refused.value.message_dict
    LegalPage(title="Page légale", slug="mentions-legales", locale=locale("fr")).clean()


def test_wagtail_still_serves_through_its_hooks(client, tree):
    with mock.patch.object(wagtail_views.hooks, "get_hooks", wraps=wagtail_views.hooks.get_hooks) as asked:
        client.get("/chambery/")
    assert {call.args[0] for call in asked.mock_calls} >= {"on_serve_page", "before_serve_page"}
