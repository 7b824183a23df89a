"""The loaded demonstration for every test of this folder; it is loaded once and lives in a process of its own.

These tests only look, or write in their own browser: no database of theirs is made, emptied or filled.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import DESKTOP
from tests.browser.demonstration.site import Site, served


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration, served."""
    with served(tmp_path_factory.mktemp("demonstration")) as site:
        yield site


@pytest.fixture(scope="session")
def base_url(site: Site) -> str:
    """What `page.goto("/…")` starts from."""
    return site.url


@pytest.fixture(scope="session")
def browser_context_args(base_url: str) -> dict[str, Any]:
    """A reader in France on a computer screen."""
    return {"base_url": base_url, "viewport": DESKTOP, "locale": "fr-FR", "timezone_id": "Europe/Paris"}


@pytest.fixture(autouse=True)
def _live_database() -> None:
    """Leave the database of the other tests alone."""
