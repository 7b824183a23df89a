"""Addresses of the directory."""

from django.urls import URLPattern, path

from resources.directory.upkeep import urls as upkeep
from resources.directory.views.detail import resource, structure
from resources.directory.views.listing import resources, resources_map

urlpatterns: list[URLPattern] = [
    path("ressources/", resources, name="resources"),
    path("ressources/carte.json", resources_map, name="resources_map"),
    *upkeep.urlpatterns,
    path("ressources/structures/<slug:slug>/", structure, name="structure"),
    path("ressources/<slug:slug>/", resource, name="resource"),
]
