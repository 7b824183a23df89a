"""A page an editor wrote."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from wagtail.views import serve

from home.pages.routing import set_route


def page(request: HttpRequest, path: str) -> HttpResponse:
    """Show the page at `path`, found the short way; Wagtail does the rest, restrictions and hooks included."""
    set_route(request, path)
    return serve(request, path)
