"""Addresses of the figures of the tools under /admin/outils-chiffres/; their namespace is `tool_figures`."""

from __future__ import annotations

from django.urls import URLPattern, path

from resources.guide.admin.tools import Downloads

urlpatterns: list[URLPattern] = [path("", Downloads.as_view(), name="downloads")]
