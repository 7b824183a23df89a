"""Sessions in words, ready to print: everything a card says is worked out here, before any template loops.

`cards_for` asks the database a fixed number of questions, whatever the number of sessions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import (
    CharField,
    Exists,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    prefetch_related_objects,
)
from django.db.models.functions import Concat, Greatest
from django.utils import timezone, translation
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from home.activities.models import (
    Access,
    ActivityText,
    Audience,
    CancelReason,
    Session,
    SignUp,
)
from home.places.models import Place
from portal.context import root_of
from portal.territories.words import DEFAULT, Words
from portal.when import day_words, hours_words, moment_words

#: state → (word, name of its pictogram). A state is always a word and a sign and a colour, never colour alone.
STATES: dict[str, tuple[Promise, str]] = {
    "cancelled": (gettext_lazy("Annulé"), "cancelled"),
    "moved": (gettext_lazy("Déplacé"), "moved"),
    "elsewhere": (gettext_lazy("Autre lieu"), "elsewhere"),
    "full": (gettext_lazy("Complet"), "full"),
    "extra": (gettext_lazy("Séance en plus"), "extra"),
}

#: Days further away than this are told with their year.
YEAR_TOLD_FROM = timedelta(days=180)


class Badge(NamedTuple):
    """One state of a session: its name in code, its word, its sign."""

    state: str
    words: str
    sign: str


@dataclass(frozen=True, slots=True)
class Card:
    """What is said of one session, in the reader's language; empty text where there is nothing to say.

    `state` is the first of `badges`: a session that is moved *and* full has two. `title_lang` is the language of
    title and summary, `note_lang` that of the note.
    """

    uid: str
    url: str
    title: str
    title_lang: str
    summary: str
    pictogram: str
    day_words: str
    hours_words: str
    iso_start: str
    iso_end: str
    place_name: str
    place_url: str
    landmark: Words
    territory_name: str
    price_words: str
    access_words: str
    sign_up_words: str
    phone: str
    audience_words: str
    state: str
    state_words: str
    state_sign: str
    badges: tuple[Badge, ...]
    reason_words: str
    note: str
    note_lang: str
    old_words: str
    next_words: str
    next_url: str


def cards_for(
    sessions: Iterable[Session],
    *,
    language: str | None = None,
    now: datetime | None = None,
    places: dict[int, Place] | None = None,
    following: dict[int, Session] | None = None,
) -> list[Card]:
    """Give the card of each session, in order, in `language` (the active one by default).

    `now` (aware) decides which next date is still to come. `places` (from `places_with_pages`) and
    `following` (as `next_sessions` gives) spare asking for them again. At most seven queries, four when the sessions
    come from `with_facts`, three when `with_words` too.
    """
    language = (language or translation.get_language() or DEFAULT)[:2]
    with translation.override(language):
        return _Maker(list(sessions), language, now or timezone.now(), places, following).cards()


def states_of(session: Session) -> list[str]:
    """Give the states of a session, the one that matters most first."""
    if session.is_cancelled:
        return ["cancelled"]
    facts = (
        ("moved", session.is_moved),
        ("elsewhere", session.is_elsewhere),
        ("full", session.is_full),
        ("extra", session.is_extra),
    )
    return [state for state, holds in facts if holds]


def badges_of(session: Session) -> tuple[Badge, ...]:
    """Give the states of a session with word and sign."""
    return tuple(Badge(state, str(STATES[state][0]), STATES[state][1]) for state in states_of(session))


def price_words(price: Decimal) -> str:
    """Give a price in euros: "Gratuit", "2 €", "2,50 €"."""
    if not price:
        return _("Gratuit")
    decimals = 0 if price == int(price) else 2
    return _("%(amount)s €") % {"amount": number_format(price, decimals)}


def old_words(session: Session, old_place: str) -> str:
    """Give what had been announced before: "au lieu de mardi 8 septembre, de 14 h à 16 h", or the old place."""
    elsewhere = session.is_elsewhere
    if not session.is_moved:
        return _("au lieu de : %(place)s") % {"place": old_place} if elsewhere else ""
    old = moment_words(session.original_start, session.original_start + (session.end - session.start))
    if elsewhere:
        old = _("%(moment)s, %(place)s") % {"moment": old, "place": old_place}
    return _("au lieu de %(moment)s") % {"moment": old}


def next_sessions(sessions: Iterable[Session], now: datetime) -> dict[int, Session]:
    """Give, by primary key, the next session that takes place and has room, after each of `sessions` and after `now`.

    One query, none for no session. Only the fields of an address and a time are loaded.
    """
    keys = [session.pk for session in sessions]
    if not keys:
        return {}
    following = (
        Session.objects.happening()
        .filter(
            activity=OuterRef("activity"), start__gt=Greatest(OuterRef("start"), Value(now)), is_full=False
        )
        .order_by("start", "pk")
    )
    fields = ("start", "end", "original_date", "slot")
    rows = (
        Session.objects.filter(pk__in=keys)
        .annotate(**{f"next_{field}": Subquery(following.values(field)[:1]) for field in fields})
        .values_list("pk", "activity_id", *(f"next_{field}" for field in fields))
    )
    return {
        pk: Session(activity_id=activity, **dict(zip(fields, found, strict=True)))
        for pk, activity, *found in rows
        if found[0] is not None
    }


def texts_of(activities: Iterable[int], language: str) -> dict[int, tuple[str, str, str]]:
    """Give (language, title, summary) of each activity: in `language` when published there, else in French."""
    rows = ActivityText.objects.filter(
        activity__in=set(activities), live=True, locale__language_code__in={language, DEFAULT}
    ).values_list("activity_id", "locale__language_code", "title", "summary")
    found: dict[int, tuple[str, str, str]] = {}
    for activity, lang, title, summary in rows:
        if lang == language or activity not in found:
            found[activity] = (lang, title, summary)
    return found


def _brought(sessions: list[Session], language: str) -> dict[int, tuple[str, str, str]] | None:
    """Give what `with_words` brought along, as `texts_of` gives it; None when a session came without."""
    found: dict[int, tuple[str, str, str]] = {}
    for session in sessions:
        told = session.__dict__
        if "french_title" not in told:
            return None
        if told.get("own_title"):
            found[session.activity_id] = (language, told["own_title"], told["own_summary"])
        else:
            found[session.activity_id] = (DEFAULT, told["french_title"], told["french_summary"])
    return found


def places_with_pages(language: str) -> QuerySet[Place]:
    """Give the places with their territory, and `has_page`: whether a published page tells of them in `language`."""
    end = Concat(
        Value("/"),
        OuterRef("territory__slug"),
        Value("/"),
        OuterRef("slug"),
        Value("/"),
        output_field=CharField(),
    )
    # A beginning, not an equality: SQLite would begin with the language and read every page written in it.
    page = Page.objects.live().filter(
        slug=OuterRef("slug"), locale__language_code__startswith=language, url_path__endswith=end
    )
    return Place.objects.select_related("territory").annotate(has_page=Exists(page))  # type: ignore[no-redef]  # declared there


def place_url(place: Place, language: str) -> str:
    """Give the address of the page of `place` (from `places_with_pages`); empty when none is known."""
    known = getattr(place, "has_page", False)
    return f"{root_of(language)}{place.territory.slug}/{place.slug}/" if known else ""


class _Maker:
    """Makes the cards of one page; what repeats from card to card is worked out once."""

    def __init__(
        self,
        sessions: list[Session],
        language: str,
        now: datetime,
        places: dict[int, Place] | None,
        following: dict[int, Session] | None,
    ) -> None:
        self.sessions = sessions
        self.language = language
        self.today = timezone.localdate(now)
        prefetch_related_objects(sessions, "activity", "series", "closure")
        brought = _brought(sessions, language)
        self.texts = texts_of((s.activity_id for s in sessions), language) if brought is None else brought
        if places is None:
            keys = {pk for s in sessions for pk in (s.place_id, s.original_place_id, s.activity.place_id)}
            places = places_with_pages(language).in_bulk(keys)
        self.places = places
        if following is None:
            following = next_sessions((s for s in sessions if s.is_cancelled or s.is_full), now)
        self.next = following
        self.agenda = f"{root_of(language)}agenda/"
        self.labels = {
            labels: {value: str(label) for value, label in labels.choices}
            for labels in (Access, SignUp, Audience, CancelReason)
        }
        self.days: dict = {}
        self.hours: dict = {}
        self.prices: dict = {}
        self.told: dict[int, dict[str, Any]] = {}

    def cards(self) -> list[Card]:
        return [self.card(session) for session in self.sessions]

    def card(self, session: Session) -> Card:
        activity = session.activity
        place = self.places[session.place_id]
        lang, title, summary = self.texts.get(activity.pk) or (DEFAULT, activity.name, "")
        start, end = timezone.localtime(session.start), timezone.localtime(session.end)
        badges = badges_of(session)
        first = badges[0] if badges else Badge("", "", "")
        note = self.note(session)
        following = self.next.get(session.pk)
        return Card(
            uid=str(session.uid),
            url=self.url(session),
            title=title,
            title_lang=lang,
            summary=summary,
            pictogram=activity.pictogram,
            day_words=self.day(start),
            hours_words=self.hour_span(start, end),
            iso_start=start.isoformat(),
            iso_end=end.isoformat(),
            **self.where(place),
            price_words=self.price(activity.price),
            access_words=self.labels[Access][activity.access],
            sign_up_words=self.labels[SignUp][activity.sign_up],
            phone=activity.phone or self.places[activity.place_id].phone or place.territory.phone,
            audience_words=self.labels[Audience][session.series.audience],
            state=first.state,
            state_words=first.words,
            state_sign=first.sign,
            badges=badges,
            reason_words=self.reason(session, note),
            note=note.text,
            note_lang=note.lang,
            old_words=old_words(session, self.places[session.original_place_id].name),
            next_words=next_words(following),
            next_url=self.url(following, activity.slug) if following else "",
        )

    def url(self, session: Session, slug: str = "") -> str:
        return f"{self.agenda}{slug or session.activity.slug}/{session.key}/"

    def day(self, start: datetime) -> str:
        day = start.date()
        if day not in self.days:
            self.days[day] = day_words(day, year=abs(day - self.today) > YEAR_TOLD_FROM)
        return self.days[day]

    def hour_span(self, start: datetime, end: datetime) -> str:
        key = (start.time(), end.time())
        if key not in self.hours:
            self.hours[key] = hours_words(*key)
        return self.hours[key]

    def price(self, price: Decimal) -> str:
        if price not in self.prices:
            self.prices[price] = price_words(price)
        return self.prices[price]

    def where(self, place: Place) -> dict[str, Any]:
        if place.pk not in self.told:
            territory = place.territory
            self.told[place.pk] = {
                "place_name": place.name,
                "place_url": place_url(place, self.language),
                "landmark": place.landmark_words,
                "territory_name": (self.language == "ar" and territory.name_ar) or territory.name,
            }
        return self.told[place.pk]

    def note(self, session: Session) -> Words:
        if session.note:
            return Words(session.note, DEFAULT)
        if session.is_cancelled and session.closure:
            return session.closure.reason_words
        return Words("", DEFAULT)

    def reason(self, session: Session, note: Words) -> str:
        if not session.is_cancelled or (session.reason == CancelReason.OTHER and note.text):
            return ""
        return self.labels[CancelReason][session.reason]


def next_words(session: Session | None) -> str:
    """Give "Prochaine date : mardi 15 septembre, de 14 h à 16 h", or nothing."""
    if session is None:
        return ""
    return _("Prochaine date : %(moment)s") % {"moment": moment_words(session.start, session.end)}
