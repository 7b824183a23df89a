"""A poster's page made into a tagged PDF (PDF/UA-1), and the PDF's sheets into images for messaging groups."""

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
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from home.activities.posters.signs import style_sheet

#: The address a poster's page believes it has; nothing answers there, so a forgotten link cannot leave the house.
NOWHERE = "https://poster.invalid/"
IMAGE_WIDTH = 1080  # pixels: what messaging applications show without shrinking
COLOURS = 64


class StaticOnly(URLFetcher):
    """Fetches our own static files and data: addresses, and refuses everything else."""

    def fetch(self, url: str, headers: dict[str, Any] | None = None) -> URLFetcherResponse:
        """Give what `url` holds. Raises ValueError when it is not ours."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        parts = urlsplit(url)
        if not url.startswith(NOWHERE) or not parts.path.startswith(settings.STATIC_URL):
            raise ValueError(f"not one of our files: {url[:80]}")
        path = static_file(unquote(parts.path.removeprefix(settings.STATIC_URL)))
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


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


def to_pdf(html: str) -> bytes:
    """Give the PDF of a whole HTML page."""
    ours = StaticOnly(allowed_protocols=["data"])
    page = HTML(string=html, base_url=NOWHERE, url_fetcher=ours)
    signs = CSS(string=style_sheet(), url_fetcher=ours)
    return page.write_pdf(stylesheets=[signs], pdf_variant="pdf/ua-1", pdf_tags=True)


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
