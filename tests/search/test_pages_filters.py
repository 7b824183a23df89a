"""The filters of the search page: what a form keeps of the search, and counts that hold their word."""

from __future__ import annotations

import html
import re
from urllib.parse import urlencode

import pytest
import time_machine

from home.activities.models import Audience
from search.sources import documents_of
from tests.factories import ActivityFactory, SeriesFactory, SessionFactory, TerritoryFactory, ThemeFactory
from tests.search.shelves import HERE, TUESDAY, main_of, put, titles_of, words_of, yoga

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_root")]
URL = "/recherche/"


@pytest.fixture(autouse=True)
def _tuesday_morning():
    with time_machine.travel(TUESDAY):
        yield


@pytest.fixture(autouse=True)
def names():
    TerritoryFactory(slug="chambery", name="Chambéry")
    ThemeFactory(slug="bouger", name="Bouger")
    ThemeFactory(slug="manger", name="Manger")


def form_holding(text: str, field: str) -> tuple[str, dict[str, list[str]]]:
    """Give the action of the form that has a list `field`, and what it sends as it stands."""
    forms = re.findall(r'<form[^>]*action="([^"]*)"[^>]*>(.*?)</form>', main_of(text), re.S)
    [(action, inside)] = [form for form in forms if f'<select id="filtre-{field}"' in form[1]]
    sent: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', inside):
        sent.setdefault(name, []).append(html.unescape(value))
    for name, options in re.findall(r'<select[^>]*name="([^"]*)">(.*?)</select>', inside, re.S):
        sent[name] = re.findall(r'<option value="([^"]*)" selected>', options)
    return html.unescape(action), sent


@pytest.mark.parametrize("root", ["", "/en", "/ar"])
def test_changing_the_distance_keeps_the_search(client, root):
    put(*[yoga(1, language=language) for language in ("fr", "en", "ar")])
    asked = {
        "q": ["yoga & « chaise »"],
        "dans": ["agenda"],
        "theme": ["bouger", "manger"],
        "territoire": ["chambery"],
        "pres_de": [f"{HERE.latitude:.3f},{HERE.longitude:.3f}"],
        "rayon": ["5"],
        "tri": ["distance"],
    }
    text = client.get(f"{root}{URL}?{urlencode(asked, doseq=True)}").content.decode()
    action, sent = form_holding(text, "rayon")
    assert (action, sent) == (f"{root}{URL}", asked)
    further = sent | {"rayon": ["20"]}
    shown = client.get(f"{action}?{urlencode(further, doseq=True)}").content.decode()
    assert titles_of(shown) == titles_of(text) == ["Yoga sur chaise"]
    assert form_holding(shown, "rayon")[1] == further


def publics_of(text: str) -> dict[str, tuple[str, int]]:
    """Give the publics one may choose, with their address and the count beside each."""
    link = r'<a href="([^"]*public=[^"]*)"[^>]*>(?:<svg.*?</svg>)?([^<]*?) <span class="count">(\d+)</span>'
    found = re.findall(link, main_of(text), re.S)
    return {label: (html.unescape(url), int(count)) for url, label, count in found}


def test_the_count_beside_a_public_is_the_total_it_leaves(client):
    told = [
        ("femmes",),
        ("femmes", "jeunes"),
        ("seniors",),
        ("tous",),
        ("tous-publics",),
        ("tous-publics",),
        (),
    ]
    put(*[yoga(n, facets={"public": publics}) for n, publics in enumerate(told)])
    offered = publics_of(client.get(f"{URL}?q=yoga").content.decode())
    assert {label: count for label, (_url, count) in offered.items()} == {
        "Femmes": 5,
        "Jeunes": 4,
        "Personnes âgées": 4,
    }
    for url, count in offered.values():
        assert f"{count} résultats" in words_of(client.get(url).content.decode())


def test_a_workshop_for_everybody_is_counted_once_under_each_public():
    activity = ActivityFactory()
    for slot, audience in enumerate((Audience.EVERYONE, Audience.CHILDREN, Audience.PROFESSIONALS)):
        SessionFactory(series=SeriesFactory(activity=activity, audience=audience), slot=slot + 1)
    told = next(documents_of([f"workshop:{activity.pk}"]))
    assert told.facets["public"] == ("professionnels", "tous")


def test_no_number_beside_professionals_who_are_shown_more(client):
    put(yoga(facets={"public": ("professionnels", "tous")}), yoga(2, facets={"public": ("seniors",)}))
    text = client.get(f"{URL}?q=yoga").content.decode()
    assert re.search(r"public=professionnels[^>]*>Professionnels</a>", text)
    assert list(publics_of(text)) == ["Personnes âgées"]


def test_a_public_chosen_for_whom_there_is_nothing_else_than_what_is_for_everybody(client):
    put(yoga(facets={"public": ("tous",)}), yoga(2, facets={"public": ("tous-publics",)}))
    text = client.get(f"{URL}?q=yoga&public=seniors").content.decode()
    assert len(titles_of(text)) == 2
    assert re.search(
        r'aria-current="true">.*?Personnes âgées <span class="count">2</span>', main_of(text), re.S
    )
    assert not publics_of(client.get(f"{URL}?q=yoga").content.decode()), "they narrow nothing"
