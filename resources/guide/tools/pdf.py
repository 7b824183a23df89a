"""A document as PDF: tagged (PDF/UA-1), to print or to fill in on screen, its fields named, labelled and drawn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import pydyf
from django.template.loader import render_to_string
from django.utils import translation

from portal import paper
from resources.guide.tools.layout import Ask, Document
from resources.guide.tools.spelling import required, required_once

REQUIRED, MULTILINE = 1 << 1, 1 << 12
#: The size of letters in an appearance string: « /F1 9 Tf ».
TYPE_SIZE = re.compile(rb"[\d.]+ Tf")
#: The house's ink, then what fills a square of side 1: a disc for one answer among several, a tick for a box.
INK = "0.114 0.169 0.165 rg 0.114 0.169 0.165 RG"
DISC = (
    ".76 .5 m .76 .644 .644 .76 .5 .76 c .356 .76 .24 .644 .24 .5 c "
    ".24 .356 .356 .24 .5 .24 c .644 .24 .76 .356 .76 .5 c f"
)
TICK = ".15 w 1 J 1 j .22 .5 m .42 .28 l .79 .74 l S"


@cache
def style() -> str:
    """Give the style sheet of the tools."""
    return (Path(__file__).parent / "paper.css").read_text(encoding="utf-8")


def to_html(document: Document, *, fill: bool = False) -> str:
    """Give the page a PDF is made of."""
    with translation.override(document.language):
        return render_to_string("outils/paper/document.html", {"document": document, "fill": fill})


def to_pdf(document: Document, *, fill: bool = False) -> bytes:
    """Give the PDF of a document; `fill` leaves fields to fill in on screen. Raises PangoMissing."""
    html = to_html(document, fill=fill)
    if not fill:
        return paper.to_pdf(html, style())
    finish = partial(tie, questions_of(document))
    return paper.to_pdf(html, style(), forms=True, finish=finish)


@dataclass(frozen=True)
class Question:
    """What a field asks: its label, all that is said of it, and that it must be answered ("" when it need not)."""

    label: str
    words: str
    must: str
    is_single: bool

    def spoken(self, text: str) -> str:
        """Say after the label, in words that begin with it, that the question must be answered."""
        return f"{self.label} ({self.must}){text.removeprefix(self.label)}" if self.must else text


def questions_of(document: Document) -> dict[str, Question]:
    """Give the question behind each field, by the name of the field."""
    found: dict[str, Question] = {}
    with translation.override(document.language):
        for ask in (block for block in document.blocks if isinstance(block, Ask)):
            several = bool(ask.choices) and not ask.is_single
            must = (required_once() if several else required()) if ask.required else ""
            question = Question(ask.label, ask.words, must, ask.is_single)
            found |= dict.fromkeys(ask.names(), question)
    return found


def tie(questions: Mapping[str, Question], _document: Any, pdf: pydyf.PDF) -> None:
    """Make one field of each group of round boxes, draw what is ticked, say what must be answered.

    WeasyPrint lists every box of a group as a field of its own, calls the group after its first box, and numbers the
    answers; readers of PDFs and of screens want one field that says the question, and answers that bear their names.
    Long answers shrink rather than be cut.
    """
    form = pdf.catalog["AcroForm"]
    kept = pydyf.Array()
    for reference in form["Fields"]:
        field = _object(pdf, reference)
        if "Parent" in field:
            continue
        question = questions.get(field["T"].string)  # none for a cell of a table
        if question and "Kids" in field:
            _tie_group(pdf, field, question)
        elif field.get("FT") == "/Btn":
            _draw(pdf, field, TICK)
        elif field.get("Ff") == MULTILINE:
            field["DA"] = pydyf.String(TYPE_SIZE.sub(b"0 Tf", field["DA"].string))
        if question and question.must:
            _require(field, question)
        kept.append(reference)
    form["Fields"] = kept


def _tie_group(pdf: pydyf.PDF, group: Any, question: Question) -> None:
    """Give a group its question, and each of its boxes the name of its answer."""
    group["TU"] = pydyf.String(question.words)
    for reference, value in zip(group["Kids"], group.pop("Opt"), strict=True):
        box = _object(pdf, reference)
        del box["T"]
        box["TU"] = pydyf.String(question.spoken(box["TU"].string))
        (drawn,) = box["AP"]["N"].values()
        box["AP"]["N"] = pydyf.Dictionary({value.string: drawn})
        _draw(pdf, box, DISC)


def _require(field: Any, question: Question) -> None:
    """Say that a field must be answered, to readers of PDFs and to who listens.

    Boxes of which several may be ticked are only said so: required, each would have to be ticked.
    """
    if question.is_single or field["FT"] != "/Btn":
        field["Ff"] = field.get("Ff", 0) | REQUIRED
    field["TU"] = pydyf.String(question.spoken(field["TU"].string))


def _draw(pdf: pydyf.PDF, box: Any, drawing: str) -> None:
    """Draw what shows in a box once it is ticked: inside its outline, where WeasyPrint would cover it."""
    left, top, right, bottom = box["Rect"]
    (drawn,) = box["AP"]["N"].values()
    size = f"{abs(right - left):.3f} 0 0 {abs(top - bottom):.3f} 0 0 cm"
    _object(pdf, drawn).stream = [f"{INK} {size} {drawing}".encode()]


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    """Give the object behind « 12 0 R »."""
    return pdf.objects[int(reference.split()[0])]
