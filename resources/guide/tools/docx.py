"""A document as DOCX: real headings, real lists, tables with header rows, and content controls that bear their label."""

from __future__ import annotations

from datetime import datetime, time
from functools import singledispatchmethod
from io import BytesIO
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zlib import crc32

import docx
from django.utils import translation
from docx.document import Document as File
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_DIRECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from resources.guide.tools.docx_styles import AFTER_BIDI, set_paper, set_styles
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
    direction_of,
)
from resources.guide.tools.spelling import LOCALES, date_hint, must, write_here

Into = File | _Cell
MARGIN = 14  # millimetres
NARROW = 9
BOX = "\u2610"
#: Word cuts the name and the tag of a control there.
LONGEST = 64


def to_docx(document: Document, *, day: Any = None) -> bytes:
    """Give the DOCX file of a document; `day` is the date it bears."""
    with translation.override(document.language):
        return Writer(document).write(day)


class Writer:
    """Writes one document."""

    def __init__(self, told: Document) -> None:
        self.told = told
        self.file: File = docx.Document()
        self.language = told.language
        self.breaks = False
        width = SIZES[told.size][0]
        self.margin = NARROW if told.is_dense else MARGIN
        self.width: float = width - 2 * self.margin
        set_paper(self.file, told, self.margin)
        set_styles(self.file, told)

    def write(self, day: Any) -> bytes:
        """Give the finished file."""
        self._tell_about(day)
        self.say(self.file, self.told.title, "Heading 1")
        if self.told.lead:
            self.say(self.file, self.told.lead, "Subtitle")
        if self.told.warning:
            self.say(self.file, self.told.warning, "Intense Quote")
        for number, page in enumerate(self.told.pages):
            self.breaks = number > 0
            self.language = page.language or self.told.language
            self.page(page)
        out = BytesIO()
        self.file.save(out)
        return out.getvalue()

    def _tell_about(self, day: Any) -> None:
        facts = self.file.core_properties
        facts.title, facts.author, facts.comments = self.told.title, "IMPACT", ""
        facts.language, facts.keywords = LOCALES[self.told.language], ""
        if day:
            facts.created = facts.modified = datetime.combine(day, time())
        foot = self.file.sections[0].footer.paragraphs[0]
        foot.add_run(f"{self.told.foot} ")
        number = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        foot._p.append(parse_xml(number))

    # Parts ------------------------------------------------------------------------------------------------------

    def page(self, page: Page) -> None:
        """Write one sheet."""
        level = 2
        if page.title:
            title = f"{page.title} ({must()})" if self.told.has_required else page.title
            self.say(self.file, title, "Heading 2")
            level = 3
        if page.style == "panels":
            table = self.table(self.file, 1, len(page.sections), style=None)
            for cell, section in zip(table.rows[0].cells, page.sections, strict=True):
                self.section(section, cell, level)
        else:
            for section in page.sections:
                self.section(section, self.file, level)
        if self.told.note:
            self.say(self.file, self.told.note, "Strong note")

    def section(self, section: Section, into: Into, level: int) -> None:
        """Write what stands under one title."""
        title = self.say(into, section.title, f"Heading {level}") if section.title else None
        if title and section.intro and self.told.is_dense:
            self.run(title, f" {section.intro}").style = "Help"
        elif section.intro:
            self.say(into, section.intro, "Note")
        for is_asked, rows in groupby(section.rows(), key=lambda row: isinstance(row[0], Ask)):
            if is_asked:
                self.asks([list(row) for row in rows], into)
            else:
                for row in rows:
                    self.block(row[0], into)

    @singledispatchmethod
    def block(self, block: Block, into: Into) -> None:
        """Write one block."""
        raise TypeError(f"nobody writes {type(block).__name__}")

    @block.register
    def _(self, block: Text, into: Into) -> None:
        styles = {"lead": "Subtitle", "note": "Note", "warning": "Intense Quote"}
        self.say(into, block.text, styles.get(block.style, "Normal"))

    @block.register
    def _(self, block: Items, into: Into) -> None:
        for item in block.items:
            self.say(into, item, "List Bullet")

    @block.register
    def _(self, block: Cards, into: Into) -> None:
        for number, card in enumerate(block.cards, start=1):
            self.say(into, f"{number}. {card.title}" if block.numbered else card.title, "Strong note")
            if card.text:
                self.say(into, card.text)
            for _rule in block.rules:
                self.rule(into)

    @block.register
    def _(self, block: Facts, into: Into) -> None:
        for label, lines in block.facts:
            self.say(into, label, "Note")
            for line in lines:
                self.say(into, line, "Strong note")
            if not lines:
                _control(self.paragraph(into), "", label, multi=False)

    @block.register
    def _(self, block: Drawing, into: Into) -> None:
        """Leave the ornament out: a drawing of theirs may stand there."""

    @block.register
    def _(self, block: Grid, into: Into) -> None:
        table = self.table(into, 1 + len(block.rows), len(block.columns))
        head, *rows = table.rows
        _repeat(head)
        for cell, column in zip(head.cells, block.columns, strict=True):
            self.say(cell, column, "Label")
        for row, (name, cells) in zip(rows, block.lines, strict=True):
            row.height, row.height_rule = Mm(block.height), WD_ROW_HEIGHT_RULE.AT_LEAST
            if name:
                self.say(row.cells[0], name, "Label")
            for cell, (field, label) in zip(row.cells[len(block.columns) - len(cells) :], cells, strict=True):
                if block.ticks:
                    _box(self.paragraph(cell), field, label)
        self.paragraph(into, "Gap")

    def asks(self, rows: list[list[Any]], into: Into) -> None:
        """Write rows of questions as one table: each question in a frame, its label above the room to write."""
        table = self.table(into, len(rows), FULL)
        for column in table.columns:
            column.width = Mm(self.width / FULL)
        for row, asks in zip(table.rows, rows, strict=True):
            row.height = Mm(self.told.room_for(asks))
            row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
            first = 0
            for ask in asks:
                last = FULL - 1 if ask is asks[-1] else first + ask.width - 1
                self.ask(ask, row.cells[first].merge(row.cells[last]))
                first = last + 1
        self.paragraph(into, "Gap")

    def ask(self, ask: Ask, cell: _Cell) -> None:
        """Write a question and what one answers with."""
        label = self.say(cell, f"{ask.label} *" if ask.required else ask.label, "Label")
        help_words = [date_hint() if ask.is_date else "", ask.help if ask.shows_help else ""]
        if any(help_words):
            self.run(label, " " + " ".join(filter(None, help_words))).style = "Help"
        answer = label if ask.inline else self.paragraph(cell)
        if ask.inline:
            self.run(label, "    ").bold = False
        if not ask.choices:
            _control(answer, ask.name, ask.label, multi=ask.is_tall, longest=ask.max)
        for number, (name, choice) in enumerate(ask.options):
            field = f"{name}-{choice.slug}" if ask.is_single else name
            _box(answer, field, f"{ask.label} : {choice.label}")
            end = "" if number == len(ask.choices) - 1 else "    "
            self.run(answer, f"\u00a0{choice.label}{end}").bold = False

    # Small things -----------------------------------------------------------------------------------------------

    def paragraph(self, into: Into, style: str = "Normal") -> Paragraph:
        """Begin a paragraph; the first of a page begins it, and the empty one of a new cell is used."""
        if isinstance(into, _Cell) and not into.tables and len(into.paragraphs) == 1:
            first = into.paragraphs[0]
            if not len(first._p):
                first.style = style
                return first
        made = into.add_paragraph(style=style)
        if self.breaks and not isinstance(into, _Cell):
            made.paragraph_format.page_break_before = True
            self.breaks = False
        if direction_of(self.language) != self.told.direction:
            properties = made._p.get_or_add_pPr()
            bidi = parse_xml(f'<w:bidi {nsdecls("w")} w:val="0"/>')
            properties.insert_element_before(bidi, *AFTER_BIDI)
        return made

    def say(self, into: Into, text: str, style: str = "Normal") -> Paragraph:
        """Write a paragraph."""
        made = self.paragraph(into, style)
        self.run(made, text)
        return made

    def run(self, paragraph: Paragraph, text: str) -> Any:
        """Write words, in the language of the page."""
        run = paragraph.add_run(text)
        if self.language != self.told.language:
            if direction_of(self.language) != self.told.direction:
                run.font.rtl = False
            run._r.get_or_add_rPr().append(
                parse_xml(f"<w:lang {nsdecls('w')} w:val={quoteattr(LOCALES[self.language])}/>")
            )
        return run

    def rule(self, into: Into) -> None:
        """Leave a line to write on."""
        made = self.paragraph(into, "Rule")
        made.paragraph_format.space_before = Mm(self.told.line)

    def table(self, into: Into, rows: int, columns: int, style: str | None = "Table Grid") -> Table:
        """Begin a table as wide as the sheet, or as its cell."""
        if self.breaks and not isinstance(into, _Cell):
            self.paragraph(into, "Gap")
        made = into.add_table(rows, columns)
        made.style, made.autofit = style, False
        if self.told.direction == "rtl":
            made.table_direction = WD_TABLE_DIRECTION.RTL
        return made


def _repeat(row: Any) -> None:
    """Say that a row is the head of its table."""
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def _control(paragraph: Paragraph, name: str, label: str, *, multi: bool, longest: int = 0) -> None:
    """Put a text to fill in, that says its label. Word holds no control to a length: it is only said."""
    hint = escape(write_here(longest))
    paragraph._p.append(
        parse_xml(
            f"<w:sdt {nsdecls('w')}>{_properties(name, label)}<w:showingPlcHdr/>"
            f"<w:text{' w:multiLine=' + quoteattr('1') if multi else ''}/></w:sdtPr>"
            f'<w:sdtContent><w:r><w:rPr><w:color w:val="6F7A75"/></w:rPr><w:t>{hint}</w:t></w:r></w:sdtContent></w:sdt>'
        )
    )


def _box(paragraph: Paragraph, name: str, label: str) -> None:
    """Put a box to tick, that says its label."""
    paragraph._p.append(
        parse_xml(
            f"<w:sdt {nsdecls('w', 'w14')}>{_properties(name, label)}"
            '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
            '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
            f'<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic"/></w:rPr>'
            f"<w:t>{BOX}</w:t></w:r></w:sdtContent></w:sdt>"
        )
    )


def _properties(name: str, label: str) -> str:
    """Begin the properties of a control: what it is called, and a number of its own."""
    number = crc32(f"{name}/{label}".encode()) % 2**31 or 1
    tag = f"<w:tag w:val={quoteattr(name[:LONGEST])}/>" if name else ""
    return f'<w:sdtPr><w:alias w:val={quoteattr(label[:LONGEST])}/>{tag}<w:id w:val="{number}"/>'
