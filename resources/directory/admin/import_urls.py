"""Addresses of imports and of the differences they leave, under /admin/ressources/."""

from __future__ import annotations

from django.urls import URLPattern, path

from resources.directory.admin.differences import Differences
from resources.directory.admin.imports import Imports, ImportShow

urlpatterns: list[URLPattern] = [
    path("importer/", Imports.as_view(), name="directory_import"),
    path("importer/<int:run_id>/", ImportShow.as_view(), name="directory_import_show"),
    path("differences/", Differences.as_view(), name="directory_differences"),
]
