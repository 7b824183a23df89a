"""The filters of the agenda: what is read, what is refused and how, what is kept."""

from datetime import date

import pytest
from django.http import QueryDict

from home.activities.agenda import DayRange
from home.activities.filters import FilterForm, place_value
from home.activities.models import Theme
from home.places.models import Place
from portal.territories.models import Territory

TODAY = date(2026, 9, 9)
CHAMBERY, GRENOBLE = Territory(slug="chambery"), Territory(slug="sud-est-grenoblois")
PLACES = [
    Place(pk=1, slug="espace", territory=CHAMBERY),
    Place(pk=2, slug="espace", territory=GRENOBLE),
    Place(pk=3, slug="salle", territory=CHAMBERY),
]


def form(query: str) -> FilterForm:
    return FilterForm(QueryDict(query), themes=[Theme(slug="bouger")], places=PLACES, today=TODAY)


def test_nothing_asked():
    empty = form("")
    assert (empty.kept, empty.messages, empty.query(), empty.keeps_robots_out) == ({}, [], "", False)


def test_all_four_are_read():
    full = form("jour=demain&theme=bouger&public=enfants&lieu=salle")
    assert full.wanted.days == DayRange(date(2026, 9, 10), date(2026, 9, 10))
    assert (full.wanted.theme, full.wanted.audience, full.wanted.places) == ("bouger", "enfants", {3})
    assert full.query() == "?jour=demain&theme=bouger&public=enfants&lieu=salle"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("jour=abc", "Nous ne comprenons pas le jour demandé"),
        ("jour=2026-02-30", "Nous ne comprenons pas le jour demandé"),
        ("jour=2026-09-08", "Le jour demandé est passé"),
        ("theme=%F0%9F%99%82", "Ce thème n’existe pas"),
        ("public=martiens", "Ce public n’existe pas"),
        ("lieu=" + "x" * 2500, "Ce lieu n’existe pas ici"),
    ],
)
def test_a_bad_value_is_said_and_the_rest_kept(query, words):
    wrong = form(f"{query}&{'public=enfants' if 'public' not in query else 'theme=bouger'}")
    assert len(wrong.messages) == 1 and wrong.messages[0].startswith(words)
    assert len(wrong.kept) == 1
    assert wrong.keeps_robots_out


def test_one_filter_may_be_indexed_two_may_not():
    assert not form("theme=bouger").keeps_robots_out
    assert form("theme=bouger&public=enfants").keeps_robots_out


def test_a_slug_of_two_places_means_both_unless_the_territory_is_said():
    assert form("lieu=espace").wanted.places == {1, 2}
    assert form("lieu=sud-est-grenoblois.espace").wanted.places == {2}
    assert form("lieu=chambery.").messages


def test_the_shortest_value_that_means_one_place():
    assert [place_value(place, PLACES) for place in PLACES] == [
        "chambery.espace",
        "sud-est-grenoblois.espace",
        "salle",
    ]


def test_an_empty_value_beside_a_full_one_counts_for_nothing():
    assert form("jour=&jour=demain&theme=").kept == {"jour": "demain"}


def test_a_query_changes_one_filter_and_keeps_the_others():
    asked = form("jour=demain&theme=bouger")
    assert asked.query(theme=None) == "?jour=demain"
    assert asked.query(page=2) == "?jour=demain&theme=bouger&page=2"
    assert asked.query(jour=None, theme=None) == ""
