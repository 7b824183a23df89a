"""The version of what the public sees: raised by each change, in its own transaction, seen by every process."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.models.signals import post_save

from portal.territories import content_version
from portal.territories.models import Territory
from resources.directory.models import HelpPage
from tests.factories import (
    ActivityFactory,
    HoursExceptionFactory,
    PlaceFactory,
    ServiceFactory,
    SessionFactory,
    TerritoryFactory,
    ThemeFactory,
    UserFactory,
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda activity: activity.save(),
        lambda activity: activity.texts.first().delete(),
        lambda activity: activity.themes.add(ThemeFactory(slug="manger")),
        lambda activity: activity.themes.clear(),
        lambda activity: PlaceFactory(),
    ],
    ids=["save", "delete", "add a theme", "clear themes", "create"],
)
def test_public_changes_raise_the_version(change):
    activity = ActivityFactory()
    before = content_version.current()
    change(activity)
    assert content_version.current() > before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "raised"),
    [
        (ActivityFactory, False),
        (SessionFactory, False),
        (ServiceFactory, False),
        (PlaceFactory, True),
        (HoursExceptionFactory, True),
        (TerritoryFactory, True),
        (ThemeFactory, True),
    ],
)
def test_only_what_stands_round_the_programme_raises_the_version_of_the_frame(make, raised):
    thing = make()
    before = content_version.versions()
    thing.save()
    after = content_version.versions()
    assert after.number > before.number
    assert (after.frame > before.frame) is raised


@pytest.mark.django_db
def test_a_page_of_the_directory_is_of_the_frame_too():
    before = content_version.versions()
    post_save.send(HelpPage, instance=HelpPage())
    assert content_version.versions().frame > before.frame


@pytest.mark.django_db
def test_a_person_signing_in_does_not():
    before = content_version.current()
    UserFactory().save()
    assert content_version.current() == before


@pytest.mark.django_db(transaction=True)
def test_a_change_undone_leaves_the_version():
    before = content_version.current()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        TerritoryFactory()
        raise ZeroDivisionError
    assert content_version.current() == before


READER = """
import os, sys, django
django.setup()
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from portal.cache import PublicCacheMiddleware
from portal.territories.models import Territory
connection.settings_dict["NAME"] = sys.argv[1]
def view(request):
    view.count += 1
    return HttpResponse(Territory.objects.get(slug="essai").name)
view.count = 0
ask = PublicCacheMiddleware(view)
for line in sys.stdin:
    texts = {ask(RequestFactory().get(path)).content.decode() for path in ("/essai/", "/en/essai/", "/ar/essai/")}
    print(view.count, *texts, sep="|", flush=True)
"""


@pytest.mark.django_db(transaction=True)
def test_an_edit_here_is_seen_at_once_by_another_process_in_every_language():
    territory = TerritoryFactory(slug="essai", name="Avant")
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(connection.settings_dict["NAME"])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.test"},
    )

    def read() -> str:
        reader.stdin.write("\n")
        reader.stdin.flush()
        return reader.stdout.readline().strip()

    try:
        assert [read(), read()] == ["3|Avant", "3|Avant"], "kept: the view is asked once for each language"
        with transaction.atomic():
            territory.name = "Après"
            territory.save()
            if connection.vendor == "postgresql":  # on SQLite the reader sees the same, before the commit
                assert read() == "3|Avant"
        assert read() == "6|Après"
        with transaction.atomic():
            Territory.objects.filter(pk=territory.pk).update(name="Encore")
            content_version.bump()
        assert read() == "9|Encore"
    finally:
        reader.stdin.close()
        assert reader.wait(timeout=20) == 0
        reader.stdout.close()


@pytest.mark.django_db(transaction=True)
def test_many_editors_at_once_never_lock_one_another_for_good():
    territories = [TerritoryFactory() for _ in range(3)]
    before, errors = content_version.current(), []

    def edit(number: int) -> None:
        try:
            for step in range(8):
                with transaction.atomic():
                    mine = Territory.objects.select_for_update().get(pk=territories[number].pk)
                    mine.phone = f"01 99 00 00 {step:02d}"
                    mine.save()
                    PlaceFactory(territory=mine)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=edit, args=(n,)) for n in range(3)]
    [t.start() for t in threads], [t.join(60) for t in threads]
    assert not errors
    assert content_version.current() == before + 3 * 8 * 2
