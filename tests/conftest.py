"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils import translation


@pytest.fixture(autouse=True)
def _fresh_state() -> Iterator[None]:
    """Start in French with an empty cache: neither language nor rate limits leak from one test to the next."""
    cache.clear()
    with translation.override("fr"):
        yield
