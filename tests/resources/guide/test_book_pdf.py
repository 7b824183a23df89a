"""The whole guide as the demonstration publishes it, laid out for real and read back by pypdf and poppler."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pypdf import PdfReader

from portal.paper import to_pdf
from resources.guide.book.layout import html_of
from resources.guide.book.state import gather
from resources.guide.models import ChapterPage
from tests.factories import PlaceFactory, TerritoryFactory
from tests.home.activities.posters_reader import fonts_of, info_of, poppler, tags_of
from tests.home.pages.conftest import tree  # noqa: F401 -- a fixture
from tests.resources.guide.chapters import add_demonstration

pytestmark = [pytest.mark.django_db, pytest.mark.once]

TITLES = {"fr": "Monter IMPACT chez vous – IMPACT", "en": "Set IMPACT up where you are – IMPACT"}


class Printed(NamedTuple):
    """A book laid out: its bytes, what was complained of meanwhile, the chapters it was made from."""

    pdf: bytes
    html: str
    #: What is framed, sheet by sheet: the page of the book it was laid out from, as WeasyPrint cut it.
    boxes: list[set[str]]
    complaints: list[str]
    chapters: list[ChapterPage]

    @property
    def reader(self) -> PdfReader:
        return PdfReader(BytesIO(self.pdf))


_printed: dict[str, Printed] = {}


@pytest.fixture(params=["fr", "en"])
def book(request, caplog) -> Printed:
    """The book of a language, laid out once for all the tests of this file."""
    language = request.param
    if language not in _printed:
        tree = request.getfixturevalue("tree")
        PlaceFactory(territory=TerritoryFactory(slug="sud-est-grenoblois", name="Sud-Est Grenoblois"))
        add_demonstration(tree)
        contents = gather(language)
        assert contents
        with caplog.at_level(logging.WARNING, logger="weasyprint"):
            html, boxes = html_of(contents), list[set[str]]()
            pdf = to_pdf(html, finish=lambda document, _pdf: boxes.extend(map(framed, document.pages)))
        said = [record.getMessage() for record in caplog.records if record.name == "weasyprint"]
        _printed[language] = Printed(pdf, html, boxes, said, contents.chapters)
    return _printed[language]


def framed(page: Any) -> set[str]:
    """Give the names of the frames of a sheet: lists of what to do, examples, the matrix."""
    found = {}
    for box in page._page_box.descendants():
        kinds = set((box.element.get("class", "") if box.element is not None else "").split())
        if kinds & {"todo", "example", "whole"} and box.element_tag in ("div", "section", "article"):
            found[id(box.element)] = box.element
    return {f"{one.get('class')} {id(one)}" for one in found.values()}


def plain(text: str) -> str:
    """Give words alone: how lines break, at a hyphen too, and which spaces and quotes stand between is nothing to read."""
    return " ".join(re.sub(r"-\s?", "", re.sub(r"[«»“”\"]", " ", text)).split())


def text_of(book: Printed, folder: Path) -> str:
    """Give the text as poppler reads it, without what stands at the head and the foot of each sheet."""
    sheets = poppler("pdftotext", book.pdf, folder, "-raw").split("\f")
    return plain(" ".join("\n".join(sheet.split("\n")[:-3]) for sheet in sheets))


def outline(reader: PdfReader) -> list[tuple[int, str, int]]:
    """Give each bookmark: how deep it stands, its words, its sheet counted from 1."""
    found: list[tuple[int, str, int]] = []

    def walk(items: list[Any], depth: int) -> None:
        for item in items:
            if isinstance(item, list):
                walk(item, depth + 1)
            else:
                page = reader.get_destination_page_number(item)
                assert page is not None
                found.append((depth, plain(str(item.title)), page + 1))

    walk(reader.outline, 1)
    return found


def annotations(reader: PdfReader) -> list[dict[str, Any]]:
    return [one.get_object() for page in reader.pages for one in page.get("/Annots", [])]


def test_nothing_was_complained_of(book):
    assert book.complaints == []


def test_it_is_tagged_titled_and_in_its_language(book, tmp_path):
    info = info_of(book.pdf, tmp_path)
    assert info["Tagged"] == "yes" and info["Page size"].endswith("(A4)")
    language = next(code for code, title in TITLES.items() if title == info["Title"])
    root = book.reader.trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert len(book.pdf) < 600_000


def test_its_headings_go_down_step_by_step(book):
    levels = [int(tag["/S"][2]) for tag in tags_of(book.pdf) if re.fullmatch(r"/H\d", tag["/S"])]
    assert levels[0] == 1 and max(levels) == 3
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert levels.count(1) == len(book.chapters) + 2  # the contents and the annex


def test_tables_lists_and_pictures_are_told_to_who_listens(book):
    tags = tags_of(book.pdf)
    kinds = Counter(tag["/S"] for tag in tags)
    blocks = Counter(block.block_type for page in book.chapters for block in page.body)
    figures = [tag for tag in tags if tag["/S"] == "/Figure"]
    assert len(figures) == blocks["figure"] + 1 and all(str(tag["/Alt"]).strip() for tag in figures)
    assert kinds["/Table"] >= blocks["comparison"] + blocks["matrix"]
    assert kinds["/L"] > 20 and kinds["/LI"] == kinds["/LBody"]
    cells = [tag for tag in tags if tag["/S"] == "/TD"]
    assert len(cells) > 8 and all(tag["/A"]["/Headers"] for tag in cells)


def test_bookmarks_follow_the_chapters(book):
    marks = outline(book.reader)
    tops = [words for depth, words, _sheet in marks if depth == 1]
    assert tops[1:-1] == [plain(page.title) for page in book.chapters]
    sheets = [sheet for _depth, _words, sheet in marks]
    assert sheets == sorted(sheets)
    assert {depth for depth, _words, _sheet in marks} == {1, 2, 3}


def test_the_contents_give_true_numbers(book, tmp_path):
    marks = [mark for mark in outline(book.reader) if mark[0] == 1]
    first = marks[1][2]
    printed = poppler("pdftotext", book.pdf, tmp_path, "-layout", "-f", "2", "-l", str(first - 1))
    numbers = {
        plain(found[1]): int(found[2])
        for found in re.finditer(r"^\d+\. (.+?)\s+(\d+)$", printed, re.MULTILINE)
    }
    assert numbers == {words: sheet for _depth, words, sheet in marks[1:-1]}
    below = {
        (plain(found[1]), int(found[2]))
        for found in re.finditer(r"^ *(\S.*?)\s{2,}(\d+)$", printed, re.MULTILINE)
    }
    second = {
        (re.sub(r"^(Étape|Step) \d+ ", "", words), sheet)
        for depth, words, sheet in outline(book.reader)
        if depth == 2
    }
    titled = {one for one in second if one[1] < marks[-1][2]}
    assert titled <= below, titled - below


def test_every_sheet_bears_its_number(book):
    sheets = book.reader.pages
    for number, sheet in enumerate(sheets, 1):
        assert (f"{number} / {len(sheets)}" in sheet.extract_text()) == (number > 1)


def test_all_that_is_published_is_there_in_order(book, tmp_path):
    text = text_of(book, tmp_path)
    first = book.chapters[0]
    place = text.rindex(plain(first.title), 0, text.index(plain(first.introduction)))
    for page in book.chapters:
        place = text.index(plain(page.title), place)
        place = text.index(plain(page.introduction), place)
        for block in page.body:
            for name in ("title", "text", "caption"):
                words = plain(re.sub(r"</?(?:p|li|ul|ol)\b[^>]*>", " ", str(block.value.get(name) or "")))
                words = plain(re.sub(r"<a\b.*", "", re.sub(r"</?(?:strong|b|em|i)>", "", words)))
                if words:
                    place = text.index(plain(unescape(words)), place)


def test_links_hold(book):
    reader = book.reader
    names, inside = set(reader.named_destinations), 0
    for annotation in annotations(reader):
        words = str(annotation["/Contents"])
        assert words.strip() and words not in names and not re.search("--|^#", words), words
        if "/Dest" in annotation:
            assert annotation["/Dest"] in names
            inside += 1
        else:
            uri = annotation["/A"]["/URI"]
            assert uri.startswith(("http://testserver/", "https://", "mailto:", "tel:")), uri
            assert not re.search(r"/guide/[a-z]+/", uri) or re.search(
                "etes-vous|bilan|calcul|comparaison|temps", uri
            )
    assert inside > len(book.chapters)
    assert {page.slug for page in book.chapters} <= names
    assert {f"book--register-{number}{axis}" for number in range(1, 5) for axis in "ab"} <= names


def test_what_leads_somewhere_is_told_as_a_link(book):
    """A link cut in pieces must be one in each: a piece told as a span is nothing to press (PDF/UA, 7.18.5)."""
    wrong = [
        str(tag["/S"])
        for tag in tags_of(book.pdf)
        for child in children(tag)
        if isinstance(child, dict) and child.get("/Type") == "/OBJR" and tag["/S"] != "/Link"
    ]
    assert wrong == []


def test_a_link_is_announced_once(book):
    """What the style sheet writes inside a link would be a link within the link."""
    links = [tag for tag in tags_of(book.pdf) if tag["/S"] == "/Link"]
    assert len(links) > 50
    assert [inner for link in links for inner in below(link) if inner.get("/S") == "/Link"] == []
    assert len(links) == len(annotations(book.reader))


def test_a_line_of_the_contents_is_one_link(book):
    reader = book.reader
    first = next(sheet for depth, words, sheet in outline(reader)[1:] if depth == 1)
    beginnings = Counter[str]()
    for sheet in reader.pages[1 : first - 1]:
        for one in sheet["/Annots"]:
            beginnings[one.get_object()["/Dest"]] += 1
    lines = re.findall(r'<li><a href="#([^"]+)">|<p class="of-chapter"><a href="#([^"]+)">', book.html)
    assert beginnings == Counter(one or other for one, other in lines)  # none of them is cut in two


def test_words_of_another_language_say_which(book):
    language = book.reader.trailer["/Root"]["/Lang"]
    told = {str(tag["/Lang"]) for tag in tags_of(book.pdf) if "/Lang" in tag}
    assert told == ({"fr"} if language == "en" else set())  # the names of the two sites


def test_nothing_is_cut_that_is_read_at_a_glance(book):
    """What to do and what a site did stand in a frame: an open one at the foot of a sheet looks unfinished."""
    pages: dict[str, set[int]] = {}
    for number, boxes in enumerate(book.boxes):
        for name in boxes:
            pages.setdefault(name, set()).add(number)
    assert len(pages) > 10
    assert {name: sheets for name, sheets in pages.items() if len(sheets) > 1} == {}


def children(tag: dict[str, Any]) -> list[Any]:
    """Give what an element of the structure holds."""
    held = tag.get("/K", [])
    return [one.get_object() for one in (held if isinstance(held, list) else [held])]


def below(tag: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give every element under one."""
    for child in children(tag):
        if isinstance(child, dict):
            yield child
            yield from below(child)


def test_every_letter_is_drawn_by_our_own_font(book, tmp_path):
    fonts = fonts_of(book.pdf, tmp_path)
    assert fonts and all(name.startswith("Atkinson-Hyperlegible") and embedded for name, embedded in fonts)
    assert "\ufffd" not in poppler("pdftotext", book.pdf, tmp_path)
