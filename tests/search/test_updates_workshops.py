"""Workshops and their dates: what happens in the calendar shows in the index at once."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
import time_machine
from django.core.management import call_command

from home.activities import documents
from home.activities.actions.closures import close_place, reopen_place
from home.activities.actions.series import end_series, save_series
from home.activities.actions.sessions import add_session, cancel_session, move_session, restore_session
from home.activities.models import Audience, Session
from search.document import FOR, PROFESSIONALS, RESIDENTS
from search.sources import documents_of
from tests.factories import (
    ActivityFactory,
    ActivityTextFactory,
    SeriesFactory,
    SessionFactory,
    ThemeFactory,
    paris,
)
from tests.home.pages.conftest import locale
from tests.search.agreeing import index, one  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(paris(2026, 11, 23, 10)):
        yield


@pytest.fixture
def series(index):  # noqa: F811
    with index.change():
        made = SeriesFactory.build(activity=ActivityFactory(), first_day=TUESDAY, last_day=date(2026, 12, 22))
        made.place = made.activity.place
        save_series(made, [], user=None)
    return made


def days(activity) -> list[date]:
    return [when.start.date() for when in one(f"workshop:{activity.pk}").dates]


def test_dates_follow_the_calendar(index, series):  # noqa: F811
    activity, first = series.activity, Session.objects.order_by("start").first()
    assert days(activity)[:2] == [TUESDAY, TUESDAY + timedelta(days=7)]
    with index.change():
        cancel_session(first, reason="weather", user=None)
    assert TUESDAY not in days(activity)
    with index.change():
        restore_session(first, user=None)
    with index.change():
        start = paris(2026, 11, 25, 14)
        move_session(first, start=start, end=start + timedelta(hours=1), user=None)
    assert days(activity)[0] == date(2026, 11, 25)
    with index.change():
        add_session(series, day=date(2026, 11, 23), start_time=time(15), end_time=time(16), user=None)
    assert days(activity)[0] == date(2026, 11, 23)
    with index.change():
        closure = close_place(
            series.place, first_day=TUESDAY, last_day=date(2026, 12, 10), reason="Travaux", user=None
        )
    assert days(activity) == [date(2026, 11, 23), date(2026, 12, 15), date(2026, 12, 22)]
    with index.change():
        reopen_place(closure, user=None)
    assert len(days(activity)) == 6
    with index.change():
        end_series(series, date(2026, 12, 1), user=None)
    assert days(activity)[-1] == date(2026, 12, 1)


def test_the_night_turns_the_page(index, series):  # noqa: F811
    assert days(series.activity)[0] == TUESDAY
    with time_machine.travel(paris(2026, 11, 25, 3)), index.change():
        call_command("extend_sessions", verbosity=0)
    with time_machine.travel(paris(2026, 11, 25, 3)):
        assert days(series.activity)[0] == TUESDAY + timedelta(days=7)


def test_a_workshop_carries_twenty_dates_at_most(index):  # noqa: F811
    with index.change():
        activity = ActivityFactory()
        series = SeriesFactory(activity=activity)
        for n in range(25):
            SessionFactory(series=series, day=TUESDAY + timedelta(days=n))
    assert days(activity) == [TUESDAY + timedelta(days=n) for n in range(20)]


def test_a_text_published_and_taken_down(index):  # noqa: F811
    with index.change():
        activity = ActivityFactory(text="Yoga doux")
    key = f"workshop:{activity.pk}"
    assert (one(key, "en").title, one(key, "en").words_language) == ("Yoga doux", "fr")
    with index.change():
        english = ActivityTextFactory(activity=activity, locale=locale("en"), title="Soft yoga")
    told = one(key, "en")
    assert (told.title, told.words_language) == ("Soft yoga", "") and "Yoga doux" in told.original
    with index.change():
        english.unpublish()
    assert one(key, "en").title == "Yoga doux"
    with index.change():
        activity.texts.get(locale__language_code="fr").unpublish()
    assert key not in index.held() | index.held("en")


def test_themes_place_and_price_follow(index):  # noqa: F811
    with index.change():
        activity = ActivityFactory(themes=[ThemeFactory(slug="bouger")], price=0)
    key = f"workshop:{activity.pk}"
    with index.change():
        activity.themes.set([ThemeFactory(slug="manger", name="Bien manger")])
    assert one(key).facets["theme"] == ("manger",) and "Bien manger" in one(key).keywords
    with index.change():
        activity.price = 2
        activity.save()
    assert one(key).facets["frais"] == ("payant",)
    with index.change():
        activity.place.name = "Salle bleue"
        activity.place.save()
    assert one(key).place.startswith("Salle bleue")
    with index.change():
        activity.territory.slug = "ailleurs"
        activity.territory.save()
    assert one(key).territories == ("ailleurs",)


def test_evenings_for_professionals_are_marked(index):  # noqa: F811
    with index.change():
        evening = SessionFactory(series__audience=Audience.PROFESSIONALS).activity
        both = SessionFactory().activity
        SessionFactory(
            series=SeriesFactory(activity=both, audience=Audience.PROFESSIONALS),
            day=date(2026, 11, 25),
            slot=2,
        )
    told = one(f"workshop:{evening.pk}")
    assert told.marks[FOR] == (PROFESSIONALS,) and told.facets["public"] == ("professionnels",)
    assert len(told.dates) == 1
    told = one(f"workshop:{both.pk}")
    assert told.marks[FOR] == (RESIDENTS,) and told.facets["public"] == ("professionnels", "tous")
    assert len(told.dates) == 1


def test_a_text_published_between_two_questions_to_the_database_waits_for_its_turn(index, monkeypatch):  # noqa: F811
    with index.change():
        activity, other = ActivityFactory(), ActivityFactory()
    text, read = activity.texts.get(locale__language_code="fr"), documents._facts

    def published_after(*asked):
        type(text).objects.filter(pk=text.pk).update(live=False)
        found = read(*asked)
        type(text).objects.filter(pk=text.pk).update(live=True)
        return found

    with monkeypatch.context() as patched:
        patched.setattr(documents, "_facts", published_after)
        told = {d.key for d in documents_of([f"workshop:{activity.pk}", f"workshop:{other.pk}"])}
    assert told == {f"workshop:{other.pk}"}
    assert one(f"workshop:{activity.pk}")
