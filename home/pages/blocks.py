"""What the body of a page may be made of: few blocks, each with one clear use."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from home.pages.addresses import follow_language

TEXT_FEATURES = ["h2", "h3", "bold", "ol", "ul", "link", "document-link"]


class KeptBlock(blocks.CharBlock):
    """A short text that is no word: an address, a code, an anchor. No translator is asked for it."""

    def get_translatable_segments(self, value: str) -> list[Any]:
        """Give wagtail-localize nothing: it keeps what the French page says."""
        return []

    def restore_translated_segments(self, value: str, segments: list[Any]) -> str:
        """Give the value back as it is."""
        return value


#: What migrations call it: the plain block it is stored as (read by Wagtail).
DECONSTRUCT_ALIASES = {KeptBlock: "wagtail.blocks.CharBlock"}


class ButtonBlock(blocks.StructBlock):
    """One big link: a verb and where it leads."""

    label = blocks.CharBlock(
        label=_("texte du bouton"), max_length=60, help_text=_("Un verbe : « Voir les ateliers ».")
    )
    page = blocks.PageChooserBlock(label=_("page du portail"), required=False)
    address = KeptBlock(
        label=_("ou une adresse"), required=False, max_length=300, help_text=_("/agenda/, https://… ou tel:…")
    )

    class Meta:
        icon = "link"
        label = _("Bouton")
        template = "blocks/button.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add where it leads, in the reader's language when it is there."""
        page = value.get("page")
        url = page.localized.url if page else follow_language(value.get("address") or "")
        return super().get_context(value, parent_context) | {"url": url}


class NoticeBlock(blocks.StructBlock):
    """A short text set apart from the rest."""

    title = blocks.CharBlock(label=_("titre"), max_length=80, required=False)
    text = blocks.RichTextBlock(label=_("texte"), features=["bold", "link", "ul"])

    class Meta:
        icon = "warning"
        label = _("Encadré")
        template = "blocks/notice.html"


class FileBlock(blocks.StructBlock):
    """A document to download, shown with its type and size."""

    title = blocks.CharBlock(label=_("titre"), max_length=120)
    document = DocumentChooserBlock(label=_("document"))

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "blocks/file.html"


class Body(blocks.StreamBlock):
    """The body of a page."""

    text = blocks.RichTextBlock(label=_("Texte"), features=TEXT_FEATURES, template="blocks/text.html")
    image = ImageBlock(label=_("Image"), template="blocks/image.html")
    notice = NoticeBlock()
    button = ButtonBlock()
    file = FileBlock()
