"""The drawn signs of the house, read once from `templates/pictograms/`."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

FOLDER = settings.BASE_DIR / "templates" / "pictograms"
#: Signs that point along the line of reading: they turn round in Arabic.
MIRRORED = frozenset({"arrow", "moved", "elsewhere"})


@cache
def svg(name: str, css_class: str = "picto") -> SafeString:
    """Give the SVG of pictogram `name` with `css_class`, hidden from screen readers. Raises FileNotFoundError."""
    source = (FOLDER / f"{name}.svg").read_text(encoding="utf-8").strip()
    css_class += " mirrored" if name in MIRRORED else ""
    attributes = f'class="{css_class}" aria-hidden="true" focusable="false"'
    return mark_safe(source.replace("<svg ", f"<svg {attributes} ", 1))  # noqa: S308 -- our own files
