"""What is true now: which doors are open, what is on today and the next days. Asked once for a page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import cast

from django.db.models import F, Value
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from home.activities.cards import Card, cards_for, places_with_pages
from home.activities.joined import for_cards, with_words
from home.activities.models import Session
from home.activities.querysets import SessionQuerySet
from home.activities.recurrence import local_start
from home.activities.render import render_card
from home.activities.traces import Trace, trace_of
from home.pages.addresses import active_language
from home.places.models import Place
from home.places.opening import Announcement, OpeningStatus, announced, status
from home.places.querysets import PlaceQuerySet
from portal.context import root_of
from portal.kept import kept
from portal.territories.models import Territory
from portal.territories.words import Words
from portal.when import day_words

#: A session may still go on that began this long ago.
STILL_ON = timedelta(days=1)


@dataclass(frozen=True)
class Door:
    """One place as a card shows it: where, open or not, whom to call, what is announced."""

    name: str
    url: str
    address: str
    landmark: Words
    phone: str
    status: OpeningStatus
    territory_name: str
    announcements: list[Announcement]


@dataclass
class Day:
    """A heading and what is on under it; `more` sessions are left to the agenda at `more_url`."""

    title: str
    words: str
    more_url: str
    cards: list[SafeString] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)
    more: int = 0


class Now:
    """The present moment for one reader, in the active language."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.moment: datetime = timezone.now()
        self.today: date = timezone.localdate(self.moment)
        self.language = active_language()
        self.root = root_of(self.language)

    @cached_property
    def places(self) -> dict[int, Place]:
        """All places with territory, page and exceptions, by key: two queries for each version of the frame."""
        return kept(self.request, f"places:{self.language}:{self.today}", self._read_places, frame=True)

    def _read_places(self) -> dict[int, Place]:
        rows = cast(PlaceQuerySet, places_with_pages(self.language)).with_exceptions(self.today)
        return {place.pk: place for place in rows}

    def status(self, place: Place) -> OpeningStatus:
        """Tell whether the door of a place of `places` is open."""
        return status(place, place.coming_exceptions, self.moment)

    def doors(self, territory: Territory | None = None, *, dedicated: bool = False) -> list[Door]:
        """Give the places, of `territory` alone when given; the lieux dédiés alone when `dedicated`."""
        return [
            self.door(place)
            for place in self.places.values()
            if (territory is None or place.territory_id == territory.pk)
            and (place.is_dedicated or not dedicated)
        ]

    def door(self, place: Place) -> Door:
        """Give one place of `places` as a card."""
        return Door(
            name=place.name,
            url=self.place_url(place),
            address=place.address,
            landmark=place.landmark_words,
            phone=place.phone or place.territory.phone,
            status=self.status(place),
            territory_name=self.territory_name(place.territory),
            announcements=announced(place.coming_exceptions, self.today, place),
        )

    def place_url(self, place: Place) -> str:
        """Give the address of the page of a place of `places`; "" when it has none."""
        return f"{self.root}{place.territory.slug}/{place.slug}/" if place.has_page else ""

    def territory_name(self, territory: Territory) -> str:
        """Give the name of a territory in the reader's script."""
        return (self.language == "ar" and territory.name_ar) or territory.name

    def days(self, sessions: SessionQuerySet, agenda: str, spans: Iterable[Span], most: int) -> list[Day]:
        """Give what is on under each of `spans`, `most` cards a heading; the rest is told as a number.

        `sessions` are narrowed to what anyone may read and what residents may come to; `agenda` is the address of
        the list that shows them all. A session moved out of a span leaves a trace in it. At most five queries.
        """
        spans = list(spans)
        days = [Day(span.title, span.words, f"{agenda}?jour={span.word}") for span in spans]
        rows = self._due(sessions, spans)
        shown = [row for row in rows if row.old_span is not None or row.rank < most]  # in order of time
        found = {
            s.pk: s
            for s in self._with_words(Session.objects.on_calendar().filter(pk__in=[row.pk for row in shown]))
        }
        mine = [(row, found[row.pk]) for row in shown if row.pk in found]
        for (row, session), card in zip(mine, self._words([s for _row, s in mine]), strict=True):
            if row.span is not None and row.rank < most:
                days[row.span].cards.append(render_card(card, self.language))
            if row.old_span not in (None, row.span):
                days[row.old_span].traces.append(trace_of(session, card))
        for n, day in enumerate(days):
            day.more = sum(row.span == n for row in rows) - len(day.cards)
        return days

    def coming(self, sessions: SessionQuerySet, days: int, most: int) -> list[SafeString]:
        """Give the cards of the next `most` of `sessions`, `days` ahead."""
        return self.cards(list(self._coming(sessions, self.today + timedelta(days=days))[:most]))

    def cards(self, sessions: list[Session]) -> list[SafeString]:
        """Give the rendered card of each session."""
        return [render_card(card, self.language) for card in self._words(sessions)]

    def _words(self, sessions: list[Session]) -> list[Card]:
        if not sessions:
            return []
        return cards_for(sessions, language=self.language, now=self.moment, places=self.places)

    def _with_words(self, sessions: SessionQuerySet) -> SessionQuerySet:
        told = with_words(for_cards(sessions), self.language)
        return cast(SessionQuerySet, told.order_by("start", "pk"))

    def _coming(self, sessions: SessionQuerySet, last: date) -> SessionQuerySet:
        begin, end = self.moment - STILL_ON, local_start(last + timedelta(days=1), time.min)
        return self._with_words(
            sessions.public().for_residents().between(begin, end).filter(end__gt=self.moment)
        )

    def _due(self, sessions: SessionQuerySet, spans: list[Span]) -> list[Due]:
        """Find the sessions of each span and those moved away from one, by their hours alone. One query, both by index."""
        ends = [local_start(span.last + timedelta(days=1), time.min) for span in spans]
        mine = sessions.public().for_residents().order_by()
        is_on = mine.between(self.moment - STILL_ON, ends[-1]).filter(end__gt=self.moment)
        was_to_be = mine.filter(touched=True, is_extra=False, original_start__lt=ends[-1])
        moved = was_to_be.filter(original_start__gte=local_start(self.today, time.min))
        moved = moved.exclude(start=F("original_start"))
        on = is_on.values_list("start", "pk", "original_start", Value(0))
        away = moved.values_list("start", "pk", "original_start", Value(1))
        due: dict[int, Due] = {}
        seen = [0] * len(ends)
        for start, pk, original_start, is_away in sorted(on.union(away, all=True)):
            row = due.setdefault(pk, Due(pk))
            if is_away:
                row.old_span = bisect_right(ends, original_start)
            else:
                row.span = bisect_right(ends, start)
                row.rank, seen[row.span] = seen[row.span], seen[row.span] + 1
        return list(due.values())


@dataclass
class Due:
    """A session by its key: the heading it stands under and its rank there, the heading it was to stand under."""

    pk: int
    span: int | None = None
    rank: int = 0
    old_span: int | None = None


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last` under one heading; `word` is what the agenda calls them (`?jour=`)."""

    title: str
    words: str
    word: str
    last: date


def today_and_tomorrow(today: date) -> list[Span]:
    """Give the two headings of the home page."""
    tomorrow = today + timedelta(days=1)
    return [
        Span(_("Aujourd’hui"), day_words(today), "aujourdhui", today),
        Span(_("Demain"), day_words(tomorrow), "demain", tomorrow),
    ]
