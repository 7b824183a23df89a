"""The agenda, a workshop, a session and the sheet in a real browser: small telephone, no script, on paper."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader
from wagtail.models import Locale

from home.activities.models import Session
from tests.factories import (
    ActivityFactory,
    ActivityTextFactory,
    HoursExceptionFactory,
    PlaceFactory,
    SeriesFactory,
    SessionFactory,
    TerritoryFactory,
    ThemeFactory,
)


@pytest.fixture
def programme(transactional_db):
    """A session of each state, from now on."""
    place = PlaceFactory(
        territory=TerritoryFactory(slug="chambery", name_ar="شامبيري"),
        name="Espace Ressources Santé",
        slug="espace-ressources-sante",
        landmark="à côté de la poste, face à l'arrêt de bus",
        landmark_ar="بجانب مكتب البريد",
    )
    hall = PlaceFactory(territory=place.territory, name="Maison des habitants", slug="maison-des-habitants")
    series = []
    for slug, theme in (("yoga", "bouger"), ("cuisine", "manger")):
        activity = ActivityFactory(place=place, slug=slug, themes=[ThemeFactory(slug=theme)], pictogram=slug)
        series.append(SeriesFactory(activity=activity, last_day=timezone.localdate() + timedelta(200)))
        ActivityTextFactory(
            activity=activity,
            locale=Locale.objects.get_or_create(language_code="ar")[0],
            title="يوغا على الكرسي",
        )
    today, now = timezone.localdate(), timezone.now()
    yoga, cooking = series
    closure = HoursExceptionFactory(place=place, first_day=today, last_day=today + timedelta(2))
    SessionFactory(
        series=yoga,
        day=today,
        start=now - timedelta(minutes=30),
        end=now + timedelta(hours=1),
        original_place=place,
    )
    cancelled = {"status": "cancelled", "reason": "place", "closure": closure}
    SessionFactory(series=yoga, day=today + timedelta(1), **cancelled)
    moved_to = now + timedelta(days=4)
    SessionFactory(
        series=cooking,
        day=today + timedelta(2),
        original_start=now + timedelta(days=2),
        start=moved_to,
        end=moved_to + timedelta(hours=2),
        is_full=True,
        place=hall,
        original_place=place,
    )
    for days in range(8, 40):
        SessionFactory(series=yoga, day=today + timedelta(days), is_extra=days % 9 == 0)
    SessionFactory(series=yoga, day=today + timedelta(50), status="withdrawn")
    return place


def address(**facts: object) -> str:
    session = Session.objects.filter(**facts).order_by("start").first()
    return f"/agenda/{session.activity.slug}/{session.key}/"


@pytest.mark.parametrize("root", ["", "/en", "/ar"])
def test_the_first_card_is_seen_without_scrolling_and_nothing_overflows(phone, programme, root):
    phone.goto(f"{root}/agenda/")
    title = phone.locator(".session-title").first.bounding_box()
    assert title["y"] + title["height"] < 568
    pages = [
        "/agenda/?theme=bouger&jour=semaine",
        "/agenda/?jour=abc",
        "/chambery/agenda/?page=1",
        "/agenda/yoga/",
        address(status="cancelled"),
        address(is_full=True),
        "/ma-feuille/",
    ]
    for page in pages:
        phone.goto(f"{root}{page}")
        phone.evaluate("document.querySelectorAll('main details').forEach(details => details.open = true)")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 320, page


def test_filters_without_script(no_script, programme):
    no_script.goto("/agenda/")
    no_script.locator(".choices > summary").click()
    no_script.get_by_role("combobox", name="Thème").select_option("manger")
    no_script.get_by_role("button", name="Voir les ateliers").click()
    expect(no_script.locator(".session-title")).to_have_text(["Cuisine"])
    assert "theme=manger" in no_script.url
    no_script.get_by_role("link", name="Manger (enlever ce filtre)").last.click()
    no_script.wait_for_url("**/agenda/")


def test_the_sheet_without_script_on_one_page(no_script, programme):
    for session in Session.objects.exclude(status="withdrawn").order_by("start")[:30]:
        no_script.goto(
            f"/agenda/yoga/{session.key}/" if session.activity.slug == "yoga" else address(is_full=True)
        )
        no_script.get_by_role("button", name="Mettre sur ma feuille").click()
        no_script.wait_for_url("**/ma-feuille/**")
    expect(no_script.locator(".sheet > li")).to_have_count(30)
    for root in ("", "/ar"):
        no_script.goto(f"{root}/ma-feuille/")
        assert len(PdfReader(io.BytesIO(no_script.pdf(format="A4"))).pages) == 1
    no_script.goto("/ma-feuille/")
    no_script.get_by_role("button", name="Enlever").first.click()
    expect(no_script.locator(".sheet > li")).to_have_count(29)
    no_script.get_by_role("button", name="Vider la feuille").click()
    expect(no_script.get_by_role("link", name="Voir l’agenda")).to_be_visible()


def test_by_keyboard(page, programme):
    page.goto("/agenda/")
    page.locator(".choices > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("a:focus")).to_have_attribute("href", re.compile("jour=aujourdhui"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/agenda/?jour=aujourdhui")
    page.locator(".session-title a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/agenda/yoga/**")


@pytest.mark.parametrize("root", ["", "/en", "/ar"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(check_axe, programme, root, width):
    for page in (
        "/agenda/",
        "/agenda/?jour=abc&theme=bouger",
        "/chambery/agenda/?jour=demain",
        "/agenda/yoga/",
        address(status="cancelled"),
        address(is_full=True),
        address(status="withdrawn"),
        "/ma-feuille/",
    ):
        check_axe(f"{root}{page}", width=width)


def test_axe_finds_nothing_in_the_open_filters_and_on_a_full_sheet(open_context, check_axe, programme):
    page = open_context(viewport={"width": 320, "height": 568}, bypass_csp=True).new_page()
    page.goto(address(is_full=True))
    page.get_by_role("button", name="Mettre sur ma feuille").click()
    page.wait_for_url("**/ma-feuille/**")
    check_axe(page)
    page.goto("/agenda/?theme=bouger")
    page.evaluate("document.querySelectorAll('main details').forEach(details => details.open = true)")
    check_axe(page)
