"""Templates keep to the floors of the house, as imports do: none includes or extends one of a floor above."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

TEMPLATES = settings.BASE_DIR / "templates"
USED = re.compile(r'\{% (?:include|extends) "([a-z_]+)/')
#: Folders of each floor, the lowest first; those that are not named serve all.
FLOORS = (
    {"places_admin"},
    {"activities", "activities_admin"},
    {"pages", "pages_admin"},
    {"directory", "directory_admin"},
    {"guide", "guide_admin", "outils"},
)
FLOOR = {folder: number for number, folders in enumerate(FLOORS) for folder in folders}


@pytest.mark.parametrize("folder", [*FLOOR, "components", "blocks"])
def test_no_template_uses_one_of_a_floor_above(folder):
    used = {
        (path.name, other)
        for path in (TEMPLATES / folder).rglob("*.html")
        for other in USED.findall(path.read_text())
    }
    assert not {one for one in used if FLOOR.get(one[1], -1) > FLOOR.get(folder, -1)}
