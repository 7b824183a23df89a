"""What sessions bring along when they are read, so that a page of cards costs few queries and little time."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from home.activities.models import ActivityText, Session
from portal.territories.words import DEFAULT

#: The rule of a series, which no card shows and which is slow to read.
RULE = [
    f"series__{field}"
    for field in (
        "shape",
        "weekdays",
        "nth",
        "dates",
        "first_day",
        "last_day",
        "start_time",
        "end_time",
        "rrule",
    )
]
#: What a card and the word left on an old day are made of.
SAID = (
    *(
        field.attname
        for field in Session._meta.concrete_fields
        if field.name not in ("sequence", "changed_at")
    ),
    *(
        f"activity__{name}"
        for name in ("slug", "name", "place", "pictogram", "price", "access", "sign_up", "phone")
    ),
    "series__audience",
    *(f"closure__{name}" for name in ("reason", "reason_en", "reason_ar")),
)


def with_facts(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Join to `sessions` what their cards need of activity, series and closure; the rule itself is left out."""
    return sessions.select_related("activity", "series", "closure").defer(*RULE)


def for_cards(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Join to `sessions` what a card says and nothing more: a page of sixty costs half as much."""
    return sessions.select_related("activity", "series", "closure").only(*SAID)


def with_words(sessions: QuerySet[Session], language: str) -> QuerySet[Session]:
    """Bring title and summary along with each session that may be read, in French and in `language`: one query less a page."""
    said: dict[str, Any] = {
        "french_title": F("activity__texts__title"),
        "french_summary": F("activity__texts__summary"),
    }
    if language != DEFAULT:
        own = ActivityText.objects.filter(
            activity=OuterRef("activity"), live=True, locale__language_code=language
        )
        said |= {f"own_{name}": Subquery(own.values(name)[:1]) for name in ("title", "summary")}
    spoken = sessions.filter(activity__texts__live=True, activity__texts__locale__language_code=DEFAULT)
    return spoken.annotate(**said)
