"""Files to import, written as their producers write them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

STRUCTURE: dict[str, Any] = {
    "source": "dora",
    "id": "dora--s1",
    "nom": "Centre social des Tilleuls",
    "date_maj": "2026-02-14",
    "commune": "Chambéry",
    "code_postal": "73000",
    "code_insee": "73065",
    "adresse": "3 place des Tilleuls",
    "telephone": "+33479000000",
}
SERVICE: dict[str, Any] = {
    "source": "dora",
    "structure_id": "dora--s1",
    "id": "dora--1",
    "nom": "Aide aux papiers",
    "description": "Une personne vous aide à remplir vos papiers.",
    "date_maj": "2026-02-14",
    "thematiques": ["sante--acces-aux-soins"],
    "publics": ["familles", "jeunes"],
    "frais": "gratuit",
}


def structure(number: int = 1, **fields: Any) -> dict[str, Any]:
    """Give the record of a structure."""
    return STRUCTURE | {"id": f"dora--s{number}"} | fields


def service(number: int = 1, **fields: Any) -> dict[str, Any]:
    """Give the record of a service of structure 1."""
    return SERVICE | {"id": f"dora--{number}"} | fields


def write_json(path: Path, structures: list | None = None, services: list | None = None) -> Path:
    """Write a document with the lists that are given."""
    lists = {"structures": structures, "services": services}
    path.write_text(json.dumps({k: v for k, v in lists.items() if v is not None}), encoding="utf-8")
    return path


def finess_line(number: str = "730000015", category: str = "620", **fields: str) -> str:
    """Write an establishment of Chambéry on a line of 32 columns."""
    from resources.directory.importing.finess import COLUMNS

    cells = {
        "section": "structureet",
        "nofinesset": number,
        "nofinessej": "730000999",
        "rs": "PHARMACIE DE LA GARE",
        "rslongue": "",
        "numvoie": "12",
        "typvoie": "PL",
        "voie": "DE LA GARE",
        "commune": "065",
        "departement": "73",
        "libdepartement": "SAVOIE",
        "ligneacheminement": "73000 CHAMBERY CEDEX 1",
        "telephone": "0479000000",
        "categetab": category,
        "libcategetab": "Pharmacie d'Officine",
        "siret": "12345678901234",
        "datemaj": "2019-02-15",
    } | fields
    return ";".join(cells.get(name, "") for name in COLUMNS)


def write_finess(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    """Write a FINESS file with its first line."""
    path.write_text("\n".join(["finess;etalab;111;2026-05-12", *lines, ""]), encoding=encoding)
    return path


def counts(report: dict[str, Any], kind: str = "service") -> tuple[int, ...]:
    """Give the counts of a report: new, changed, unchanged, refused, gone."""
    return tuple(report["counts"][kind].values())
