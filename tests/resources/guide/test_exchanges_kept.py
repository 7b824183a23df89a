"""How long requests and proposals are kept, and how they follow the keys."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from resources.guide.exchanges import actions
from resources.guide.exchanges.contact import open_contact
from resources.guide.exchanges.dates import erased_on, newest_to_erase
from resources.guide.exchanges.purge import purge
from resources.guide.implementations import actions as columns
from resources.guide.implementations.proposer import open_proposer
from resources.guide.implementations.purge import purge as purge_columns
from resources.guide.models.exchanges import ExchangeFacilitator, ExchangeRequest
from resources.guide.models.implementations import Implementation
from tests.resources.guide.asking import CONTACT, PROPOSER, administrator, ask, editor, suggest

days = st.dates(date(2020, 1, 1), date(2050, 12, 31))


@given(created=days, today=days)
@example(created=date(2024, 2, 29), today=date(2025, 2, 28))
@example(created=date(2023, 2, 28), today=date(2024, 2, 28))
@example(created=date(2023, 3, 1), today=date(2024, 2, 29))
def test_a_request_goes_on_the_day_that_was_told(created, today):
    assert (created <= newest_to_erase(today)) == (erased_on(created) <= today)


@pytest.mark.parametrize(
    ("created", "gone"),
    [
        (date(2026, 11, 22), date(2027, 11, 22)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2023, 2, 28), date(2024, 2, 28)),
    ],
)
def test_twelve_months_are_twelve_months(created, gone):
    assert erased_on(created) == gone


@pytest.mark.django_db
def test_a_request_is_erased_after_twelve_months_with_its_pair_whatever_its_state():
    nadia = editor("Nadia")
    with time_machine.travel("2026-11-22T10:00:00+01:00"):
        request, other = ask(), ask()
        actions.assign(request, [nadia, editor("Luc")], user=nadia, version=1)
        actions.read_contact(request, user=nadia)
    with time_machine.travel("2026-11-23T10:00:00+01:00"):
        late = ask()
    with time_machine.travel("2027-11-22T00:10:00+01:00"):
        assert purge() == 2
        assert purge() == 0
    assert list(ExchangeRequest.objects.all()) == [late]
    assert not ExchangeFacilitator.objects.exists()
    (entry,) = ModelLogEntry.objects.filter(action="guide.exchange.read")
    assert (entry.user, CONTACT.name in str(entry.data)) == (nadia, False)
    assert other.pk


@pytest.mark.django_db
def test_addresses_of_proposals_go_once_answered_after_a_week_or_after_twelve_months():
    alix, today = administrator(), timezone.localdate()
    waiting, old, settled, lost = (suggest(name=name) for name in ("Neuve", "Vieille", "Réglée", "Perdue"))
    Implementation.objects.filter(pk=old.pk).update(proposed_on=today - timedelta(days=367))
    for one in (settled, lost):
        columns.refuse(one, reason="Un mot.", user=alix, version=1)
    Implementation.objects.filter(pk=lost.pk).update(settled_on=today - timedelta(days=8))
    assert purge_columns() == 2
    sealed = {one.name: bool(one.sealed) for one in Implementation.objects.all()}
    assert sealed == {"Neuve": True, "Vieille": False, "Réglée": True, "Perdue": False}
    assert waiting.state == "proposed"


@pytest.mark.django_db
def test_what_was_refused_goes_after_twelve_months_and_what_is_published_stays():
    alix, long_ago = administrator(), timezone.localdate() - timedelta(days=367)
    kept, refused, taken_back = suggest(name="Gardée"), suggest(name="Refusée"), suggest(name="Retirée")
    columns.publish(kept, user=alix, version=1)
    columns.refuse(refused, reason="", user=alix, version=1)
    columns.publish(taken_back, user=alix, version=1)
    Implementation.objects.update(proposed_on=long_ago, settled_on=long_ago)
    columns.refuse(taken_back, reason="", user=alix, version=2)
    purge_columns()
    assert {one.name for one in Implementation.objects.all()} == {"Gardée", "Retirée"}


@pytest.mark.django_db
def test_who_asks_and_who_proposes_follow_the_keys(settings):
    old, new = "k1:" + "11" * 32, "k2:" + "22" * 32
    settings.FIELD_KEYS = [old]
    request, column = ask(), suggest()
    settings.FIELD_KEYS = [new]
    assert any("k1" in str(error) for error in run_checks(databases=["default"]))
    with pytest.raises(CommandError, match="k1"):
        call_command("rotate_field_keys")
    settings.FIELD_KEYS = [new, old]
    out = StringIO()
    call_command("rotate_field_keys", stdout=out)
    assert out.getvalue().startswith("2 secret")
    settings.FIELD_KEYS = [new]
    assert not run_checks(databases=["default"])
    assert open_contact(ExchangeRequest.objects.get(pk=request.pk)) == CONTACT
    assert open_proposer(Implementation.objects.get(pk=column.pk)) == PROPOSER
