"""The guide in Wagtail's admin: its menu, its lists, its pages, its place on the first page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem
from wagtail.snippets.models import register_snippet

from home.activities.admin.menu import item
from resources.guide.admin import check_urls, exchange_urls, implementation_urls, tool_urls
from resources.guide.admin.checks import CheckViewSet, CostFormViewSet
from resources.guide.admin.exchange_panel import ExchangePanel
from resources.guide.admin.pages import RegisterViewSet
from resources.guide.admin.tools import ToolViewSet
from resources.guide.admin.translations import provide_guide_texts
from resources.guide.checks import log_actions as check_actions  # noqa: F401 -- importing it registers what it holds
from resources.guide.exchanges import log_actions as exchange_actions  # noqa: F401

GUIDE = Menu(
    items=[
        item(_("Demandes d'échange"), "exchanges:list", "mail", 10, "guide.view_exchangerequest"),
        item(
            _("Comparaison des territoires"),
            "implementations:list",
            "table",
            20,
            "guide.change_implementation",
        ),
        item(_("Bilans et coût"), "guide_forms:list", "form", 30, "guide.change_check"),
        item(_("Outils"), "tool_admin:index", "download", 40, "guide.change_tool"),
        item(_("Téléchargements"), "tool_figures:downloads", "history", 50, "guide.change_tool"),
        item(_("Registres"), "register_admin:index", "table", 60, "guide.change_register"),
    ]
)

provide_guide_texts()
register_snippet(CheckViewSet)
register_snippet(CostFormViewSet)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list:
    """Register lists and forms."""
    return [RegisterViewSet(), ToolViewSet()]


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    """Register our own pages."""
    return [
        path("guide/formulaires/", include((check_urls.urlpatterns, "guide_forms"))),
        path("guide/echanges/", include((exchange_urls.urlpatterns, "exchanges"))),
        path("guide/comparaison/", include((implementation_urls.urlpatterns, "implementations"))),
        path("outils-chiffres/", include((tool_urls.urlpatterns, "tool_figures"))),
    ]


@hooks.register("register_admin_menu_item")
def register_menu() -> SubmenuMenuItem:
    """Put the guide after the resources."""
    return SubmenuMenuItem(_("Guide"), GUIDE, name="guide", icon_name="doc-full", order=70)


@hooks.register("construct_homepage_panels")
def show_waiting(request: HttpRequest, panels: list[Any]) -> None:
    """Tell on arriving what waits for an answer."""
    if request.user.has_perm("guide.view_exchangerequest"):
        panels.append(ExchangePanel())
