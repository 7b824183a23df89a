"""One book made from the row to the file: who has it made, what fails, what is taken again, what is swept."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.paper import PangoMissing
from resources.guide.book import asking, keeping, making
from resources.guide.book.asking import ask, renew_later
from resources.guide.book.keeping import GIVEN_UP_AFTER, former, purge
from resources.guide.book.state import gather
from resources.guide.book.tasks import make_book
from resources.guide.models import Book, GuidePage
from tests.home.pages.conftest import tree  # noqa: F401 -- a fixture
from tests.resources.guide.books import QUEUE, Press, empty_folder, files, folder, only, small_pdf, state_of
from tests.resources.guide.chapters import add_chapter, add_guide, body, register

pytestmark = pytest.mark.django_db

LATER = GIVEN_UP_AFTER + timedelta(seconds=1)
Stage = Book.Stage


@pytest.fixture
def guide(tree) -> GuidePage:  # noqa: F811
    guide = add_guide(tree)
    add_chapter(tree, guide, "equipe", body=body("text"))
    return guide


@pytest.fixture
def press(monkeypatch) -> Press:
    """What lays PDFs out, without its seconds."""
    empty_folder()
    press = Press()
    monkeypatch.setattr(making, "to_pdf", press)
    return press


@pytest.fixture
def queue(settings):
    """Tasks wait for a worker: `queue()` gives the arguments of those that ask for a book, in order."""
    settings.TASKS = QUEUE
    mine = DBTaskResult.objects.filter(task_path=make_book.module_path)
    mine.delete()  # what other tests really committed
    return lambda: [row.args_kwargs["args"] for row in mine.order_by("enqueued_at")]


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Carry a change out and what waits for it to stand; the transaction of the test never does."""

    def commit(change) -> None:
        asking.connection.run_on_commit.clear()
        with django_capture_on_commit_callbacks(execute=True):
            change()

    return commit


def publish(guide: GuidePage, title: str) -> None:
    page = guide.get_children().get(slug="equipe").specific
    page.title = title
    page.save_revision().publish()


def asked() -> Book:
    return ask("fr", state_of())


def test_the_first_who_asks_has_it_made_and_the_others_wait(guide, press, queue):
    book = asked()
    assert (book.stage, book.turn, book.language, book.state) == (Stage.WANTED, 1, "fr", state_of())
    assert [asked().pk for _time in range(9)] == [book.pk] * 9
    assert queue() == [[book.pk, 1]]
    make_book.call(book.pk, 1)
    book = asked()
    assert book.is_made and len(press.printed) == 1 and len(queue()) == 1
    assert "Parce que" in press.printed[0]


def test_its_file_is_whole_and_what_the_row_says(guide, press, queue):
    book = asked()
    making.make(book.pk, 1)
    book = only()
    assert files() == [Path(book.file.name).name] and files()[0].startswith("fr-")
    with book.file.open() as file:
        kept = file.read()
    assert (book.size, book.sheets, len(book.fingerprint)) == (len(kept), 2, 64)
    assert Path(book.file.path).stat().st_mode & 0o777 == 0o644


def test_where_tasks_run_at_once_whoever_asks_is_given_the_book(guide, press):
    assert asked().is_made
    assert asked().is_made
    assert len(press.printed) == 1


def test_a_task_given_twice_makes_one_book(guide, press, queue):
    book = asked()
    making.make(book.pk, 1)
    making.make(book.pk, 1)
    making.make(book.pk, 7)
    making.make(book.pk + 1, 1)
    assert len(press.printed) == 1


@pytest.mark.parametrize("error", [PangoMissing(), ValueError("no"), MemoryError()], ids=repr)
def test_what_goes_wrong_is_told_and_tried_again_after_a_while(guide, press, queue, error, caplog):
    press.fails = error
    book = asked()
    with pytest.raises(type(error)):
        make_book.call(book.pk, 1)
    assert asked().stage == Stage.FAILED and files() == []
    assert "Pango" in caplog.text or "could not be made" in caplog.text
    assert len(queue()) == 1
    press.fails = None
    with time_machine.travel(timezone.now() + LATER, tick=False):
        assert (asked().stage, asked().turn) == (Stage.WANTED, 2)
        assert queue()[1:] == [[book.pk, 2]]
        making.make(book.pk, 2)
        assert asked().is_made


def test_what_does_not_open_is_not_kept(guide, queue, monkeypatch):
    monkeypatch.setattr(making, "to_pdf", lambda *_html: b"%PDF-1.7 cut sh")
    book = asked()
    with pytest.raises(Exception, match=r"(?i)pdf"):
        making.make(book.pk, 1)
    assert only().stage == Stage.FAILED


@pytest.mark.parametrize("stage", [Stage.WANTED, Stage.MAKING])
def test_an_attempt_nothing_is_heard_of_is_taken_again_once(guide, press, queue, stage):
    book = asked()
    Book.objects.update(stage=stage)
    with time_machine.travel(timezone.now() + GIVEN_UP_AFTER - timedelta(seconds=1), tick=False):
        assert asked().turn == 1
    with time_machine.travel(timezone.now() + LATER, tick=False):
        assert [asked().turn, asked().turn] == [2, 2]
        making.make(book.pk, 1)  # the first wakes after all
        assert not press.printed
        making.make(book.pk, 2)
    assert only().is_made and len(press.printed) == 1


def test_an_attempt_given_up_for_dead_that_ends_after_all_changes_nothing(guide, queue, monkeypatch):
    empty_folder()
    late, book = small_pdf(9), asked()

    def slow(_html: str) -> bytes:
        monkeypatch.setattr(making, "to_pdf", lambda _html: small_pdf(3))
        with time_machine.travel(timezone.now() + LATER, tick=False):
            assert asked().turn == 2
            making.make(book.pk, 2)
        return late

    monkeypatch.setattr(making, "to_pdf", slow)
    making.make(book.pk, 1)
    assert (only().turn, only().sheets) == (2, 3)
    assert files() == [Path(only().file.name).name]


def test_what_was_published_while_it_waited_is_made_instead(guide, press, queue):
    old = asked()
    publish(guide, "Autrement")
    making.make(old.pk, 1)
    assert not press.printed
    new = Book.objects.get(state=state_of())
    assert queue() == [[old.pk, 1], [new.pk, 1]]
    making.make(new.pk, 1)
    assert "Autrement" in press.printed[0]


def test_a_guide_withdrawn_while_it_waited_is_not_made(guide, press, queue):
    old = asked()
    guide.unpublish()
    making.make(old.pk, 1)
    assert not press.printed and len(queue()) == 1


def test_a_file_that_is_lost_is_made_again(guide, press):
    book = asked()
    Path(book.file.path).unlink()
    assert not press.printed[1:]
    again = asked()
    assert again.is_made and again.turn == 2 and Path(again.file.path).exists()


def test_once_the_current_one_is_there_the_others_of_its_language_go(tree, guide, press):  # noqa: F811
    tree.everywhere()
    tree.translate(guide, "en", title="The guide")
    tree.translate(guide.get_children().get(slug="equipe").specific, "en", title="The team")
    assert ask("en", state_of("en")).is_made
    for number in range(4):
        publish(guide, f"Équipe {number}")
        with time_machine.travel(timezone.now() + timedelta(minutes=number), tick=False):
            current = asked()
    assert Book.objects.get(language="fr") == current
    assert files() == sorted(Path(book.file.name).name for book in Book.objects.all())
    assert Book.objects.filter(language="en").count() == 1 and len(press.printed) == 5


WITHDRAWALS = {
    "unpublish": lambda page: page.unpublish(),
    "delete": lambda page: page.delete(),
    "restrict": lambda page: page.view_restrictions.create(restriction_type="login"),
    "move": lambda page: page.move(page.get_parent().get_parent(), pos="last-child"),
}


@pytest.mark.parametrize("way", WITHDRAWALS)
def test_a_book_is_not_given_any_more_once_one_of_its_chapters_is_withdrawn(tree, guide, press, queue, way):  # noqa: F811
    other = add_chapter(tree, guide, "lieu", body=body("text"))
    making.make(asked().pk, 1)
    publish(guide, "Autrement")
    asked()
    assert former(gather("fr")) == only_made()  # it may be read while the next is made
    WITHDRAWALS[way](other)
    asked()
    assert former(gather("fr")) is None


@pytest.mark.parametrize("way", WITHDRAWALS)
def test_its_row_and_its_file_go_at_once(tree, guide, press, queue, committed, way):  # noqa: F811
    other = add_chapter(tree, guide, "lieu", body=body("text"))
    making.make(asked().pk, 1)
    assert files()
    committed(lambda: WITHDRAWALS[way](other))
    assert not Book.objects.filter(stage=Stage.MADE).exists() and files() == []


def test_a_chapter_s_change_or_a_chapter_more_withdraws_nothing(tree, guide, press, queue, committed):  # noqa: F811
    making.make(asked().pk, 1)
    committed(lambda: publish(guide, "Autrement"))
    committed(lambda: add_chapter(tree, guide, "lieu", body=body("text")))
    assert former(gather("fr")) == only_made() and len(files()) == 1


def test_what_was_published_by_mistake_is_in_no_book_once_it_is_taken_back(guide, press, queue, committed):
    with time_machine.travel(timezone.now() - timedelta(hours=2), tick=False):
        making.make(asked().pk, 1)
    committed(lambda: publish(guide, "Par erreur"))
    mistake = asked()
    making.make(mistake.pk, 1)
    committed(lambda: publish(guide, "Equipe"))  # as before
    assert former(gather("fr")) == mistake
    making.make(asked().pk, 1)
    committed(lambda: publish(guide, "La suite"))
    assert former(gather("fr")) != mistake and not Book.objects.filter(pk=mistake.pk).exists()


def test_at_night_what_nobody_may_read_goes(tree, guide, press, queue):  # noqa: F811
    making.make(asked().pk, 1)
    assert purge() == 0 and len(files()) == 1
    guide.unpublish()
    assert gather("fr") is None
    assert purge() == 1
    assert files() == [] and not Book.objects.exists()


def test_a_book_begun_anew_meanwhile_is_left_alone(guide, press, queue, monkeypatch):
    making.make(asked().pk, 1)
    seen = only_made()
    Book.objects.filter(pk=seen.pk).update(turn=2)
    assert not keeping._delete(seen) and only_made().turn == 2


def test_a_chapter_withdrawn_while_the_book_is_made_leaves_no_book(tree, guide, queue, monkeypatch):  # noqa: F811
    empty_folder()
    other = add_chapter(tree, guide, "lieu", body=body("text"))

    def slow(_html: str) -> bytes:
        other.unpublish()
        return small_pdf()

    monkeypatch.setattr(making, "to_pdf", slow)
    making.make(asked().pk, 1)
    assert files() == [] and not Book.objects.filter(stage=Stage.MADE).exists()


def test_what_was_never_finished_is_swept(guide, press, queue):
    old = asked()
    with time_machine.travel(timezone.now() - LATER, tick=False):
        Book.objects.create(language="fr", state="x" * 64)
        Book.objects.create(language="en", state="y" * 64)
    (folder() / "a-folder").mkdir(parents=True, exist_ok=True)
    os.utime(folder() / "a-folder", (0, 0))
    for name, age in (("abandoned.part", 7200), ("fr-forgotten-1.pdf", 7200), ("being-written.part", 5)):
        (folder() / name).write_bytes(b"")
        moment = timezone.now().timestamp() - age
        os.utime(folder() / name, (moment, moment))
    making.make(old.pk, 1)
    assert files() == sorted(["a-folder", "being-written.part", Path(only_made().file.name).name])
    assert set(Book.objects.values_list("language", "stage")) == {("fr", "made"), ("en", "wanted")}


def only_made() -> Book:
    return Book.objects.get(stage=Stage.MADE)


def test_a_disk_that_is_full_leaves_neither_file_nor_made_row(guide, press, queue, monkeypatch):
    def full(_number: int) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(making.os, "fsync", full)
    book = asked()
    with pytest.raises(OSError, match="space"):
        making.make(book.pk, 1)
    assert files() == [] and only().stage == Stage.FAILED


def test_a_row_without_its_file_is_not_made(guide):
    with pytest.raises(IntegrityError), transaction.atomic():
        Book.objects.create(language="fr", state="x", stage=Stage.MADE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Book.objects.create(language="fr", state="x", stage=Stage.FAILED, file="guide/x.pdf")


def languages(queue) -> list[str]:
    return [Book.objects.get(pk=pk).language for pk, _turn in queue()]


def test_a_published_chapter_is_made_into_a_book_before_anybody_asks(guide, queue, committed):
    committed(lambda: publish(guide, "Autrement"))
    assert languages(queue) == ["fr"] and only().state == state_of()
    committed(lambda: publish(guide, "Autrement"))
    assert len(queue()) == 1  # nothing changed


def test_several_changes_that_stand_together_make_one_book(guide, queue, committed):
    def change() -> None:
        publish(guide, "Une fois")
        publish(guide, "Deux fois")
        renew_later("fr", "fr", "ar")

    committed(change)
    assert languages(queue) == ["fr"] and only().state == state_of()


def test_a_chapter_makes_the_book_of_its_own_language_only(tree, guide, queue, committed):  # noqa: F811
    tree.everywhere()
    chapter = guide.get_children().get(slug="equipe").specific
    tree.translate(guide, "en", title="The guide")
    tree.translate(guide, "ar")
    english = tree.translate(chapter, "en", title="The team")
    tree.translate(chapter, "ar")

    def rename() -> None:
        english.title = "The whole team"
        english.save_revision().publish()

    committed(rename)
    assert languages(queue) == ["en"]
    committed(lambda: publish(guide, "Autrement"))
    assert languages(queue) == ["en", "fr"]


@pytest.mark.parametrize("change", ["unpublish", "delete", "move", "register", "privacy"])
def test_whatever_changes_what_is_read_renews_it(tree, guide, queue, committed, change):  # noqa: F811
    other = add_chapter(tree, guide, "lieu", body=body("text"))
    committed(
        {
            "unpublish": other.unpublish,
            "delete": other.delete,
            "move": lambda: other.move(guide.get_children().get(slug="equipe"), pos="left"),
            "register": lambda: rewrite(register("1A")),
            "privacy": lambda: other.view_restrictions.create(restriction_type="login"),
        }[change]
    )
    assert languages(queue) == ["fr"] and only().state == state_of()


def rewrite(one) -> None:
    one.title = "Autrement"
    one.save()


def test_drafts_and_other_pages_renew_nothing(tree, guide, queue, committed):  # noqa: F811
    def change() -> None:
        page = guide.get_children().get(slug="equipe").specific
        page.title = "Brouillon"
        page.save_revision()
        tree.territory_page.save_revision().publish()

    committed(change)
    assert queue() == []


def test_where_tasks_run_at_once_nobody_who_publishes_waits_for_the_book(guide, press, committed):
    committed(lambda: publish(guide, "Autrement"))
    assert not press.printed and not Book.objects.exists()
