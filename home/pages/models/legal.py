"""Legal notice, personal data: the texts a portal owes its readers."""

from django.utils.translation import gettext_lazy as _

from home.pages.models.base import TextPage


class LegalPage(TextPage):
    """A legal text, linked from the foot of every page."""

    may_use_reserved_slug = True
    template = "pages/legal.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("page légale")
        verbose_name_plural = _("pages légales")
