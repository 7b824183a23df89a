"""« Traductions à revoir »: what each person finds in it, the next thing to do, and that it costs the same for many pages."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from home.activities.models import ActivityText
from home.pages.actions import set_up_workflow
from home.pages.admin.awaiting import rows_for
from home.pages.admin.outdated import State
from home.pages.models import Banner, LegalPage, NeedPage
from portal.accounts.models import User
from tests.factories import ActivityFactory, PlaceFactory, UserFactory
from tests.home.pages.conftest import NOW, locale, words
from tests.home.pages.translating import begin, publish, send, type_in

pytestmark = pytest.mark.django_db
REPORT = "/admin/traductions/"
WORDS = {"Parler": "Talk", "On vous écoute.": "We listen."}


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Do what Wagtail does once a change is committed."""
    return partial(django_capture_on_commit_callbacks, execute=True)


@pytest.fixture
def parler(tree, desk, administration) -> NeedPage:
    """A page of the desk's territory in a portal with all its languages."""
    tree.everywhere()
    set_up_workflow()
    page = tree.add(
        tree.territory_page, NeedPage(title="Parler", slug="parler", introduction="On vous écoute.")
    )
    tree.translate(page, "en")
    tree.translate(page, "ar")
    return page


def admin() -> User:
    return User.objects.get(last_name="Admin")


def states(user: User, title: str) -> dict[str, State]:
    return {row.language: row.state for row in rows_for(user) if row.title == title}


def row(user: User, title: str, language: str = "en"):
    return next(row for row in rows_for(user) if (row.title, row.language) == (title, language))


def test_a_page_goes_from_missing_to_done_and_back(parler, desk, administration, committed):
    def here() -> State | None:
        return states(desk.user, "Parler").get("en")

    assert states(desk.user, "Parler") == {"en": State.MISSING, "ar": State.MISSING}
    assert row(desk.user, "Parler").url == f"/admin/localize/submit/page/{parler.pk}/?select_locale=en"
    translation = begin(desk.client, parler)
    other = parler.get_translation(locale("en"))
    assert here() == State.BEGUN
    assert row(desk.user, "Parler").url == f"/admin/pages/{other.pk}/edit/"
    type_in(desk.client, translation, WORDS)
    assert here() == State.READY
    assert row(desk.user, "Parler").url == f"/admin/traductions/{translation.pk}/relecture/"
    send(desk.client, translation)
    assert here() == State.REVIEW
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        with committed():
            publish(administration, other)
        assert here() is None
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        parler.refresh_from_db()
        parler.title = "Se parler"
        parler.save_revision().publish()
        assert states(desk.user, "Se parler")["en"] == State.LATE
        update = f"/admin/localize/update/{translation.source_id}/"
        assert row(desk.user, "Se parler").url == f"{update}?next={REPORT}"
        assert desk.client.post(update, {"next": REPORT})["Location"] == REPORT
        assert states(desk.user, "Se parler")["en"] == State.LATE
        assert row(desk.user, "Se parler").url == f"/admin/pages/{other.pk}/edit/"
        type_in(desk.client, translation, {"Se parler": "Talk together"})
        assert states(desk.user, "Se parler")["en"] == State.READY


def test_a_french_page_published_again_without_a_new_word_asks_for_no_translation(
    parler, desk, administration, committed
):
    translation = begin(desk.client, parler)
    type_in(desk.client, translation, WORDS)
    with committed():
        publish(administration, parler.get_translation(locale("en")))
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        parler.refresh_from_db()
        parler.save_revision().publish()
        assert states(desk.user, "Parler")["en"] == State.LATE
        desk.client.post(f"/admin/localize/update/{translation.source_id}/")
        assert "en" not in states(desk.user, "Parler")


def test_a_page_written_as_a_whole_shows_what_the_french_says_since(tree, desk):
    tree.everywhere()
    page = tree.add(tree.territory_page, NeedPage(title="Parler", slug="parler"))
    other = tree.translate(page, "en", title="Talk")
    tree.translate(page, "ar", title="الحديث")
    assert states(desk.user, "Parler") == {}
    first = page.live_revision_id
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        page.introduction = "Nouveau."
        page.save_revision().publish()
        html = desk.client.get(f"{REPORT}?langue=en").content.decode()
        assert f"/admin/pages/{page.pk}/revisions/compare/{first}...live/" in html
        assert states(desk.user, "Parler") == {"en": State.LATE, "ar": State.LATE}
        other.refresh_from_db()
        other.save_revision()
        assert states(desk.user, "Parler")["en"] == State.LATE
        other.get_latest_revision().publish()
        assert states(desk.user, "Parler") == {"ar": State.LATE}
        other.save_revision()
        assert states(desk.user, "Parler")["en"] == State.READY


def test_only_kinds_of_pages_meant_to_be_translated_are_missed(tree, desk, administration):
    tree.everywhere()
    news = tree.news("Le jardin ouvre")
    legal = tree.add(tree.home, LegalPage(title="Mentions légales", slug="mentions-legales"))
    assert states(desk.user, news.title) == {}
    assert states(admin(), legal.title) == {"en": State.MISSING}
    tree.translate(news, "en", title="The garden opens")
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        news.save_revision().publish()
        assert states(desk.user, news.title) == {"en": State.LATE}


def test_a_french_draft_is_nobody_s_business_yet(tree, desk):
    page = tree.add(tree.territory_page, NeedPage(title="Parler", slug="parler"))
    page.unpublish()
    assert states(desk.user, "Parler") == {}


def test_texts_of_workshops_and_short_texts_are_there(tree, desk, administration):
    tree.everywhere()
    activity = ActivityFactory(place=desk.place, name="Yoga")
    text = activity.texts.get()
    desk.place.landmark_en = "next to the post office"
    desk.place.save()
    Banner.objects.create(
        territory=desk.territory, text="Fermé", text_ar="مغلق", ends_at=timezone.now() + timedelta(hours=1)
    )
    over = timezone.now() - timedelta(hours=1)
    Banner.objects.create(
        territory=desk.territory, text="Hier", starts_at=over - timedelta(hours=1), ends_at=over
    )
    assert states(desk.user, "Yoga") == {"en": State.MISSING, "ar": State.MISSING}
    english = ActivityText(activity=activity, locale=locale("en"), title="Chair yoga", summary="Gently.")
    english.save()
    assert states(desk.user, "Yoga") == {"ar": State.MISSING}, "written apart, it counts all the same"
    assert states(desk.user, "Fermé") == {"en": State.MISSING}
    assert states(desk.user, "Hier") == {}
    assert (
        row(desk.user, "Yoga", "ar").url
        == f"/admin/localize/submit/snippet/activities/activitytext/{text.pk}/?select_locale=ar"
    )
    shown = [one for one in rows_for(desk.user) if one.url.startswith("/admin/lieux/")]
    places = {(one.url, one.language) for one in shown}
    assert (f"/admin/lieux/edit/{desk.place.pk}/", "ar") in places
    assert (f"/admin/lieux/edit/{desk.place.pk}/", "en") not in places
    themes = {one.title for one in rows_for(admin()) if one.url.startswith("/admin/themes/")}
    assert themes == {"Bouger"}
    assert not [one for one in rows_for(desk.user) if one.url.startswith("/admin/themes/")]


def test_each_finds_their_own_territory_and_the_administration_all(parler, desk, neighbour, administration):
    ActivityFactory(place=neighbour.place, name="Marche des voisins")
    mine = {one.title for one in rows_for(desk.user)}
    theirs = {one.title for one in rows_for(neighbour.user)}
    assert {"Parler", "Chambéry"} <= mine
    assert "Marche des voisins" not in mine
    assert "Marche des voisins" in theirs
    assert not {"Parler", "Chambéry"} & theirs
    assert mine | theirs <= {one.title for one in rows_for(admin())}
    assert not {one.title for one in rows_for(UserFactory())}


def test_the_report_filters_by_language_and_counts(parler, desk):
    html = desk.client.get(REPORT).content.decode()
    assert "Parler, English" in html
    assert "Parler, العربية" in html
    arabic = desk.client.get(f"{REPORT}?langue=ar")
    assert "Parler, English" not in arabic.content.decode()
    assert f"Pas traduite : {len(arabic.context['rows'])}" in words(arabic)
    for asked in ("fr", "xx", "🎉", "x" * 1000):
        assert "Parler, English" in desk.client.get(REPORT, {"langue": asked}).content.decode()
    for number in ("0", "-1", "abc", "9" * 30):
        assert desk.client.get(REPORT, {"p": number}).status_code == 200


def test_what_is_wrong_comes_before_what_is_missing(parler, desk):
    begin(desk.client, parler)
    found = [one.state for one in rows_for(desk.user)]
    assert found == sorted(found, key=list(State).index)
    assert found[0] == State.BEGUN


def test_it_is_in_the_menu_and_on_the_first_page(parler, desk, signed_in):
    html = desk.client.get("/admin/").content.decode()
    assert html.count(REPORT) >= 2
    assert "Pas traduite :" in html
    stranger = UserFactory()
    assert signed_in(stranger).get(REPORT).status_code == 403


def test_when_all_is_done_it_says_so(db, administration):
    for page in Page.objects.filter(depth=2):
        page.delete()
    assert "Tout est traduit et à jour." in words(administration.get(REPORT))
    assert "traductions-titre" not in administration.get("/admin/").content.decode()


def test_many_pages_cost_the_same_queries(tree, desk, administration):
    tree.everywhere()

    def grow(numbers: range) -> None:
        for number in numbers:
            page = tree.add(tree.territory_page, NeedPage(title=f"Besoin {number}", slug=f"besoin-{number}"))
            tree.translate(page, "ar", title="كلام")
            tree.translate(page, "en")
            begin(desk.client, page)
            ActivityFactory(place=PlaceFactory(territory=desk.territory))

    grow(range(1))
    rows_for(desk.user)  # kinds of contents are read once
    counts = []
    for numbers in (range(1, 2), range(2, 8)):
        grow(numbers)
        with CaptureQueriesContext(connection) as asked:
            rows_for(User.objects.get(pk=desk.user.pk))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 18
