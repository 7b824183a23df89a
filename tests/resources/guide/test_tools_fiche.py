"""The fiche de saisine as PDF, opened by readers we do not write with: two sheets, its fields, filled and read back."""

from __future__ import annotations

import subprocess
from collections import Counter
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from resources.guide.tools.fields import Kind, saisine
from tests.home.activities.posters_reader import info_of, tags_of, text_of
from tests.resources.guide.tool_files import FORM, PRINT, made, pdf

pytestmark = pytest.mark.once  # nothing of it depends on the database

SLUG = "fiche-de-saisine"
REQUIRED, RADIO, MULTILINE = 1 << 1, 1 << 15, 1 << 12
#: Points: what a finger or an unsteady hand can hit once the sheet is as large as the screen.
SMALLEST = 10
DOTS = 4  # for each point, where sheets are looked at
KINDS = {Kind.CHOICE: "/Btn", Kind.CHECKS: "/Btn"}


def names_of(field):
    """The fields of the PDF one field of the list makes: one, or one for each box to tick."""
    if field.kind == Kind.CHECKS:
        return [f"{field.slug}-{choice.slug}" for choice in field.choices]
    return [field.slug]


EXPECTED = {name: field for field in saisine().fields for name in names_of(field)}


def widgets(reader):
    """What one clicks on, page by page."""
    for number, page in enumerate(reader.pages):
        for annotation in page.get("/Annots", ()):
            found = annotation.get_object()
            if found["/Subtype"] == "/Widget":
                yield number, page, found


def is_required(field):
    """Whether the sheet marks a field with a star: what depends on another answer is not."""
    return field.required and field.only_if is None


def name_of(widget):
    """The whole name of the field a widget belongs to."""
    parts = []
    while widget is not None:
        if "/T" in widget:
            parts.append(widget["/T"])
        widget = widget["/Parent"].get_object() if "/Parent" in widget else None
    return ".".join(reversed(parts))


@pytest.mark.parametrize("form", [FORM, PRINT])
def test_two_a4_sheets_never_three(form):
    reader = pdf(SLUG, form)
    assert len(reader.pages) == 2
    for page in reader.pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)


def test_the_fields_are_those_of_the_list_and_no_other():
    fields = pdf(SLUG, FORM).get_fields()
    assert list(fields) == list(EXPECTED)
    assert not pdf(SLUG, PRINT).get_fields()


def test_each_field_is_of_its_kind_says_its_label_and_holds_no_more_than_it_may():
    for name, found in pdf(SLUG, FORM).get_fields().items():
        field = EXPECTED[name]
        assert found["/FT"] == KINDS.get(field.kind, "/Tx"), name
        assert found["/TU"].startswith(field.label), name
        raw = found.indirect_reference.get_object()
        assert raw.get("/MaxLen", 0) == field.max, name
        assert bool(raw.get("/Ff", 0) & RADIO) == (field.kind == Kind.CHOICE), name
        if field.kind == Kind.LONG:
            assert raw["/Ff"] & MULTILINE and " 0 Tf" in raw["/DA"], name
        if field.kind in (Kind.TEXT, Kind.LONG, Kind.DATE) and field.help:
            assert field.help in found["/TU"], name


def test_one_answer_excludes_the_others_and_each_bears_its_name():
    for name, found in pdf(SLUG, FORM).get_fields().items():
        if EXPECTED[name].kind == Kind.CHOICE:
            boxes = [kid.get_object() for kid in found.indirect_reference.get_object()["/Kids"]]
            answers = [next(iter(box["/AP"]["/N"])) for box in boxes]
            assert answers == [f"/{choice.slug}" for choice in EXPECTED[name].choices]
            for box, choice in zip(boxes, EXPECTED[name].choices, strict=True):
                must = " (obligatoire)" if is_required(EXPECTED[name]) else ""
                assert box["/TU"] == f"{EXPECTED[name].label}{must} : {choice.label}"
                assert "/T" not in box and box["/AS"] == "/Off"


def test_filled_by_a_reader_of_pdfs_it_is_read_back_as_it_was_filled():
    typed = {}
    writer = PdfWriter(clone_from=pdf(SLUG, FORM))
    for name, field in EXPECTED.items():
        if field.kind == Kind.CHOICE:
            typed[name] = f"/{field.choices[-1].slug}"
        elif field.kind == Kind.CHECKS:
            typed[name] = "/on"
        else:
            typed[name] = f"Réponse à « {field.slug} », œuvre d'été"[: field.max or None]
    for page in writer.pages:
        writer.update_page_form_field_values(page, typed, auto_regenerate=False)
    out = BytesIO()
    writer.write(out)
    read = PdfReader(BytesIO(out.getvalue()))
    assert {name: found.get("/V") for name, found in read.get_fields().items()} == typed
    assert len(read.pages) == 2
    chosen = [
        widget for _n, _page, widget in widgets(read) if "/Parent" in widget and widget["/AS"] != "/Off"
    ]
    assert len(chosen) == sum(field.kind == Kind.CHOICE for field in EXPECTED.values())


@pytest.mark.parametrize("slug", [SLUG, "grille-de-situation"])
def test_a_box_is_large_enough_to_be_clicked(slug):
    sizes = []
    for _number, _page, widget in widgets(pdf(slug, FORM)):
        if widget.get("/FT") == "/Btn" or "/Parent" in widget:
            left, top, right, bottom = map(float, widget["/Rect"])
            sizes.append(min(abs(right - left), abs(top - bottom)))
    assert sizes and min(sizes) >= SMALLEST
    assert len(pdf(slug, FORM).pages) == 2


def test_what_is_ticked_is_drawn_inside_its_outline(tmp_path):
    writer = PdfWriter(clone_from=pdf(SLUG, FORM))
    typed = {"request_kind": "/first", "person_contact-call": "/on"}
    writer.update_page_form_field_values(writer.pages[0], typed, auto_regenerate=False)
    writer.write(tmp_path / "filled.pdf")
    out = ["-r", str(72 * DOTS), "-f", "1", "-l", "1", "-singlefile", "-gray", "-png"]
    subprocess.run(["pdftoppm", *out, tmp_path / "filled.pdf", tmp_path / "seen"], check=True)
    seen = Image.open(tmp_path / "seen.png").convert("L")

    def grey(widget, across, up):
        left, top, right, bottom = map(float, widget["/Rect"])
        x, y = left + across * (right - left), bottom + up * (top - bottom)
        return seen.getpixel((round(x * DOTS), round(seen.height - y * DOTS)))

    boxes = {}
    for number, _page, widget in widgets(pdf(SLUG, FORM)):
        if number == 0:
            boxes.setdefault(name_of(widget), []).append(widget)
    first, renewal = boxes["request_kind"]
    (call,) = boxes["person_contact-call"]
    (letter,) = boxes["person_contact-letter"]
    assert grey(first, 0.5, 0.5) < 90 and grey(renewal, 0.5, 0.5) > 240
    assert grey(call, 0.42, 0.3) < 90 and grey(letter, 0.42, 0.3) > 240
    for box in (first, renewal, call, letter):
        assert grey(box, 0.06, 0.5) < 200, "the outline stands within what one clicks"
        assert grey(box, 0.5, 0.16) > 240, "what is ticked leaves the outline to be seen"


def test_what_must_be_answered_is_told_to_who_reads_and_to_who_listens():
    told = 0
    for name, found in pdf(SLUG, FORM).get_fields().items():
        field, raw = EXPECTED[name], found.indirect_reference.get_object()
        said = "(obligatoire, une réponse au moins)" if field.kind == Kind.CHECKS else "(obligatoire)"
        assert (said in found["/TU"]) == is_required(field), name
        assert found["/TU"].startswith(f"{field.label} {said}") or not is_required(field)
        is_held = is_required(field) and field.kind != Kind.CHECKS
        assert bool(raw.get("/Ff", 0) & REQUIRED) == is_held, name
        told += is_held
    assert told > 10


def test_the_sheet_is_set_in_nine_points(tmp_path):
    sizes: Counter[float] = Counter()

    def visit(text, cm, tm, font, size):
        if text.strip():
            sizes[round(size * abs(tm[3] * cm[3]), 1)] += len(text.strip())

    for page in pdf(SLUG, PRINT).pages:
        page.extract_text(visitor_text=visit)
    assert min(sizes) >= 8 and sizes.most_common(1)[0][0] >= 9, sizes


def test_every_field_stands_on_its_page_and_on_no_other_field():
    seen: dict[int, list[tuple[str, list[float]]]] = {0: [], 1: []}
    for number, page, widget in widgets(pdf(SLUG, FORM)):
        left, top, right, bottom = map(float, widget["/Rect"])
        box = [min(left, right), min(top, bottom), max(left, right), max(top, bottom)]
        assert 0 < box[0] < box[2] < page.mediabox.width and 0 < box[1] < box[3] < page.mediabox.height
        assert EXPECTED[name_of(widget)].page == number + 1
        for other, at in seen[number]:
            apart = box[0] >= at[2] or at[0] >= box[2] or box[1] >= at[3] or at[1] >= box[3]
            assert apart, f"{name_of(widget)} over {other}"
        seen[number].append((name_of(widget), box))


def test_fields_are_reached_in_the_order_of_the_list():
    reader = pdf(SLUG, FORM)
    order = list(dict.fromkeys(name_of(widget) for _n, _page, widget in widgets(reader)))
    assert order == list(EXPECTED)
    assert all(page["/Tabs"] == NameObject("/S") for page in reader.pages)


def test_it_is_tagged_titled_and_in_french(tmp_path):
    for form in (FORM, PRINT):
        reader = pdf(SLUG, form)
        root = reader.trailer["/Root"]
        assert root["/Lang"] == "fr" and bool(root["/MarkInfo"]["/Marked"])
        assert reader.metadata.title == "Fiche de saisine – IMPACT"
        assert b"pdfuaid" in root["/Metadata"].get_data()
        kinds = [tag["/S"] for tag in tags_of(made(SLUG, form))]
        assert kinds.count("/H1") == 1 and kinds.count("/H2") == 2
        assert kinds.count("/H3") == len(saisine().sections)
        assert kinds.count("/Form") == sum(1 for _ in widgets(reader))
        assert "/Figure" not in kinds
        assert info_of(made(SLUG, form), tmp_path)["Tagged"] == "yes"


def test_every_widget_hangs_in_the_tree_of_tags():
    reader = pdf(SLUG, FORM)
    objects = {
        child.get_object().get("/Obj").idnum
        for tag in tags_of(made(SLUG, FORM))
        if tag["/S"] == "/Form"
        for child in tag["/K"]
    }
    shown = {annotation.idnum for page in reader.pages for annotation in page["/Annots"]}
    assert objects == shown
    assert all("/StructParent" in widget for _n, _page, widget in widgets(reader))


@pytest.mark.parametrize("form", [FORM, PRINT])
def test_it_reads_in_the_order_of_the_list(form, tmp_path):
    text, at = text_of(made(SLUG, form), tmp_path), 0
    assert text.index("Danger immédiat") < text.index("1. Qui adresse")
    for section in saisine().sections:
        at = text.index(section.title, at)
        for field in section.fields:
            at = text.index(field.label, at) + len(field.label)
            for choice in field.choices:
                at = text.index(choice.label, at)
    assert text.count("Jamais par e-mail ordinaire") == 2
    assert "version 1.0 du 22 novembre 2026" in text and "CC BY 4.0" in text
