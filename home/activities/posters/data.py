"""What a poster says, worked out before the template: days, lines, what all lines share, where to ask."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import groupby

import segno
from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import DateFormat
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from home.activities.cards import Badge, Card, cards_for
from home.activities.joined import with_facts
from home.activities.models import Audience, Session, SignUp
from home.activities.posters.period import Period, week_of
from home.activities.recurrence import local_start
from home.places.models import Place
from portal.territories.models import Territory
from portal.territories.words import DEFAULT, Words
from portal.when import LRI, PDI, date_words, hours_words, moment_words

INK, WHITE = "#1D2B2A", "#FFFFFF"
NBSP = "\u00a0"
#: The facts a poster says once for all when most sessions share them.
SAID_ONCE = ("price", "access", "sign_up")


@dataclass
class Line:
    """One session on one day. `leaves` says where to it went, on the day it was expected and no longer takes place."""

    session: Session
    card: Card
    badges: tuple[Badge, ...]
    details: dict[str, Words]
    hours: str
    leaves: str = ""

    @property
    def is_struck(self) -> bool:
        """Whether nobody should come then."""
        return bool(self.leaves) or self.session.is_cancelled


@dataclass
class Day:
    """A day and its lines."""

    day: date
    lines: list[Line]

    @property
    def weekday(self) -> str:
        """ "mardi"."""
        return DateFormat(self.day).format("l")

    @property
    def number(self) -> str:
        """ "24", "1er"."""
        return number_of(self.day)


@dataclass
class Group:
    """The days of a week, with its title on the poster of a month."""

    title: str
    days: list[Day]


@dataclass
class Poster:
    """Everything the template prints."""

    territory: Territory
    period: Period
    place: Place | None
    house: str
    title: str
    groups: list[Group]
    common: list[Words]
    phone: str
    address: str
    printed_words: str
    qr: str = field(init=False)

    def __post_init__(self) -> None:
        code = segno.make(self.address, error="m", micro=False)
        self.qr = code.svg_data_uri(dark=INK, light=WHITE, border=4)

    @property
    def phone_words(self) -> str:
        """The telephone number, in one piece."""
        return self.phone.replace(" ", NBSP)

    @property
    def has_exceptions(self) -> bool:
        """Whether a line says something else than what is said once."""
        names = {
            name for group in self.groups for day in group.days for line in day.lines for name in line.details
        }
        return not names.isdisjoint(SAID_ONCE)

    @property
    def address_words(self) -> str:
        """The address as one would type it: no scheme, no final stroke."""
        return self.address.partition("://")[2].rstrip("/")

    @property
    def document_title(self) -> str:
        """The title of the PDF."""
        return f"{self.house} – {self.title}"


def make_poster(territory: Territory, period: Period, place: Place | None) -> Poster:
    """Gather the poster of `period` for a territory, or for one of its places, in the active language.

    The number of queries does not depend on the number of sessions.
    """
    sessions = list(sessions_of(territory, period, place))
    stated = place or main_place(sessions)
    phone = (stated and stated.phone) or territory.phone
    lines = lines_of(sessions, period, phone)
    shown = [line for day in lines.values() for line in day]
    common = say_once(shown, stated)
    name = (get_language() == "ar" and territory.name_ar) or territory.name
    return Poster(
        territory=territory,
        period=period,
        place=stated,
        house=f"{settings.WAGTAIL_SITE_NAME} · {name}",
        title=title_of(period),
        groups=groups_of(period, lines),
        common=common,
        phone=phone,
        address=settings.BASE_URL + reverse("territory_agenda", args=[territory.slug]),
        printed_words=_("Imprimé le %(day)s") % {"day": date_words(timezone.localdate(), year=True)},
    )


def sessions_of(territory: Territory, period: Period, place: Place | None) -> Iterable[Session]:
    """Give the public sessions of the period, and those announced for it that went elsewhere or to another day."""
    start = local_start(period.first, time(0))
    end = local_start(period.last + timedelta(days=1), time(0))
    found = (
        Session.objects.public()
        .filter(activity__territory=territory)
        .exclude(series__audience=Audience.PROFESSIONALS)
        .filter(Q(start__gte=start, start__lt=end) | Q(original_start__gte=start, original_start__lt=end))
        .order_by("start", "pk")
    )
    if place:
        found = found.filter(Q(place=place) | Q(original_place=place))
    return with_facts(found).select_related("activity", "series", "closure", "place")


def lines_of(sessions: list[Session], period: Period, phone: str) -> dict[date, list[Line]]:
    """Give the lines of each day: a session stands on its day, and on the one it left too."""
    lines: dict[date, list[tuple[time, Line]]] = defaultdict(list)
    for session, card in zip(sessions, cards_for(sessions), strict=True):
        start = timezone.localtime(session.start)
        if period.first <= start.date() <= period.last:
            line = Line(
                session, card, card.badges, details_of(session, card, phone), in_two(card.hours_words)
            )
            lines[start.date()].append((start.time(), line))
        old = timezone.localtime(session.original_start)
        left = session.is_moved and not session.is_cancelled and old.date() != start.date()
        if left and period.first <= old.date() <= period.last:
            lines[old.date()].append((old.time(), line_left(session, card)))
    return {
        day: [line for _at, line in sorted(found, key=lambda pair: pair[0])] for day, found in lines.items()
    }


def line_left(session: Session, card: Card) -> Line:
    """Give the line of a session on the day it no longer takes place: struck, with the new day and hours."""
    old = timezone.localtime(session.original_start)
    hours = hours_words(old.time(), (old + (session.end - session.start)).time())
    new = moment_words(session.start, session.end)
    badges = tuple(badge for badge in card.badges if badge.state == "moved")
    return Line(
        session, card, badges, {}, in_two(hours), leaves=_("Maintenant : %(moment)s") % {"moment": new}
    )


def details_of(session: Session, card: Card, phone: str) -> dict[str, Words]:
    """Give what a resident needs to come: place, price, who, whether to call first; nothing when nobody should.

    The number to call is said when it is not `phone`, the one at the head of the poster.
    """
    if session.is_cancelled:
        return {}
    language = (get_language() or DEFAULT)[:2]
    sign_up = card.sign_up_words
    if session.activity.sign_up == SignUp.PHONE and card.phone not in ("", phone):
        sign_up = _("%(words)s : %(phone)s") % {"words": sign_up, "phone": number_words(card.phone)}
    audience = "" if session.series.audience == Audience.EVERYONE else card.audience_words
    facts = {"price": card.price_words, "access": card.access_words, "sign_up": sign_up, "audience": audience}
    told = {name: Words(text, language) for name, text in facts.items() if text}
    return {"place": Words(card.place_name, DEFAULT)} | told


def number_words(phone: str) -> str:
    """Give a telephone number that neither breaks at the end of a line nor turns round in Arabic."""
    return f"{LRI}{phone.replace(' ', NBSP)}{PDI}"


def say_once(lines: list[Line], place: Place | None) -> list[Words]:
    """Take out of the lines what most of them say, and give it, to be said once; what differs stays on its line.

    The place the poster is about is written at its head already, so it is taken out and not given.
    """
    told = [line for line in lines if not line.is_struck]
    common = []
    for name in SAID_ONCE:
        counts = Counter(line.details[name] for line in told if name in line.details)
        words, times = counts.most_common(1)[0] if counts else (None, 0)
        if words and times > 1 and times * 2 > len(told):
            common.append(words)
            for line in told:
                if line.details.get(name) == words:
                    del line.details[name]
    for line in told:
        if place and line.session.place_id == place.pk:
            line.details.pop("place", None)
    return common


def main_place(sessions: list[Session]) -> Place | None:
    """Give the place where most of the sessions are, when there is one."""
    places = {session.place_id: session.place for session in sessions}
    if not places:
        return None
    pk, times = Counter(session.place_id for session in sessions).most_common(1)[0]
    return places[pk] if times * 2 > len(sessions) else None


def groups_of(period: Period, lines: dict[date, list[Line]]) -> list[Group]:
    """Give every day of a week, empty ones too; of a month, its weeks with the days that have something."""
    if not period.is_month:
        return [Group("", [Day(day, lines.get(day, [])) for day in period.days])]
    groups = []
    for week, days in groupby(period.days, week_of):
        first, last = max(week.first, period.first), min(week.last, period.last)
        groups.append(
            Group(capfirst(span(first, last)), [Day(day, lines[day]) for day in days if day in lines])
        )
    return groups


def title_of(period: Period) -> str:
    """Give "du 23 au 29 novembre", or "Novembre 2026"."""
    if period.is_month:
        return capfirst(DateFormat(period.first).format("F Y"))
    return capfirst(span(period.first, period.last))


def span(first: date, last: date) -> str:
    """Give days from–to, the month said once: "du 23 au 29 novembre"."""
    if first == last:
        return _("le %(day)s") % {"day": date_words(first)}
    same = first.month == last.month
    return _("du %(first)s au %(last)s") % {
        "first": number_of(first) if same else date_words(first),
        "last": date_words(last),
    }


def number_of(day: date) -> str:
    """Give the number of a day in its month: "1er", "2"; "1" in the other languages."""
    return "1er" if day.day == 1 and (get_language() or DEFAULT)[:2] == DEFAULT else str(day.day)


def in_two(hours: str) -> str:
    """Let hours break in their middle only: "de 14 h" above "à 16 h"."""
    parts = hours.split(" ")
    return f"{parts[0]}{NBSP}{parts[1]} {parts[2]}{NBSP}{parts[3]}" if len(parts) == 4 else hours
