"""The front door."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from home.activities.models import Pictogram
from home.pages.models.base import PortalPage


class HomePage(PortalPage):
    """What is on today and tomorrow, whether the door is open, whom to talk to, and the few ways on."""

    introduction = models.TextField(_("introduction"), max_length=300, blank=True)
    mediator_come = models.CharField(_("parler à une médiatrice : quand venir"), max_length=200, blank=True)
    mediator_call = models.CharField(_("parler à une médiatrice : appeler"), max_length=200, blank=True)
    mediator_why = models.TextField(_("parler à une médiatrice : pour quoi"), max_length=400, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        MultiFieldPanel(
            [FieldPanel("mediator_come"), FieldPanel("mediator_call"), FieldPanel("mediator_why")],
            heading=_("Parler à une médiatrice"),
        ),
        InlinePanel("ways_on", label=_("Chemin"), heading=_("Les chemins proposés"), max_num=6),
    ]
    template = "pages/home.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "pages.TerritoryPage",
        "pages.NewsIndexPage",
        "pages.NeedPage",
        "pages.LegalPage",
        "pages.AccessibilityPage",
    ]

    class Meta:
        verbose_name = _("accueil")

    def face(self, request: HttpRequest) -> dict[str, Any]:
        """Add today, tomorrow, the doors, the ways on and the news."""
        from home.pages.views.home import face  # the view layer stands above the models

        return face(self, request)


class WayOn(TranslatableMixin, Orderable):
    """One way on from the home page: find help, I am a professional, set IMPACT up."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="ways_on")
    label = models.CharField(_("texte"), max_length=60)
    explanation = models.CharField(_("ce qu'on y trouve"), max_length=120, blank=True)
    pictogram = models.CharField(_("pictogramme"), max_length=20, choices=Pictogram.choices)
    target = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    address = models.CharField(_("ou une adresse du portail"), max_length=200, blank=True)

    #: Where it leads is said once, in French: readers are led to the same in their language.
    override_translatable_fields = [
        SynchronizedField(name, overridable=False) for name in ("target", "address")
    ]
    panels = [
        FieldPanel("label"),
        FieldPanel("explanation"),
        FieldPanel("pictogram"),
        FieldPanel("target"),
        FieldPanel("address"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("chemin")

    def __str__(self) -> str:
        return self.label
