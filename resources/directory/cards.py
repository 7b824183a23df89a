"""Services in words, ready to print: everything a card says is worked out here, before any template loops."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from home.activities.models import Theme
from home.pages.addresses import active_language
from home.places.opening import OpeningStatus, status
from portal.context import root_of
from portal.territories.words import Words
from resources.directory.hours import closures_of, coming_closures, door_of
from resources.directory.indexing import is_elsewhere
from resources.directory.models import Service, Structure
from resources.directory.search import Hit
from resources.directory.vocabulary import (
    AUDIENCES,
    FEES,
    LANGUAGES,
    RECEPTIONS,
    Saturation,
    StepFree,
    labels_of,
)
from search.distances import distance_words

#: Letters of the description a card shows.
SUMMARY = 150
REMOTE, ON_SITE, EVERYBODY = "a-distance", "en-presentiel", "tous-publics"
ANY_SIGN = "info"


@dataclass(frozen=True, slots=True)
class ResourceCard:
    """What is said of one service, in the reader's language; empty text where there is nothing to say."""

    url: str
    title: Words
    structure: Words
    summary: Words
    pictogram: str
    distance_words: str
    address: str
    landmark: Words
    status: OpeningStatus
    price_words: str
    reception_words: str
    audience_words: str
    languages_words: str
    access_words: str
    phone: str
    wait_words: str


def cards_for(hits: Iterable[Hit], now: datetime, themes: Iterable[Theme] = ()) -> list[ResourceCard]:
    """Give the card of each service found, in order, in the active language; `now` (aware) says which doors are open.

    One query, for closures; `themes` give the pictograms.
    """
    hits, themes = list(hits), list(themes)
    language, today = active_language(), timezone.localdate(now)
    closures = coming_closures({hit.service.structure_id for hit in hits}, today)
    return [_card(hit, closures[hit.service.structure_id], now, themes, root_of(language)) for hit in hits]


@dataclass(frozen=True, slots=True)
class Said:
    """What a page prints above the cards of other services: of the door, the place, the telephone, the way in."""

    door: OpeningStatus
    address: str
    landmark: Words
    phone: str
    step_free: str


def cards_beside(
    services: Iterable[Service], said: Said, now: datetime, themes: Iterable[Theme] = ()
) -> list[ResourceCard]:
    """Give the cards of services on the page of their structure or of another: what it says is not said again.

    One query at most.
    """
    services = list(services)
    cards = cards_for([Hit(service, None) for service in services], now, themes) if services else []
    return [_unsaid(card, service, said) for card, service in zip(cards, services, strict=True)]


def _unsaid(card: ResourceCard, service: Service, said: Said) -> ResourceCard:
    """Leave out of a card what its page says as well."""
    is_here = (card.address, card.landmark.text) == (said.address, said.landmark.text)
    return replace(
        card,
        structure=Words("", card.structure.lang),
        address="" if is_here else card.address,
        landmark=Words("", card.landmark.lang) if is_here else card.landmark,
        status=OpeningStatus("", "") if card.status == said.door else card.status,
        access_words=card.access_words if service.step_free or card.access_words != said.step_free else "",
        phone="" if card.phone == said.phone else card.phone,
    )


def _card(hit: Hit, closures: list, now: datetime, themes: list[Theme], root: str) -> ResourceCard:
    service, structure = hit.service, hit.service.structure
    description, landmark = service.description_words, landmark_of(service)
    return ResourceCard(
        url=f"{root}ressources/{service.public_slug}/",
        title=service.nom_words,
        structure=structure.nom_words,
        summary=Words(Truncator(description.text).chars(SUMMARY), description.lang),
        pictogram=sign_of(service, themes),
        distance_words=distance_words(hit.distance),
        address=where_to_come(service),
        landmark=landmark,
        status=status(door_of(service), closures_of(service, closures), now),
        price_words=str(FEES.get(service.frais or "", "")),
        reception_words=reception_words(service),
        audience_words=audience_words(service),
        languages_words=languages_words(service.languages or structure.languages),
        access_words=access_words(service),
        phone=first_phone(service.telephone or structure.telephone),
        wait_words=str(Saturation.HIGH.label) if service.saturation == Saturation.HIGH else "",
    )


def sign_of(service: Service, themes: Iterable[Theme]) -> str:
    """Give the pictogram of the first theme a service is of."""
    codes = set(service.thematiques or ())
    return next((t.pictogram for t in themes if codes.intersection(t.data_inclusion.split())), ANY_SIGN)


def place_of(service: Service) -> Service | Structure:
    """Give who holds the address: the service, or its structure when it has none of its own."""
    if service.adresse or service.latitude is not None or is_elsewhere(service):
        return service
    return service.structure


def address_of(entry: Service | Structure) -> str:
    """Give the postal address on one line: "3 place des Tilleuls, 73000 Chambéry"."""
    place = place_of(entry) if isinstance(entry, Service) else entry
    town = " ".join(filter(None, (place.code_postal, place.commune)))
    return ", ".join(
        part.strip() for part in (place.adresse, place.complement_adresse, town) if part and part.strip()
    )


def where_to_come(service: Service) -> str:
    """Give the address of a service one may go to; "" when it is given at a distance alone."""
    return "" if is_remote(service) else address_of(service)


def landmark_of(service: Service) -> Words:
    """Give the landmark of a service, or that of its structure when it stands there; nothing where nobody comes."""
    told = service.landmark_words
    if not service.landmark and place_of(service) is service.structure:
        told = service.structure.landmark_words
    return Words("", told.lang) if is_remote(service) else told


def is_remote(service: Service) -> bool:
    """Tell whether a service is given at a distance alone."""
    return set(service.modes_accueil or ()) == {REMOTE}


def reception_words(service: Service) -> str:
    """Say how one is received, when it is not simply on site."""
    modes = service.modes_accueil or ()
    if REMOTE not in modes:
        return ""
    return _("Sur place ou à distance") if ON_SITE in modes else str(RECEPTIONS[REMOTE])


def audience_words(service: Service) -> str:
    """Say for whom it is: the publics and the ages; "" when it is for everybody."""
    publics = [code for code in service.publics or () if code != EVERYBODY]
    parts = [*labels_of(publics, AUDIENCES), ages_words(service.age_min, service.age_max)]
    return pgettext("list", ", ").join(part for part in parts if part)


def ages_words(least: int | None, most: int | None) -> str:
    """Give ages in words: "de 16 à 25 ans", "à partir de 60 ans", "jusqu’à 3 ans"."""
    if least and most:
        return _("de %(least)s à %(most)s ans") % {"least": least, "most": most}
    if least:
        return _("à partir de %(least)s ans") % {"least": least}
    return _("jusqu’à %(most)s ans") % {"most": most} if most else ""


def languages_words(codes: list[str] | None) -> str:
    """Give the languages spoken besides French; "" when there is none."""
    return pgettext("list", ", ").join(labels_of([code for code in codes or () if code != "fr"], LANGUAGES))


def access_words(service: Service) -> str:
    """Say whether a wheelchair comes in, when it does."""
    access = "" if is_remote(service) else service.step_free or service.structure.step_free
    return str(StepFree(access).label) if access in (StepFree.YES, StepFree.HELP) else ""


def first_phone(number: str | None) -> str:
    """Give a number to call; nothing when there is no digit in it."""
    return (number or "").strip() if any(letter.isdigit() for letter in number or "") else ""
