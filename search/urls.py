"""Addresses of the search."""

from django.urls import URLPattern, path

from search.views import results, suggestions

urlpatterns: list[URLPattern] = [
    path("recherche/", results, name="search"),
    path("recherche/suggestions", suggestions, name="suggestions"),
]
