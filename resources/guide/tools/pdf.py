"""A document as PDF: tagged (PDF/UA-1), to print or to fill in on screen, its fields named and labelled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import pydyf
from django.template.loader import render_to_string
from django.utils import translation

from portal import paper
from resources.guide.tools.layout import Ask, Document

MULTILINE = 1 << 12
#: The size of letters in an appearance string: « /F1 9 Tf ».
TYPE_SIZE = re.compile(rb"[\d.]+ Tf")


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
    return paper.to_pdf(html, style(), forms=True, finish=partial(tie, groups_of(document)))


def groups_of(document: Document) -> dict[str, str]:
    """Give the questions of which one answer excludes the others, by the name of their field."""
    asks = (block for block in document.blocks if isinstance(block, Ask) and block.is_single)
    return {ask.name: ask.words for ask in asks}


def tie(groups: Mapping[str, str], _document: Any, pdf: pydyf.PDF) -> None:
    """Make one field of each group of round boxes, and let long answers shrink rather than be cut.

    WeasyPrint lists every box of a group as a field of its own, calls the group after its first box, and numbers the
    answers; readers of PDFs and of screens want one field that says the question, and answers that bear their names.
    """
    form = pdf.catalog["AcroForm"]
    kept = pydyf.Array()
    for reference in form["Fields"]:
        field = _object(pdf, reference)
        if "Parent" in field:
            continue
        if "Kids" in field:
            _tie_group(pdf, field, groups[field["T"].string])
        elif field.get("FT") == "/Tx" and field.get("Ff") == MULTILINE:
            field["DA"] = pydyf.String(TYPE_SIZE.sub(b"0 Tf", field["DA"].string))
        kept.append(reference)
    form["Fields"] = kept


def _tie_group(pdf: pydyf.PDF, group: Any, question: str) -> None:
    """Give a group its question, and each of its boxes the name of its answer."""
    group["TU"] = pydyf.String(question)
    for reference, value in zip(group["Kids"], group.pop("Opt"), strict=True):
        box = _object(pdf, reference)
        del box["T"]
        (drawn,) = box["AP"]["N"].values()
        box["AP"]["N"] = pydyf.Dictionary({value.string: drawn})


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    """Give the object behind « 12 0 R »."""
    return pdf.objects[int(reference.split()[0])]
