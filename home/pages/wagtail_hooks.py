"""Pages in Wagtail's admin: the home panel, urgent messages, reports; what serves nobody here is hidden."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel

from home.pages.admin.banners import BannerViewSet
from home.pages.admin.home import WeekPanel
from home.pages.admin.reports import BrokenLinks
from portal.territories.scoping import looks_after_everything

HIDDEN_MENU = {"help"}
#: Reports that say something to an editor; the administration sees the workflows and translations too.
EDITOR_REPORTS = {"site-history", "broken-links"}
HIDDEN_REPORTS = {"page-types-usage"}


@hooks.register("register_admin_viewset")
def register_banners() -> BannerViewSet:
    """Put urgent messages in the menu."""
    return BannerViewSet()


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """Register our report."""
    return [path("liens/", BrokenLinks.as_view(), name="broken_links")]


@hooks.register("register_reports_menu_item")
def register_broken_links() -> MenuItem:
    """Put the broken links among the reports."""
    return MenuItem(
        _("Liens qui ne mènent nulle part"),
        reverse_lazy("broken_links"),
        name="broken-links",
        icon_name="link",
        order=100,
    )


@hooks.register("construct_homepage_panels")
def put_week_first(request: HttpRequest, panels: list[Any]) -> None:
    """Show on arriving what awaits one's review, then this week to those who may change it."""
    if request.user.has_perm("activities.change_session"):
        panels.insert(0, WeekPanel())
    panels.sort(key=lambda panel: not isinstance(panel, WorkflowObjectsToModeratePanel))


@hooks.register("construct_homepage_summary_items", order=1000)
def hide_summary(request: HttpRequest, items: list[Any]) -> None:
    """Leave out the counts of pages and pictures: nobody acts on them."""
    items.clear()


@hooks.register("construct_main_menu")
def tidy_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave out what serves nobody here."""
    items[:] = [item for item in items if item.name not in HIDDEN_MENU]


@hooks.register("construct_reports_menu")
def tidy_reports(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave an editor the two reports that speak of their own work."""
    if looks_after_everything(request.user):
        items[:] = [item for item in items if item.name not in HIDDEN_REPORTS]
    else:
        items[:] = [item for item in items if item.name in EDITOR_REPORTS]
