"""The answers that belong to no app: errors in plain words, health, the guide of style."""

from __future__ import annotations

import posixpath

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.views.static import serve

from portal.context import bare, split_path
from portal.styleguide import examples


def livez(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether the portal can serve: database reached, migrations applied."""
    try:
        executor = MigrationExecutor(connection)
        pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return JsonResponse({"database": False}, status=503)
    return JsonResponse({"database": True, "pending_migrations": pending}, status=503 if pending else 200)


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Give a picture an editor sent; documents only leave through Wagtail's view, which knows who may read them."""
    path = posixpath.normpath(f"/{path}").lstrip("/")
    if path.split("/", 1)[0] == "documents":
        raise Http404(path)
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


def error(request: HttpRequest, status: int) -> HttpResponse:
    """Show the page of an error in the language of the address, with a way on.

    Neither database nor session is touched: this must work when they do not.
    """
    with translation.override(split_path(request.path)[0]):
        context = bare(request) | {"translations": {}}
        return HttpResponse(render_to_string(f"{status}.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what cannot be read: a form too big, an upload cut short, a host that is not ours."""
    return error(request, 400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address nobody knows."""
    return error(request, 404)


def unknown(request: HttpRequest) -> HttpResponse:
    """Answer an address that cannot name anything."""
    raise Http404(request.path)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer someone who may not come in."""
    return error(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form sent from elsewhere or left open too long."""
    return error(request, 403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when something broke."""
    return error(request, 500)


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in every state; absent from a real site."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return render(request, "styleguide.html", examples())
