"""`manage.py purge_guide`, run every night: each part does its share, and one line tells it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from resources.guide.checks import actions
from resources.guide.models import Book, Edition, ExchangeRequest, Implementation, Sheet
from resources.guide.models.editions import Form
from tests.resources.guide.asking import ask, suggest
from tests.resources.guide.checking import publish_editions

pytestmark = pytest.mark.django_db


def test_one_night_erases_what_is_over_of_each_kind(capsys, django_capture_on_commit_callbacks):
    publish_editions()
    long_ago, yesterday = timezone.now() - timedelta(days=400), timezone.localdate() - timedelta(days=1)
    edition = Edition.objects.current(Form.READY)
    Sheet.objects.create(edition=edition, digest=actions.digest_of("x"), expires_on=yesterday)
    ExchangeRequest.objects.filter(pk=ask().pk).update(created_on=long_ago.date())
    Implementation.objects.filter(pk=suggest().pk).update(proposed_on=long_ago.date())
    Book.objects.create(language="fr", state="old", stage=Book.Stage.MADE, file="guide/old.pdf", chapters=[0])
    with django_capture_on_commit_callbacks(execute=True):
        call_command("purge_guide")
    said = capsys.readouterr().out
    assert "Bilans effacés : 1. Demandes effacées : 1." in said
    assert "Propositions effacées : 1. Anciens PDF effacés : 1." in said
    assert not Sheet.objects.exists() and not ExchangeRequest.objects.exists() and not Book.objects.exists()
