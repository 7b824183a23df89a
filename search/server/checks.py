"""What Django says at start about the search server: an address that cannot serve is refused."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from search.server.address import BadAddress, read


@register()
def search_url(**_kwargs: Any) -> list[CheckMessage]:
    """Refuse a SEARCH_URL that cannot be read."""
    if not settings.SEARCH_URL:
        return []
    try:
        read(settings.SEARCH_URL)
    except BadAddress as problem:
        return [
            Error(
                f"SEARCH_URL ne convient pas : {problem}.",
                hint="SEARCH_URL=elasticsearch+https://user:password@host:9200/portail, or leave it empty "
                "(the engine inside the portal serves then).",
                id="search.E001",
            )
        ]
    return []
