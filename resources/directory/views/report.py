"""« Une erreur ? » : anyone says what is wrong with a resource, without an account and without JavaScript."""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from home.activities.sheet import is_from_elsewhere
from portal.context import root_of
from resources.directory.discreet import leave_no_trace, moved, wanted
from resources.directory.facts import is_silent
from resources.directory.models import Service, Structure
from resources.directory.upkeep.forms import ErrorForm
from resources.directory.upkeep.receiving import signal_error

#: How many errors one connection may signal; a family or a library shares one.
RATE = {"report_error": "10/10m/ip"}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report_error(request: HttpRequest, slug: str) -> HttpResponse:
    """Signal an error on a service."""
    service = get_object_or_404(Service.objects.public().select_related("structure"), **wanted(slug))
    if service.public_slug != slug and request.method != "POST":
        return moved(reverse("report_error", args=[service.public_slug]))
    return answer(request, service, f"ressources/{service.public_slug}/")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report_structure_error(request: HttpRequest, slug: str) -> HttpResponse:
    """Signal an error on a structure."""
    structure = get_object_or_404(Structure.objects.public(), **wanted(slug))
    if structure.public_slug != slug and request.method != "POST":
        return moved(reverse("report_structure_error", args=[structure.public_slug]))
    return answer(request, structure, f"ressources/structures/{structure.public_slug}/")


def answer(request: HttpRequest, entry: Structure | Service, path: str) -> HttpResponse:
    """Show the form or its thanks; keep what was sent and come back to the thanks.

    The page is one for everyone, so no token protects it: a form of another site is refused by what the browser says.
    """
    if request.method != "POST":
        return show(request, entry, path, ErrorForm(entry=entry))
    if is_from_elsewhere(request):
        raise PermissionDenied
    form = ErrorForm(request.POST, entry=entry)
    if form.is_a_trap_sprung:
        return thanks(request)
    if not form.is_valid():
        return show(request, entry, path, form, status=422)
    if not ratelimit.consume(request, app="directory", action="report_error", config=RATE):
        form.add_error(
            None, _("Trop d'envois d'affilée. Attendez dix minutes, puis envoyez : tout est gardé.")
        )
        return show(request, entry, path, form, status=429)
    data = form.cleaned_data
    language = (get_language() or "fr")[:2]
    signal_error(entry, reason=data["reason"], text=data["text"], address=data["email"], language=language)
    return thanks(request)


def thanks(request: HttpRequest) -> HttpResponse:
    """Lead to the thanks, so that coming back sends nothing twice."""
    response = redirect(f"{request.path}?merci=1")
    response.status_code = 303
    return response


def show(
    request: HttpRequest, entry: Structure | Service, path: str, form: ErrorForm, status: int = 200
) -> HttpResponse:
    """Show the page."""
    language = (get_language() or "fr")[:2]
    back, is_discreet = root_of(language) + path, is_silent(entry)
    context: dict[str, Any] = {
        "entry": entry,
        "form": form,
        "is_sent": request.method != "POST" and "merci" in request.GET,
        "back_url": back,
        "is_discreet": is_discreet,
        "crumbs": [
            {"title": _("Ressources"), "url": f"{root_of(language)}ressources/"},
            {"title": entry.nom_words.text, "url": back},
            {"title": _("Une erreur ?"), "url": ""},
        ],
        "translations": {code: f"{root_of(code)}{path}erreur/" for code in ("fr", "en", "ar")},
    }
    response = render(request, "directory/report.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return leave_no_trace(response) if is_discreet else response
