"""What every PDF is given once laid out: links told by their words, foreign words in their language, headers by name."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from portal.paper import finishing, to_pdf
from tests.home.activities.posters_reader import poppler, tags_of

PAGE = '<!doctype html><html lang="fr"><head><title>Un essai</title></head><body>{}</body></html>'
TABLE = (
    "<table><thead><tr><th scope='col'>Jour</th><th scope='col'>Lieu</th></tr></thead>"
    "<tbody><tr><td>Lundi</td><td>Ici</td></tr></tbody></table>"
)
PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def printed(html: str) -> bytes:
    return to_pdf(PAGE.format(html))


def annotations(pdf: bytes) -> list[dict[str, Any]]:
    pages = PdfReader(BytesIO(pdf)).pages
    return [one.get_object() for page in pages for one in page.get("/Annots", [])]


def test_a_link_is_called_by_its_words():
    pdf = printed(
        '<p id="ici"><a href="#ici">Voir\n  «&nbsp;plus <b>loin</b>&nbsp;»</a> <a href="https://a.test/x">là</a> '
        f'<a href="https://a.test/y"><img alt="Une carte" src="{PIXEL}" width="20" height="20"></a></p>'
    )
    assert {str(one["/Contents"]) for one in annotations(pdf)} == {"Voir « plus loin »", "là", "Une carte"}


def test_a_link_is_announced_once_whatever_stands_in_it():
    pdf = printed('<p id="ici"><a href="#ici">a <b>b</b> <em>c</em></a></p>')
    assert len(annotations(pdf)) == 1
    links = [tag for tag in tags_of(pdf) if tag["/S"] == "/Link"]
    assert len(links) == 1


def test_words_of_another_language_say_which(tmp_path):
    pdf = printed(
        '<h1>Un</h1><ul><li>deux <ol><li lang="en">three</li></ol> quatre</li></ul>'
        '<p>cinq <span lang="en">six <b>seven</b></span> huit <a lang="ar" href="https://a.test/">تسعة</a></p>'
        f'<p style="position: absolute" lang="en">ten</p>{TABLE}<p lang="en">eleven</p><p>douze</p>'
    )
    assert said_in("en", pdf, tmp_path) == {"1.", "three", "six", "seven", "ten", "eleven"}
    assert len(said_in("ar", pdf, tmp_path)) == 1


def said_in(language: str, pdf: bytes, folder: Path) -> set[str]:
    """Give the words said to be in a language: poppler reads the same tree as pypdf, with its words."""
    elements: list[list[str]] = []
    for line in poppler("pdfinfo", pdf, folder, "-struct-text").splitlines():
        if line.lstrip().startswith('"'):
            elements[-1].append(line.strip().strip('"').strip())
        elif not line.lstrip().startswith(("/", "Object")):
            elements.append([])
    tags = tags_of(pdf)
    assert len(tags) == len(elements)
    return {
        word
        for tag, words in zip(tags, elements, strict=True)
        if tag.get("/Lang") == language
        for word in words
    }


def test_where_all_is_in_one_language_nothing_is_said():
    assert not [tag for tag in tags_of(printed(f"<p>un</p>{TABLE}")) if "/Lang" in tag]


def test_where_pieces_and_tags_do_not_answer_the_file_is_written_without_languages(monkeypatch, caplog):
    remember = finishing._remember_languages

    def forget_one(page):
        remember(page)
        paint = page.paint

        def short(*arguments, **options):
            paint(*arguments, **options)
            page.languages.pop()

        page.paint = short

    monkeypatch.setattr(finishing, "_remember_languages", forget_one)
    pdf = printed('<p>un</p><p lang="en">two</p><p>trois</p>')
    assert "Link" not in caplog.text and "no language told" in caplog.text
    assert len(PdfReader(BytesIO(pdf)).pages) == 1
    assert not [tag for tag in tags_of(pdf) if "/Lang" in tag]


def test_headers_of_tables_are_found_by_their_names():
    pdf = printed(TABLE + TABLE)
    root = PdfReader(BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]
    names = list(root["/IDTree"]["/Names"])
    found = dict(zip(map(str, names[::2]), names[1::2], strict=True))
    headers = [tag for tag in tags_of(pdf) if tag["/S"] == "/TH"]
    assert list(found) == sorted(found) and len(found) == len(headers) == 4
    assert {str(header["/ID"]) for header in headers} == set(found)
    assert all(place.get_object()["/ID"] == name for name, place in found.items())
    cells = [tag for tag in tags_of(pdf) if tag["/S"] == "/TD"]
    assert {str(name) for cell in cells for name in cell["/A"]["/Headers"]} == set(found)


def test_without_a_table_there_is_no_index():
    assert "/IDTree" not in PdfReader(BytesIO(printed("<p>un</p>"))).trailer["/Root"]["/StructTreeRoot"]
