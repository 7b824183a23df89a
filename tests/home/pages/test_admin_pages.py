"""Urgent messages, broken links, the review of pages: what the admin does around pages."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page, Site, Workflow

from home.activities.models import ActivityText
from home.pages.actions import NAME, set_up_workflow
from home.pages.models import (
    Banner,
    HomePage,
    NeedPage,
    NewsIndexPage,
    PlacePage,
    TerritoryPage,
    WayOn,
)
from portal.territories.actions import grant_page_permissions
from tests.factories import ActivityFactory, PlaceFactory, paris

pytestmark = pytest.mark.django_db
ADD = "/admin/messages-urgents/new/"


@pytest.fixture
def home():
    root = Page.get_first_root_node()
    french = Locale.objects.get_or_create(language_code="fr")[0]
    home = root.add_child(instance=HomePage(title="Accueil", slug="accueil", locale=french))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"root_page": home, "hostname": "testserver"}
    )
    return home


@pytest.fixture
def tree(home, desk, neighbour):
    """A page of each territory; editors may write under their own."""
    pages = {}
    for one in (desk, neighbour):
        page = TerritoryPage(title=one.territory.name, slug=one.territory.slug, territory=one.territory)
        pages[one.territory.slug] = home.add_child(instance=page)
        grant_page_permissions(one.territory, page)
    return pages


def test_a_message_lasts_until_tonight_unless_said_otherwise(desk):
    with time_machine.travel(paris(2026, 9, 7, 9), tick=False):
        form = desk.client.get(f"{ADD}?text=Ferm%C3%A9").context["form"]
        assert form["text"].value() == "Fermé"
        assert f"{form['ends_at'].value():%d %H:%M}" == "07 23:59"
        data = {"text": "Fermé : panne d'eau", "territory": desk.territory.pk}
        desk.client.post(ADD, data | {"starts_at": "2026-09-07T09:00", "ends_at": "2026-09-07T23:59"})
        assert Banner.objects.get().ends_at == paris(2026, 9, 7, 23, 59)
        assert (
            "Montré, jusqu&#x27;à lundi 7 septembre 23\xa0h\xa059"
            in desk.client.get("/admin/messages-urgents/").content.decode()
        )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 10_000}, "text"),
        ({"text": "a\0"}, "text"),
        ({"ends_at": "2020-01-01T10:00"}, "ends_at"),
        ({"ends_at": "demain"}, "ends_at"),
        ({"starts_at": ""}, "starts_at"),
        ({"territory": ""}, "territory"),
    ],
)
def test_a_message_that_does_not_stand_is_refused(desk, changes, field):
    ends = f"{timezone.now() + timedelta(days=2):%Y-%m-%dT%H:%M}"
    data = {"text": "Fermé", "territory": desk.territory.pk, "starts_at": "2026-01-01T08:00", "ends_at": ends}
    response = desk.client.post(ADD, data | changes)
    assert response.status_code == 200
    assert response.context["form"].errors[field]
    assert not Banner.objects.exists()


def test_a_message_that_ends_before_it_begins_is_refused(desk):
    start, end = timezone.now() + timedelta(days=2), timezone.now() + timedelta(days=1)
    data = {"text": "Fermé", "territory": desk.territory.pk}
    data |= {"starts_at": f"{start:%Y-%m-%dT%H:%M}", "ends_at": f"{end:%Y-%m-%dT%H:%M}"}
    response = desk.client.post(ADD, data)
    assert "La fin vient avant le début." in response.content.decode()


def link(page):
    return f'<p><a linktype="page" id="{page.pk}">par ici</a></p>'


def test_links_to_deleted_and_unpublished_pages_are_found_wherever_they_stand(home, desk, administration):
    gone = home.add_child(instance=NeedPage(title="Ancienne page", slug="ancienne"))
    hidden = home.add_child(instance=NeedPage(title="Brouillon", slug="brouillon"))
    fine = home.add_child(instance=NeedPage(title="Bonne page", slug="bonne"))
    body = [
        {"type": "text", "value": link(gone) + link(fine)},
        {"type": "notice", "value": {"title": "Encadré", "text": link(hidden)}},
        {"type": "button", "value": {"label": "Voir", "page": hidden.pk, "address": ""}},
    ]
    home.add_child(instance=NeedPage(title="Page à corriger", slug="a-corriger", body=body))
    activity = ActivityFactory(place=desk.place, name="Yoga")
    ActivityText.objects.filter(activity=activity).update(description=link(gone))
    for page, label in ((gone, "Chemin perdu"), (hidden, "Chemin fermé"), (fine, "Bon chemin")):
        WayOn.objects.create(page=home, label=label, pictogram="cafe", target=page, locale=home.locale)
    assert administration.get("/admin/liens/").context["broken"] == []
    hidden.unpublish()
    gone.delete()

    found = {(b.source, b.words, b.problem) for b in administration.get("/admin/liens/").context["broken"]}
    assert found == {
        ("Page à corriger", "par ici", "supprimée"),
        ("Page à corriger", "par ici", "pas publiée"),
        ("Page à corriger", "Voir", "pas publiée"),
        ("Yoga", "par ici", "supprimée"),
        ("Accueil", "Chemin perdu", "supprimée"),
        ("Accueil", "Chemin fermé", "pas publiée"),
    }


def test_an_editor_is_told_of_the_links_they_may_mend(tree, home, desk, neighbour):
    gone = home.add_child(instance=NeedPage(title="Ancienne page", slug="ancienne"))
    for slug, page in tree.items():
        page.add_child(
            instance=NeedPage(
                title=f"Page de {slug}", slug="page", body=[{"type": "text", "value": link(gone)}]
            )
        )
    gone.delete()
    for one in (desk, neighbour):
        broken = one.client.get("/admin/liens/").context["broken"]
        assert [b.source for b in broken] == [f"Page de {one.territory.slug}"]


def test_the_review_is_set_up_once(administration, home):
    assert set_up_workflow() == set_up_workflow()
    assert list(Workflow.objects.filter(active=True).values_list("name", flat=True)) == [NAME]
    assert home.get_workflow().name == NAME


def test_an_editor_writes_and_submits_and_only_the_administration_publishes(tree, desk, administration):
    set_up_workflow()
    territory = tree["chambery"]
    url = f"/admin/pages/add/pages/needpage/{territory.pk}/"
    data = {"title": "Parler à quelqu'un", "slug": "parler", "introduction": "Venez.", "body-count": "0"}
    desk.client.post(url, data | {"action-publish": "1"})
    page = NeedPage.objects.get(slug="parler")
    assert not page.live
    desk.client.post(f"/admin/pages/{page.pk}/edit/", data | {"action-submit": "1"})
    page.refresh_from_db()
    task = page.current_workflow_task_state
    approve = f"/admin/pages/workflow/action/{page.pk}/approve/{task.pk}/"
    desk.client.post(approve, {"comment": ""})
    page.refresh_from_db()
    assert not page.live
    administration.post(approve, {"comment": ""})
    page.refresh_from_db()
    assert page.live


def test_a_place_page_offers_only_the_places_of_its_editor(tree, desk, neighbour):
    theirs = PlaceFactory(territory=neighbour.territory, name="Lieu des voisins")
    response = desk.client.get(f"/admin/pages/add/pages/placepage/{tree['chambery'].pk}/")
    assert list(response.context["form"].fields["place"].queryset) == [desk.place]
    data = {"title": "Lieu", "slug": "lieu", "place": theirs.pk, "body-count": "0"}
    data |= {"photos-TOTAL_FORMS": "0", "photos-INITIAL_FORMS": "0"}
    response = desk.client.post(f"/admin/pages/add/pages/placepage/{tree['chambery'].pk}/", data)
    assert response.context["form"].errors["place"]
    assert not PlacePage.objects.exists()


def test_the_reports_menu_of_an_editor_is_short(desk, administration):
    def reports(client):
        return client.get("/admin/").content.decode().count("/admin/reports/")

    assert reports(desk.client) < reports(administration)
    assert "/admin/liens/" in desk.client.get("/admin/").content.decode()


def test_one_press_from_the_first_page_writes_the_news_of_ones_own_territory(
    tree, home, desk, administration
):
    lists = {}
    for parent in (home, *tree.values()):
        lists[parent.slug] = parent.add_child(instance=NewsIndexPage(title="Actualités", slug="actualites"))

    def offered(client):
        html = client.get("/admin/").content.decode()
        return {slug: f"/pages/newspage/{page.pk}/" in html for slug, page in lists.items()}

    assert offered(desk.client) == {"accueil": False, "chambery": True, "sud-est-grenoblois": False}
    assert all(offered(administration).values())
    add = f"/admin/pages/add/pages/newspage/{lists['chambery'].pk}/"
    html = desk.client.get(add).content.decode()
    for name in ("date", "end_date", "go_live_at"):
        assert re.search(rf'<input type="date(time-local)?" name="{name}"', html)


def test_a_second_page_of_the_same_title_gets_an_address_of_its_own(tree, desk):
    index = tree["chambery"].add_child(instance=NewsIndexPage(title="Actualités", slug="actualites"))
    data = {
        "title": "Fermeture de Noël",
        "slug": "fermeture-de-noel",
        "date": "2026-12-20",
        "body-count": "0",
    }
    for _year in range(3):
        response = desk.client.post(f"/admin/pages/add/pages/newspage/{index.pk}/", data)
        assert response.status_code == 302
    index.refresh_from_db()
    slugs = set(index.get_children().values_list("slug", flat=True))
    assert slugs == {"fermeture-de-noel", "fermeture-de-noel-2", "fermeture-de-noel-3"}


def test_the_preview_carries_what_the_checks_read_and_a_public_page_does_not(tree, desk, client):
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[tree["chambery"].pk])
    data = {"title": "Chambéry", "slug": "chambery", "territory": desk.territory.pk, "body-count": "0"}
    assert desk.client.post(url, data).json()["is_valid"]
    assert "wagtail-userbar" in desk.client.get(f"{url}?in_preview_panel=true").content.decode()
    assert "wagtail-userbar" not in client.get("/chambery/").content.decode()
    assert "wagtail-userbar" not in desk.client.get("/chambery/").content.decode()


def test_the_accessibility_checker_stays_on_for_pages_and_texts(tree, desk):
    text = ActivityFactory(place=desk.place).texts.get()
    for url in (f"/admin/pages/{tree['chambery'].pk}/edit/", f"/admin/textes-ateliers/edit/{text.pk}/"):
        assert 'id="checker-axe-configuration"' in desk.client.get(url).content.decode()
