"""When a request is recalled, when people are reminded of their exchange, when all is erased. Pure: days in, days out."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.when import day_words, time_words

#: A request that nobody was given is recalled to the administration after this long, then again and again; so is one that no longer goes on.
RECALLED = timedelta(days=7)
#: A pair that has fixed no date after this long is looked into.
STALLED = timedelta(days=14)
#: People are reminded of their exchange this long before its day.
REMINDED = timedelta(days=2)
#: How long a request is kept.
KEPT = relativedelta(months=12)


def erased_on(created_on: date) -> date:
    """Give the day a request is erased."""
    return created_on + KEPT


def newest_to_erase(today: date) -> date:
    """Give the newest day whose requests are to be erased `today`, were it the 29th of February."""
    tomorrow = today + timedelta(days=1)
    return max(today - KEPT, tomorrow - KEPT - timedelta(days=1))


def moment_in_words(moment: datetime) -> str:
    """Give day and hour in Paris: « mardi 8 septembre 2026 à 14 h »."""
    local = timezone.localtime(moment)
    return _("%(day)s à %(hour)s") % {
        "day": day_words(local.date(), year=True),
        "hour": time_words(local.time().replace(second=0, microsecond=0)),
    }
