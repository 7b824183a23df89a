"""Several processes at once, and some that die half-way: nothing lost, nobody blocked, an index that can always be read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from search import sources, updates
from search.document import fingerprint
from search.embedded.engine import EmbeddedEngine
from search.engine import engines
from search.models import Change
from search.question import Question
from search.sources import provide
from tests.resources.directory.test_import_files import address_of_the_test_database
from tests.search.worker import KIND, Things, remove, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def things(search_root: Path, monkeypatch) -> Iterator[EmbeddedEngine]:
    """Give the engine that serves, which holds things only."""
    monkeypatch.setattr(sources, "_sources", {})
    provide(Things())
    (engine,) = engines()
    updates.rebuild(engine, [])
    yield engine


@contextmanager
def _running(root: Path, *words: str) -> Iterator[subprocess.Popen]:
    """Run a worker, and kill it at the end whatever it is doing."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "TEST_DATABASE_URL": address_of_the_test_database(),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "tests.search.worker", str(root), *words],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


def _assert_index_and_database_agree(engine: EmbeddedEngine) -> None:
    updates.take_all()
    assert not Change.objects.filter(taken_at=None).exists()
    documents = list(Things().documents(Things().ids()))
    for language in ("fr", "en"):
        expected = {each.key: fingerprint(each) for each in documents if each.language == language}
        held = list(engine.held(language))
        assert len(held) == len(expected)
        assert dict(held) == expected
    assert engine.search(Question(per_page=1)).total == len(documents) / 2


def test_four_processes_write_and_read_at_once(things, search_root) -> None:
    with ExitStack() as all_of_them:
        processes = [
            all_of_them.enter_context(_running(search_root, "live", str(who), "20")) for who in range(4)
        ]
        for process in processes:
            process.communicate(timeout=300)
    assert [process.returncode for process in processes] == [0] * 4
    assert things.search(Question(words="chose", per_page=1)).total == 4 * 15
    _assert_index_and_database_agree(things)


def test_nobody_waits_for_whoever_holds_the_index(things, search_root) -> None:
    with updates.lock(things), _running(search_root, "live", "9", "4") as process:
        process.communicate(timeout=300)
        assert process.returncode == 0
        assert things.search(Question(words="chose", per_page=1)).total == 0
        assert updates.waiting(things).exists()
    _assert_index_and_database_agree(things)


@pytest.mark.parametrize("after", [0.05, 0.11, 0.17, 0.23, 0.31])
def test_a_writer_killed_at_any_moment_loses_nothing(things, search_root, after) -> None:
    number = write("avant")
    with _running(search_root, "live", "9", "10000"):
        time.sleep(after)
    assert engines()[0].exists()
    assert f"{KIND}:{number}" in dict(things.held("fr"))
    _assert_index_and_database_agree(things)


def test_what_a_killed_writer_left_is_in_nobody_s_way(things, search_root) -> None:
    number = write("avant")
    for folder in (meta.parent for meta in search_root.glob("index-*/*/meta.json")):
        stamp = json.loads((folder / "meta.json").read_text())["opstamp"]
        known = json.loads((folder / ".managed.json").read_text())
        for store in folder.glob("*.store"):
            left = [f"{store.stem}.{stamp + ahead}.del" for ahead in range(1, 9)]
            known += left
            for name in left:
                (folder / name).touch()
        (folder / ".managed.json").write_text(json.dumps(known))
    remove(number)
    _assert_index_and_database_agree(things)


@pytest.mark.parametrize("after", [0.02, 0.07, 0.12])
def test_a_rebuild_killed_at_any_moment_leaves_what_served(things, search_root, after) -> None:
    for number in range(30):
        write(f"mot{number}")
    with _running(search_root, "rebuild"):
        time.sleep(after)
        assert things.search(Question(words="chose", per_page=1)).total == 30
    assert things.exists()
    assert things.search(Question(words="chose", per_page=1)).total == 30
    updates.rebuild(things, Things().documents(Things().ids()))
    assert len(list(search_root.glob("index-*"))) == 1
    _assert_index_and_database_agree(things)


def test_what_changes_while_a_rebuild_goes_on_is_in_the_new_index(things, search_root) -> None:
    with _running(search_root, "rebuild"):
        for number in range(20):
            write(f"mot{number}")
    _assert_index_and_database_agree(things)
