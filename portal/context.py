"""What every page needs: the language and its direction."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_bidi


def site(request: HttpRequest) -> dict[str, Any]:
    """Give the language, its direction and the same address in the other languages."""
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    return {
        "language": language,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "languages": settings.LANGUAGES,
        "base_url": settings.BASE_URL,
        "demo": settings.DEMO,
    }
