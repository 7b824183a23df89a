"""Requests that no longer go on, and pairs that change: who is recalled, who is told, who is written to no more."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail

from portal.accounts.models import User
from resources.guide.exchanges import actions
from resources.guide.exchanges.reminders import remind
from resources.guide.models.exchanges import ExchangeFacilitator, ExchangeRequest
from tests.factories import paris
from tests.resources.guide.asking import CONTACT, PRIVATE, administrator, ask, break_mail, editor, mend_mail

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 9, 1, 12, tzinfo=PARIS)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    """Tuesday the 1st of September 2026, at noon."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Run what waits for the end of the transaction: `with commit(): …`."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def alix() -> User:
    """The administration."""
    return administrator()


@pytest.fixture
def pair() -> list[User]:
    """Two people who answer."""
    return [editor("Nadia"), editor("Luc")]


@pytest.fixture
def request_(alix, pair, commit) -> ExchangeRequest:
    """A request given to the pair, every mail of which has left."""
    with commit():
        row = ask()
    with commit():
        actions.assign(row, pair, user=alix, version=1)
    mail.outbox.clear()
    return row


def plan(row: ExchangeRequest, when: datetime, user: User) -> None:
    row.refresh_from_db()
    actions.plan(row, when=when, way="video", user=user, version=row.version)


def night(clock, day: date) -> list[tuple[str, str]]:
    """Let a night do its work; give to whom it wrote, and under which subject."""
    mail.outbox.clear()
    clock.move_to(datetime(day.year, day.month, day.day, 3, tzinfo=PARIS))
    remind()
    return sorted((one.to[0], one.subject) for one in mail.outbox)


def to(written: list[tuple[str, str]]) -> list[str]:
    return [address for address, _subject in written]


def take_away(person: User, how: str) -> None:
    if how == "deleted":
        person.delete()
    elif how == "closed":
        User.objects.filter(pk=person.pk).update(is_active=False)
    else:
        person.groups.clear()


GONE = pytest.mark.parametrize("how", ["deleted", "closed", "taken out"])


def test_a_pair_that_fixes_no_date_is_recalled_after_two_weeks_then_each_week(request_, alix, clock):
    assert night(clock, date(2026, 9, 14)) == []
    ((address, subject),) = night(clock, date(2026, 9, 15))
    assert address == alix.email
    assert f"n° {request_.pk} n'avance plus" in subject
    assert "deux semaines" in mail.outbox[0].body
    assert f"/admin/guide/echanges/{request_.pk}/" in mail.outbox[0].body
    assert night(clock, date(2026, 9, 16)) == []
    assert to(night(clock, date(2026, 9, 22))) == [alix.email]
    assert ExchangeRequest.objects.stuck().count() == 1
    for word in PRIVATE:
        assert word not in mail.outbox[0].body + mail.outbox[0].subject


@GONE
def test_who_may_no_longer_answer_is_missing_and_is_not_written_to(request_, alix, pair, clock, how):
    plan(request_, paris(2026, 9, 10, 14), alix)
    night(clock, date(2026, 9, 2))
    take_away(pair[1], how)
    assert list(ExchangeRequest.objects.short()) == [request_]
    assert to(night(clock, date(2026, 9, 3))) == [alix.email]
    assert "Il manque quelqu'un" in mail.outbox[0].body
    # Near its day: who is left, who asks, and the administration each night until it is mended.
    assert to(night(clock, date(2026, 9, 8))) == [alix.email, CONTACT.email, "nadia@demo.test"]
    assert to(night(clock, date(2026, 9, 9))) == [alix.email]
    (letter,) = [one for one in mail.outbox if one.to == [alix.email]]
    assert "Il manque quelqu'un" in letter.body


@GONE
def test_nobody_is_told_that_an_exchange_approaches_when_nobody_is_left(request_, alix, pair, clock, how):
    plan(request_, paris(2026, 9, 10, 14), alix)
    night(clock, date(2026, 9, 2))
    for person in pair:
        take_away(person, how)
    night(clock, date(2026, 9, 7))
    for day in (8, 9):
        assert to(night(clock, date(2026, 9, day))) == [alix.email]
        assert "Plus personne" in mail.outbox[0].body
    row = ExchangeRequest.objects.get()
    actions.assign(row, [editor("Kim"), editor("Zoé")], user=alix, version=row.version)
    assert CONTACT.email in to(night(clock, date(2026, 9, 10)))


def test_no_date_is_fixed_when_nobody_is_left(request_, alix, pair):
    for person in pair:
        person.groups.clear()
    with pytest.raises(actions.StepRefused, match="Plus personne"):
        plan(request_, paris(2026, 9, 10, 14), alix)


def test_a_date_gone_by_and_not_noted_is_recalled(request_, alix, pair, clock):
    plan(request_, paris(2026, 9, 3, 14), alix)
    night(clock, date(2026, 9, 2))
    assert night(clock, date(2026, 9, 3)) == []
    assert to(night(clock, date(2026, 9, 4))) == [alix.email]
    assert "est passée" in mail.outbox[0].body
    row = ExchangeRequest.objects.get()
    actions.mark_done(row, user=pair[0], version=row.version)
    assert night(clock, date(2026, 9, 20)) == []
    assert not ExchangeRequest.objects.stuck().exists()


def test_what_goes_on_is_not_counted(request_, alix, pair, clock):
    ask()
    assert not ExchangeRequest.objects.stuck().exists()
    plan(request_, paris(2026, 12, 1, 14), alix)
    clock.move_to(NOON + timedelta(days=60))
    assert not ExchangeRequest.objects.stuck().exists()


# A pair that changes.


def bodies(address: str) -> list[str]:
    return [one.body for one in mail.outbox if one.to == [address]]


def test_who_leaves_and_who_comes_are_told(request_, alix, pair, commit):
    kim = editor("Kim")
    with commit():
        actions.assign(request_, [pair[0], kim], user=alix, version=request_.version)
    assert sorted(one.to[0] for one in mail.outbox) == ["kim@demo.test", "luc@demo.test"]
    (left,), (come,) = bodies("luc@demo.test"), bodies("kim@demo.test")
    assert f"n° {request_.pk}" in left and "/admin/" not in left
    assert "choisissez une date" in come
    for word in PRIVATE:
        assert word not in left + come


@pytest.mark.parametrize("how", ["closed", "taken out"])
def test_who_is_gone_is_not_told_that_they_leave(request_, alix, pair, commit, how):
    take_away(pair[1], how)
    with commit():
        actions.assign(request_, [pair[0], editor("Kim")], user=alix, version=request_.version)
    assert [one.to for one in mail.outbox] == [["kim@demo.test"]]


def test_the_other_of_a_pair_is_told_of_each_date(request_, alix, pair, commit, clock):
    with commit():
        plan(request_, paris(2026, 9, 17, 14), pair[0])
    assert sorted(one.to[0] for one in mail.outbox) == ["luc@demo.test", CONTACT.email]
    (told,) = bodies("luc@demo.test")
    assert "17 septembre" in told and f"/{request_.pk}/" in told
    assert not any(word in told for word in PRIVATE)
    mail.outbox.clear()
    with commit():
        plan(request_, paris(2026, 9, 18, 14), pair[1])
    assert bodies("nadia@demo.test") and not bodies("luc@demo.test")
    mail.outbox.clear()
    with commit():
        plan(request_, paris(2026, 9, 19, 14), alix)
    assert bodies("nadia@demo.test") and bodies("luc@demo.test")
    assert night(clock, date(2026, 9, 2)) == []


def test_a_date_nobody_could_be_told_of_is_told_at_night(request_, pair, commit, clock, settings):
    break_mail(settings)
    with commit():
        plan(request_, paris(2026, 9, 17, 14), pair[0])
    mend_mail(settings)
    assert to(night(clock, date(2026, 9, 2))) == ["luc@demo.test", CONTACT.email]
    assert night(clock, date(2026, 9, 3)) == []


def change(request_: ExchangeRequest, alix: User, *people: User) -> None:
    request_.refresh_from_db()
    actions.assign(request_, list(people), user=alix, version=request_.version)


def test_who_asks_is_told_the_new_names_once_they_were_told_the_former(request_, alix, pair, commit, clock):
    with commit():
        plan(request_, paris(2026, 9, 17, 14), pair[0])
    mail.outbox.clear()
    with commit():
        change(request_, alix, pair[0], editor("Kim"))
    (told,) = bodies(CONTACT.email)
    assert "Nadia Test et Kim Test" in told and "17 septembre" in told
    (come,) = bodies("kim@demo.test")
    assert "17 septembre" in come and "choisissez une date" not in come
    mail.outbox.clear()
    with commit():
        change(request_, alix, pair[0], editor("Kim"))  # the same pair
    assert not mail.outbox
    assert night(clock, date(2026, 9, 2)) == []


def test_names_never_told_are_not_corrected(request_, alix, pair, commit):
    with commit():
        change(request_, alix, pair[0], editor("Kim"))
    assert not bodies(CONTACT.email)
    User.objects.filter(pk=pair[0].pk).update(first_name="", last_name="")
    with commit():
        plan(request_, paris(2026, 9, 17, 14), pair[0])
    mail.outbox.clear()
    with commit():
        change(request_, alix, pair[1], editor("Kim"))
    assert not bodies(CONTACT.email)


def test_new_names_that_could_not_leave_leave_at_night_once(request_, alix, pair, commit, clock, settings):
    with commit():
        plan(request_, paris(2026, 9, 17, 14), pair[0])
    break_mail(settings)
    with commit():
        change(request_, alix, pair[0], editor("Kim"))
    mend_mail(settings)
    assert to(night(clock, date(2026, 9, 2))) == ["kim@demo.test", CONTACT.email]
    assert "Kim Test" in bodies(CONTACT.email)[0]
    assert night(clock, date(2026, 9, 3)) == []
    assert ExchangeFacilitator.objects.filter(told_on=None).count() == 0
