"""The sheet and the type of the ODT files: one face, few sizes, headings in the house's green."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

import odfdo
from odfdo import Element

from resources.guide.tools.layout import SIZES, Document, direction_of
from resources.guide.tools.spelling import LOCALES

#: Faces every machine has one of: the file is edited there.
FACES = "'Liberation Sans', Arial, sans-serif"
SAPIN, SOFT, RED, LINE = "#0e5a52", "#4a5a58", "#9e1b1b", "#8a948f"
MARGIN, NARROW = 14, 9  # millimetres
#: Size against that of the text, bold, colour, space above and below in points.
PARAGRAPHS: dict[str, tuple[float, bool, str, float, float]] = {
    "Title": (1.9, True, SAPIN, 0, 2),
    "Heading2": (1.35, True, SAPIN, 4, 2),
    "Heading3": (1.15, True, SAPIN, 4, 2),
    "Lead": (1.15, True, "", 0, 3),
    "Warning": (1, True, RED, 0, 3),
    "Strong": (1, True, "", 0, 2),
    "Label": (1, True, "", 0, 0),
    "Note": (1, False, SOFT, 0, 1),
    "Gap": (0.3, False, "", 0, 0),
    "Rule": (1, False, "", 0, 0),
}


class Styles:
    """Collects the styles a document asks for, then writes them."""

    def __init__(self, told: Document) -> None:
        self.told = told
        self.margin = NARROW if told.is_dense else MARGIN
        self.automatic: dict[str, str] = {}

    def variant(self, style: str, *, breaks: bool, language: str) -> str:
        """Give the name of a style, of one like it that begins a page, or that is of another language."""
        if not breaks and not language:
            return style
        name = "-".join(filter(None, [style, "page" if breaks else "", language]))
        facts = 'fo:break-before="page" ' if breaks else ""
        words = ""
        if language:
            facts += _writing(language)
            words = f"<style:text-properties {_language(language)}/>"
        self.automatic[name] = (
            f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{style}">'
            f"<style:paragraph-properties {facts}/>{words}</style:style>"
        )
        return name

    def column(self, width: float) -> str:
        """Give the name of a column of `width` millimetres."""
        return self._sized("column", width, "style:column-width")

    def row(self, height: float) -> str:
        """Give the name of a row at least `height` millimetres high."""
        return self._sized("row", height, "style:min-row-height")

    def table(self, width: float) -> str:
        """Give the name of a table of `width` millimetres."""
        return self._sized("", width, f'{_writing(self.told.language)} table:align="margins" style:width')

    def _sized(self, part: str, size: float, attribute: str) -> str:
        family = f"table-{part}" if part else "table"
        name = f"{family}-{round(size * 10)}"
        self.automatic[name] = (
            f'<style:style style:name="{name}" style:family="{family}">'
            f'<style:{family}-properties {attribute}="{size:.1f}mm"/></style:style>'
        )
        return name

    def put_into(self, file: odfdo.Document) -> None:
        """Write every style, the sheet and its foot."""
        common = part_of(file.styles, "office:styles")
        for name, xml in self._common().items():
            old = common.get_element(f"style:style[@style:name='{name}']")
            if old is not None:
                common.delete(old)
            common.append(Element.from_tag(xml))
        part_of(file.styles, "office:automatic-styles").append(Element.from_tag(self._sheet()))
        masters = part_of(file.styles, "office:master-styles")
        for old in masters.get_elements("style:master-page[@style:name='Standard']"):
            masters.delete(old)
        masters.append(Element.from_tag(self._master()))
        automatic = part_of(file.content, "office:automatic-styles")
        for xml in [*self.automatic.values(), *CELLS]:
            automatic.append(Element.from_tag(xml))

    def _common(self) -> dict[str, str]:
        size = self.told.type
        found = {"Standard": _paragraph("Standard", "", size, (1, False, "", 0, 2), self.told.language)}
        for name, facts in PARAGRAPHS.items():
            found[name] = _paragraph(name, "Standard", size, facts)
        found["Rule"] = found["Rule"].replace(
            "<style:paragraph-properties ",
            f'<style:paragraph-properties fo:border-bottom="0.3mm solid {LINE}" fo:padding-top="{self.told.line - 4}mm" ',
        )
        found["Footer"] = _paragraph("Footer", "Standard", min(size, 8), (1, False, SOFT, 0, 0))
        found["Help"] = (
            '<style:style style:name="Help" style:family="text"><style:text-properties '
            f'fo:font-size="{size * 0.88:.1f}pt" fo:font-weight="normal" fo:color="{SOFT}"/></style:style>'
        )
        found["Plain"] = (
            '<style:style style:name="Plain" style:family="text">'
            '<style:text-properties fo:font-weight="normal"/></style:style>'
        )
        found["Bullets"] = BULLETS
        return found

    def _sheet(self) -> str:
        width, height = SIZES[self.told.size]
        turned = "landscape" if width > height else "portrait"
        margins = " ".join(
            f'fo:margin-{side}="{self.margin}mm"' for side in ("top", "bottom", "left", "right")
        )
        return (
            '<style:page-layout style:name="Sheet"><style:page-layout-properties '
            f'fo:page-width="{width}mm" fo:page-height="{height}mm" style:print-orientation="{turned}" '
            f"{margins} {_writing(self.told.language)}/>"
            '<style:footer-style><style:header-footer-properties fo:min-height="5mm" fo:margin-top="1mm"/>'
            "</style:footer-style></style:page-layout>"
        )

    def _master(self) -> str:
        return (
            '<style:master-page style:name="Standard" style:page-layout-name="Sheet"><style:footer>'
            f'<text:p text:style-name="Footer">{escape(self.told.foot)} <text:page-number text:select-page="current">1'
            "</text:page-number></text:p></style:footer></style:master-page>"
        )


def part_of(whole: Any, name: str) -> Element:
    """Give a part every text has. Raises LookupError when it is not there."""
    found: Element | None = whole.get_element(name)
    if found is None:
        raise LookupError(name)
    return found


def _paragraph(
    name: str, parent: str, size: float, facts: tuple[float, bool, str, float, float], language: str = ""
) -> str:
    """Write a style of paragraphs."""
    ratio, bold, colour, before, after = facts
    above = f' style:parent-style-name="{parent}"' if parent else ""
    weight = "bold" if bold else "normal"
    points = f"{size * ratio:.1f}pt"
    words = f'fo:font-size="{points}" style:font-size-complex="{points}" fo:font-weight="{weight}" style:font-weight-complex="{weight}"'
    if colour:
        words += f' fo:color="{colour}"'
    if language:
        words += f' fo:font-family="{FACES}" style:font-family-complex="{FACES}" {_language(language)}'
    direction = f" {_writing(language)}" if language else ""
    keep = ' fo:keep-with-next="always"' if name.startswith(("Title", "Heading")) else ""
    return (
        f'<style:style style:name="{name}" style:family="paragraph"{above}><style:paragraph-properties '
        f'fo:margin-top="{before}pt" fo:margin-bottom="{after}pt"{keep}{direction}/>'
        f"<style:text-properties {words}/></style:style>"
    )


def _writing(language: str) -> str:
    """Say where the lines of a language begin."""
    right = direction_of(language) == "rtl"
    return f'style:writing-mode="{"rl-tb" if right else "lr-tb"}"'


def _language(language: str) -> str:
    """Say the language of words; one written from the right is told apart in this format."""
    code, country = LOCALES[language].split("-")
    if direction_of(language) == "rtl":
        return f'style:language-complex="{code}" style:country-complex="{country}"'
    return f'fo:language="{code}" fo:country="{country}"'


CELLS = (
    f'<style:style style:name="Box" style:family="table-cell"><style:table-cell-properties fo:border="0.2mm solid {LINE}" '
    'fo:padding="1mm"/></style:style>',
    '<style:style style:name="Bare" style:family="table-cell"><style:table-cell-properties fo:border="none" '
    'fo:padding="5mm"/></style:style>',
)
BULLETS = (
    '<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" text:bullet-char="•">'
    '<style:list-level-properties text:min-label-width="5mm"/></text:list-level-style-bullet></text:list-style>'
)
