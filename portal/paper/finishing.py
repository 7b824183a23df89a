"""What a tagged PDF is given before it is written, so that who listens to it follows: links told by their words, the
language of foreign words, headers of tables that can be looked up.

WeasyPrint calls a link by where it leads, says the language of the whole only, and leaves the headers without an index.
What is read of it here is not promised from one version to the next: pyproject.toml holds it to the one this was written for.
"""

from __future__ import annotations

import logging
from typing import Any

import pydyf
from weasyprint.formatting_structure.boxes import InlineBox

logger = logging.getLogger(__name__)


def prepare(document: Any) -> None:
    """Ready a document laid out for being written: each link is one, each page remembers the language of its words."""
    for page in document.pages:
        # The pieces inside a link would be announced as so many more links.
        page.links = [link for link in page.links if link[3].link or not isinstance(link[3], InlineBox)]
        _remember_languages(page)


def _remember_languages(page: Any) -> None:
    """Have `page.languages` say the language of each piece written on it, in the order of their numbers."""
    paint = page.paint

    def paint_and_remember(stream: Any, scale: float = 1) -> None:
        paint(stream, scale)
        numbered = sorted((told["mcid"], box.style["lang"]) for box, told in stream._tags.items())
        page.languages = [language for _number, language in numbered]

    page.paint = paint_and_remember


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """Mend the file of a document laid out and tagged."""
    name_links(document)
    tell_languages(document, pdf)
    index_headers(pdf)


def name_links(document: Any) -> None:
    """Call each link by its words, or by those of the picture it is."""
    for page in document.pages:
        for _kind, target, _place, box in page.links:
            if box.link_annotation is not None:
                box.link_annotation["Contents"] = pydyf.String(_words(box.element) or target)


def _words(element: Any) -> str:
    pictures = (picture.get("alt", "") for picture in element.iter("img"))
    return " ".join("".join(element.itertext()).split()) or " ".join(pictures)


def tell_languages(document: Any, pdf: pydyf.PDF) -> None:
    """Say the language of the words that are in another one than the whole; a page whose pieces do not answer says none."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    written = _object(pdf, root["ParentTree"])["Nums"]  # 0, what is written on the first page, 1, …
    for page, elements in zip(
        document.pages, written[1::2], strict=False
    ):  # links and fields come after the pages
        if len(page.languages) != len(elements):
            logger.warning(
                "paper: %s pieces, %s tagged: no language told", len(page.languages), len(elements)
            )
            continue
        for language, element in zip(page.languages, elements, strict=True):
            if language and language != document.metadata.lang:
                _object(pdf, element)["Lang"] = pydyf.String(language)


def index_headers(pdf: pydyf.PDF) -> None:
    """Give the structure the index by which a cell finds its headers."""
    headers = (
        one
        for one in pdf.objects
        if isinstance(one, pydyf.Dictionary) and one.get("S") == "/TH" and "ID" in one
    )
    named = sorted((header["ID"].string, header.reference) for header in headers)
    if named:
        names = pydyf.Array(part for name, place in named for part in (pydyf.String(name), place))
        index = pydyf.Dictionary({"Names": names})
        pdf.add_object(index)
        _object(pdf, pdf.catalog["StructTreeRoot"])["IDTree"] = index.reference


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    """Give the object behind « 12 0 R »."""
    return pdf.objects[int(reference.split()[0])]
