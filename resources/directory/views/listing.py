"""The list of resources: who helps with what, near where; and the same as points on a map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from home.pages.addresses import active_language
from portal.context import root_of
from portal.territories.words import Words
from resources.directory.cards import cards_for, sign_of, where_to_come
from resources.directory.discreet import asks_in_secret, leave_no_trace
from resources.directory.facets import chosen_of, facets_of, list_fields, ways_on
from resources.directory.finding import find, points
from resources.directory.forms import SearchForm
from resources.directory.furniture import Furniture, furniture
from resources.directory.indexing import point_of
from resources.directory.models import Service, Term
from resources.directory.search import PER_PAGE, Results
from search import unmet

#: Points a map shows at most: beyond, one narrows the search.
MOST_POINTS = 500


def resources(request: HttpRequest) -> HttpResponse:
    """Show the services that answer the address; without any question, also the themes and the pages of need.

    At most ten queries, and one more for each facet chosen. Raises Http404 for a page that does not exist.
    """
    listing = Listing(request)
    if not listing.results.total and listing.form.asks_only_words:
        unmet.count(listing.form.cleaned_data["q"], listing.language)
    response = render(request, "directory/resources.html", listing.context())
    if listing.form.keeps_robots_out:
        response["X-Robots-Tag"] = "noindex"
    return leave_no_trace(response) if listing.is_secret else response


def is_secret(form: SearchForm, found: Iterable[Service]) -> bool:
    """Tell whether a search must leave no trace: for what is asked, or, whatever the words, for what answers them."""
    words = form.cleaned_data.get("q")
    chosen = [form.themes[slug] for slug in form.chosen.get(Term.Kind.THEME, ())]
    return asks_in_secret(words, chosen) or (bool(words) and any(service.is_discreet for service in found))


def resources_map(request: HttpRequest) -> JsonResponse:
    """Give the same services as points for the map, at most `MOST_POINTS`; those of one door together."""
    parts = furniture(request)
    form = SearchForm(request.GET, themes=parts.themes)
    found, is_cut = points(form.wanted(timezone.now()), MOST_POINTS)
    near = form.place.point
    response = JsonResponse(
        {
            "doors": [door.as_json() for door in _doors(found, parts)],
            "near": [near.latitude, near.longitude] if near else None,
            "radius": form.radius * 1000,
            "is_cut": is_cut,
        }
    )
    response["X-Robots-Tag"] = "noindex"
    return leave_no_trace(response) if is_secret(form, found) else response


class Listing:
    """One page of the list, from the address to the words."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.now = timezone.now()
        self.language = active_language()
        self.parts = furniture(request)
        self.form = SearchForm(request.GET, themes=self.parts.themes)
        self.number = self.asked_number()
        self.results = find(self.form.wanted(self.now, self.number))
        self.page = self.asked_page(self.results)
        self.is_secret = is_secret(self.form, [hit.service for hit in self.results.hits])

    def asked_number(self) -> int:
        """Read the number of the page. Raises Http404 when it is none."""
        text = self.request.GET.get("page", "1")
        if not (text.isascii() and text.isdigit() and len(text) < 7 and int(text) > 0):
            raise Http404
        return int(text)

    def asked_page(self, results: Results) -> Page:
        """Give the page asked for. Raises Http404 when there is none of that number."""
        try:
            return Paginator(range(results.total), PER_PAGE).page(self.number)
        except (EmptyPage, PageNotAnInteger) as error:
            raise Http404 from error

    def context(self) -> dict[str, Any]:
        """Give what the template prints."""
        form, path = self.form, self.request.path
        facets = facets_of(form, self.results, path)
        return {
            "form": form,
            "q": form.cleaned_data.get("q") or "",
            "ou": form.cleaned_data.get("ou") or "",
            "place_label": form.place.label if form.place.point else "",
            "is_start": form.asks_nothing and not form.messages and self.number == 1,
            "may_quit": self.is_secret,
            "theme": self.only_theme(),
            "chosen_or_asked": not form.asks_nothing,
            "introduction": self.parts.settings.introduction_words,
            "themes": self.theme_links() if form.asks_nothing else [],
            "needs": self.parts.needs if form.asks_nothing else [],
            "facets": facets,
            "chosen": chosen_of(facets),
            "fields": list_fields(form),
            "clear_url": path,
            "anywhere_url": path + form.query(ou=None, pres_de=None, rayon=None, tri=None),
            "cards": cards_for(self.results.hits, self.now, self.parts.themes),
            "total": self.results.total,
            "is_partial": self.results.partial,
            "page": self.page,
            "ways": ways_on(form, facets, path) if not self.results.total else [],
            "teams": self.parts.teams if not self.results.total else [],
            "map_url": reverse("resources_map") + form.query(),
            "map_tiles": settings.MAP_TILES_URL,
            "noindex": form.keeps_robots_out,
            "crumbs": [{"title": _("Ressources"), "url": path}],
        }

    def only_theme(self) -> Words | None:
        """Give the name of the theme chosen, when it is one and nothing else is asked: a page of its own for robots.

        A theme that must leave no trace is not named.
        """
        slugs = self.form.chosen.get(Term.Kind.THEME, ())
        if self.is_secret:
            return None
        return self.form.themes[slugs[0]].name_words if len(slugs) == 1 and len(self.form.kept) == 1 else None

    def theme_links(self) -> list[dict[str, str]]:
        """Give the themes somebody helps with, as big buttons."""
        used = {found.value for found in self.results.facets.get(Term.Kind.THEME, []) if found.count}
        return [
            {
                "label": theme.name_words.text,
                "lang": theme.name_words.lang,
                "pictogram": theme.pictogram,
                "url": self.request.path + self.form.query(theme=[theme.slug]),
            }
            for theme in self.parts.themes
            if theme.slug in used
        ]


@dataclass
class MapDoor:
    """One point of the map, and the services behind it."""

    latitude: float
    longitude: float
    name: str
    lang: str
    address: str
    services: list[dict[str, str]]

    def as_json(self) -> dict[str, Any]:
        """Give it as the script of the map reads it."""
        return {
            "point": [self.latitude, self.longitude],
            "name": self.name,
            "lang": self.lang,
            "address": self.address,
            "services": self.services,
        }


def _doors(found: list[Service], parts: Furniture) -> list[MapDoor]:
    root = root_of(active_language())
    doors: dict[tuple[float, float], MapDoor] = {}
    for service in found:
        point = point_of(service)
        if point is None:
            continue
        words, structure = service.nom_words, service.structure.nom_words
        key = (round(point.latitude, 5), round(point.longitude, 5))
        door = doors.setdefault(
            key, MapDoor(*key, structure.text, structure.lang, where_to_come(service), [])
        )
        door.services.append(
            {
                "title": words.text,
                "lang": words.lang,
                "url": f"{root}ressources/{service.public_slug}/",
                "sign": sign_of(service, parts.themes),
            }
        )
    return list(doors.values())
