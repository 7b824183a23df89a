"""Addresses of the guide that are no page: each register's own."""

from django.urls import URLPattern, path

from resources.guide.reading.views import register

urlpatterns: list[URLPattern] = [
    path("guide/registres/<slug:code>/", register, name="guide_register"),
]
