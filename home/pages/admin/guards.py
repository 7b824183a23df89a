"""Addresses of Wagtail and wagtail-localize that look at no territory of their own: guarded here, before they are reached.

Each address stands first in the list and asks whose the thing is; then the package's own view answers.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase
from django.urls import URLPattern, path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.reports.workflows import WorkflowTasksView, WorkflowView
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.views import (
    edit_translation,
    snippets_api,
    submit_translations,
    update_translations,
)
from wagtail_localize.views.report import TranslationsReportView

from home.activities.admin.base import StaffRequest
from home.activities.models import Activity, ActivityText
from home.pages.admin.reports import SiteHistory
from portal.accounts.models import User
from portal.territories.scoping import get_mine, looks_after_everything

View = Callable[..., HttpResponseBase]


def may_write(user: User, thing: Any) -> bool:
    """Tell whether `thing`, a page or a text, is one that `user` may change."""
    if isinstance(thing, Page):
        actions = {"change", "publish"}
        return page_permission_policy.user_has_any_permission_for_instance(user, actions, thing)
    if isinstance(thing, ActivityText):
        return Activity.objects.editable_by(user).filter(pk=thing.activity_id).exists()
    return looks_after_everything(user)


def guard(view: View, find: Callable[..., Any]) -> View:
    """Answer 404 unless what `find` gives is the reader's to change."""

    @require_admin_access
    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_write(request.user, find(**kwargs)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


class Translations(TranslationsReportView):
    """The translations under way, in an order that numbered pages can follow."""

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().order_by("-pk")


def nothing_of_ones_own(**_kwargs: Any) -> None:
    """Give nothing: the report speaks of every territory, so it is the administration's."""


def report(view: Any, address: str) -> list[URLPattern]:
    """Keep a report, and its results fetched by script, for the administration."""
    return [
        path(address, guard(view.as_view(), nothing_of_ones_own)),
        path(f"{address}results/", guard(view.as_view(results_only=True), nothing_of_ones_own)),
    ]


def page_of(page_id: int, **_kwargs: Any) -> Page:
    """Give the page an address names."""
    return get_mine(Page.objects.all(), pk=page_id)


def snippet_of(app_label: str, model_name: str, pk: str = "", **_kwargs: Any) -> Any:
    """Give the text an address names; anything else is the administration's."""
    if (app_label, model_name) == ("activities", "activitytext") and pk:
        return get_mine(ActivityText.objects.all(), pk=pk)
    return None


def of_source(translation_source_id: int, **_kwargs: Any) -> Any:
    """Give what a translation is made from."""
    return get_mine(TranslationSource.objects.all(), pk=translation_source_id).get_source_instance()


def of_translation(translation_id: int, **_kwargs: Any) -> Any:
    """Give what a translation is made from; the translated page is guarded by Wagtail itself."""
    return get_mine(Translation.objects.all(), pk=translation_id).source.get_source_instance()


LOCALIZE = "admin/localize/"
TRANSLATE = f"{LOCALIZE}translate/<int:translation_id>/"

urlpatterns: list[URLPattern] = [
    path("admin/reports/site-history/", require_admin_access(SiteHistory.as_view())),
    path("admin/reports/site-history/results/", require_admin_access(SiteHistory.as_view(results_only=True))),
    *report(WorkflowView, "admin/reports/workflow/"),
    *report(WorkflowTasksView, "admin/reports/workflow_tasks/"),
    *report(Translations, f"{LOCALIZE}reports/translations/"),
    path(
        f"{LOCALIZE}submit/page/<int:page_id>/",
        guard(submit_translations.SubmitPageTranslationView.as_view(), page_of),
    ),
    path(
        f"{LOCALIZE}submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/",
        guard(submit_translations.SubmitSnippetTranslationView.as_view(), snippet_of),
    ),
    path(
        f"{LOCALIZE}update/<int:translation_source_id>/",
        guard(update_translations.UpdateTranslationsView.as_view(), of_source),
    ),
    path(
        f"{TRANSLATE}strings/<int:string_segment_id>/edit/",
        guard(edit_translation.edit_string_translation, of_translation),
    ),
    path(
        f"{TRANSLATE}overrides/<int:overridable_segment_id>/edit/",
        guard(edit_translation.edit_override, of_translation),
    ),
    path(f"{TRANSLATE}pofile/download/", guard(edit_translation.download_pofile, of_translation)),
    path(f"{TRANSLATE}pofile/upload/", guard(edit_translation.upload_pofile, of_translation)),
    path(f"{TRANSLATE}machine_translate/", guard(edit_translation.machine_translate, of_translation)),
    path(f"{TRANSLATE}preview/", guard(edit_translation.preview_translation, of_translation)),
    path(f"{TRANSLATE}preview/<str:mode>/", guard(edit_translation.preview_translation, of_translation)),
    path(f"{TRANSLATE}disable/", guard(edit_translation.stop_translation, of_translation)),
    path(
        f"{LOCALIZE}api/snippets/<slug:app_label>/<slug:model_name>/",
        guard(snippets_api.SnippetViewSet.as_view({"get": "list"}), snippet_of),
    ),
    path(
        f"{LOCALIZE}api/snippets/<slug:app_label>/<slug:model_name>/<str:pk>/",
        guard(snippets_api.SnippetViewSet.as_view({"get": "retrieve"}), snippet_of),
    ),
]
