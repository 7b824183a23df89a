"""What the flyer says of a place: where, when, which number. Nothing when no place is chosen."""

from __future__ import annotations

from itertools import groupby
from unicodedata import bidirectional

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from home.places.models import Place
from home.places.opening import WeekDay, week
from portal.context import root_of
from portal.territories.words import words
from portal.when import LRI, PDI
from resources.guide.tools.content import LINE
from resources.guide.tools.layout import direction_of

NBSP = "\u00a0"


def values_of(place: Place | None, language: str) -> dict[str, str]:
    """Give the words in braces of the content files; call it with `language` active."""
    lines = {
        "site": [site()],
        "agenda": [f"{site()}{root_of(language)}agenda/"],
        "place": [],
        "hours": [],
        "phone": [],
    }
    if place is not None:
        landmark = words(place, "landmark", language).text
        lines |= {
            "agenda": [f"{site()}{root_of(language)}{place.territory.slug}/agenda/"],
            "place": [place.name, place.street, f"{place.postcode} {place.city}", landmark],
            "hours": hours_of(week(place)),
            "phone": [(place.phone or place.territory.phone).replace(" ", NBSP)],
        }
    turned = direction_of(language) == "rtl"
    return {
        name: LINE.join(apart(line) if turned else line for line in told if line)
        for name, told in lines.items()
    }


def apart(line: str) -> str:
    """Keep a line that holds no letter written from the right together, among words that are."""
    is_foreign = not any(bidirectional(letter) in ("R", "AL") for letter in line)
    return f"{LRI}{line}{PDI}" if is_foreign else line


def site() -> str:
    """Give this site's address as one types it."""
    return settings.BASE_URL.partition("://")[2].rstrip("/")


def hours_of(days: list[WeekDay]) -> list[str]:
    """Give the week in few lines: days that follow one another with the same hours together, closed days left out."""
    found = []
    for (hours, is_open), same in groupby(days, key=lambda day: (day.words, day.is_open)):
        names = [day.day for day in same]
        if is_open:
            found.append(_("%(days)s : %(hours)s") % {"days": _span(names), "hours": hours})
    return found


def _span(names: list[str]) -> str:
    if len(names) > 2:
        return _("du %(first)s au %(last)s") % {"first": names[0], "last": names[-1]}
    return pgettext("list", ", ").join(names)
