"""For whose residents a service is: one rule for the list, the map, the API and the territories.

A zone names communes, départements, EPCI or the country, in the codes of data·inclusion. It cannot name a region: the
format has no room for one, whose numbers are those of départements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from portal.territories.models import Commune

EVERYWHERE = frozenset(["france", "99100"])
#: The zone of services that name none: they are for everybody.
NO_ZONE = "*"

#: Paris, Marseille, Lyon: their districts have codes of their own, that few zones name.
DISTRICTS = (
    (re.compile(r"751\d\d"), "75056"),
    (re.compile(r"132\d\d"), "13055"),
    (re.compile(r"693\d\d"), "69123"),
)


def whole_city(code: str) -> str:
    """Give the commune of a district of Paris, Marseille or Lyon; any other code as it is."""
    return next((whole for pattern, whole in DISTRICTS if pattern.fullmatch(code)), code)


def department_of(commune: str) -> str:
    """Give the département of a commune's INSEE code: 73065 is in 73, 97411 in 974."""
    return commune[:3] if commune[:2] in ("97", "98") else commune[:2]


def codes_naming(communes: Iterable[str], epcis: Iterable[str]) -> frozenset[str]:
    """Give every code by which a zone may name one of `communes` (INSEE codes), which belong to `epcis` (SIREN)."""
    codes = frozenset(communes)
    return codes.union(map(department_of, codes), filter(None, epcis), EVERYWHERE)


def zones_for(communes: Iterable[str]) -> tuple[str, ...]:
    """Give the zones of what is for the people of `communes` (INSEE codes), none among them. One query.

    Who lives in a district lives in its city.
    """
    communes = set(communes)
    codes = communes.union(map(whole_city, communes))
    epcis = Commune.objects.filter(pk__in=codes).values_list("epci", flat=True)
    return (*sorted(codes_naming(codes, epcis)), NO_ZONE)
