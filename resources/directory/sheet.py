"""Resources on « Ma feuille »: services as the lines of a printed sheet, with what one needs to go or to call."""

from __future__ import annotations

import re

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from home.activities.sheet import Kind, Line
from home.pages.addresses import active_language
from home.places.opening import WeekDay
from portal.territories.words import DEFAULT, Words
from resources.directory.cards import first_phone, landmark_of, where_to_come
from resources.directory.discreet import says_it
from resources.directory.hours import coming_closures, doorstep
from resources.directory.models import Closure, Service
from resources.directory.vocabulary import State

LETTER = "r"
PATTERN = re.compile(r"r[1-9]\d{0,17}")
PAGES = frozenset(["resources", "resource", "structure"])


def may_be_added(item: str) -> bool:
    """Tell whether anyone may see the service an item names. One query."""
    return Service.objects.public().filter(pk=int(item[1:])).exists()


def lines(items: list[str]) -> list[Line]:
    """Give the lines of services, in the order they were put on the sheet; those withdrawn since say so. Two queries."""
    asked = [int(item[1:]) for item in items]
    found = Service.objects.select_related("structure").exclude(state=State.DRAFT).in_bulk(asked)
    closures = coming_closures({service.structure_id for service in found.values()}, timezone.localdate())
    return [
        _line(found[pk], closures[found[pk].structure_id]) if pk in found else _unknown(pk) for pk in asked
    ]


def _unknown(pk: int) -> Line:
    return Line(f"{LETTER}{pk}", _some(), "", is_gone=True)


def _title(service: Service) -> Words:
    """Give the heading of a service: on paper or in a message, a discreet one does not say its name."""
    return _some() if service.is_discreet else service.nom_words


def _some() -> Words:
    return Words(_("Une ressource"), active_language())


def _line(service: Service, closures: list[Closure]) -> Line:
    item, title, structure = f"{LETTER}{service.pk}", _title(service), service.structure
    if structure.state == State.DRAFT:
        return _unknown(service.pk)
    if service.state == State.GONE or structure.state == State.GONE:
        return Line(item, title, "", is_gone=True)
    step = doorstep(service, closures, timezone.now())
    language = active_language()
    facts = [
        structure.nom_words,
        Words(where_to_come(service), DEFAULT),
        Words(_("Tous les jours, jour et nuit.") if step.never_closes else week_words(step.week), language),
        *[Words(one.words, language) for one in step.announcements],
    ]
    more = [landmark_of(service), _bring(service.to_bring_words, language)]
    phone = first_phone(service.telephone or structure.telephone)
    url = reverse("resource", args=[service.public_slug])
    return Line(item, title, url, _told(facts, service), _told(more, service), phone)


def _told(facts: list[Words], service: Service) -> list[Words]:
    """Keep what there is to say; of a discreet service, nothing that says what it is."""
    return [fact for fact in facts if fact.text and not (service.is_discreet and says_it(fact.text))]


def _bring(words: Words, language: str) -> Words:
    """Say what to bring, in one language all along."""
    if not words.text or words.lang != language:
        return words
    return Words(_("À apporter : %(things)s") % {"things": words.text}, language)


def week_words(week: list[WeekDay]) -> str:
    """Give a week on one line, days that share hours together: "lundi–jeudi de 9 h à 12 h, vendredi de 9 h à 11 h"."""
    groups: list[tuple[list[str], str]] = []
    for number, day in enumerate(week):
        follows = number > 0 and week[number - 1].words == day.words
        if not day.is_open:
            continue
        if follows and groups:
            groups[-1][0].append(day.day)
        else:
            groups.append(([day.day], day.words))
    parts = [
        f"{days[0]}–{days[-1]} {hours}" if len(days) > 1 else f"{days[0]} {hours}" for days, hours in groups
    ]
    return pgettext("list", ", ").join(parts)


KIND = Kind(PATTERN, may_be_added, lines, PAGES)
