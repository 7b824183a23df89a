"""Whom to call when a search does not help: the teams, for any template as `search_teams`."""

from __future__ import annotations

from typing import NamedTuple

from portal.context import provide
from portal.territories.models import Territory


class Team(NamedTuple):
    """The team of a territory, by its telephone."""

    name: str
    phone: str


def _teams() -> list[Team]:
    rows = Territory.objects.exclude(phone="").order_by("name").values_list("name", "phone")
    return [Team(*row) for row in rows]


provide("search_teams", _teams)
