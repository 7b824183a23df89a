"""A page made into a tagged PDF (PDF/UA-1), and the PDF's sheets into images."""

from __future__ import annotations

import mimetypes
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pypdfium2
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from portal.paper import Finish, finishing
from portal.paper.signs import style_sheet

#: The address a page to print believes it has; nothing answers there, so a forgotten link cannot leave the house.
NOWHERE = "https://paper.invalid/"
IMAGE_WIDTH = 1080  # pixels: what messaging applications show without shrinking
COLOURS = 64


class OursOnly(URLFetcher):
    """Fetches our own static files, the pictures of pages and data: addresses, and refuses everything else."""

    def fetch(self, url: str, headers: dict[str, Any] | None = None) -> URLFetcherResponse:
        """Give what `url` holds. Raises ValueError when it is not ours."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        path = unquote(urlsplit(url).path)
        if url.startswith(NOWHERE) and path.startswith(settings.STATIC_URL):
            body = static_file(path.removeprefix(settings.STATIC_URL)).read_bytes()
        elif url.startswith(NOWHERE) and path.startswith(settings.MEDIA_URL):
            body = picture(path.removeprefix(settings.MEDIA_URL))
        else:
            raise ValueError(f"not one of our files: {url[:80]}")
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return URLFetcherResponse(url, body, {"Content-Type": kind})


def static_file(name: str) -> Path:
    """Give the file of a static name: the source, or what was collected under a name with its hash.

    Raises ValueError when there is none, SuspiciousFileOperation when the name leaves the folder.
    """
    if found := finders.find(name):
        return Path(found)
    collected = Path(staticfiles_storage.path(name))
    if not collected.is_file():
        raise ValueError(f"no static file {name}")
    return collected


def picture(name: str) -> bytes:
    """Give a picture of a page. Raises ValueError when it is none, SuspiciousFileOperation when the name leaves the folder."""
    if not name.startswith("images/"):
        raise ValueError(f"no picture {name[:80]}")
    with default_storage.open(name) as file:
        return file.read()


def to_pdf(html: str, *styles: str, forms: bool = False, finish: Finish | None = None) -> bytes:
    """Give the PDF of a whole HTML page, with more CSS if any; `forms` leaves fields to fill in, `finish` mends the file.

    Every file is finished for who listens to it (`finishing`); `finish` comes after.
    """
    ours, fonts = OursOnly(allowed_protocols=["data"]), FontConfiguration()
    sheets = [
        CSS(string=style, base_url=NOWHERE, url_fetcher=ours, font_config=fonts)
        for style in (style_sheet(), *styles)
    ]
    options: dict[str, Any] = {"pdf_variant": "pdf/ua-1", "pdf_tags": True, "pdf_forms": forms}
    page = HTML(string=html, base_url=NOWHERE, url_fetcher=ours)
    document = page.render(stylesheets=sheets, font_config=fonts, **options)
    finishing.prepare(document)

    def mend(laid_out: Any, pdf: Any) -> None:
        finishing.finish(laid_out, pdf)
        if finish:
            finish(laid_out, pdf)

    return document.write_pdf(finisher=mend, **options)


def to_png(pdf: bytes, number: int = 1) -> bytes:
    """Give sheet `number` of a PDF as a PNG, small enough to send. Raises ValueError when there is no such sheet."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 1 <= number <= len(document):
            raise ValueError(f"no sheet {number}")
        page = document[number - 1]
        image = page.render(scale=IMAGE_WIDTH / page.get_width()).to_pil().convert("RGB")
    finally:
        document.close()
    out = BytesIO()
    image.quantize(COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()
