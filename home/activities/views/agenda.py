"""The agenda: what is on today, tomorrow, this week and later, everywhere or in one territory."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from home.activities.agenda import (
    DayRange,
    Entry,
    Heading,
    by_heading,
    find,
    heading_of,
    next_with_room,
    page_of,
    ranges,
)
from home.activities.cards import cards_for, places_with_pages
from home.activities.due import due_rows
from home.activities.facets import Facets
from home.activities.filters import FilterForm
from home.activities.joined import for_cards
from home.activities.models import AgendaSettings, Session, Theme
from home.activities.render import render_card
from home.activities.traces import Trace, trace_of
from home.places.models import Place
from portal.context import root_of
from portal.kept import kept
from portal.territories.models import Territory
from portal.territories.words import DEFAULT
from portal.when import day_words, span_words

CARDS_A_PAGE = 60


@dataclass
class Item:
    """One line of the list: a rendered card, or a trace."""

    html: SafeString | None = None
    trace: Trace | None = None


@dataclass
class Section:
    """One of the four headings. Without items it says that nothing is on, or where its sessions are."""

    key: Heading
    label: str
    days_words: str
    items: list[Item] = field(default_factory=list)
    count: int = 0
    url: str = ""


def agenda(request: HttpRequest, territory: str | None = None) -> HttpResponse:
    """Show the sessions to come, filtered by day, theme, audience and place."""
    listing = Listing(request, territory)
    response = render(request, "activities/agenda.html", listing.context())
    if listing.form.keeps_robots_out:
        response["X-Robots-Tag"] = "noindex"
    return response


class Listing:
    """One page of the agenda, from the address to the words."""

    def __init__(self, request: HttpRequest, territory: str | None) -> None:
        self.request = request
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)
        self.language = (get_language() or "fr")[:2]
        self.places, self.themes, self.settings = kept(
            request, f"agenda:{self.language}", self.around, frame=True
        )
        self.territory = self.asked_territory(territory) if territory else None
        self.rows = due_rows(self.now, self.territory)
        self.form = FilterForm(request.GET, themes=self.themes, places=self.places_here(), today=self.today)
        self.found = find(self.rows, self.form.wanted)
        self.page = self.asked_page()

    def around(self) -> tuple[dict[int, Place], list[Theme], AgendaSettings | None]:
        """Read what stands round the sessions: the places by key, the themes, the words of the top. Three queries."""
        places = {place.pk: place for place in places_with_pages(self.language)}
        settings = AgendaSettings.objects.filter(site__is_default_site=True).first()
        return places, list(Theme.objects.all()), settings

    def asked_territory(self, slug: str) -> Territory:
        """Give the territory, known from its places when it has some. Raises Http404 when there is none."""
        known = (place.territory for place in self.places.values() if place.territory.slug == slug)
        return next(known, None) or get_object_or_404(Territory, slug=slug)

    def places_here(self) -> list[Place]:
        """Give the places one may ask for: those of the territory, and where its sessions take place."""
        if self.territory is None:
            return list(self.places.values())
        used = {row.place for row in self.rows} | {row.old_place for row in self.rows}
        return [p for p in self.places.values() if p.territory_id == self.territory.pk or p.pk in used]

    def asked_page(self) -> Page:
        """Give the page asked for. Raises Http404 when there is none of that number."""
        try:
            return Paginator(self.found.rows, CARDS_A_PAGE).page(self.request.GET.get("page", 1))
        except (EmptyPage, PageNotAnInteger) as error:
            raise Http404 from error

    def context(self) -> dict[str, object]:
        """Give what the template prints."""
        facets = Facets(self.form, self.found, self.today, self.themes, self.request.path).all()
        chosen = [(facet, facet.selected) for facet in facets if facet.selected]
        return {
            "territory": self.territory,
            "territory_name": self.territory_name,
            "settings": self.settings,
            "crumbs": self.crumbs(),
            "form": self.form,
            "facets": facets,
            "chosen": chosen,
            "clear_url": self.request.path,
            "sections": self.sections(),
            "page": self.page,
            "total": len(self.found.rows),
            "feed_url": self.address("agenda_ics")
            + self.form.query(langue=self.language if self.language != DEFAULT else None),
            "subscribe_url": reverse("subscribe")
            + self.form.query(jour=None, territoire=self.territory and self.territory.slug),
            "poster_url": self.territory and reverse("poster", args=[self.territory.slug, "pdf"]),
            "noindex": self.form.keeps_robots_out,
        }

    @property
    def territory_name(self) -> str:
        """The name of the territory in the reader's script, empty for all territories."""
        if self.territory is None:
            return ""
        return (self.language == "ar" and self.territory.name_ar) or self.territory.name

    def crumbs(self) -> list[dict[str, str]]:
        """Give where one stands."""
        above = []
        if self.territory:
            url = f"{root_of(self.language)}{self.territory.slug}/"
            above = [{"title": self.territory_name, "url": url}]
        return [*above, {"title": _("Agenda"), "url": self.request.path}]

    def address(self, name: str) -> str:
        """Give the address `name` for this territory, or for all."""
        if self.territory:
            return reverse(f"territory_{name}", kwargs={"territory": self.territory.slug})
        return reverse(name)

    def sections(self) -> list[Section]:
        """Give the four headings with what stands under them; those that only lead elsewhere come last."""
        first = (self.page.number - 1) * CARDS_A_PAGE
        entries = page_of(self.found, first, first + CARDS_A_PAGE)
        items = self.items(entries)
        labels = {
            Heading.TODAY: _("Aujourd’hui"),
            Heading.TOMORROW: _("Demain"),
            Heading.WEEK: _("Cette semaine"),
            Heading.LATER: _("Plus tard"),
        }
        groups, spans = by_heading(entries, self.today), ranges(self.today)
        sections = [
            Section(key, labels[key], self.days_words(key, days), [items[entry] for entry in groups[key]])
            for key, days in spans.items()
        ]
        for section in sections:
            if not section.items:
                self.lead_on(section, spans[section.key])
        return sorted(sections, key=lambda section: bool(section.url))

    def lead_on(self, section: Section, days: DayRange) -> None:
        """Point an empty heading to the page, or the day, where its sessions are."""
        wanted = self.form.wanted.days
        if wanted is None or (wanted.first <= days.last and days.first <= wanted.last):
            elsewhere = [
                n for n, row in enumerate(self.found.rows) if heading_of(row.day, self.today) == section.key
            ]
            section.count = len(elsewhere)
            if elsewhere:
                page = elsewhere[0] // CARDS_A_PAGE + 1
                section.url = self.request.path + self.form.query(page=page if page > 1 else None)
            return
        section.count = sum(count for day, count in self.found.days.items() if day in days)
        if section.count:
            word = None if section.key is Heading.LATER else section.key.value
            section.url = self.request.path + self.form.query(jour=word)

    def days_words(self, key: Heading, days: DayRange) -> str:
        """Give the days of a heading in words: "dimanche 22 novembre", "du 24 au 29 novembre"; none for later."""
        if key is Heading.LATER or days.is_empty:
            return ""
        return day_words(days.first) if days.first == days.last else span_words(*days)

    def items(self, entries: list[Entry]) -> dict[Entry, Item]:
        """Make the words of each entry: a card, or a trace."""
        keys = {entry.pk for entry in entries}
        following = next_with_room(self.rows, keys)
        loaded = for_cards(Session.objects.all()).in_bulk(keys | set(following.values()))
        sessions = {pk: loaded[pk] for pk in keys}
        cards = cards_for(
            sessions.values(),
            now=self.now,
            places=self.places,
            following={pk: loaded[later] for pk, later in following.items()},
        )
        card_of = dict(zip(sessions, cards, strict=True))
        return {
            entry: Item(trace=trace_of(sessions[entry.pk], card_of[entry.pk]))
            if entry.is_trace
            else Item(html=render_card(card_of[entry.pk], self.language))
            for entry in entries
        }
