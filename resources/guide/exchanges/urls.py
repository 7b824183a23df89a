"""The public address of requests for an exchange."""

from __future__ import annotations

from django.urls import URLPattern, path

from resources.guide.exchanges.views import exchange

urlpatterns: list[URLPattern] = [path("guide/temps-d-echange/", exchange, name="guide_exchange")]
