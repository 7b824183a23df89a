"""The guide's own words with a box for each language, told to « Traductions à revoir »: registers, tools, columns, forms."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from home.pages.admin.outdated import ShortText, provide
from home.pages.admin.short_texts import everything, form
from resources.guide.admin.tools import WORDS as TOOL_WORDS
from resources.guide.implementations.lines import LINES
from resources.guide.models import Check, CostForm, Implementation, Register, Tool


def offered(_user: Any) -> QuerySet[Tool]:
    """Give the tools the public is offered."""
    return Tool.objects.live()


def published(user: Any) -> QuerySet[Implementation]:
    """Give the columns anybody may read, those of one's territories."""
    return Implementation.objects.public().editable_by(user)


def provide_guide_texts() -> None:
    """Tell the report of them. Columns have a box in English alone."""
    for told in (
        ShortText(
            Register,
            "title",
            "guide.change_register",
            everything(Register),
            form("register_admin:edit"),
            beside=("description", "what_for", "who"),
        ),
        ShortText(
            Tool, "title", "guide.change_tool", offered, form("tool_admin:edit"), beside=TOOL_WORDS[1:]
        ),
        ShortText(
            Implementation,
            "name",
            "guide.change_implementation",
            published,
            form("implementations:edit"),
            beside=tuple(LINES),
        ),
        ShortText(
            Check,
            "title",
            "guide.change_check",
            everything(Check),
            form("wagtailsnippets_guide_check:edit"),
            beside=("summary", "introduction"),
            streams=("answers", "dimensions", "themes", "readings"),
        ),
        ShortText(
            CostForm,
            "title",
            "guide.change_costform",
            everything(CostForm),
            form("wagtailsnippets_guide_costform:edit"),
            beside=("summary", "introduction", "assumptions", "source", "told"),
            streams=("factors", "inputs", "sections", "modes", "results", "readings"),
        ),
    ):
        provide(told)
