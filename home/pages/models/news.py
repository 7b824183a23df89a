"""Short news of a territory."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from home.pages.models.base import PortalPage, TextPage
from home.pages.querysets import NewsPageManager


def today() -> datetime.date:
    """The day in Paris, not the UTC day."""
    return timezone.localdate()


class NewsIndexPage(PortalPage):
    """The list of news, of a territory or of the whole portal: `…/actualites/`."""

    may_use_reserved_slug = True
    content_panels = [*Page.content_panels]
    template = "pages/news_index.html"
    parent_page_types = ["pages.HomePage", "pages.TerritoryPage"]
    subpage_types = ["pages.NewsPage"]

    class Meta:
        verbose_name = _("liste d'actualités")
        verbose_name_plural = _("listes d'actualités")

    def face(self, request: HttpRequest) -> dict[str, Any]:
        """Add one page of the list, and the address of its feed."""
        from home.pages.views.news import index_face  # the view layer stands above the models

        return index_face(self, request)


class NewsPage(TextPage):
    """One piece of news: dated, short, gone from the lists after its last day."""

    shown_with = ("image",)
    translated_into = ()  # it passes: whoever wants translates it, nobody is reminded
    date = models.DateField(_("date"), default=today)
    end_date = models.DateField(
        _("montrer jusqu'au"),
        null=True,
        blank=True,
        help_text=_("Vide : reste dans la liste des actualités."),
    )
    image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("image"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    alternative = models.CharField(_("texte de remplacement"), max_length=200, blank=True)

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("date", help_text=_("Le jour que l'on lit à côté du titre.")),
                FieldPanel("end_date"),
            ],
            heading=_("Dates"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("image", help_text=_("Facultative.")),
                FieldPanel("alternative", help_text=_("Ce que montre l'image, pour qui ne la voit pas.")),
            ],
            heading=_("Image"),
        ),
        *TextPage.text_panels,
    ]
    template = "pages/news.html"
    parent_page_types = ["pages.NewsIndexPage"]
    subpage_types: list[str] = []

    objects = NewsPageManager()

    class Meta:
        verbose_name = _("actualité")
        indexes = [models.Index(fields=["-date"], name="news_newest_first")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end_date=None) | models.Q(end_date__gte=models.F("date")),
                name="news_dates_in_order",
                violation_error_message=_("La date de fin vient avant la date."),
            )
        ]

    def face(self, request: HttpRequest) -> dict[str, Any]:
        """Add the date in words, the picture, and whether it is over."""
        from home.pages.views.news import news_face  # the view layer stands above the models

        return news_face(self, request)

    def clean(self) -> None:
        """Ask for the words that stand for the image."""
        super().clean()
        if self.image_id and not self.alternative:
            raise ValidationError(
                {"alternative": _("Décrivez l'image pour les personnes qui ne la voient pas.")}
            )
