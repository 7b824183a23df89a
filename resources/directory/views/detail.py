"""One resource, and the structure that offers it: what, for whom, how much, how to come, when, where, how sure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from home.activities.jsonld import script
from home.pages.addresses import absolute, active_language
from portal.context import root_of
from portal.territories.words import Words
from portal.views import error
from resources.directory import jsonld
from resources.directory.cards import (
    Said,
    address_of,
    audience_words,
    cards_beside,
    first_phone,
    is_remote,
    landmark_of,
    languages_words,
    place_of,
    reception_words,
    sign_of,
    where_to_come,
)
from resources.directory.discreet import leave_no_trace, moved, wanted
from resources.directory.facts import freshness, is_silent, wait_of, ways_in, zone_words
from resources.directory.furniture import Furniture, furniture
from resources.directory.hours import coming_closures, door_of, doorstep
from resources.directory.indexing import point_of
from resources.directory.links import safe_link
from resources.directory.models import Entry, Service, Source, Structure
from resources.directory.search import EVERYBODY
from resources.directory.vocabulary import AUDIENCES, FEES, State, StepFree

#: Other services of the same structure shown beside one; all of them are on the structure's page.
BESIDE, MOST = 6, 200
GONE = 410


def resource(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a service. At most ten queries. A withdrawn one answers 410; raises Http404 for one nobody may see.

    The name of a discreet one leads to its silent address.
    """
    found = Service.objects.select_related("structure__source", "source").filter(**wanted(slug)).first()
    if found is not None and State.GONE in (found.state, found.structure.state):
        return error(request, GONE)
    if found is None or found.state != State.PUBLIC or found.structure.state != State.PUBLIC:
        raise Http404
    if found.public_slug != slug:
        return moved(reverse("resource", args=[found.public_slug]))
    response = render(request, "directory/resource.html", service_context(request, found))
    return leave_no_trace(response) if found.is_discreet else response


def structure(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a structure and its services. At most ten queries. Raises Http404 as `resource` does."""
    found = Structure.objects.select_related("source").filter(**wanted(slug)).first()
    if found is not None and found.state == State.GONE:
        return error(request, GONE)
    if found is None or found.state != State.PUBLIC:
        raise Http404
    if found.public_slug != slug:
        return moved(reverse("structure", args=[found.public_slug]))
    context = structure_context(request, found)
    response = render(request, "directory/structure.html", context)
    return leave_no_trace(response) if context["may_quit"] else response


def service_context(request: HttpRequest, service: Service) -> dict[str, Any]:
    """Give what the page of a service prints."""
    now, parts, structure = timezone.now(), furniture(request), service.structure
    closures = coming_closures([structure.pk], timezone.localdate(now))[structure.pk]
    step = doorstep(service, closures, now)
    zone, url = zone_words(service.zone_eligibilite), absolute(request.path)
    others = list(Service.objects.public().filter(structure=structure).exclude(pk=service.pk)[: BESIDE + 1])
    for other in others:
        other.structure = structure
    said = Said(
        step.status,
        where_to_come(service),
        landmark_of(service),
        first_phone(service.telephone or structure.telephone),
        "" if is_remote(service) else _step_free(service.step_free or structure.step_free),
    )
    stands_there = place_of(service) is structure and not is_remote(service)
    return _common(request, service, parts, now, service.is_discreet) | {
        "service": service,
        "structure": structure,
        "structure_url": reverse("structure", args=[structure.public_slug]),
        "structure_words": structure.nom_words,
        "pictogram": sign_of(service, parts.themes),
        "door": step,
        "week": step.week,
        "hours_text": door_of(service).opening_hours,
        "phone": said.phone,
        "email": service.courriel or structure.courriel or "",
        "address": said.address,
        "point": None if is_remote(service) else point_of(service),
        "landmark": said.landmark,
        "step_free": said.step_free,
        "acceslibre": safe_link(structure.accessibilite_lieu) if stands_there else "",
        "audience": audience_words(service)
        or (str(AUDIENCES[EVERYBODY]) if EVERYBODY in (service.publics or ()) else ""),
        "zone": zone,
        "price": str(FEES.get(service.frais or "", "")),
        "reception": reception_words(service),
        "ways": ways_in(service),
        "link": safe_link(service.lien_mobilisation),
        "languages": languages_words(service.languages or structure.languages),
        "wait": wait_of(service),
        "to_bring": service.to_bring_words,
        "others": cards_beside(others[:BESIDE], said, now, parts.themes),
        "more_services": len(others) > BESIDE,
        "item": f"r{service.pk}",
        "error_url": _report("report_error", service.public_slug),
        "may_quit": service.is_discreet,
        "structured": script(jsonld.service_data(service, step.hours, timezone.localdate(now), url, zone)),
    }


def structure_context(request: HttpRequest, structure: Structure) -> dict[str, Any]:
    """Give what the page of a structure prints."""
    now, parts = timezone.now(), furniture(request)
    closures = coming_closures([structure.pk], timezone.localdate(now))[structure.pk]
    step = doorstep(structure, closures, now)
    services = list(Service.objects.public().filter(structure=structure)[:MOST])
    for service in services:
        service.structure = structure
    is_discreet = is_silent(structure, services)
    called = not structure.adresse and bool(services) and all(map(is_remote, services))  # nobody goes there
    said = Said(
        step.status,
        "" if called else address_of(structure),
        structure.landmark_words,
        first_phone(structure.telephone),
        _step_free(structure.step_free),
    )
    url = absolute(request.path)
    return _common(request, structure, parts, now, is_discreet) | {
        "structure": structure,
        "door": step,
        "week": step.week,
        "hours_text": door_of(structure).opening_hours,
        "phone": said.phone,
        "email": structure.courriel or "",
        "address": said.address,
        "point": structure if structure.latitude is not None and not called else None,
        "landmark": said.landmark,
        "step_free": said.step_free,
        "acceslibre": safe_link(structure.accessibilite_lieu),
        "site": safe_link(structure.site_web),
        "languages": languages_words(structure.languages),
        "cards": cards_beside(services, said, now, parts.themes),
        "error_url": _report("report_structure_error", structure.public_slug),
        "may_quit": is_discreet or any(service.is_discreet for service in services),
        "structured": script(jsonld.structure_data(structure, step.hours, timezone.localdate(now), url)),
    }


def _common(
    request: HttpRequest, entry: Service | Structure, parts: Furniture, now: datetime, is_discreet: bool
) -> dict[str, Any]:
    title, description = entry.nom_words, entry.description_words
    months = parts.settings.months_before_overdue
    root = root_of(active_language())
    return {
        "title": title,
        "about": Words(description.text or "", description.lang),
        "share_url": absolute(request.path),
        "share_title": _("Informations") if is_discreet else title.text,
        "is_discreet": is_discreet,
        "freshness": freshness(entry, timezone.localdate(now), months),
        "source": _source(entry),
        "source_url": safe_link(entry.lien_source),
        "list_url": f"{root}ressources/",
        "crumbs": _crumbs(entry, root),
        "base_url": settings.BASE_URL,
    }


def _crumbs(entry: Service | Structure, root: str) -> list[dict[str, str]]:
    crumbs = [{"title": _("Ressources"), "url": f"{root}ressources/"}]
    if isinstance(entry, Service):
        above = entry.structure.nom_words
        url = f"{root}ressources/structures/{entry.structure.public_slug}/"
        crumbs.append({"title": above.text, "url": url, "lang": above.lang})
    words = entry.nom_words
    return [*crumbs, {"title": words.text, "url": "", "lang": words.lang}]


def _source(entry: Entry) -> Source | None:
    """Give the source of an entry that came from elsewhere; what was written here needs none."""
    return entry.source if entry.imported is not None or entry.source_id != "impact" else None


def _step_free(value: str) -> str:
    return str(StepFree(value).label) if value else ""


def _report(name: str, slug: str) -> str:
    """Give the address of « Une erreur ? »; "" where that form is not served."""
    try:
        return reverse(name, args=[slug])
    except NoReverseMatch:
        return ""
