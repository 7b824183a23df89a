"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import caches
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.http import HttpRequest
from django.test import Client
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed

from portal.accounts.models import User
from portal.cache import shelf
from portal.catalogues import compile_catalogues

SignIn = Callable[..., Client]


def pytest_configure() -> None:
    """Compile the translations as serving does: a fresh checkout holds none, and Django has started without them."""
    if compile_catalogues():
        translation_file_changed(sender=None, file_path=Path("django.mo"))


def _is_transactional(item: pytest.Item | None) -> bool:
    marker = item and item.get_closest_marker("django_db")
    names = getattr(item, "fixturenames", ())
    return bool(marker and marker.kwargs.get("transaction")) or bool(
        {"transactional_db", "live_server"} & set(names)
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give tests that really commit the rows of the migrations back: root page, languages, permissions."""
    for item in items:
        if _is_transactional(item):
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Keep those rows where every connection finds them: Playwright's event loop makes Django open another one."""
    contents = getattr(connection, "_test_serialized_contents", None)
    if contents:
        type(connections[DEFAULT_DB_ALIAS])._test_serialized_contents = contents


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Leave those rows behind the last test that commits: what runs next in this database expects them."""
    yield
    kept = nextitem is not None or item.config.getoption("reuse_db")
    if kept and _is_transactional(item) and not _is_transactional(nextitem):
        with item.config.stash[_blocker_key()].unblock():
            connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
            connection.close()


def _blocker_key() -> pytest.StashKey:
    from pytest_django.plugin import blocking_manager_key

    return blocking_manager_key


@pytest.fixture(autouse=True)
def _fresh_state() -> Iterator[None]:
    """Start in French with an empty cache: neither language nor rate limits leak from one test to the next."""
    for cache in caches.all():
        cache.clear()
    shelf.clear()  # each test's database starts at the same version of the contents
    with translation.override("fr"):
        yield


@pytest.fixture
def signed_in() -> SignIn:
    """Give a client in which `user` has signed in: `signed_in(user)`, or `signed_in(user, second_factor=False)`."""

    def sign_in(user: User, *, second_factor: bool = True) -> Client:
        client = Client()
        client.force_login(user)
        request = HttpRequest()
        request.session, request.user = client.session, user
        record_authentication(request, user, "password", email=user.email)
        if second_factor:
            totp = Authenticator.objects.filter(user=user, type="totp").first()
            totp = totp or TOTP.activate(user, generate_totp_secret()).instance
            record_authentication(request, user, "mfa", type="totp", id=totp.pk)
        request.session.save()
        return client

    return sign_in
