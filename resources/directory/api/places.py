"""The départements of a region, and where the middle of a commune is."""

from __future__ import annotations

from django.db.models import Avg

from portal.territories.models import Commune
from resources.directory.geocoding import MUNICIPALITY, GeocoderDown, find_address
from resources.directory.models import Structure
from search.geography import Point

#: Regions by their INSEE code since 2016, and their départements.
REGIONS = {
    "01": "971",
    "02": "972",
    "03": "973",
    "04": "974",
    "06": "976",
    "11": "75 77 78 91 92 93 94 95",
    "24": "18 28 36 37 41 45",
    "27": "21 25 39 58 70 71 89 90",
    "28": "14 27 50 61 76",
    "32": "02 59 60 62 80",
    "44": "08 10 51 52 54 55 57 67 68 88",
    "52": "44 49 53 72 85",
    "53": "22 29 35 56",
    "75": "16 17 19 23 24 33 40 47 64 79 86 87",
    "76": "09 11 12 30 31 32 34 46 48 65 66 81 82",
    "84": "01 03 07 15 26 38 42 43 63 69 73 74",
    "93": "04 05 06 13 83 84",
    "94": "2A 2B",
}


def departments_of(region: str) -> list[str]:
    """Give the départements of a region; none when there is no such region."""
    return REGIONS.get(region, "").split()


def middle_of(commune: str) -> Point | None:
    """Give the middle of a commune: of what stands in it, else the geocoder's; None when nobody knows.

    Two queries at most; the geocoder is asked only about the communes of our territories.
    """
    inside = Structure.objects.public().filter(code_insee=commune, latitude__isnull=False)
    middle = inside.aggregate(latitude=Avg("latitude"), longitude=Avg("longitude"))
    if middle["latitude"] is not None:
        return Point(middle["latitude"], middle["longitude"])
    name = Commune.objects.filter(pk=commune).values_list("name", flat=True).first()
    try:
        found = find_address(name, communes=[commune]) if name else []
    except GeocoderDown:
        return None
    return next((one.point for one in found if one.kind == MUNICIPALITY), None)
