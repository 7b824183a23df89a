"""The demonstration's drawings, turned from SVG into images the CMS accepts."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
from django.core.files.images import ImageFile
from wagtail.images.models import Image
from wagtail.models import Collection
from weasyprint import HTML

from portal.demo.content import FOLDER

PAGE = "<style>@page{size:1200px 800px;margin:0}body{margin:0}svg{display:block}</style>"


def draw(name: str, title: str, collection: Collection) -> Image:
    """Give the image of drawing `name`, made once."""
    known = Image.objects.filter(collection=collection, file__contains=f"demo-{name}").first()
    if known:
        return known
    source = (FOLDER / "pictures" / f"{name}.svg").read_text(encoding="utf-8")
    page = pypdfium2.PdfDocument(HTML(string=PAGE + source).write_pdf())[0]
    png = BytesIO()
    page.render(scale=96 / 72).to_pil().save(png, format="PNG", optimize=True)
    return Image.objects.create(
        title=title, file=ImageFile(png, name=f"demo-{name}.png"), collection=collection, description=title
    )
