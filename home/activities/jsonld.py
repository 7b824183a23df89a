"""A session as schema.org `Event`, for search engines and assistants."""

from __future__ import annotations

import json
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from home.activities.cards import Card
from home.activities.models import Session
from home.places.models import Place

#: What would end the script element or start another, written as JSON escapes.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
SCHEMA = "https://schema.org/"


def event(session: Session, card: Card, place: Place, base_url: str) -> dict[str, Any]:
    """Describe a session. A cancelled one keeps its date; a moved one gives the old date beside the new."""
    url = base_url + card.url
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "identifier": card.uid,
        "name": card.title,
        "description": card.summary or card.title,
        "url": url,
        "startDate": card.iso_start,
        "endDate": card.iso_end,
        "eventStatus": SCHEMA + status(session),
        "eventAttendanceMode": f"{SCHEMA}OfflineEventAttendanceMode",
        "inLanguage": card.title_lang,
        "isAccessibleForFree": not session.activity.price,
        "location": location(place),
        "organizer": {
            "@type": "Organization",
            "name": f"IMPACT {card.territory_name}",
            "url": f"{base_url}/",
        },
        "offers": {
            "@type": "Offer",
            "price": f"{session.activity.price:.2f}",
            "priceCurrency": "EUR",
            "availability": SCHEMA + ("SoldOut" if session.is_full else "InStock"),
            "url": url,
        },
    }
    if session.is_moved:
        facts["previousStartDate"] = timezone.localtime(session.original_start).isoformat()
    return facts


def status(session: Session) -> str:
    """Give the schema.org word of the session's state."""
    if session.is_cancelled:
        return "EventCancelled"
    return "EventRescheduled" if session.is_moved else "EventScheduled"


def location(place: Place) -> dict[str, Any]:
    """Describe where it takes place."""
    where: dict[str, Any] = {
        "@type": "Place",
        "name": place.name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": place.street,
            "postalCode": place.postcode,
            "addressLocality": place.city,
            "addressCountry": "FR",
        },
    }
    if place.latitude is not None:
        where["geo"] = {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    return where


def script(data: dict[str, Any]) -> SafeString:
    """Give the script element that carries `data`; nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 -- escaped above
