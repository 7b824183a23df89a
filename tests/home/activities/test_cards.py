"""What a card says of a session, in each state and language, and what it asks the database."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from wagtail.models import Locale

from home.activities.cards import cards_for, price_words
from home.activities.joined import with_facts
from home.activities.models import ActivityText, Session
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

pytestmark = pytest.mark.django_db
NOW = paris(2026, 9, 7, 9)
TUESDAY = date(2026, 9, 8)


@pytest.fixture
def activity():
    place = PlaceFactory(
        territory=TerritoryFactory(slug="chambery", name_ar="شامبيري"),
        name="Espace Santé",
        slug="espace-sante",
    )
    return ActivityFactory(place=place, slug="yoga", text="Yoga sur chaise")


@pytest.fixture
def series(activity):
    return SeriesFactory(activity=activity)


def card(session, **options):
    return cards_for([session], now=NOW, **options)[0]


def test_says_what_when_where_and_how(series):
    made = card(SessionFactory(series=series, day=TUESDAY))
    assert (made.title, made.title_lang, made.pictogram) == ("Yoga sur chaise", "fr", "yoga")
    assert made.url == "/agenda/yoga/2026-09-08/"
    assert (made.day_words, made.hours_words) == ("mardi 8 septembre", "de 14\u00a0h à 16\u00a0h")
    assert (made.iso_start, made.iso_end) == ("2026-09-08T14:00:00+02:00", "2026-09-08T16:00:00+02:00")
    assert (made.place_name, made.landmark.text) == ("Espace Santé", "à côté de la poste")
    assert (made.price_words, made.access_words) == ("Gratuit", "Ouvert à tous")
    assert (made.sign_up_words, made.audience_words) == ("Sans inscription", "Tout public")
    assert made.phone == "01 99 00 10 20"
    assert (made.state, made.badges, made.old_words, made.next_words) == ("", (), "", "")


def test_a_cancelled_session_says_why_and_the_next_date_that_holds(series):
    cancelled = SessionFactory(series=series, day=TUESDAY, status="cancelled", reason="leader", note="Grippe")
    SessionFactory(series=series, day=TUESDAY + timedelta(7), status="cancelled", reason="weather")
    SessionFactory(series=series, day=TUESDAY + timedelta(14), is_full=True)
    SessionFactory(series=series, day=TUESDAY + timedelta(21))
    made = card(cancelled)
    assert (made.state, made.state_words, made.state_sign) == ("cancelled", "Annulé", "cancelled")
    assert made.reason_words == "La personne qui anime est absente"
    assert (made.note, made.note_lang) == ("Grippe", "fr")
    assert made.next_words == "Prochaine date : mardi 29 septembre, de 14\u00a0h à 16\u00a0h"
    assert made.next_url == "/agenda/yoga/2026-09-29/"


def test_the_next_date_is_never_past(series):
    old = SessionFactory(series=series, day=TUESDAY - timedelta(28), status="cancelled", reason="few")
    SessionFactory(series=series, day=TUESDAY - timedelta(21))
    SessionFactory(series=series, day=TUESDAY)
    assert card(old).next_url == "/agenda/yoga/2026-09-08/"


def test_other_reason_gives_way_to_its_note(series):
    told = SessionFactory(series=series, day=TUESDAY, status="cancelled", reason="other", note="Panne d'eau")
    untold = SessionFactory(series=series, day=TUESDAY + timedelta(7), status="cancelled", reason="other")
    assert (card(told).reason_words, card(told).note) == ("", "Panne d'eau")
    assert card(untold).reason_words == "Autre raison"


def test_a_closure_is_told_in_the_readers_language(series):
    closure = HoursExceptionFactory(place=series.place, reason="Travaux", reason_en="Building works")
    session = SessionFactory(series=series, day=TUESDAY, status="cancelled", reason="place", closure=closure)
    assert (card(session).note, card(session).note_lang) == ("Travaux", "fr")
    assert (card(session, language="en").note, card(session, language="en").note_lang) == (
        "Building works",
        "en",
    )
    assert (card(session, language="ar").note, card(session, language="ar").note_lang) == ("Travaux", "fr")


def test_a_moved_session_says_the_old_day(series):
    moved = SessionFactory(
        series=series,
        day=date(2026, 9, 10),
        original_date=TUESDAY,
        original_start=paris(2026, 9, 8, 14),
    )
    made = card(moved)
    assert (made.state, made.state_words, made.url) == ("moved", "Déplacé", "/agenda/yoga/2026-09-08/")
    assert made.day_words == "jeudi 10 septembre"
    assert made.old_words == "au lieu de mardi 8 septembre, de 14\u00a0h à 16\u00a0h"


def test_a_session_elsewhere_says_both_places(series):
    hall = PlaceFactory(territory=series.place.territory, name="Salle des fêtes", phone="")
    made = card(SessionFactory(series=series, day=TUESDAY, place=hall, original_place=series.place))
    assert (made.state, made.place_name) == ("elsewhere", "Salle des fêtes")
    assert made.old_words == "au lieu de : Espace Santé"
    assert made.phone == "01 99 00 10 20"


def test_moved_elsewhere_and_full_says_all_three(series):
    hall = PlaceFactory(territory=series.place.territory, name="Salle des fêtes")
    session = SessionFactory(
        series=series,
        day=date(2026, 9, 10),
        original_date=TUESDAY,
        original_start=paris(2026, 9, 8, 14),
        place=hall,
        original_place=series.place,
        is_full=True,
    )
    made = card(session)
    assert [badge.state for badge in made.badges] == ["moved", "elsewhere", "full"]
    assert made.old_words.endswith("de 14\u00a0h à 16\u00a0h, Espace Santé")


def test_an_extra_session_is_neither_moved_nor_elsewhere(series):
    session = SessionFactory(
        series=series, day=TUESDAY, at=time(18), is_extra=True, original_start=paris(2026, 9, 8, 17)
    )
    assert [badge.words for badge in card(session).badges] == ["Séance en plus"]


def test_a_second_session_of_the_day_has_its_own_address(series):
    SessionFactory(series=series, day=TUESDAY)
    second = SessionFactory(series=series, day=TUESDAY, at=time(18), slot=2, is_extra=True)
    assert card(second).url == "/agenda/yoga/2026-09-08-2/"


@pytest.mark.parametrize(
    ("price", "words"), [("0", "Gratuit"), ("2", "2 €"), ("2.50", "2,50 €"), ("12.00", "12 €")]
)
def test_price_in_words(price, words):
    assert price_words(Decimal(price)) == words


def test_another_language_uses_its_words_or_says_that_they_are_french(series):
    session = SessionFactory(series=series, day=TUESDAY)
    english = Locale.objects.get_or_create(language_code="en")[0]
    text = ActivityTextFactory(activity=series.activity, locale=english, title="Chair yoga", live=False)
    assert (card(session, language="en").title, card(session, language="en").title_lang) == (
        "Yoga sur chaise",
        "fr",
    )
    text.live = True
    text.save()
    made = card(session, language="en")
    assert (made.title, made.title_lang, made.url) == ("Chair yoga", "en", "/en/agenda/yoga/2026-09-08/")
    assert made.day_words == "Tuesday 8 September"
    arabic = card(session, language="ar")
    assert (arabic.title_lang, arabic.territory_name) == ("fr", "شامبيري")
    assert translation.get_language() == "fr"


def test_without_a_published_text_the_card_still_has_a_name(series):
    ActivityText.objects.update(live=False)
    assert card(SessionFactory(series=series, day=TUESDAY)).title == series.activity.name


def test_telephone_falls_back_to_place_then_territory(series):
    session = SessionFactory(series=series, day=TUESDAY)
    series.activity.place.phone = ""
    series.activity.place.save()
    assert card(session).phone == "01 99 00 10 10"
    session.activity.phone = "01 99 00 77 77"
    assert card(session).phone == "01 99 00 77 77"


def test_no_session_no_card_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert cards_for([]) == []


@pytest.mark.parametrize("count", [10, 60])
def test_queries_do_not_grow(count, django_assert_num_queries):
    for n in range(count):
        cancelled = {"status": "cancelled", "reason": "few"} if n % 3 == 0 else {}
        SessionFactory(day=TUESDAY + timedelta(n), **cancelled)
    with django_assert_num_queries(4):  # sessions with their facts, texts, places, next dates
        assert len(cards_for(with_facts(Session.objects.all()), now=NOW)) == count
    with django_assert_num_queries(6):  # activities and series asked apart
        assert len(cards_for(Session.objects.all(), now=NOW)) == count
