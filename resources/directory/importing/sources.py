"""Sources we know by name, and those a file brings for the first time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from resources.directory.models import OWN_SOURCE, Source

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


#: What a source keeps to itself under, when nobody said more.
UNSAID = {"licence": "Non précisée", "licence_url": "", "is_shared": False}


def _facts(slug: str, *, private: bool) -> dict[str, Any]:
    """Give what a source is written with when a file brings it for the first time."""
    producer = "soliguide" if slug.casefold().startswith("soliguide") else slug
    facts = KNOWN.get(producer, {"name": slug} | (UNSAID if private else {}))
    return facts | ({"is_shared": False} if private else {})


def ensure_sources(slugs: Iterable[str], *, private: bool = False) -> bool:
    """Write the sources that are not here yet; `private` ones, here before or not, are no longer passed on.

    Tells whether anything was written. Without signals: these would raise the number of the contents at once, and all
    who save would wait for the whole import. Whoever calls raises it when the rest is written.
    """
    slugs = list(slugs)
    here = Source.objects.in_bulk(slugs)
    new = [Source(slug=slug, **_facts(slug, private=private)) for slug in slugs if slug not in here]
    Source.objects.bulk_create(new, ignore_conflicts=True)  # somebody may write one by hand meanwhile
    passed_on = Source.objects.filter(slug__in=slugs, is_shared=True).exclude(slug=OWN_SOURCE)
    stopped = passed_on.update(is_shared=False) if private else 0
    return bool(new or stopped)


def licence_lines(slugs: Iterable[str], *, private: bool = False) -> list[str]:
    """Say under which licence the entries of each source are kept, and whether they are passed on. One query."""
    slugs = list(slugs)
    here = Source.objects.in_bulk(slugs)
    lines = []
    for slug in slugs:
        source = here.get(slug) or Source(slug=slug, **_facts(slug, private=private))
        keeps = private and slug != OWN_SOURCE
        told = _("Source « %(name)s » : %(licence)s.") % {"name": source.name, "licence": source.licence}
        if slug not in here and source.name == slug and source.is_shared:
            told += " " + _("Cette licence est supposée : le fichier ne la dit pas.")
        if source.is_shared and not keeps:
            told += " " + _("Ses fiches sont republiées par l'API et par l'export.")
        else:
            told += " " + _("Ses fiches ne sont pas republiées.")
        lines.append(told)
    return lines
