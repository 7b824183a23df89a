"""The programme in Wagtail's admin: its menu, its pages, its guarded addresses."""

from __future__ import annotations

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem
from wagtail.snippets.models import register_snippet

from home.activities.admin.menu import item
from home.activities.admin.urls import urlpatterns
from home.activities.viewsets import (
    ActivityTextViewSet,
    ActivityViewSet,
    HolidayViewSet,
    SeriesViewSet,
    ThemeViewSet,
)

register_snippet(ActivityTextViewSet)


AGENDA = Menu(
    items=[
        item(_("Semaine"), "seance:week", "calendar-alt", 10, "activities.change_session"),
        item(_("Compter"), "seance:to_count", "group", 20, "activities.change_attendance"),
        item(_("Séries"), "series:index", "calendar", 30, "activities.change_series"),
        item(_("Ateliers"), "activity:index", "tag", 40, "activities.change_activity"),
        item(
            _("Textes des ateliers"),
            "wagtailsnippets_activities_activitytext:list",
            "openquote",
            50,
            "activities.change_activitytext",
        ),
        item(_("Fermetures"), "fermeture:index", "lock", 60, "places.change_hoursexception"),
        item(
            _("Vacances"),
            "holiday:index",
            "calendar-check",
            70,
            "activities.change_holiday",
            "activities.view_holiday",
        ),
        item(_("Thèmes"), "theme:index", "list-ul", 80, "activities.change_theme"),
        item(_("Fréquentation"), "seance:totals", "table", 90, "activities.change_attendance"),
    ]
)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list:
    """Register lists and forms."""
    return [ActivityViewSet(), SeriesViewSet(), HolidayViewSet(), ThemeViewSet()]


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    """Register our own pages."""
    return urlpatterns


@hooks.register("register_admin_menu_item")
def register_menu() -> SubmenuMenuItem:
    """Put the agenda first in the menu."""
    return SubmenuMenuItem(_("Agenda"), AGENDA, name="agenda", icon_name="calendar-alt", order=50)


@hooks.register("insert_global_admin_css")
def insert_css() -> SafeString:
    """Add the few rules our own pages need."""
    return format_html('<link rel="stylesheet" href="{}">', static("portal/admin.css"))


@hooks.register("insert_global_admin_js")
def insert_js() -> SafeString:
    """Add the few comforts of our own pages; everything works without them."""
    return format_html('<script src="{}" defer></script>', static("portal/admin.js"))
