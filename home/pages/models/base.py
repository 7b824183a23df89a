"""What all pages share: slugs that no translator changes, an introduction, a body, the cache note."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.fields import SynchronizedField

from home.pages.blocks import Body
from home.pages.forms import PortalPageForm
from home.pages.written import has_own_words
from portal.territories.models import refuse_reserved_slug


class PortalPage(Page):
    """The base of every page of the portal; its slug is the same in every language."""

    #: Page types that may use a word of the portal's own addresses as slug (legal pages *are* those addresses).
    may_use_reserved_slug = False
    #: What is fetched along with the page.
    shown_with: ClassVar[tuple[str, ...]] = ()
    #: The languages this kind of page is meant to be read in beside French: the team is told where they are missing.
    translated_into: ClassVar[tuple[str, ...]] = ("en", "ar")
    #: Set when the page was found by its address: nothing on it or above it is kept for some readers only.
    is_open_to_all = False
    base_form_class = PortalPageForm
    override_translatable_fields = [SynchronizedField("slug", overridable=False)]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Keep the slug of the French page; refuse at the first level one the portal's own addresses need."""
        super().clean()
        if french := self._french_slug():
            self.slug = french
        if not self.may_use_reserved_slug and self.slug and (self.depth or 3) <= 3:
            try:
                refuse_reserved_slug(self.slug)
            except ValidationError as error:
                raise ValidationError({"slug": error.messages}) from error

    def _french_slug(self) -> str | None:
        """Give the slug of the French page, None when this is it; home pages are sisters, each under its own."""
        if not self.locale_id or (self.depth or 3) <= 2:
            return None
        twins = Page.objects.filter(translation_key=self.translation_key).exclude(pk=self.pk)
        french = twins.filter(locale__language_code=settings.LANGUAGE_CODE)
        return french.values_list("slug", flat=True).first()

    @property
    def is_in_french_instead(self) -> bool:
        """Whether this page, in the tree of another language, shows French text: no translation was published."""
        return not has_own_words(self.alias_of_id, self.live_revision_id)

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """Give the restrictions on this page; no query when its routing has just seen that there are none."""
        return PageViewRestriction.objects.none() if self.is_open_to_all else super().get_view_restrictions()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the frame of the page and what it shows beside its own words."""
        from home.pages.views.frame import frame  # the view layer stands above the models

        return super().get_context(request, *args, **kwargs) | frame(self, request) | self.face(request)

    def face(self, request: HttpRequest) -> dict[str, Any]:
        """Give what this kind of page shows beside its own words."""
        return {}


class TextPage(PortalPage):
    """A page made of an introduction and a body."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)
    body = StreamField(Body(), verbose_name=_("contenu"), blank=True)

    text_panels: ClassVar[list[FieldPanel]] = [
        FieldPanel("introduction", help_text=_("Une ou deux phrases, lues en premier.")),
        FieldPanel("body", help_text=_("Cliquez sur + pour ajouter un texte, une image, un bouton…")),
    ]
    content_panels = [*Page.content_panels, *text_panels]

    class Meta:
        abstract = True
