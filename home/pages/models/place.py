"""The page of a place: the words around it; facts and hours stay on the place itself."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from home.pages.forms import ScopedPageForm
from home.pages.models.base import TextPage
from home.places.models import Place

SIMPLE = ["bold", "ul", "ol", "link"]


class PlacePage(TextPage):
    """One place: how to get there, who welcomes you, what happens there. Shares the slug of its Place."""

    place = models.ForeignKey(Place, verbose_name=_("lieu"), on_delete=models.PROTECT, related_name="pages")
    getting_there = RichTextField(_("comment venir"), features=SIMPLE, blank=True)
    disabled_access = RichTextField(_("accès pour les personnes handicapées"), features=SIMPLE, blank=True)
    welcome = RichTextField(_("qui vous accueille"), features=SIMPLE, blank=True)

    content_panels = [
        FieldPanel("place"),
        *TextPage.content_panels,
        FieldPanel("getting_there"),
        FieldPanel("disabled_access"),
        FieldPanel("welcome"),
        InlinePanel("photos", label=_("Photo"), heading=_("Photos"), max_num=6),
    ]
    override_translatable_fields = [
        *TextPage.override_translatable_fields,
        SynchronizedField("place", overridable=False),
    ]
    base_form_class = ScopedPageForm
    template = "pages/place.html"
    parent_page_types = ["pages.TerritoryPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("page de lieu")
        verbose_name_plural = _("pages de lieu")

    def face(self, request: HttpRequest) -> dict[str, Any]:
        """Add the door, the week, what happens there and the pictures."""
        from home.pages.views.place import face  # the view layer stands above the models

        return face(self, request)

    def clean(self) -> None:
        """Keep one page a language for each place, under the place's own slug."""
        super().clean()
        if self.place_id:
            self.slug = self.place.slug
            twins = PlacePage.objects.filter(place=self.place, locale_id=self.locale_id).exclude(pk=self.pk)
            if self.locale_id and twins.exists():
                raise ValidationError({"place": _("Ce lieu a déjà une page.")})


class PlacePhoto(TranslatableMixin, Orderable):
    """A picture of the place with its alternative text."""

    page = ParentalKey(PlacePage, on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey(
        "wagtailimages.Image", verbose_name=_("image"), on_delete=models.CASCADE, related_name="+"
    )
    alternative = models.CharField(
        _("texte de remplacement"),
        max_length=200,
        help_text=_("Ce que montre la photo, pour qui ne la voit pas."),
    )
    credit = models.CharField(_("crédit"), max_length=120, blank=True)

    panels = [FieldPanel("image"), FieldPanel("alternative"), FieldPanel("credit")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("photo")

    def __str__(self) -> str:
        return self.alternative
