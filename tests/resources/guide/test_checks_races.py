"""Two people on one link, two commands, two editors: on both databases, nothing is lost and nothing is counted twice."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from resources.guide.checks import actions, purge
from resources.guide.checks.actions import NothingNew, SheetGone, publish_edition
from resources.guide.models import Check, Edition, Entry, Sheet, Tally
from resources.guide.models.editions import Form
from tests.home.activities.test_concurrency import at_once
from tests.resources.guide.checking import (
    begin,
    change_question,
    check,
    fields_of,
    publish_all,
    publish_editions,
    sheet_of,
    written,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_many_people_on_one_link_lose_nothing():
    publish_editions()
    address = begin()
    pages = {step: fields_of(Client().get(f"{address}{step}/")) for step in range(1, 7)}
    jobs, expected = [], {}
    for step, theme in enumerate(check().themes, 1):
        for number, question in enumerate(theme.questions):
            answer = ("yes", "not_yet", "in_progress")[number % 3]
            expected[question.slug] = answer
            data = pages[step] | {f"q-{question.slug}": answer}
            jobs.append(lambda step=step, data=data: Client().post(f"{address}{step}/", data).status_code)
    assert len(jobs) == 27
    for start in range(0, 27, 9):
        assert at_once(*jobs[start : start + 9]) == [303] * 9
    assert written(address) == expected


def test_one_answer_changed_by_all_at_once_is_kept_once():
    publish_editions()
    address = begin()
    page = f"{address}1/"
    fields = fields_of(Client().get(page))
    answers = ("yes", "not_yet", "in_progress", "dont_know") * 2
    jobs = [
        lambda one=one: Client().post(page, fields | {"q-long-terme": one}).status_code for one in answers
    ]
    assert at_once(*jobs) == [303] * 8
    assert written(address)["long-terme"] in answers
    assert Entry.objects.count() == 1


def test_writing_while_somebody_erases_leaves_all_or_nothing():
    publish_editions()
    for _round in range(4):
        sheet = sheet_of(begin())

        def write(sheet=sheet):
            return actions.write(sheet, {"finess": "yes", "bureau": "not_yet"})

        def erase(sheet=sheet):
            return actions.erase(sheet)

        answers = at_once(write, erase, write, erase)
        assert sum(answer is None for answer in (answers[1], answers[3])) == 1
        assert all(answer is None or isinstance(answer, SheetGone) for answer in answers)
        assert not Sheet.objects.exists() and not Entry.objects.exists()


def test_two_nights_at_once_count_once(monkeypatch):
    publish_editions()
    monkeypatch.setattr(purge, "AT_ONCE", 3)
    edition = Edition.objects.current(Form.READY)
    over = timezone.localdate() - timedelta(days=1)
    made = Sheet.objects.bulk_create(
        Sheet(edition=edition, digest=actions.digest_of(str(number)), expires_on=over) for number in range(10)
    )
    Entry.objects.bulk_create(Entry(sheet=sheet, name="finess", value="yes") for sheet in made)
    answers = at_once(purge.purge, purge.purge, purge.purge)
    assert sum(answers) == 10, answers
    counts = Counter()
    for question, count in Tally.objects.values_list("question", "count"):
        counts[question.removeprefix(purge.WAITING)] += count  # nine or ten of them are in the totals
    assert counts == {"": 10, "finess": 10}
    waiting = dict(Tally.objects.filter(value=purge.WAITING).values_list("question", "count"))
    assert waiting.get(purge.WAITING, 0) < 5
    assert not Sheet.objects.exists()


def test_a_sheet_is_either_counted_or_written_on():
    publish_editions()
    edition = Edition.objects.current(Form.READY)
    today = timezone.localdate()
    sheet = Sheet.objects.create(edition=edition, digest="0" * 64, expires_on=today)
    Entry.objects.create(sheet=sheet, name="finess", value="yes")

    def tomorrow():
        return purge.purge(today + timedelta(days=1))

    def write():
        return actions.write(sheet, {"bureau": "yes"})

    night, *_others = at_once(tomorrow, write, write)
    if night:
        assert not Sheet.objects.exists() and Tally.objects.filter(question="+finess", count=1).exists()
    else:
        assert dict(sheet.entries.values_list("name", "value")) == {"finess": "yes", "bureau": "yes"}
        assert not Tally.objects.exists()


def test_two_editors_publish_one_edition():
    publish_all()
    change_question("finess", text="Avez-vous un numéro FINESS ?")

    def publish():
        return publish_edition(Check.objects.get(slug=Form.READY), user=None)

    answers = at_once(publish, publish, publish)
    assert sum(isinstance(answer, Edition) for answer in answers) == 1
    assert sum(isinstance(answer, NothingNew) for answer in answers) == 2
    assert list(Edition.objects.filter(slug=Form.READY).values_list("number", flat=True)) == [1, 2]
