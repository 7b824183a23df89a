"""The page of a territory."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail_localize.fields import SynchronizedField

from home.pages.forms import ScopedPageForm
from home.pages.models.base import TextPage
from portal.territories.models import Territory


class TerritoryPage(TextPage):
    """One territory: its places, its days, its news. Shares the slug of its Territory."""

    territory = models.ForeignKey(
        Territory, verbose_name=_("territoire"), on_delete=models.PROTECT, related_name="pages"
    )

    shown_with = ("territory",)
    override_translatable_fields = [
        *TextPage.override_translatable_fields,
        SynchronizedField("territory", overridable=False),
    ]
    content_panels = [FieldPanel("territory"), *TextPage.content_panels]
    base_form_class = ScopedPageForm
    template = "pages/territory.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.PlacePage", "pages.NewsIndexPage", "pages.NeedPage"]

    class Meta:
        verbose_name = _("page de territoire")
        verbose_name_plural = _("pages de territoire")

    def face(self, request: HttpRequest) -> dict[str, Any]:
        """Add its places, its days, its news and its posters."""
        from home.pages.views.territory import face  # the view layer stands above the models

        return face(self, request)

    def clean(self) -> None:
        """Keep one page a language for each territory, under the territory's own slug."""
        super().clean()
        if self.territory_id:
            self.slug = self.territory.slug
            twins = TerritoryPage.objects.filter(territory=self.territory, locale_id=self.locale_id).exclude(
                pk=self.pk
            )
            if self.locale_id and twins.exists():
                raise ValidationError({"territory": _("Ce territoire a déjà une page.")})
