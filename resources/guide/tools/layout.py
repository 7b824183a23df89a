"""A document before it has a format: pages, sections, blocks. The PDF, DOCX and ODT are all written from it. No Django here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from resources.guide.tools.fields import Choice, Kind

#: Questions stand side by side on a row of this width.
FULL = 12
#: Type smaller than this, in points, is that of a full sheet; the height of a label in millimetres for each of its points.
DENSE, LABEL = 9, 0.43
RIGHT_TO_LEFT = frozenset(["ar"])
#: Width and height of the sheets, in millimetres.
SIZES = {"A4": (210, 297), "A5": (148, 210), "A4-landscape": (297, 210)}


def direction_of(language: str) -> str:
    """Give the direction a language is written in: "ltr" or "rtl"."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


@dataclass(frozen=True)
class Block:
    """One thing on a sheet."""

    #: What draws it on the sheet.
    template: ClassVar[str] = ""

    def names(self) -> dict[str, str]:
        """Give the fields it leaves to fill in: the name of each, and what it asks."""
        return {}


@dataclass(frozen=True)
class Text(Block):
    """A paragraph; `style` is "", "lead", "note" or "warning"."""

    text: str
    style: str = ""
    template: ClassVar[str] = "outils/paper/text.html"


@dataclass(frozen=True)
class Items(Block):
    """A list; `ticks` puts an empty box before each line."""

    items: tuple[str, ...]
    style: str = ""
    template: ClassVar[str] = "outils/paper/items.html"


@dataclass(frozen=True)
class Card:
    """A pictogram with a few words."""

    sign: str
    title: str
    text: str = ""


@dataclass(frozen=True)
class Cards(Block):
    """Cards one below the other; `numbered` makes steps of them, `lines` leaves room to write by hand under each."""

    cards: tuple[Card, ...]
    numbered: bool = False
    lines: int = 0
    template: ClassVar[str] = "outils/paper/cards.html"

    @property
    def rules(self) -> range:
        """One for each line to write on."""
        return range(self.lines)


@dataclass(frozen=True)
class Facts(Block):
    """Labels with their values, several lines each; a value that is not known leaves room to write it."""

    facts: tuple[tuple[str, tuple[str, ...]], ...]
    template: ClassVar[str] = "outils/paper/facts.html"


@dataclass(frozen=True)
class Drawing(Block):
    """A large pictogram, an ornament: whoever listens to the document hears nothing of it."""

    sign: str
    template: ClassVar[str] = "outils/paper/drawing.html"


@dataclass(frozen=True)
class Ask(Block):
    """A question and room for its answer. `width` is out of `FULL`, `lines` the room to write."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    help: str = ""
    required: bool = False
    choices: tuple[Choice, ...] = ()
    lines: int = 1
    width: int = FULL
    max: int = 0
    #: The label and its answers share a line.
    inline: bool = False
    #: The part of the row the label takes then, out of `FULL`.
    label_width: int = 0
    #: Whether there is room for the help; a field filled on screen says it in any case.
    shows_help: bool = True
    template: ClassVar[str] = "outils/paper/ask.html"

    @property
    def is_single(self) -> bool:
        """Whether one answer excludes the others."""
        return self.kind == Kind.CHOICE

    @property
    def is_date(self) -> bool:
        """Whether a day is asked."""
        return self.kind == Kind.DATE

    @property
    def is_tall(self) -> bool:
        """Whether the answer may take several lines."""
        return self.kind == Kind.LONG or self.lines > 1

    @property
    def words(self) -> str:
        """The label and the help, for who fills the field in without seeing the sheet."""
        return (
            f"{self.label} {self.help}".strip()
            if self.label[-1:] in "?.:"
            else ". ".join(filter(None, [self.label, self.help]))
        )

    @property
    def rules(self) -> range:
        """One for each line to write on."""
        return range(self.lines)

    @property
    def options(self) -> list[tuple[str, Choice]]:
        """The name of the field of each choice: one for all when a single answer is asked."""
        if self.is_single:
            return [(self.name, choice) for choice in self.choices]
        return [(f"{self.name}-{choice.slug}", choice) for choice in self.choices]

    def names(self) -> dict[str, str]:
        if self.choices and not self.is_single:
            return {name: f"{self.label} : {choice.label}" for name, choice in self.options}
        return {self.name: self.label}


@dataclass(frozen=True)
class Grid(Block):
    """A table to fill in: `columns` names its columns, `rows` its rows; a row without a name has a cell more to fill.

    `height` is that of a row, in millimetres; `ticks` puts a box in each cell instead of room to write.
    """

    name: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    height: int = 10
    ticks: bool = False
    template: ClassVar[str] = "outils/paper/grid.html"

    @property
    def lines(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Each row: its name, then the name and the label of every cell to fill in."""
        found = []
        for number, row in enumerate(self.rows, start=1):
            said = row or f"{self.caption}, {number}"
            first = 1 if row else 0
            cells = [
                (f"{self.name}-{number}-{place}", f"{said} : {column}")
                for place, column in enumerate(self.columns)
                if place >= first
            ]
            found.append((row, cells))
        return found

    def names(self) -> dict[str, str]:
        return {name: label for _row, cells in self.lines for name, label in cells}


@dataclass(frozen=True)
class Section:
    """Blocks under one title; both title and introduction may be empty."""

    title: str
    blocks: tuple[Block, ...]
    intro: str = ""
    style: str = ""

    def rows(self) -> Iterator[tuple[Block, ...]]:
        """Give the blocks row by row: questions that fit beside one another together, anything else alone."""
        row: list[Block] = []
        used = 0
        for block in self.blocks:
            width = block.width if isinstance(block, Ask) else FULL
            if row and used + width > FULL:
                yield tuple(row)
                row, used = [], 0
            row.append(block)
            used += width
        if row:
            yield tuple(row)


@dataclass(frozen=True)
class Page:
    """One sheet. `style` is "" or "panels": then its sections stand side by side, and the sheet folds between them.

    `language` is told when it is not the document's.
    """

    sections: tuple[Section, ...]
    title: str = ""
    style: str = ""
    language: str = ""

    @property
    def direction(self) -> str:
        """Where its lines begin: "ltr" or "rtl"."""
        return direction_of(self.language)


@dataclass(frozen=True)
class Document:
    """All of it, in one language.

    `note` stands at the end of every page; `foot` in the margin, with the number of the page. `type` is the size of
    letters in points and `line` the height of a line to write on in millimetres, for the formats one edits.
    """

    slug: str
    title: str
    language: str
    pages: tuple[Page, ...]
    size: str = "A4"
    lead: str = ""
    warning: str = ""
    note: str = ""
    foot: str = ""
    type: float = 10.5
    line: int = 7

    @property
    def direction(self) -> str:
        """Where its lines begin: "ltr" or "rtl"."""
        return direction_of(self.language)

    @property
    def blocks(self) -> Iterator[Block]:
        """Every block, in the order it is read."""
        for page in self.pages:
            for section in page.sections:
                yield from section.blocks

    @property
    def is_dense(self) -> bool:
        """Whether much must stand on a sheet: small type, narrow margins."""
        return self.type < DENSE

    def room_for(self, asks: Iterable[Ask]) -> float:
        """Give the least height of a row of questions in millimetres: labels, and lines to write on under them."""
        label = self.type * LABEL
        return max(
            self.line if ask.inline else label + self.line * (0 if ask.choices else ask.lines) for ask in asks
        )

    @property
    def has_required(self) -> bool:
        """Whether a question must be answered: the sheet then explains its sign."""
        return any(isinstance(block, Ask) and block.required for block in self.blocks)

    def names(self) -> Mapping[str, str]:
        """Give the fields to fill in: the name of each, and what it asks. Raises ValueError when two have one name."""
        found: dict[str, str] = {}
        for block in self.blocks:
            for name, label in block.names().items():
                if name in found:
                    raise ValueError(f"two fields are named {name}")
                found[name] = label
        return found
