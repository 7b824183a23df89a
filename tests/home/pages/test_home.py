"""The front door: what is on, whether one can come in, whom to call, where to go on."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from home.activities.actions.sessions import move_session
from home.pages.models import NeedPage, WayOn
from tests.factories import (
    ActivityFactory,
    ActivityTextFactory,
    HoursExceptionFactory,
    PlaceFactory,
    SeriesFactory,
    SessionFactory,
    TerritoryFactory,
    paris,
)
from tests.home.pages.conftest import MONDAY, locale, words

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + timedelta(days=1)


def session(tree, title: str, *, day: date = MONDAY, audience: str = "tous", **facts):
    activity = ActivityFactory(place=tree.place, slug=title.lower().replace(" ", "-"), text=title)
    return SessionFactory(series=SeriesFactory(activity=activity, audience=audience), day=day, **facts)


def under(response, number: int) -> str:
    html = response.content.decode()
    found = re.search(rf'<section class="days" aria-labelledby="jour-{number}">(.*?)</section>', html, re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


def test_today_and_tomorrow_stand_under_their_days(client, tree):
    session(tree, "Yoga doux")
    session(tree, "Café santé", day=TUESDAY)
    session(tree, "Plus tard", day=TUESDAY + timedelta(days=1))
    response = client.get("/")
    assert "Yoga doux" in under(response, 1)
    assert "lundi 23 novembre" in under(response, 1)
    assert "Café santé" in under(response, 2)
    assert "Plus tard" not in words(response)


def test_what_is_over_withdrawn_or_for_professionals_is_not_shown(client, tree):
    session(tree, "Fini", at=time(8), end=paris(2026, 11, 23, 9))
    session(tree, "Retiré", status="withdrawn")
    session(tree, "Soirée pro", audience="professionnels")
    session(tree, "En cours", at=time(9))
    text = words(client.get("/"))
    assert "En cours" in text
    assert not any(title in text for title in ("Fini", "Retiré", "Soirée pro"))


def test_a_cancelled_session_stays_and_says_so(client, tree):
    session(tree, "Yoga doux", status="cancelled", reason="leader")
    today = under(client.get("/"), 1)
    assert "Annulé" in today
    assert "La personne qui anime est absente" in today


@pytest.mark.parametrize("days", [-3, 1, 7])
def test_a_session_moved_to_another_day_leaves_word_on_its_old_day(client, tree, days):
    moved = session(tree, "Yoga doux")
    move_session(
        moved, start=moved.start + timedelta(days=days), end=moved.end + timedelta(days=days), user=None
    )
    today = under(client.get("/"), 1)
    assert "Yoga doux" in today
    assert "Déplacé :" in today
    assert "Rien de prévu." not in today


def test_a_session_moved_within_its_day_leaves_no_second_word(client, tree):
    moved = session(tree, "Yoga doux")
    move_session(moved, start=moved.start + timedelta(hours=1), end=moved.end + timedelta(hours=1), user=None)
    assert under(client.get("/"), 1).count("Yoga doux") == 1


def test_empty_days_say_so(client, tree):
    response = client.get("/")
    assert "Rien de prévu." in under(response, 1)
    assert "Rien de prévu." in under(response, 2)


def test_beyond_six_sessions_the_agenda_takes_over(client, tree):
    for n in range(9):
        session(tree, f"Atelier {n}", at=time(14, n))
    today = under(client.get("/"), 1)
    assert "Atelier 5" in today
    assert "Atelier 6" not in today
    assert "Voir 3 autres séances" in today
    assert 'href="/agenda/?jour=aujourdhui"' in client.get("/").content.decode()


def test_doors_tell_whether_one_can_come_in_and_whom_to_call(client, tree):
    PlaceFactory(territory=tree.territory, name="Salle prêtée", is_dedicated=False)
    response = client.get("/")
    text = words(response).replace("\u00a0", " ")
    assert "Espace Santé" in text
    assert "Ouvert, ferme à 12 h" in text
    assert 'href="tel:+33199001020"' in response.content.decode()
    assert 'href="/chambery/espace-sante/"' in response.content.decode()
    assert "Salle prêtée" not in text


def test_a_place_without_telephone_gives_the_territory_s(client, tree):
    tree.place.phone = ""
    tree.place.save()
    assert 'href="tel:+33199001010"' in client.get("/").content.decode()


def test_the_door_follows_the_clock_and_the_closures(client, tree):
    HoursExceptionFactory(place=tree.place, first_day=MONDAY, last_day=MONDAY, reason="Panne d'eau")
    text = words(client.get("/"))
    assert "Fermé aujourd" in text
    assert "Panne d'eau" in text


@pytest.mark.parametrize(
    ("moment", "said"),
    [((2026, 11, 23, 8), "Fermé, ouvre à 9 h"), ((2026, 11, 23, 18), "Fermé, ouvre demain à 9 h")],
)
def test_the_door_at_other_hours(client, tree, moment, said):
    with time_machine.travel(paris(*moment), tick=False):
        assert said in words(client.get("/")).replace("\u00a0", " ")


def test_talking_to_a_mediator_says_come_call_and_what_for(client, tree):
    text = words(client.get("/"))
    for said in ("Parler à une médiatrice", "Venez sans rendez-vous.", "Ou appelez.", "Pour un courrier."):
        assert said in text


def test_ways_on_lead_somewhere_or_are_not_shown(client, tree):
    need = tree.add(tree.home, NeedPage(title="Trouver de l'aide", slug="aide"))
    gone = tree.add(tree.home, NeedPage(title="Retirée", slug="retiree"))
    for label, target, address in [
        ("Vers une page", need, ""),
        ("Vers l'agenda", None, "/agenda/"),
        ("Vers une page retirée", gone, ""),
        ("Vers nulle part", None, ""),
    ]:
        WayOn.objects.create(
            page=tree.home,
            label=label,
            target=target,
            address=address,
            pictogram="papiers",
            locale=locale("fr"),
        )
    gone.unpublish()
    html = client.get("/").content.decode()
    assert '<a class="card way" href="/aide/">' in html
    assert '<a class="card way" href="/agenda/">' in html
    assert "retirée" not in html
    assert "nulle part" not in html


def test_news_are_those_of_the_day(client, tree):
    tree.news("Nouvelle", end_date=MONDAY)
    tree.news("Passée", date=MONDAY - timedelta(days=9), end_date=MONDAY - timedelta(days=1))
    tree.news("À venir", date=TUESDAY, slug="a-venir")
    tree.news("Retirée", slug="retiree").unpublish()
    secret = tree.news("Réservée", slug="reservee")
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    text = words(client.get("/"))
    assert "Nouvelle" in text
    assert "23 novembre , Chambéry" in text  # the comma stands outside the <time>
    assert not any(title in text for title in ("Passée", "À venir", "Retirée", "Réservée"))


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_the_other_languages(client, tree, language, direction):
    tree.everywhere()
    activity = ActivityFactory(place=tree.place, slug="yoga", text="Yoga doux")
    ActivityTextFactory(activity=activity, locale=locale(language), title="Chair yoga")
    SessionFactory(series=SeriesFactory(activity=activity), day=MONDAY)
    response = client.get(f"/{language}/")
    html = response.content.decode()
    assert f'<html lang="{language}" dir="{direction}">' in html
    assert "Chair yoga" in html
    assert f'href="/{language}/agenda/yoga/2026-11-23/"' in html
    assert f'href="/{language}/chambery/espace-sante/"' in html
    for other, url in (("fr", "/"), ("en", "/en/"), ("ar", "/ar/")):
        assert f'hreflang="{other}" href="http://testserver{url}"' in html


def test_a_session_moved_in_french_is_moved_in_every_language_at_once(client, tree):
    tree.everywhere()
    one = session(tree, "Yoga doux")
    assert "de 14" in words(client.get("/"))
    one.start, one.end = paris(2026, 11, 23, 16), paris(2026, 11, 23, 18)
    one.save()
    assert "de 16 h à 18 h" in words(client.get("/")).replace("\u00a0", " ")
    assert "T16:00:00+01:00" in client.get("/en/").content.decode()
    assert "T16:00:00+01:00" in client.get("/ar/").content.decode()


def test_the_home_page_costs_ten_queries_cold_and_five_when_nothing_changed(
    client, tree, django_assert_max_num_queries, django_assert_num_queries
):
    for n in range(4):
        session(tree, f"Atelier {n}", at=time(14, n), status="cancelled", reason="few")
        tree.news(f"Nouvelle {n}")
    client.get("/plan-du-site/")  # what every page shares: the foot, the banners, where each language begins
    with django_assert_max_num_queries(10):
        client.get("/?cold")
    with django_assert_num_queries(5):
        client.get("/?warm")
    with django_assert_num_queries(1):
        client.get("/?warm")


def test_a_change_to_a_session_reads_the_programme_again_and_nothing_round_it(client, tree):
    session(tree, "Yoga doux")
    tree.news("Une nouvelle")
    with CaptureQueriesContext(connection) as cold:
        client.get("/")
    session(tree, "Sophrologie", at=time(16)).save()
    with CaptureQueriesContext(connection) as again:
        page = client.get("/")
    assert "Sophrologie" in words(page)
    spared = [_tables(query) for query in cold if _tables(query) not in [_tables(q) for q in again]]
    assert len(spared) >= 5
    assert not [tables for tables in spared if re.search("activities_|directory_", tables)]


def _tables(query: dict) -> str:
    return " ".join(re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"]))


def test_ten_times_more_costs_no_more_queries(client, tree, django_assert_max_num_queries):
    for n in range(40):
        place = PlaceFactory(territory=TerritoryFactory())
        activity = ActivityFactory(place=place, slug=f"de-plus-{n}")
        SessionFactory(series=SeriesFactory(activity=activity), day=MONDAY, at=time(15))
        HoursExceptionFactory(place=place)
    client.get("/plan-du-site/")
    with django_assert_max_num_queries(10):
        response = client.get("/")
    assert "Voir 34 autres séances" in words(response)


def test_the_page_names_itself(client, tree):
    html = client.get("/").content.decode()
    assert "<title>La santé, à côté de chez vous – IMPACT</title>" in html
    assert '<meta name="description" content="Un lieu ouvert.">' in html
    assert '<link rel="canonical" href="http://testserver/">' in html
    assert '<meta property="og:url" content="http://testserver/">' in html
    assert timezone.localdate() == MONDAY
