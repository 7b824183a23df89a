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
from home.pages.admin.reviewing import SendForReview, publish_whole
from home.pages.admin.short_texts import provide_short_texts
from home.pages.admin.translations import TranslationsPanel, TranslationsToReview
from portal.territories.scoping import looks_after_everything

HIDDEN_MENU = {"help"}
#: Reports that say something to an editor; the administration sees the workflows and translations too.
EDITOR_REPORTS = {"site-history", "broken-links", "translations-to-review"}
HIDDEN_REPORTS = {"page-types-usage"}

provide_short_texts()
# Before wagtail-localize's own, which answer in the place of the page one edits.
hooks.register("before_edit_page", publish_whole, order=-10)
hooks.register("before_edit_snippet", publish_whole, order=-10)


@hooks.register("register_admin_viewset")
def register_banners() -> BannerViewSet:
    """Put urgent messages in the menu."""
    return BannerViewSet()


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """Register our reports, and the review of translations."""
    review = "traductions/<int:translation_id>/relecture/"
    return [
        path("liens/", BrokenLinks.as_view(), name="broken_links"),
        path("traductions/", TranslationsToReview.as_view(), name="translations_to_review"),
        path(review, SendForReview.as_view(), name="send_translation_for_review"),
    ]


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


@hooks.register("register_reports_menu_item")
def register_translations() -> MenuItem:
    """Put what waits to be translated beside them."""
    return MenuItem(
        _("Traductions à revoir"),
        reverse_lazy("translations_to_review"),
        name="translations-to-review",
        icon_name="wagtail-localize-language",
        order=110,
    )


@hooks.register("construct_homepage_panels")
def put_week_first(request: HttpRequest, panels: list[Any]) -> None:
    """Show on arriving what awaits one's review, then this week to those who may change it, then translations."""
    if request.user.has_perm("activities.change_session"):
        panels.insert(0, WeekPanel())
    if request.user.has_perm(SendForReview.permission):
        panels.append(TranslationsPanel())
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
    """Leave an editor the reports that speak of their own work."""
    if looks_after_everything(request.user):
        items[:] = [item for item in items if item.name not in HIDDEN_REPORTS]
    else:
        items[:] = [item for item in items if item.name in EDITOR_REPORTS]
