"""A resource as schema.org, for search engines and assistants; nothing is said that is not known."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings

from home.pages.jsonld import regular, special
from home.places.hours import Hours
from portal.context import root_of
from portal.templatetags.portal import telephone
from resources.directory.cards import first_phone, is_remote, place_of
from resources.directory.indexing import point_of
from resources.directory.links import safe_link
from resources.directory.models import Service, Structure


def service_data(service: Service, hours: Hours, today: date, url: str, zone: str) -> dict[str, Any]:
    """Describe a service: who provides it, where and when one comes, in which languages, for whose residents."""
    structure = service.structure
    words, description = service.nom_words, service.description_words
    channel = {
        "@type": "ServiceChannel",
        "name": words.text,
        "servicePhone": _phone(service.telephone or structure.telephone),
        "serviceUrl": safe_link(service.lien_mobilisation),
        "availableLanguage": service.languages or structure.languages or [],
        "serviceLocation": _place(service, hours, today),
    }
    if is_remote(service):
        channel["serviceLocation"] = None
    return _told(
        {
            "@context": "https://schema.org",
            "@type": "Service",
            "@id": url,
            "url": url,
            "name": words.text,
            "description": description.text,
            "inLanguage": description.lang,
            "serviceType": service.type,
            "areaServed": zone,
            "isAccessibleForFree": {"gratuit": True, "payant": False}.get(service.frais or ""),
            "hoursAvailable": regular(hours, today) + special(hours, today) if hours.known else [],
            "availableChannel": _told(channel),
            "provider": _organisation(structure),
        }
    )


def structure_data(structure: Structure, hours: Hours, today: date, url: str) -> dict[str, Any]:
    """Describe a structure: where it is, when its door is open."""
    return _told(
        {
            "@context": "https://schema.org",
            **_organisation(structure),
            "@id": url,
            "url": url,
            "sameAs": safe_link(structure.site_web),
            "description": structure.description_words.text,
            "knowsLanguage": structure.languages or [],
            "location": _place(structure, hours, today),
        }
    )


def _organisation(structure: Structure) -> dict[str, Any]:
    return _told(
        {
            "@type": "Organization",
            "name": structure.nom_words.text,
            "url": f"{settings.BASE_URL}{root_of('fr')}ressources/structures/{structure.public_slug}/",
            "telephone": _phone(structure.telephone),
            "address": _address(structure),
        }
    )


def _place(entry: Service | Structure, hours: Hours, today: date) -> dict[str, Any]:
    holder = place_of(entry) if isinstance(entry, Service) else entry
    point = point_of(entry) if isinstance(entry, Service) else entry
    known = point is not None and point.latitude is not None
    return _told(
        {
            "@type": "Place",
            "name": (entry.structure if isinstance(entry, Service) else entry).nom_words.text,
            "address": _address(holder),
            "geo": {"@type": "GeoCoordinates", "latitude": point.latitude, "longitude": point.longitude}
            if known and point
            else None,
            "openingHoursSpecification": regular(hours, today) if hours.known else [],
            "specialOpeningHoursSpecification": special(hours, today) if hours.known else [],
        }
    )


def _address(entry: Service | Structure) -> dict[str, Any] | None:
    if not entry.adresse and not entry.commune:
        return None
    return _told(
        {
            "@type": "PostalAddress",
            "streetAddress": entry.adresse,
            "postalCode": entry.code_postal,
            "addressLocality": entry.commune,
            "addressCountry": "FR",
        }
    )


def _phone(number: str | None) -> str:
    return telephone(first_phone(number)).removeprefix("tel:") if first_phone(number) else ""


def _told(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value not in ("", None, [], {})}
