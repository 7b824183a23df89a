"""What a page of need shows beside its own words: the services that help, live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from resources.directory.models import Term
from resources.directory.search import Query, find

if TYPE_CHECKING:
    from resources.directory.models import HelpPage

SHOWN = 12


def help_face(page: HelpPage, request: HttpRequest) -> dict[str, Any]:
    """Give the services of the page's themes, the first `SHOWN` of them, and how many there are."""
    codes = tuple(page.thematiques.split())
    if not codes:
        return {"hits": [], "total": 0}
    query = Query(words=page.words_searched, chosen={Term.Kind.THEMATIQUE: codes}, per_page=SHOWN)
    results = find(query, with_facets=False)
    return {"hits": results.hits, "total": results.total}
