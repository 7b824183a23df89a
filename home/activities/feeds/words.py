"""What a calendar says of each session, in one language: gathered here in a fixed number of queries."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from home.activities.cards import Card, cards_for
from home.activities.feeds.ics import Entry
from home.activities.joined import with_facts
from home.activities.models import Audience, Session


def entries_of(sessions: QuerySet[Session]) -> list[Entry]:
    """Give the entry of each session, in the active language."""
    found = list(
        with_facts(sessions)
        .select_related("activity", "series", "closure", "place")
        .prefetch_related("activity__themes")
    )
    return [entry_of(*pair) for pair in zip(found, cards_for(found), strict=True)]


def entry_of(session: Session, card: Card) -> Entry:
    """Give the entry of one session from what its card says."""
    url = settings.BASE_URL + card.url
    lines = [*news_of(card), *facts_of(session, card), url]
    return Entry(
        session=session,
        title=card.title,
        description="\n".join(line for line in lines if line),
        location=f"{session.place.name}, {session.place.address}",
        categories=[theme.name_words.text for theme in session.activity.themes.all()],
        url=url,
    )


def news_of(card: Card) -> list[str]:
    """Give what changed: cancelled and why, moved and from when, full; nothing for an ordinary session.

    The next date is not said: it would change without the session changing, and the calendar shows it.
    """
    return [*(badge.words for badge in card.badges), card.reason_words, card.note, card.old_words]


def facts_of(session: Session, card: Card) -> list[str]:
    """Give what one needs to come: what it is, for whom, the landmark, the price, whether to sign up, whom to call."""
    audience = "" if session.series.audience == Audience.EVERYONE else card.audience_words
    facts = [card.price_words, card.access_words, card.sign_up_words, session.series.capacity_note, audience]
    return [
        card.summary,
        card.landmark.text,
        ". ".join(fact for fact in facts if fact),
        _("Téléphone : %(phone)s") % {"phone": card.phone} if card.phone else "",
    ]
