"""The page that explains how to subscribe: true addresses, first what the reader chose, and honest about delays."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError

from home.activities.models import Activity
from tests.factories import ActivityFactory, PlaceFactory, TerritoryFactory, ThemeFactory
from tests.home.activities.feeds_reader import unfold

pytestmark = pytest.mark.django_db

PAGE = "/agenda/abonnement/"


@pytest.fixture(autouse=True)
def activity() -> Activity:
    place = PlaceFactory(territory=TerritoryFactory(slug="chambery", name="Chambéry"), slug="ers")
    return ActivityFactory(place=place, slug="yoga", text="Yoga sur chaise")


def addresses(page: str) -> list[str]:
    """Give the https addresses shown, in order, checking that each has its webcal twin."""
    found = re.findall(r'href="http://testserver(/[^"]*agenda[^"]*\.ics[^"]*)"', page)
    assert [f"webcal://testserver{path}" in page for path in found] == [True] * len(found)
    return [path.replace("&amp;", "&") for path in found]


def test_every_address_shown_answers_with_a_calendar(client):
    page = client.get(PAGE).content.decode()
    found = addresses(page)
    assert found == ["/agenda.ics", "/chambery/agenda.ics"]
    for address in found:
        assert unfold(client.get(address).content)[0] == "BEGIN:VCALENDAR"


def test_it_says_that_a_telephone_may_be_late(client):
    page = client.get(PAGE).content.decode()
    assert "Le jour même, vérifiez" in page
    for words in ("iPhone", "Google", "Outlook"):
        assert words in page


def test_what_the_reader_chose_comes_first(client):
    ThemeFactory(slug="bouger")
    assert addresses(client.get(f"{PAGE}?atelier=yoga").content.decode())[0] == "/agenda/yoga.ics"
    chosen = client.get(f"{PAGE}?theme=bouger&lieu=ers&jour=demain").content.decode()
    assert addresses(chosen)[0] == "/agenda.ics?theme=bouger&lieu=ers"
    there = client.get(f"{PAGE}?territoire=chambery&theme=bouger").content.decode()
    assert addresses(there)[0] == "/chambery/agenda.ics?theme=bouger"
    assert client.get(addresses(there)[0]).status_code == 200
    TerritoryFactory(slug="autre")
    found = addresses(client.get(f"{PAGE}?territoire=chambery").content.decode())
    assert found == ["/chambery/agenda.ics", "/agenda.ics", "/autre/agenda.ics"]


@pytest.mark.parametrize(
    "query",
    [
        "?atelier=inconnu",
        "?theme=inconnu",
        "?lieu=inconnu",
        "?theme=bouger&territoire=inconnu",
        "?lieu=%F0%9F%99%82",
    ],
)
def test_an_unknown_choice_is_not_found(client, query):
    assert client.get(PAGE + query).status_code == 404


@pytest.mark.parametrize("language", ["en", "ar"])
def test_in_another_language_the_calendars_speak_it(client, language):
    page = client.get(f"/{language}{PAGE}").content.decode()
    assert addresses(page)[0] == f"/agenda.ics?langue={language}"


def test_its_word_is_kept(activity):
    activity.slug = "abonnement"
    with pytest.raises(ValidationError, match="sert déjà d'adresse"):
        activity.full_clean()


def test_queries_do_not_grow(client, django_assert_max_num_queries):
    client.get(PAGE)
    with django_assert_max_num_queries(12) as few:
        client.get(f"{PAGE}?a=1")
    for number in range(5):
        TerritoryFactory(slug=f"t{number}")
    client.get(f"{PAGE}?a=2")
    with django_assert_max_num_queries(12) as many:
        client.get(f"{PAGE}?a=3")
    assert len(many) <= len(few)
