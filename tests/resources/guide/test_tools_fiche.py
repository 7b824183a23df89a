"""The fiche de saisine as PDF, opened by readers we do not write with: two sheets, its fields, filled and read back."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from resources.guide.tools.fields import Kind, saisine
from tests.home.activities.posters_reader import info_of, tags_of, text_of
from tests.resources.guide.tool_files import FORM, PRINT, made, pdf

SLUG = "fiche-de-saisine"
RADIO, MULTILINE = 1 << 15, 1 << 12
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
                assert box["/TU"] == f"{EXPECTED[name].label} : {choice.label}"
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
