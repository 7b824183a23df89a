"""What belongs to another territory is not there: lists, choices, direct addresses, forms sent by hand."""

from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, ModelLogEntry

from home.activities.actions.series import save_series
from home.activities.models import Activity, ActivityText, Attendance, Series, Session
from home.pages.models import Banner
from home.places.models import HoursException, Place
from tests.factories import ActivityFactory, HoursExceptionFactory, SeriesFactory, SessionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs(neighbour):
    """One of everything, of the other territory."""
    activity = ActivityFactory(place=neighbour.place, slug="marche", name="Marche des voisins")
    series = SeriesFactory(activity=activity, last_day=timezone.localdate() + timedelta(days=200))
    save_series(series, [], user=neighbour.user)
    now = timezone.now()
    return {
        "activity": activity,
        "series": series,
        "session": SessionFactory(series=series, day=timezone.localdate() - timedelta(days=1), is_extra=True),
        "text": activity.texts.get(),
        "place": neighbour.place,
        "closure": HoursExceptionFactory(place=neighbour.place),
        "banner": Banner.objects.create(
            territory=neighbour.territory, text="Message des voisins", ends_at=now + timedelta(days=1)
        ),
    }


PAGES = [
    ("activity:edit", "activity"),
    ("activity:history", "activity"),
    ("activity:usage", "activity"),
    ("activity:delete", "activity"),
    ("series:show", "series"),
    ("series:edit", "series"),
    ("series:split", "series"),
    ("series:end", "series"),
    ("series:history", "series"),
    ("seance:cancel", "session"),
    ("seance:move", "session"),
    ("seance:place", "session"),
    ("seance:warn", "session"),
    ("seance:count", "session"),
    ("seance:history", "session"),
    ("wagtailsnippets_activities_activitytext:edit", "text"),
    ("wagtailsnippets_activities_activitytext:history", "text"),
    ("wagtailsnippets_activities_activitytext:usage", "text"),
    ("wagtailsnippets_activities_activitytext:delete", "text"),
    ("wagtailsnippets_activities_activitytext:unpublish", "text"),
    ("wagtailsnippets_activities_activitytext:preview_on_edit", "text"),
    ("wagtailsnippets_activities_activitytext:workflow_history", "text"),
    ("place:edit", "place"),
    ("place:history", "place"),
    ("place:delete", "place"),
    ("fermeture:reopen", "closure"),
    ("banner:edit", "banner"),
    ("banner:history", "banner"),
    ("banner:delete", "banner"),
]


def snapshot():
    models = (Activity, ActivityText, Attendance, Banner, HoursException, Place, Series, Session)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize(("name", "thing"), PAGES, ids=[name for name, _thing in PAGES])
def test_what_is_another_territorys_is_not_found(desk, theirs, name, thing):
    url = reverse(name, args=[theirs[thing].pk])
    before = snapshot()
    for method in (desk.client.get, desk.client.post):
        assert method(url).status_code == 404, (method, url)
    assert snapshot() == before


@pytest.mark.parametrize("verb", ["full", "free", "restore"])
def test_single_presses_do_not_reach_another_territory(desk, theirs, verb):
    before = snapshot()
    assert desk.client.post(reverse(f"seance:{verb}", args=[theirs["session"].pk])).status_code == 404
    assert snapshot() == before


@pytest.mark.parametrize(("name", "thing"), PAGES, ids=[name for name, _thing in PAGES])
def test_the_administration_finds_everything(administration, theirs, name, thing):
    assert administration.get(reverse(name, args=[theirs[thing].pk])).status_code in (200, 302)


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/semaine/",
        "/admin/semaine/a-compter/",
        "/admin/semaine/frequentation/",
        "/admin/semaine/ajouter/",
        "/admin/series/?etat=toutes",
        "/admin/series/nouvelle/",
        "/admin/ateliers/",
        "/admin/ateliers/new/",
        "/admin/textes-ateliers/",
        "/admin/textes-ateliers/add/",
        "/admin/fermetures/",
        "/admin/fermetures/fermer/",
        "/admin/fermetures/horaires/",
        "/admin/lieux/",
        "/admin/messages-urgents/",
        "/admin/messages-urgents/new/",
        "/admin/reports/site-history/",
        "/admin/snippets/choose/activities/activitytext/",
        "/admin/liens/",
    ],
)
def test_no_list_nor_choice_names_another_territory(desk, theirs, address):
    Attendance.objects.create(session=theirs["session"], people=3)
    response = desk.client.get(address)
    assert response.status_code == 200
    html = response.content.decode()
    for name in ("Marche des voisins", "Message des voisins", theirs["place"].name, "Sud-Est"):
        assert name not in html


def test_things_of_others_cannot_be_chosen_in_a_form_sent_by_hand(desk, theirs):
    mine = ActivityFactory(place=desk.place)
    series = SeriesFactory(activity=mine)
    session = SessionFactory(series=series, day=timezone.localdate() + timedelta(days=2))
    before = snapshot()
    place = theirs["place"].pk
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    hours = {"start_time": "10:00", "end_time": "11:00"}
    posts = {
        reverse("seance:move", args=[session.pk]): {"day": day, "place": place} | hours,
        reverse("seance:place", args=[session.pk]): {"place": place},
        reverse("seance:add"): {"series": theirs["series"].pk, "day": day},
        reverse("fermeture:add"): {
            "place": place,
            "first_day": day,
            "reason": "x",
            "confirme": f"{place} {day} {day}",
        },
        reverse("fermeture:special"): {
            "place": place,
            "first_day": day,
            "reason": "x",
            "start": "09:00",
            "end": "10:00",
        },
        reverse("banner:add"): {
            "text": "x",
            "territory": theirs["banner"].territory_id,
            "ends_at": f"{day}T10:00",
            "starts_at": f"{day}T09:00",
        },
        reverse("activity:add"): {
            "name": "x",
            "slug": "x",
            "territory": theirs["place"].territory_id,
            "place": place,
        },
        "/admin/textes-ateliers/add/": {"activity": theirs["activity"].pk, "title": "x", "summary": "x"},
        reverse("series:add"): {"activity": theirs["activity"].pk, "place": place, "enregistrer": "1"},
    }
    for url, data in posts.items():
        response = desk.client.post(url, data)
        assert response.status_code == 200, url
        assert response.context["form"].errors, url
    assert snapshot() == before


def test_a_message_of_the_whole_portal_is_the_administrations(desk, administration):
    ends = timezone.now() + timedelta(days=1)
    banner = Banner.objects.create(territory=None, text="Portail en travaux", ends_at=ends)
    url = reverse("banner:edit", args=[banner.pk])
    assert desk.client.get(url).status_code == 404
    assert administration.get(url).status_code == 200
    data = {
        "text": "Partout",
        "territory": "",
        "starts_at": "2026-01-01T08:00",
        "ends_at": f"{ends:%Y-%m-%dT%H:%M}",
    }
    assert desk.client.post(reverse("banner:add"), data).context["form"].errors["territory"]
    assert administration.post(reverse("banner:add"), data).status_code == 302


@pytest.mark.parametrize("who", ["nobody", "reader"])
def test_without_the_right_nothing_opens(who, signed_in, theirs):
    client = Client() if who == "nobody" else signed_in(UserFactory())
    before = snapshot()
    for name, thing in PAGES:
        url = reverse(name, args=[theirs[thing].pk])
        for method in (client.get, client.post):
            assert method(url).status_code in (302, 403), url
    assert snapshot() == before


@pytest.mark.parametrize("kind", ["delete", "publish", "unpublish"])
def test_bulk_actions_do_not_reach_the_texts_of_others(desk, theirs, kind):
    before = snapshot()
    url = f"/admin/bulk/activities/activitytext/{kind}/?id={theirs['text'].pk}"
    desk.client.get(url)
    desk.client.post(url)
    assert snapshot() == before


def test_translating_what_is_another_territorys_is_not_possible(desk, neighbour, theirs):
    english = Locale.objects.get_or_create(language_code="en")[0]
    submit = f"/admin/localize/submit/snippet/activities/activitytext/{theirs['text'].pk}/"
    assert desk.client.post(submit, {"locales": [english.pk]}).status_code == 404
    assert neighbour.client.post(submit, {"locales": [english.pk]}).status_code == 302
    from wagtail_localize.models import Translation

    translation = Translation.objects.get()
    segment = translation.source.stringsegment_set.first()
    base = f"/admin/localize/translate/{translation.pk}/"
    for path in (
        f"strings/{segment.pk}/edit/",
        "overrides/1/edit/",
        "pofile/upload/",
        "machine_translate/",
        "disable/",
    ):
        assert desk.client.post(base + path).status_code == 404, path
    for path in ("pofile/download/", "preview/", "preview/x/"):
        assert desk.client.get(base + path).status_code == 404, path
    for path in (f"update/{translation.source_id}/", "page/1/convert_to_alias/", "submit/page/2/"):
        assert desk.client.post(f"/admin/localize/{path}").status_code == 404, path
    for path in ("", f"{theirs['text'].pk}/"):
        assert (
            desk.client.get(f"/admin/localize/api/snippets/activities/activitytext/{path}").status_code == 404
        )
    translated = ActivityText.objects.get(locale=english)
    edit = reverse("wagtailsnippets_activities_activitytext:edit", args=[translated.pk])
    assert desk.client.get(edit).status_code == 404
    assert neighbour.client.get(edit).status_code == 200


def test_the_site_history_keeps_to_ones_own_territory(desk, neighbour, administration, theirs):
    name = "Marche des voisins"
    assert ModelLogEntry.objects.filter(label__contains=name).exists()
    url = "/admin/reports/site-history/"
    assert name not in desk.client.get(url).content.decode()
    assert name not in desk.client.get(f"{url}results/").content.decode()
    html = neighbour.client.get(url).content.decode()
    assert name in html
    assert "Série changée" in html
    assert name in administration.get(url).content.decode()


def test_the_home_page_says_what_waits_and_offers_the_posters(desk):
    series = SeriesFactory(activity__place=desk.place, activity__name="Café santé")
    session = SessionFactory(series=series, day=timezone.localdate(), at=time(23, 30))
    html = desk.client.get("/admin/").content.decode()
    full = html[html.index(reverse("seance:full", args=[session.pk])) :]
    assert "csrfmiddlewaretoken" in full[: full.index("</form>")]
    assert "Café santé" in html
    assert "/chambery/agenda/affiche.pdf?semaine=" in html
    assert "/chambery/agenda/affiche.pdf?mois=" in html
    assert reverse("banner:add") in html


def test_the_menu_is_in_plain_words(desk, administration):
    html = desk.client.get("/admin/").content.decode()
    for label in (
        "Agenda",
        "Semaine",
        "S\\u00e9ries",
        "Ateliers",
        "Fermetures",
        "Vacances",
        "Lieux",
        "Messages urgents",
    ):
        assert label in html or label.encode().decode("unicode_escape") in html
    assert "Th\\u00e8mes" not in html and "Thèmes" not in html
    admin_html = administration.get("/admin/").content.decode()
    assert "Th\\u00e8mes" in admin_html or "Thèmes" in admin_html


@pytest.mark.parametrize(
    "report", ["reports/workflow", "reports/workflow_tasks", "localize/reports/translations"]
)
def test_reports_of_every_territory_are_the_administrations(desk, administration, report):
    for address in (f"/admin/{report}/", f"/admin/{report}/results/"):
        assert desk.client.get(address).status_code == 404
        assert administration.get(address).status_code == 200
