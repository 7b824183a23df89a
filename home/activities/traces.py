"""The word left where a session was to be, so that nobody waits in front of a closed door."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from home.activities.cards import Card, states_of
from home.activities.models import Session
from portal.when import moment_words, time_words


@dataclass(frozen=True)
class Trace:
    """The word left where a session was to be: its old hour, its title, what became of it."""

    card: Card
    old_hour: str
    words: str


def trace_of(session: Session, card: Card) -> Trace:
    """Say on its old day what became of a session: cancelled, moved to another day, held at another place."""
    old_hour = time_words(timezone.localtime(session.original_start).time())
    states = states_of(session)
    if "moved" in states:
        words = _("Déplacé : %(moment)s") % {"moment": moment_words(session.start, session.end)}
    elif "elsewhere" in states:
        words = _("Autre lieu : %(place)s") % {"place": card.place_name}
    else:
        words = _("Annulé")
    return Trace(card, old_hour, words)
