"""What stands under a register now: workshops of the agenda, services of the directory, examples of the chapters."""

from __future__ import annotations

from typing import Any, NamedTuple

from home.activities.cards import texts_of
from home.activities.models import Activity
from portal.context import root_of
from portal.territories.words import Words
from resources.directory.models import Service
from resources.guide.reading.faces import Guide, Site

#: Things shown under each heading; the agenda and the directory hold the rest.
SHOWN = 24


class Entry(NamedTuple):
    """One thing of the agenda or the directory: its name, where it leads, whose it is."""

    title: Words
    url: str
    by: Words


class Example(NamedTuple):
    """One example of a chapter."""

    title: str
    lang: str
    url: str
    chapter: str
    site: Site | None


def classified() -> dict[str, list[int]]:
    """Read the services of each code, by name. One query: few bear a code, and the same answer serves every page."""
    found: dict[str, list[int]] = {}
    rows = Service.objects.public().exclude(registers=[]).order_by("nom", "pk")
    for pk, codes in rows.values_list("pk", "registers"):
        for code in set(codes):
            found.setdefault(code, []).append(pk)
    return found


def read_shown(code: str, language: str, services: list[int]) -> dict[str, Any]:
    """Read the workshops of a register and its `services`. Three queries."""
    workshops, resources = _workshops(code, language), _services(services, language)
    return {
        "workshops": workshops[:SHOWN],
        "services": resources[:SHOWN],
        "more_workshops": len(workshops) > SHOWN,
        "more_services": len(resources) > SHOWN,
        "agenda_url": f"{root_of(language)}agenda/",
        "resources_url": f"{root_of(language)}ressources/",
    }


def _workshops(code: str, language: str) -> list[Entry]:
    rows = Activity.objects.published().filter(register=code).select_related("territory")
    activities = list(rows.order_by("name", "pk")[: SHOWN + 1])
    texts = texts_of([activity.pk for activity in activities], language) if activities else {}
    found = []
    for activity in activities:
        lang, title, _summary = texts[activity.pk]
        arabic = activity.territory.name_ar if language == "ar" else ""
        by = Words(arabic, "ar") if arabic else Words(activity.territory.name, "fr")
        found.append(Entry(Words(title, lang), f"{root_of(language)}agenda/{activity.slug}/", by))
    return found


def _services(pks: list[int], language: str) -> list[Entry]:
    """Read services by name; those that leave no trace are named by the directory alone."""
    rows = Service.objects.public().filter(pk__in=pks[: 4 * SHOWN]).select_related("structure")
    aloud = [service for service in rows.order_by("nom", "pk") if not service.is_discreet]
    return [
        Entry(
            service.nom_words,
            f"{root_of(language)}ressources/{service.public_slug}/",
            service.structure.nom_words,
        )
        for service in aloud[: SHOWN + 1]
    ]


def examples_of(guide: Guide, code: str) -> list[Example]:
    """Give the examples of the published chapters that show a register, then those found under it too. No query."""
    told = [(chapter, line) for chapter in guide.chapters for line in chapter.lines]
    own = [one for one in told if code in one[1].registers]
    besides = [one for one in told if code in one[1].also and code not in one[1].registers]
    return [
        Example(
            line.title,
            chapter.lang,
            f"{chapter.url}#{line.anchor}",
            chapter.title,
            guide.sites.get(line.territory),
        )
        for chapter, line in [*own, *besides]
    ]
