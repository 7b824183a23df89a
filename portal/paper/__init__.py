"""What goes on paper: an HTML page made into a tagged PDF, a sheet of it into an image."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any, TypeAlias

#: Mends a PDF before it is written: given the document laid out, and the file's objects (pydyf.PDF).
Finish: TypeAlias = Callable[[Any, Any], None]


class PangoMissing(Exception):
    """The libraries that lay text out are not on this machine (apt-get install libpangoft2-1.0-0)."""


def maker() -> ModuleType:
    """Load what makes PDFs when one is first asked for: it takes a second, and needs Pango. Raises PangoMissing."""
    try:
        from portal.paper import making
    except OSError as error:
        raise PangoMissing from error
    return making


def to_pdf(html: str, *styles: str, forms: bool = False, finish: Finish | None = None) -> bytes:
    """Give the tagged PDF (PDF/UA-1) of a whole HTML page, with more CSS if any.

    `forms` leaves fields to fill in; `finish` mends the file before it is written. Raises PangoMissing.
    """
    return maker().to_pdf(html, *styles, forms=forms, finish=finish)


def to_png(pdf: bytes, number: int = 1) -> bytes:
    """Give sheet `number` of a PDF as a PNG. Raises ValueError when there is no such sheet, PangoMissing."""
    return maker().to_png(pdf, number)
