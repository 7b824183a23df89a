"""What the result of a check says, worked out before the template: readings, dimensions, what to do and where to read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from portal.territories.words import Words
from resources.guide.checks.chapters import Chapters, Way
from resources.guide.checks.content import CheckContent, CostContent, Question, Reading, Section, Theme
from resources.guide.checks.filled import Answers, answered_in, points_of
from resources.guide.checks.verdict import BLANK, Verdict, judge

#: Gives the address of a page of the sheet, from 1.
StepUrl = Callable[[int], str]


class Todo(NamedTuple):
    """A point that is not a yes: its words, what was answered, the page where one may change it, where the guide tells it."""

    short: Words
    answer: Words
    step_url: str
    way: Way | None


class Todos(NamedTuple):
    """Points that wait for the same thing."""

    name: str
    title: str
    items: list[Todo]


class Part(NamedTuple):
    """The reading of one dimension."""

    title: Words
    text: Words
    state: str
    score: str
    percent: int

    @property
    def tenths(self) -> int:
        """The bar on paper, which has ten lengths; the longest only when all points are there."""
        return self.percent // 10


@dataclass
class Result:
    """Everything the result of a check shows, on the page and on paper."""

    content: CheckContent
    verdict: Verdict
    reading: Reading
    parts: list[Part]
    todos: list[Todos] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was answered yet."""
        return self.verdict.state == BLANK

    @property
    def chart(self) -> list[dict[str, Any]]:
        """The bars: how many of the essential points of each dimension are there."""
        return [
            {"label": part.title.text, "value": part.score, "percent": part.percent} for part in self.parts
        ]


def result_of(content: CheckContent, answers: Answers, chapters: Chapters, step_url: StepUrl) -> Result:
    """Read a sheet."""
    points = points_of(content, answers)
    verdict = judge(points, [one.slug for one in content.dimensions], content.unknown_from)
    result = Result(
        content=content,
        verdict=verdict,
        reading=content.readings[verdict.state],
        parts=parts_of(content, verdict),
    )
    if not result.is_blank:
        result.todos = Finder(
            content, {point.slug: point.answer for point in points}, chapters, step_url
        ).todos(verdict)
    return result


def parts_of(content: CheckContent, verdict: Verdict) -> list[Part]:
    """Give each dimension in words."""
    titles = {one.slug: one.label for one in content.dimensions}
    return [
        Part(
            title=titles[one.slug],
            text=content.readings[one.state].text,
            state=one.state,
            score=_("%(there)d sur %(wanted)d") % {"there": one.there, "wanted": one.wanted},
            percent=one.percent,
        )
        for one in verdict.dimensions
    ]


class Finder:
    """Finds what is said of each question."""

    def __init__(
        self, content: CheckContent, answers: Answers, chapters: Chapters, step_url: StepUrl
    ) -> None:
        self.answers, self.chapters = answers, chapters
        self.labels = {answer.slug: answer.label for answer in content.answers}
        self.known: dict[str, tuple[Question, str]] = {
            question.slug: (question, step_url(number))
            for number, theme in enumerate(content.themes, 1)
            for question in theme.questions
        }

    def todos(self, verdict: Verdict) -> list[Todos]:
        """Give what to do, the most pressing first; a list with nothing in it is left out."""
        found = [
            ("missing", _("Ce qui manque"), verdict.missing),
            ("to-check", _("Ce qu’il faut vérifier"), verdict.to_check),
            ("under-way", _("Ce qui est en chemin"), verdict.under_way),
            ("helping", _("Ce qui aide, sans être indispensable"), verdict.helping),
        ]
        return [Todos(name, title, list(map(self.todo, slugs))) for name, title, slugs in found if slugs]

    def todo(self, slug: str) -> Todo:
        """Give one point."""
        question, url = self.known[slug]
        nothing = Words(_("Sans réponse"), self.chapters.language)
        return Todo(
            short=question.short,
            answer=self.labels.get(self.answers[slug], nothing),
            step_url=url,
            way=self.chapters.way_to(question.chapter, question.anchor),
        )


def steps_of(
    content: CheckContent | CostContent, answers: Answers, step_url: StepUrl
) -> list[dict[str, str]]:
    """Give the pages of a sheet for the list of steps: what is done, what is left."""
    told = (
        _("Réponses : %(done)d sur %(all)d")
        if isinstance(content, CheckContent)
        else _("Lignes : %(done)d sur %(all)d")
    )
    pages: tuple[Theme | Section, ...] = content.pages
    return [
        {
            "title": page.title.text,
            "url": step_url(number),
            "text": told % {"done": done, "all": total},
            "state": "done" if done == total else "",
        }
        for number, (page, (done, total)) in enumerate(
            zip(pages, answered_in(content, answers), strict=True), 1
        )
    ]
