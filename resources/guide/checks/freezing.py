"""What is edited in the admin, written down as plain data: an edition keeps it for good. No Django model here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from wagtail.blocks import StreamValue, StructValue
from wagtail.rich_text import RichText

LANGUAGES = ("fr", "en", "ar")
#: What the editor of the admin writes in paragraphs for itself: it says nothing, and changes by itself.
KEY = re.compile(r' data-block-key="[^"]*"')


def frozen(value: Any) -> Any:
    """Give the plain data of a block's value: `x`, `x_en`, `x_ar` become `x: {"fr": …, "en": …, "ar": …}`."""
    if isinstance(value, StreamValue):
        return [frozen(child.value) for child in value]
    if isinstance(value, StructValue):
        return in_three({name: frozen(one) for name, one in value.items()})
    if isinstance(value, RichText):
        return frozen(value.source)
    if isinstance(value, str):
        return KEY.sub("", value)
    if isinstance(value, Iterable):
        return [frozen(one) for one in value]
    return value


def in_three(values: Mapping[str, Any]) -> dict[str, Any]:
    """Put the three languages of each sentence together; a language nobody wrote is left out."""
    told: dict[str, Any] = {}
    for name, value in values.items():
        base, _line, language = name.rpartition("_")
        if language in LANGUAGES[1:] and base in values:
            continue
        if f"{name}_en" not in values:
            told[name] = value
            continue
        words = {"fr": value} | {code: values[f"{name}_{code}"] for code in LANGUAGES[1:]}
        told[name] = {code: text for code, text in words.items() if text or code == "fr"}
    return told
