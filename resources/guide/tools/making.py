"""A tool in a language and a format: which ones there are, and their bytes, made once and kept.

What was made is named after all that it says: a new version, a new hour of the place make a new file, and nothing else does.
It is kept where every process finds it, beside the posters: a sheet takes a second or two to lay out.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from django.core.cache import cache as shelf
from django.utils import translation
from django.utils.translation import gettext as _
from PIL import Image

from home.places.models import Place
from portal import paper
from portal.when import date_words
from resources.guide.models.tools import Format, Tool
from resources.guide.tools import content
from resources.guide.tools.fiche import fiche
from resources.guide.tools.fields import FILE as FIELDS
from resources.guide.tools.fields import saisine
from resources.guide.tools.layout import Document
from resources.guide.tools.pdf import style, to_pdf
from resources.guide.tools.places import values_of

#: Raised when the way files are written changes: what was kept before is not served again.
EDITION = 2
SECONDS = 7 * 24 * 3600
PREVIEW_WIDTH = 480  # pixels
COLOURS = 48
DEFAULT = content.DEFAULT
KINDS = {
    Format.PDF_FORM: "application/pdf",
    Format.PDF_PRINT: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.ODT: "application/vnd.oasis.opendocument.text",
}
#: The only tools with fields to fill in on screen: the others are papers of one's own.
FILLABLE = frozenset([Tool.Slug.SAISINE, Tool.Slug.SITUATION])
#: The tools that say something of a place.
PLACED = frozenset([Tool.Slug.FLYER])
#: One file is made at a time in each process, and what several wait for is made once.
_bench = threading.RLock()


@dataclass(frozen=True)
class Wanted:
    """One file: of a tool, in a format, in a language, for a place or none."""

    tool: Tool
    format: str
    language: str
    place: Place | None = None

    @property
    def file_language(self) -> str:
        """The language the file is really in."""
        return self.language if self.language in languages_of(self.tool.slug) else DEFAULT


def languages_of(slug: str) -> tuple[str, ...]:
    """Give the languages a tool is written in, French first."""
    return (DEFAULT,) if slug == Tool.Slug.SAISINE else content.languages_of(slug)


def formats_of(tool: Tool) -> list[Format]:
    """Give the formats a tool is offered in that the portal can make, in the tool's order."""
    makes = set(Format) if tool.slug in FILLABLE else set(Format) - {Format.PDF_FORM}
    return [Format(code) for code in tool.formats if code in makes]


def document_of(wanted: Wanted) -> Document:
    """Give what the file says."""
    tool, language = wanted.tool, wanted.file_language
    with translation.override(language):
        foot = foot_of(tool)
        if tool.slug == Tool.Slug.SAISINE:
            return fiche(saisine(), foot)
        return content.document(tool.slug, language, values_of(wanted.place, language), foot)


def foot_of(tool: Tool) -> str:
    """Say which version it is, in the active language."""
    told = _("IMPACT, version %(version)s du %(day)s. Licence %(licence)s.")
    return told % {
        "version": tool.version,
        "day": date_words(tool.date, year=True),
        "licence": tool.licence,
    }


def write(wanted: Wanted) -> bytes:
    """Write a file. Raises PangoMissing for a PDF."""
    document, day = document_of(wanted), wanted.tool.date
    if wanted.format == Format.DOCX:
        from resources.guide.tools.docx import to_docx  # what writes it takes a moment to load

        return to_docx(document, day=day)
    if wanted.format == Format.ODT:
        from resources.guide.tools.odt import to_odt

        return to_odt(document, day=day)
    return to_pdf(document, fill=wanted.format == Format.PDF_FORM)


def file_of(wanted: Wanted) -> bytes:
    """Give the bytes of a file, made now if they are not kept. Raises PangoMissing for a PDF."""
    return _kept(_key(wanted), lambda: write(wanted))


def preview_of(tool: Tool, language: str) -> bytes:
    """Give a picture of the first sheet (PNG). Raises PangoMissing."""
    wanted = Wanted(tool, Format.PDF_PRINT, language)
    return _kept(f"{_key(wanted)}png", lambda: _smaller(paper.to_png(file_of(wanted))))


def sizes_of(wanted: Iterable[Wanted]) -> dict[Wanted, int]:
    """Give the sizes, in bytes, of the files that are known. One call to the cache."""
    keys = {f"{_key(one)}size": one for one in wanted}
    return {keys[key]: size for key, size in shelf.get_many(keys).items()}


def _key(wanted: Wanted) -> str:
    """Name a file after all that it says."""
    tool, language = wanted.tool, wanted.file_language
    with translation.override(language):
        values = values_of(wanted.place, language)
    said = _said(tool.slug, language)
    told = (EDITION, wanted.format, tool.slug, language, tool.version, tool.date, tool.licence, values, said)
    return "tool:" + hashlib.blake2b(repr(told).encode(), digest_size=16).hexdigest()


@cache
def _said(slug: str, language: str) -> str:
    """Give a digest of the words and the style of a tool."""
    files = [FIELDS] if slug == Tool.Slug.SAISINE else content.files_of(slug, language)
    read = hashlib.blake2b(style().encode(), digest_size=16)
    for file in files:
        read.update(file.read_bytes())
    return read.hexdigest()


def _kept(key: str, make: Callable[[], bytes]) -> bytes:
    made = shelf.get(key)
    if made is None:
        with _bench:
            made = shelf.get(key)
            if made is None:
                made = make()
                shelf.set(key, made, SECONDS)
                shelf.set(f"{key}size", len(made), SECONDS)
    return made


def _smaller(png: bytes) -> bytes:
    """Give a picture small enough for a list."""
    image = Image.open(BytesIO(png)).convert("RGB")
    height = round(image.height * PREVIEW_WIDTH / image.width)
    out = BytesIO()
    small = image.resize((PREVIEW_WIDTH, height), Image.Resampling.LANCZOS)
    small.quantize(COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()
