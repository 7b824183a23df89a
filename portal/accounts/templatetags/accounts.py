"""Words for the account pages."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.when import date_words, time_words

register = template.Library()

#: What a browser says of itself, most telling first: Edge and Opera also claim to be Chrome, Chrome to be Safari.
BROWSERS = [
    ("Firefox", "Firefox"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
]
SYSTEMS = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
]


@register.filter
def device(user_agent: str) -> str:
    """Tell an appliance by its browser and system: "Firefox, Windows"."""
    known = [next((name for sign, name in signs if sign in user_agent), "") for signs in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, known)) or _("Appareil inconnu")


@register.filter
def moment(instant: datetime) -> str:
    """Give a day and hour of Paris: "8 septembre 2026, 14 h"."""
    local = timezone.localtime(instant)
    hour = time_words(local.time().replace(second=0, microsecond=0))
    return _("%(day)s, %(hour)s") % {"day": date_words(local.date(), year=True), "hour": hour}
