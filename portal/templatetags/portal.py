"""Small words for templates, there in every one without loading."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import quote

from django import template
from django.conf import settings
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from portal.context import root_of, split_path
from portal.pictograms import svg

register = template.Library()


class LanguageLink(NamedTuple):
    """The same page in one language; the front door of that language when the page is not there (`is_door`)."""

    code: str
    name: str
    url: str
    current: bool
    is_door: bool = False


@register.simple_tag
def pictogram(name: str, css_class: str = "picto") -> SafeString:
    """Draw the pictogram `name` inline, hidden from screen readers: the words beside it say the same."""
    return svg(name, css_class)


@register.filter
def telephone(number: str) -> str:
    """Give the `tel:` address of a number written for people: 01 99 00 12 34 → tel:+33199001234."""
    digits = re.sub(r"\D", "", str(number or ""))
    if len(digits) == 10 and digits.startswith("0"):
        digits = "+33" + digits[1:]
    elif str(number).strip().startswith("+"):
        digits = f"+{digits}"
    return f"tel:{digits}"


@register.filter
def ltr(text: object) -> SafeString:
    """Keep a number or an hour left to right inside Arabic text."""
    return format_html('<bdi dir="ltr">{}</bdi>', text) if text else mark_safe("")


@register.filter
def part(text: object) -> str:
    """Quote `text` for one part of an address, slashes and ampersands included."""
    return quote(str(text), safe="")


@register.filter
def paired(row: Iterable[Any], columns: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Give each cell of a table's row with its column."""
    return list(zip(row, columns, strict=False))


@register.simple_tag(takes_context=True)
def current(context: Context, address: str) -> SafeString:
    """Mark a link of the menu as the page shown (`page`) or the part of the site one is in (`true`)."""
    here: str = context.get("here") or ""
    if here == address:
        return mark_safe(' aria-current="page"')
    if address != "/" and here.startswith(address):
        return mark_safe(' aria-current="true"')
    return mark_safe("")


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[LanguageLink]:
    """Give this page in each language: from `translations` ({language: address}), or by swapping the prefix."""
    translations = context.get("translations")
    request = context.get("request")
    rest, query = "", ""
    if request is not None:
        rest = split_path(request.path)[1].lstrip("/")
        query = request.META.get("QUERY_STRING", "") if request.method in ("GET", "HEAD") else ""
    links = []
    for code, name in settings.LANGUAGES:
        is_here = code == context.get("language", settings.LANGUAGE_CODE)
        if translations is not None:
            url = translations.get(code) or root_of(code)
        else:
            url = root_of(code) + quote(rest) + (f"?{query}" if query else "")
        is_door = translations is not None and not translations.get(code) and not is_here
        links.append(LanguageLink(code, name, url, is_here, is_door))
    return links


@register.filter
def unlocalized(number: float | str) -> str:
    """Write a number for a machine: a point, no spaces, whatever the language."""
    return str(number)
