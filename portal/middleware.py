"""What holds for every address: its length and characters, and the headers that protect the reader."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse

from portal import views

MAX_ADDRESS = 3000
PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(self), payment=(), usb=(), browsing-topics=()"

View = Callable[[HttpRequest], HttpResponse]


class AddressMiddleware:
    """Refuse addresses that are too long (414), carry a NUL or lead on to nowhere, before anything reads them."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = request.get_full_path()
        if len(address) > MAX_ADDRESS:
            return views.error(request, 414)
        if "\0" in request.path or "%00" in address:
            return views.not_found(request)
        if request.path_info.startswith("/admin/") and request.GET.get("next", "/")[:1] not in ("/", ""):
            return views.not_found(request)  # Wagtail would look for a page of that name, and break
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 404 when a number in the address or the form is larger than any the database can hold."""
        if isinstance(exception, OverflowError | DataError):
            return views.not_found(request)
        return None


class HeadersMiddleware:
    """Add what Django does not: permissions, other sites let in to the API, a wider policy for Wagtail's admin alone."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = PERMISSIONS_POLICY
        if request.path_info.startswith("/api/"):
            response["Access-Control-Allow-Origin"] = "*"  # read-only, the same for everyone
        if request.path_info.startswith("/admin/"):
            # A preview comes with the policy of the public page it shows, which no frame may show.
            response.headers.pop("Content-Security-Policy", None)
            response._csp_replace = settings.ADMIN_CSP  # type: ignore[attr-defined]  # read by django-csp
            response["X-Frame-Options"] = "SAMEORIGIN"
        return response
