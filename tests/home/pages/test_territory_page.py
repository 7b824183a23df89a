"""The page of a territory: its places, its days, its news, its posters; nothing of its neighbours."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
import time_machine

from home.pages.models import NewsIndexPage, TerritoryPage
from home.pages.views.territory import posters, spans
from tests.factories import (
    ActivityFactory,
    HoursExceptionFactory,
    PlaceFactory,
    SeriesFactory,
    SessionFactory,
    TerritoryFactory,
    paris,
)
from tests.home.pages.conftest import MONDAY, words

pytestmark = pytest.mark.django_db
URL = "/chambery/"


def session(place, title: str, *, day=MONDAY, **facts):
    activity = ActivityFactory(place=place, slug=title.lower().replace(" ", "-"), text=title)
    return SessionFactory(series=SeriesFactory(activity=activity), day=day, **facts)


def test_its_places_and_their_doors(client, tree):
    PlaceFactory(territory=tree.territory, name="Salle prêtée", is_dedicated=False, opening_hours="")
    PlaceFactory(territory=TerritoryFactory(slug="ailleurs"), name="Espace voisin")
    text = words(client.get(URL)).replace("\u00a0", " ")
    assert "Espace Santé Ouvert, ferme à 12 h" in text
    assert "Salle prêtée" in text
    assert "Espace voisin" not in text


def test_its_days_go_to_the_end_of_the_week(client, tree):
    for title, days in (("Lundi", 0), ("Mardi", 1), ("Dimanche", 6), ("Huit jours", 7)):
        session(tree.place, title, day=MONDAY + timedelta(days=days))
    session(PlaceFactory(territory=TerritoryFactory(slug="ailleurs")), "Chez le voisin")
    html = client.get(URL).content.decode()
    for title in ("Lundi", "Mardi", "Dimanche"):
        assert f">{title}</a>" in html
    assert "Huit jours" not in html
    assert "Chez le voisin" not in html
    assert "Cette semaine" in html


@pytest.mark.parametrize(("day", "headings"), [(23, 3), (26, 3), (28, 2), (29, 3)])
def test_the_headings_are_those_of_the_agenda(tree, day, headings):
    # On a Saturday tomorrow ends the week; on a Sunday the coming week is told.
    assert len(spans(MONDAY.replace(day=day))) == headings


def test_news_of_the_territory_alone(client, tree):
    tree.news("Chez nous")
    other = tree.add(
        tree.home,
        TerritoryPage(title="Ailleurs", slug="ailleurs", territory=TerritoryFactory(slug="ailleurs")),
    )
    index = tree.add(other, NewsIndexPage(title="Actualités", slug="actualites"))
    tree.news("Chez eux", under=index)
    text = words(client.get(URL))
    assert "Chez nous" in text
    assert "Chez eux" not in text


def test_posters_of_this_week_the_next_and_the_month(client, tree):
    html = client.get(URL).content.decode()
    for address in (
        "pdf?semaine=2026-W48",
        "png?semaine=2026-W48",
        "pdf?semaine=2026-W49",
        "pdf?mois=2026-11",
    ):
        assert f'href="/chambery/agenda/affiche.{address}"' in html
    assert [p["url"][-8:] for p in posters("/", MONDAY.replace(month=12, day=30))] == [
        "2026-W53",
        "2026-W53",
        "2027-W01",
        "=2026-12",
    ]


def test_its_agenda_and_its_name_in_arabic(client, tree):
    tree.everywhere()
    assert 'href="/chambery/agenda/"' in client.get(URL).content.decode()
    assert 'href="/ar/chambery/agenda/"' in client.get("/ar" + URL).content.decode()


def test_a_closed_evening_leads_to_tomorrow(client, tree):
    session(tree.place, "Matin", at=time(9))
    with time_machine.travel(paris(2026, 11, 23, 20), tick=False):
        text = words(client.get(URL)).replace("\u00a0", " ")
    assert "Matin" not in text
    assert "Fermé, ouvre demain à 9 h" in text


def test_queries(client, tree, django_assert_max_num_queries):
    for n in range(12):
        place = PlaceFactory(territory=tree.territory)
        HoursExceptionFactory(place=place)
        session(place, f"Atelier {n}", status="cancelled", reason="few")
        tree.news(f"Nouvelle {n}")
    client.get("/plan-du-site/")
    with django_assert_max_num_queries(12):
        client.get(URL)
    with django_assert_max_num_queries(7):
        client.get(URL + "?again")
