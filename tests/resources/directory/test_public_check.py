"""The link of a structure is a secret: no answer it gets, whatever it is, writes it in the journal."""

from __future__ import annotations

import logging

import pytest
from django.utils import timezone

from resources.directory.models import CheckRequest
from resources.directory.upkeep.links import LASTS, token_of
from tests.factories import ServiceFactory

pytestmark = pytest.mark.django_db
WRONG = {"reponse": "corriger", "courriel": "pas une adresse"}


@pytest.fixture
def token() -> str:
    """The link of a structure that has a service."""
    now = timezone.now()
    structure = ServiceFactory().structure
    return token_of(CheckRequest.objects.create(structure=structure, sent_at=now, expires_at=now + LASTS))


def test_no_answer_writes_the_link_in_the_journal(client, token, caplog):
    caplog.set_level(logging.DEBUG, logger="django.request")
    url = f"/ressources/verifier/{token}/"
    assert client.get(url).status_code == 200
    assert client.post(url, WRONG).status_code == 422
    refused = client.put(url)
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD, POST")
    assert client.post(url, {"reponse": "tout-est-a-jour", "vu": ""}).status_code == 200
    assert client.get(url).status_code == 410
    assert client.get(url[:-2] + "/").status_code == 404  # badly copied: most of it is there
    assert token[:-1] not in caplog.text
