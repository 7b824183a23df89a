"""Beginning a sheet, and its address: nobody guesses it, nobody keeps it, nobody is named by it."""

from __future__ import annotations

import hashlib
import logging
import re

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from resources.guide.checks import actions, views
from resources.guide.models import Edition, Entry, Sheet
from resources.guide.models.editions import Form
from tests.factories import paris
from tests.resources.guide.checking import (
    COST,
    READY,
    STARTS,
    begin,
    contents,
    fields_of,
    fill,
    get,
    publish_editions,
    sheet_of,
    text_of,
    token_of,
    written,
)

pytestmark = pytest.mark.django_db
FORMS = list(STARTS)


@pytest.fixture(autouse=True)
def published():
    publish_editions()


# Begin.


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("root", ["", "/en", "/ar"])
def test_each_form_is_begun_without_account_in_three_languages(form, root):
    page = get(f"{root}{STARTS[form]}")
    assert page.status_code == 200
    assert not page.cookies
    answer = Client().post(f"{root}{STARTS[form]}")
    assert answer.status_code == 303 and not answer.cookies
    assert re.fullmatch(rf"{root}/guide/bilans/[\w-]{{32}}/1/", answer["Location"])
    first = get(answer["Location"])
    assert first.status_code == 200 and not first.cookies
    assert Sheet.objects.get().edition.slug == form


def test_before_an_edition_is_published_there_is_no_form():
    Edition.objects.all().delete()
    assert get(READY).status_code == 404
    assert Client().post(READY).status_code == 404
    with pytest.raises(actions.NothingPublished):
        actions.begin(Form.READY)


def test_a_form_of_another_site_begins_nothing():
    assert Client().post(READY, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert Client().post(READY, headers={"Origin": "https://ailleurs.example"}).status_code == 403
    assert not Sheet.objects.exists()


def test_a_program_begins_nothing_and_is_not_told():
    answer = Client().post(READY, {"website": "https://spam.example"})
    assert (answer.status_code, answer["Location"]) == (303, READY)
    assert not Sheet.objects.exists()


def test_haste_is_slowed_down(monkeypatch):
    monkeypatch.setitem(views.RATES, "begin_sheet", "2/10m/ip")
    answers = [Client().post(READY) for _number in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert "Attendez dix minutes" in text_of(answers[-1])
    assert Sheet.objects.count() == 2


# The address.


def test_a_token_is_long_random_and_kept_nowhere():
    tokens = {actions.begin(Form.READY) for _number in range(200)}
    assert len(tokens) == 200
    assert {len(token) for token in tokens} == {32}
    with connection.cursor() as cursor:
        for model in apps.get_app_config("guide").get_models():
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            kept = repr(cursor.fetchall())
            assert not any(token in kept for token in tokens), model
    digests = set(Sheet.objects.values_list("digest", flat=True))
    assert digests == {hashlib.sha256(token.encode()).hexdigest() for token in tokens}


@pytest.mark.parametrize(
    "wrong",
    [
        lambda token: token[:-1],
        lambda token: token + "A",
        lambda token: token[:-1] + ("B" if token[-1] == "A" else "A"),
        lambda token: token.swapcase(),
        lambda token: hashlib.sha256(token.encode()).hexdigest(),
        lambda token: "A" * 32,
    ],
)
@pytest.mark.parametrize("rest", ["", "1/", "bilan.pdf", "effacer/"])
def test_no_other_address_leads_to_a_sheet(wrong, rest, caplog):
    address = begin()
    token = token_of(address)
    with caplog.at_level(logging.WARNING):
        page = get(f"/guide/bilans/{wrong(token)}/{rest}")
    assert page.status_code == 404
    assert "Cette adresse ne mène à rien" in text_of(page)
    assert not caplog.records


@pytest.mark.parametrize("rest", ["", "1/", "99/", "bilan.pdf", "effacer/"])
@pytest.mark.parametrize("method", ["get", "post", "head", "put", "delete", "options"])
def test_no_page_of_a_sheet_is_kept_by_anyone_nor_written_in_a_journal(rest, method, caplog):
    address = begin()
    with caplog.at_level(logging.INFO):
        page = getattr(Client(), method)(f"{address}{rest}")
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Robots-Tag"] == "noindex"
    assert not page.cookies
    assert token_of(address) not in caplog.text
    assert page.status_code in (200, 303, 404, 405)


@pytest.mark.parametrize("rest", ["ailleurs/", "effacer/x", "1/2/", "bilan.png", "1"])
def test_a_wrong_end_of_an_address_is_not_written_in_the_journal_either(rest, caplog):
    address = begin()
    with caplog.at_level(logging.INFO):
        assert get(f"{address}{rest}").status_code == 404
    assert token_of(address) not in caplog.text


def test_an_address_copied_without_its_last_stroke_leads_to_the_sheet():
    address = begin(Form.READY, "/en")
    answer = get(address.rstrip("/"))
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert answer["Referrer-Policy"] == "no-referrer"


def test_only_the_pages_of_a_sheet_name_its_address():
    address = begin()
    fill(address, structure_de_soins="yes")
    for page in (READY, "/guide/calcul-du-cout/"):
        assert token_of(address) not in get(page).content.decode()


def test_a_page_says_what_its_address_is_worth_and_until_when():
    with time_machine.travel(paris(2026, 11, 22, 9), tick=False):
        address = begin()
        fill(address, structure_de_soins="yes")
        page = get(address)
    said = text_of(page)
    assert f'value="http://testserver{address}"' in page.content.decode()
    assert "sert jusqu’au 20 février 2027" in said
    assert "Qui a l’adresse peut lire et changer" in said


def test_nothing_says_whose_a_sheet_is():
    fields = {field.name for model in (Sheet, Entry) for field in model._meta.get_fields()}
    assert fields == {"id", "edition", "digest", "expires_on", "entries", "sheet", "name", "value"}
    assert Sheet._meta.get_field("expires_on").get_internal_type() == "DateField"


# Old links keep their questions.


def test_an_old_link_keeps_its_questions_after_a_new_edition():
    address = begin()
    fill(address, long_terme="yes")
    new = contents()[Form.READY]
    kept = [theme | {"questions": theme["questions"][:1]} for theme in new["themes"][:2]]
    kept[0]["title"] = {"fr": "Un thème tout neuf"}
    Edition.objects.create(slug=Form.READY, number=2, content=new | {"themes": kept})
    old = text_of(get(f"{address}1/"))
    assert "Thème 1 sur 6" in old and "Un thème tout neuf" not in old
    fill(address, long_terme="not_yet")
    assert written(address) == {"long-terme": "not_yet"}
    fresh = text_of(get(f"{begin()}1/"))
    assert "Thème 1 sur 2" in fresh and "Un thème tout neuf" in fresh


# What a page asks of the database.


@pytest.mark.parametrize(("rest", "most"), [("", 6), ("1/", 4), ("effacer/", 3)])
def test_a_page_costs_the_same_whatever_is_written(rest, most):
    address = begin()
    get(f"{address}{rest}")  # the foot of the page is read once

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert get(f"{address}{rest}").status_code == 200
        return len(queries)

    empty = cost()
    for step in range(1, 7):
        page = fields_of(get(f"{address}{step}/"))
        answers = {name: "not_yet" for name in page if name.startswith("avant-")}
        Client().post(f"{address}{step}/", {f"q-{name[6:]}": value for name, value in answers.items()})
    assert Entry.objects.count() == 27
    assert cost() == empty <= most


def test_what_is_written_does_not_make_public_pages_old():
    from portal.territories import content_version

    address = begin()
    before = content_version.versions()
    fill(address, long_terme="yes")
    actions.erase(sheet_of(address))
    begin(Form.COST)
    assert content_version.versions() == before


def test_a_new_edition_makes_public_pages_old():
    from portal.territories import content_version

    before = content_version.versions()
    Edition.objects.create(slug=Form.READY, number=2, content=contents()[Form.READY])
    assert content_version.versions().number > before.number


def test_the_page_before_is_kept_for_everyone_and_its_answer_for_nobody():
    page = get(COST)
    assert "public" in page["Cache-Control"] and "s-maxage" in page["Cache-Control"]
    assert Client().post(COST)["Cache-Control"] == "no-store"
