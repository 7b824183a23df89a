"""What teams answered, added up, without telling on any: a group of fewer than five is never told, none included.

Sheets come into the totals by five at least (`checks/purge.py`), and counts are told by whole fives, rounded down: what
changes from one reading to another comes from a group.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from resources.guide.checks.content import CheckContent
from resources.guide.models.editions import Edition
from resources.guide.models.sheets import Tally

#: The smallest group that is told.
SMALLEST = 5


class Row(NamedTuple):
    """A question and, for each answer in order, how many gave it at least; None for a group too small to be told."""

    text: str
    counts: list[int | None]


class Page(NamedTuple):
    """A theme and its questions."""

    title: str
    rows: list[Row]


class Totals(NamedTuple):
    """What may be told of an edition; `sheets` is None, and there is no page, when too few answered it."""

    sheets: int | None
    answers: list[str]
    pages: list[Page]


def told(count: int) -> int | None:
    """Give a count, by whole groups, when it may be told. The same silence stands for none and for a few."""
    return count - count % SMALLEST or None


def totals_of(edition: Edition, content: CheckContent) -> Totals:
    """Give the totals of the sheets of an edition that are gone. One query."""
    rows = Tally.objects.filter(edition=edition).values_list("question", "value", "count")
    counts = {(question, value): count for question, value, count in rows}
    return totals_in(content, counts)


def totals_in(content: CheckContent, counts: Mapping[tuple[str, str], int]) -> Totals:
    """Give what may be told of counts by (question, answer)."""
    answers = [answer.slug for answer in content.answers]
    sheets = told(counts.get(("", ""), 0))
    pages = [
        Page(
            theme.title.text,
            [
                Row(question.text.text, [told(counts.get((question.slug, answer), 0)) for answer in answers])
                for question in theme.questions
            ],
        )
        for theme in content.themes
    ]
    return Totals(sheets, [answer.label.text for answer in content.answers], pages if sheets else [])
