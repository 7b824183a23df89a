"""A form and what is written on it, put together for the readings and the sums. No database."""

from __future__ import annotations

from collections.abc import Mapping

from resources.guide.checks.content import MODE, NAME, CheckContent, CostContent, Line, Theme
from resources.guide.checks.numbers import read_kept
from resources.guide.checks.sums import Row
from resources.guide.checks.verdict import NONE, Point

Answers = Mapping[str, str]
#: Where a question comes from that asks for an activity one cannot open without.
MINIMUM = "minimum"


def points_of(content: CheckContent, answers: Answers) -> list[Point]:
    """Give every question with its answer; an answer this edition does not know is none."""
    known = {answer.slug for answer in content.answers}
    return [
        Point(
            slug=question.slug,
            dimension=theme.dimension,
            essential=question.essential,
            answer=given if (given := answers.get(question.slug, NONE)) in known else NONE,
            minimum=question.origin == MINIMUM,
        )
        for theme, question in content.questions()
    ]


def row_of(line: Line, answers: Answers) -> Row:
    """Give a line with its numbers."""
    return Row(
        slug=line.slug,
        effect=line.effect,
        boxes=tuple(read_kept(answers.get(line.entry(box.slug), "")) for box in line.boxes),
        minimum=line.minimum,
        is_people=line.is_people,
        is_patients=line.is_patients,
        is_begun=any(answers.get(line.entry(what)) for what in (MODE, NAME)),
    )


def rows_of(content: CostContent, answers: Answers) -> list[Row]:
    """Give every line with its numbers, in order."""
    return [row_of(line, answers) for line in content.lines]


def answered_in(content: CheckContent | CostContent, answers: Answers) -> list[tuple[int, int]]:
    """Give, for each page, how many of its questions or lines something is written on, and how many there are."""
    if isinstance(content, CheckContent):
        return [_answered(theme, answers) for theme in content.themes]
    return [
        (sum(_is_touched(line, answers) for line in section.lines), len(section.lines))
        for section in content.sections
    ]


def _answered(theme: Theme, answers: Answers) -> tuple[int, int]:
    return sum(bool(answers.get(question.slug)) for question in theme.questions), len(theme.questions)


def _is_touched(line: Line, answers: Answers) -> bool:
    return any(answers.get(line.entry(what)) for what in (MODE, NAME, *(box.slug for box in line.boxes)))
