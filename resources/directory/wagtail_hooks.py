"""Resources in Wagtail's admin: their menu, their lists, their pages, their place on the home page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from home.activities.admin.menu import item
from resources.directory import log_actions  # noqa: F401 -- importing it registers what it holds
from resources.directory.admin import bulk
from resources.directory.admin.home import UpkeepPanel
from resources.directory.admin.import_urls import urlpatterns as import_urlpatterns
from resources.directory.admin.urls import urlpatterns
from resources.directory.viewsets import ClosureViewSet, ServiceViewSet, SourceViewSet, StructureViewSet

RESOURCES = Menu(
    items=[
        item(_("Structures"), "structure_admin:index", "home", 10, "directory.change_structure"),
        item(_("Services"), "service_admin:index", "list-ul", 20, "directory.change_service"),
        item(_("Erreurs signalées"), "upkeep:errors", "warning", 30, "directory.change_suggestion"),
        item(_("À revoir"), "upkeep:due", "calendar-check", 40, "directory.change_structure"),
        item(_("Fermetures"), "closure_admin:index", "lock", 50, "directory.change_closure"),
        item(_("Besoins et ressources"), "upkeep:needs", "table", 60, "directory.change_supportneed"),
        item(_("Importer"), "directory_import", "download", 70, "directory.add_importrun"),
        item(
            _("Différences à régler"), "directory_differences", "warning", 80, "directory.change_difference"
        ),
        item(_("Sources"), "source_admin:index", "link", 90, "directory.change_source"),
    ]
)

for action in (bulk.PublishAction, bulk.WithdrawAction, bulk.VerifyAction):
    hooks.register("register_bulk_action", action)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list:
    """Register lists and forms."""
    return [StructureViewSet(), ServiceViewSet(), ClosureViewSet(), SourceViewSet()]


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    """Register our own pages."""
    return [
        path("ressources/", include((urlpatterns, "upkeep"))),
        path("ressources/", include(import_urlpatterns)),
    ]


@hooks.register("register_admin_menu_item")
def register_menu() -> SubmenuMenuItem:
    """Put the resources after the agenda."""
    return SubmenuMenuItem(_("Ressources"), RESOURCES, name="ressources", icon_name="list-ul", order=60)


@hooks.register("construct_homepage_panels")
def show_upkeep(request: HttpRequest, panels: list[Any]) -> None:
    """Tell on arriving how many errors and checks wait."""
    if request.user.has_perm("directory.change_suggestion"):
        panels.append(UpkeepPanel())
