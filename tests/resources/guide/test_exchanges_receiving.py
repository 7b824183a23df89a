"""A form sent again while the first is in hand, and where a cache of files is kept from doing two things at once."""

from __future__ import annotations

from unittest import mock

import pytest
from django.core.cache import cache
from django.http import QueryDict
from django.test import Client

from resources.guide.exchanges import receiving, views
from resources.guide.exchanges.forms import ExchangeForm
from resources.guide.exchanges.receiving import HELD, IN_HAND, KEPT, name_of
from resources.guide.models.exchanges import ExchangeRequest
from tests.resources.guide.asking import EXCHANGE, TYPED

pytestmark = pytest.mark.django_db


@pytest.fixture
def name() -> str:
    """What the form of these tests is known under."""
    data = QueryDict(mutable=True)
    for field, value in TYPED.items():
        data.setlist(field, value if isinstance(value, list) else [value])
    form = ExchangeForm(data)
    assert form.is_valid()
    return name_of(form, "exchange")


def test_while_the_first_is_in_hand_the_second_is_not_thanked_and_loses_nothing(client, monkeypatch):
    monkeypatch.setattr(receiving, "sleep", lambda _seconds: None)
    keep, seconds = views.receive, []

    def slowly(*given, **said):
        seconds.append(Client().post(EXCHANGE, TYPED))
        return keep(*given, **said)

    monkeypatch.setattr(views, "receive", slowly)
    assert client.post(EXCHANGE, TYPED).status_code == 303
    (second,) = seconds
    html = second.content.decode()
    assert second.status_code == 409
    assert "Votre demande est peut-être déjà partie." in html
    assert "trouver une médiatrice" in html and "Plougastel-le-Haut" in html
    assert client.post(EXCHANGE, TYPED).status_code == 303
    assert ExchangeRequest.objects.count() == 1


@pytest.mark.parametrize(("outcome", "kept"), [(KEPT, 0), (None, 1)])
def test_the_second_waits_for_the_outcome_of_the_first(client, monkeypatch, name, outcome, kept):
    """Thanked when the first was kept; kept in its place when the first failed."""
    cache.set(name, IN_HAND, HELD)
    waits = []

    def end_the_first(seconds: float) -> None:
        waits.append(seconds)
        if outcome:
            cache.set(name, outcome)
        else:
            cache.delete(name)

    monkeypatch.setattr(receiving, "sleep", end_the_first)
    assert client.post(EXCHANGE, TYPED).status_code == 303
    assert len(waits) == 1
    assert ExchangeRequest.objects.count() == kept


def test_one_waits_two_seconds_at_most():
    assert receiving.LOOKS * receiving.PAUSE <= 2


def test_a_cache_of_files_is_locked_in_its_own_folder(client, settings, tmp_path):
    folder = tmp_path / "not" / "yet"
    settings.VAR_DIR = tmp_path / "nowhere"
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(folder)}
    }
    assert client.post(EXCHANGE, TYPED).status_code == 303
    assert (folder / "receiving.lock").exists()
    assert not settings.VAR_DIR.exists()


def test_another_cache_needs_no_file(client, settings, tmp_path):
    settings.VAR_DIR = tmp_path / "nowhere"
    assert client.post(EXCHANGE, TYPED).status_code == 303
    assert not settings.VAR_DIR.exists()


def test_a_connection_that_is_over_its_limit_takes_nothing_in_hand(client):
    for number in range(5):
        client.post(EXCHANGE, TYPED | {"email": f"a{number}@demo.test"})
    with mock.patch.object(receiving, "_one_by_one", wraps=receiving._one_by_one) as taken:
        assert client.post(EXCHANGE, TYPED | {"question": "Encore"}).status_code == 429
        assert not taken.called
        assert client.post(EXCHANGE, TYPED | {"email": "a4@demo.test"}).status_code == 303  # known: thanked
        assert Client(REMOTE_ADDR="192.0.2.9").post(EXCHANGE, TYPED).status_code == 303
        assert taken.called
