"""What the body of a page may be made of: few blocks, each with one clear use."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

TEXT_FEATURES = ["h2", "h3", "bold", "ol", "ul", "link", "document-link"]


class ButtonBlock(blocks.StructBlock):
    """One big link: a verb and where it leads."""

    label = blocks.CharBlock(
        label=_("texte du bouton"), max_length=60, help_text=_("Un verbe : « Voir les ateliers ».")
    )
    page = blocks.PageChooserBlock(label=_("page du portail"), required=False)
    address = blocks.CharBlock(
        label=_("ou une adresse"), required=False, max_length=300, help_text=_("/agenda/, https://… ou tel:…")
    )

    class Meta:
        icon = "link"
        label = _("Bouton")
        template = "blocks/button.html"


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
