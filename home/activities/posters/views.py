"""The poster of a week or a month: /<territoire>/agenda/affiche.pdf?semaine=2026-W48, .png, or .html to print."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from home.activities.posters.data import make_poster
from home.activities.posters.period import Period, read_period
from home.places.models import Place
from portal import paper
from portal.territories import content_version
from portal.territories.models import Territory

logger = logging.getLogger(__name__)

#: Form in the address → its content type.
FORMS = {"pdf": "application/pdf", "png": "image/png", "html": "text/html; charset=utf-8"}
MAX_SHEETS = 50
KEPT_SECONDS = 3600


@require_safe
def poster(request: HttpRequest, territory: str, form: str) -> HttpResponse:
    """Answer with the poster in one of the `FORMS`; 404 for anything that is no near week, month or known place."""
    if form not in FORMS:
        raise Http404(form)
    owner = get_object_or_404(Territory, slug=territory)
    try:
        period = read_period(
            request.GET.get("semaine", ""), request.GET.get("mois", ""), timezone.localdate()
        )
        sheet = int(request.GET.get("page", "1")[:3])
    except ValueError as error:
        raise Http404("no such week, month or sheet") from error
    if not 1 <= sheet <= MAX_SHEETS:
        raise Http404("no such sheet")
    place = find_place(owner, request.GET.get("lieu", ""))
    try:
        body = finished(request, owner, period, place, form, sheet)
    except paper.PangoMissing:
        logger.exception("No PDF can be made: Pango is missing (apt-get install libpangoft2-1.0-0).")
        return redirect(request.get_full_path().replace(f"/affiche.{form}", "/affiche.html"))
    response = HttpResponse(body, content_type=FORMS[form])
    name = "-".join(["agenda", owner.slug, *([place.slug] if place else []), period.code])
    response["Content-Disposition"] = f'inline; filename="{name}.{form}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def find_place(territory: Territory, code: str) -> Place | None:
    """Give the place of `territory` named by `code` (its slug, or `territory.slug`). Raises Http404."""
    if not code:
        return None
    return get_object_or_404(Place, territory=territory, slug=code.removeprefix(f"{territory.slug}."))


def finished(
    request: HttpRequest, territory: Territory, period: Period, place: Place | None, form: str, sheet: int
) -> bytes:
    """Give the poster's bytes; what was made since the last change of content is not made again, whoever asks.

    The key holds only what was checked: junk added to the address does not make us work.
    """

    def html() -> bytes:
        context = {"poster": make_poster(territory, period, place), "for_pdf": form != "html"}
        return render_to_string("activities/poster.html", context, request).encode()

    def as_pdf() -> bytes:
        return kept("pdf", lambda: paper.to_pdf(html().decode()))

    def kept(kind: str, make: Callable[[], bytes]) -> bytes:
        parts = (
            kind,
            get_language(),
            territory.pk,
            place and place.pk,
            period.code,
            version,
            timezone.localdate(),
        )
        key = "poster:" + hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()
        made = cache.get(key)
        if made is None:
            made = make()
            cache.set(key, made, KEPT_SECONDS)
        return made

    version = content_version.current()
    if form == "html":
        return html()
    if form == "pdf":
        return as_pdf()
    try:
        return kept(f"png{sheet}", lambda: paper.to_png(as_pdf(), sheet))
    except ValueError as error:
        raise Http404("no such sheet") from error
