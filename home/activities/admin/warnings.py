"""Who to warn when a session changes, and with what words. Nobody's number is kept: the team knows who comes."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from home.activities.admin.rows import moment_of
from home.activities.cards import next_sessions
from home.activities.models import CancelReason, Session
from portal.when import moment_words


@dataclass(frozen=True)
class Warning:
    """Telephones to call, as (whose, number), and a sentence ready to send."""

    phones: list[tuple[str, str]]
    sentence: str


def warning_for(session: Session) -> Warning:
    """Give whom to warn of the state of `session` as it stands, and the words for it."""
    return Warning(_phones(session), " ".join(filter(None, _sentences(session))))


def _phones(session: Session) -> list[tuple[str, str]]:
    """Give the numbers around the session, each once: the place, where it was to be, the activity, the team."""
    activity = session.activity
    known = [
        (session.place.name, session.place.phone),
        (session.original_place.name, session.original_place.phone),
        (activity.name, activity.phone),
        (_("L'équipe"), activity.territory.phone),
    ]
    seen: dict[str, str] = {}
    for whose, number in known:
        if number:
            seen.setdefault(number, whose)
    return [(whose, number) for number, whose in seen.items()]


def _sentences(session: Session) -> list[str]:
    title = session.activity.name
    was = moment_words(session.original_start, session.original_start + (session.end - session.start))
    if session.is_cancelled:
        return [
            _("%(title)s : la séance du %(when)s, est annulée.")
            % {"title": title, "when": moment_of(session)},
            _why(session),
            _next(session),
            _call(session),
        ]
    place = session.place
    where = f"{place.name}, {place.street}, {place.city}"
    if session.is_moved:
        text = _("%(title)s : la séance du %(was)s, est déplacée au %(when)s. Lieu : %(where)s.")
        first = text % {"title": title, "was": was, "when": moment_of(session), "where": where}
    elif session.is_elsewhere:
        text = _("%(title)s, %(when)s : la séance a lieu ailleurs. Lieu : %(where)s.")
        first = text % {"title": title, "when": moment_of(session), "where": where}
    else:
        text = _("%(title)s, %(when)s : la séance a lieu. Lieu : %(where)s.")
        first = text % {"title": title, "when": moment_of(session), "where": where}
    note = f"{session.note.rstrip('.')}." if session.note else ""
    return [first, note, _call(session)]


def _why(session: Session) -> str:
    """Give the reason as a sentence; the note alone when it says it all."""
    if session.reason == CancelReason.OTHER or (session.closure_id and session.note):
        reason = session.note
    else:
        note = session.note[:1].upper() + session.note[1:]
        reason = ". ".join(filter(None, [str(session.get_reason_display()), note]))
    return f"{reason.rstrip('.')}." if reason else ""


def _next(session: Session) -> str:
    following = next_sessions([session], timezone.now()).get(session.pk)
    return _("Prochaine date : %(when)s.") % {"when": moment_of(following)} if following else ""


def _call(session: Session) -> str:
    number = session.activity.phone or session.place.phone or session.activity.territory.phone
    return _("Renseignements : %(number)s.") % {"number": number} if number else ""
