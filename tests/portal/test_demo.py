"""The demonstration loads on any day, shows every state, and can be loaded again."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from home.activities.models import Activity, ActivityText, Session
from home.places.models import HoursException
from portal.accounts.models import User

PARIS = ZoneInfo("Europe/Paris")
#: An ordinary Sunday, a public holiday in the school holidays, the middle of summer.
DAYS = ["2026-11-22", "2026-12-25", "2027-07-31"]

pytestmark = pytest.mark.django_db


@pytest.mark.once
@pytest.mark.parametrize("day", DAYS)
def test_every_state_shows_whatever_the_day(day, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(datetime.fromisoformat(f"{day}T10:30").replace(tzinfo=PARIS), tick=False):
        call_command("demo", verbosity=0)
        coming = list(Session.objects.on_calendar().filter(end__gte=timezone.now()))
        assert any(s.is_cancelled and s.reason == "leader" for s in coming)
        assert any(s.is_moved for s in coming)
        assert any(s.is_elsewhere for s in coming)
        assert any(s.is_extra for s in coming)
        assert any(s.is_full for s in coming)
        assert (
            Session.objects.filter(status="withdrawn").exists()
            or Session.objects.filter(series__pauses__isnull=False).exists()
        )
        today = timezone.localdate()
        for territory in ("chambery", "sud-est-grenoblois"):
            assert (
                Session.objects.happening()
                .filter(activity__territory__slug=territory, start__date=today)
                .exists()
            ), f"nothing today in {territory}"
        assert HoursException.objects.filter(
            first_day__gt=today, first_day__lt=today + timedelta(days=28)
        ).exists()


def test_a_second_load_changes_nothing_and_a_reset_starts_afresh(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    call_command("demo", verbosity=0)
    counts = (Page.objects.count(), Session.objects.count(), User.objects.count())
    first_uid = Session.objects.order_by("pk").first().uid
    call_command("demo", verbosity=0)
    assert (Page.objects.count(), Session.objects.count(), User.objects.count()) == counts
    assert Session.objects.order_by("pk").first().uid == first_uid
    call_command("demo", reset=True, verbosity=0)
    assert (Page.objects.count(), Session.objects.count(), User.objects.count()) == counts
    assert Session.objects.order_by("pk").first().uid != first_uid


@pytest.mark.once
def test_twelve_workshops_and_more_in_three_languages(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    call_command("demo", verbosity=0)
    assert Activity.objects.count() >= 12
    for language in ("fr", "en", "ar"):
        assert (
            ActivityText.objects.filter(locale__language_code=language, live=True).count()
            == Activity.objects.count()
        )
