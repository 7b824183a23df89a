"""A page while it is being translated: French until it is published whole, read by the administration before."""

from __future__ import annotations

from functools import partial

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as project
from wagtail.models import Page, Workflow

from home.activities.models import ActivityText
from home.pages.actions import set_up_workflow
from home.pages.models import NeedPage
from tests.factories import ActivityFactory
from tests.home.pages.conftest import locale, words
from tests.home.pages.translating import approve, begin, publish, send, type_in

pytestmark = pytest.mark.django_db
URL = "/en/chambery/parler/"
WORDS = {"Parler": "Talk", "On vous écoute.": "We listen."}
PARLER = {"title": "Parler", "slug": "parler", "introduction": "On vous écoute."}


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Do what Wagtail does once a change is committed."""
    return partial(django_capture_on_commit_callbacks, execute=True)


@pytest.fixture
def parler(tree, desk, administration) -> NeedPage:
    """A page of the desk's territory, shown in French in the other languages; a review is set up."""
    tree.everywhere()
    set_up_workflow()
    page = tree.add(tree.territory_page, NeedPage(**PARLER))
    tree.translate(page, "en")
    tree.translate(page, "ar")
    return page


def english(page: Page) -> Page:
    return page.get_translation(locale("en"))


def title_of(response) -> tuple[str, str, str]:
    """Give the title of a page, its language and its direction."""
    title = BeautifulSoup(response.content, "html.parser").h1
    above = next(element for element in (title, *title.parents) if element.get("lang"))
    return title.get_text(strip=True), above["lang"], above["dir"]


def assert_in_french(client, title: str) -> None:
    response = client.get(URL)
    assert "This page is not translated yet" in words(response)
    assert title_of(response) == (title, "fr", "ltr")


def assert_in_english(client, said: str) -> None:
    response = client.get(URL)
    assert "not translated yet" not in words(response)
    assert title_of(response) == ("Talk", "en", "ltr")
    assert said in words(response)


def test_the_portal_lets_no_translation_out_as_it_begins():
    assert project.WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE is False


def test_a_translation_that_begins_shows_french_and_says_so(client, parler, desk):
    translation = begin(desk.client, parler)
    assert english(parler).alias_of is None
    assert_in_french(client, "Parler")
    type_in(desk.client, translation, {"Parler": "Talk"})
    assert_in_french(client, "Parler")
    assert f"<loc>http://testserver{URL}</loc>" not in client.get("/sitemap.xml").content.decode()
    plan = BeautifulSoup(client.get("/en/plan-du-site/").content, "html.parser")
    link = plan.find("a", href=URL)
    assert next(part for part in (link, *link.parents) if part.get("lang"))["lang"] == "fr"


def test_what_the_french_page_says_next_is_shown_meanwhile(client, parler, desk, committed):
    translation = begin(desk.client, parler)
    type_in(desk.client, translation, {"Parler": "Talk"})
    parler.refresh_from_db()
    parler.title, parler.introduction = "Se parler", "On vous écoute mieux."
    with committed():
        parler.save_revision().publish()
    assert_in_french(client, "Se parler")
    assert "On vous écoute mieux." in words(client.get(URL))
    other = english(parler)
    assert other.has_unpublished_changes
    assert other.draft_title == "Talk"


def test_a_french_page_that_goes_takes_its_words_away_and_brings_them_back(client, parler, desk, committed):
    begin(desk.client, parler)
    parler.refresh_from_db()
    parler.unpublish()
    assert client.get(URL).status_code == 404
    with committed():
        parler.save_revision().publish()
    assert_in_french(client, "Parler")


def test_a_translation_begun_on_a_draft_appears_in_french_with_it(client, tree, desk, committed):
    tree.everywhere()
    page = tree.territory_page.add_child(instance=NeedPage(live=False, locale=locale("fr"), **PARLER))
    page.save_revision()
    tree.translate(page, "en")
    begin(desk.client, page)
    assert client.get(URL).status_code == 404
    with committed():
        page.get_latest_revision().publish()
    assert_in_french(client, "Parler")


def test_a_translation_published_and_taken_back_stays_away(client, parler, administration, committed):
    translation = begin(administration, parler)
    type_in(administration, translation, WORDS)
    with committed():
        publish(administration, english(parler))
    english(parler).specific.unpublish()
    parler.refresh_from_db()
    with committed():
        parler.save_revision().publish()
    assert client.get(URL).status_code == 404
    switch = client.get("/chambery/parler/").content.decode()
    assert '<a href="/en/" hreflang="en"><small><bdi lang="en">English</bdi> (accueil)</small></a>' in switch


def test_half_a_translation_is_not_published(client, parler, administration, committed):
    translation = begin(administration, parler)
    type_in(administration, translation, {"Parler": "Talk"})
    with committed():
        answer = publish(administration, english(parler))
    assert "Il reste 1 morceau en français." in words(answer)
    assert_in_french(client, "Parler")
    type_in(administration, translation, WORDS)
    with committed():
        publish(administration, english(parler))
    assert_in_english(client, "We listen.")
    assert f'"en" href="http://testserver{URL}"' in client.get("/chambery/parler/").content.decode()


def test_a_piece_the_page_refuses_is_said(parler, desk):
    parler.seo_title = "On parle"
    parler.save_revision().publish()
    translation = begin(desk.client, parler)
    type_in(desk.client, translation, WORDS | {"On parle": "x" * 256})
    answer = send(desk.client, translation)
    assert "La traduction n'est pas envoyée" in words(answer)
    assert english(parler).current_workflow_state is None


def test_an_editor_sends_and_the_administration_publishes(client, parler, desk, administration, committed):
    translation = begin(desk.client, parler)
    type_in(desk.client, translation, {"Parler": "Talk"})
    address = f"/admin/traductions/{translation.pk}/relecture/"
    told = desk.client.get(address)
    assert "Il reste 1 morceau en français." in words(told)
    assert "<form method" not in told.content.decode().split("<main")[1]
    send(desk.client, translation)
    assert english(parler).current_workflow_state is None
    type_in(desk.client, translation, WORDS)
    assert "Tout est traduit." in words(desk.client.get(address))
    assert "La traduction est envoyée en relecture." in words(send(desk.client, translation))
    assert_in_french(client, "Parler")
    assert not english(parler).live_revision
    publish(desk.client, english(parler))
    assert not english(parler).live_revision, "an editor publishes nothing"
    assert "Talk" in words(administration.get("/admin/"))
    with committed():
        approve(administration, english(parler))
    assert_in_english(client, "We listen.")


def test_a_change_to_a_published_translation_waits_for_its_review(
    client, parler, desk, administration, committed
):
    translation = begin(administration, parler)
    type_in(administration, translation, WORDS)
    with committed():
        publish(administration, english(parler))
    type_in(desk.client, translation, {"On vous écoute.": "We are all ears."})
    send(desk.client, translation)
    assert_in_english(client, "We listen.")
    type_in(desk.client, translation, {"On vous écoute.": "We really listen."})
    send(desk.client, translation)
    states = english(parler).workflow_states.order_by("pk").values_list("status", flat=True)
    assert list(states) == ["cancelled", "in_progress"], "what is read is the last that was sent"
    with committed():
        approve(administration, english(parler))
    assert_in_english(client, "We really listen.")


def test_the_text_of_a_workshop_is_sent_and_stays_public_meanwhile(desk, administration, committed):
    set_up_workflow()
    text = ActivityFactory(place=desk.place).texts.get()
    submit = f"/admin/localize/submit/snippet/activities/activitytext/{text.pk}/"
    desk.client.post(submit, {"locales": [locale("en").pk]})
    other = ActivityText.objects.get(locale__language_code="en")
    assert not other.live, "French words are not English ones"
    translation = text_translation(text)
    said = {segment.string.data: "English" for segment in translation.source.stringsegment_set.all()}
    type_in(desk.client, translation, said)
    with committed():
        translation.save_target(publish=True)
    type_in(desk.client, translation, {text.title: "Better"})
    send(desk.client, translation)
    other.refresh_from_db()
    assert other.live
    assert other.title == "English"
    task = other.current_workflow_task_state
    url = f"/admin/textes-ateliers/workflow/action/{other.pk}/approve/{task.pk}/"
    with committed():
        administration.post(url, {"comment": ""})
    other.refresh_from_db()
    assert other.title == "Better"


def text_translation(text: ActivityText):
    from wagtail_localize.models import Translation

    return Translation.objects.get(source__object_id=text.translation_key)


def test_the_translations_of_others_are_not_sent(parler, desk, neighbour, administration):
    translation = begin(desk.client, parler)
    type_in(desk.client, translation, WORDS)
    address = f"/admin/traductions/{translation.pk}/relecture/"
    for method in (neighbour.client.get, neighbour.client.post):
        assert method(address).status_code == 404
    assert neighbour.client.get(f"/admin/traductions/{10**9}/relecture/").status_code == 404
    assert english(parler).current_workflow_state is None
    assert administration.get(address).status_code == 200


def test_without_a_review_set_up_it_says_so(tree, desk):
    tree.everywhere()
    Workflow.objects.update(active=False)
    page = tree.add(tree.territory_page, NeedPage(**PARLER))
    tree.translate(page, "en")
    translation = begin(desk.client, page)
    type_in(desk.client, translation, WORDS)
    assert "Personne n'est chargé de relire." in words(send(desk.client, translation))
    assert english(page).current_workflow_state is None


def test_only_who_publishes_brings_french_back(client, parler, desk, administration, committed):
    translation = begin(administration, parler)
    type_in(administration, translation, WORDS)
    with committed():
        publish(administration, english(parler))
    back = f"/admin/localize/page/{english(parler).pk}/convert_to_alias/"
    assert desk.client.post(back).status_code == 404
    assert_in_english(client, "We listen.")
    assert administration.post(back).status_code == 302
    assert_in_french(client, "Parler")
    begin(desk.client, parler)  # what was typed before is still known to the package
    assert_in_french(client, "Parler")


def test_a_page_written_as_a_whole_keeps_wagtail_s_own_review(tree, desk, administration):
    tree.everywhere()
    set_up_workflow()
    page = tree.add(tree.territory_page, NeedPage(**PARLER))
    other = tree.translate(page, "en", title="Talk")
    edit = f"/admin/pages/{other.pk}/edit/"
    html = desk.client.get(edit).content.decode()
    assert "js-translation-editor" not in html
    assert "action-submit" in html
    data = {"title": "Let us talk", "slug": "parler", "introduction": "", "body-count": "0"}
    desk.client.post(edit, data | {"action-submit": "1"})
    assert Page.objects.get(pk=other.pk).current_workflow_state is not None


def test_a_preview_of_a_translation_says_its_language(parler, desk):
    translation = begin(desk.client, parler)
    type_in(desk.client, translation, WORDS)
    response = desk.client.get(f"/admin/localize/translate/{translation.pk}/preview/")
    assert "We listen." in words(response)
    assert title_of(response) == ("Talk", "en", "ltr")


def test_bringing_french_back_is_offered_to_who_may(parler, desk, administration):
    begin(desk.client, parler)
    edit, back = f"/admin/pages/{english(parler).pk}/edit/", f"/{english(parler).pk}/convert_to_alias/"
    assert back not in desk.client.get(edit).content.decode()
    assert back in administration.get(edit).content.decode()


def test_the_way_to_the_review_stands_on_the_page_of_a_translation(parler, desk):
    translation = begin(desk.client, parler)
    send_url = f"/admin/traductions/{translation.pk}/relecture/"
    assert send_url in desk.client.get(f"/admin/pages/{english(parler).pk}/edit/").content.decode()
    assert "/relecture/" not in desk.client.get(f"/admin/pages/{parler.pk}/edit/").content.decode()
