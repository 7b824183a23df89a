"""Services, structures and pages of need as search finds them, by their own words and by those residents use.

Only what the public may read: nothing here names a note of the team, a contact person, a telephone or an e-mail address.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from home.activities.models import Theme
from home.pages.documents import PageSource, Said, spoken
from portal.context import root_of
from portal.territories.words import DEFAULT as FRENCH
from portal.territories.words import words
from resources.directory.facts import is_silent
from resources.directory.indexing import FACET_COLUMNS, point_of
from resources.directory.models import HelpPage, Listing, Service, Structure, Term
from resources.directory.touches import RESOURCE, STRUCTURE
from resources.directory.vocabulary import AUDIENCES, FEES, LANGUAGES, RECEPTIONS, TYPES, Saturation
from resources.directory.zones import NO_ZONE
from search.document import FOR, RESIDENTS, SearchDocument
from search.geography import Point
from search.sections import NEAR, show
from search.sources import numbers, provide

#: Letters of a description shown as extract, and letters of it that are searched.
SUMMARY, READ = 300, 6000
#: Services of a structure by whose names it is found.
NAMED = 30
#: A long wait lowers a service a little; a structure comes a little before its services.
LONG_WAIT, BEFORE, NEED = 0.9, 1.1, 1.3
#: A page whose words stand among the lightest, for they show nowhere, weighs more.
HUSHED = 4.0


@dataclass(frozen=True)
class Labels:
    """The words of a language for themes and codes, read once for many services."""

    language: str
    themes: Mapping[str, str]
    codes: Mapping[str, str]

    @classmethod
    def read(cls, themes: Iterable[Theme], language: str) -> Labels:
        """Give the words of `language`."""
        with translation.override(language):
            codes = {
                code: str(label)
                for labels in (AUDIENCES, FEES, RECEPTIONS, LANGUAGES, TYPES)
                for code, label in labels.items()
            }
            return cls(language, {theme.slug: words(theme, "name").text for theme in themes}, codes)


class Entries:
    """What services and structures have in common: their numbers, and the words of each language."""

    kind = ""
    moves_with_time = False

    def ids(self) -> Iterator[str]:
        """Give the numbers of what anybody may read. One query."""
        yield from map(str, self.public().order_by("pk").values_list("pk", flat=True))

    def public(self) -> Any:
        """Keep what anybody may read."""
        raise NotImplementedError

    def documents(self, ids: Iterable[str]) -> Iterator[SearchDocument]:
        """Give the documents of those of these numbers that are public, in every language. Four queries at most."""
        pks = numbers(ids)
        themes = list(Theme.objects.all())
        labels = [Labels.read(themes, language) for language, _name in settings.LANGUAGES]
        for told in self.read(pks, themes):
            french = told.keywords(labels[0])
            for mine in labels:
                yield told.document(self.kind, mine, french)

    def read(self, pks: list[int], themes: list[Theme]) -> Iterator[Told]:
        """Read the facts of entries from the database."""
        raise NotImplementedError


class Services(Entries):
    """The services anybody may see, as the list of resources reads them."""

    kind = RESOURCE

    def public(self) -> Any:
        """Keep the services the list of resources holds."""
        return Service.objects.public().filter(listing__isnull=False)

    def read(self, pks: list[int], themes: list[Theme]) -> Iterator[Told]:
        """Read services with what searching reads of them. Two queries."""
        territories: dict[int, list[str]] = defaultdict(list)
        through = Listing.territories.through.objects.filter(listing__in=pks).order_by("territory__slug")
        for pk, slug in through.values_list("listing", "territory__slug"):
            territories[pk].append(slug)
        rows = self.public().filter(pk__in=pks).select_related("structure", "listing").order_by("pk")
        for service in rows:
            yield ToldService(service, tuple(territories[service.pk]))


class Structures(Entries):
    """The structures anybody may see."""

    kind = STRUCTURE

    def public(self) -> Any:
        """Keep the public structures."""
        return Structure.objects.public()

    def read(self, pks: list[int], themes: list[Theme]) -> Iterator[Told]:
        """Read structures with the names and themes of their services. Three queries."""
        services: dict[int, list[Service]] = defaultdict(list)
        named = Service.objects.public().filter(structure__in=pks).order_by("nom", "pk")
        for service in named.only("structure", "nom", "nom_en", "nom_ar", "thematiques"):
            services[service.structure_id].append(service)
        rows = self.public().filter(pk__in=pks).prefetch_related("territories").order_by("pk")
        for structure in rows:
            yield ToldStructure(structure, services[structure.pk], themes)


class Told:
    """One entry, and what it says in any language."""

    entry: Any
    folder = "ressources/"
    weight = 1.0
    everywhere = False
    territories: tuple[str, ...] = ()

    def document(self, kind: str, labels: Labels, french: tuple[str, ...]) -> SearchDocument:
        """Give the document of one language; `french` are the French keywords, by which it is found in every language."""
        entry, language = self.entry, labels.language
        title, description = words(entry, "nom", language), words(entry, "description", language)
        abroad, translated = language != FRENCH, title.lang == language
        summary = description.text if description.lang == title.lang else ""
        return SearchDocument(
            key=f"{kind}:{entry.pk}",
            kind=kind,
            language=language,
            title=title.text,
            url=f"{root_of(language)}{self.folder}{entry.public_slug}/",
            summary=Truncator(summary or "").chars(SUMMARY),
            text=self.text(description.text) if translated else "",
            keywords=self.keywords(labels),
            original=self.original(french) if abroad else "",
            words_language="" if translated else FRENCH,
            territories=self.territories,
            facets=self.facets,
            marks=self.marks,
            place=self.place,
            point=self.point,
            everywhere=self.everywhere,
            weight=self.weight,
            discreet=self.is_discreet,
        )

    def original(self, french: tuple[str, ...]) -> str:
        """Give the French words."""
        entry = self.entry
        return " ".join([entry.nom, entry.description or "", self.text(""), *french])[:READ]

    def text(self, description: str | None) -> str:
        """Give what is searched beside the name and the summary."""
        return _beyond(description)

    @property
    def facets(self) -> dict[str, tuple[str, ...]]:
        """What one may choose."""
        raise NotImplementedError

    @property
    def marks(self) -> dict[str, tuple[str, ...]]:
        """What only filters."""
        return {FOR: (RESIDENTS,)}

    @property
    def is_discreet(self) -> bool:
        """Whether nothing of it may be left on a screen or in a history (`discreet.py`)."""
        return self.entry.is_discreet

    @property
    def place(self) -> str:
        """Where it is, in a few words."""
        return self.entry.commune or ""

    @property
    def point(self) -> Point | None:
        """Where one goes."""
        raise NotImplementedError

    def keywords(self, labels: Labels) -> tuple[str, ...]:
        """Give what residents call it, in the words of a language."""
        raise NotImplementedError


class ToldService(Told):
    """A service."""

    def __init__(self, service: Service, territories: tuple[str, ...]) -> None:
        self.entry, self.territories = service, territories
        self.everywhere = service.listing.remote
        self.weight = LONG_WAIT if service.saturation == Saturation.HIGH else 1.0

    @cached_property
    def facets(self) -> dict[str, tuple[str, ...]]:  # type: ignore[override]
        """The values its line of the list is counted under."""
        found: dict[str, list[str]] = defaultdict(list)
        for column in FACET_COLUMNS:
            for told in getattr(self.entry.listing, column).split():
                kind, _colon, value = told.partition(":")
                found[kind].append(value)
        return {kind: tuple(sorted(values)) for kind, values in found.items()}

    @cached_property
    def marks(self) -> dict[str, tuple[str, ...]]:  # type: ignore[override]
        """Its hours, how one is received, and the codes one filters by without choosing them."""
        service, hours = self.entry, self.entry.listing.hours_id
        found = {
            FOR: (RESIDENTS,),
            "hours": (str(hours),) if hours else (),
            "on_site": ("1",) if service.listing.on_site else (),
            Term.Kind.THEMATIQUE.value: tuple(sorted(service.thematiques or ())),
            Term.Kind.TYPE.value: (service.type,) if service.type else (),
            Term.Kind.MOBILISATION.value: tuple(sorted(service.modes_mobilisation or ())),
            Term.Kind.ZONE.value: tuple(sorted(service.zone_eligibilite or (NO_ZONE,))),
        }
        return {name: values for name, values in found.items() if values}

    @property
    def place(self) -> str:
        """Its structure and its commune."""
        service = self.entry
        return ", ".join(filter(None, (service.structure.nom, service.commune or service.structure.commune)))

    @property
    def point(self) -> Point | None:
        """Where one goes: nowhere when it is given at a distance alone."""
        return point_of(self.entry) if self.entry.listing.on_site else None

    def text(self, description: str | None) -> str:
        """Add for whom it is, at what price and on what conditions."""
        service = self.entry
        told = (service.publics_precisions, service.frais_precisions, service.conditions_acces)
        return " ".join(filter(None, (_beyond(description), *told)))

    def keywords(self, labels: Labels) -> tuple[str, ...]:
        """Give its themes, publics, price and languages, and the codes of the exchange format as words."""
        codes = [code for kind in ("public", "frais") for code in self.facets.get(kind, ())]
        codes += [code for code in self.facets.get("langue", ()) if code != FRENCH]  # as everywhere
        told = [labels.themes.get(slug, "") for slug in self.facets.get("theme", ())]
        told += [labels.codes.get(code, "") for code in codes]
        told += [code.replace("-", " ") for code in self.entry.thematiques or () if labels.language == FRENCH]
        return tuple(filter(None, dict.fromkeys(told)))


class ToldStructure(Told):
    """A structure."""

    folder = "ressources/structures/"
    weight = BEFORE

    def __init__(self, structure: Structure, services: list[Service], themes: list[Theme]) -> None:
        self.entry, self.services = structure, services
        for service in services:
            service.structure = structure
        self.territories = tuple(sorted(territory.slug for territory in structure.territories.all()))
        codes = {code for service in services for code in service.thematiques or ()}
        self.themes = [theme.slug for theme in themes if codes.intersection(theme.data_inclusion.split())]

    @cached_property
    def facets(self) -> dict[str, tuple[str, ...]]:  # type: ignore[override]
        """The themes of its services, the languages one speaks there, whether a wheelchair comes in."""
        structure = self.entry
        found = {
            "theme": tuple(sorted(self.themes)),
            "langue": tuple(sorted(structure.languages or ())),
            "acces": (structure.step_free,) if structure.step_free else (),
        }
        return {name: values for name, values in found.items() if values}

    @property
    def is_discreet(self) -> bool:
        """As its page does: for its name, or when all its services are."""
        return is_silent(self.entry, self.services)

    @property
    def point(self) -> Point | None:
        """Its own door."""
        structure = self.entry
        known = structure.latitude is not None and structure.longitude is not None
        return Point(structure.latitude, structure.longitude) if known else None

    def keywords(self, labels: Labels) -> tuple[str, ...]:
        """Give its themes and the names of its services, but for those that are not said aloud."""
        told = [labels.themes.get(slug, "") for slug in self.themes]
        told += [labels.codes.get(code, "") for code in self.entry.languages or () if code != FRENCH]
        aloud = [service for service in self.services if not service.is_discreet]
        told += [words(service, "nom", labels.language).text for service in aloud[:NAMED]]
        told += [self.entry.adresse or "", words(self.entry, "landmark", labels.language).text]
        return tuple(filter(None, dict.fromkeys(told)))


def _beyond(description: str | None) -> str:
    """Give a description that its summary does not hold whole."""
    return description[:READ] if description and len(description) > SUMMARY else ""


def _need(page: HelpPage, language: str) -> Said:
    """Say nothing aloud of a discreet page: its words find it, and show nowhere."""
    told = (page.title, page.introduction, spoken(page.first_steps), spoken(page.to_bring))
    codes = " ".join(code.replace("-", " ") for code in page.thematiques.split() if language == FRENCH)
    if page.is_sensitive:
        return Said(title=page.short_title, keywords=(*told, codes), weight=HUSHED, discreet=True)
    return Said(
        summary=page.introduction, text=" ".join(told[2:]), keywords=(page.short_title, codes), weight=NEED
    )


def provide_directory() -> None:
    """Let search hold services, structures and pages of need."""
    provide(Services())
    provide(Structures())
    provide(PageSource("need", {HelpPage: _need}))
    show(RESOURCE, NEAR, _("Service"), "people")
    show(STRUCTURE, NEAR, _("Structure"), "home")
    show("need", NEAR, _("Aide"), "parole")
