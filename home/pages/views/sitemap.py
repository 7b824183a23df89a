"""The site map for search engines, and what robots may read. Written from plain rows: a few queries for any size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from math import ceil
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import escape
from wagtail.models import Page

from home.activities.models import ActivityText
from home.pages.addresses import absolute, address, roots
from home.pages.privacy import restricted_anywhere
from home.pages.written import OWN_WORDS
from portal.context import root_of
from portal.territories.models import Territory

#: Search engines take 50 000 addresses a file; with their alternates this many weigh about 2 MB.
ADDRESSES_A_FILE = 5000
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
#: What no robot needs: doors, drafts of the reader's own.
CLOSED = ("admin/", "compte/", "ma-feuille/", "espace-partenaires/", "vie-associative/", "styleguide/")

Twins = dict[str, str]


class Line(NamedTuple):
    """One address, when it last changed, and the same page in every language it is written in."""

    url: str
    changed: datetime | None
    twins: Twins


_providers: list[Callable[[], Iterable[Line]]] = []


def provide(lines: Callable[[], Iterable[Line]]) -> None:
    """Add the addresses of an app above, which calls this from its `ready()`."""
    _providers.append(lines)


def sitemap(request: HttpRequest) -> HttpResponse:
    """Give the addresses of the site; beyond a file's worth, an index of `?page=1`, `?page=2`…

    Raises Http404 on a page that does not exist.
    """
    lines = [*_pages(), *_agendas(), *_workshops(), *(line for lines in _providers for line in lines())]
    files = max(1, ceil(len(lines) / ADDRESSES_A_FILE))
    asked = request.GET.get("page")
    if asked is None and files > 1:
        return _xml(_index(files))
    number = _number(asked, files)
    return _xml(_urlset(lines[(number - 1) * ADDRESSES_A_FILE : number * ADDRESSES_A_FILE]))


def robots(request: HttpRequest) -> HttpResponse:
    """Say what robots may read; nothing of a demonstration."""
    if settings.DEMO:
        lines = ["User-agent: *", "Disallow: /"]
    else:
        closed = [root_of(code) + part for code, _name in settings.LANGUAGES for part in CLOSED]
        lines = ["User-agent: *", *[f"Disallow: {path}" for path in closed]]
        lines.append(f"Sitemap: {absolute('/sitemap.xml')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _number(asked: str | None, files: int) -> int:
    if asked is None:
        return 1
    if not (asked.isascii() and asked.isdigit() and len(asked) < 6 and 1 <= int(asked) <= files):
        raise Http404
    return int(asked)


def _pages() -> Iterator[Line]:
    """Give the pages somebody wrote; what shows the French page's text in its place is left out."""
    rows = (
        Page.objects.live()
        .filter(OWN_WORDS, depth__gte=2)
        .exclude(restricted_anywhere())
        .order_by("path")
        .values_list("translation_key", "locale__language_code", "url_path", "last_published_at")
    )
    known = roots()
    twins: dict[object, Twins] = defaultdict(dict)
    found = []
    for key, language, path, changed in rows:
        if language in known and path.startswith(known[language]):
            url = absolute(address(path, language, known))
            twins[key][language] = url
            found.append(Line(url, changed, twins[key]))
    return iter(found)


def _agendas() -> Iterator[Line]:
    slugs = ["", *[f"{slug}/" for slug in Territory.objects.values_list("slug", flat=True)]]
    for slug in slugs:
        twins = {code: absolute(f"{root_of(code)}{slug}agenda/") for code, _name in settings.LANGUAGES}
        for url in twins.values():
            yield Line(url, None, twins)


def _workshops() -> Iterator[Line]:
    """Give the workshops published in French, in each language they are written in."""
    rows = ActivityText.objects.filter(live=True).values_list(
        "activity__slug", "locale__language_code", "last_published_at"
    )
    twins: dict[str, dict[str, datetime | None]] = defaultdict(dict)
    for slug, language, changed in rows.order_by("activity__slug"):
        twins[slug][language] = changed
    for slug, changes in twins.items():
        if settings.LANGUAGE_CODE in changes:
            urls = {code: absolute(f"{root_of(code)}agenda/{slug}/") for code in changes}
            for code, url in urls.items():
                yield Line(url, changes[code], urls)


def _xml(parts: Iterable[str]) -> HttpResponse:
    return HttpResponse("".join(parts), content_type="application/xml; charset=utf-8")


def _index(files: int) -> Iterator[str]:
    yield f'{HEAD}<sitemapindex xmlns="{SCHEMA}">\n'
    for number in range(1, files + 1):
        yield f"<sitemap><loc>{escape(absolute(f'/sitemap.xml?page={number}'))}</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def _urlset(lines: Iterable[Line]) -> Iterator[str]:
    yield f'{HEAD}<urlset xmlns="{SCHEMA}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    for url, changed, twins in lines:
        yield f"<url><loc>{escape(url)}</loc>"
        if changed:
            yield f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>"
        if len(twins) > 1:
            for language, twin in twins.items():
                yield f'<xhtml:link rel="alternate" hreflang="{language}" href="{escape(twin)}"/>'
        yield "</url>\n"
    yield "</urlset>\n"
