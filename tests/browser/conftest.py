"""A real Chromium for the tests of this folder: `page`, `phone`, `no_script`, `check_axe`, `sign_in`.

`page.goto("/agenda/")` opens the address on the live server. A page that breaks the content policy or throws in a
script fails its test by itself.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page

from portal.accounts.models import User
from tests.conftest import SignIn

# Playwright keeps an event loop in this thread, which Django would otherwise take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = "/usr/bin/chromium"
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 568}
#: The rules of WCAG 2.2 at levels A and AA, and axe's own good practice.
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder `browser`, so that the second round on PostgreSQL can leave them out."""
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start Debian's Chromium; Playwright downloads nothing."""
    if not shutil.which(CHROMIUM):
        pytest.fail(
            "Chromium manque : installez le paquet « chromium » (apt-get install chromium).", pytrace=False
        )
    return browser_type_launch_args | {
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--disable-dev-shm-usage"],
    }


@pytest.fixture(scope="session")
def base_url(live_server: Any) -> str:
    """What `page.goto("/…")` starts from."""
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A reader in France on a computer screen."""
    return browser_context_args | {
        "viewport": DESKTOP,
        "locale": "fr-FR",
        "timezone_id": "Europe/Paris",
    }


@pytest.fixture(autouse=True)
def _live_database(transactional_db: None, live_server: Any) -> None:
    """Let the server's thread see the rows of the test."""


class Watch:
    """Listens to pages for broken content policies and script errors."""

    def __init__(self) -> None:
        self.errors: list[str] = []

    def listen(self, context: BrowserContext) -> None:
        """Collect what the pages of `context` complain of."""
        context.on("weberror", lambda event: self.errors.append(str(event.error)))
        context.on("console", lambda message: self._read(message.type, message.text))

    def _read(self, kind: str, text: str) -> None:
        if kind == "error" and "Content Security Policy" in text:
            self.errors.append(text)


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fail the test when one of its pages broke the content policy or threw in a script."""
    listener = Watch()
    yield listener
    assert not listener.errors, listener.errors


@pytest.fixture
def context(context: BrowserContext, watch: Watch) -> BrowserContext:
    """The default window, watched."""
    watch.listen(context)
    return context


OpenContext = Callable[..., BrowserContext]


@pytest.fixture
def open_context(
    browser: Browser, browser_context_args: dict[str, Any], watch: Watch
) -> Iterator[OpenContext]:
    """Open other windows: `open_context(viewport=PHONE, java_script_enabled=False)`; closed at the end."""
    opened: list[BrowserContext] = []

    def open_one(**options: Any) -> BrowserContext:
        context = browser.new_context(**browser_context_args | options)
        watch.listen(context)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def phone(open_context: OpenContext) -> Page:
    """A page on the smallest telephone we serve: 320 × 568."""
    return open_context(viewport=PHONE, has_touch=True).new_page()


@pytest.fixture
def no_script(open_context: OpenContext) -> Page:
    """A page on that telephone, without JavaScript."""
    return open_context(viewport=PHONE, has_touch=True, java_script_enabled=False).new_page()


@pytest.fixture
def sign_in(signed_in: SignIn, base_url: str) -> Callable[[Page, User], None]:
    """Sign `user` in on `page`, second factor included: `sign_in(page, user)`."""

    def put_cookie(page: Page, user: User) -> None:
        value = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": base_url}])

    return put_cookie


@pytest.fixture
def check_axe(browser: Browser, browser_context_args: dict[str, Any]) -> Callable[..., None]:
    """Assert that axe finds nothing: `check_axe("/agenda/", width=320)` or `check_axe(page)` for a page as it stands.

    An address is opened in a window of its own, where the content policy lets axe's script in.
    """

    def check(what: str | Page, *, width: int = 1280, cookies: list[dict] | None = None) -> None:
        if isinstance(what, str):
            with browser.new_context(
                **browser_context_args | {"viewport": {"width": width, "height": 800}, "bypass_csp": True}
            ) as context:
                context.add_cookies(cookies or [])
                page = context.new_page()
                page.goto(what)
                _assert_clean(page)
        else:
            _assert_clean(what)

    return check


def _assert_clean(page: Page) -> None:
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": AXE_TAGS}})
    problems = [
        f"{violation['id']} ({violation['impact']}) : {node['html']} — {node['failureSummary']}"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]
    assert not problems, f"{page.url}\n" + "\n".join(problems)
