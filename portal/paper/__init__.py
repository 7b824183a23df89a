"""What goes on paper: an HTML page made into a tagged PDF, a sheet of it into an image."""

from __future__ import annotations

from types import ModuleType


class PangoMissing(Exception):
    """The libraries that lay text out are not on this machine (apt-get install libpangoft2-1.0-0)."""


def maker() -> ModuleType:
    """Load what makes PDFs when one is first asked for: it takes a second, and needs Pango. Raises PangoMissing."""
    try:
        from portal.paper import making
    except OSError as error:
        raise PangoMissing from error
    return making


def to_pdf(html: str, *styles: str, forms: bool = False) -> bytes:
    """Give the tagged PDF (PDF/UA-1) of a whole HTML page, with more CSS if any; `forms` leaves fields to fill in.

    Raises PangoMissing.
    """
    return maker().to_pdf(html, *styles, forms=forms)


def to_png(pdf: bytes, number: int = 1) -> bytes:
    """Give sheet `number` of a PDF as a PNG. Raises ValueError when there is no such sheet, PangoMissing."""
    return maker().to_png(pdf, number)
