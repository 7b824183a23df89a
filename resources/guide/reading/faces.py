"""The guide in one language, told once for each version of the contents: chapters, sites, registers, tools; and the
passages of one chapter, ready to print. Nothing here asks the database but `read_guide`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import translation
from django.utils.safestring import SafeString
from wagtail.blocks import StreamValue

from home.pages.addresses import active_language, address, roots
from home.pages.models import TerritoryPage
from home.pages.privacy import restricted_anywhere
from home.pages.written import language_of
from portal.context import root_of
from portal.kept import kept
from portal.territories.models import Territory
from portal.territories.words import Words
from resources.guide.models.pages import SLUG, ChapterPage, open_guides
from resources.guide.models.registers import Register
from resources.guide.models.tools import Tool
from resources.guide.reading import contents, figures
from resources.guide.reading.matrix import Cell, Matrix, cells_of, matrix_of

#: Colours a territory may go by on the pages of the guide, one after the other.
TONES = 4
#: Signs of what base conditions are about.
SIGNS = {"equipe": "people", "territoire": "pin", "lieu": "home", "structure": "argent"}


@dataclass(frozen=True, slots=True)
class Site:
    """A territory as its examples name it; `url` is "" while it has no page."""

    name: Words
    url: str
    tone: int


@dataclass(frozen=True, slots=True)
class ToolFace:
    """A tool as a chapter offers it."""

    title: Words
    summary: Words
    url: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter as contents and neighbours tell it; `lang` is the language its words are in."""

    slug: str
    number: int
    title: str
    summary: str
    url: str
    lang: str
    minutes: int
    points: tuple[str, ...]
    groups: tuple[contents.Group, ...]

    @property
    def lines(self) -> list[contents.Line]:
        """Its passages, in order."""
        return [line for group in self.groups for line in group.lines]


@dataclass(frozen=True, slots=True)
class Guide:
    """The whole guide in one language."""

    language: str
    url: str
    chapters: tuple[Chapter, ...] = ()
    sites: Mapping[str, Site] = field(default_factory=dict)
    cells: Mapping[str, Cell] = field(default_factory=dict)
    tools: Mapping[str, ToolFace] = field(default_factory=dict)

    def chapter(self, slug: str) -> Chapter | None:
        """Give the chapter at an address, None when it is not published in this language."""
        return next((chapter for chapter in self.chapters if chapter.slug == slug), None)

    def link(self, slug: str, anchor: str = "") -> str:
        """Give the address of a passage: of its chapter when it has no such passage, of the guide when it is not there."""
        chapter = self.chapter(slug)
        if chapter is None:
            return self.url
        known = anchor and any(line.anchor == anchor for line in chapter.lines)
        return f"{chapter.url}#{anchor}" if known else chapter.url

    def neighbours(self, slug: str) -> tuple[Chapter | None, Chapter | None]:
        """Give the chapters before and after one."""
        slugs = [chapter.slug for chapter in self.chapters]
        place = slugs.index(slug) if slug in slugs else None
        if place is None:
            return None, None
        after = self.chapters[place + 1] if place + 1 < len(slugs) else None
        return (self.chapters[place - 1] if place else None), after

    @property
    def matrix(self) -> Matrix:
        """The eight registers, laid out."""
        return matrix_of(self.cells)


def guide_of(request: HttpRequest) -> Guide:
    """Give the guide in the reader's language; four queries for each version of the contents, then none."""
    language = active_language()
    return kept(request, f"guide:{language}", lambda: read_guide(language))


def read_guide(language: str) -> Guide:
    """Read the guide of a language. Four queries, whatever the number of chapters."""
    root = root_of(language)
    with translation.override(language):
        rows = Register.objects.annotate(is_open=Exists(open_guides(language)))
        registers = {register.code: register for register in rows}
        is_open = any(register.is_open for register in registers.values())
        return Guide(
            language=language,
            url=f"{root}{SLUG}/",
            chapters=tuple(_chapters(language)),
            sites=_sites(language, root),
            cells=cells_of(registers, root if is_open else "", language),
            tools={
                tool.slug: ToolFace(tool.say("title"), tool.say("summary"), f"{root}outils/{tool.slug}/")
                for tool in Tool.objects.live()
            },
        )


def chapters_in(language: str) -> Any:
    """Give the chapters anybody may read in the tree of a language, in their order."""
    live = ChapterPage.objects.live().filter(Exists(open_guides(language)), locale__language_code=language)
    return live.exclude(restricted_anywhere()).order_by("path")


def _chapters(language: str) -> Iterable[Chapter]:
    known = roots()
    for number, page in enumerate(chapters_in(language), 1):
        raw = list(page.body.raw_data)
        yield Chapter(
            slug=page.slug,
            number=number,
            title=page.title,
            summary=page.introduction,
            url=address(page.url_path, language, known),
            lang=language_of(page, language),
            minutes=minutes_of(page),
            points=tuple(contents.points_of(raw)),
            groups=tuple(contents.groups_of(contents.lines_of(raw))),
        )


def minutes_of(page: ChapterPage) -> int:
    """Give how many minutes a chapter takes to read."""
    return contents.minutes_of(page.introduction, [passage.get("value") for passage in page.body.raw_data])


def _sites(language: str, root: str) -> dict[str, Site]:
    pages = TerritoryPage.objects.live().filter(territory=OuterRef("pk"), locale__language_code=language)
    rows = Territory.objects.annotate(has_page=Exists(pages)).order_by("pk")
    return {
        territory.slug: Site(
            _name(territory, language),
            f"{root}{territory.slug}/" if territory.has_page else "",
            number % TONES + 1,
        )
        for number, territory in enumerate(rows)
    }


def _name(territory: Territory, language: str) -> Words:
    if language == "ar" and territory.name_ar:
        return Words(territory.name_ar, "ar")
    return Words(territory.name, settings.LANGUAGE_CODE)


@dataclass(frozen=True, slots=True)
class Passage:
    """One block of a chapter, ready for its template: `anchor` is its id, `shown` what was worked out for it."""

    kind: str
    anchor: str
    title: str
    value: Any
    template: str
    shown: Any = None


@dataclass(frozen=True, slots=True)
class Section:
    """Passages that stand together: `kind` is that of `contents.Group`, `anchor` that of its heading."""

    kind: str
    anchor: str
    passages: tuple[Passage, ...]

    @property
    def lines(self) -> tuple[Passage, ...]:
        """The same, as contents read a group."""
        return self.passages


@dataclass(frozen=True, slots=True)
class Sited:
    """Where an example stands and the registers it shows."""

    site: Site | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure: its drawing, and the same in a table."""

    drawing: SafeString
    rows: tuple[figures.Part, ...]


def sections_of(body: StreamValue, guide: Guide, prefix: str = "") -> list[Section]:
    """Give the passages of a chapter as they are printed; `prefix` keeps anchors apart where chapters stand together.

    A tool that is not offered any more is left out.
    """
    lines = contents.lines_of(body.raw_data)
    children = {line.anchor: child for line, child in zip(lines, body, strict=True)}
    found = []
    for group in contents.groups_of(lines):
        passages = [_passage(line, children[line.anchor], guide, prefix) for line in group.lines]
        told = tuple(passage for passage in passages if passage.kind != "tool" or passage.shown)
        if told:
            found.append(Section(group.kind, prefix + group.anchor, told))
    return found


def _passage(line: contents.Line, child: Any, guide: Guide, prefix: str) -> Passage:
    shown = SHOWN.get(line.kind)
    return Passage(
        kind=line.kind,
        anchor=prefix + line.anchor,
        title=line.title,
        value=child.value,
        template=child.block.meta.template,
        shown=shown(child.value, guide) if shown else None,
    )


def _sited(value: Any, guide: Guide) -> Sited:
    codes = value.get("registers") or ()
    cells = tuple(guide.cells[code] for code in codes if code in guide.cells)
    return Sited(guide.sites.get(value.get("territory")), cells)


def _drawn(value: Any, guide: Guide) -> Drawn:
    parts = [figures.Part(part["label"], tuple(part["items"])) for part in value["parts"]]
    low, high = value.get("low"), value.get("high")
    extent = figures.Range(low, high, value.get("unit") or "") if high else None
    return Drawn(figures.draw(value["name"], parts, extent), tuple(parts))


def _offered(value: Any, guide: Guide) -> ToolFace | None:
    return guide.tools.get(value["slug"])


def _matrix(value: Any, guide: Guide) -> Matrix:
    return guide.matrix


def _sign(value: Any, guide: Guide) -> str:
    return SIGNS.get(value.get("group"), "sheet")


SHOWN: Mapping[str, Callable[[Any, Guide], Any]] = {
    "comparison": _sign,
    "example": _sited,
    "figure": _drawn,
    "matrix": _matrix,
    "tool": _offered,
}
