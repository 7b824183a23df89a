"""The answers that belong to no app: errors in plain words, health."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render


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


def error(request: HttpRequest, status: int) -> HttpResponse:
    """Show the page of an error, with a way on."""
    return render(request, f"{status}.html", status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address nobody knows."""
    return error(request, 404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer someone who may not come in."""
    return error(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form sent from elsewhere or left open too long."""
    return error(request, 403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when something broke; needs neither database nor session."""
    return error(request, 500)
