"""FINESS, the national file of health and social establishments: `;`, no header, 32 columns, one establishment a line.

Layout: DREES, « extraction Finess des entités géographiques ». The stock with coordinates has lines `geolocalisation` too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import TextIO

from django.utils.translation import gettext as _

from resources.directory.importing.finess_categories import CATEGORIES, Category
from resources.directory.importing.lambert import to_degrees
from resources.directory.importing.rows import Reading, Row, Unreadable
from resources.directory.inclusion import Problem, Record
from search.geography import Point

COLUMNS = [
    "section",
    "nofinesset",
    "nofinessej",
    "rs",
    "rslongue",
    "complrs",
    "compldistrib",
    "numvoie",
    "typvoie",
    "voie",
    "compvoie",
    "lieuditbp",
    "commune",
    "departement",
    "libdepartement",
    "ligneacheminement",
    "telephone",
    "telecopie",
    "categetab",
    "libcategetab",
    "categagretab",
    "libcategagretab",
    "siret",
    "codeape",
    "codemft",
    "libmft",
    "codesph",
    "libsph",
    "dateouv",
    "dateautor",
    "datemaj",
    "numuai",
]
SOURCE = "finess"
HEADER = re.compile(r"finess;etalab;.*?(\d{4}-\d{2}-\d{2})?\s*$")
NUMBER = re.compile(r"[0-9A-Z]{9}")
CEDEX = re.compile(r"\s+CEDEX(\s+\d+)?$", re.IGNORECASE)
OLDEST = "2000-01-01"
SMALL = frozenset(
    [
        "a",
        "à",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "par",
        "pour",
        "sous",
        "sur",
    ]
)
KEPT = frozenset(
    [
        "ARS",
        "CAARUD",
        "CAMSP",
        "CATTP",
        "CCAS",
        "CDS",
        "CEGIDD",
        "CH",
        "CHR",
        "CHS",
        "CHU",
        "CLIC",
        "CMP",
        "CMPP",
        "CMS",
        "CPAM",
        "CPEF",
        "CSAPA",
        "EHPAD",
        "GHT",
        "HAD",
        "II",
        "III",
        "IV",
        "LBM",
        "LHSS",
        "MDA",
        "MDPH",
        "MGEN",
        "MSP",
        "PAEJ",
        "PMI",
        "RD",
        "RN",
        "SARL",
        "SAS",
        "SELARL",
        "SELAS",
        "SSIAD",
        "UGECAM",
        "USLD",
        "ZA",
        "ZAC",
        "ZI",
    ]
)
LETTERS = re.compile(r"[^\W\d_]+")


def is_finess(line: str) -> bool:
    """Tell whether a first line opens a FINESS file."""
    return line.startswith("finess;etalab;")


def read_finess(open_text: Callable[[], TextIO]) -> Reading:
    """Read the establishments of the categories we keep, each as a structure and one service. Raises Unreadable."""
    reading = Reading(kinds={"structure", "service"})
    reading.rows = _rows(open_text, reading)
    return reading


def _rows(open_text: Callable[[], TextIO], reading: Reading) -> Iterator[Row]:
    points = _points(open_text)
    with open_text() as file:
        found = HEADER.match(file.readline())
        if not found:
            raise Unreadable(_("La première ligne d'un fichier FINESS commence par finess;etalab."))
        day = found[1] or date.today().isoformat()
        place = 1
        for place, line in enumerate(file, 2):
            cells = line.rstrip("\r\n").split(";")
            if cells[0] == "geolocalisation" or not line.strip():
                continue
            yield from _establishment(cells, place, day, points, reading)
        if place == 1:
            raise Unreadable(_("Ce fichier ne contient ni structure ni service."))


def _establishment(
    cells: list[str], place: int, day: str, points: dict[str, Point], reading: Reading
) -> Iterator[Row]:
    if cells[0] != "structureet" or len(cells) != len(COLUMNS):
        why = _("Une ligne de FINESS a 32 colonnes et commence par structureet.")
        yield Row("structure", place, {}, (Problem("", cells[0][:80], why),))
        return
    line = {name: cell.strip() for name, cell in zip(COLUMNS, cells, strict=True)}
    category = CATEGORIES.get(line["categetab"])
    if not category:
        reading.left_out[line["libcategetab"][:80] or line["categetab"][:10]] += 1
        return
    structure = structure_of(line, day, points.get(line["nofinesset"]), category)
    wrong = [] if NUMBER.fullmatch(line["nofinesset"]) else [_number_problem(line["nofinesset"])]
    yield Row("structure", place, structure, tuple(wrong))
    yield Row("service", place, service_of(structure, category), tuple(wrong))


def _number_problem(number: str) -> Problem:
    return Problem("id", number[:80], _("Un numéro FINESS a neuf caractères."))


def structure_of(line: dict[str, str], day: str, point: Point | None, category: Category) -> Record:
    """Make the record of a structure from a line by its column names; `day` is that of the extract."""
    name = line["rslongue"] or line["rs"]
    street = " ".join(part for part in (line["numvoie"], line["typvoie"], line["voie"]) if part)
    changed = line["datemaj"]
    return {
        "source": SOURCE,
        "id": f"{SOURCE}--{line['nofinesset']}",
        "nom": in_words(name)[:150],
        "date_maj": changed if OLDEST <= changed <= day else day,
        "siret": line["siret"] if re.fullmatch(r"[0-9]{14}", line["siret"]) else None,
        "adresse": in_words(street) or None,
        "complement_adresse": in_words(line["compldistrib"] or line["compvoie"] or line["lieuditbp"]) or None,
        "code_postal": _digits(line["ligneacheminement"][:5], 5),
        "commune": in_words(CEDEX.sub("", line["ligneacheminement"][5:].strip())) or None,
        "code_insee": insee_of(line["departement"], line["commune"]),
        "telephone": telephone_of(line["telephone"]),
        "latitude": round(point.latitude, 6) if point else None,
        "longitude": round(point.longitude, 6) if point else None,
        "reseaux_porteurs": list(category.networks) or None,
    }


def service_of(structure: Record, category: Category) -> Record:
    """Make the record of what one finds there; where and when are the structure's."""
    ways = ["telephoner"] if structure["telephone"] else []
    return {
        "source": SOURCE,
        "structure_id": structure["id"],
        "id": f"{structure['id']}-accueil",
        "nom": category.name,
        "description": category.description,
        "date_maj": structure["date_maj"],
        "type": category.type,
        "thematiques": list(category.thematiques),
        "frais": "gratuit" if category.free else None,
        "publics": list(category.publics),
        "modes_accueil": ["en-presentiel"],
        "modes_mobilisation": ["se-presenter", *ways] if category.walk_in else ways or None,
        "mobilisable_par": ["professionnels"]
        if category.by_professionals_only
        else ["usagers", "professionnels"],
        **{
            name: structure[name]
            for name in ("commune", "code_postal", "code_insee", "adresse", "complement_adresse")
        },
        **{name: structure[name] for name in ("latitude", "longitude", "telephone")},
    }


def insee_of(department: str, commune: str) -> str | None:
    """Give the INSEE code of a commune: FINESS writes the overseas départements 9A to 9F, INSEE 97."""
    code = ("97" if re.fullmatch(r"9[A-F]", department) else department) + commune
    return code if re.fullmatch(r"[0-9AB]{5}", code) else None


def telephone_of(text: str) -> str | None:
    """Give ten digits in pairs; None for anything else."""
    digits = re.sub(r"\D", "", text)
    digits = digits.zfill(10) if len(digits) == 9 else digits
    return " ".join(digits[i : i + 2] for i in range(0, 10, 2)) if len(digits) == 10 else None


def _digits(text: str, length: int) -> str | None:
    return text if re.fullmatch(rf"[0-9]{{{length}}}", text) else None


def in_words(text: str) -> str:
    """Write in small letters what FINESS writes in capitals: « PHARMACIE DE LA GARE » is « Pharmacie de la Gare »."""
    text = " ".join(text.split())
    if not text.isupper():
        return text

    def word(found: re.Match[str]) -> str:
        letters = found[0]
        if letters in KEPT:
            return letters
        return letters.lower() if found.start() and letters.lower() in SMALL else letters.capitalize()

    return LETTERS.sub(word, text)


def _points(open_text: Callable[[], TextIO]) -> dict[str, Point]:
    """Find the coordinates of the establishments we keep; they stand after the establishments, when they are there."""
    wanted: set[str] = set()
    found: dict[str, Point] = {}
    with open_text() as file:
        for line in file:
            cells = line.split(";", 20)
            if cells[0] == "structureet" and len(cells) > 18 and cells[18] in CATEGORIES:
                wanted.add(cells[1])
            elif len(cells) > 4 and cells[0] == "geolocalisation" and cells[1] in wanted:
                point = _point(cells[2], cells[3], cells[4])
                found |= {cells[1]: point} if point else {}
    return found


def _point(x: str, y: str, told: str) -> Point | None:
    """Read a point in Lambert 93; other projections (overseas) are left to the geocoder."""
    try:
        point = to_degrees(float(x), float(y))
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    inside = 41 <= point.latitude <= 52 and -6 <= point.longitude <= 10
    return point if "LAMBERT_93" in told.upper() and inside else None
