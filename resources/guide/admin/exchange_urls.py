"""Addresses of requests for an exchange under /admin/guide/echanges/; their namespace is `exchanges`."""

from __future__ import annotations

from django.urls import URLPattern, path

from resources.guide.admin.exchanges import Exchange, Exchanges

urlpatterns: list[URLPattern] = [
    path("", Exchanges.as_view(), name="list"),
    path("<int:pk>/", Exchange.as_view(), name="detail"),
]
