"""Requests for an exchange and the comparison, in a browser: axe, the smallest telephone, without JavaScript, by keyboard."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from portal.accounts.models import User
from resources.guide.exchanges import actions
from resources.guide.exchanges.contact import open_contact
from resources.guide.implementations.lines import LINES
from resources.guide.models.exchanges import ExchangeRequest
from resources.guide.models.implementations import Implementation
from tests.resources.guide.asking import (
    ADD,
    COLUMNS,
    COMPARISON,
    CONTACT,
    EXCHANGE,
    LIST,
    administrator,
    ask,
    editor,
    suggest,
)

pytestmark = pytest.mark.browser
LONG = "Une maison de santé, une association et une CPTS, avec anticonstitutionnellement beaucoup de monde. "


@pytest.fixture
def columns() -> list[Implementation]:
    """Three territories that answer at length, one of them in English too."""
    names = ("Chambéry", "Sud-Est Grenoblois", "Plougastel-le-Haut")
    return [
        Implementation.objects.create(
            name=name,
            position=position,
            state="published",
            settled_on=timezone.localdate(),
            **{line: f"{name}, {line}. {LONG * 3}" for line in LINES} | {"figures": ""},
            carrier_en=f"{name}, in English." if position == 1 else "",
        )
        for position, name in enumerate(names, start=1)
    ]


def reflows(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def small_targets(page: Page) -> list[str]:
    """Give what one presses in the page's own part and that is under 48 pixels high."""
    return page.eval_on_selector_all(
        "main :is(button, .actions a, input:not([type=hidden], [tabindex='-1']), select, textarea)",
        """all => all.map(one => [one, (one.closest('label') || one.closest('.choice') || one).getBoundingClientRect()])
            .filter(([one, box]) => box.height < 47.5).map(([one, box]) => one.outerHTML.slice(0, 90) + box.height)""",
    )


@pytest.mark.parametrize(("language", "width"), [("", 320), ("/en", 1280), ("/ar", 320)])
def test_public_pages_have_nothing_for_axe(check_axe, columns, language, width):
    for path in (EXCHANGE, f"{EXCHANGE}?merci=1", COMPARISON, ADD, f"{ADD}?merci=1"):
        check_axe(language + path, width=width)


def test_a_form_sent_back_has_nothing_for_axe(page, check_axe, open_context):
    page = open_context(bypass_csp=True).new_page()
    for path in (EXCHANGE, ADD):
        page.goto(path)
        page.locator("main form button").click()
        expect(page.get_by_role("heading", name="Il reste quelque chose à corriger")).to_be_visible()
        check_axe(page)


@pytest.mark.parametrize("language", ["", "/en", "/ar"])
def test_public_pages_fit_the_smallest_telephone(no_script, columns, language):
    for path in (EXCHANGE, COMPARISON, ADD, f"{ADD}?merci=1"):
        no_script.goto(language + path)
        assert reflows(no_script), path
        assert not small_targets(no_script), path


def test_a_team_asks_without_javascript_on_a_small_telephone(no_script):
    no_script.goto(EXCHANGE)
    no_script.get_by_role("button", name="Envoyer la demande").click()
    expect(no_script.get_by_role("heading", name="Il reste quelque chose à corriger")).to_be_visible()
    assert reflows(no_script)
    no_script.get_by_label("Votre nom").fill(CONTACT.name)
    no_script.get_by_label("Votre adresse e-mail").fill(CONTACT.email)
    no_script.get_by_label("Votre téléphone").fill(CONTACT.phone)
    no_script.get_by_label("Votre équipe").fill(CONTACT.organisation)
    no_script.get_by_label("Votre territoire").fill(CONTACT.territory)
    no_script.get_by_label("Nous préparons un projet").check()
    no_script.get_by_label("Le matin").check()
    no_script.get_by_label("Des jours ou des semaines").fill(CONTACT.availabilities)
    no_script.get_by_label("Quelle est votre question ?").fill(CONTACT.question)
    no_script.get_by_role("button", name="Envoyer la demande").click()
    expect(no_script.get_by_role("heading", name="Votre demande est envoyée")).to_be_visible()
    assert open_contact(ExchangeRequest.objects.get()) == CONTACT


def test_the_form_is_filled_in_by_keyboard_alone(page):
    page.goto(EXCHANGE)
    page.get_by_label("Votre nom").focus()
    for text in (CONTACT.name, CONTACT.email, "", CONTACT.organisation, CONTACT.territory):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")  # the second answer of the radio buttons, the first being reached by Tab
    for key in ("Tab", "Space", "Tab", "Tab", "Tab", "Tab", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type(CONTACT.question)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Envoyer la demande"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Votre demande est envoyée")).to_be_visible()
    row = ExchangeRequest.objects.get()
    assert (row.stage, row.moments) == ("prepare", ["morning"])


def test_what_catches_programs_is_out_of_reach_of_people(page):
    for path in (EXCHANGE, ADD):
        page.goto(path)
        trap = page.locator("input[name=website]")
        assert trap.get_attribute("tabindex") == "-1"
        assert trap.evaluate("one => one.closest('[aria-hidden=true]') !== null")
        assert (
            trap.bounding_box()["width"] <= 1
            or not trap.is_visible()
            or trap.evaluate("one => getComputedStyle(one.parentElement).clipPath !== 'none'")
        )


def test_an_error_leads_to_its_question(page):
    page.goto(EXCHANGE)
    page.get_by_role("button", name="Envoyer la demande").click()
    page.get_by_role("link", name="Écrivez votre question").click()
    expect(page.get_by_label("Quelle est votre question ?")).to_be_focused()
    expect(page.locator("textarea[name=question]")).to_have_attribute("aria-invalid", "true")


def test_each_line_is_a_card_and_answers_stand_side_by_side_where_there_is_room(page, phone, columns):
    for one, side_by_side in ((page, True), (phone, False)):
        one.goto(COMPARISON)
        row = one.locator(".side-by-side tbody tr").first
        boxes = [row.locator("td").nth(number).bounding_box() for number in (0, 1)]
        assert (abs(boxes[0]["y"] - boxes[1]["y"]) < 2) is side_by_side
        assert row.locator("th").bounding_box()["y"] < boxes[0]["y"]
        told = row.locator("td").nth(1).evaluate("cell => getComputedStyle(cell, '::before').content")
        assert told == '"Sud-Est Grenoblois"'
    names = page.get_by_role("rowheader").all_text_contents()
    assert names == [str(label) for line, label in LINES.items() if line != "figures"]
    expect(page.get_by_role("columnheader")).to_have_count(4)


@pytest.fixture
def alix() -> User:
    """Somebody of the administration."""
    return administrator()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_the_team_fit_and_have_nothing_for_axe(open_context, sign_in, alix, columns, width):
    page = open_context(viewport={"width": width, "height": 900}, bypass_csp=True).new_page()
    sign_in(page, alix)
    waiting, given, nadia = ask(), ask(question=LONG * 9), editor("Nadia")
    actions.assign(given, [nadia, alix], user=alix, version=1)
    actions.plan(given, when=timezone.now() + timedelta(days=3), way="video", user=alix, version=2)
    proposal = suggest()
    found = []
    for path in (
        "/admin/",
        LIST,
        f"{LIST}?quoi=closes",
        f"{LIST}{waiting.pk}/",
        f"{LIST}{given.pk}/",
        COLUMNS,
        f"{COLUMNS}ajouter/",
        f"{COLUMNS}{proposal.pk}/",
        f"{COLUMNS}{columns[0].pk}/",
    ):
        page.goto(path)
        if not reflows(page):
            found.append(f"{path} is wider than {width}")
        options = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa"]}}
        results = Axe().run(page, context="main", options=options)
        found += [
            f"{path} {violation['id']}: {node['html']}"
            for violation in results.response["violations"]
            for node in violation["nodes"]
        ]
    assert not found, "\n".join(found)


def test_the_administration_gives_a_request_to_a_pair(page, sign_in, alix):
    for name in ("Nadia", "Luc"):
        editor(name)
    request = ask()
    sign_in(page, alix)
    page.goto(LIST)
    page.get_by_role("link", name=f"Demande n° {request.pk}").click()
    expect(page.get_by_text(CONTACT.question)).to_be_visible()
    page.get_by_label("Une personne").select_option("Nadia Test")
    page.get_by_label("L'autre personne").select_option("Luc Test")
    page.get_by_role("button", name="Confier la demande").click()
    expect(page.get_by_text("La demande est confiée")).to_be_visible()
    expect(page.get_by_text("Binôme : Nadia Test, Luc Test")).to_be_visible()
    page.get_by_label("Jour").fill((timezone.localdate() + timedelta(days=5)).isoformat())
    page.get_by_label("Heure").fill("14:30")
    page.get_by_role("button", name="Fixer cette date").click()
    expect(page.get_by_text("La date est fixée")).to_be_visible()
    page.get_by_text("Historique", exact=True).click()
    expect(page.get_by_text("Coordonnées et question lues").first).to_be_visible()
