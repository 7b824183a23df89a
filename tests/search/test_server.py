"""The search server as it is in life: away, slow, talking nonsense, emptied, and back; the pages answer all the same."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command

from resources.directory.models import Service
from search import engine as serving
from search.checking import compare
from search.embedded import folders
from search.engine import Engine, EngineDown, StillDown, engines
from search.models import Change
from search.question import KIND, Question
from search.server import connection as connections
from search.server.address import read
from search.server.connection import Connection
from search.server.engine import ServerEngine
from search.server.writing import is_ours
from search.sources import all_documents
from search.updates import lock, make_missing, rebuild, take_all, waiting
from tests.factories import ServiceFactory
from tests.search.making import doc, keys
from tests.search.node import running
from tests.search.node.building import build
from tests.search.node.relay import Relay, relay

pytestmark = [pytest.mark.django_db, pytest.mark.server]


@pytest.fixture
def wire(server_url: str, search_root: Any, settings: Any) -> Iterator[Relay]:
    """Let both engines serve what there is, the server at the end of a wire."""
    scheme, _, rest = server_url.partition("://")
    account, at, place = rest.rpartition("@")
    target, _slash, prefix = place.partition("/")
    with relay(target) as made:
        settings.SEARCH_URL = f"{scheme}://{account}{at}{made.address}/{prefix}"
        ServiceFactory(nom="Permanence des anciens")
        for engine in engines():
            rebuild(engine, all_documents())
        yield made


@pytest.fixture
def no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask a server that failed again at once."""
    monkeypatch.setattr(connections, "REST", 0.0)


@pytest.fixture
def slow(wire: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every answer come too late for a page, and well before one gives up."""
    monkeypatch.setattr(connections, "SLOW", 0.2)
    wire.slow(0.3)


def server() -> Engine:
    return engines()[0]


def found(words: str) -> int:
    return serving.search(Question(words=words, chosen={KIND: ("resource",)})).total


def test_the_server_comes_first_and_the_engine_of_the_portal_behind_it(wire):
    assert [engine.name for engine in engines()] == ["server", "embedded"]
    assert found("anciens") == 1 and wire.asked


@pytest.mark.parametrize("trouble", ["cut", "block", "babble"])
def test_whatever_happens_to_the_server_the_page_has_its_answer_in_a_second(wire, trouble, caplog):
    getattr(wire, trouble)()
    for most in (1.6, 0.3):  # once it waits, then it knows; a busy machine is given some time
        before = time.monotonic()
        assert found("anciens") == 1
        assert serving.suggest("ancie", "fr")
        assert time.monotonic() - before < most
    told = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert [record.getMessage().split(" (")[0] for record in told] == ["search: server does not answer"]
    assert "ancie" not in caplog.text


def test_a_server_that_is_away_is_told_and_the_other_index_is_mended_all_the_same(wire):
    wire.cut()
    engines()[1].put([f"resource:{Service.objects.get().pk}"], [])
    with pytest.raises(CommandError, match="server ne se lit pas"):
        call_command("check_search", mend=True, verbosity=0)
    assert compare(engines()[1]).holds


def test_a_server_that_failed_is_left_alone(wire):
    wire.babble()
    assert found("anciens") == 1
    asked = wire.asked
    assert found("anciens") == 1 and wire.asked == asked
    with pytest.raises(StillDown):
        server().search(Question(words="anciens"))


def test_a_slow_server_answers_one_question_of_a_page_and_the_portal_the_others(wire, caplog, client, slow):
    assert "Permanence des" in client.get("/recherche/", {"q": "anciens"}).content.decode()
    asked = wire.asked
    assert found("anciens") == 1 and wire.asked == asked
    told = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert told == ["search: the server is slow, and is left alone for a while"]


def test_a_slow_server_serves_when_nothing_else_can(wire, slow):
    engine = engines()[1]
    folders.declare_damaged(folders.current())
    with lock(engine, "rebuild"):  # another process makes the index of the portal anew
        assert found("anciens") == 1 and found("anciens") == 1


def test_a_server_that_fails_once_is_not_filled_anew(wire, monkeypatch):
    monkeypatch.setattr(ServerEngine, "rebuild", lambda *_args, **_kwargs: pytest.fail("rebuilt"))
    monkeypatch.setattr(connections, "CHANGE", 0.5)
    wire.block()
    ServiceFactory(nom="Permanence des nouveaux")
    take_all()
    assert waiting(server()).exists()
    make_missing()


def test_it_catches_up_before_it_serves_again(wire, no_rest):
    wire.cut()
    Service.objects.get(nom="Permanence des anciens").delete()
    ServiceFactory(nom="Permanence des nouveaux")
    take_all()
    assert waiting(server()).exists() and not waiting(engines()[1]).exists()
    assert found("nouveaux") == 1 and found("anciens") == 0
    wire.mend()
    cache.clear()
    assert found("anciens") == 0  # the server still holds it, and is not asked; but now it is told
    assert not waiting(server()).exists() and compare(server()).holds
    asked = wire.asked
    assert found("nouveaux") == 1 and keys(server(), "nouveaux") and wire.asked >= asked


def test_an_index_deleted_behind_our_back_is_made_again(wire):
    address = read(connections.settings.SEARCH_URL)
    client = Connection(address).client.options(request_timeout=20)
    client.indices.delete(index=list(client.indices.get(index=f"{address.prefix}-*", features="aliases")))
    assert not server().exists()
    with pytest.raises(EngineDown, match="no index"):
        server().put(["resource:1"], [doc(1, "Un seul")])
    assert not server().exists()  # a document is not taken for an index
    assert found("anciens") == 1
    assert server().exists() and compare(server()).holds


def test_the_aliases_are_swapped_while_one_searches(server_url, search_root, settings):
    settings.SEARCH_URL = server_url
    engine = ServerEngine()
    documents = [doc(number, f"Atelier {number}") for number in range(50)]
    engine.rebuild(documents, before_swap=lambda: None)
    told: list[object] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            try:
                told.append(engine.search(Question()).total)
            except EngineDown as problem:
                told.append(str(problem))

    reader = threading.Thread(target=ask)
    reader.start()
    for _again in range(3):
        engine.rebuild(documents, before_swap=lambda: None)
    stop.set()
    reader.join()
    assert told and set(told) == {50}


def test_a_rebuild_that_fails_leaves_the_index_that_serves_and_nothing_behind(
    server_url, search_root, settings
):
    settings.SEARCH_URL = server_url
    engine, address = ServerEngine(), read(server_url)
    engine.rebuild([doc(1, "Un atelier")], before_swap=lambda: None)

    def broken() -> Iterator:
        yield doc(2, "Un autre")
        raise LookupError("the database is away")

    with pytest.raises(LookupError):
        engine.rebuild(broken(), before_swap=lambda: None)
    assert keys(engine, "atelier") == ["resource:1"] and keys(engine, "autre") == []
    held = Connection(address).client.indices.get(index=f"{address.prefix}-*", features="aliases")
    assert sum(is_ours(name, address.prefix) for name in held) == 3


def test_a_rebuild_leaves_the_indexes_of_a_portal_whose_name_begins_as_ours(
    server_url, search_root, settings
):
    settings.SEARCH_URL = f"{server_url}-en"
    theirs = ServerEngine()
    theirs.rebuild([doc(1, "Leur atelier")], before_swap=lambda: None)
    settings.SEARCH_URL = server_url
    for _again in range(2):
        ServerEngine().rebuild([doc(2, "Notre atelier")], before_swap=lambda: None)
    settings.SEARCH_URL = f"{server_url}-en"
    assert keys(theirs, "atelier") == ["resource:1"]


def test_a_server_one_stops_and_that_comes_back_empty(search_root, settings, server_url, no_rest):
    """The node itself, not the wire: stopped by its pid."""
    node = running.start(build())
    try:
        settings.SEARCH_URL = f"elasticsearch+http://{node['address']}/tests"
        ServiceFactory(nom="Permanence des anciens")
        take_all()
        make_missing()
        assert compare(server()).holds and keys(server(), "anciens")
    finally:
        running.stop(node)
    with pytest.raises(EngineDown):
        server().search(Question(words="anciens"))
    assert found("anciens") == 1
    ServiceFactory(nom="Permanence des nouveaux")
    take_all()
    assert Change.objects.filter(engine="server", taken_at=None).exists()
    assert found("nouveaux") == 1
    settings.SEARCH_URL = f"{server_url}-empty"  # another machine in its place
    cache.clear()
    make_missing()
    take_all()
    assert compare(server()).holds and keys(server(), "nouveaux")


def test_the_password_is_in_no_log(wire, caplog, settings):
    caplog.set_level(logging.DEBUG)
    url = settings.SEARCH_URL.partition("://")[2].rpartition("@")[2]
    settings.SEARCH_URL = f"elasticsearch+http://portail:tres-secret@{url}"
    assert found("anciens") == 1
    wire.cut()
    assert found("anciens") == 1
    assert "tres-secret" not in caplog.text and "tres-secret" not in repr(read(settings.SEARCH_URL))
    assert "cG9ydGFpbDp0cmVzLXNlY3JldA" not in caplog.text
