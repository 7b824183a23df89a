"""The sheet and the type of the DOCX files: one face, few sizes, headings in the house's green."""

from __future__ import annotations

from typing import Any

from docx.document import Document as File
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from resources.guide.tools.layout import SIZES, Document
from resources.guide.tools.spelling import LOCALES

#: A face every machine has: the file is edited there.
FACE = "Arial"
SAPIN, SOFT, RED = RGBColor(0x0E, 0x5A, 0x52), RGBColor(0x4A, 0x5A, 0x58), RGBColor(0x9E, 0x1B, 0x1B)
#: The styles of ours, beside those every file has.
OWN_STYLES: dict[str, dict[str, Any]] = {
    "Label": {"bold": True},
    "Note": {"colour": SOFT},
    "Strong note": {"bold": True, "after": 2},
    "Rule": {},
    "Gap": {},
}
#: What may follow `w:bidi` inside the properties of a paragraph, in the order of the format.
AFTER_BIDI = (
    "w:adjustRightInd",
    "w:snapToGrid",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:jc",
    "w:outlineLvl",
    "w:rPr",
)


def set_paper(file: File, told: Document, margin: int) -> None:
    """Set the sheet."""
    sheet = file.sections[0]
    width, height = SIZES[told.size]
    sheet.page_width, sheet.page_height = Mm(width), Mm(height)
    if width > height:
        sheet.orientation = WD_ORIENT.LANDSCAPE
    sheet.left_margin = sheet.right_margin = sheet.top_margin = sheet.bottom_margin = Mm(margin)
    sheet.header_distance = sheet.footer_distance = Mm(6)
    if told.direction == "rtl":
        bidi = parse_xml(f"<w:bidi {nsdecls('w')}/>")
        sheet._sectPr.find(qn("w:docGrid")).addprevious(bidi)  # the format wants them in this order


def set_styles(file: File, told: Document) -> None:
    """Set the type of the house: one face, few sizes."""
    size = told.type
    for lang in file.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:lang"):
        lang.set(qn("w:val"), LOCALES[told.language])
        lang.set(qn("w:bidi"), LOCALES["ar"])
    _set(file.styles["Normal"], size, after=2)
    if told.direction == "rtl":
        normal = file.styles["Normal"]
        normal.font.rtl = True
        bidi = parse_xml(f"<w:bidi {nsdecls('w')}/>")
        normal.element.get_or_add_pPr().insert_element_before(bidi, *AFTER_BIDI)
    for level, ratio in ((1, 1.9), (2, 1.35), (3, 1.15)):
        _set(file.styles[f"Heading {level}"], size * ratio, bold=True, colour=SAPIN, before=4, after=2)
    _set(file.styles["Subtitle"], size * 1.15, bold=True, after=3)
    _set(file.styles["Intense Quote"], size, bold=True, colour=RED, after=3)
    _set(file.styles["Footer"], min(size, 8), colour=SOFT)
    _set(file.styles["List Bullet"], size, after=1)
    for name, facts in OWN_STYLES.items():
        style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = file.styles["Normal"]
        _set(style, 3 if name == "Gap" else size, **facts)
    border = '<w:pBdr {}><w:bottom w:val="single" w:sz="4" w:space="1" w:color="8A948F"/></w:pBdr>'
    under = parse_xml(border.format(nsdecls("w")))
    file.styles["Rule"].element.get_or_add_pPr().insert_element_before(under, "w:bidi", *AFTER_BIDI)
    _set(file.styles.add_style("Help", WD_STYLE_TYPE.CHARACTER), size * 0.88, colour=SOFT)


def _set(
    style: Any, size: float, *, bold: bool = False, colour: Any = None, before: float = 0, after: float = 0
) -> None:
    """Set one style: face, size, weight and colour; no face of the theme, which would win."""
    font = style.font
    font.name, font.size, font.bold, font.italic = FACE, Pt(round(size * 2) / 2), bold, False
    faces = style.element.rPr.rFonts
    for name in [name for name in faces.attrib if name.endswith("Theme")]:
        del faces.attrib[name]
    faces.set(qn("w:cs"), FACE)
    complex_size = parse_xml(f'<w:szCs {nsdecls("w")} w:val="{round(size * 2)}"/>')
    for old in style.element.rPr.findall(qn("w:szCs")):
        style.element.rPr.remove(old)
    style.element.rPr.find(qn("w:sz")).addnext(complex_size)
    if colour is not None:
        font.color.rgb = colour
    if hasattr(style, "paragraph_format"):
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.0 if size < 9 else 1.15
