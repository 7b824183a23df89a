"""Files as people send them, and as nobody should: a plain French message each time, never a half import."""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import zipfile
from datetime import date, datetime
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from resources.directory.importing import jsonfile, sheets
from resources.directory.importing.files import open_file
from resources.directory.importing.lambert import to_degrees
from resources.directory.importing.rows import MOST_BYTES, Unreadable
from resources.directory.models import ImportRun, Structure
from tests.resources.directory.files import SERVICE, STRUCTURE, service, structure


def records(path):
    with open_file(path) as reading:
        return [row.record for row in reading]


def problems_of(path):
    with open_file(path) as reading:
        return [problem for row in reading for problem in row.problems]


def table(rows, delimiter=",", names=None) -> str:
    out = io.StringIO()
    names = names or list(rows[0])
    lines = csv.writer(out, delimiter=delimiter)
    lines.writerow(names)
    for row in rows:
        lines.writerow(["|".join(v) if isinstance(v, list) else v for v in (row.get(n) for n in names)])
    return out.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
def test_tables_are_read_however_they_are_written(tmp_path, delimiter, letters):
    path = tmp_path / "a.csv"
    path.write_bytes(table([service(nom="Épicerie; l'été, été")], delimiter).encode(letters))
    (record,) = records(path)
    assert record["nom"] == "Épicerie; l'été, été"
    assert record["publics"] == ["familles", "jeunes"] and record["date_maj"] == "2026-02-14"


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("date_maj", "14/02/2026", "2026-02-14"),
        ("date_maj", "46067", "2026-02-14"),
        ("date_maj", "2026-02-14T10:00:00+00:00", "2026-02-14"),
        ("latitude", "45,56", 45.56),
        ("latitude", "nord", "nord"),
        ("latitude", "nan", "nan"),
        ("nombre_semaines", "3.0", 3),
        ("publics", '["jeunes"]', ["jeunes"]),
        ("publics", "{jeunes,familles}", ["jeunes", "familles"]),
        ("publics", "jeunes, familles", ["jeunes", "familles"]),
        ("publics", "[", ["["]),
        ("commune", "'=1", "=1"),
        ("commune", "'", ""),
        ("commune", "", None),
        ("telephone", "+33479000000", "+33479000000"),
    ],
)
def test_a_cell_is_read_as_what_it_stands_for(tmp_path, name, cell, value):
    path = tmp_path / "a.csv"
    path.write_text(table([service(**{"publics": "jeunes"} | {name: cell})]), newline="")
    (record,) = records(path)
    assert record[name] == value


def test_names_of_columns_may_be_written_as_people_do_and_a_line_may_say_the_separator(tmp_path):
    path = tmp_path / "a.csv"
    names = ["Source", "ID", "Nom", "Date MAJ", "Code postal", "Remarque"]
    path.write_text("sep=;\n" + ";".join(names) + "\ndora;dora--1;Accueil;2026-02-14;73000;rien\n")
    with open_file(path) as reading:
        (row,) = list(reading)
    assert row.record["code_postal"] == "73000" and row.place == 3
    assert reading.unknown == {"Remarque"} and reading.kinds == {"structure"}


def book(path, **sheets_rows):
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets_rows.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


HEAD = ["source", "id", "nom", "date_maj", "code_postal", "siret", "telephone"]


@pytest.mark.parametrize(
    "day", [date(2026, 2, 14), datetime(2026, 2, 14, 9), 46067, "2026-02-14", "14/02/2026"]
)
def test_a_workbook_is_read_dates_and_numbers_as_it_keeps_them(tmp_path, day):
    line = ["dora", "dora--1", "Accueil", day, 1000, 12345678901234, 479000000]
    (record,) = records(book(tmp_path / "a.xlsx", Structures=[HEAD, line, [None] * 7]))
    assert record["date_maj"] == "2026-02-14"
    assert (record["code_postal"], record["siret"], record["telephone"]) == (
        "01000",
        "12345678901234",
        "0479000000",
    )


def test_a_workbook_has_a_sheet_for_each_kind(tmp_path):
    path = book(
        tmp_path / "a.xlsx",
        Lisezmoi=[["bonjour"]],
        Services=[list(SERVICE), ["|".join(v) if isinstance(v, list) else v for v in SERVICE.values()]],
        Structures=[list(STRUCTURE), list(STRUCTURE.values())],
    )
    assert [record["id"] for record in records(path)] == ["dora--s1", "dora--1"]


def test_formulas_are_refused_with_a_reason(tmp_path):
    line = ["dora", "dora--1", '=HYPERLINK("https://example.org")', "2026-02-14", None, None, None]
    (problem,) = problems_of(book(tmp_path / "a.xlsx", structures=[HEAD, line]))
    assert problem.field == "nom" and "formule" in problem.reason
    path = tmp_path / "a.csv"
    path.write_text(table([structure(nom="=1+1")]))
    (problem,) = problems_of(path)
    assert problem.field == "nom" and problem.value == "=1+1"


def zipped(path, **parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in parts.items():
            folder.writestr(name.replace("__", "/") + ".xml", content)
    return path


def test_a_zip_bomb_is_refused_by_what_it_declares(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as folder, folder.open("xl/a.xml", "w") as part:
        for _block in range(450):
            part.write(bytes(1024 * 1024))
    assert path.stat().st_size < 1024 * 1024
    with pytest.raises(Unreadable, match="trop gros"):
        records(path)


CELLS = (f'<c r="{chr(65 + n)}1" t="inlineStr"><is><t>{name}</t></is></c>' for n, name in enumerate(HEAD))
TITLES = f'<row r="1">{"".join(CELLS)}</row>'
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


def rewritten(path, cells):
    """Give a sound workbook whose one sheet holds `cells`."""
    book(path, structures=[HEAD])
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["xl/worksheets/sheet1.xml"] = SHEET.format(cells).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in parts.items():
            folder.writestr(name, content)
    return path


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="999999999999"><c r="A999999999999"><v>1</v></c></row>',
        "<row>" + "<c/>" * 20_000 + "</row>",
        'TITLES<row r="900000"><c r="A900000"><v>1</v></c></row>',
    ],
    ids=["a row no sheet has", "a row without end", "a gap of nine hundred thousand rows"],
)
def test_a_sheet_that_is_small_and_endless_is_refused(tmp_path, cells):
    with pytest.raises(Unreadable, match="trop gros"):
        records(rewritten(tmp_path / "a.xlsx", cells.replace("TITLES", TITLES)))


def test_a_formula_over_several_cells_is_refused_too(tmp_path):
    line = '<c r="C2"><f t="array" ref="C2">HYPERLINK("http://x")</f><v>x</v></c>'
    path = rewritten(tmp_path / "a.xlsx", f'{TITLES}<row r="2">{line}</row>')
    assert "nom" in {problem.field for problem in problems_of(path) if "tableur" in problem.reason}


def test_a_document_whose_names_are_no_names_is_refused(tmp_path):
    (tmp_path / "a.json").write_text("{[1]: 2}")
    with pytest.raises(Unreadable):
        records(tmp_path / "a.json")


def test_a_zip_bomb_that_hides_its_size_is_refused_too(tmp_path, monkeypatch):
    path = zipped(tmp_path / "a.xlsx", xl__sharedStrings=b" " * 200_000)
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.index(mark) + at
        data[start : start + 4] = (1000).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(Unreadable):
        records(path)
    monkeypatch.setattr(sheets, "MOST_SHARED_TEXTS", 100_000)
    with pytest.raises(Unreadable, match="trop gros"):
        records(zipped(tmp_path / "b.xlsx", xl__sharedStrings=b" " * 200_000))


def test_entities_that_unfold_are_refused(tmp_path):
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    for content in (bomb, bomb.decode().encode("utf-16")):
        with pytest.raises(Unreadable, match="ne s'ouvre pas"):
            records(zipped(tmp_path / "a.xlsx", xl__workbook=content))


UNREADABLE = [
    (b"", "vide"),
    (b" \n \n", "vide"),
    (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ancien format"),
    (b"\x89PNG\r\n\x1a\n\x00\x00", "texte lisible"),
    (b"nom,prenom\nA,B\n", "Il manque la colonne"),
    (b"bonjour\n", "colonnes"),
    (b"source,id,nom\ndora,1,abc\n", "date_maj"),
    (b"source,id,nom,date_mai\n", "date_mai"),
    (b"source,id,id,nom,date_maj\n", "deux fois"),
    (b'source,id,nom,date_maj\ndora,1,"abc,2026-01-01\n', "guillemet"),
    (b"source,id,nom,date_maj,structure_id,description\n" + b'"' + b"a" * 200_000 + b'"', "ligne 2"),
    (b'{"structures": [{"id": "a"', "ligne 1"),
    (b'{"structures": [{"id": "a"}] ', "}"),
    (b'{"structures": [{"id": "a"}]} x', "la fin"),
    (b'[{"id": "a"},]', "ligne 1"),
    (b"[" * 100_000, "listes"),
    (b'{"a":' * 100_000, "listes"),
    (b'[{"a": ' + b"9" * 5000 + b"}]", "nombre"),
    (b'{"bonjour": []}', "ni structures ni services"),
    (b"{}", "ni structures ni services"),
    (b"[]", "ni structure ni service"),
    (b'[{"nom": "\xe9t\xe9"}]', "UTF-8"),
    (codecs.BOM_UTF16_LE + b'{"a":1}', "texte lisible"),
    (b"PK\x03\x04" + bytes(100), "ne s'ouvre pas"),
    (b"finess;etalab;111;2026-05-12", "ni structure ni service"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("content", "words"), UNREADABLE, ids=[str(n) for n in range(len(UNREADABLE))])
def test_a_file_that_cannot_be_read_gets_a_message(tmp_path, content, words):
    path = tmp_path / "fichier.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError) as refusal:
        call_command("import_directory", path, verbosity=0)
    assert words in str(refusal.value)
    assert not ImportRun.objects.exists() and not Structure.objects.exists()


@pytest.mark.django_db
def test_an_absent_file_a_folder_and_too_large_a_file_get_a_message(tmp_path):
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.write(b"[")
        file.truncate(MOST_BYTES + 1)
    for path, words in (
        (tmp_path / "rien.json", "n'existe pas"),
        (tmp_path, "n'existe pas"),
        (large, "100 Mo"),
    ):
        with pytest.raises(CommandError, match=words):
            call_command("import_directory", path)


@pytest.mark.django_db
def test_a_short_row_and_a_long_one_are_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("source,id,nom,date_maj\ndora,1,abc\n\ndora,2,abc,2026-01-01,x\n")
    with open_file(path) as reading:
        rows = list(reading)
    assert [row.place for row in rows] == [2, 4]
    assert "moins de cases" in rows[0].problems[0].reason and "plus de cases" in rows[1].problems[0].reason


def test_a_truncated_workbook_is_said_to_be_damaged(tmp_path):
    whole = book(tmp_path / "a.xlsx", structures=[HEAD, ["dora", "1", "abc", "2026-01-01"]]).read_bytes()
    for length in range(4, len(whole), 97):
        path = tmp_path / "b.xlsx"
        path.write_bytes(whole[:length])
        with pytest.raises(Unreadable):
            records(path)


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused(tmp_path, content):
    path = tmp_path / "a"
    for start in (
        b"",
        b"PK\x03\x04",
        b'{"services": [',
        b"source,id,nom,date_maj\n",
        b"finess;etalab;1;2026-01-01\n",
    ):
        path.write_bytes(start + content)
        try:
            records(path)
        except Unreadable as error:
            assert str(error)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=5),
        lambda x: st.lists(x, max_size=4) | st.dictionaries(st.text(max_size=5), x, max_size=4),
        max_leaves=20,
    )
)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_value_cut_anywhere_is_read_the_same(value):
    text = json.dumps([value, value])
    small = jsonfile.BLOCK
    jsonfile.BLOCK = 3
    try:
        found = list(jsonfile.Blocks(io.StringIO(text)).items())
    finally:
        jsonfile.BLOCK = small
    assert json.dumps(found) == text


def test_one_record_a_line_and_plain_lists_are_read(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("\n".join(json.dumps(one) for one in (structure(), service())))
    assert [r["id"] for r in records(path)] == ["dora--s1", "dora--1"]
    path.write_text(json.dumps([structure(), service()]))
    with open_file(path) as reading:
        assert [(row.kind, row.place) for row in reading] == [("structure", 1), ("service", 2)]
    path.write_text(json.dumps({"licence": {"a": []}, "services": [service()], "structures": []}))
    with open_file(path) as reading:
        list(reading)
    assert reading.kinds == {"structure", "service"}


def test_lambert_93_is_read():
    assert to_degrees(700_000, 6_600_000) == pytest.approx((46.5, 3.0), abs=1e-7)
    assert to_degrees(648_237.3, 6_862_273.0) == pytest.approx((48.8584, 2.2945), abs=2e-3)


KILLED = """
import os, signal, sys, django
django.setup()
from django.core.management import call_command
from resources.directory.importing.writing import Writer
from resources.directory.models import Service, Structure

def die(self):
    assert Structure.objects.count() == 1 and Service.objects.count() == 1
    os.kill(os.getpid(), signal.SIGKILL)

Writer._index = die
call_command("import_directory", sys.argv[1], verbosity=0)
"""


def address_of_the_test_database() -> str:
    """Give where another process finds what this test sees."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["TEST_DATABASE_URL"])._replace(path=f"/{name}").geturl()
