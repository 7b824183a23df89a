"""A result on paper, opened and read back: its order, its tags, its language, Arabic joined and from right to left."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from pypdf import PdfReader

from portal import paper
from resources.guide.checks import actions, printing
from resources.guide.models.editions import Form
from tests.factories import paris
from tests.home.activities.posters_reader import fonts_of, info_of, tags_of, text_of
from tests.resources.guide.checking import begin, check, cost, fill, publish_editions, sheet_of, token_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # nothing of it depends on the database


@pytest.fixture(autouse=True)
def published():
    publish_editions()


@pytest.fixture
def filled() -> str:
    """A check with an answer of each kind."""
    address = begin()
    answers = {question.slug: "yes" for _theme, question in check().questions()}
    answers |= {"finess": "not_yet", "bureau": "in_progress", "mediation": "dont_know"}
    actions.write(sheet_of(address), answers)
    return address


@pytest.fixture
def worksheet() -> str:
    """A worksheet with three lines."""
    address = begin(Form.COST)
    names = {"mediation__heures": "17,5", "mediation__semaines": "45", "mediation__cout_heure": "32,50"}
    fill(address, 2, **names, mediation__mode="salarie")
    fill(address, 4, loyer__montant="1 250,50")
    fill(address, 7, subvention__montant="15 000", subvention__nom="Ville de Chambéry")
    return address


def pdf(address: str, root: str = "") -> bytes:
    answer = Client().get(f"{root}{address}bilan.pdf")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    return answer.content


def plain(text: str) -> str:
    """Give letters without their joined forms, signs of direction and odd spaces."""
    kept = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    return " ".join(kept.split())


def test_the_paper_says_what_the_page_says_in_its_order(filled, tmp_path):
    with time_machine.travel(paris(2026, 11, 22, 9), tick=False):
        text = plain(text_of(pdf(filled), tmp_path))
    said = [
        "Êtes-vous prêts ?",
        "Il manque l'essentiel",
        "Ouvrir maintenant serait fragile",
        "Dimension par dimension",
        "Points indispensables déjà réunis",
        "La structure et le financement 2 sur 3",
        "Ce qui manque",
        "Une structure juridique avec un numéro FINESS",
        "Ce qu’il faut vérifier",
        "Du temps de médiation",
        "Ce qui est en chemin",
        "Imprimé le 22 novembre 2026",
        "édition 1",
    ]
    places = [text.find(words) for words in said]
    assert -1 not in places, [words for words, place in zip(said, places, strict=True) if place < 0]
    assert places == sorted(places)


def test_the_paper_does_not_carry_the_private_address(filled, worksheet, tmp_path):
    for address in (filled, worksheet):
        body = pdf(address)
        reader = PdfReader(BytesIO(body))
        everything = repr([page.get_object() for page in reader.pages]) + repr(reader.metadata)
        assert token_of(address) not in everything + text_of(body, tmp_path)
        assert token_of(address).encode() not in body
        assert not any("/Annots" in page for page in reader.pages)


@pytest.mark.parametrize("root", ["", "/en", "/ar"])
def test_the_pdf_is_tagged_titled_and_in_its_language(filled, worksheet, root, tmp_path):
    language = root[1:] or "fr"
    for address, content in ((filled, check(language=language)), (worksheet, cost(language))):
        body = pdf(address, root)
        info = info_of(body, tmp_path)
        assert info["Tagged"] == "yes"
        assert info["Title"].startswith(content.title.text)
        assert info["Page size"].endswith("(A4)")
        catalogue = PdfReader(BytesIO(body)).trailer["/Root"]
        assert catalogue["/Lang"] == language
        assert b"pdfuaid:part" in catalogue["/Metadata"].get_data()
        kinds = [tag["/S"] for tag in tags_of(body)]
        assert kinds.count("/H1") == 1 and kinds.count("/H2") >= 2
        assert "/Table" in kinds and "/TH" in kinds
        assert "/Figure" not in kinds  # bars are backgrounds: a drawing would need words of its own


@pytest.mark.parametrize("root", ["", "/en", "/ar"])
def test_every_font_is_ours_and_embedded(filled, worksheet, root, tmp_path):
    for address in (filled, worksheet):
        fonts = fonts_of(pdf(address, root), tmp_path)
        assert fonts and all(embedded for _name, embedded in fonts)
        assert all(name.startswith(("Atkinson-Hyperlegible", "Noto-Naskh-Arabic")) for name, _ in fonts), (
            fonts
        )


def test_arabic_is_read_back_letter_by_letter(filled):
    read = plain(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf(filled, "/ar"))).pages))
    content = check(language="ar")
    question = next(one for _theme, one in content.questions() if one.slug == "finess")
    reading = content.readings["missing"]
    for words in (reading.title, content.dimensions[0].label, content.readings["ready"].text):
        assert plain(words.text).rstrip(".") in read, words
    for words in (unescape(re.sub(r"<[^>]+>", " ", reading.html.text)), question.short.text):
        for word in plain(words).split():
            assert word.strip("،.:") in read, word


def test_arabic_letters_are_joined_as_they_are_drawn(filled):
    """Letters drawn one by one would have as many shapes as the alphabet; joined, each has several."""
    body = pdf(filled, "/ar")
    shapes: dict[str, set[str]] = {}
    for page in PdfReader(BytesIO(body)).pages:
        for font in page["/Resources"]["/Font"].get_object().values():
            font = font.get_object()
            if "Arabic" not in str(font["/BaseFont"]) or "/ToUnicode" not in font:
                continue
            table = font["/ToUnicode"].get_object().get_data().decode()
            for glyph, letters in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", table):
                shapes.setdefault(bytes.fromhex(letters).decode("utf-16-be"), set()).add(glyph)
    assert sum(len(glyphs) >= 2 for letter, glyphs in shapes.items() if "ء" <= letter <= "ي") >= 10, shapes


def test_arabic_runs_from_right_to_left(filled):
    """The first line of a paragraph starts at the right edge; in French, at the left."""
    edges = {}
    for root in ("", "/ar"):
        page = PdfReader(BytesIO(pdf(filled, root))).pages[0]
        found: list[tuple[float, str]] = []
        page.extract_text(
            visitor_text=lambda text, _cm, tm, _font, _size, found=found: found.append((tm[4], text))
        )
        places = [x for x, text in found if len(text.strip()) > 1]
        edges[root] = (min(places), max(places))
    width = 595.0
    assert edges[""][0] < width * 0.15
    assert edges["/ar"][1] > width * 0.5


def test_the_worksheet_adds_up_on_paper(worksheet, tmp_path):
    text = plain(text_of(pdf(worksheet), tmp_path))
    together = text.replace(" ", "")  # a narrow space is read as one, or as none
    for words in (
        "17,50 heures/semaine × 45 semaines/an × 32,50 €/heure",
        "Ensemble 25 593,75 €",
        "Ensemble 1 250,50 €",
        "Coût total par an 26 844,25 €",
        "De 15 000 € à 150 000 € par an",
    ):
        assert words.replace(" ", "") in together, words
    assert "Ville de Chambéry" in text


@pytest.mark.parametrize("root", ["", "/en", "/ar"])
def test_the_name_of_a_table_is_never_alone_at_the_foot_of_a_page(root):
    """Whatever stands above: the same worksheet with one line more at a time, until the table has crossed a page."""
    content = cost(root[1:] or "fr")
    address = begin(Form.COST)
    fill(address, 1, habitants__nombre="4000", patientele__nombre="1000", personnes_accompagnees__nombre="40")
    first, last = content.sections[0], content.sections[0].lines[-1]
    seen = set()
    for one in content.sections[4].lines:
        actions.write(sheet_of(address), {one.entry("montant"): "1000"})
        pages = [plain(page.extract_text()) for page in PdfReader(BytesIO(pdf(address, root))).pages]
        (titled,) = [number for number, text in enumerate(pages) if plain(first.title.text) in text]
        words = pages[titled].split(plain(first.title.text), 1)[1]
        assert plain(last.label.text) in words, one.slug
        seen.add(titled)
    assert seen


def test_a_table_and_its_name_stay_together(worksheet):
    """Each part has a heading, and the tags say it before its table."""
    kinds = [tag["/S"] for tag in tags_of(pdf(worksheet))]
    tables = [number for number, kind in enumerate(kinds) if kind == "/Table"]
    assert "/Caption" not in kinds
    assert kinds.count("/H3") == len(tables)


def test_without_pango_one_is_led_to_the_page_to_print(filled, monkeypatch, caplog):
    def missing(*_args, **_named):
        raise paper.PangoMissing

    monkeypatch.setattr(paper, "to_pdf", missing)
    answer = Client().get(f"{filled}bilan.pdf")
    assert (answer.status_code, answer["Location"]) == (303, filled)
    assert "libpangoft2" in caplog.text and token_of(filled) not in caplog.text


def test_papers_are_not_made_without_end(filled, monkeypatch):
    monkeypatch.setattr(printing, "PAPERS", 1)
    assert Client().get(f"{filled}bilan.pdf").status_code == 200
    assert Client().get(f"{filled}bilan.pdf").status_code == 429
    assert Client().get(f"{begin()}bilan.pdf").status_code == 200
