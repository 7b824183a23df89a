"""A directory of a given size, written in bulk and indexed as an import does: its facets and hours as real ones vary."""

from __future__ import annotations

import random
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.territories import content_version
from resources.directory.indexing import index_structures
from resources.directory.models import Closure, Service, Source, Structure
from resources.directory.vocabulary import AUDIENCES, LANGUAGES, THEMATIQUES, TYPES

BATCH, RULES = 2000, 300
SERVICES_EACH = 3
COMMUNES = ("73065", "38421", "38158", "38309", "38185", "73008", "69123", "01053", "74010", "26362")
WORDS = [
    "accueil",
    "accompagnement",
    "écoute",
    "atelier",
    "permanence",
    "soins",
    "médecin",
    "infirmière",
    "dentiste",
    "psychologue",
    "logement",
    "loyer",
    "dette",
    "budget",
    "alimentation",
    "épicerie",
    "colis",
    "vêtements",
    "droits",
    "papiers",
    "titre",
    "séjour",
    "français",
    "numérique",
    "emploi",
    "formation",
    "garde",
    "enfants",
    "parents",
    "familles",
    "aidants",
    "âgées",
    "handicap",
    "violence",
    "hébergement",
    "urgence",
    "transport",
    "mobilité",
    "sport",
    "culture",
    "jardin",
    "cuisine",
    "santé",
    "mentale",
    "addictions",
    "alcool",
    "tabac",
    "prévention",
    "vaccination",
    "dépistage",
    "bilan",
    "diabète",
    "douleur",
    "sommeil",
]
#: The services stand around Chambéry, some kilometres to some hundreds of kilometres away.
CENTRE, SPREAD = (45.5646, 5.9178), (0.9, 1.2)


@transaction.atomic
def fill_directory(count: int) -> None:
    """Write `count` services in a third as many structures, the same ones each time."""
    chance = random.Random(count)
    Source.objects.get_or_create(slug="essai", defaults={"name": "Essai"})
    structures = Structure.objects.bulk_create(
        (_structure(n, chance) for n in range(max(1, count // SERVICES_EACH))), BATCH
    )
    Service.objects.bulk_create((_service(n, structures, chance) for n in range(count)), BATCH)
    today = timezone.localdate()
    Closure.objects.bulk_create(
        (
            Closure(structure=one, first_day=today, last_day=today + timedelta(days=7), reason="congés")
            for one in structures[:: max(1, len(structures) // 50)]
        ),
        BATCH,
    )
    index_structures(Structure.objects.filter(source="essai"))
    content_version.bump()


def _structure(n: int, chance: random.Random) -> Structure:
    return Structure(
        identifier=f"essai--structure-{n}",
        source_id="essai",
        slug=f"essai-structure-{n}",
        nom=f"{chance.choice(WORDS).capitalize()} {chance.choice(WORDS)} {n}",
        commune="Chambéry",
        code_postal="73000",
        code_insee=chance.choice(COMMUNES),
        adresse=f"{n} rue des Tilleuls",
        latitude=CENTRE[0] + chance.gauss(0, SPREAD[0]),
        longitude=CENTRE[1] + chance.gauss(0, SPREAD[1]),
        telephone="01 99 00 10 10",
        horaires_accueil=hours(chance.randrange(RULES)),
        step_free=chance.choice(["", "", "yes", "help", "no"]),
        languages=chance.sample(sorted(LANGUAGES), chance.choice([0, 0, 1, 3])),
    )


def _service(n: int, structures: list[Structure], chance: random.Random) -> Service:
    return Service(
        identifier=f"essai--service-{n}",
        source_id="essai",
        slug=f"essai-service-{n}",
        structure=structures[n % len(structures)],
        nom=f"{chance.choice(WORDS).capitalize()} et {chance.choice(WORDS)} {n}",
        description=" ".join(chance.choices(WORDS, k=45)).capitalize(),
        type=chance.choice([None, *TYPES]),
        thematiques=chance.sample(sorted(map(str, THEMATIQUES)), chance.choice([0, 1, 1, 2, 4])) or None,
        frais=chance.choice([None, "gratuit", "gratuit", "payant"]),
        publics=chance.choice([None, ["tous-publics"], _some_publics(chance)]),
        modes_accueil=chance.choice(
            [None, ["en-presentiel"], ["en-presentiel"], ["a-distance"], ["a-distance", "en-presentiel"]]
        ),
        zone_eligibilite=chance.choice(
            [None, None, ["france"], [chance.choice(COMMUNES)], ["73"], ["38", "73"]]
        ),
        modes_mobilisation=chance.choice([None, ["se-presenter"], ["se-presenter", "telephoner"]]),
    )


def _some_publics(chance: random.Random) -> list[str]:
    return sorted(chance.sample([code for code in AUDIENCES if code != "tous-publics"], 2))


def hours(number: int) -> str:
    """Give one of 300 weeks, all different."""
    opens, closes = 7 + number % 5, 15 + number // 5 % 6
    days = ("Mo-Fr", "Mo-Th", "Tu-Sa", "Mo,We,Fr", "Tu,Th", "Sa", "Mo-Su", "We", "Fr,Su", "Mo-We")[
        number // 30
    ]
    return f"{days} {opens:02}:00-12:00,{closes - 2:02}:00-{closes:02}:00; PH off"
