"""The page of a place: the door, the week, how to come, what happens there."""

from __future__ import annotations

import json
import re
from datetime import date, time, timedelta

import pytest
import time_machine
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from home.pages.models import PlacePhoto
from home.places.models import Place
from portal.territories import content_version
from tests.factories import (
    ActivityFactory,
    ActivityTextFactory,
    HoursExceptionFactory,
    SeriesFactory,
    SessionFactory,
    paris,
)
from tests.home.pages.conftest import MONDAY, locale, words

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the temporary file of a picture it resizes to the garbage collector.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]
URL = "/chambery/espace-sante/"


def plain(response) -> str:
    return words(response).replace("\u00a0", " ")


def structured(response) -> dict:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', response.content.decode(), re.S)
    assert "<" not in found[1]
    assert "&" not in found[1]
    return json.loads(found[1])


def photo(tree, alternative: str = "La façade", credit: str = "Nadia") -> PlacePhoto:
    image = get_image_model().objects.create(title="facade", file=get_test_image_file(size=(1200, 800)))
    return PlacePhoto.objects.create(
        page=tree.place_page, image=image, alternative=alternative, credit=credit, locale=locale("fr")
    )


def test_it_says_where_how_and_who(client, tree):
    response = client.get(URL)
    text = plain(response)
    for said in (
        "12 rue des Tilleuls",
        "73000 Chambéry",
        "à côté de la poste",
        "Bus 2.",
        "De plain-pied.",
        "Deux médiatrices.",
        "Ouvert, ferme à 12 h",
    ):
        assert said in text
    assert 'href="tel:+33199001020"' in response.content.decode()


def test_the_week_is_a_table_with_today_marked(client, tree):
    html = client.get(URL).content.decode().replace("\u00a0", " ")
    rows = re.findall(r"<tr role=\"row\"( class=\"today\")?><th role=\"rowheader\" scope=\"row\">(\w+)", html)
    assert [name for _mark, name in rows] == [
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
    ]
    assert [bool(mark) for mark, _name in rows] == [True, False, False, False, False, False, False]
    assert "de 9 h à 12 h<br>de 14 h à 17 h" in html


def test_a_place_without_hours_shows_no_week_and_no_state(client, tree):
    tree.place.opening_hours = ""
    tree.place.save()
    html = client.get(URL).content.decode()
    assert 'class="hours"' not in html
    assert 'class="opening' not in html
    assert "openingHoursSpecification" not in structured(client.get(URL))


def test_closures_are_announced_before_they_come(client, tree):
    HoursExceptionFactory(place=tree.place, first_day=date(2026, 12, 14), last_day=date(2026, 12, 18))
    HoursExceptionFactory(
        place=tree.place, first_day=date(2027, 2, 1), last_day=date(2027, 2, 5), reason="Travaux"
    )
    text = plain(client.get(URL))
    assert "Fermé du 14 au 18 décembre Congés de l'équipe" in text
    assert "Travaux" not in text


def test_a_public_holiday_is_announced(client, tree):
    with time_machine.travel(paris(2026, 12, 14, 10), tick=False):
        text = plain(client.get(URL))
    assert "Fermé vendredi 25 décembre jour férié, Noël" in text


def test_what_happens_there_is_told_with_its_rhythm(client, tree):
    yoga = ActivityFactory(place=tree.place, slug="yoga", text="Yoga doux")
    SeriesFactory(activity=yoga, weekdays=[1], start_time=time(14), end_time=time(15))
    SeriesFactory(activity=yoga, weekdays=[3], start_time=time(9), end_time=time(10))
    over = ActivityFactory(place=tree.place, slug="fini", text="Fini")
    SeriesFactory(activity=over, last_day=MONDAY - timedelta(days=1))
    evening = ActivityFactory(place=tree.place, slug="soiree", text="Soirée pro")
    SeriesFactory(activity=evening, audience="professionnels")
    draft = ActivityFactory(place=tree.place, slug="brouillon", text=False)
    SeriesFactory(activity=draft)
    broken = ActivityFactory(place=tree.place, slug="sans-rythme", text="Sans rythme")
    SeriesFactory(activity=broken, weekdays=[])
    response = client.get(URL)
    text = plain(response)
    assert "Chaque mardi de 14 h à 15 h" in text
    assert "Chaque jeudi de 9 h à 10 h" in text
    assert response.content.decode().count(">Yoga doux</a>") == 1
    assert "Sans rythme" in text
    assert not any(title in text for title in ("Fini", "Soirée pro", "Brouillon"))


def test_coming_dates_are_those_held_there(client, tree):
    here = SeriesFactory(activity=ActivityFactory(place=tree.place, slug="ici", text="Ici"))
    SessionFactory(series=here, day=MONDAY + timedelta(days=3))
    SessionFactory(series=here, day=MONDAY + timedelta(days=40))
    SessionFactory(
        series=SeriesFactory(activity=ActivityFactory(slug="ailleurs", text="Ailleurs")), day=MONDAY
    )
    html = client.get(URL).content.decode()
    assert "/agenda/ici/2026-11-26/" in html
    assert "2027-01-02" not in html
    assert "/agenda/ailleurs/" not in html
    assert 'href="/chambery/agenda/?lieu=espace-sante"' in html


def test_photos_come_in_two_sizes_with_their_words(client, tree):
    photo(tree)
    lost = photo(tree, "Perdue")
    lost.image.file.storage.delete(lost.image.file.name)
    html = client.get(URL).content.decode()
    found = re.search(
        r'<img src="([^"]+)" srcset="([^"]+)" sizes="[^"]+" width="960" height="640" alt="La façade"', html
    )
    assert ".webp" in found[1]
    assert re.fullmatch(r"\S+ 480w, \S+ 960w", found[2])
    assert 'loading="lazy"' in html
    assert "Nadia" in html
    assert "Perdue" not in html


def test_structured_data_tells_the_week_and_the_exceptions(client, tree):
    HoursExceptionFactory(place=tree.place, first_day=date(2026, 12, 23), last_day=date(2026, 12, 31))
    HoursExceptionFactory(
        place=tree.place,
        kind="special",
        first_day=date(2026, 12, 2),
        last_day=date(2026, 12, 2),
        hours="10:00-11:30",
    )
    photo(tree)
    Place.objects.filter(pk=tree.place.pk).update(email="espace@example.org")
    data = structured(client.get(URL))
    assert data["@type"] == "CivicStructure"
    assert "email" not in data  # schema.org knows no such property of a place
    assert data["url"] == "http://testserver/chambery/espace-sante/"
    assert data["description"] == "Un lieu pour  & chacun."
    assert data["telephone"] == "+33199001020"
    assert data["address"]["postalCode"] == "73000"
    assert data["image"][0].startswith("http://testserver/media/")
    morning, afternoon = data["openingHoursSpecification"]
    assert (morning["opens"], morning["closes"]) == ("09:00", "12:00")
    assert (afternoon["opens"], afternoon["closes"]) == ("14:00", "17:00")
    assert [day.rsplit("/")[-1] for day in morning["dayOfWeek"]] == [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
    ]
    told = [
        (s["validFrom"], s["validThrough"], s["opens"], s["closes"])
        for s in data["specialOpeningHoursSpecification"]
    ]
    assert told == [
        ("2026-12-02", "2026-12-02", "10:00", "11:30"),
        ("2026-12-23", "2027-01-01", "00:00", "00:00"),  # the closure, then New Year's Day
    ]


def test_words_cannot_leave_the_structured_data(client, tree):
    tree.place.name = "</script><script>alert(1)</script>&amp;"
    tree.place.save()
    response = client.get(URL)
    assert structured(response)["name"] == tree.place.name
    assert "<script>alert" not in response.content.decode()


def test_an_untranslated_page_shows_french_and_says_so(client, tree):
    tree.everywhere()
    response = client.get("/ar" + URL)
    html = response.content.decode()
    assert '<html lang="ar" dir="rtl">' in html
    assert '<div class="welcome" lang="fr" dir="ltr">' in html
    assert "n’est pas encore traduite" in html or 'class="notice info"' in html
    assert '<link rel="canonical" href="http://testserver/chambery/espace-sante/">' in html
    assert "hreflang=" not in html.split("</head>")[0]
    assert 'href="/en/chambery/espace-sante/" lang="en"' in html


def test_a_translated_page_has_its_alternates_and_its_own_words(client, tree):
    tree.everywhere()
    alias = tree.place_page.get_translation(locale("en"))
    alias.delete()
    tree.translate(tree.place_page, "en", title="The Health Space", getting_there="<p>Bus 2!</p>")
    yoga = ActivityFactory(place=tree.place, slug="yoga", text="Yoga doux")
    ActivityTextFactory(activity=yoga, locale=locale("en"), title="Chair yoga")
    SeriesFactory(activity=yoga)
    html = client.get("/en" + URL).content.decode()
    head = html.split("</head>")[0]
    assert "<h1>The Health Space</h1>" in html
    assert 'hreflang="fr" href="http://testserver/chambery/espace-sante/"' in head
    assert 'hreflang="en" href="http://testserver/en/chambery/espace-sante/"' in head
    assert 'hreflang="ar"' not in head
    assert '<link rel="canonical" href="http://testserver/en/chambery/espace-sante/">' in head
    assert 'class="notice info"' not in html
    assert "Chair yoga" in html
    assert "monday" in html.lower()


def test_a_language_without_the_page_leads_to_its_home(client, tree):
    tree.translate(tree.home, "en", title="Health")
    html = client.get(URL).content.decode()
    assert '<a href="/en/" hreflang="en"><small><bdi lang="en">English</bdi> (accueil)</small></a>' in html
    assert client.get("/en" + URL).status_code == 404


def test_queries_do_not_grow(client, tree, django_assert_max_num_queries):
    def fill(n: int) -> None:
        activity = ActivityFactory(place=tree.place, slug=f"atelier-{n}")
        SessionFactory(series=SeriesFactory(activity=activity), day=MONDAY + timedelta(days=n % 9))
        HoursExceptionFactory(place=tree.place)
        photo(tree, f"Photo {n}")

    fill(0)
    client.get(URL)  # makes the pictures
    content_version.bump()
    with django_assert_max_num_queries(15):
        client.get(URL)
    for n in range(1, 6):
        fill(n)
    client.get(URL)
    content_version.bump()
    with django_assert_max_num_queries(15):
        client.get(URL)


@pytest.mark.parametrize(
    "url",
    [
        "/chambery/inconnu/",
        "/inconnu/espace-sante/",
        "/espace-sante/",
        URL + "plus/loin/",
        "/chambery//espace-sante/",
    ],
)
def test_what_is_not_there_is_404(client, tree, url):
    assert client.get(url).status_code == 404


def test_a_very_deep_address_costs_nothing(client, tree, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        assert client.get("/" + "a/" * 1400).status_code == 404
