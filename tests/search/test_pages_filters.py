"""The filters of the search page: what a form keeps of the search, and counts that hold their word."""

from __future__ import annotations

import html
import re
from urllib.parse import urlencode

import pytest
import time_machine

from tests.factories import TerritoryFactory, ThemeFactory
from tests.search.shelves import HERE, TUESDAY, main_of, put, titles_of, yoga

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
