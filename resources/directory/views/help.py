"""What a page of need shows beside its own words: the services that help, live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone

from home.pages.addresses import active_language
from portal.context import root_of
from resources.directory.cards import cards_for
from resources.directory.furniture import furniture
from resources.directory.models import Term
from resources.directory.search import Query, find

if TYPE_CHECKING:
    from resources.directory.models import HelpPage

SHOWN = 12


def help_face(page: HelpPage, request: HttpRequest) -> dict[str, Any]:
    """Give the services of the page's themes, the first `SHOWN` of them, and how many there are. Three queries at most."""
    parts, codes = furniture(request), tuple(page.thematiques.split())
    themes = [theme for theme in parts.themes if set(codes).intersection(theme.data_inclusion.split())]
    root = root_of(active_language())
    context: dict[str, Any] = {
        "cards": [],
        "total": 0,
        "teams": parts.teams,
        "list_url": f"{root}ressources/",
        "hidden": [("theme", theme.slug) for theme in themes],
    }
    if not codes:
        return context
    query = Query(words=page.words_searched, chosen={Term.Kind.THEMATIQUE: codes}, per_page=SHOWN)
    results = find(query, with_facets=False)
    cards = cards_for(results.hits, timezone.now(), parts.themes) if results.hits else []
    return context | {"cards": cards, "total": results.total}
