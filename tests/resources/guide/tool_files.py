"""The files of the tools, each made once for all tests, and readers of DOCX and ODT that share nothing with what writes them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
import zipfile
from datetime import date
from functools import cache
from io import BytesIO

from pypdf import PdfReader

from resources.guide.models import Tool
from resources.guide.models.tools import Format
from resources.guide.tools.making import Wanted, write

DAY = date(2026, 11, 22)
FORM, PRINT, DOCX, ODT = Format.PDF_FORM, Format.PDF_PRINT, Format.DOCX, Format.ODT
#: A person who reads with a browser.
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def tool(slug: str) -> Tool:
    """A tool that is in no table, offered in every format."""
    return Tool(pk=1, slug=slug, version="1.0", date=DAY, formats=list(Format.values))


def made(slug: str, form: str, language: str = "fr") -> bytes:
    """The bytes of a file."""
    return _made(slug, str(form), language)


@cache
def _made(slug: str, form: str, language: str) -> bytes:
    return write(Wanted(tool(slug), form, language))


def pdf(slug: str, form: str = PRINT, language: str = "fr") -> PdfReader:
    """A PDF, opened."""
    return PdfReader(BytesIO(made(slug, form, language)))


def part(body: bytes, name: str) -> ET.Element:
    """One XML part of a package."""
    with zipfile.ZipFile(BytesIO(body)) as package:
        return ET.fromstring(package.read(name))


def words_in(element: ET.Element) -> str:
    """All the text of a part, in the order it is written, spaces made one."""
    return " ".join("".join(element.itertext()).split())


def spaced(element: ET.Element, *ends: str) -> str:
    """The text of a part with a space at the end of each element of these names, so that cells do not run together."""
    said: list[str] = []

    def walk(node: ET.Element) -> None:
        said.append(node.text or "")
        for child in node:
            walk(child)
            said.append(child.tail or "")
        if node.tag.rpartition("}")[2] in ends:
            said.append(" ")

    walk(element)
    return " ".join("".join(said).split())
