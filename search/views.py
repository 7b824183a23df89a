"""The search page and its suggestions: the same for everyone, kept out of other search engines and of referrers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search import engine, unmet
from search.asking import LONGEST
from search.choices import Choices, chosen_of, distance_fields, facets_of, sections_of, ways_on
from search.discretion import is_secret, unkept
from search.engine import EngineDown
from search.facets import Name, names_of
from search.forms import SearchForm
from search.question import KIND, Question, Suggestion
from search.results import PER_PAGE, Found, find
from search.updates import withdrawn

#: Seconds after which one may try again, while the index is made.
SOON = "30"
#: Letters from which words are suggested, and how many suggestions at most.
LEAST, MOST = 2, 8


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show what answers the words of the address, under four headings or page by page under one.

    Raises Http404 for a page that does not exist. 503 while there is no index to search in: asking had one made.
    """
    asked = Asked(request)
    try:
        context, status = asked.context(), 200
    except EngineDown:
        context, status = asked.preparing(), 503
    response = render(request, "search/results.html", context, status=status)
    if status == 503:
        response["Retry-After"] = SOON
    return discreetly(unkept(response) if context["is_discreet"] else response)


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Finish what is being typed: words, and titles with their address; nothing below two letters."""
    beginning = " ".join(request.GET.get("q", "").split())
    found: list[Suggestion] = []
    if LEAST <= len(beginning) <= LONGEST:
        try:
            found = public(engine.suggest(beginning, active_language(), MOST))
        except EngineDown:
            return discreetly(JsonResponse({"suggestions": []}, status=503))
    titles = {one.text.casefold() for one in found if one.url}  # said once: the one that leads to the page
    shown = [suggested(one) for one in found if one.url or one.text.casefold() not in titles]
    response = JsonResponse({"suggestions": shown}, json_dumps_params={"ensure_ascii": False})
    said = [beginning, *(one.text for one in found)]
    return discreetly(unkept(response) if is_secret(" ".join(said), {}) else response)


def public(found: list[Suggestion]) -> list[Suggestion]:
    """Leave out the title of what was withdrawn and is still in the index."""
    keys = [one.key for one in found if one.key]
    gone = withdrawn(keys, active_language()) if keys else set()
    return [one for one in found if one.key not in gone]


def suggested(one: Suggestion) -> dict[str, str]:
    """Give a suggestion as the script of the box reads it; `lang` only when it is not the page's."""
    lang = {"lang": one.words_language} if one.words_language else {}
    return {"text": one.text, "url": one.url} | lang


def discreetly(response: Any) -> Any:
    """Keep what was typed out of other search engines and of what the next site is told."""
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def active_language() -> str:
    """Give the language of the reader, in two letters."""
    return (get_language() or "fr")[:2]


def examples() -> list[str]:
    """Give what one may type, in the language of the reader."""
    return [
        _("dentiste"),
        _("remplir un dossier"),
        _("mal au dos"),
        _("colis alimentaire"),
        _("cours de français"),
    ]


class Asked:
    """One visit of the search page, from the address to the words."""

    def __init__(self, request: HttpRequest) -> None:
        self.request, self.language, self.now = request, active_language(), timezone.now()
        self.names = names_of(request)
        self.form = SearchForm(request.GET, known=self.names)
        self.number = self.asked_number()

    def asked_number(self) -> int:
        """Read the number of the page. Raises Http404 when it is none."""
        text = self.request.GET.get("page", "1")
        if not (text.isascii() and text.isdigit() and len(text) < 7 and int(text) > 0):
            raise Http404
        if int(text) > 1 and not self.form.section:
            raise Http404
        return int(text)

    def context(self) -> dict[str, Any]:
        """Give what the template prints; raises EngineDown."""
        if self.form.asks_nothing:
            words = [(words, f"{self.request.path}?{urlencode({'q': words})}") for words in examples()]
            return self.frame() | {"is_start": True, "examples": words, "themes": self.themes_at_the_start()}
        found = find(self.form, self.language, self.now, self.number)
        if not found.total and self.form.asks_only_words:
            unmet.count(self.form.words, self.language)
        sections = sections_of(self.form, found, self.request.path)
        facets = facets_of(self.form, found, self.names, self.request.path)
        return self.frame() | {
            "found": found,
            "is_discreet": found.is_discreet or self.is_secret(found.correction),
            "page": self.page_of(found),
            "parts": [(part, self.form.query(dans=part.section.slug)) for part in found.parts],
            "sections": sections,
            "facets": facets,
            "chosen": chosen_of([Choices("", sections), *facets]),
            "correction_url": self.form.query(q=found.correction) if found.correction else "",
            "ways": [] if found.total else ways_on(self.form, facets, self.request.path),
            "themes": [] if found.total else self.themes(),
        }

    def frame(self) -> dict[str, Any]:
        """Give what every state of the page prints."""
        path = self.request.path
        return {
            "form": self.form,
            "q": self.form.words,
            "is_discreet": self.is_secret(),
            "fields": distance_fields(self.form),
            "clear_url": path + self.form.query(dans=None, **dict.fromkeys(self.form.chosen)),
            "anywhere_url": path + self.form.query(pres_de=None, rayon=None, tri=None),
            "hidden": self.form.hidden_without("q"),
            "hidden_beside_distance": self.form.hidden_without("rayon", "tri"),
            "crumbs": [{"title": _("Rechercher"), "url": path}],
        }

    def preparing(self) -> dict[str, Any]:
        """Give what the page says while there is no index."""
        return self.frame() | {"is_preparing": True}

    def is_secret(self, *meant: str) -> bool:
        """Whether what was typed, whole, what was perhaps meant, or what was chosen must leave no trace."""
        return is_secret(" ".join([*self.request.GET.getlist("q"), *meant]), self.form.chosen)

    def page_of(self, found: Found) -> Page:
        """Give the page asked for. Raises Http404 when there is none of that number."""
        try:
            return Paginator(range(found.total if self.form.section else 0), PER_PAGE).page(self.number)
        except EmptyPage as error:
            raise Http404 from error

    def themes_at_the_start(self) -> list[tuple[Name, str]]:
        """Give the themes, all of them while there is no index: the first page asks nothing of it."""
        try:
            return self.themes()
        except EngineDown:
            return [(name, self.theme_url(name)) for name in self.names["theme"].values()]

    def theme_url(self, theme: Name) -> str:
        """Give the address of all that is about a theme."""
        return f"{self.request.path}?theme={theme.value}"

    def themes(self) -> list[tuple[Name, str]]:
        """Give the themes something answers, with their address; raises EngineDown."""
        used = engine.search(Question(language=self.language, facets=("theme", KIND), per_page=1))
        counts = used.counts.get("theme", {})
        return [
            (name, self.theme_url(name)) for value, name in self.names["theme"].items() if counts.get(value)
        ]
