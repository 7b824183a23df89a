"""The demonstration of the comparison and of requests: there once, in the states one wants to see, about nobody."""

from __future__ import annotations

import pytest
from django.core import mail
from django.utils import timezone, translation

from portal.demo.content import read
from portal.demo.exchanges import add_exchanges, add_implementations
from resources.guide.exchanges.contact import open_contact
from resources.guide.exchanges.reminders import remind
from resources.guide.implementations.comparison import compare
from resources.guide.implementations.lines import LINES, LONGEST
from resources.guide.models.exchanges import ExchangeRequest
from resources.guide.models.implementations import Implementation
from tests.resources.guide.asking import COMPARISON, editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    """The editors of both territories."""
    return {"redaction": editor("Nadia"), "redaction-seg": editor("Luc", "sud-est-grenoblois")}


def test_both_sites_stand_side_by_side_in_french_and_english(client, people):
    add_implementations()
    add_implementations()
    assert [one.name for one in Implementation.objects.public()] == ["Chambéry", "Sud-Est Grenoblois"]
    for line in read("guide/implementations")["line"]:
        assert str(LINES[line["key"]]).replace("’", "'") == line["label"]
    with translation.override("en"):
        told = compare()
    assert not told.is_partly_french
    assert len(told.rows) == len(LINES)
    html = client.get(COMPARISON).content.decode()
    assert html.count("Non précisé") == 1  # the one answer the texts do not give
    for one in Implementation.objects.all():
        assert all(len(getattr(one, f"{line}{end}")) <= LONGEST for line in LINES for end in ("", "_en"))


def test_a_request_waits_and_another_has_its_date_and_no_mail_leaves(people):
    add_exchanges(people)
    add_exchanges(people)
    waiting, planned = ExchangeRequest.objects.order_by("state").reverse()
    assert (waiting.state, planned.state) == ("received", "planned")
    assert planned.planned_at > timezone.now()
    assert planned.pair == [people["redaction"], people["redaction-seg"]]
    for one in (waiting, planned):
        contact = open_contact(one)
        assert contact.email.endswith("@demo.test")
        assert contact.phone[:8] in ("", "01 99 00")
    remind()
    assert not mail.outbox
