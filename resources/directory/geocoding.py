"""Addresses become points, with how sure that is; a point the team or the source gave is never touched.

Everything works without it: whoever asks catches `GeocoderDown` and goes on with what was typed.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isfinite
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.db.models import Q, QuerySet

from portal.territories import content_version
from resources.directory import geocoder
from resources.directory.geocoder import GeocoderDown
from resources.directory.indexing import department_of, index_services
from resources.directory.models import Entry, Service, Structure
from resources.directory.touches import touch_structures
from resources.directory.zones import whole_city
from search.geography import Point

__all__ = ["Found", "GeocoderDown", "find_address", "locate", "locate_many", "movable"]

GEOCODER, MUNICIPALITY = "geocoder", "municipality"
DAY = 24 * 3600
#: After a breakdown nobody waits for the geocoder again during this many seconds.
REST = 30
#: Points less sure than this are not kept (from 0 to 1).
SURE = 0.5
LIMIT, LONGEST, BLOCK = 5, 200, 500
#: One question for each commune: a territory has a few.
MOST_COMMUNES = 4
OVERSEAS = ("97", "98")
COLUMNS = ("latitude", "longitude", "result_label", "result_score", "result_type")
PLACE_COLUMNS = ("result_city", "result_citycode", "result_postcode")


class Found(NamedTuple):
    """A place the geocoder knows. `kind` is housenumber, street, locality or municipality; `score` goes from 0 to 1."""

    label: str
    point: Point
    score: float
    kind: str
    city: str
    citycode: str
    postcode: str


class Question(NamedTuple):
    """What is asked of an address: its words, and the commune or the postcode it must be in."""

    text: str
    citycode: str = ""
    postcode: str = ""
    department: str = ""
    has_street: bool = True


def find_address(text: str, *, communes: Sequence[str] = ()) -> list[Found]:
    """Give the places `text` may mean, surest first; only those in `communes` (INSEE codes) when some are given.

    Answers are kept a day. Raises GeocoderDown when the geocoder cannot be asked.
    """
    codes = list(dict.fromkeys(map(whole_city, communes)))[:MOST_COMMUNES]
    found = [one for code in codes or [""] for one in _ask(Question(text, citycode=code))]
    return sorted(dict.fromkeys(found), key=lambda one: -one.score)[:LIMIT]


def locate(entry: Structure | Service) -> bool:
    """Give an entry the point of its address; tell whether it has one now. The row, when stored, is written too.

    Reads `adresse` and `code_insee`. A point of the team or of the source is left alone; one the geocoder gave before
    goes when the address is no longer found. Raises GeocoderDown.
    """
    if not movable(entry):
        return False
    found = next(filter(None, (_best(question, _ask(question)) for question in _questions(entry))), None)
    _write(type(entry), {entry.pk: (entry, found)} if entry.pk else {})
    _set(entry, found)
    return found is not None


def locate_many(entries: Iterable[Structure | Service]) -> int:
    """Give stored entries the points of their addresses, by files of 500; give how many have one now.

    Raises GeocoderDown; the blocks done before it stay done.
    """
    by_model: dict[type[Structure] | type[Service], list[Structure | Service]] = defaultdict(list)
    for entry in entries:
        if movable(entry):
            by_model[type(entry)].append(entry)
    return sum(
        _locate_block(model, rows[start : start + BLOCK])
        for model, rows in by_model.items()
        for start in range(0, len(rows), BLOCK)
    )


def movable(entry: Entry) -> bool:
    """Tell whether the geocoder may place an entry: it has no point, or one the geocoder gave."""
    return entry.latitude is None or entry.coordinates_origin == GEOCODER


def _questions(entry: Structure | Service) -> list[Question]:
    """Give what to ask about an entry, the surest question first; nothing when it has no address.

    A service without a street stands where its structure does. Postcodes overseas are often unknown to the
    geocoder: the words are then asked alone, and an answer from another département refused.
    """
    street, commune = (entry.adresse or "").strip(), (entry.commune or "").strip()
    if not street and (not commune or isinstance(entry, Service)):
        return []
    if entry.code_insee:
        city, department = whole_city(entry.code_insee), department_of(entry.code_insee)
        return [Question(street or commune, citycode=city, department=department, has_street=bool(street))]
    postcode = entry.code_postal or ""
    if not postcode and not commune:
        return []
    department = department_of(postcode) if postcode[:2] in OVERSEAS else ""
    first = Question(f"{street} {commune}".strip(), "", postcode, department, bool(street))
    return [first, first._replace(postcode="")] if department else [first]


def _ask(question: Question) -> list[Found]:
    text = " ".join(question.text.split())[:LONGEST]
    if len(text) < 3 or not text[0].isalnum():
        return []  # the service refuses these
    parameters: dict[str, str | int] = {"q": text, "limit": LIMIT}
    parameters |= {"citycode": question.citycode} if question.citycode else {}
    parameters |= {"postcode": question.postcode} if question.postcode else {}
    asked = json.dumps([settings.GEOCODER_URL, sorted(parameters.items())])
    key = f"answer:{hashlib.blake2b(asked.encode(), digest_size=16).hexdigest()}"
    cache = caches["geocoder"]
    if (kept := cache.get(key)) is not None:
        return [_found(*one) for one in kept]
    if cache.get("down"):
        raise GeocoderDown("resting")
    try:
        found = list(_read(geocoder.get_json("search/", parameters)))
    except GeocoderDown:
        cache.set("down", True, REST)
        raise
    cache.set(key, [tuple(one) for one in found], DAY)
    return found


def _found(label: str, point: tuple[float, float], *rest: Any) -> Found:
    return Found(label, Point(*point), *rest)


def _read(answer: Any) -> Iterator[Found]:
    """Read a GeoJSON answer; places that make no sense are left out. Raises GeocoderDown when it is no GeoJSON."""
    features = answer.get("features") if isinstance(answer, dict) else None
    if not isinstance(features, list):
        raise GeocoderDown("not an answer of the geocoder")
    for feature in features[:LIMIT]:
        try:
            longitude, latitude = feature["geometry"]["coordinates"][:2]
            yield _place(feature["properties"], latitude, longitude)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError):
            continue


def _place(told: Mapping[str, Any], latitude: Any, longitude: Any) -> Found:
    """Make a place of what the geocoder tells. Raises ValueError, TypeError or KeyError when it makes no sense."""
    point, score = Point(float(latitude), float(longitude)), float(told["score"])
    if not (abs(point.latitude) <= 90 and abs(point.longitude) <= 180 and isfinite(score)):
        raise ValueError
    label = _short(told.get("label"))
    if not label:
        raise ValueError
    words = (_short(told.get(name)) for name in ("type", "city", "citycode", "postcode"))
    kind, city, citycode, postcode = words
    return Found(label, point, min(max(score, 0.0), 1.0), kind, city, citycode, postcode)


def _short(value: Any) -> str:
    return value.replace("\0", "")[:LONGEST] if isinstance(value, str) else ""


def _best(question: Question, found: Iterable[Found]) -> Found | None:
    """Give the surest place worth keeping: the middle of a commune is no answer to a street."""
    good = [
        one
        for one in found
        if one.score >= SURE
        and (one.kind != MUNICIPALITY or not question.has_street)
        and (not question.department or one.citycode.startswith(question.department))
    ]
    return max(good, key=lambda one: one.score, default=None)


def _locate_block(model: type[Structure] | type[Service], entries: list[Structure | Service]) -> int:
    placed: dict[int, tuple[Structure | Service, Found | None]] = {}
    waiting = {entry.pk: (entry, _questions(entry)) for entry in entries}
    for turn in range(2):  # the second time, the words alone, for those overseas
        asked = {pk: pair[1][turn] for pk, pair in waiting.items() if len(pair[1]) > turn}
        answers = _ask_by_file(asked) if asked else {}
        placed |= {pk: (waiting[pk][0], _best(asked[pk], answers.get(pk, ()))) for pk in asked}
        waiting = {pk: pair for pk, pair in waiting.items() if pk in placed and placed[pk][1] is None}
    _write(model, placed)
    for entry, found in placed.values():
        _set(entry, found)
    return sum(found is not None for _entry, found in placed.values())


def _ask_by_file(questions: Mapping[int, Question]) -> dict[int, list[Found]]:
    rows = [
        {
            "fiche": str(pk),
            "texte": question.text[:LONGEST],
            "insee": question.citycode,
            "cp": question.postcode,
        }
        for pk, question in questions.items()
    ]
    fields = [("columns", "texte"), ("citycode", "insee"), ("postcode", "cp")]
    fields += [("result_columns", name) for name in (*COLUMNS, *PLACE_COLUMNS)]
    found: dict[int, list[Found]] = {}
    for row in geocoder.post_csv("search/csv/", rows, fields):
        told = {name.removeprefix("result_"): value for name, value in row.items() if isinstance(name, str)}
        try:
            found[int(told["fiche"])] = [_place(told, told["latitude"], told["longitude"])]
        except (KeyError, TypeError, ValueError, OverflowError):
            continue
    return found


def _set(entry: Entry, found: Found | None) -> None:
    entry.latitude, entry.longitude = found.point if found else (None, None)
    entry.coordinates_origin = GEOCODER if found else ""
    entry.coordinates_score = round(found.score, 3) if found else None


def _write(
    model: type[Structure] | type[Service], placed: Mapping[int, tuple[Structure | Service, Found | None]]
) -> None:
    """Write points, unless somebody has placed the entry or changed its address since it was asked."""
    with transaction.atomic():
        rows = model.objects.filter(Q(latitude=None) | Q(coordinates_origin=GEOCODER), pk__in=list(placed))
        changed: list[Any] = []
        for row in rows.select_for_update(no_key=True):
            asked, found = placed[row.pk]
            before = (row.latitude, row.longitude, row.coordinates_score)
            if (row.adresse, row.code_insee) == (asked.adresse, asked.code_insee):
                _set(row, found)
            if (row.latitude, row.longitude, row.coordinates_score) != before:
                changed.append(row)
        if not changed:
            return
        names = ["latitude", "longitude", "coordinates_origin", "coordinates_score"]
        rows.model.objects.bulk_update(changed, names, batch_size=BLOCK)
        content_version.bump(frame=False)  # before the lines of searching, as everybody who writes them
        index_services(_services_of(model, [row.pk for row in changed]))
        if model is Structure:
            touch_structures([row.pk for row in changed])


def _services_of(model: type[Structure] | type[Service], pks: list[int]) -> QuerySet[Service]:
    if model is Service:
        return Service.objects.filter(pk__in=pks)
    return Service.objects.filter(structure__in=pks)
