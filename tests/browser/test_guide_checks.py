"""The checks and the worksheet in a real browser: no script, a small telephone, the keyboard alone, three languages, paper."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from resources.guide.checks import actions
from resources.guide.models import Sheet
from resources.guide.models.editions import Form
from tests.resources.guide.asking import administrator
from tests.resources.guide.checking import (
    COST,
    READY,
    STARTS,
    check,
    fill,
    publish_all,
    publish_editions,
    sheet_of,
    written,
)

ROOTS = ["", "/en", "/ar"]


@pytest.fixture
def published(transactional_db):
    """The demonstration's forms."""
    publish_editions()


def begun(form: str = Form.READY) -> str:
    """Give the address of a new sheet."""
    return f"/guide/bilans/{actions.begin(form)}/"


def filled() -> str:
    """Give the address of a check with answers of every kind."""
    address = begun()
    answers = dict.fromkeys((one.slug for _theme, one in check().questions()), "yes")
    answers |= {
        "finess": "not_yet",
        "bureau": "in_progress",
        "mediation": "dont_know",
        "trois-ans": "not_yet",
    }
    actions.write(sheet_of(address), answers)
    return address


def worksheet() -> str:
    """Give the address of a worksheet with a few lines."""
    address = begun(Form.COST)
    names = {"mediation__heures": "17,5", "mediation__semaines": "45", "mediation__cout_heure": "32,50"}
    fill(address, 2, **names, mediation__mode="salarie")
    fill(address, 3, ateliers__seances="40")
    fill(address, 7, subvention__montant="15 000", subvention__nom="Ville de Chambéry")
    return address


def pages() -> list[str]:
    """Give one of each page."""
    check_, cost = filled(), worksheet()
    return [
        *STARTS.values(),
        f"{READY}?efface=1",
        f"{check_}1/",
        f"{begun(Form.TERRITORY)}4/",
        check_,
        begun(),
        f"{check_}effacer/",
        f"{cost}2/",
        f"{cost}6/",
        cost,
        begun(Form.COST),
        f"{begun()}x/",
    ]


def reflows(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("root", "width"), [("", 320), ("/en", 1280), ("/ar", 320)])
def test_axe_finds_nothing(check_axe, published, root, width):
    for path in pages():
        check_axe(root + path, width=width)


@pytest.mark.parametrize("root", ROOTS)
def test_a_refused_page_has_nothing_for_axe(open_context, published, root):
    page = open_context(bypass_csp=True).new_page()
    page.goto(f"{root}{begun(Form.COST)}2/")
    page.locator('[name="q-mediation.heures"]').fill("beaucoup")
    page.locator(".check-buttons .button").first.click()
    expect(page.locator(".error-summary")).to_be_focused()
    results = Axe().run(page, context="main")
    assert not results.response["violations"]


@pytest.mark.parametrize("root", ROOTS)
def test_nothing_overflows_and_everything_can_be_touched_on_a_small_telephone(phone, published, root):
    for path in pages():
        phone.goto(root + path)
        assert reflows(phone), path
        small = phone.evaluate(
            """[...document.querySelectorAll('main :is(button, .button, select, .check-question label, .check-way, .steps a, input:not([type=radio], [type=hidden], [tabindex="-1"]))')]
            .filter(one => one.offsetParent && one.getBoundingClientRect().height < 44 && !one.closest('.steps'))
            .map(one => one.outerHTML.slice(0, 80))"""
        )
        assert not small, (path, small)


@pytest.mark.parametrize("root", ROOTS)
def test_a_check_from_end_to_end_without_javascript(no_script, published, root):
    content = check(language=root[1:] or "fr")
    no_script.goto(f"{root}{READY}")
    no_script.locator("main form .button").click()
    assert re.search(rf"{root}/guide/bilans/[\w-]{{32}}/1/$", no_script.url)
    for number, theme in enumerate(content.themes, 1):
        expect(no_script.get_by_role("heading", level=1)).to_have_text(theme.title.text)
        assert no_script.locator("html").get_attribute("dir") == ("rtl" if root == "/ar" else "ltr")
        for question in theme.questions:
            group = no_script.get_by_role("group", name=question.text.text)
            group.get_by_label(content.answers[0].label.text, exact=True).check()
        if number == 2:  # stop, then come back
            no_script.locator('[name="vers"][value="bilan"]').click()
            address = no_script.locator("#adresse").input_value()
            assert address.startswith("http") and address.endswith("/")
            no_script.locator(".steps a").nth(2).click()
        else:
            no_script.locator(".check-buttons .button").first.click()
    expect(no_script.get_by_role("heading", level=1)).to_have_text(content.readings["ready"].title.text)
    no_script.get_by_role("link", name=re.compile("Effacer|Erase|Delete|امسح|محو|حذف")).click()
    no_script.locator(".button.danger").click()
    expect(no_script.locator(".notice.success")).to_be_visible()
    assert not Sheet.objects.exists()


def test_going_back_keeps_what_was_answered(no_script, published):
    no_script.goto(READY)
    no_script.get_by_role("button", name="Commencer").click()
    no_script.get_by_role("button", name="Continuer").click()
    first = check().themes[1].questions[0]
    no_script.get_by_role("group", name=first.text.text).get_by_label("Pas encore").check()
    no_script.get_by_role("button", name="Page précédente").click()
    expect(no_script.locator(".check-progress")).to_have_text("Thème 1 sur 6")
    no_script.get_by_role("button", name="Continuer").click()
    group = no_script.get_by_role("group", name=first.text.text)
    expect(group.get_by_label("Pas encore")).to_be_checked()
    group.get_by_label("Sans réponse").check()
    no_script.get_by_role("button", name="Continuer").click()
    assert not Sheet.objects.get().entries.exists()


def test_a_worksheet_without_javascript(no_script, published):
    no_script.goto(COST)
    no_script.get_by_role("button", name="Commencer").click()
    no_script.get_by_role("button", name="Continuer").click()
    line = no_script.get_by_role("group", name="Médiation en santé")
    line.get_by_label("Façon de payer").select_option(label="Salarié·e")
    line.get_by_label("Heures par semaine").fill("17,5")
    line.get_by_label("Semaines par an").fill("cent")
    line.get_by_label("Coût d'une heure").fill("32,50")
    no_script.get_by_role("button", name="Enregistrer et m’arrêter là").click()
    expect(no_script.locator(".error-summary")).to_contain_text("Écrivez un nombre")
    line.get_by_label("Semaines par an").fill("45")
    no_script.get_by_role("button", name="Enregistrer et m’arrêter là").click()
    expect(no_script.get_by_role("heading", level=1)).to_have_text("Dans la fourchette publiée")
    expect(no_script.locator(".cost-results")).to_contain_text("25\u202f593,75")
    assert reflows(no_script)


def test_the_keyboard_alone_is_enough(page, published):
    page.goto(READY)
    page.get_by_role("button", name="Commencer").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/1/")
    first = check().themes[0].questions[0]
    page.get_by_role("group", name=first.text.text).get_by_label("Sans réponse").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")  # sends the page with its first button
    page.wait_for_url("**/2/")
    address = page.url.partition("/guide/")[2].removesuffix("2/")
    assert written(f"/guide/{address}") == {first.slug: "not_yet"}


def test_the_address_is_copied_where_scripts_run(open_context, published, base_url):
    context = open_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(filled())
    page.get_by_role("button", name="Copier l’adresse").click()
    expect(page.get_by_role("button", name="Adresse copiée")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#adresse").input_value()


def test_one_is_led_nowhere_with_the_address_of_the_sheet(page, published):
    asked: list[str | None] = []
    page.on("request", lambda request: asked.append(request.headers.get("referer")))
    page.goto(filled())
    page.get_by_role("link", name="Accueil").first.click()
    assert not [referer for referer in asked if referer and "/bilans/" in referer]


def test_printed_from_the_browser_the_result_stands_alone(page, published):
    page.goto(filled())
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Il manque l'essentiel")).to_be_visible()
    expect(page.get_by_text("Une structure juridique avec un numéro FINESS")).to_be_visible()
    for hidden in ("#adresse", ".steps", ".check-keep"):
        expect(page.locator(hidden)).not_to_be_visible()


def test_the_pdf_is_downloaded(page, published):
    page.goto(filled())
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger en PDF").click()
    assert download.value.suggested_filename == "etes-vous-prets.pdf"
    with open(download.value.path(), "rb") as file:
        assert file.read(5) == b"%PDF-"


def test_in_arabic_bars_and_words_begin_at_the_right(page, published):
    page.goto(f"/ar{filled()}")
    heading = page.get_by_role("heading", level=1).bounding_box()
    field = page.locator(".check-reading").bounding_box()
    assert heading and field
    assert field["x"] + field["width"] > 1280 / 2 + 300
    assert page.locator("#adresse").evaluate("one => getComputedStyle(one).direction") == "ltr"


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_the_team_fit_and_have_nothing_for_axe(open_context, sign_in, transactional_db, width):
    publish_all()
    page = open_context(viewport={"width": width, "height": 900}, bypass_csp=True).new_page()
    sign_in(page, administrator())
    found = []
    for path in ("", "etes-vous-prets/publier/", "etes-vous-prets/reponses/"):
        page.goto(f"/admin/guide/formulaires/{path}")
        if not reflows(page):
            found.append(f"{path} is wider than {width}")
        results = Axe().run(
            page, context="main", options={"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa"]}}
        )
        found += [
            f"{path} {violation['id']}: {node['html']}"
            for violation in results.response["violations"]
            for node in violation["nodes"]
        ]
    assert not found, "\n".join(found)


def test_an_editor_changes_a_question_and_publishes_it(page, sign_in, transactional_db):
    publish_all()
    sign_in(page, administrator())
    page.set_default_timeout(120_000)  # the page of a form holds hundreds of fields
    page.goto("/admin/guide/formulaires/")
    page.get_by_role("link", name="Modifier : Êtes-vous prêts ?").click()
    field = page.wait_for_function(
        "() => [...document.querySelectorAll('textarea')].find(one => one.value.includes('numéro FINESS ?'))"
    )
    element = field.as_element()
    assert element
    element.evaluate(
        "one => { one.value = 'Avez-vous un numéro FINESS ?'; one.dispatchEvent(new Event('input', {bubbles: true})) }"
    )
    page.get_by_role("button", name=re.compile("Enregistrer")).first.click()
    page.get_by_role("link", name="Publier une édition").click()
    expect(page.get_by_text("Avez-vous un numéro FINESS ?")).to_be_visible()
    page.get_by_role("button", name="Publier cette édition").click()
    expect(page.get_by_text("L'édition 2 est publiée")).to_be_visible()
