"""Activities, their words, themes and holidays in the admin."""

import re
from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Locale, ModelLogEntry, WorkflowState

from home.activities.models import Activity, ActivityText, Holiday, Theme
from home.pages.actions import set_up_workflow
from tests.factories import ActivityFactory, ActivityTextFactory, ThemeFactory, paris

pytestmark = pytest.mark.django_db
ADD = "/admin/ateliers/new/"


def facts(desk, **changes):
    return {
        "name": "Yoga sur chaise",
        "slug": "yoga-sur-chaise",
        "territory": desk.territory.pk,
        "place": desk.place.pk,
        "themes": [ThemeFactory().pk],
        "pictogram": "yoga",
        "register": "2B",
        "access": "open",
        "sign_up": "none",
        "phone": "",
        "price": "0",
    } | changes


def test_an_editor_makes_an_activity(desk):
    response = desk.client.post(ADD, facts(desk), follow=True)
    activity = Activity.objects.get()
    assert (activity.name, activity.territory) == ("Yoga sur chaise", desk.territory)
    html = response.content.decode()
    assert f"{reverse('series:add')}?activity={activity.pk}" in html
    assert f"{reverse('wagtailsnippets_activities_activitytext:add')}?activity={activity.pk}" in html
    assert ModelLogEntry.objects.get(action="wagtail.create").user == desk.user


@pytest.mark.parametrize("word", ["abonnement", "affiche"])
def test_words_the_agenda_needs_are_refused_as_addresses(desk, word):
    response = desk.client.post(ADD, facts(desk, slug=word))
    assert "Ce mot sert déjà" in str(response.context["form"].errors["slug"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"slug": "Yoga sur chaise"}, "slug"),
        ({"name": "x" * 10_000}, "name"),
        ({"name": "a\0"}, "name"),
        ({"price": "-1"}, "price"),
        ({"price": "gratuit"}, "price"),
        ({"themes": []}, "themes"),
        ({"register": "🎉"}, "register"),
    ],
)
def test_facts_that_do_not_stand_are_refused_and_kept(desk, changes, field):
    response = desk.client.post(ADD, facts(desk, **changes))
    assert response.status_code == 200
    assert response.context["form"].errors[field]
    assert not Activity.objects.exists()


def test_an_activity_stays_in_a_place_of_its_territory(desk, neighbour, administration):
    response = administration.post(ADD, facts(desk, place=neighbour.place.pk))
    assert "autre territoire" in str(response.context["form"].errors["place"])


def test_the_address_cannot_change_by_the_form_nor_by_the_model(desk):
    activity = ActivityFactory(place=desk.place, slug="yoga")
    url = f"/admin/ateliers/edit/{activity.pk}/"
    assert "disabled" in str(desk.client.get(url).context["form"]["slug"])
    desk.client.post(url, facts(desk, slug="autre", name="Yoga doux"))
    activity = Activity.objects.get()
    assert (activity.slug, activity.name) == ("yoga", "Yoga doux")
    activity.slug = "autre"
    for method in (activity.save, activity.full_clean):
        with pytest.raises(ValidationError, match="ne change plus"):
            method()
    assert Activity.objects.get().slug == "yoga"


def words(activity, **changes):
    return {
        "activity": activity.pk,
        "title": "Yoga sur chaise",
        "summary": "On bouge assis.",
        "description": '{"blocks": [], "entityMap": {}}',
        "to_bring": "",
        "led_by": "",
    } | changes


def test_an_editor_drafts_and_submits_and_the_administration_publishes(desk, administration):
    set_up_workflow()
    activity = ActivityFactory(place=desk.place, text=False)
    desk.client.post("/admin/textes-ateliers/add/", words(activity) | {"action-submit": "1"})
    text = ActivityText.objects.get()
    assert not text.live
    assert text.current_workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
    task = text.current_workflow_task_state
    url = reverse(
        "wagtailsnippets_activities_activitytext:workflow_action", args=[text.pk, "approve", task.pk]
    )
    administration.post(url, {"comment": ""})
    text.refresh_from_db()
    assert text.live


def test_an_editor_cannot_publish_alone(desk):
    set_up_workflow()
    activity = ActivityFactory(place=desk.place, text=False)
    desk.client.post("/admin/textes-ateliers/add/", words(activity) | {"action-publish": "1"})
    assert not ActivityText.objects.get().live


def test_a_text_is_previewed_before_it_is_published(desk):
    activity = ActivityFactory(place=desk.place, text=False)
    text = ActivityTextFactory(activity=activity, live=False, title="Yoga")
    url = reverse("wagtailsnippets_activities_activitytext:preview_on_edit", args=[text.pk])
    assert desk.client.post(url, words(activity, title="Yoga tout doux")).json()["is_valid"]
    response = desk.client.get(url)
    assert "Yoga tout doux" in response.content.decode()
    policy = response["Content-Security-Policy"]  # the panel of the form shows it in a frame
    assert "frame-ancestors 'self'" in policy
    assert "frame-ancestors 'none'" not in policy


def test_a_new_text_is_for_the_activity_one_comes_from(desk, neighbour):
    url = reverse("wagtailsnippets_activities_activitytext:add")
    mine, other = (ActivityFactory(place=one.place, text=False) for one in (desk, neighbour))
    form = desk.client.get(f"{url}?activity={mine.pk}").context["form"]
    assert form["activity"].value() == mine.pk
    for asked in (other.pk, "🎉", "9" * 40):
        assert desk.client.get(f"{url}?activity={asked}").context["form"]["activity"].value() is None
    listed = reverse("wagtailsnippets_activities_activitytext:list")
    html = desk.client.get(f"{listed}?activity={mine.pk}").content.decode()
    assert re.search(rf'href="{url}[^"]*[?;]activity={mine.pk}"', html)


def test_a_second_text_in_the_same_language_is_refused(desk):
    activity = ActivityFactory(place=desk.place)
    response = desk.client.post("/admin/textes-ateliers/add/", words(activity))
    assert response.status_code == 200
    assert "déjà un texte" in response.content.decode()


def test_a_text_can_be_sent_to_translation(desk):
    Locale.objects.get_or_create(language_code="en")
    text = ActivityFactory(place=desk.place).texts.get()
    url = f"/admin/localize/submit/snippet/activities/activitytext/{text.pk}/"
    assert desk.client.get(url).status_code == 200
    english = Locale.objects.get(language_code="en")
    assert desk.client.post(url, {"locales": [english.pk]}).status_code == 302
    assert ActivityText.objects.filter(activity=text.activity, locale=english).exists()


def test_holidays_are_imported_once_and_corrected_by_the_administration(desk, administration):
    with time_machine.travel(paris(2026, 9, 1, 9), tick=False):
        assert "2026 à 2028" in administration.get("/admin/importer-vacances/").content.decode()
        assert not Holiday.objects.exists()
        administration.post("/admin/importer-vacances/")
        count = Holiday.objects.count()
        assert count > 50
        response = administration.post("/admin/importer-vacances/", follow=True)
        assert "Rien de nouveau" in response.content.decode()
        noel = Holiday.objects.get(kind="school", zone="A", first_day__year=2026, name__icontains="Noël")
        data = {
            "kind": "school",
            "zone": "A",
            "name": noel.name,
            "first_day": "2026-12-20",
            "last_day": "2027-01-03",
        }
        administration.post(f"/admin/vacances/edit/{noel.pk}/", data)
        noel.refresh_from_db()
        assert noel.first_day == date(2026, 12, 20)
        administration.post("/admin/importer-vacances/")
        assert Holiday.objects.count() == count


def test_an_editor_reads_the_holidays_and_cannot_change_them(desk):
    row = Holiday.objects.create(
        kind="public", name="Armistice", first_day=date(2036, 11, 11), last_day=date(2036, 11, 11)
    )
    html = desk.client.get("/admin/vacances/").content.decode()
    assert "le 11 novembre 2036" in html
    assert "Importer" not in html
    for url in (f"/admin/vacances/edit/{row.pk}/", "/admin/vacances/new/", "/admin/importer-vacances/"):
        assert desk.client.get(url).status_code == 302
        assert desk.client.post(url, {"name": "Rien"}).status_code == 302
    row.refresh_from_db()
    assert row.name == "Armistice"


def test_themes_belong_to_the_administration(desk, administration):
    data = {"name": "Manger", "slug": "manger", "pictogram": "assiette", "position": "1"}
    assert desk.client.post("/admin/themes/new/", data).status_code == 302
    assert not Theme.objects.exists()
    administration.post("/admin/themes/new/", data)
    assert Theme.objects.get().name == "Manger"


@pytest.mark.parametrize(
    "address",
    [
        "ateliers/new",
        "textes-ateliers/add",
        "vacances/new",
        "themes/new",
        "lieux/new",
        "messages-urgents/new",
    ],
)
def test_each_field_has_its_help(administration, address):
    response = administration.get(f"/admin/{address}/")
    without = [
        field.name for field in response.context["form"].visible_fields() if not _is_helped(response, field)
    ]
    assert without == []


def _is_helped(response, field):
    """Whether the page prints a help text in the block of the field."""
    html = response.content.decode()
    start = html.index('id="panel-child-', 0)
    block = re.search(rf'data-contentpath="{field.name}".*?data-field-input', html[start:], re.DOTALL)
    return bool(block and 'class="help"' in block[0])
