"""A page that answers one need: talk to a mediator, I am a professional, set IMPACT up."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from home.pages.models.base import TextPage


class NeedPage(TextPage):
    """An answer to one need, in plain words, ending on something to do."""

    template = "pages/need.html"
    parent_page_types = ["pages.HomePage", "pages.TerritoryPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("page de besoin")
        verbose_name_plural = _("pages de besoin")

    def face(self, request: HttpRequest) -> dict[str, Any]:
        """Add the doors one may push."""
        from home.pages.views.text import need_face  # the view layer stands above the models

        return need_face(self, request)
