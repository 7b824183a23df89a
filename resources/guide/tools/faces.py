"""What the pages of the tools show: words, formats with their sizes, the picture, the number of downloads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.places.models import Place
from portal.territories.words import Words
from portal.when import date_words
from resources.guide.models.tools import Format, Tool
from resources.guide.tools import content
from resources.guide.tools.layout import SIZES
from resources.guide.tools.making import DEFAULT, PREVIEW_WIDTH, Wanted, formats_of, sizes_of

#: What a format is called beside a download, and the name of its address.
TYPES = {Format.PDF_FORM: "PDF", Format.PDF_PRINT: "PDF", Format.DOCX: "DOCX", Format.ODT: "ODT"}
ADDRESSES = {
    Format.PDF_FORM: "tool_pdf",
    Format.PDF_PRINT: "tool_print",
    Format.DOCX: "tool_docx",
    Format.ODT: "tool_odt",
}
KILO, MEGA = 1000, 1_000_000


@dataclass(frozen=True)
class File:
    """One format of a tool, as one downloads it."""

    label: str
    type: str
    url: str
    size: str


@dataclass(frozen=True)
class Picture:
    """The first sheet, small."""

    url: str
    width: int
    height: int
    alt: Words


@dataclass(frozen=True)
class Face:
    """A tool, in the reader's language."""

    tool: Tool
    title: Words
    summary: Words
    for_whom: Words
    url: str
    files: list[File]
    picture: Picture
    date: str
    pages: str
    taken: str
    lang: str

    @property
    def is_in_french_instead(self) -> bool:
        """Whether its words are not in the reader's language."""
        return self.title.lang != self.lang


def faces_of(tools: Iterable[Tool], language: str) -> list[Face]:
    """Give how tools are shown. No query."""
    tools = list(tools)
    wanted = [Wanted(tool, code, language) for tool in tools for code in formats_of(tool)]
    sizes = sizes_of(wanted)
    return [face_of(tool, language, sizes) for tool in tools]


def face_of(tool: Tool, language: str, sizes: dict[Wanted, int], place: Place | None = None) -> Face:
    """Give how one tool is shown, for a place or none."""
    wanted = [Wanted(tool, code, language, place) for code in formats_of(tool)]
    taken = tool.taken or 0
    return Face(
        tool=tool,
        title=tool.say("title"),
        summary=tool.say("summary"),
        for_whom=tool.say("for_whom"),
        url=reverse("tool", args=[tool.slug]),
        files=[file_of(one, sizes.get(one, 0)) for one in wanted],
        picture=picture_of(tool),
        date=date_words(tool.date, year=True),
        pages=ngettext("%(count)d page", "%(count)d pages", tool.pages) % {"count": tool.pages},
        taken=_("Téléchargements : %(count)d") % {"count": taken} if taken else "",
        lang=language,
    )


def file_of(wanted: Wanted, size: int) -> File:
    """Give one line of what one may download."""
    form = Format(wanted.format)
    fillable = Format.PDF_FORM in formats_of(wanted.tool)
    name = "tool_pdf" if form == Format.PDF_PRINT and not fillable else ADDRESSES[form]
    asked = f"?{urlencode({'lieu': code_of(wanted.place)})}" if wanted.place else ""
    return File(
        label=str(form.label),
        type=TYPES[form],
        url=reverse(name, args=[wanted.tool.slug]) + asked,
        size=size_words(size),
    )


def code_of(place: Place) -> str:
    """Name a place in an address: « chambery.espace-ressources-sante »."""
    return f"{place.territory.slug}.{place.slug}"


def size_words(size: int) -> str:
    """Give a size as files are weighed: « 72 ko », « 1,4 Mo »; "" when it is not known."""
    if not size:
        return ""
    if size < MEGA:
        return _("%(size)d ko") % {"size": max(1, round(size / KILO))}
    return _("%(size)s Mo") % {"size": number_format(size / MEGA, 1)}


def picture_of(tool: Tool) -> Picture:
    """Give the picture of the first sheet, with the room it takes."""
    width, height = SIZES["A4" if tool.slug == Tool.Slug.SAISINE else content.size_of(tool.slug, DEFAULT)]
    return Picture(
        url=reverse("tool_preview", args=[tool.slug]),
        width=PREVIEW_WIDTH,
        height=round(PREVIEW_WIDTH * height / width),
        alt=tool.say("preview_alt"),
    )
