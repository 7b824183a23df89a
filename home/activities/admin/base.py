"""What our own admin pages share: Wagtail's frame, the right asked, the address of the page in the trail."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from home.activities.models import Activity, Series, Session
from home.places.models import Place
from portal.accounts.models import User
from portal.territories.scoping import get_mine


class StaffRequest(HttpRequest):
    """A request of somebody who has signed in: Wagtail lets nobody else reach its admin."""

    user: User  # type: ignore[assignment]


class AdminPage(WagtailAdminTemplateMixin, TemplateView):
    """One page of the admin. `permission` is a Django permission; `trail` lists (url name, label) above this page."""

    request: StaffRequest
    permission = ""
    page_subtitle: Any = ""
    trail: list[tuple[str, Any]] = []

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the right, then find what the page is about: a 404 for what is not the reader's."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        self.find(**kwargs)
        return super().dispatch(request, *args, **kwargs)

    def find(self, **kwargs: Any) -> None:
        """Find what the page is about."""

    def get_trail(self) -> list[dict[str, Any]]:
        """Give the pages above this one."""
        return [{"url": reverse(name), "label": label} for name, label in self.trail]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, *self.get_trail(), {"url": "", "label": self.get_page_title()}]


def my_session(request: StaffRequest, pk: int) -> Session:
    """Give a session the reader may change, withdrawn ones included; Http404 otherwise."""
    sessions = Session.objects.editable_by(request.user)
    return get_mine(sessions.select_related("activity__territory", "place", "series"), pk=pk)


def my_series(request: StaffRequest, pk: Any) -> Series:
    """Give a series the reader may change; Http404 otherwise."""
    return get_mine(
        Series.objects.editable_by(request.user).select_related("activity__territory", "place"), pk=pk
    )


def my_choice(request: StaffRequest, model: type[Activity] | type[Place], name: str) -> Any | None:
    """Give the row of `model` an address asks for by number, None when it asks for none or for nonsense."""
    text = request.GET.get(name, "")
    if not text.isdecimal() or len(text) > 18:
        return None
    return model.objects.editable_by(request.user).filter(pk=int(text)).first()
