"""The page of a workshop."""

import re
from datetime import date, time, timedelta

import pytest
import time_machine
from wagtail.models import Locale

from home.activities.models import ActivityText
from tests.factories import (
    ActivityFactory,
    ActivityTextFactory,
    PlaceFactory,
    SeriesFactory,
    SessionFactory,
    TerritoryFactory,
    paris,
)
from tests.home.activities.test_agenda_page import ask, words

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 9, 8)


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(paris(2026, 9, 7, 8), tick=False):
        yield


@pytest.fixture
def yoga():
    place = PlaceFactory(
        territory=TerritoryFactory(slug="chambery"), name="Espace Santé", slug="espace-sante"
    )
    return ActivityFactory(place=place, slug="yoga", text="Yoga sur chaise", price="2.50", sign_up="phone")


def test_says_everything_of_the_workshop(client, yoga):
    yoga.texts.update(to_bring="Une bouteille d'eau", led_by="avec la psychomotricienne")
    SeriesFactory(activity=yoga, capacity_note="8 personnes au plus")
    said = words(ask(client, "/agenda/yoga/").content.decode())
    for expected in (
        "Yoga sur chaise On bouge en douceur, assis.",
        "chacun à son rythme.",
        "Chaque mardi de 14 h à 16 h, du 8 septembre au 29 juin, sauf vacances scolaires et jours fériés. "
        "8 personnes au plus.",
        "Espace Santé 12 rue des Tilleuls, 73000 Chambéry à côté de la poste",
        "2,50 €",
        "Ouvert à tous. Sur inscription, par téléphone",
        "Avec la psychomotricienne",
        "À apporter : Une bouteille d'eau",
        "Appeler 01 99 00 10 20",
    ):
        assert expected.replace(" h", "\u00a0h") in said.replace(" h", "\u00a0h")


def test_all_dates_to_come_with_their_state_and_none_past(client, yoga):
    series = SeriesFactory(activity=yoga)
    for week in range(-2, 14):
        SessionFactory(series=series, day=TUESDAY + timedelta(7 * week))
    SessionFactory(series=series, day=TUESDAY + timedelta(1), status="cancelled", reason="few")
    SessionFactory(series=series, day=TUESDAY + timedelta(2), status="withdrawn")
    html = ask(client, "/agenda/yoga/").content.decode()
    dates = re.findall(r'<li[^>]*><a href="/agenda/yoga/(2026-[\d-]+)/"', html)
    assert len(dates) == 15
    assert dates[:2] == ["2026-09-08", "2026-09-09"]
    assert "Voir les 7 autres dates" in html
    assert "<h3>novembre 2026</h3>" in html
    assert re.search(r'<li class="is-cancelled">.*?Annulé', html, re.S)
    assert "Prochaine date" in html


def test_without_dates_says_so_and_still_helps(client, yoga):
    said = words(ask(client, "/agenda/yoga/").content.decode())
    assert "Pas de date pour le moment. Appelez-nous pour en savoir plus." in said
    assert "Prochaine date" not in said


def test_a_series_elsewhere_or_for_some_says_so(client, yoga):
    hall = PlaceFactory(territory=yoga.territory, name="Salle des fêtes")
    SeriesFactory(activity=yoga, place=hall, audience="enfants", start_time=time(10), end_time=time(11))
    SeriesFactory(activity=yoga, first_day=date(2025, 9, 9), last_day=date(2026, 6, 30), weekdays=[4])
    said = words(ask(client, "/agenda/yoga/").content.decode())
    assert "Salle des fêtes. Enfants." in said
    assert "Chaque vendredi" not in said  # that series is over


def test_in_english_when_translated_else_in_french_and_said(client, yoga):
    html = ask(client, "/en/agenda/yoga/").content.decode()
    assert '<h1 lang="fr">Yoga sur chaise</h1>' in html
    english = Locale.objects.get_or_create(language_code="en")[0]
    text = ActivityTextFactory(activity=yoga, locale=english, title="Chair yoga")
    assert "<h1>Chair yoga</h1>" in ask(client, "/en/agenda/yoga/").content.decode()
    text.live = False
    text.save()
    assert '<h1 lang="fr">' in ask(client, "/en/agenda/yoga/").content.decode()
    assert 'dir="rtl"' in ask(client, "/ar/agenda/yoga/").content.decode()


@pytest.mark.parametrize(
    "url", ["/agenda/inconnu/", "/agenda/%F0%9F%99%82/", "/agenda/yoga%00/", "/agenda/YOGA!/"]
)
def test_addresses_that_lead_nowhere(client, yoga, url):
    ask(client, url, 404)


def test_an_unpublished_workshop_is_not_there(client, yoga):
    text = ActivityText.objects.get(activity=yoga)
    text.live = False
    text.save()
    ask(client, "/agenda/yoga/", 404)


def test_a_draft_is_previewed_on_the_same_page(yoga):
    text = ActivityText.objects.get(activity=yoga)
    text.title = "Yoga, nouveau titre"
    response = text.make_preview_request()
    assert response.status_code == 200
    assert "<h1>Yoga, nouveau titre</h1>" in response.content.decode()


def test_share_and_calendar_links(client, yoga):
    html = ask(client, "/agenda/yoga/").content.decode()
    assert 'data-share="http://testserver/agenda/yoga/"' in html
    assert 'href="/agenda/abonnement/?atelier=yoga"' in html
    assert "2B" not in html and "Soins de support" not in html


def test_queries_do_not_grow_with_the_dates(client, yoga, django_assert_max_num_queries):
    series = SeriesFactory(activity=yoga)
    for week in range(40):
        SessionFactory(series=series, day=TUESDAY + timedelta(7 * week), is_full=week % 5 == 0)
    with django_assert_max_num_queries(13):  # three of them are of the frame, once for each content version
        ask(client, "/agenda/yoga/")
