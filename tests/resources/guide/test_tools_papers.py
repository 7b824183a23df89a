"""The other tools on paper, and all of them as DOCX and ODT, opened by readers that do not write them."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from itertools import pairwise

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from home.places.models import Place
from portal.territories.models import Territory
from resources.guide.models import Tool
from resources.guide.tools import content
from resources.guide.tools.content import BadContent
from resources.guide.tools.fields import Kind, saisine
from resources.guide.tools.layout import FULL, Ask, Cards, Facts, Grid, Items, Section, Text
from resources.guide.tools.making import FILLABLE, Wanted, document_of, languages_of, write
from tests.home.activities.posters_reader import fonts_of, poppler, tags_of, text_of
from tests.resources.guide.tool_files import DOCX, FORM, ODT, PRINT, made, part, pdf, spaced, tool, words_in

pytestmark = pytest.mark.once  # nothing of it depends on the database

SAISINE = "fiche-de-saisine"
PAGES = {
    SAISINE: 2,
    "livret-de-parcours": 8,
    "grille-de-situation": 2,
    "fiche-de-poste-referent-sante": 2,
    "flyer": 2,
    "modele-affiche": 1,
}
ALL = [(slug, language) for slug in PAGES for language in languages_of(slug)]
#: What only turns the direction of words.
MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def said(slug, language="fr"):
    """Every word a document must hold, whatever its format, in the order it is read."""
    document = document_of(Wanted(tool(slug), PRINT, language))
    yield document.title
    for page in document.pages:
        for section in page.sections:
            yield from filter(None, [section.title, section.intro])
            for block in section.blocks:
                yield from words_of(block)
        if document.note:
            yield document.note


def words_of(block):
    match block:
        case Text():
            return [block.text]
        case Items():
            return block.items
        case Cards():
            return [text for card in block.cards for text in (card.title, card.text) if text]
        case Facts():
            return [label for label, _lines in block.facts]
        case Grid():
            return [*block.columns, *filter(None, block.rows)]
        case Ask():
            return [block.label, *(choice.label for choice in block.choices)]
    return []


def holds_in_order(text, wanted):
    at = 0
    for words in wanted:
        words = " ".join(words.split())
        found = text.find(words, at)
        assert found >= 0, f"{words!r} is not after {text[max(0, at - 60) : at]!r}"
        at = found + len(words)


def test_every_tool_there_is_has_its_words():
    assert set(PAGES) == set(Tool.Slug.values)
    assert languages_of("livret-de-parcours")[0] == languages_of("flyer")[0] == "fr"
    assert set(languages_of("livret-de-parcours")) == set(languages_of("flyer")) == {"fr", "en", "ar"}


@pytest.mark.parametrize(("slug", "language"), ALL)
def test_a_pdf_has_its_pages_its_tags_its_language_and_our_letters(slug, language, tmp_path):
    body = made(slug, PRINT, language)
    reader = pdf(slug, PRINT, language)
    assert len(reader.pages) == PAGES[slug]
    root = reader.trailer["/Root"]
    assert root["/Lang"] == language and b"pdfuaid" in root["/Metadata"].get_data()
    kinds = [tag["/S"] for tag in tags_of(body)]
    assert kinds.count("/H1") == 1 and "/Figure" not in kinds
    assert all(embedded for _name, embedded in fonts_of(body, tmp_path))
    names = {name for name, _embedded in fonts_of(body, tmp_path)}
    assert any("Atkinson" in name for name in names)
    assert any("Noto-Naskh-Arabic" in name for name in names) == (language == "ar")
    assert all(name.startswith(("Atkinson-Hyperlegible", "Noto-Naskh-Arabic")) for name in names)


@pytest.mark.parametrize("slug", [slug for slug in PAGES if slug != SAISINE])
def test_a_pdf_reads_in_order(slug, tmp_path):
    text = joined(text_of(made(slug, PRINT), tmp_path))
    holds_in_order(text, map(joined, said(slug)))


def joined(text):
    """Put words cut at the end of a line together again."""
    return text.replace("- ", "-")


@pytest.mark.parametrize("slug", ["livret-de-parcours", "flyer", "modele-affiche"])
def test_arabic_can_be_listened_to_and_copied(slug, tmp_path):
    """Lam and alef are one sign, that readers of PDFs give in the wrong order: their words are left out."""
    text = poppler("pdftotext", made(slug, PRINT, "ar"), tmp_path, "-raw")
    text = MARKS.sub("", text)
    words = [word.strip(".:،؟") for told in said(slug, "ar") for word in MARKS.sub("", told).split()]
    arabic = {word for word in words if word and word[0] > "\u0600" and not re.search("ل[اأإآ]", word)}
    assert len(arabic) > 10
    assert not {word for word in arabic if word not in text}


@pytest.mark.parametrize("slug", [SAISINE, "grille-de-situation"])
def test_what_is_filled_on_screen_is_named_after_what_it_asks(slug):
    document = document_of(Wanted(tool(slug), FORM, "fr"))
    fields = pdf(slug, FORM).get_fields()
    assert set(fields) == set(document.names())
    for name, label in document.names().items():
        told = re.sub(r" \(obligatoire[^)]*\)", "", fields[name]["/TU"])
        assert told.startswith(label), name
    assert len(pdf(slug, FORM).pages) == PAGES[slug]


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_the_flyer_of_a_door_with_the_worst_hours_still_folds_in_two(language, tmp_path):
    """Seven days that differ, in two stretches each: nobody opens like that, and it holds all the same."""
    place = Place(
        pk=1,
        territory=Territory(pk=1, slug="chambery", name="Chambéry"),
        name="Espace Ressources Santé du Biollay",
        street="1256 avenue du Grand Verger",
        postcode="73000",
        city="Chambéry",
        landmark="à côté de la poste, derrière le marché",
        phone="01 99 00 10 20",
        opening_hours="; ".join(
            f"{day} 08:{number}0-12:30,13:{number}5-17:45"
            for number, day in enumerate(("Mo", "Tu", "We", "Th", "Fr"))
        )
        + "; Sa 09:15-11:45,14:15-16:45; Su 09:45-11:15,14:45-16:15",
    )
    body = write(Wanted(tool("flyer"), PRINT, language, place))
    assert len(PdfReader(BytesIO(body)).pages) == 2
    text = text_of(body, tmp_path)
    for told in ("1256 avenue du Grand Verger", "73000 Chambéry", "17:45" if language == "ar" else "45"):
        assert told in text
    assert "testserver" in text and "chambery/agenda/" in text


def test_only_forms_are_filled_on_screen():
    assert {slug for slug in PAGES if slug in FILLABLE} == {SAISINE, "grille-de-situation"}


def test_the_grid_bears_its_own_name_and_says_where_the_other_is_asked_for(tmp_path, settings):
    text = text_of(made("grille-de-situation", PRINT), tmp_path)
    assert "SAFET" not in text.upper()
    assert "/guide/temps-d-echange/" in text


@pytest.mark.parametrize(("slug", "language"), ALL)
def test_a_docx_says_all_in_order_under_real_headings(slug, language):
    body = made(slug, DOCX, language)
    text = spaced(part(body, "word/document.xml"), "p", "tc")
    holds_in_order(text, said(slug, language))
    file = docx.Document(BytesIO(body))
    headings = [p for p in file.element.body.iter(f"{W}pStyle") if p.get(f"{W}val").startswith("Heading")]
    sections = [
        s.title for page in document_of(Wanted(tool(slug), DOCX, language)).pages for s in page.sections
    ]
    assert len(headings) >= 1 + len(list(filter(None, sections)))
    assert file.core_properties.title and file.core_properties.language.startswith(language)
    assert file.core_properties.author == "IMPACT"


@pytest.mark.parametrize(("slug", "language"), ALL)
def test_an_odt_says_all_in_order_under_real_headings(slug, language):
    body = made(slug, ODT, language)
    with zipfile.ZipFile(BytesIO(body)) as package:
        first = package.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert package.read("mimetype") == b"application/vnd.oasis.opendocument.text"
        manifest = package.read("META-INF/manifest.xml").decode()
        for name in ("content.xml", "styles.xml", "meta.xml"):
            assert f'full-path="{name}"' in manifest
        assert "Thumbnails" not in manifest and not [n for n in package.namelist() if "Thumb" in n]
    text = spaced(part(body, "content.xml"), "p", "h", "table-cell")
    holds_in_order(text, said(slug, language))
    assert language in words_in(part(body, "meta.xml"))
    names = {e.tag.rpartition("}")[2] for e in part(body, "content.xml").iter()}
    assert "h" in names


def test_the_boxes_and_blanks_of_the_docx_bear_the_names_of_the_list():
    document = part(made(SAISINE, DOCX), "word/document.xml")
    tags = [tag.get(f"{W}val") for tag in document.iter(f"{W}tag")]
    expected = []
    for field in saisine().fields:
        both = field.kind in (Kind.CHOICE, Kind.CHECKS)
        expected += [f"{field.slug}-{c.slug}" for c in field.choices] if both else [field.slug]
    assert tags == expected
    names = [alias.get(f"{W}val") for alias in document.iter(f"{W}alias")]
    assert all(names) and len(names) == len(tags)
    numbers = [one.get(f"{W}val") for one in document.iter(f"{W}id")]
    assert len(set(numbers)) == len(numbers)


def test_the_blanks_of_the_odt_say_what_they_ask():
    holders = [e for e in part(made(SAISINE, ODT), "content.xml").iter() if e.tag.endswith("}placeholder")]
    described = [next(v for k, v in e.attrib.items() if k.endswith("}description")) for e in holders]
    plain = [f.label for f in saisine().fields if f.kind not in (Kind.CHOICE, Kind.CHECKS)]
    assert described == plain


@pytest.mark.parametrize(("form", "name"), [(DOCX, "word/document.xml"), (ODT, "content.xml")])
def test_files_one_edits_say_how_much_an_answer_holds(form, name):
    text = words_in(part(made(SAISINE, form), name))
    for longest in {field.max for field in saisine().fields if field.max}:
        same = [field for field in saisine().fields if field.max == longest]
        assert text.count(f"Écrire ici, {longest} signes au plus") == len(same)


def test_tables_begin_with_their_head():
    document = part(made("grille-de-situation", DOCX), "word/document.xml")
    assert len(list(document.iter(f"{W}tblHeader"))) == 4
    odt = part(made("grille-de-situation", ODT), "content.xml")
    assert len([e for e in odt.iter() if e.tag.endswith("}table-header-rows")]) == 4


def test_what_is_written_from_the_right_is_so_in_files_one_edits():
    body = made("flyer", DOCX, "ar")
    styles, document = part(body, "word/styles.xml"), part(body, "word/document.xml")
    normal = next(s for s in styles.iter(f"{W}style") if s.get(f"{W}styleId") == "Normal")
    assert normal.find(f"{W}pPr/{W}bidi") is not None and normal.find(f"{W}rPr/{W}rtl") is not None
    turned = [b for b in document.iter(f"{W}bidi") if b.get(f"{W}val") == "0"]
    assert turned, "the partners' side is in French"
    odt = made("flyer", ODT, "ar")
    assert b'writing-mode="rl-tb"' in zipfile.ZipFile(BytesIO(odt)).read("styles.xml")
    assert b'writing-mode="lr-tb"' in zipfile.ZipFile(BytesIO(odt)).read("content.xml")


@given(st.lists(st.integers(1, FULL), max_size=20))
def test_rows_hold_what_fits_in_order_and_lose_nothing(widths):
    asks = tuple(Ask(str(number), "?", width=width) for number, width in enumerate(widths))
    rows = list(Section("", asks).rows())
    assert [block for row in rows for block in row] == list(asks)
    for row, after in pairwise(rows):
        assert sum(ask.width for ask in row) <= FULL < sum(ask.width for ask in row) + after[0].width


@pytest.mark.parametrize(
    ("block", "why"),
    [
        ('{ poem = "Rose" }', "poem"),
        ('{ text = "Bonjour {who}" }', "who"),
        ('{ ask = "Quoi", colour = "red" }', "colour"),
        ('{ ask = "Quoi", name = "a" }, { ask = "Quand", name = "a" }', "two fields are named a"),
    ],
)
def test_content_nobody_can_print_is_refused(block, why, tmp_path, monkeypatch):
    file = tmp_path / "essai.fr.toml"
    file.write_text(f'title = "Essai"\n[[page]]\n[[page.section]]\nblock = [{block}]\n', encoding="utf-8")
    monkeypatch.setattr(content, "FOLDER", tmp_path)
    content._raw.cache_clear()
    with pytest.raises(BadContent, match=why):
        content.document("essai", "fr", {}, "")
    content._raw.cache_clear()
