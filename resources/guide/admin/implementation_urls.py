"""Addresses of columns of the comparison under /admin/guide/comparaison/; their namespace is `implementations`."""

from __future__ import annotations

from django.urls import URLPattern, path

from resources.guide.admin.implementations import AddColumn, Column, Columns

urlpatterns: list[URLPattern] = [
    path("", Columns.as_view(), name="list"),
    path("ajouter/", AddColumn.as_view(), name="add"),
    path("<int:pk>/", Column.as_view(), name="edit"),
]
