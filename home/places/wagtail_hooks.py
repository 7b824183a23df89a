"""Places in Wagtail's admin."""

from __future__ import annotations

from wagtail import hooks

from home.places.viewsets import PlaceViewSet


@hooks.register("register_admin_viewset")
def register_places() -> PlaceViewSet:
    """Put places in the menu."""
    return PlaceViewSet()
