"""The engines, each with an index of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from search.embedded.analysis import LANGUAGES
from search.engine import Engine
from search.server.address import read
from search.server.connection import Connection
from tests.search.making import Fill, put_all, wait_for_the_server
from tests.search.node.building import NoNode
from tests.search.node.running import shared_node

#: Every engine on which the contract is tried.
ENGINES = {
    "embedded": "search.embedded.engine.EmbeddedEngine",
    "server": "search.server.engine.ServerEngine",
}
#: The same, for fixtures: what is asked of a server does not depend on the database, and is asked once.
EACH = [pytest.param("embedded"), pytest.param("server", marks=pytest.mark.server)]


@pytest.fixture(scope="session")
def server_url(worker_id: str) -> Iterator[str]:
    """Give a SEARCH_URL: the server of TEST_ELASTICSEARCH_URL, or a node started here; names of this process alone."""
    with ExitStack() as open_ones:
        url = settings.TEST_ELASTICSEARCH_URL
        if not url:
            try:
                url = f"elasticsearch+http://{open_ones.enter_context(shared_node())}/tests"
            except NoNode as problem:
                pytest.fail(str(problem), pytrace=False)
        path, question_mark, rest = url.partition("?")
        url = f"{path}-{worker_id}-{os.getpid()}{question_mark}{rest}"
        yield url
        _clear(url)


def _clear(url: str) -> None:
    address = read(url)
    client = Connection(address).client.options(request_timeout=30)
    if ours := list(client.indices.get(index=f"{address.prefix}-*", features="aliases")):
        client.indices.delete(index=ours)
    client.close()


@pytest.fixture
def search_root(tmp_path: Path, settings: Any) -> Path:
    """Let the engines have a folder of their own."""
    settings.SEARCH_ROOT = str(tmp_path / "search")
    return tmp_path / "search"


@pytest.fixture(params=EACH)
def engine(
    request: pytest.FixtureRequest,
    search_root: Path,
    settings: Any,
    db: None,
    monkeypatch: pytest.MonkeyPatch,
) -> Engine:
    """Give one engine after the other, empty but ready."""
    wait_for_the_server(monkeypatch)
    made: Engine = import_string(ENGINES[request.param])()
    if request.param == "server":
        settings.SEARCH_URL = request.getfixturevalue("server_url")
    # Anew, also on a server, where it takes a second: what it keeps of deleted things counts in what a word is worth.
    made.rebuild([], before_swap=lambda: None)
    return made


@pytest.fixture
def fill(engine: Engine) -> Fill:
    """Put documents in: `fill(document, …)`; half by a rebuild, half as changes, as in life; into a server, as changes."""
    if engine.name == "server":
        return lambda *documents: engine.put({*_held(engine), *(one.key for one in documents)}, documents)
    return lambda *documents: put_all(engine, documents)


def _held(engine: Engine) -> set[str]:
    return {key for language in LANGUAGES for key, _mark in engine.held(language)}
