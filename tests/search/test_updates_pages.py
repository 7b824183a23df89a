"""Whatever becomes of a page, the index follows in the same breath: nothing private or gone is left in it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from home.pages.models import NeedPage
from resources.directory.models import HelpPage
from search.engine import search
from search.geography import Point
from search.question import Question
from tests.home.pages.conftest import NOW, tree  # noqa: F401 -- a fixture
from tests.search.agreeing import index, one  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday_morning():
    """Let the clock run: an index counts on it."""
    with time_machine.travel(NOW):
        yield


def key(page: Page, kind: str = "page") -> str:
    return f"{kind}:{page.translation_key}"


def test_a_page_published_then_taken_down(tree, index):  # noqa: F811
    with index.change():
        page = tree.add(tree.home, NeedPage(title="Parler à quelqu'un", slug="parler"))
    assert key(page) in index.held()
    with index.change():
        page.unpublish()
    assert key(page) not in index.held()
    with index.change():
        page.save_revision().publish()
    assert key(page) in index.held()


def test_a_draft_is_never_told(tree, index):  # noqa: F811
    with index.change():
        page = tree.add(tree.home, NeedPage(title="Parler", slug="parler"))
    page.title = "Ornithorynque"
    with index.change():
        page.save_revision()
    assert one(key(page)).title == "Parler"
    with index.change():
        tree.home.refresh_from_db()
        tree.home.add_child(
            instance=NeedPage(title="Brouillon", slug="brouillon", live=False, locale=page.locale)
        )
    assert "Brouillon" not in {one(told).title for told in index.held() if one(told)}


def test_a_restriction_above_hides_what_stands_below_until_it_is_lifted(tree, index):  # noqa: F811
    below = {key(tree.territory_page), key(tree.news_index), key(tree.place_page, "place")}
    with index.change():
        news = tree.news("Le jardin ouvre")
    tree.everywhere()
    index.rebuild()
    assert below <= index.held("ar") and below | {key(news)} <= index.held()
    with index.change():
        restriction = PageViewRestriction.objects.create(
            page=tree.territory_page, restriction_type=PageViewRestriction.LOGIN
        )
    assert not (below | {key(news)}) & (index.held() | index.held("en") | index.held("ar"))
    with index.change():
        restriction.delete()
    assert below <= index.held("ar") and below | {key(news)} <= index.held()


def test_a_page_moved_takes_those_below_with_it(tree, index):  # noqa: F811
    with index.change():
        news = tree.news("Le jardin ouvre")
    assert one(key(news)).url == "/chambery/actualites/le-jardin-ouvre/"
    with index.change():
        tree.news_index.move(tree.home, pos="last-child")
    assert one(key(news)).url == "/actualites/le-jardin-ouvre/"
    assert one(key(news)).territories == ()


def test_a_new_address_is_that_of_all_below_in_every_language(tree, index):  # noqa: F811
    tree.everywhere()
    with index.change():
        news = tree.news("Le jardin ouvre")
        tree.translate(news, "en")
    with index.change():
        page = tree.news_index.specific
        page.refresh_from_db()
        page.slug = "nouvelles"
        page.save_revision().publish()
    assert one(key(news)).url == "/chambery/nouvelles/le-jardin-ouvre/"
    assert one(key(news), "en").url == "/en/chambery/nouvelles/le-jardin-ouvre/"


def test_a_tree_deleted_leaves_nothing(tree, index):  # noqa: F811
    with index.change():
        news = tree.news("Le jardin ouvre")
    with index.change():
        tree.territory_page.delete()
    assert index.held() == {key(tree.home)}
    assert one(key(news)) is None


def test_a_translation_takes_the_place_of_french(tree, index):  # noqa: F811
    tree.everywhere()
    with index.change():
        page = tree.add(tree.home, NeedPage(title="Parler", slug="parler", introduction="On écoute."))
    assert one(key(page), "en") is None
    with index.change():
        alias = tree.translate(page, "en")
    told = one(key(page), "en")
    assert (told.title, told.words_language, told.url) == ("Parler", "fr", "/en/parler/")
    with index.change():
        alias.alias_of = None
        alias.title = alias.draft_title = "Talk"
        alias.save()
        alias.save_revision().publish()
    told = one(key(page), "en")
    assert (told.title, told.words_language) == ("Talk", "")
    assert "On écoute" in told.original
    with index.change():
        page.refresh_from_db()
        page.introduction = "On vous écoute."
        page.save_revision().publish()
    assert "On vous écoute" in one(key(page), "en").original


def test_what_is_put_up_for_a_time_comes_and_goes_by_night(tree, index):  # noqa: F811
    today = timezone.localdate()
    with index.change():
        news = tree.news("Fête", date=today, end_date=today + timedelta(days=1))
        later = tree.news("Repas", date=today + timedelta(days=2))
    assert key(news) in index.held() and key(later) not in index.held()
    for days, told in ((1, {key(news)}), (2, {key(later)})):
        with time_machine.travel(NOW + timedelta(days=days)), index.change():
            call_command("extend_sessions", verbosity=0)
        assert index.held() & {key(news), key(later)} == told


def test_a_page_whose_hour_has_come_leaves(tree, index):  # noqa: F811
    with index.change():
        page = tree.add(
            tree.home, NeedPage(title="Parler", slug="parler", expire_at=NOW + timedelta(hours=1))
        )
    assert key(page) in index.held()
    with time_machine.travel(NOW + timedelta(hours=2)), index.change():
        call_command("publish_scheduled", verbosity=0)
    assert key(page) not in index.held()


def test_the_place_of_a_page_tells_where_it_stands(tree, index):  # noqa: F811
    with index.change():
        tree.place.street, tree.place.latitude, tree.place.longitude = "3 rue des Lilas", 45.5, 5.9
        tree.place.save()
    told = one(key(tree.place_page, "place"))
    assert told.point == (45.5, 5.9) and "3 rue des Lilas" in told.keywords


def test_a_discreet_page_of_need_shows_no_word_of_its_own(tree, index):  # noqa: F811
    with index.change():
        page = tree.add(
            tree.home,
            HelpPage(
                title="Quelqu'un me frappe",
                short_title="Parler en sécurité",
                slug="pause",
                pictogram="parole",
                introduction="Vous subissez des violences.",
                is_sensitive=True,
            ),
        )
    told = one(key(page, "need"))
    assert told.discreet and told.title == "Parler en sécurité" and told.summary == told.text == ""
    assert "Quelqu'un me frappe" in told.keywords


def test_a_page_that_stands_nowhere_is_near_everybody(tree, index):  # noqa: F811
    with index.change():
        page = tree.add(
            tree.home,
            HelpPage(title="J'ai faim", short_title="Manger", slug="faim", pictogram="assiette"),
        )
        tree.place.latitude = tree.place.longitude = None
        tree.place.save()
    told = search(Question("j'ai faim", near=Point(45.5646, 5.9178), radius=1000))
    assert [hit.key for hit in told.hits] == [key(page, "need")]
    assert not one(key(tree.place_page, "place")).everywhere  # it stands somewhere, nobody knows where
