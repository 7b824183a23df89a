"""Addresses of the directory's own pages under /admin/ressources/."""

from __future__ import annotations

from django.urls import URLPattern, path

from resources.directory.admin.due import Due
from resources.directory.admin.errors import Errors, Settle
from resources.directory.admin.needs import Needs

urlpatterns: list[URLPattern] = [
    path("erreurs/", Errors.as_view(), name="errors"),
    path("erreurs/<int:pk>/", Settle.as_view(), name="error"),
    path("a-revoir/", Due.as_view(), name="due"),
    path("besoins/", Needs.as_view(), name="needs"),
]
