"""When an entry is to be looked at again: some months after it was last sure, said by `DirectorySettings`."""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import DateField, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import Site

from resources.directory.models import DirectorySettings, Entry


def directory_settings() -> DirectorySettings:
    """Give the settings of the portal's only site; the defaults when there is no site yet."""
    site = Site.objects.filter(is_default_site=True).first()
    return DirectorySettings.for_site(site) if site else DirectorySettings()


def next_check_after(day: date) -> date:
    """Give the day a check is due when the last one was on `day`."""
    return day + relativedelta(months=directory_settings().months_between_checks)


def last_sure_on(entry: Entry) -> date:
    """Give the day somebody last made sure of an entry; the day it was written when nobody did since."""
    return entry.verified_on or entry.date_maj


def due_on(entry: Entry, months: int) -> date:
    """Give the day an entry is to be looked at, when checks are `months` apart."""
    return entry.next_check or last_sure_on(entry) + relativedelta(months=months)


def due(entries: QuerySet, by: date | None = None, months: int | None = None) -> QuerySet:
    """Keep the public entries to be looked at on `by` (today by default) or before, those due longest first.

    Checks are `months` apart; asked of the settings when it is not given.
    """
    by = by or timezone.localdate()
    limit = by - relativedelta(months=months or directory_settings().months_between_checks)
    sure = Coalesce(F("verified_on"), F("date_maj"), output_field=DateField())
    late = Q(next_check__lte=by) | Q(next_check=None, sure_on__lte=limit)
    return entries.public().annotate(sure_on=sure).filter(late).order_by("sure_on", "pk")  # type: ignore[attr-defined]
