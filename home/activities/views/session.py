"""The page of one session, at its original date for life: is it on, when, where; and when next if not."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from home.activities.cards import Card, cards_for, next_sessions, next_words, places_with_pages
from home.activities.joined import with_facts
from home.activities.jsonld import event, script
from home.activities.models import Session, SessionStatus
from home.activities.views.activity import best_text
from portal.context import root_of
from portal.territories.words import DEFAULT

KEY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:-([2-9]|[1-9][0-9]{1,2}))?")


def session(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show a session: planned, changed, cancelled, past, or taken off the programme.

    The last answers 410: people read the page as any other, while search engines, link previews and calendars learn
    from the status alone that nothing takes place there. Should the session come back, its address answers 200 again.
    """
    day, slot = read_key(key)
    sessions = with_facts(Session.objects.select_related("place", "activity__territory"))
    found = sessions.filter(
        activity__slug=slug,
        activity__texts__live=True,
        activity__texts__locale__language_code=DEFAULT,
        original_date=day,
        slot=slot,
    ).first()
    if found is None:
        raise Http404
    withdrawn = found.status == SessionStatus.WITHDRAWN
    response = render(
        request,
        "activities/session.html",
        session_context(found, withdrawn),
        status=410 if withdrawn else 200,
    )
    if withdrawn:
        response["X-Robots-Tag"] = "noindex"
    return response


def read_key(key: str) -> tuple[date, int]:
    """Read "2026-09-08" or "2026-09-08-2". Raises Http404 for anything else, "-1" and "-02" included."""
    match = KEY.fullmatch(key)
    if match is None:
        raise Http404
    try:
        return date.fromisoformat(match[1]), int(match[2] or 1)
    except ValueError as error:
        raise Http404 from error


def session_context(session: Session, withdrawn: bool) -> dict[str, Any]:
    """Give what the session page prints."""
    now, language = timezone.now(), (get_language() or DEFAULT)[:2]
    places = places_with_pages(language).in_bulk(
        {session.place_id, session.original_place_id, session.activity.place_id}
    )
    card = cards_for([session], now=now, places=places)[0]
    place, text = places[session.place_id], best_text(session.activity)
    past = session.end <= now
    root = root_of(language)
    return {
        "session": session,
        "card": card,
        "text": text,
        "place": place,
        "capacity": session.series.capacity_note,
        "is_withdrawn": withdrawn,
        "is_past": past and not withdrawn,
        "is_under_way": session.start <= now < session.end and not withdrawn and not session.is_cancelled,
        "may_keep": not past and not withdrawn,
        "next": following(session, card) if past or withdrawn else None,
        "activity_url": f"{root}agenda/{session.activity.slug}/",
        "ics_url": reverse("activity_ics", kwargs={"slug": session.activity.slug})
        + f"?date={session.key}"
        + (f"&langue={language}" if language != DEFAULT else ""),
        "share_url": settings.BASE_URL + card.url,
        "share_title": pgettext("list", ", ").join([card.title, card.day_words, card.hours_words]),
        "jsonld": "" if withdrawn else script(event(session, card, place, settings.BASE_URL)),
        "crumbs": [
            {"title": _("Agenda"), "url": f"{root}agenda/"},
            {"title": card.title, "url": f"{root}agenda/{session.activity.slug}/"},
            {"title": card.day_words, "url": ""},
        ],
    }


def following(session: Session, card: Card) -> dict[str, str] | None:
    """Give the words and the address of the next date that takes place, if any."""
    found = next_sessions([session], timezone.now()).get(session.pk)
    if found is None:
        return None
    base = card.url.rsplit("/", 2)[0]
    return {"words": next_words(found), "url": f"{base}/{found.key}/"}
