"""Legal notice, personal data: the texts a portal owes its readers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from home.pages.models.base import TextPage


class LegalPage(TextPage):
    """A legal text, linked from the foot of every page."""

    may_use_reserved_slug = True
    translated_into = ("en",)
    template = "pages/legal.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("page légale")
        verbose_name_plural = _("pages légales")

    def face(self, request: HttpRequest) -> dict[str, Any]:
        """Add the day of the last change."""
        from home.pages.views.text import legal_face  # the view layer stands above the models

        return legal_face(self, request)
