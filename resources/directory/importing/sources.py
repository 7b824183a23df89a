"""Sources we know by name, and those a file brings for the first time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from resources.directory.models import Source

#: Facts about the producers whose entries travel in data·inclusion; others get their code for a name.
KNOWN: dict[str, dict[str, Any]] = {
    "finess": {
        "name": "FINESS, répertoire national des établissements sanitaires et sociaux",
        "url": "https://finess.esante.gouv.fr/",
        "licence": "Licence Ouverte 2.0 (Etalab)",
    },
    # Its entries are given to named partners only: readable here, never passed on.
    "soliguide": {
        "name": "Soliguide",
        "url": "https://soliguide.fr/",
        "licence": "Tous droits réservés",
        "licence_url": "https://soliguide.fr/",
        "is_shared": False,
    },
    "dora": {"name": "DORA", "url": "https://dora.inclusion.gouv.fr/"},
    "france-travail": {"name": "France Travail", "url": "https://www.francetravail.fr/"},
    "emplois-de-linclusion": {
        "name": "Les emplois de l'inclusion",
        "url": "https://emplois.inclusion.gouv.fr/",
    },
}


def ensure_sources(slugs: Iterable[str]) -> None:
    """Write the sources that are not here yet."""
    for slug in slugs:
        producer = "soliguide" if slug.casefold().startswith("soliguide") else slug
        Source.objects.get_or_create(slug=slug, defaults=KNOWN.get(producer, {"name": slug}))
