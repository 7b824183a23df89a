"""What a calendar says of each session, in one language: gathered here in a fixed number of queries."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet

from home.activities.cards import Card, cards_for, with_facts
from home.activities.feeds.ics import Entry
from home.activities.models import Session


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
    return Entry(
        session=session,
        title=card.title,
        description="\n".join([*news_of(card), *facts_of(card), url]),
        location=f"{session.place.name}, {session.place.address}",
        categories=[theme.name_words.text for theme in session.activity.themes.all()],
        url=url,
    )


def news_of(card: Card) -> list[str]:
    """Give what changed: cancelled and why, moved and from when, full; nothing for an ordinary session."""
    lines = [badge.words for badge in card.badges]
    lines += [card.reason_words, card.note, card.old_words, card.next_words]
    return [line for line in lines if line]


def facts_of(card: Card) -> list[str]:
    """Give what one needs to come: what it is, the landmark, the price, whether to sign up, whom to call."""
    lines = [card.summary, card.landmark.text, card.price_words, card.access_words, card.sign_up_words]
    return [line for line in [*lines, card.phone] if line]
