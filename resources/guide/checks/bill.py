"""What the cost worksheet says, worked out before the template: each line with its numbers, the totals, the range beside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.territories.words import DEFAULT, Words
from resources.guide.checks.chapters import Chapters, Way
from resources.guide.checks.content import MODE, NAME, CostContent, Line, Reading, Said
from resources.guide.checks.filled import Answers, row_of, rows_of
from resources.guide.checks.numbers import money, percent, written
from resources.guide.checks.sums import EMPTY, PARTIAL, Row, Sums, add_up, subtotals

#: The order results are told in.
RESULTS = ("total", "already_carried", "to_fund", "balance", "per_person")


@dataclass(frozen=True)
class BillLine:
    """A line that something is written on: its name, how the work is paid, its numbers with their units, its amount."""

    label: Words
    mode: Words | None
    numbers: tuple[tuple[str, Words], ...]
    amount: str
    is_partial: bool
    #: Whether the person wrote the name: it may be in any language.
    is_named: bool
    #: Of people accompanied, the part they are of the team's patients, in words.
    share: str = ""


@dataclass(frozen=True)
class BillSection:
    """A part of the worksheet with its lines and their sum, "" when its numbers are not money."""

    title: Words
    lines: tuple[BillLine, ...]
    subtotal: str


@dataclass(frozen=True)
class Bill:
    """Everything the worksheet shows, on the page and on paper."""

    content: CostContent
    sums: Sums
    reading: Reading
    #: What is wrong or missing, with the lines it is about.
    notes: tuple[tuple[Reading, tuple[Words, ...]], ...]
    sections: tuple[BillSection, ...]
    results: tuple[tuple[Said, str], ...]
    empty: tuple[Words, ...]
    low: str
    high: str
    way: Way | None

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written on it."""
        return not self.sections


def bill_of(content: CostContent, answers: Answers, chapters: Chapters) -> Bill:
    """Read a worksheet."""
    rows = rows_of(content, answers)
    sums = add_up(rows, content.low, content.high)
    writer = Writer(content, answers, sums)
    labels = {line.slug: writer.label_of(line) for line in content.lines}
    return Bill(
        content=content,
        sums=sums,
        reading=content.readings[sums.reading],
        notes=notes_of(content, sums, labels),
        sections=tuple(section for section in writer.sections() if section.lines),
        results=() if sums.reading == EMPTY else writer.results(),
        empty=tuple(labels[slug] for slug in sums.empty),
        low=money(Decimal(content.low), writer.language),
        high=money(Decimal(content.high), writer.language),
        way=chapters.way_to(content.chapter),
    )


def notes_of(
    content: CostContent, sums: Sums, labels: Mapping[str, Words]
) -> tuple[tuple[Reading, tuple[Words, ...]], ...]:
    """Give what is wrong or missing; of the minimum and of the totals nothing is said before there is a total."""
    found = {"incomplete": tuple(labels[slug] for slug in sums.partial)}
    if sums.reading != EMPTY:
        both = tuple(content.results[name].label for name in ("total", "already_carried"))
        found["excess"] = both if sums.is_excess else ()
        found["minimum"] = tuple(labels[slug] for slug in sums.minimum)
    return tuple((content.readings[name], lines) for name, lines in found.items() if lines)


class Writer:
    """Writes lines, numbers and amounts in the language of the page."""

    def __init__(self, content: CostContent, answers: Answers, sums: Sums) -> None:
        self.content, self.answers, self.sums = content, answers, sums
        self.language = (get_language() or DEFAULT)[:2]
        self.modes = {mode.slug: mode.label for mode in content.modes}

    def label_of(self, line: Line) -> Words:
        """Give the name of a line: the person's own when they gave one."""
        given = self.answers.get(line.entry(NAME), "")
        return Words(given, self.language) if given else line.label

    def sections(self) -> list[BillSection]:
        """Give every part with the lines something is written on."""
        rows = {one.slug: [row_of(line, self.answers) for line in one.lines] for one in self.content.sections}
        sums = subtotals(rows)
        return [
            BillSection(
                title=section.title,
                lines=tuple(
                    self.line(line, row)
                    for line, row in zip(section.lines, rows[section.slug], strict=True)
                    if row.state != EMPTY
                ),
                subtotal=self._subtotal(rows[section.slug], sums[section.slug]),
            )
            for section in self.content.sections
        ]

    def _subtotal(self, rows: list[Row], amount: Decimal) -> str:
        is_money = any(row.effect != "none" and row.amount is not None for row in rows)
        return money(amount, self.language) if is_money else ""

    def line(self, line: Line, row: Row) -> BillLine:
        """Give one line."""
        numbers = [
            (written(number, self.language), box.unit)
            for box, number in zip(line.boxes, row.boxes, strict=True)
            if number is not None
        ]
        amount = row.amount if line.effect != "none" else None
        return BillLine(
            label=self.label_of(line),
            mode=self.modes.get(self.answers.get(line.entry(MODE), "")),
            numbers=tuple(numbers),
            amount="" if amount is None else money(amount, self.language),
            is_partial=row.state == PARTIAL,
            is_named=bool(self.answers.get(line.entry(NAME))),
            share=self.share() if line.is_people else "",
        )

    def share(self) -> str:
        """Give the part of the team's patients the people accompanied are, rounded down: no part is called the whole.

        "" unless both are written, and when they are more than the patients.
        """
        share = self.sums.share
        if share is None or share > 100:
            return ""
        whole = share.to_integral_value(ROUND_FLOOR)
        told = percent(max(whole, Decimal(1)) if share else whole, self.language)
        if 0 < share < 1:
            return _("soit moins de %(share)s des patient·es de l’équipe") % {"share": told}
        return _("soit %(share)s des patient·es de l’équipe") % {"share": told}

    def results(self) -> tuple[tuple[Said, str], ...]:
        """Give the totals that can be told."""
        amounts = [(self.content.results[name], getattr(self.sums, name)) for name in RESULTS]
        return tuple((said, money(amount, self.language)) for said, amount in amounts if amount is not None)
