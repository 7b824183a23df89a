"""Public addresses of the comparison."""

from __future__ import annotations

from django.urls import URLPattern, path

from resources.guide.implementations.views import add_column, comparison

urlpatterns: list[URLPattern] = [
    path("guide/comparaison/", comparison, name="guide_comparison"),
    path("guide/comparaison/ajouter/", add_column, name="guide_comparison_add"),
]
