"""What all pages share: slugs that no translator changes, an introduction, a body, the cache note."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from home.pages.blocks import Body
from portal.territories.models import refuse_reserved_slug


class PortalPage(Page):
    """The base of every page of the portal; its slug is the same in every language."""

    #: Page types that may use a word of the portal's own addresses as slug (legal pages *are* those addresses).
    may_use_reserved_slug = False
    override_translatable_fields = [SynchronizedField("slug")]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse at the first level a slug the portal's own addresses need."""
        super().clean()
        if not self.may_use_reserved_slug and self.slug and (self.depth or 3) <= 3:
            try:
                refuse_reserved_slug(self.slug)
            except ValidationError as error:
                raise ValidationError({"slug": error.messages}) from error

    @property
    def is_in_french_instead(self) -> bool:
        """Whether this page shows French text in the tree of a language nobody translated it into."""
        return self.alias_of_id is not None


class TextPage(PortalPage):
    """A page made of an introduction and a body."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)
    body = StreamField(Body(), verbose_name=_("contenu"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]

    class Meta:
        abstract = True
