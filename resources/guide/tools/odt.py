"""A document as ODT: real headings, lists, tables with header rows, and places to fill in that say their label."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import singledispatchmethod
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

import odfdo
from django.utils import translation
from odfdo import Element

from resources.guide.tools.layout import (
    FULL,
    SIZES,
    Ask,
    Block,
    Cards,
    Document,
    Drawing,
    Facts,
    Grid,
    Items,
    Page,
    Section,
    Text,
)
from resources.guide.tools.odt_styles import Styles
from resources.guide.tools.spelling import LOCALES, date_hint, must, write_here

BOX = "\u2610"
#: Beside the fold, in millimetres.
GUTTER = 5


def to_odt(document: Document, *, day: date | None = None) -> bytes:
    """Give the ODT file of a document; `day` is the date it bears."""
    with translation.override(document.language):
        return Writer(document).write(day)


class Writer:
    """Writes one document: XML first, put into the package at the end."""

    def __init__(self, told: Document) -> None:
        self.told = told
        self.styles = Styles(told)
        self.language = told.language
        self.breaks = False
        self.tables = 0
        self.width = float(SIZES[told.size][0] - 2 * self.styles.margin)

    def write(self, day: date | None) -> bytes:
        """Give the finished file."""
        pieces = [self.say(self.told.title, "Title", level=1)]
        if self.told.lead:
            pieces.append(self.say(self.told.lead, "Lead"))
        if self.told.warning:
            pieces.append(self.say(self.told.warning, "Warning"))
        for number, page in enumerate(self.told.pages):
            self.breaks = number > 0
            self.language = page.language or self.told.language
            pieces += self.page(page)
        file = odfdo.Document("text")
        file.body.clear()
        for piece in pieces:
            file.body.append(Element.from_tag(piece))
        self.styles.put_into(file)
        self._tell_about(file, day)
        out = BytesIO()
        file.save(out)
        return out.getvalue()

    def _tell_about(self, file: odfdo.Document, day: date | None) -> None:
        file.meta.title = self.told.title
        file.meta.initial_creator = file.meta.creator = "IMPACT"
        file.meta.language = LOCALES[self.told.language]
        if day:
            file.meta.creation_date = file.meta.date = datetime.combine(day, time())
        for name in list(file.get_parts()):
            if name.startswith("Thumbnails/"):  # that of an empty page
                file.del_part(name)
                file.manifest.del_full_path(name)

    # Parts ------------------------------------------------------------------------------------------------------

    def page(self, page: Page) -> list[str]:
        """Write one sheet."""
        pieces, level = [], 2
        if page.title:
            title = f"{page.title} ({must()})" if self.told.has_required else page.title
            pieces.append(self.say(title, "Heading2", level=2))
            level = 3
        if page.style == "panels":
            pieces += self.panels(page, level)
        else:
            pieces += [
                piece for section in page.sections for piece in self.section(section, level, self.width)
            ]
        if self.told.note:
            pieces.append(self.say(self.told.note, "Strong"))
        return pieces

    def panels(self, page: Page, level: int) -> list[str]:
        """Write sections side by side."""
        before = self.begin_table()
        width = self.width / len(page.sections)
        inner = width - 2 * GUTTER
        cells = [self.cell("".join(self.section(section, level, inner)), "Bare") for section in page.sections]
        return [*before, self.table([self.row(cells)], [width] * len(cells))]

    def section(self, section: Section, level: int, width: float) -> list[str]:
        """Write what stands under one title."""
        pieces = []
        aside = section.intro if section.title and self.told.is_dense else ""
        if section.title:
            title = escape(section.title) + (helping(aside) if aside else "")
            pieces.append(self.paragraph(title, f"Heading{level}", level=level))
        if section.intro and not aside:
            pieces.append(self.say(section.intro, "Note"))
        for row in section.rows():
            asks = [block for block in row if isinstance(block, Ask)]
            pieces += self.asks(asks, width) if asks else self.block(row[0], width)
        return pieces

    @singledispatchmethod
    def block(self, block: Block, width: float) -> list[str]:
        """Write one block."""
        raise TypeError(f"nobody writes {type(block).__name__}")

    @block.register
    def _(self, block: Text, width: float) -> list[str]:
        styles = {"lead": "Lead", "note": "Note", "warning": "Warning"}
        return [self.say(block.text, styles.get(block.style, "Standard"))]

    @block.register
    def _(self, block: Items, width: float) -> list[str]:
        before = self.begin_table()
        items = "".join(f"<text:list-item>{self.say(item)}</text:list-item>" for item in block.items)
        return [*before, f'<text:list text:style-name="Bullets">{items}</text:list>']

    @block.register
    def _(self, block: Cards, width: float) -> list[str]:
        pieces = []
        for number, card in enumerate(block.cards, start=1):
            pieces.append(self.say(f"{number}. {card.title}" if block.numbered else card.title, "Strong"))
            if card.text:
                pieces.append(self.say(card.text))
            pieces += [self.say("", "Rule") for _rule in block.rules]
        return pieces

    @block.register
    def _(self, block: Facts, width: float) -> list[str]:
        pieces = []
        for label, lines in block.facts:
            pieces.append(self.say(label, "Note"))
            pieces += [self.say(line, "Strong") for line in lines]
            if not lines:
                pieces.append(self.paragraph(blank(label), "Rule"))
        return pieces

    @block.register
    def _(self, block: Drawing, width: float) -> list[str]:
        """Leave the ornament out: a drawing of theirs may stand there."""
        return []

    @block.register
    def _(self, block: Grid, width: float) -> list[str]:
        before = self.begin_table()
        head = self.row([self.cell(self.say(column, "Label")) for column in block.columns])
        rows = [f"<table:table-header-rows>{head}</table:table-header-rows>"]
        for name, fields in block.lines:
            cells = [self.cell(self.say(name, "Label"))] if name else []
            for _field, _label in fields:
                cells.append(self.cell(self.say(BOX if block.ticks else "")))
            rows.append(self.row(cells, block.height))
        each = width / len(block.columns)
        return [*before, self.table(rows, [each] * len(block.columns), block.caption), self.say("", "Gap")]

    def asks(self, asks: list[Ask], width: float) -> list[str]:
        """Write questions that stand side by side: each in a frame, its label above the room to write."""
        before = self.begin_table()
        alone = len(asks) == 1
        total = FULL if alone else sum(ask.width for ask in asks)
        widths = [width * (FULL if alone else ask.width) / total for ask in asks]
        row = self.row([self.cell(self.ask(ask)) for ask in asks], self.told.room_for(asks))
        return [*before, self.table([row], widths)]

    def ask(self, ask: Ask) -> str:
        """Write a question and what one answers with."""
        words = [date_hint() if ask.is_date else "", ask.help if ask.shows_help else ""]
        label = escape(f"{ask.label} *" if ask.required else ask.label)
        if any(words):
            label += helping(" ".join(filter(None, words)))
        choices = [f"{BOX}\u00a0{escape(choice.label)}" for choice in ask.choices]
        answer = '<text:s text:c="3"/>'.join(choices) if choices else blank(ask.label, ask.max)
        if ask.inline:
            return self.paragraph(
                f'{label}<text:s text:c="3"/><text:span text:style-name="Plain">{answer}</text:span>', "Label"
            )
        return self.paragraph(label, "Label") + self.paragraph(answer)

    # Small things -----------------------------------------------------------------------------------------------

    def say(self, text: str, style: str = "Standard", *, level: int = 0) -> str:
        """Write a paragraph, or a heading of a level."""
        return self.paragraph(escape(text), style, level=level)

    def paragraph(self, inside: str, style: str = "Standard", *, level: int = 0) -> str:
        """Write a paragraph around XML; the first of a page begins it."""
        other = self.language if self.language != self.told.language else ""
        name = quoteattr(self.styles.variant(style, breaks=self.breaks, language=other))
        self.breaks = False
        if level:
            return f'<text:h text:style-name={name} text:outline-level="{level}">{inside}</text:h>'
        return f"<text:p text:style-name={name}>{inside}</text:p>"

    def begin_table(self) -> list[str]:
        """Begin the page before what cannot: a table, a list."""
        return [self.say("", "Gap")] if self.breaks else []

    def table(self, rows: list[str], widths: list[float], caption: str = "") -> str:
        """Write a table from its rows and the widths of its columns in millimetres."""
        self.tables += 1
        columns = "".join(
            f"<table:table-column table:style-name={quoteattr(self.styles.column(width))}/>"
            for width in widths
        )
        title = f"<table:title>{escape(caption)}</table:title>" if caption else ""
        style = quoteattr(self.styles.table(sum(widths)))
        return (
            f'<table:table table:name="T{self.tables}" table:style-name={style}>'
            f"{title}{columns}{''.join(rows)}</table:table>"
        )

    def row(self, cells: list[str], height: float = 0) -> str:
        """Write a row, at least `height` millimetres high."""
        style = f" table:style-name={quoteattr(self.styles.row(height))}" if height else ""
        return f"<table:table-row{style}>{''.join(cells)}</table:table-row>"

    def cell(self, inside: str, style: str = "Box") -> str:
        """Write a cell around XML."""
        return f'<table:table-cell table:style-name="{style}" office:value-type="string">{inside}</table:table-cell>'


def helping(words: str) -> str:
    """Add words of help to a label or a title."""
    return f' <text:span text:style-name="Help">{escape(words)}</text:span>'


def blank(label: str, longest: int = 0) -> str:
    """Leave a place to fill in, that says its label and how much it holds."""
    described = quoteattr(label)
    return (
        f'<text:placeholder text:placeholder-type="text" text:description={described}>'
        f"{escape('<' + write_here(longest) + '>')}</text:placeholder>"
    )
