"""Every night what is over goes, and is counted once; small groups are never told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from resources.guide.checks import actions, purge
from resources.guide.checks.tallies import SMALLEST, told, totals_in, totals_of
from resources.guide.models import Edition, Entry, Sheet, Tally
from resources.guide.models.editions import Form
from tests.resources.directory.test_import_files import address_of_the_test_database
from tests.resources.guide.checking import check, publish_editions

pytestmark = pytest.mark.django_db
YESTERDAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def published():
    publish_editions()


def sheets(count: int, form: str = Form.READY, *, over: bool = True, **answers: str) -> list[Sheet]:
    """Make sheets that all give the same answers."""
    edition = Edition.objects.current(form)
    until = timezone.localdate() - YESTERDAY if over else timezone.localdate()
    made = Sheet.objects.bulk_create(
        Sheet(edition=edition, digest=actions.digest_of(f"{form}{over}{answers}{number}"), expires_on=until)
        for number in range(count)
    )
    Entry.objects.bulk_create(
        Entry(sheet=sheet, name=name.replace("_", "-"), value=value)
        for sheet in made
        for name, value in answers.items()
    )
    return made


def tallies(form: str = Form.READY) -> dict[tuple[str, str], int]:
    """Give what is in the totals."""
    rows = Tally.objects.filter(edition__slug=form).exclude(question__startswith=purge.WAITING)
    return {row[:2]: row[2] for row in rows.values_list("question", "value", "count")}


def waiting(form: str = Form.READY) -> dict[tuple[str, str], int]:
    """Give what waits to be in the totals, under the same names."""
    rows = Tally.objects.filter(edition__slug=form, question__startswith=purge.WAITING)
    counts = {row[:2]: row[2] for row in rows.values_list("question", "value", "count")}
    return {(name[1:], value if name[1:] else ""): count for (name, value), count in counts.items()}


def counted() -> dict[tuple[str, str], int]:
    """Give both together."""
    return dict(Counter(tallies()) + Counter(waiting()))


def test_what_is_over_goes_and_what_is_not_stays():
    sheets(3, finess="yes")
    kept = sheets(2, over=False, finess="yes")
    assert purge.purge() == 3
    assert set(Sheet.objects.values_list("pk", flat=True)) == {sheet.pk for sheet in kept}
    assert purge.purge() == 0
    assert counted() == {("", ""): 3, ("finess", "yes"): 3}


def test_the_day_after_the_last_is_the_first_without():
    (sheet,) = sheets(1, over=False, finess="yes")
    assert purge.purge(sheet.expires_on) == 0
    assert purge.purge(sheet.expires_on + YESTERDAY) == 1


def test_each_answer_is_counted_under_its_edition():
    sheets(2, finess="yes", bureau="not_yet")
    first = Edition.objects.current(Form.READY)
    second = Edition.objects.create(slug=Form.READY, number=2, content=first.content)
    sheets(1, finess="yes")
    purge.purge()
    counts = Counter(dict(Tally.objects.filter(question="+finess").values_list("edition", "count")))
    assert counts == {first.pk: 2, second.pk: 1}


def test_a_second_night_adds_to_the_first():
    sheets(5, finess="yes")
    purge.purge()
    sheets(6, finess="yes", bureau="yes")
    purge.purge()
    assert tallies() == {("", ""): 11, ("finess", "yes"): 11, ("bureau", "yes"): 6}
    assert waiting() == {}


def test_what_a_few_answered_waits_until_it_comes_from_a_group():
    """A sheet alone that moved a count past a whole group would be told by two readings."""
    sheets(9, finess="yes")
    purge.purge()
    content, edition = check(), Edition.objects.current(Form.READY)
    before = totals_of(edition, content)
    for number in range(1, SMALLEST):
        sheets(1, finess="yes", **{f"x{number}": "yes"})
        assert purge.purge() == 1 and not Sheet.objects.exists()
        assert waiting()["finess", "yes"] == number
        assert totals_of(edition, content) == before
    sheets(1, finess="not_yet")
    purge.purge()
    assert waiting() == {} and tallies()["finess", "yes"] == 13 and tallies()["finess", "not_yet"] == 1
    assert (before.sheets, totals_of(edition, content).sheets) == (5, 10)


def test_a_group_is_of_one_edition():
    sheets(3, finess="yes")
    sheets(3, Form.TERRITORY, a="yes")
    purge.purge()
    assert tallies() == {} == tallies(Form.TERRITORY)
    sheets(2, finess="yes")
    purge.purge()
    assert tallies() == {("", ""): 5, ("finess", "yes"): 5} and tallies(Form.TERRITORY) == {}
    assert waiting(Form.TERRITORY) == {("", ""): 3, ("a", "yes"): 3}


def test_worksheets_go_without_being_counted_and_empty_sheets_too():
    sheets(2, Form.COST, **{"mediation.heures": "12"})
    sheets(4)
    assert purge.purge() == 6
    assert not Tally.objects.exists() and not Entry.objects.exists()


def test_a_count_says_nothing_of_who_or_when():
    assert {field.name for field in Tally._meta.get_fields()} == {
        "id",
        "edition",
        "question",
        "value",
        "count",
    }


def test_many_sheets_go_in_handfuls(monkeypatch):
    monkeypatch.setattr(purge, "AT_ONCE", 4)
    sheets(10, finess="yes")
    assert purge.purge() == 10
    assert counted() == {("", ""): 10, ("finess", "yes"): 10}


def test_a_handful_costs_the_same_whatever_it_holds():
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            purge.purge()
        return len(queries)

    sheets(6, finess="yes", bureau="yes")
    cost()
    sheets(6, finess="yes", bureau="yes")
    few = cost()
    sheets(40, finess="yes", bureau="yes")
    assert cost() == few


KILLED = """
import os, signal, django
django.setup()
from resources.guide.checks import purge
from resources.guide.models import Sheet

purge.AT_ONCE = 3
counted = purge._add
seen = []

def die(key, number):
    seen.append(key)
    counted(key, number)
    if len(seen) == 4:  # the second handful, half counted
        os.kill(os.getpid(), signal.SIGKILL)

purge._add = die
purge.purge()
"""


@pytest.mark.django_db(transaction=True)
def test_a_command_killed_half_way_has_counted_what_it_deleted_and_no_more():
    sheets(7, finess="yes", bureau="not_yet")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "TEST_DATABASE_URL": address_of_the_test_database(),
    }
    killed = subprocess.run([sys.executable, "-c", KILLED], env=environment, capture_output=True, timeout=120)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert Sheet.objects.count() == 4
    assert counted() == {("", ""): 3, ("finess", "yes"): 3, ("bureau", "not_yet"): 3}
    assert purge.purge() == 4
    assert counted() == {("", ""): 7, ("finess", "yes"): 7, ("bureau", "not_yet"): 7}


# What the team is told.


@given(st.integers(0, 50))
def test_a_group_too_small_is_never_told(count):
    assert (told(count) is None) == (count < SMALLEST)


@given(st.integers(0, 50), st.integers(0, 50))
def test_two_readings_are_never_less_than_a_group_apart(before, more):
    """Six sheets taken from five would tell what one answered."""
    first, second = told(before) or 0, told(before + more) or 0
    assert second == first or second - first >= SMALLEST
    assert first <= before


@pytest.mark.parametrize(("count", "is_told"), [(0, False), (1, False), (4, False), (5, True)])
def test_totals_hide_small_groups_and_tell_none_as_they_tell_a_few(count, is_told):
    sheets(count, finess="yes")
    purge.purge()
    content = check()
    totals = totals_of(Edition.objects.current(Form.READY), content)
    assert totals.sheets == (count if is_told else None)
    assert bool(totals.pages) == is_told
    if is_told:
        row = next(row for page in totals.pages for row in page.rows if "FINESS" in row.text)
        assert row.counts == [5, None, None, None]


def test_totals_follow_the_questions_of_the_edition():
    content = check()
    totals = totals_in(content, {("", ""): 9, ("finess", "yes"): 9, ("autrefois", "yes"): 9})
    assert len(totals.pages) == 6 and sum(len(page.rows) for page in totals.pages) == 27
    assert totals.answers == ["Oui", "En cours", "Pas encore", "Je ne sais pas"]
    assert "autrefois" not in repr(totals)


def test_the_table_of_what_is_over_is_asked_by_its_day():
    assert Sheet._meta.get_field("expires_on").db_index
    assert list(Sheet.objects.over(date(2026, 1, 1))) == []
