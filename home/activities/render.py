"""Cards as HTML, fast: sixty stand on a page and an include costs as much as everything else together.

The words are those of `templates/components/session_card.html`, rendered by Django with its escaping. A card is a
value: the same card in the same language gives the same HTML, which is kept.
"""

from __future__ import annotations

from functools import lru_cache

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from home.activities.cards import Card

#: About 2 kB each.
CARDS_KEPT = 2000


@lru_cache(maxsize=CARDS_KEPT)
def render_card(card: Card, language: str, heading: str = "h3") -> SafeString:
    """Give the HTML of `card`, its title at level `heading`."""
    template = get_template("components/session_card.html")
    html = template.render({"card": card, "language": language, "heading": heading})
    return mark_safe(html)  # noqa: S308 -- rendered by Django, escaped there
