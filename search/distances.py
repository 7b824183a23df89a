"""Distances as one says them."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def distance_words(metres: float | None) -> str:
    """Give a distance as one says it: "à 400 m", "à 2,3 km", "à 14 km"; "" when it is not known."""
    if metres is None:
        return ""
    rounded = max(50, round(metres / 50) * 50)
    if rounded < 1000:
        return _("à %(distance)s m") % {"distance": rounded}
    kilometres = round(metres / 1000, 1) if metres < 9_950 else round(metres / 1000)
    decimals = 0 if kilometres == int(kilometres) else 1
    return _("à %(distance)s km") % {"distance": number_format(kilometres, decimals)}
