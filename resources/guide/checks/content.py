"""An edition read back in one language: questions, lines, words. Plain values, no database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from portal.territories.words import DEFAULT, Words
from resources.guide.checks import blocks
from resources.guide.checks.numbers import written
from resources.guide.checks.worksheet import blocks as cost_blocks
from resources.guide.checks.worksheet.blocks import INPUTS_OF

#: What stands after a line's name when it is no box: how the work is paid, the name the person gave the line.
MODE, NAME = "mode", "nom"
#: The kind of the lines that describe the project.
COUNT = "count"
NOTHING = Words("", DEFAULT)


@dataclass(frozen=True)
class Said:
    """Something with a name and a few words."""

    slug: str
    label: Words
    help: Words = NOTHING


@dataclass(frozen=True)
class Question:
    """A question; `short` completes « il manque : … », `chapter` and `anchor` say where the guide speaks of it."""

    slug: str
    text: Words
    help: Words
    short: Words
    essential: bool
    origin: str
    chapter: str
    anchor: str


@dataclass(frozen=True)
class Theme:
    """A page of questions, of one dimension."""

    slug: str
    dimension: str
    title: Words
    introduction: Words
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Reading:
    """What a result says: its title, its paragraphs, and the sentence for one dimension."""

    title: Words
    html: Words
    text: Words


@dataclass(frozen=True)
class Base:
    """What every form has: its words, and the number of its edition."""

    number: int
    title: Words
    summary: Words
    introduction: Words
    readings: Mapping[str, Reading] = field(repr=False)


@dataclass(frozen=True)
class CheckContent(Base):
    """A check."""

    unknown_from: int
    answers: tuple[Said, ...]
    dimensions: tuple[Said, ...]
    themes: tuple[Theme, ...]

    @property
    def pages(self) -> tuple[Theme, ...]:
        """The pages to answer, in order."""
        return self.themes

    def questions(self) -> Iterator[tuple[Theme, Question]]:
        """Give every question with its theme, in order."""
        for theme in self.themes:
            for question in theme.questions:
                yield theme, question


@dataclass(frozen=True)
class Box:
    """A box to fill: its words, its unit, and the most it takes, if anything."""

    slug: str
    label: Words
    unit: Words
    help: Words
    most: int | None


@dataclass(frozen=True)
class Line:
    """A line of the worksheet, with its boxes in the order they are multiplied."""

    slug: str
    label: Words
    help: Words
    kind: str
    effect: str
    minimum: bool
    ask_mode: bool
    free: bool
    is_people: bool
    is_patients: bool
    boxes: tuple[Box, ...]

    @property
    def is_count(self) -> bool:
        """Whether it counts people: whole numbers, without a unit."""
        return self.kind == COUNT

    def entry(self, what: str) -> str:
        """Give the name of what is kept of the line: a box, `MODE` or `NAME`."""
        return f"{self.slug}.{what}"


@dataclass(frozen=True)
class Section:
    """A page of lines."""

    slug: str
    title: Words
    introduction: Words
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class CostContent(Base):
    """The cost worksheet, with the range that was published."""

    assumptions: Words
    low: int
    high: int
    source: Words
    page: int | None
    told: Words
    chapter: str
    factors: tuple[Words, ...]
    sections: tuple[Section, ...]
    modes: tuple[Said, ...]
    results: Mapping[str, Said]

    @property
    def pages(self) -> tuple[Section, ...]:
        """The pages to fill, in order."""
        return self.sections

    @property
    def lines(self) -> list[Line]:
        """Every line, in order."""
        return [line for section in self.sections for line in section.lines]


def read_check(content: Mapping[str, Any], number: int, language: str = "") -> CheckContent:
    """Read an edition of a check in a language (the active one by default)."""
    read = Reader(language, questions=sum(len(theme["questions"]) for theme in content["themes"]))
    return CheckContent(
        **read.base(content, number),
        unknown_from=content["unknown_from"],
        answers=tuple(map(read.said, content["answers"])),
        dimensions=tuple(map(read.said, content["dimensions"])),
        themes=tuple(map(read.theme, content["themes"])),
    )


def read_cost(content: Mapping[str, Any], number: int, language: str = "") -> CostContent:
    """Read an edition of the cost worksheet in a language (the active one by default)."""
    read = Reader(language, low=content["low"], high=content["high"])
    boxes = {one["slug"]: read.box(one) for one in content["inputs"]}
    return CostContent(
        **read.base(content, number),
        assumptions=read.words(content["assumptions"]),
        **{name: content[name] for name in ("low", "high", "page", "chapter")},
        source=read.words(content["source"]),
        told=read.words(content["told"]),
        factors=tuple(read.words(one["text"]) for one in content["factors"]),
        sections=tuple(read.section(one, boxes) for one in content["sections"]),
        modes=tuple(map(read.said, content["modes"])),
        results={one["slug"]: read.said(one) for one in content["results"]},
    )


class Reader:
    """Reads plain data in one language; what nobody translated is given in French, and says so.

    `numbers` are written where the words say their names, « {questions} »: words that follow what the team changes.
    """

    def __init__(self, language: str = "", **numbers: int) -> None:
        self.language = (language or get_language() or DEFAULT)[:2]
        self.numbers = numbers

    def words(self, told: Mapping[str, str] | None) -> Words:
        """Give a sentence."""
        told = told or {}
        language = self.language if told.get(self.language) else DEFAULT
        text = told.get(language, "")
        for name, number in self.numbers.items():
            text = text.replace(f"{{{name}}}", written(Decimal(number), language))
        return Words(text, language)

    def base(self, content: Mapping[str, Any], number: int) -> dict[str, Any]:
        """Give what every form has."""
        names = ("title", "summary", "introduction")
        readings = self.spare(blocks.SPARE if "themes" in content else cost_blocks.SPARE) | {
            one["slug"]: self.reading(one) for one in content["readings"]
        }
        return {name: self.words(content[name]) for name in names} | {"readings": readings, "number": number}

    def said(self, one: Mapping[str, Any]) -> Said:
        """Give something with a name and words."""
        return Said(
            one["slug"], self.words(one.get("label") or one.get("title")), self.words(one.get("help"))
        )

    def reading(self, one: Mapping[str, Any]) -> Reading:
        """Give a reading; the worksheet's have no sentence for a dimension."""
        return Reading(self.words(one["title"]), self.words(one["html"]), self.words(one.get("text")))

    def spare(self, slug: str) -> dict[str, Reading]:
        """Give the reading that editions published before it do not have."""
        with override(self.language):
            told = {
                blocks.SPARE: (
                    _("Le chemin est commencé"),
                    _("Des points essentiels sont encore en chemin ou à vérifier : ils sont dans la liste."),
                    _("C’est commencé : il reste des points à terminer."),
                ),
                cost_blocks.SPARE: (
                    _("« Déjà payé » dépasse le coût"),
                    _("Vous retirez plus que ce que vous avez compté. Vérifiez ces deux lignes."),
                    "",
                ),
            }
        title, html, text = told[slug]
        said = (Words(words, self.language) for words in (title, f"<p>{html}</p>", text))
        return {slug: Reading(*said)}

    def theme(self, one: Mapping[str, Any]) -> Theme:
        """Give a page of questions."""
        return Theme(
            slug=one["slug"],
            dimension=one["dimension"],
            title=self.words(one["title"]),
            introduction=self.words(one["introduction"]),
            questions=tuple(map(self.question, one["questions"])),
        )

    def question(self, one: Mapping[str, Any]) -> Question:
        """Give a question."""
        words = {name: self.words(one[name]) for name in ("text", "help", "short")}
        return Question(
            slug=one["slug"],
            essential=one["essential"],
            origin=one["origin"],
            chapter=one["chapter"],
            anchor=one["anchor"],
            **words,
        )

    def box(self, one: Mapping[str, Any]) -> Box:
        """Give a box."""
        words = {name: self.words(one[name]) for name in ("label", "unit", "help")}
        return Box(slug=one["slug"], most=one["most"], **words)

    def section(self, one: Mapping[str, Any], boxes: Mapping[str, Box]) -> Section:
        """Give a page of lines."""
        return Section(
            slug=one["slug"],
            title=self.words(one["title"]),
            introduction=self.words(one["introduction"]),
            lines=tuple(self.line(line, boxes) for line in one["lines"]),
        )

    def line(self, one: Mapping[str, Any], boxes: Mapping[str, Box]) -> Line:
        """Give a line with its boxes."""
        flags = ("kind", "effect", "minimum", "ask_mode", "free", "is_people")
        mine = [boxes[name] for name in INPUTS_OF[one["kind"]]]
        if one["kind"] == COUNT:
            mine = [replace(box, unit=NOTHING) for box in mine]
        return Line(
            slug=one["slug"],
            label=self.words(one["label"]),
            help=self.words(one["help"]),
            boxes=tuple(mine),
            is_patients=one.get("is_patients", False),  # not asked by the first editions
            **{name: one[name] for name in flags},
        )
