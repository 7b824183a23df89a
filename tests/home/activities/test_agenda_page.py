"""The agenda as a reader gets it."""

import re
from datetime import date, time, timedelta
from html import unescape

import pytest
import time_machine
from wagtail.models import Site

from home.activities.models import ActivityText, AgendaSettings, Session
from portal.territories import content_version
from tests.factories import (
    ActivityFactory,
    PlaceFactory,
    SeriesFactory,
    SessionFactory,
    TerritoryFactory,
    ThemeFactory,
    paris,
)

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2026, 9, 9)
NOW = paris(2026, 9, 9, 8)


@pytest.fixture(autouse=True)
def _wednesday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def place():
    return PlaceFactory(territory=TerritoryFactory(slug="chambery"), name="Espace Santé", slug="espace-sante")


def workshop(place, title, *, slug="", audience="tous", themes=("bouger",), **facts):
    activity = ActivityFactory(
        place=place,
        slug=slug or title.lower().replace(" ", "-"),
        text=title,
        themes=[ThemeFactory(slug=theme) for theme in themes],
        **facts,
    )
    return SeriesFactory(activity=activity, audience=audience)


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def sections(response) -> dict[str, str]:
    """Give the words under each of the headings of the agenda."""
    html = response.content.decode()
    found = re.findall(r'<section class="days" aria-labelledby="([\w-]+)">(.*?)</section>', html, re.S)
    return {key: words(body) for key, body in found}


def ask(client, url="/agenda/", status=200):
    response = client.get(url)
    assert response.status_code == status
    return response


def test_the_four_headings_stand_when_nothing_is_on(client):
    found = sections(ask(client))
    assert list(found) == ["aujourdhui", "demain", "semaine", "plus-tard"]
    assert found["aujourdhui"] == "Aujourd’hui mercredi 9 septembre Rien de prévu."
    assert found["semaine"] == "Cette semaine du 11 au 13 septembre Rien de prévu."
    assert found["plus-tard"] == "Plus tard Rien de prévu."


def test_each_session_stands_under_its_heading(client, place):
    yoga = workshop(place, "Yoga sur chaise")
    for days in (0, 1, 4, 5):
        SessionFactory(series=yoga, day=WEDNESDAY + timedelta(days))
    found = sections(ask(client))
    assert "Yoga sur chaise mercredi 9 septembre de 14 h à 16 h" in found["aujourdhui"]
    assert "Espace Santé , à côté de la poste" in found["aujourdhui"]
    assert "Ouvert à tous. Sans inscription Gratuit Tout public 01 99 00 10 20" in found["aujourdhui"]
    assert "jeudi 10 septembre" in found["demain"]
    assert "dimanche 13 septembre" in found["semaine"]
    assert "lundi 14 septembre" in found["plus-tard"]


def test_what_is_over_is_gone_what_is_under_way_stays(client, place):
    yoga = workshop(place, "Yoga sur chaise")
    SessionFactory(series=yoga, day=WEDNESDAY, at=time(5))  # 5 to 7: over at 8
    SessionFactory(series=yoga, day=WEDNESDAY, at=time(7), slot=2, is_extra=True)  # 7 to 9: under way
    SessionFactory(series=yoga, day=WEDNESDAY - timedelta(1))
    html = ask(client).content.decode()
    assert html.count('class="session-title"') == 1
    assert "de 7\u00a0h à 9\u00a0h" in sections(ask(client))["aujourdhui"].replace(" h", "\u00a0h")


def test_a_night_under_way_since_yesterday_is_on_today(client, place):
    night = workshop(place, "Nuit blanche")
    SessionFactory(series=night, day=WEDNESDAY - timedelta(1), at=time(23), end=NOW + timedelta(hours=1))
    assert "Nuit blanche" in sections(ask(client))["aujourdhui"]


@time_machine.travel("2026-07-14T22:30:00Z", tick=False)  # half past midnight on the 15th, in Paris
def test_after_midnight_in_summer_the_day_is_the_local_one(client, place):
    SessionFactory(series=workshop(place, "Yoga sur chaise"), day=date(2026, 7, 15))
    assert sections(ask(client))["aujourdhui"].startswith("Aujourd’hui mercredi 15 juillet Yoga")


def test_a_cancelled_session_stays_in_place_with_word_sign_reason_and_next_date(client, place):
    yoga = workshop(place, "Yoga sur chaise")
    SessionFactory(series=yoga, day=WEDNESDAY, status="cancelled", reason="weather")
    SessionFactory(series=yoga, day=WEDNESDAY + timedelta(7))
    response = ask(client)
    today = sections(response)["aujourdhui"]
    assert "Annulé Yoga sur chaise" in today
    assert "À cause de la météo" in today
    assert "Prochaine date : mercredi 16 septembre, de 14 h à 16 h" in today
    assert re.search(r'<span class="badge cancelled"><svg class="picto', response.content.decode())


def test_a_moved_session_is_on_its_new_day_and_said_on_the_old_one(client, place):
    SessionFactory(
        series=workshop(place, "Yoga sur chaise"),
        day=WEDNESDAY + timedelta(1),
        original_date=WEDNESDAY,
        original_start=paris(2026, 9, 9, 10),
    )
    found = sections(ask(client))
    assert "10 h Yoga sur chaise Déplacé : jeudi 10 septembre, de 14 h à 16 h" in found["aujourdhui"]
    assert "Déplacé Yoga sur chaise jeudi 10 septembre de 14 h à 16 h" in found["demain"]
    assert "au lieu de mercredi 9 septembre, de 10 h à 12 h" in found["demain"]


def test_moved_then_cancelled_says_so_on_both_days(client, place):
    SessionFactory(
        series=workshop(place, "Yoga sur chaise"),
        day=WEDNESDAY + timedelta(1),
        original_date=WEDNESDAY,
        original_start=paris(2026, 9, 9, 10),
        status="cancelled",
        reason="few",
    )
    found = sections(ask(client))
    assert "10 h Yoga sur chaise Annulé" in found["aujourdhui"]
    assert "Annulé Yoga sur chaise" in found["demain"]


def test_full_says_so(client, place):
    SessionFactory(series=workshop(place, "Yoga sur chaise"), day=WEDNESDAY, is_full=True)
    assert "Complet Yoga sur chaise" in sections(ask(client))["aujourdhui"]


def test_withdrawn_sessions_and_unpublished_workshops_are_not_there(client, place):
    SessionFactory(series=workshop(place, "Yoga retiré"), day=WEDNESDAY, status="withdrawn")
    SessionFactory(series=workshop(place, "Yoga brouillon"), day=WEDNESDAY)
    ActivityText.objects.filter(title="Yoga brouillon").update(live=False)
    content_version.bump()
    assert "Yoga" not in ask(client).content.decode()


def test_the_register_is_never_shown(client, place):
    SessionFactory(series=workshop(place, "Yoga sur chaise", register="2B"), day=WEDNESDAY)
    html = ask(client).content.decode()
    assert "2B" not in html and "Soins de support" not in html


def test_professionals_evenings_are_shown_only_when_asked_for(client, place):
    SessionFactory(
        series=workshop(place, "Culture commune", audience="professionnels"), day=WEDNESDAY, at=time(19)
    )
    html = ask(client).content.decode()
    assert "Culture commune" not in html
    assert 'href="/agenda/?public=professionnels"' in html
    assert "Culture commune" in sections(ask(client, "/agenda/?public=professionnels"))["aujourdhui"]


@pytest.fixture
def programme(place):
    """Two workshops at one place, one at another, in two territories."""
    other = PlaceFactory(
        territory=TerritoryFactory(slug="sud-est-grenoblois"), name="Dom'Inno", slug="dominno"
    )
    SessionFactory(series=workshop(place, "Yoga sur chaise"), day=WEDNESDAY)
    SessionFactory(series=workshop(place, "Goûter", audience="enfants", themes=("manger",)), day=WEDNESDAY)
    SessionFactory(series=workshop(other, "Marche"), day=WEDNESDAY + timedelta(1))


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"Yoga sur chaise", "Goûter", "Marche"}),
        ("?theme=bouger", {"Yoga sur chaise", "Marche"}),
        ("?public=enfants", {"Goûter"}),
        ("?lieu=dominno", {"Marche"}),
        ("?lieu=sud-est-grenoblois.dominno", {"Marche"}),
        ("?jour=aujourdhui", {"Yoga sur chaise", "Goûter"}),
        ("?jour=2026-09-10", {"Marche"}),
        ("?theme=bouger&lieu=espace-sante", {"Yoga sur chaise"}),
        ("?theme=manger&jour=demain", set()),
    ],
)
def test_filters_keep_what_is_asked(client, programme, query, titles):
    html = ask(client, f"/agenda/{query}").content.decode()
    shown = re.findall(r'<h3 class="session-title"><a href="[^"]+">([^<]+)</a>', html)
    assert set(shown) == titles


def test_a_territory_shows_its_own(client, programme):
    html = ask(client, "/sud-est-grenoblois/agenda/").content.decode()
    assert "Marche" in html and "Yoga" not in html
    assert "espace-sante" not in html


def test_counts_are_those_of_the_other_filters(client, programme):
    html = ask(client, "/agenda/?theme=bouger").content.decode()
    links = {
        unescape(url): words(text)
        for url, text in re.findall(r'<a href="(/agenda/\?[^"]*)" rel="nofollow"[^>]*>(.*?)</a>', html)
    }
    assert links["/agenda/?theme=bouger&lieu=dominno"] == "Dom'Inno 1"
    assert links["/agenda/?theme=manger"] == "Manger 1"
    assert links["/agenda/?jour=demain&theme=bouger"] == "Demain 1"
    assert not any("public=enfants" in url for url in links)  # nobody would be left
    assert '<option value="bouger" selected>Bouger (2)</option>' in html


def test_the_form_and_the_links_mean_the_same(client, programme):
    by_form = ask(client, "/agenda/?jour=&theme=bouger&public=&lieu=")
    by_link = ask(client, "/agenda/?theme=bouger")
    assert sections(by_form) == sections(by_link)


def test_days_left_out_by_the_filter_say_how_many_and_lead_there(client, programme):
    response = ask(client, "/agenda/?jour=demain")
    found = sections(response)
    assert list(found) == ["demain", "semaine", "plus-tard", "aujourdhui"]
    assert found["aujourdhui"].endswith("Voir les 2 séances")
    assert found["semaine"].endswith("Rien de prévu pour votre choix.")
    assert '<a href="/agenda/?jour=aujourdhui">' in response.content.decode()


def test_one_filter_may_be_indexed_a_combination_may_not(client, programme):
    one = ask(client, "/agenda/?theme=bouger")
    assert not one.has_header("X-Robots-Tag")
    assert '<meta name="robots" content="all">' in one.content.decode()
    two = ask(client, "/agenda/?theme=bouger&jour=demain")
    assert two["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in two.content.decode()


@pytest.mark.parametrize(
    "bad",
    ["jour=abc", "jour=2026-02-30", "jour=%F0%9F%99%82", "lieu=%27%22%3E%3Cscript%3E", "jour=9999-99-99"],
)
def test_a_bad_filter_is_said_and_the_others_stay(client, programme, bad):
    html = ask(client, f"/agenda/?{bad}&theme=manger").content.decode()
    assert 'class="notice error"' in html
    assert "Goûter" in html and "Yoga" not in html
    assert "<script>" not in html
    assert "<title>Erreur :" in html


@pytest.mark.parametrize(
    "url",
    [
        "/nulle-part/agenda/",
        "/agenda/?page=2",
        "/agenda/?page=0",
        "/agenda/?page=abc",
        "/agenda/?page=-1",
        "/agenda/?page=99999999999999999999",
        "/agenda/?jour=%00",
    ],
)
def test_addresses_that_lead_nowhere(client, url):
    ask(client, url, 404)


def test_sixty_cards_a_page_and_the_filters_stay(client, place):
    yoga = workshop(place, "Yoga sur chaise")
    for days in range(70):
        SessionFactory(series=yoga, day=WEDNESDAY + timedelta(days))
    first = ask(client, "/agenda/?theme=bouger").content.decode()
    assert first.count('class="session-title"') == 60
    assert 'rel="next" href="?theme=bouger&amp;page=2"' in first
    second = ask(client, "/agenda/?theme=bouger&page=2")
    assert second.content.decode().count('class="session-title"') == 10
    assert "Page 2 sur 2" in words(second.content.decode())
    assert sections(second)["aujourdhui"].endswith("Voir la séance")
    assert next(iter(sections(second))) == "plus-tard"


def test_cards_on_the_next_page_are_not_denied(client, place):
    yoga = workshop(place, "Yoga sur chaise")
    for hours in range(61):
        SessionFactory(
            series=yoga, day=WEDNESDAY, slot=hours + 1, is_extra=True, start=NOW + timedelta(minutes=hours)
        )
    SessionFactory(series=yoga, day=WEDNESDAY + timedelta(1))
    found = sections(ask(client))
    assert found["demain"].endswith("Voir la séance")
    assert found["semaine"].endswith("Rien de prévu.")


def test_titles_are_escaped(client, place):
    SessionFactory(series=workshop(place, "<b>Yoga</b> & cie", slug="yoga"), day=WEDNESDAY)
    html = ask(client).content.decode()
    assert "&lt;b&gt;Yoga&lt;/b&gt; &amp; cie" in html


def test_a_change_shows_at_once_in_every_language(client, place):
    session = SessionFactory(series=workshop(place, "Yoga sur chaise"), day=WEDNESDAY)
    for root in ("", "/en", "/ar"):
        assert 'class="badge' not in ask(client, f"{root}/agenda/").content.decode()
    session.status, session.reason = "cancelled", "weather"
    session.save()
    for root in ("", "/en", "/ar"):
        assert 'class="badge cancelled"' in ask(client, f"{root}/agenda/").content.decode()


def test_arabic_runs_from_right_to_left_and_says_what_is_french(client, place):
    SessionFactory(series=workshop(place, "Yoga sur chaise"), day=WEDNESDAY)
    html = ask(client, "/ar/agenda/").content.decode()
    assert '<html lang="ar" dir="rtl">' in html
    assert '<a href="/ar/agenda/yoga-sur-chaise/2026-09-09/" lang="fr">Yoga sur chaise</a>' in html
    assert '<bdi dir="ltr">01 99 00 10 20</bdi>' in html


def test_each_language_knows_the_others_and_keeps_the_filters(client):
    html = ask(client, "/en/agenda/?jour=demain").content.decode()
    for code, url in (("fr", "/agenda/"), ("en", "/en/agenda/"), ("ar", "/ar/agenda/")):
        assert f'hreflang="{code}" href="http://testserver{url}?jour=demain"' in html


def test_the_editors_introduction_is_shown(client):
    site = Site.objects.get(is_default_site=True)
    AgendaSettings.objects.create(site=site, introduction="Venez comme vous êtes.")
    assert "Venez comme vous êtes." in ask(client).content.decode()


@pytest.mark.parametrize("series", [10, 200])
def test_queries_do_not_grow_with_the_series(client, place, series, django_assert_num_queries):
    for n in range(series):
        state = [{}, {"status": "cancelled", "reason": "few"}, {"is_full": True}][n % 3]
        SessionFactory(series=workshop(place, f"Atelier {n}"), day=WEDNESDAY + timedelta(n // 10), **state)
    assert Session.objects.count() == series
    with django_assert_num_queries(
        9
    ):  # version, rows, places, themes, cards, texts, introduction; 2 of the frame
        ask(client, "/chambery/agenda/?theme=bouger")
    with django_assert_num_queries(4):  # version, rows, cards, texts: what is round them is read once
        ask(client, "/chambery/agenda/?jour=aujourdhui")


def test_robots_are_told_the_one_address_of_the_agenda(client, place, settings):
    told = f'<link rel="canonical" href="{settings.BASE_URL}/agenda/">'
    assert told in ask(client, "/agenda/?utm_source=affiche").content.decode()
    assert "canonical" not in ask(client, "/agenda/?jour=demain&public=adultes").content.decode()
