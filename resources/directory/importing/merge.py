"""Three versions of a record: as the source gave it last, as it stands here, as the source gives it now. No database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from resources.directory.inclusion import (
    FIELDS,
    POINT_FIELDS,
    SETS,
    Kind,
    Record,
    known_fields,
    point_of,
    same,
)

#: Longitude and latitude go together: a point has both or none. Told under this name.
POINT = "point"
#: Who an entry is does not change; its date follows the latest of both.
APART = ("id", "source", "date_maj", *POINT_FIELDS)
ADDRESS = ("adresse", "commune", "code_postal", "code_insee")
#: Beside the fields of `imported`, when the source dropped the entry: it may come back, what the team withdrew may not.
GONE = "_gone"


@dataclass
class Decision:
    """What becomes of an entry: fields to take from the source, fields that differ for good, differences settled."""

    take: dict[str, Any] = field(default_factory=dict)
    differ: dict[str, Any] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)


def canonical(record: Mapping[str, Any], kind: Kind) -> Record:
    """Give a record with every field of the format, the order of sets apart."""
    whole = known_fields(record, kind)
    for name in SETS[kind]:
        if isinstance(whole[name], list):
            whole[name] = sorted(whole[name])
    return whole


def merge(
    kind: Kind,
    ours: Record,
    base: Record | None,
    theirs: Record,
    *,
    located_here: bool = False,
    pinned_here: bool = False,
) -> Decision:
    """Decide field by field.

    What the source did not change stays as it is here; what nobody changed here follows the source; what both changed
    stays, and is a difference to settle. Without `base` (an entry written here), only differences are found.
    `located_here`: the point was worked out from the address, so that the source's is always better. `pinned_here`: the
    team placed it, and no file moves it, were it where the source had it; when the source's point or address moves,
    somebody says whether it still holds.
    """
    decision = Decision()
    for name in FIELDS[kind]:
        if name not in APART:
            _decide(
                decision,
                name,
                is_ours=same(kind, name, theirs[name], ours[name]),
                is_base=base is not None and same(kind, name, theirs[name], base.get(name)),
                untouched=base is not None and same(kind, name, ours[name], base.get(name)),
                theirs=theirs[name],
            )
    _decide_point(decision, ours, base, theirs, located_here=located_here, pinned_here=pinned_here)
    if pinned_here and moves(decision.take) and point_of(theirs) != point_of(ours):
        decision.differ[POINT] = point_of(theirs)
    if base is not None and theirs["date_maj"] > ours["date_maj"]:
        decision.take["date_maj"] = theirs["date_maj"]
    return decision


def _decide(
    decision: Decision, name: str, *, is_ours: bool, is_base: bool, untouched: bool, theirs: Any
) -> None:
    if is_ours:
        decision.settled.add(name)
    elif is_base:
        return
    elif untouched:
        decision.take[name] = theirs
        decision.settled.add(name)
    else:
        decision.differ[name] = theirs


def _decide_point(
    decision: Decision,
    ours: Record,
    base: Record | None,
    theirs: Record,
    *,
    located_here: bool,
    pinned_here: bool,
) -> None:
    new, here = point_of(theirs), point_of(ours)
    old = None if base is None else point_of(base)
    no_better = located_here and new is None
    _decide(
        decision,
        POINT,
        is_ours=new == here,
        is_base=(base is not None and new == old) or no_better,
        untouched=not pinned_here and ((base is not None and here == old) or located_here),
        theirs=new,
    )
    if POINT in decision.take:
        decision.take |= dict(zip(POINT_FIELDS, decision.take.pop(POINT) or (None, None), strict=True))
    elif located_here and no_better and moves(decision.take):
        decision.take |= {"latitude": None, "longitude": None}  # the address moved: to be located again


def moves(names: Iterable[str]) -> bool:
    """Tell whether writing these fields makes another address."""
    return not frozenset(ADDRESS).isdisjoint(names)
