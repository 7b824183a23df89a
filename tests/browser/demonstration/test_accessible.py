"""axe on every kind of public page, narrow and wide, in three languages; no page scrolls sideways or upsets the browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.demonstration.pages import LANGUAGES, LONG, PUBLIC, STATUSES, Console, keep, too_wide

LOOKS = [(prefix, window) for prefix in LANGUAGES for window in (PHONE, DESKTOP)]
pytestmark = pytest.mark.parametrize(
    ("prefix", "window"), LOOKS, ids=[f"{p.strip('/') or 'fr'}-{w['width']}" for p, w in LOOKS]
)


class Look:
    """Goes from page to page in one window and keeps what is wrong on each."""

    def __init__(self, page: Page, prefix: str, check_axe) -> None:
        self.page, self.prefix, self.check_axe = page, prefix, check_axe
        self.console = Console(page)
        self.wrong: list[str] = []

    def open(self, name: str, address: str) -> None:
        response = self.page.goto(self.prefix + address)
        if response.status != STATUSES.get(name, 200):
            self.wrong.append(f"{name} : {response.status}")
        self.check(name)

    def check(self, name: str) -> None:
        page = self.page
        said = [*self.console.take(), *too_wide(page)]
        if page.locator("html").get_attribute("dir") != LANGUAGES[self.prefix]:
            said.append("the wrong direction")
        try:
            self.check_axe(page)
        except AssertionError as error:
            said.append(str(error))
        self.console.take()  # what axe itself said
        self.wrong += [f"{name} : {words}" for words in said]


@pytest.fixture
def look(open_context, check_axe, site, prefix, window):
    look = Look(open_context(viewport=window).new_page(), prefix, check_axe)
    with site.banner("Le chauffage est en panne à Chambéry. Les ateliers ont lieu, prenez un pull."):
        yield look
    assert not look.wrong, "\n\n".join(look.wrong)


def test_public_pages(look):
    pages = PUBLIC if look.prefix else PUBLIC | LONG
    for name, address in pages.items():
        look.open(name, address)


def test_panels_when_they_are_open(look):
    page = look.page
    page.goto(f"{look.prefix}/agenda/?jour=semaine&theme=bouger")
    page.locator(".choices > summary").click()
    look.check("filters")
    page.locator(".emergency > summary").click()
    look.check("emergency numbers")
    page.goto(f"{look.prefix}/agenda/yoga-sur-chaise/")
    page.locator(".later > summary").click()
    look.check("later dates")
    page.locator(".share > summary").click()
    look.check("ways to share")


def test_a_filled_sheet(look):
    keep(look.page, look.prefix)
    look.check("sheet")


def test_a_form_that_comes_too_late(look):
    page = look.page
    page.goto(f"{look.prefix}/compte/connexion/")
    page.locator("[name=csrfmiddlewaretoken]").first.evaluate("e => e.remove()")
    page.locator("[name=login]").fill("quelqu-un@demo.test")
    page.locator("[name=password]").fill("un mot de passe")
    with page.expect_navigation() as arrival:
        page.keyboard.press("Enter")
    assert arrival.value.status == 403
    look.check("403")
