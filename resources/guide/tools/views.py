"""`/outils/`: the list, the page of each tool, its files, its picture."""

from __future__ import annotations

import logging
from functools import partial
from hashlib import blake2b
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home.pages.addresses import active_language
from home.places.models import Place
from portal import paper
from portal.context import root_of
from resources.guide.checks.chapters import Chapters
from resources.guide.models.tools import Format, Tool
from resources.guide.tools.counting import CountedResponse, count, is_counted
from resources.guide.tools.faces import code_of, face_of, faces_of
from resources.guide.tools.making import (
    DEFAULT,
    KINDS,
    PLACED,
    Wanted,
    file_of,
    formats_of,
    languages_of,
    preview_of,
    sizes_of,
)

logger = logging.getLogger(__name__)

#: The end of an address → the formats it may give, the first that the tool has.
ENDINGS = {
    "pdf": (Format.PDF_FORM, Format.PDF_PRINT),
    "print": (Format.PDF_PRINT,),
    "docx": (Format.DOCX,),
    "odt": (Format.ODT,),
}
SUFFIXES = {Format.PDF_FORM: "pdf", Format.PDF_PRINT: "pdf", Format.DOCX: "docx", Format.ODT: "odt"}
NO_PANGO = "No PDF can be made: Pango is missing (apt-get install libpangoft2-1.0-0)."
#: Says on the page of a tool that its PDF could not be made.
FAILED = "pdf"


@require_safe
def tools(request: HttpRequest) -> HttpResponse:
    """Show every tool. One query, and what a page of the portal asks."""
    language = active_language()
    shown = faces_of(Tool.objects.live().with_downloads(), language)
    context = {
        "faces": shown,
        "is_partly_french": any({face.title.lang, face.summary.lang} != {language} for face in shown),
        "crumbs": [{"title": _("Outils"), "url": ""}],
    }
    return render(request, "outils/tools.html", context)


@require_safe
def tool(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one tool, for a place when it says something of one. Raises Http404."""
    found = get_object_or_404(Tool.objects.live().with_downloads(), slug=slug)
    language, place = active_language(), asked_place(request, found)
    sizes = sizes_of(Wanted(found, code, language, place) for code in formats_of(found))
    face = face_of(found, language, sizes, place)
    root = root_of(language)
    context: dict[str, Any] = {
        "tool": found,
        "face": face,
        "description": found.say("description"),
        "caution": found.say("caution"),
        "request_label": found.say("request_label"),
        "request_url": f"{root}guide/temps-d-echange/",
        "chapter": Chapters(request).way_to(found.chapter) if found.chapter else None,
        "file_is_french": language not in languages_of(found.slug),
        "place": place,
        "places": places_of(found, place),
        "has_failed": FAILED in request.GET,
        "crumbs": [
            {"title": _("Outils"), "url": reverse("tools")},
            {"title": face.title.text, "url": "", "lang": face.title.lang},
        ],
    }
    return render(request, "outils/tool.html", context)


@require_safe
def tool_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """Give a tool in one of its formats, and count it. Raises Http404 for a format it is not offered in."""
    found = get_object_or_404(Tool.objects.live(), slug=slug)
    offered = formats_of(found)
    form = next((form for form in ENDINGS[ending] if form in offered), None)
    if form is None:
        raise Http404(ending)
    wanted = Wanted(found, form, active_language(), asked_place(request, found))
    try:
        body = file_of(wanted)
    except paper.PangoMissing:
        logger.exception(NO_PANGO)
        return redirect(f"{reverse('tool', args=[slug])}?{FAILED}")
    response = answer(request, body, wanted)
    response["Content-Type"] = KINDS[form]
    response["Content-Disposition"] = (
        f'{"inline" if "pdf" in form else "attachment"}; filename="{name_of(wanted)}"'
    )
    response["Content-Language"] = wanted.file_language
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = (
        "private, no-cache"  # kept by the reader alone, who asks again: each taking is counted
    )
    response["ETag"] = etag = quote_etag(blake2b(body, digest_size=16).hexdigest())
    # Who has this very file is told so: that answer counts nothing, and the one it replaces is never sent nor counted.
    return get_conditional_response(request, etag, None, response) or response


def answer(request: HttpRequest, body: bytes, wanted: Wanted) -> HttpResponse:
    """Give the answer, which counts itself when somebody takes the file."""
    if not is_counted(request):
        return HttpResponse(body)
    return CountedResponse(body, count=partial(count, wanted.tool.pk, wanted.format))


def name_of(wanted: Wanted) -> str:
    """Name the file on the reader's disk: which tool, which place, to print or not, which language."""
    parts = [
        wanted.tool.slug,
        wanted.place.slug if wanted.place else "",
        "a-imprimer" if wanted.format == Format.PDF_PRINT else "",
        "" if wanted.file_language == DEFAULT else wanted.file_language,
    ]
    return f"{'-'.join(filter(None, parts))}.{SUFFIXES[Format(wanted.format)]}"


@require_safe
def tool_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a picture of the first sheet. Raises Http404, also where no PDF can be made."""
    found = get_object_or_404(Tool.objects.live(), slug=slug)
    try:
        response = HttpResponse(preview_of(found, active_language()), content_type="image/png")
    except paper.PangoMissing as error:
        logger.exception(NO_PANGO)
        raise Http404 from error
    response["X-Robots-Tag"] = "noindex"
    return response


def asked_place(request: HttpRequest, found: Tool) -> Place | None:
    """Give the place an address asks for, « territory.place ». Raises Http404 for one there is not."""
    text = request.GET.get("lieu", "")
    if not text or found.slug not in PLACED:
        return None
    territory, _dot, slug = text.partition(".")
    places = Place.objects.dedicated().select_related("territory")
    return get_object_or_404(places, territory__slug=territory, slug=slug)


def places_of(found: Tool, chosen: Place | None) -> list[dict[str, Any]]:
    """Give the places a tool may be made for. One query, for such a tool alone."""
    if found.slug not in PLACED:
        return []
    places = Place.objects.dedicated().select_related("territory").order_by("territory__name", "name")
    return [{"code": code_of(place), "place": place, "is_chosen": place == chosen} for place in places]
