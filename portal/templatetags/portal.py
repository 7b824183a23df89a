"""Small words for templates, there in every one without loading."""

from __future__ import annotations

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from portal.pictograms import svg

register = template.Library()


@register.simple_tag
def pictogram(name: str, css_class: str = "picto") -> SafeString:
    """Draw the pictogram `name` inline, hidden from screen readers: the words beside it say the same."""
    return svg(name, css_class)


@register.filter
def telephone(number: str) -> str:
    """Give the `tel:` address of a number written for people: 01 99 00 12 34 → tel:+33199001234."""
    digits = re.sub(r"\D", "", number or "")
    if len(digits) == 10 and digits.startswith("0"):
        digits = "+33" + digits[1:]
    return f"tel:{digits}"


@register.filter
def ltr(text: object) -> SafeString:
    """Keep a number or an hour left to right inside Arabic text."""
    return format_html('<bdi dir="ltr">{}</bdi>', text) if text else mark_safe("")
