"""A sheet, answered, left, taken up again, erased: nothing required, nothing lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from resources.guide.checks import actions, views
from resources.guide.checks.actions import EMPTY_LASTS, LASTS, SheetGone
from resources.guide.models import Entry, Sheet
from tests.factories import paris
from tests.resources.guide.checking import (
    READY,
    STARTS,
    begin,
    check,
    fields_of,
    fill,
    get,
    publish_editions,
    sheet_of,
    text_of,
    written,
)

pytestmark = pytest.mark.django_db
FORMS = list(STARTS)


@pytest.fixture(autouse=True)
def published():
    publish_editions()


# Answer, stop, come back.


def test_nothing_is_required():
    address = begin()
    answer = fill(address)
    assert (answer.status_code, answer["Location"]) == (303, f"{address}2/")
    assert written(address) == {}


def test_answers_are_kept_changed_and_taken_back():
    address = begin()
    fill(address, structure_de_soins="yes", long_terme="dont_know")
    assert written(address) == {"structure-de-soins": "yes", "long-terme": "dont_know"}
    fill(address, structure_de_soins="not_yet")
    assert written(address)["structure-de-soins"] == "not_yet"
    fill(address, structure_de_soins="")
    assert written(address) == {"long-terme": "dont_know"}
    assert fields_of(get(f"{address}1/"))["q-long-terme"] == "dont_know"


def test_each_button_leads_where_it_says_and_keeps_the_page():
    address = begin()
    total = len(check().themes)
    assert fill(address, 2, then="avant", situations_complexes="yes")["Location"] == f"{address}1/"
    assert fill(address, 2, then="bilan")["Location"] == address
    assert fill(address, 2)["Location"] == f"{address}3/"
    assert fill(address, total)["Location"] == address
    assert fill(address, 1, then="avant")["Location"] == f"{address}2/"
    assert fill(address, 1, then="https://ailleurs.example")["Location"] == f"{address}2/"
    assert written(address) == {"situations-complexes": "yes"}


def test_one_theme_a_page_with_its_progress():
    address = begin()
    said = text_of(get(f"{address}2/"))
    assert "Thème 2 sur 6" in said
    assert "Votre façon de soigner" in said
    assert get(f"{address}7/").status_code == get(f"{address}0/").status_code == 404


def test_two_people_on_one_page_lose_nothing():
    address = begin()
    page = f"{address}1/"
    first, second = fields_of(get(page)), fields_of(get(page))
    Client().post(page, first | {"q-structure-de-soins": "yes"})
    Client().post(page, second | {"q-long-terme": "not_yet"})
    assert written(address) == {"structure-de-soins": "yes", "long-terme": "not_yet"}


def test_the_last_to_change_the_same_answer_is_right():
    address = begin()
    page = f"{address}1/"
    first, second = fields_of(get(page)), fields_of(get(page))
    Client().post(page, first | {"q-long-terme": "yes"})
    Client().post(page, second | {"q-long-terme": "not_yet"})
    assert written(address) == {"long-terme": "not_yet"}


def test_an_unknown_answer_is_refused_and_the_others_are_kept_on_the_page():
    address = begin()
    answer = fill(address, structure_de_soins="peut-être", long_terme="yes")
    assert answer.status_code == 422
    assert "Choisissez une des réponses proposées" in text_of(answer)
    assert fields_of(answer)["q-long-terme"] == "yes"
    assert written(address) == {}
    assert answer["Cache-Control"] == "no-store"


def test_writing_too_fast_keeps_what_was_typed(monkeypatch):
    monkeypatch.setitem(views.RATES, "write_sheet", "1/10m/ip")
    address = begin()
    assert fill(address, long_terme="yes").status_code == 303
    answer = fill(address, long_terme="not_yet")
    assert answer.status_code == 429
    assert fields_of(answer)["q-long-terme"] == "not_yet"
    assert written(address) == {"long-terme": "yes"}


def test_a_form_of_another_site_and_a_program_write_nothing():
    address = begin()
    page = f"{address}1/"
    data = {"q-long-terme": "yes"}
    assert Client().post(page, data, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert Client().post(page, data | {"website": "x"}).status_code == 303
    assert written(address) == {}


def test_days_begin_anew_at_each_change_and_at_no_other_visit():
    start = date(2026, 11, 22)
    with time_machine.travel(paris(2026, 11, 22, 9), tick=False):
        address = begin()
        assert sheet_of(address).expires_on == start + EMPTY_LASTS
        fill(address, long_terme="yes")
        assert sheet_of(address).expires_on == start + LASTS
    with time_machine.travel(paris(2026, 12, 2, 9), tick=False):
        get(address)
        fill(address)
        assert sheet_of(address).expires_on == start + LASTS
        fill(address, long_terme="not_yet")
        assert sheet_of(address).expires_on == date(2026, 12, 2) + LASTS


def test_an_address_serves_on_its_last_day_and_no_longer():
    address = begin()
    fill(address, long_terme="yes")
    last = timezone.localdate() + LASTS
    with time_machine.travel(paris(last.year, last.month, last.day, 23), tick=False):
        assert get(address).status_code == 200
    after = last + timedelta(days=1)
    with time_machine.travel(paris(after.year, after.month, after.day, 0, 1), tick=False):
        assert get(address).status_code == 404
        assert fill_blindly(address).status_code == 404
    assert written(address) == {"long-terme": "yes"}


def fill_blindly(address: str):
    return Client().post(f"{address}1/", {"q-long-terme": "not_yet"})


# Erase.


def test_erasing_asks_first_then_leaves_nothing():
    address = begin()
    fill(address, long_terme="yes")
    assert "Effacer ce que vous avez écrit" in text_of(get(f"{address}effacer/"))
    assert Sheet.objects.exists()
    answer = Client().post(f"{address}effacer/")
    assert (answer.status_code, answer["Location"]) == (303, f"{READY}?efface=1")
    assert not Sheet.objects.exists() and not Entry.objects.exists()
    assert get(address).status_code == 404
    assert "C’est effacé" in text_of(get(answer["Location"]))


def test_another_site_or_a_program_erases_nothing():
    address = begin()
    erase = f"{address}effacer/"
    assert Client().post(erase, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert Client().post(erase, {"website": "x"}).status_code == 303
    assert Sheet.objects.exists()


def test_what_was_erased_is_written_on_no_more():
    address = begin()
    sheet = sheet_of(address)
    actions.erase(sheet)
    for verb in (lambda: actions.write(sheet, {"long-terme": "yes"}), lambda: actions.erase(sheet)):
        with pytest.raises(SheetGone):
            verb()
    assert not Entry.objects.exists()
