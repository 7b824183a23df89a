"""The pictograms as a style sheet: drawn as backgrounds, they are ornaments for whoever listens to the PDF.

An inline drawing would be a figure without words, which PDF/UA refuses; the words beside it say the same.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache

from portal.pictograms import FOLDER

#: The colour of a sign that tells a state (STYLE.md); the others are drawn in the house's green.
COLOURS = {
    "cancelled": "#9E1B1B",
    "moved": "#7A4A00",
    "elsewhere": "#7A4A00",
    "full": "#1F4E79",
    "extra": "#15603A",
}
HOUSE = "#0E5A52"


@cache
def style_sheet() -> str:
    """Give one rule `.sign-<name>` for each pictogram of the house."""
    return "\n".join(
        _rule(path.stem, path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.svg"))
    )


def _rule(name: str, svg: str) -> str:
    drawn = svg.replace("currentColor", COLOURS.get(name, HOUSE))
    data = b64encode(drawn.encode()).decode()
    return f'.sign-{name} {{ background-image: url("data:image/svg+xml;base64,{data}") }}'
