"""The posters, read back by poppler and pypdf, and looked at dot by dot."""

from __future__ import annotations

from datetime import date, time, timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.core.exceptions import SuspiciousFileOperation
from PIL import Image
from pypdf import PdfReader
from wagtail.models import Locale

from home.activities.models import Series
from home.activities.posters.period import Period, parse_month, parse_week, read_period
from home.places.models import Place
from portal.paper.making import NOWHERE, OursOnly
from tests.factories import (
    ActivityFactory,
    ActivityTextFactory,
    PlaceFactory,
    SeriesFactory,
    SessionFactory,
    TerritoryFactory,
    paris,
)
from tests.home.activities.posters_reader import code_says, fonts_of, info_of, tags_of, text_of

pytestmark = pytest.mark.django_db

POSTER = "/chambery/agenda/affiche"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(paris(2026, 11, 25, 9), tick=False) as travel:
        yield travel


@pytest.fixture
def place() -> Place:
    territory = TerritoryFactory(slug="chambery", name="Chambéry", name_ar="شامبيري")
    return PlaceFactory(territory=territory, name="Espace Ressources Santé", slug="ers")


@pytest.fixture
def other(place) -> Place:
    return PlaceFactory(territory=place.territory, name="Maison du Biollay", slug="biollay", landmark="")


def weekly(place: Place, title: str, **facts) -> Series:
    return SeriesFactory(activity=ActivityFactory(place=place, text=title, **facts))


@pytest.fixture
def week(place, other) -> None:
    """One session in every state from Monday 23 to Friday 27 November 2026."""
    yoga = weekly(place, "Yoga sur chaise")
    SessionFactory(series=yoga, day=date(2026, 11, 23), status="cancelled", reason="leader")
    SessionFactory(series=yoga, day=date(2026, 11, 24))
    SessionFactory(series=yoga, day=date(2026, 12, 1))
    SessionFactory(
        series=weekly(place, "Cuisine", price=2, sign_up="phone", phone="01 99 00 30 30"),
        day=date(2026, 11, 27),
        at=time(10),
        original_start=paris(2026, 11, 25, 10),
    )
    SessionFactory(series=weekly(place, "Relaxation", sign_up="phone"), day=date(2026, 11, 26), at=time(19))
    SessionFactory(series=weekly(place, "Café santé"), day=date(2026, 11, 26), at=time(9, 30), is_full=True)
    SessionFactory(series=weekly(place, "Marche"), day=date(2026, 11, 26), place=other, original_place=place)
    SessionFactory(
        series__activity=ActivityFactory(place=place, text="Culture commune"),
        series__audience="professionnels",
        day=date(2026, 11, 26),
    )


def pdf(client, query: str = "", prefix: str = "") -> bytes:
    response = client.get(f"{prefix}{POSTER}.pdf{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return response.content


def test_the_week_says_every_state(client, week, tmp_path):
    text = text_of(pdf(client), tmp_path)
    assert "IMPACT · Chambéry Du 23 au 29 novembre Espace Ressources Santé" in text
    assert (
        "Yoga sur chaise Annulé La personne qui anime est absente Prochaine date : mardi 1er décembre" in text
    )
    assert "Déplacé Maintenant : vendredi 27 novembre, de 10 h à 12 h" in text
    assert "au lieu de mercredi 25 novembre, de 10 h à 12 h" in text
    assert "Relaxation Sur inscription, par téléphone" in text
    assert text.count("01 99 00 10 20") == 1  # at the head, and not again on each line
    assert "Complet" in text and "de 9 h 30 à 11 h 30" in text
    assert "Autre lieu" in text and "Maison du Biollay" in text
    assert "2 € · Sur inscription, par téléphone : 01 99 00 30 30" in text
    assert text.count("Rien de prévu") == 2
    assert text.count("Yoga sur chaise") == 2
    assert "Culture commune" not in text


def test_the_head_says_whom_to_call_and_where_to_look(client, week, tmp_path):
    text = text_of(pdf(client), tmp_path)
    assert "Une question ? 01 99 00 10 20" in text
    assert "Tout l’agenda : testserver/chambery/agenda" in text
    assert "Imprimé le 25 novembre 2026" in text
    assert "Gratuit · Ouvert à tous · Sans inscription sauf autre indication" in text


def test_the_pdf_is_tagged_titled_and_in_its_language(client, week, tmp_path):
    body = pdf(client)
    info = info_of(body, tmp_path)
    assert info["Tagged"] == "yes"
    assert info["Title"] == "IMPACT · Chambéry – Du 23 au 29 novembre"
    assert info["Page size"].endswith("(A4)")
    root = PdfReader(BytesIO(body)).trailer["/Root"]
    assert root["/Lang"] == "fr"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    tags = tags_of(body)
    kinds = [tag["/S"] for tag in tags]
    assert kinds.count("/H1") == 1 and kinds.count("/H2") == 7
    figures = [tag for tag in tags if tag["/S"] == "/Figure"]
    assert [figure["/Alt"] for figure in figures] == [
        "Code à photographier : il ouvre l’agenda sur le téléphone"
    ]


@pytest.mark.parametrize("prefix", ["", "/en", "/ar"])
def test_every_font_is_ours_and_embedded(client, week, tmp_path, prefix):
    fonts = fonts_of(pdf(client, prefix=prefix), tmp_path)
    assert fonts and all(embedded for _name, embedded in fonts)
    ours = ("Atkinson-Hyperlegible", "Noto-Naskh-Arabic")
    assert all(name.startswith(ours) for name, _embedded in fonts), fonts


def test_the_code_opens_the_agenda(client, week):
    png = client.get(f"{POSTER}.png").content
    assert code_says(png, "http://testserver/chambery/agenda/")
    assert not code_says(png, "http://testserver/chambery/agendo/")


def test_the_image_is_small_enough_to_send(client, week):
    response = client.get(f"{POSTER}.png")
    assert response["Content-Type"] == "image/png"
    assert len(response.content) <= 300_000
    image = Image.open(BytesIO(response.content))
    assert image.width == 1080 and 1524 <= image.height <= 1530
    assert image.getpixel((540, 90)) != image.getpixel((5, 5))  # something is drawn


def test_one_image_for_each_sheet(client, place):
    series = weekly(place, "Yoga")
    for hour in range(7, 19):
        again = SeriesFactory(activity=series.activity)
        SessionFactory(series=again, day=date(2026, 11, 24), at=time(hour), slot=hour)
    first, second = (client.get(f"{POSTER}.png?page={number}") for number in (1, 2))
    assert first.status_code == second.status_code == 200
    assert first.content != second.content
    assert client.get(f"{POSTER}.png?page=9").status_code == 404


def test_a_day_longer_than_a_sheet_goes_on_to_the_next(client, place, tmp_path):
    for number in range(24):
        SessionFactory(
            series=weekly(place, f"Atelier {number:02d} bis"),
            day=date(2026, 11, 24),
            at=time(7 + number // 2),
        )
    body = pdf(client)
    text = text_of(body, tmp_path)
    assert [number for number in range(24) if f"Atelier {number:02d} bis" not in text] == []
    assert int(info_of(body, tmp_path)["Pages"]) > 1


def test_the_month_by_weeks_with_numbered_sheets(client, place, tmp_path):
    series = weekly(place, "Yoga")
    for day in range(2, 31):
        if date(2026, 11, day).weekday() < 5 and not 9 <= day <= 15:
            SessionFactory(series=series, day=date(2026, 11, day))
    body = pdf(client, "?mois=2026-11")
    text = text_of(body, tmp_path)
    assert "Novembre 2026" in text
    for words in ("Le 1er novembre Rien de prévu", "Du 2 au 8 novembre", "Du 9 au 15 novembre Rien de prévu"):
        assert words in text
    assert "Le 30 novembre" in text
    sheets = int(info_of(body, tmp_path)["Pages"])
    assert sheets > 1
    for number, page in enumerate(PdfReader(BytesIO(body)).pages, start=1):
        assert f"{number}/{sheets}" in page.extract_text()


def test_a_place_keeps_its_own_and_what_left_it(client, week, other, tmp_path):
    there = text_of(pdf(client, "?lieu=biollay"), tmp_path)
    assert "Maison du Biollay" in there and "Marche" in there
    assert "Yoga" not in there
    here = text_of(pdf(client, "?lieu=chambery.ers"), tmp_path)
    assert "Marche" in here and "Autre lieu" in here and "Maison du Biollay" in here


def test_moved_to_another_week_still_stands_struck_where_it_was(client, place, tmp_path):
    SessionFactory(
        series=weekly(place, "Relaxation"), day=date(2026, 12, 2), original_start=paris(2026, 11, 25, 14)
    )
    text = text_of(pdf(client), tmp_path)
    assert "Relaxation Déplacé Maintenant : mercredi 2 décembre, de 14 h à 16 h" in text


def test_languages(client, week, place, tmp_path):
    for code, title in (("en", "Chair yoga"), ("ar", "اليوغا على الكرسي")):
        ActivityTextFactory(
            activity=ActivityFactory(place=place),
            title=title,
            locale=Locale.objects.get_or_create(language_code=code)[0],
        )
        activity = place.activities.latest("pk")
        SessionFactory(series__activity=activity, day=date(2026, 11, 28))
    english, arabic = pdf(client, prefix="/en"), pdf(client, prefix="/ar")
    assert PdfReader(BytesIO(english)).trailer["/Root"]["/Lang"] == "en"
    assert PdfReader(BytesIO(arabic)).trailer["/Root"]["/Lang"] == "ar"
    assert "Saturday" in text_of(english, tmp_path) and "Chair yoga" in text_of(english, tmp_path)
    page = client.get(f"/ar{POSTER}.html").content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert "اليوغا على الكرسي" in page and "شامبيري" in page
    assert '<bdi dir="ltr">01' in page
    assert code_says(client.get(f"/en{POSTER}.png").content, "http://testserver/en/chambery/agenda/")


def test_the_page_to_print_says_the_same_and_carries_nothing_inline(client, week):
    response = client.get(f"{POSTER}.html")
    page = response.content.decode()
    assert "Yoga sur chaise" in page and "Rien de prévu" in page
    assert "<style" not in page and "style=" not in page and "<script" not in page
    assert response["X-Robots-Tag"] == "noindex"


def test_a_workshop_taken_off_the_site_is_on_no_poster(client, place):
    session = SessionFactory(series=weekly(place, "Atelier secret"), day=date(2026, 11, 25))
    address = "/chambery/agenda/affiche.html?semaine=2026-W48"
    assert "Atelier secret" in client.get(address).content.decode()
    session.activity.texts.get().unpublish()
    assert "Atelier secret" not in client.get(address).content.decode()


def test_without_anything_asked_it_is_this_week(client, week):
    assert client.get(f"{POSTER}.pdf")["Content-Disposition"].endswith('"agenda-chambery-2026-W48.pdf"')
    assert client.get(f"{POSTER}.pdf?semaine=").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "?semaine=2026-W99",
        "?semaine=2026-W00",
        "?semaine=2026-48",
        "?semaine=abc",
        "?semaine=9999-W52",
        "?semaine=" + quote("🙂"),
        "?semaine=" + "1" * 2000,
        "?semaine=" + quote("２０２６-W48"),
        "?mois=2026-13",
        "?mois=2026-00",
        "?mois=2031-01",
        "?mois=novembre",
        "?semaine=2026-W48&mois=2026-11",
        "?lieu=inconnu",
        "?lieu=" + quote("🙂"),
        "?page=0",
        "?page=-1",
        "?page=x",
        "?page=",
        "?semaine=%00",
    ],
)
def test_what_cannot_be_printed_is_not_found(client, place, query):
    for form in ("pdf", "png", "html"):
        assert client.get(f"{POSTER}.{form}{query}").status_code == 404


@pytest.mark.parametrize(
    "address", ["/inconnu/agenda/affiche.pdf", f"{POSTER}.svg", f"{POSTER}./", f"{POSTER}/"]
)
def test_what_is_not_there_is_not_found(client, place, address):
    assert client.get(address).status_code == 404


def test_a_place_of_another_territory_is_not_found(client, place):
    PlaceFactory(territory=TerritoryFactory(slug="grenoble"), slug="dominno")
    assert client.get(f"{POSTER}.pdf?lieu=dominno").status_code == 404
    assert client.get(f"{POSTER}.pdf?lieu=grenoble.dominno").status_code == 404


def test_only_near_weeks_are_printed():
    today = date(2026, 11, 25)
    monday = date(2026, 11, 23)
    for weeks, near in ((-5, False), (-4, True), (0, True), (26, True), (27, False)):
        code = (monday + timedelta(weeks=weeks)).strftime("%G-W%V")
        assert parse_week(code).is_near(today) is near, code
    assert parse_month("2026-10").is_near(today) and not parse_month("2026-09").is_near(today)
    with pytest.raises(ValueError):
        read_period("2026-W01", "", today)


def test_weeks_are_iso_weeks_across_the_year_end():
    assert parse_week("2026-W53") == Period(date(2026, 12, 28), date(2027, 1, 3), "2026-W53")
    with pytest.raises(ValueError):
        parse_week("2027-W53")
    assert parse_month("2028-02").last == date(2028, 2, 29)


def test_a_change_shows_at_once_and_junk_in_the_address_makes_no_work(client, week, place, tmp_path):
    def made() -> int:
        return sum("poster:" in key for key in cache._cache)

    before = pdf(client)
    count = made()
    assert count == 1
    assert pdf(client, "?encore=1") == before
    assert made() == count
    place.name = "Maison pour tous"
    place.save()
    assert "Maison pour tous" in text_of(pdf(client), tmp_path)


def test_nothing_is_fetched_from_elsewhere():
    ours = OursOnly(allowed_protocols=["data"])
    assert ours.fetch(f"{NOWHERE}static/portal/poster.css").read()
    for address in (
        "https://example.org/a.css",
        "http://127.0.0.1/",
        "file:///etc/passwd",
        f"{NOWHERE}media/a.png",
        f"{NOWHERE}static/portal/absent.css",
        f"{NOWHERE}static/../settings/base.py",
        f"{NOWHERE}static/%2e%2e/settings/base.py",
        NOWHERE.rstrip("/") + ".example.org/static/portal/poster.css",
    ):
        with pytest.raises((ValueError, SuspiciousFileOperation)):
            ours.fetch(address)


def test_a_collected_file_is_found_by_its_name_with_hash(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "poster.0123.css").write_text("p { color: red }")
    found = OursOnly().fetch(f"{NOWHERE}static/poster.0123.css")
    assert (found.read(), found.content_type) == (b"p { color: red }", "text/css")


@pytest.mark.parametrize("query", ["", "?mois=2026-11", "?lieu=ers"])
def test_queries_do_not_grow(client, place, query, django_assert_max_num_queries):
    def add(count: int) -> None:
        for number in range(count):
            SessionFactory(
                series=weekly(place, f"Atelier {number}"),
                day=date(2026, 11, 24),
                status="cancelled",
                reason="leader",
            )

    add(2)
    with django_assert_max_num_queries(10) as few:
        client.get(f"{POSTER}.html{query}")
    add(12)
    with django_assert_max_num_queries(10) as many:
        client.get(f"{POSTER}.html{query}")
    assert len(many) <= len(few)


def test_fonts_are_there_with_their_licence():
    folder = Path(finders.find("portal/fonts"))
    for family in ("atkinson-hyperlegible", "noto-naskh-arabic"):
        assert "SIL Open Font License" in (folder / f"{family}-OFL.txt").read_text()
        assert {path.name for path in folder.glob(f"{family}-*.woff")} == {
            f"{family}-400.woff",
            f"{family}-700.woff",
        }
