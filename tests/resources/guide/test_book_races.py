"""Ten people ask at once, a process dies half-way: one book is made, and it is whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
import time_machine
from django.core.files.storage import FileSystemStorage
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from resources.guide.book import making
from resources.guide.book.asking import ask
from resources.guide.book.keeping import GIVEN_UP_AFTER
from resources.guide.book.tasks import make_book
from resources.guide.models import Book
from tests.home.activities.test_concurrency import at_once
from tests.home.pages.conftest import tree  # noqa: F401 -- a fixture
from tests.resources.directory.test_import_files import address_of_the_test_database
from tests.resources.guide.books import QUEUE, Press, empty_folder, files, folder, only, small_pdf, state_of
from tests.resources.guide.chapters import add_chapter, add_guide, body

pytestmark = pytest.mark.django_db(transaction=True)

Stage = Book.Stage


@pytest.fixture
def guide(tree):  # noqa: F811
    empty_folder()
    guide = add_guide(tree)
    add_chapter(tree, guide, "equipe", body=body("text"))
    return guide


def tasks():
    return DBTaskResult.objects.filter(task_path=make_book.module_path)


def test_ten_ask_at_once_and_one_book_is_asked_for(guide, settings):
    settings.TASKS = QUEUE
    state = state_of()
    books = at_once(*[lambda: ask("fr", state).pk] * 10)
    assert set(books) == {only().pk}
    assert [row.args_kwargs["args"] for row in tasks()] == [[only().pk, 1]]


def test_ten_ask_at_once_where_tasks_run_at_once_and_one_book_is_made(guide, monkeypatch):
    press = Press()

    def slowly(html: str) -> bytes:
        time.sleep(0.5)  # the others come meanwhile
        return press(html)

    monkeypatch.setattr(making, "to_pdf", slowly)
    statuses = at_once(*[lambda: Client().get("/guide/guide.pdf").status_code] * 10)
    assert set(statuses) == {200, 202} and 200 in statuses, statuses
    assert len(press.printed) == 1 and len(files()) == 1
    assert Client().get("/guide/guide.pdf").status_code == 200


def test_ten_take_a_dead_attempt_again_and_one_has_it(guide, settings):
    settings.TASKS = QUEUE
    state, past = state_of(), timezone.now() - GIVEN_UP_AFTER - timedelta(minutes=1)
    Book.objects.create(language="fr", state=state, stage=Stage.MAKING, since=past)
    turns = at_once(*[lambda: ask("fr", state).turn] * 10)
    assert set(turns) == {2}
    assert [row.args_kwargs["args"] for row in tasks()] == [[only().pk, 2]]


def test_one_task_begun_by_four_workers_makes_one_book(guide, settings, monkeypatch):
    settings.TASKS = QUEUE
    press = Press()
    monkeypatch.setattr(making, "to_pdf", press)
    book = ask("fr", state_of())
    results = at_once(*[lambda: making.make(book.pk, 1)] * 4)
    assert results == [None] * 4 and len(press.printed) == 1 and only().is_made


def test_a_chapter_published_while_its_book_is_made_is_in_the_next_one(guide, settings, monkeypatch):
    settings.TASKS = QUEUE
    begun, published, press = Event(), Event(), Press()

    def slowly(html: str) -> bytes:
        begun.set()
        assert published.wait(20)
        return press(html)

    def publish() -> None:
        assert begun.wait(20)
        page = guide.get_children().get(slug="equipe").specific
        page.title = "Autrement"
        page.save_revision().publish()
        published.set()

    monkeypatch.setattr(making, "to_pdf", slowly)
    old = ask("fr", state_of())
    assert at_once(lambda: making.make(old.pk, 1), publish) == [None, None]
    new = ask("fr", state_of())
    assert Book.objects.get(pk=old.pk).is_made and new.stage == Stage.WANTED
    making.make(new.pk, 1)
    assert ["Autrement" in html for html in press.printed] == [False, True]


#: A process of its own, whose files are in the folder of its first argument; the rest is said by each test.
PROCESS = """
import os, signal, sys, time, django
django.setup()
from pathlib import Path
from django.core.files.storage import FileSystemStorage
from django.utils import translation
from resources.guide.book import making
from resources.guide.book.asking import ask
from resources.guide.book.state import gather
from resources.guide.models import Book
root = Path(sys.argv[1])
Book._meta.get_field("file").storage = FileSystemStorage(location=root)
pdf = (root / "small.pdf").read_bytes()
translation.activate("fr")
"""
KILLED = """
def die(_source, _target):
    assert len(list((root / "guide").glob("*.part"))) == 1
    os.kill(os.getpid(), signal.SIGKILL)
making.to_pdf = lambda _html: pdf
making.os.replace = die
ask("fr", gather("fr").state)
"""
ASKS = """
def press(_html):
    with (root / "printed").open("a") as file:
        file.write(f"{os.getpid()}\\n")
    time.sleep(1)
    return pdf
making.to_pdf = press
state = gather("fr").state
(root / f"ready-{os.getpid()}").touch()
while not (root / "go").exists():
    time.sleep(0.01)
ask("fr", state)
"""


@pytest.fixture
def elsewhere(tmp_path, monkeypatch) -> Path:
    """The folder of the files of other processes, and of this one's meanwhile."""
    (tmp_path / "small.pdf").write_bytes(small_pdf())
    monkeypatch.setattr(Book._meta.get_field("file"), "storage", FileSystemStorage(location=tmp_path))
    return tmp_path


def start(script: str, root: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "TEST_DATABASE_URL": address_of_the_test_database(),
    }
    return subprocess.Popen(
        [sys.executable, "-c", PROCESS + script, str(root)], env=environment, stderr=subprocess.PIPE
    )


def test_a_process_killed_half_way_leaves_no_half_file_and_the_next_one_makes_it(
    guide, elsewhere, monkeypatch
):
    process = start(KILLED, elsewhere)
    _out, said = process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL, said.decode()
    assert [Path(name).suffix for name in files()] == [".part"]
    book = only()
    assert (book.stage, book.file.name) == (Stage.MAKING, "")
    monkeypatch.setattr(making, "to_pdf", Press())
    assert ask("fr", book.state).stage == Stage.MAKING
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        assert ask("fr", book.state).is_made
    assert files() == [Path(only().file.name).name]


def test_four_processes_ask_at_once_and_one_book_is_made(guide, elsewhere):
    processes = [start(ASKS, elsewhere) for _number in range(4)]
    until = time.monotonic() + 100
    while len(list(elsewhere.glob("ready-*"))) < 4 and time.monotonic() < until:
        time.sleep(0.05)
    (elsewhere / "go").touch()
    said = [process.communicate(timeout=120)[1].decode() for process in processes]
    assert [process.returncode for process in processes] == [0] * 4, said
    assert len((elsewhere / "printed").read_text().split()) == 1
    assert only().is_made and folder().exists() and len(files()) == 1
