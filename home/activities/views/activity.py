"""The page of one workshop: what one does there, how it comes back, all its dates to come."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import DateFormat
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from home.activities.cards import Card, cards_for, place_url, places_with_pages, price_words
from home.activities.joined import with_facts
from home.activities.models import Activity, ActivityText, Audience, Series, Session
from home.activities.sentences import series_sentence
from portal.context import root_of
from portal.territories.words import DEFAULT

#: Dates shown at once; the others unfold by month.
DATES_SHOWN = 8


def activity(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a workshop, with or without dates to come."""
    found = get_object_or_404(Activity.objects.published(), slug=slug)
    return render(request, "activities/activity.html", activity_context(found, best_text(found)))


def best_text(activity: Activity) -> ActivityText | None:
    """Give the published text in the reader's language, or the French one, or none."""
    language = (get_language() or DEFAULT)[:2]
    texts = activity.texts.filter(live=True, locale__language_code__in={language, DEFAULT})
    by_language = {text.locale.language_code: text for text in texts.select_related("locale")}
    return by_language.get(language) or by_language.get(DEFAULT)


def activity_context(activity: Activity, text: ActivityText | None) -> dict[str, Any]:
    """Give what the workshop page prints, with `text` for words: the published one, or a draft in a preview."""
    now, language = timezone.now(), (get_language() or DEFAULT)[:2]
    sessions = Session.objects.on_calendar().filter(activity=activity, end__gt=now).order_by("start", "pk")
    cards = cards_for(with_facts(sessions), now=now)
    place = places_with_pages(language).get(pk=activity.place_id)
    return {
        "activity": activity,
        "text": text,
        "text_lang": text.locale.language_code if text else DEFAULT,
        "place": place,
        "place_url": place_url(place, language),
        "phone": activity.phone or place.phone or place.territory.phone,
        "price_words": price_words(activity.price),
        "rhythms": [rhythm(series, activity) for series in running_series(activity)],
        "themes": [(theme.name_words, theme.slug) for theme in activity.themes.all()],
        "next_card": next((card for card in cards if card.state not in ("cancelled", "full")), None),
        "dates": cards[:DATES_SHOWN],
        "later": by_month(cards[DATES_SHOWN:]),
        "later_count": len(cards[DATES_SHOWN:]),
        "subscribe_url": f"{reverse('subscribe')}?atelier={activity.slug}",
        "share_url": f"{settings.BASE_URL}{root_of(language)}agenda/{activity.slug}/",
        "share_title": text.title if text else activity.name,
        "crumbs": [
            {"title": _("Agenda"), "url": f"{root_of(language)}agenda/"},
            {"title": text.title if text else activity.name, "url": ""},
        ],
    }


def running_series(activity: Activity) -> list[Series]:
    """Give the series that are not over, the first to begin first."""
    today = timezone.localdate()
    return list(
        activity.series.filter(last_day__gte=today)
        .select_related("place")
        .order_by("first_day", "start_time")
    )


def rhythm(series: Series, activity: Activity) -> dict[str, str]:
    """Give the sentence of a series, and what sets it apart: its place, its audience, its number of seats."""
    try:
        sentence = series_sentence(series)
    except ValueError:  # a rule an editor has not finished
        sentence = ""
    return {
        "sentence": sentence,
        "place": series.place.name if series.place_id != activity.place_id else "",
        "audience": series.get_audience_display() if series.audience != Audience.EVERYONE else "",
        "capacity": series.capacity_note,
    }


def by_month(cards: list[Card]) -> list[tuple[str, list[Card]]]:
    """Group cards under their month: "décembre 2026"."""
    groups = groupby(cards, key=lambda card: card.iso_start[:7])
    return [
        (DateFormat(date.fromisoformat(f"{month}-01")).format("F Y"), list(group)) for month, group in groups
    ]
