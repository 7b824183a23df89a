"""The whole site on one page: by territory, then what speaks of all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from wagtail.models import Page

from home.activities.cards import texts_of
from home.activities.models import Activity
from home.pages.addresses import active_language, address, roots
from home.pages.models import AccessibilityPage, LegalPage, NewsIndexPage, NewsPage, TerritoryPage
from home.pages.privacy import restricted_anywhere
from home.pages.written import language_of
from portal.context import root_of


@dataclass
class Link:
    """One line of the plan, and the lines under it."""

    title: str
    url: str
    lang: str
    under: list[Link] = field(default_factory=list)


@dataclass
class Part:
    """A heading of the plan."""

    title: str
    lang: str
    links: list[Link]


_providers: list[Callable[[str], Part]] = []
#: Kinds of pages that a part of an app above lists, in its own words.
_told_elsewhere: set[type[Page]] = set()


def provide(part: Callable[[str], Part], *kinds: type[Page]) -> None:
    """Add the part of an app above, made for a language; it lists the pages of `kinds` itself.

    The app calls this from its `ready()`.
    """
    _providers.append(part)
    _told_elsewhere.update(kinds)


def plan(request: HttpRequest) -> HttpResponse:
    """Show every page of the site but the news one by one. A few queries, whatever their number."""
    language = active_language()
    pages = _pages(language)
    workshops = _workshops(language)
    parts = [_everywhere(pages, language), *(part(language) for part in _providers)]
    for page in pages:
        if page.specific_class is TerritoryPage:
            parts.append(_territory(page, pages, workshops.get(page.slug, []), language))
    parts.append(Part(_("Ce site"), language, [_link(p, language) for p in pages if _is_about(p)]))
    crumbs = [{"title": _("Plan du site"), "url": request.path}]
    return render(request, "pages/plan.html", {"parts": parts, "crumbs": crumbs})


def _pages(language: str) -> list[Page]:
    shown = Page.objects.live().filter(locale__language_code=language, depth__gte=3)
    shown = shown.not_exact_type(NewsPage, *_told_elsewhere).exclude(restricted_anywhere())
    return list(shown.select_related("content_type").order_by("path"))


def _everywhere(pages: list[Page], language: str) -> Part:
    root = root_of(language)
    own = [p for p in pages if p.depth == 3 and p.specific_class is not TerritoryPage and not _is_about(p)]
    links = [
        Link(_("Accueil"), root, language),
        Link(_("Rechercher"), f"{root}recherche/", language),
        Link(_("Agenda"), f"{root}agenda/", language),
        *[_link(p, language) for p in own],
        Link(_("Ma feuille"), f"{root}ma-feuille/", language),
    ]
    return Part(_("Partout"), language, links)


def _territory(page: Page, pages: list[Page], workshops: list[Link], language: str) -> Part:
    agenda = Link(_("Agenda"), f"{root_of(language)}{page.slug}/agenda/", language, workshops)
    below = [p for p in pages if p.path.startswith(page.path) and p.depth == page.depth + 1]
    below.sort(key=lambda p: p.specific_class is NewsIndexPage)
    own = _link(page, language)
    return Part(page.title, own.lang, [own, agenda, *[_link(p, language) for p in below]])


def _workshops(language: str) -> dict[str, list[Link]]:
    """Give the published workshops by slug of their territory."""
    published = Activity.objects.published().order_by("name")
    rows = list(published.values_list("pk", "slug", "territory__slug"))
    texts = texts_of((pk for pk, _slug, _territory in rows), language) if rows else {}
    found: dict[str, list[Link]] = {}
    for pk, slug, territory in rows:
        lang, title, _summary = texts[pk]
        found.setdefault(territory, []).append(Link(title, f"{root_of(language)}agenda/{slug}/", lang))
    return found


def _is_about(page: Page) -> bool:
    return page.specific_class in (LegalPage, AccessibilityPage)


def _link(page: Page, language: str) -> Link:
    return Link(page.title, address(page.url_path, language, roots()), language_of(page, language))
