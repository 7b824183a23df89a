"""The pages of the guide: its contents, and its chapters made of blocks that editors compose."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from home.pages.models import PortalPage
from home.pages.models.base import TextPage
from home.pages.privacy import restricted_anywhere
from resources.guide.reading.blocks import ChapterBody

#: The word of the guide's own address.
SLUG = "guide"
#: Words under it that lead elsewhere than to a chapter; `registres` is a chapter and has the eight cells below it.
TAKEN = frozenset(
    [
        "bilan-de-territoire",
        "bilans",
        "calcul-du-cout",
        "comparaison",
        "etes-vous-prets",
        "temps-d-echange",
    ]
)


def open_guides(language: str = "") -> models.QuerySet:
    """Give the guide of a language, or of each, when anybody may read it: published, and kept for nobody in particular.

    What is under its address, chapters and registers, is read with it or not at all.
    """
    published = GuidePage.objects.live()
    if language:
        published = published.filter(locale__language_code=language)
    return published.exclude(restricted_anywhere())


class GuidePage(TextPage):
    """How to set IMPACT up elsewhere: the contents of the guide and the ways on, at `/guide/`."""

    may_use_reserved_slug = True
    translated_into = ("en",)
    max_count_per_parent = 1
    template = "guide/index.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["guide.ChapterPage"]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def clean(self) -> None:
        """Keep the address that posters, tools and the portal's own pages give."""
        super().clean()
        self.slug = SLUG

    def face(self, request: HttpRequest) -> dict[str, Any]:
        """Add the chapters with all they hold, and the ways on."""
        from resources.guide.reading.views import guide_face  # the view layer stands above the models

        return guide_face(self, request)


class ChapterPage(PortalPage):
    """One chapter; its place among its sisters is its number."""

    introduction = models.TextField(_("résumé"), max_length=400, blank=True)
    revised = models.DateField(
        _("dernière relecture"),
        default=timezone.localdate,
        help_text=_("Le jour où l'équipe a relu le chapitre en entier."),
    )
    body = StreamField(ChapterBody(), verbose_name=_("contenu"), blank=True)

    content_panels: ClassVar[list] = [
        *Page.content_panels,
        FieldPanel("introduction", help_text=_("Une ou deux phrases, lues en premier.")),
        FieldPanel("revised"),
        FieldPanel("body", help_text=_("Cliquez sur + pour ajouter un texte, une étape, un exemple…")),
    ]
    translated_into = ("en",)
    template = "guide/chapter.html"
    parent_page_types = ["guide.GuidePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("chapitre du guide")
        verbose_name_plural = _("chapitres du guide")

    def clean(self) -> None:
        """Refuse the address of what stands beside the chapters."""
        super().clean()
        if self.slug in TAKEN:
            raise ValidationError({"slug": _("Ce mot sert déjà d'adresse dans le guide.")})

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the chapter; raises Http404 while the guide it belongs to is not published."""
        above = getattr(self, "chain", None)  # known to who found it by its address
        guide = above[-2] if above else self.get_parent()
        if not guide.live:
            raise Http404
        return super().serve(request, *args, **kwargs)

    def face(self, request: HttpRequest) -> dict[str, Any]:
        """Add its passages, their contents, its neighbours and how long it takes to read."""
        from resources.guide.reading.views import chapter_face  # the view layer stands above the models

        return chapter_face(self, request)
