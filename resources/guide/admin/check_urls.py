"""Addresses of the checks and the worksheet under /admin/guide/formulaires/; their namespace is `guide_forms`."""

from __future__ import annotations

from django.urls import URLPattern, path

from resources.guide.admin.checks import Forms, Publish, Totals

urlpatterns: list[URLPattern] = [
    path("", Forms.as_view(), name="list"),
    path("<slug:form>/publier/", Publish.as_view(), name="publish"),
    path("<slug:form>/reponses/", Totals.as_view(), name="totals"),
]
