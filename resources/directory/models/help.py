"""A page of need: one question in very plain words, what to do first, who helps here, what to bring."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from home.activities.models import Pictogram
from home.pages.blocks import Body
from home.pages.models import PortalPage
from resources.directory.discreet import leave_no_trace, says_it
from resources.directory.vocabulary import validate_thematiques
from search.text import fold

#: What an address cannot mean otherwise, even inside a word: « stopviolences ».
TELLING_ANYWHERE = re.compile("violen|conjug|feminicid|maltrait")


class HelpPage(PortalPage):
    """« Je n'ai pas de médecin », « J'ai faim »… : an answer in steps, then the services that help, live."""

    short_title = models.CharField(
        _("titre court"), max_length=40, help_text=_("Sur le bouton : « Se loger ».")
    )
    pictogram = models.CharField(_("pictogramme"), max_length=20, choices=Pictogram.choices)
    introduction = models.TextField(_("en deux phrases"), max_length=300, blank=True)
    first_steps = StreamField(Body(), verbose_name=_("que faire d'abord"), blank=True)
    to_bring = StreamField(Body(), verbose_name=_("ce qu'il faut apporter"), blank=True)
    thematiques = models.CharField(
        _("thématiques data·inclusion"),
        max_length=600,
        blank=True,
        validators=[validate_thematiques],
        help_text=_("Les services de ces thématiques se montrent ici. Codes séparés par un espace."),
    )
    words_searched = models.CharField(
        _("mots cherchés"),
        max_length=80,
        blank=True,
        help_text=_("Facultatif : ne garder que les services qui les disent."),
    )
    is_sensitive = models.BooleanField(
        _("page discrète"),
        default=False,
        help_text=_("Violences : un bouton pour quitter vite, et un titre d'onglet qui ne dit rien."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("short_title"),
        FieldPanel("introduction"),
        FieldPanel("first_steps"),
        FieldPanel("to_bring"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("pictogram", "thematiques", "words_searched", "is_sensitive")],
            heading=_("Les services montrés"),
        ),
    ]
    override_translatable_fields = [
        *PortalPage.override_translatable_fields,
        *[
            SynchronizedField(name, overridable=False)
            for name in ("pictogram", "thematiques", "words_searched", "is_sensitive")
        ],
    ]
    template = "directory/help_page.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("page de besoin")
        verbose_name_plural = _("pages de besoin")

    def clean(self) -> None:
        """Refuse the address of a discreet page when it tells what the page is about."""
        super().clean()
        if self.is_sensitive and (says_it(self.slug) or TELLING_ANYWHERE.search(fold(self.slug))):
            raise ValidationError(
                {"slug": _("Cette page est discrète : son adresse ne doit rien dire. Exemple : « pause ».")}
            )

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Leave no trace of a discreet page: not kept by the browser, not told to the site one goes to next."""
        response = super().serve(request, *args, **kwargs)
        return leave_no_trace(response) if self.is_sensitive else response

    def face(self, request: HttpRequest) -> dict[str, Any]:
        """Add who helps here."""
        from resources.directory.views.help import help_face  # the view layer stands above the models

        return help_face(self, request)
