"""The exchange format data·inclusion v1: what a record must be, what is wrong with it in French, and how rows become records.

Schema: package `data-inclusion-schema`, `v1.Structure` and `v1.Service`. A record is checked as strict JSON by those
models, which then refuse all that the JSON schema refuses, and more (a date to come, « tous-publics » with others).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from enum import Enum
from types import SimpleNamespace
from typing import Any, Literal, NamedTuple, get_args

from data_inclusion.schema import v1
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from home.places.hours import MONTHS, Hours
from resources.directory.models import Closure, Entry, Service, Structure

Kind = Literal["structure", "service"]
Record = dict[str, Any]

MODELS: dict[str, type[BaseModel]] = {"structure": v1.Structure, "service": v1.Service}
FIELDS = {kind: tuple(model.model_fields) for kind, model in MODELS.items()}
#: Fields whose order means nothing.
SETS = {
    "structure": ("reseaux_porteurs",),
    "service": ("thematiques", "publics", "modes_accueil", "modes_mobilisation", "mobilisable_par"),
}
LISTS = {"structure": SETS["structure"], "service": (*SETS["service"], "zone_eligibilite")}
NUMBERS = ("latitude", "longitude", "volume_horaire_hebdomadaire", "nombre_semaines")
WHOLE = ("nombre_semaines",)
POINT_FIELDS = ("latitude", "longitude")
#: Fields a row holds under another name, or as a link.
NOT_PLAIN = ("id", "source", "structure_id", "date_maj", "horaires_accueil")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
LONGEST_IDENTIFIER = 500
LONGEST_SOURCE = 80
#: What the database's whole numbers and its floats hold.
MOST_WEEKS, MOST_HOURS = 2**31 - 1, 1e300
#: No enumeration has as many values.
MOST_LISTED = 1000
#: What is wrong with one record, told once this many times: near words are looked for each time.
MOST_TOLD = 50
#: Letters no database or page wants (PostgreSQL refuses NUL).
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


class Problem(NamedTuple):
    """What is wrong with one field of a record, for a person to mend."""

    field: str
    value: str
    reason: str


def plain_fields(kind: str) -> tuple[str, ...]:
    """Give the fields that a row and a record hold alike."""
    return tuple(name for name in FIELDS[kind] if name not in NOT_PLAIN)


def known_fields(record: Mapping[str, Any], kind: str) -> Record:
    """Keep the fields of the format, absent ones as None, whole numbers without a decimal point."""
    return {name: _whole(record.get(name)) if name in WHOLE else record.get(name) for name in FIELDS[kind]}


def _whole(value: Any) -> Any:
    """Give 3 for 3.0, the same number for the JSON schema; anything else as it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def point_of(record: Mapping[str, Any]) -> list[float] | None:
    """Give a record's point as [latitude, longitude]; None for half a point, or one that is not on Earth.

    The format has no bounds: what makes no point is kept as the source gave it, and stands nowhere on the map.
    """
    latitude, longitude = record.get("latitude"), record.get("longitude")
    if latitude is None or longitude is None:
        return None
    return [latitude, longitude] if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def problems(record: Mapping[str, Any], kind: Kind) -> list[Problem]:
    """Say all that is wrong with a record; nothing when it is valid under the JSON schema and the models alike."""
    record = known_fields(record, kind)
    found = list(_own_problems(record))
    try:
        text = json.dumps(record, allow_nan=False)
        MODELS[kind].model_validate_json(text, strict=True)
    except ValidationError as error:
        found += [
            _problem(record, dict(detail), kind) for detail in error.errors(include_url=False)[:MOST_TOLD]
        ]
    except ValueError:
        found.append(Problem("", "", _("Cette ligne contient une valeur qui ne peut pas être lue.")))
    return list(dict.fromkeys(found))


def _own_problems(record: Record) -> Iterator[Problem]:
    """What neither validator sees."""
    for name, value in record.items():
        if isinstance(value, str) and CONTROL.search(value):
            yield Problem(name, _shown(value), _("Ce texte contient des caractères illisibles."))
    for name, longest in (
        ("id", LONGEST_IDENTIFIER),
        ("structure_id", LONGEST_IDENTIFIER),
        ("source", LONGEST_SOURCE),
    ):
        value = record.get(name)
        if isinstance(value, str) and not 0 < len(value) <= longest:
            yield Problem(
                name, _shown(value), _("Il faut entre 1 et %(longest)s caractères.") % {"longest": longest}
            )
    if isinstance(record["date_maj"], str) and not ISO_DATE.fullmatch(record["date_maj"]):
        yield Problem("date_maj", _shown(record["date_maj"]), _("Écrivez la date ainsi : 2026-02-14."))
    for name, most in (("nombre_semaines", MOST_WEEKS), ("volume_horaire_hebdomadaire", MOST_HOURS)):
        value = record.get(name)
        if isinstance(value, int | float) and value > most:
            yield Problem(name, _shown(value), _("Il faut un nombre possible."))
    for name, value in record.items():
        if isinstance(value, list) and name != "zone_eligibilite" and (twice := _twice(value)):
            yield Problem(name, _shown(twice), _("Cette valeur est là deux fois."))


def _twice(values: list[Any]) -> Any:
    """Give a value that comes twice, which the JSON schema refuses and the models do not."""
    texts = [value for value in values if isinstance(value, str)]
    return next((text for text in texts if texts.count(text) > 1), None) if len(texts) < MOST_LISTED else None


def _problem(record: Record, detail: dict[str, Any], kind: Kind) -> Problem:
    path = [part for part in detail["loc"] if isinstance(part, str)]
    name = path[0] if path else ""
    value = detail.get("input") if detail["type"] != "missing" else None
    if not name:
        return Problem("", "", _("Cette ligne contient une valeur qui ne peut pas être lue."))
    if record.get(name) is None:
        return Problem(name, "", _("Il manque cette information."))
    return Problem(name, _shown(value), _reason(detail, name, value, kind))


def _reason(detail: dict[str, Any], name: str, value: Any, kind: Kind) -> str:
    code, context = detail["type"], detail.get("ctx", {})
    if name == "zone_eligibilite" and isinstance(value, str):
        return _pattern_reason(name)  # once, not for each kind of code it might have been
    if code == "enum":
        return _unknown_value(value, choices_of(kind, name))
    if code in ("string_too_short", "too_short"):
        least = context.get("min_length", 1)
        return _("C'est trop court : %(least)s au moins, ou rien du tout.") % {"least": least}
    if code in ("string_too_long", "too_long", "url_too_long"):
        return _("C'est trop long : %(most)s au plus.") % {"most": context.get("max_length", "")}
    if code == "string_pattern_mismatch" or name in (
        "code_postal",
        "code_insee",
        "siret",
        "zone_eligibilite",
    ):
        return _pattern_reason(name)
    if name == "date_maj":
        return _("Cette date n'est pas possible : il faut un jour passé, après l'an 2000, écrit 2026-02-14.")
    if name == "courriel":
        return _("Cette adresse e-mail n'est pas possible.")
    if code.startswith("url"):
        return _("Cette adresse internet n'est pas complète. Elle commence par https://.")
    if name == "publics" and code == "value_error":
        return _("« tous-publics » ne va pas avec d'autres publics. Gardez l'un ou les autres.")
    if name in ("volume_horaire_hebdomadaire", "nombre_semaines", "latitude", "longitude"):
        return _("Il faut un nombre possible.")
    if name in LISTS[kind]:
        return _("Il faut une liste de valeurs.")
    return _("Il faut un texte.")


def _pattern_reason(name: str) -> str:
    return {
        "code_postal": _("Un code postal a cinq chiffres."),
        "code_insee": _("Un code INSEE de commune a cinq caractères."),
        "siret": _("Un SIRET a quatorze chiffres."),
        "zone_eligibilite": _(
            "Il faut des codes de commune, de département, d'intercommunalité, ou « france »."
        ),
    }.get(name, _("Ce n'est pas la forme attendue."))


def _unknown_value(value: Any, choices: Iterable[str]) -> str:
    near = get_close_matches(str(value), list(choices), n=3, cutoff=0.5)
    if not near:
        return _("Cette valeur n'est pas dans la liste.")
    return _("Cette valeur n'est pas dans la liste. Vouliez-vous dire : %(near)s ?") % {
        "near": ", ".join(near)
    }


def choices_of(kind: str, name: str) -> tuple[str, ...]:
    """Give the codes one may write in a field; none when it is no enumeration."""
    found: list[str] = []
    todo: list[Any] = [MODELS[kind].model_fields[name].annotation]
    while todo:
        part = todo.pop()
        if isinstance(part, type) and issubclass(part, Enum):
            found += [str(member.value) for member in part]
        todo += [arg for arg in get_args(part) if not isinstance(arg, str)]
    return tuple(found)


def _shown(value: Any) -> str:
    return "" if value is None else CONTROL.sub("�", str(value))[:80]


def record_of(entry: Entry, closures: Iterable[Closure] = ()) -> Record:
    """Give a row as a record of the format; `closures` are told in its hours. Internal notes never enter it."""
    kind: Kind = "service" if isinstance(entry, Service) else "structure"
    record: Record = {
        "source": entry.source_id,
        "id": entry.identifier,
        "date_maj": entry.date_maj.isoformat(),
    }
    record |= {name: getattr(entry, name) for name in plain_fields(kind)}
    if isinstance(entry, Service):
        record["structure_id"] = entry.structure.identifier
    record["horaires_accueil"] = hours_with(entry.horaires_accueil, closures)
    if entry.latitude is None:
        record |= _odd_point(entry.imported or {})
    return {name: record[name] for name in FIELDS[kind]}


def _odd_point(imported: Mapping[str, Any]) -> Record:
    """Give the coordinates a source gave that make no point: they go out as they came, until somebody finds the place."""
    odd = point_of(imported) is None
    return {name: _double(imported.get(name)) for name in POINT_FIELDS} if odd else {}


def _double(value: Any) -> Any:
    """Give a number beyond all coordinates as the models hold it: PostgreSQL gives 1e+75 back with all its digits."""
    return float(value) if isinstance(value, int) and abs(value) > 2**53 else value


def fill(entry: Structure | Service, record: Mapping[str, Any], names: Iterable[str] | None = None) -> None:
    """Write a valid record, or the fields `names` of it, into a row; the service's structure is given apart."""
    kind = "service" if isinstance(entry, Service) else "structure"
    wanted = FIELDS[kind] if names is None else tuple(names)
    for name in wanted:
        value = record.get(name)
        if name in POINT_FIELDS:
            setattr(entry, name, value if point_of(record) else None)
        elif name == "id":
            entry.identifier = str(value)
        elif name == "source":
            entry.source_id = str(value)
        elif name == "date_maj":
            entry.date_maj = date.fromisoformat(str(value))
        elif name != "structure_id":
            setattr(entry, name, sorted(value) if name in SETS[kind] and value is not None else value)


def same(kind: str, name: str, one: Any, other: Any) -> bool:
    """Tell whether two values of a field say the same."""
    if name in SETS[kind] and one is not None and other is not None:
        return sorted(one) == sorted(other)
    return bool(one == other)


def hours_with(rule: str | None, closures: Iterable[Closure]) -> str | None:
    """Give hours with dated closures, as `Mo-Fr 09:00-12:00; 2026 Aug 01-2026 Aug 21 off "congés"`."""
    found = list(closures)
    if not rule or not found:
        return rule
    parts = [rule.rstrip("; ")]
    for closure in sorted(found, key=lambda c: (c.first_day - c.last_day, c.kind != Closure.Kind.SPECIAL)):
        what = closure.hours if closure.kind == Closure.Kind.SPECIAL else "off"
        comment = closure.reason.replace('"', "”")
        for first, last in _stretches_of(closure, rule):
            days = f"{_day(first)}-{_day(last)}"
            parts.append(f'{days} {what} "{comment}"' if comment else f"{days} {what}")
    return "; ".join(parts)


def _stretches_of(closure: Closure, rule: str) -> list[tuple[date, date]]:
    """Give the days a closure changes, as our own pages tell them: special hours open neither Sundays nor holidays."""
    if closure.kind != Closure.Kind.SPECIAL or closure.first_day == closure.last_day:
        return [(closure.first_day, closure.last_day)]
    door = SimpleNamespace(opening_hours=rule, closed_on_public_holidays=False)
    return Hours(door, [closure], closure.first_day).stretches_of(closure)


def _day(day: date) -> str:
    return f"{day.year} {MONTHS[day.month - 1]} {day.day:02d}"
