"""The demonstration's tools, in the words of the content file."""

from __future__ import annotations

from typing import Any

from portal.demo.content import read
from resources.guide.models import Tool

#: What a content file says in its own way, beside the words of each language.
FACTS = ("position", "version", "date", "formats", "pages", "licence", "licence_url", "registers", "chapter")


def add_tools() -> None:
    """Write every tool, found again by its code."""
    for told in read("guide/tools")["tool"]:
        facts: dict[str, Any] = {name: told[name] for name in FACTS}
        facts["holds_personal_data"] = told["personal_data"]
        for language in ("fr", "en", "ar"):
            end = "" if language == "fr" else f"_{language}"
            facts |= {f"{name}{end}": text for name, text in told.get(language, {}).items()}
        tool, _is_new = Tool.objects.update_or_create(slug=told["slug"], defaults=facts)
        tool.full_clean()
