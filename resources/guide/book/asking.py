"""Asking for the book of a state: the first who asks has it made, the others wait for the same one.

Nobody holds a lock while it is made. The row is the turnstile: its unique constraint lets one insert it, and taking an
attempt again is an update that only one wins.
"""

from __future__ import annotations

from contextlib import nullcontext
from functools import cache, partial
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from django_tasks.backends.immediate import ImmediateBackend

from resources.guide.book.keeping import GIVEN_UP_AFTER, forget
from resources.guide.book.state import LANGUAGES, gather
from resources.guide.models.books import Book
from search.hurry import hurried

#: What a row says before its file is there.
BLANK: dict[str, Any] = {
    "stage": Book.Stage.WANTED,
    "file": "",
    "size": 0,
    "sheets": 0,
    "fingerprint": "",
    "chapters": [],
}


def ask(language: str, state: str, *, hurry: bool = False) -> Book:
    """Give the book of a state, and have it made when nobody has yet.

    `hurry`: asked by a page that is only read, which waits for nobody who writes. Raises DatabaseError then.
    """
    book = Book.objects.filter(language=language, state=state).first()
    if book is not None and not may_be_taken(book):
        return book
    waiting = is_made_elsewhere()
    with hurried() if hurry else nullcontext(), transaction.atomic():
        book, mine = _take(language, state)
        if mine and waiting:  # the row and its task stand or fall together
            _enqueue(book)
    if mine and not waiting:  # made here and now: no transaction may last that long
        _enqueue(book)
        book = Book.objects.filter(pk=book.pk).first() or book
    return book


def is_made_elsewhere() -> bool:
    """Whether tasks wait for a process of their own, rather than run where they are asked for."""
    return not isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], ImmediateBackend)


def may_be_taken(book: Book) -> bool:
    """Whether a book is to be begun anew: it failed, died on the way, or its file is gone."""
    if book.is_made:
        return not book.file.storage.exists(str(book.file.name))
    return book.since < timezone.now() - GIVEN_UP_AFTER


def _take(language: str, state: str) -> tuple[Book, bool]:
    """Give the row of a state, and whether it is for the caller to have it made."""
    book, is_new = Book.objects.get_or_create(language=language, state=state)
    if is_new or not may_be_taken(book):
        return book, is_new
    same = Book.objects.filter(pk=book.pk, turn=book.turn, stage=book.stage)
    mine = same.update(turn=F("turn") + 1, since=timezone.now(), **BLANK)
    return Book.objects.get(pk=book.pk), bool(mine)


def _enqueue(book: Book) -> None:
    from resources.guide.book.tasks import make_book

    make_book.enqueue(book.pk, book.turn)


def renew(language: str) -> None:
    """Let go the books of a language that are not to be given any more, and have the current one made before anybody
    asks; left to the first who asks where it would be made at once.
    """
    contents = gather(language)
    forget(language, contents)
    if contents and is_made_elsewhere():
        ask(language, contents.state)


@cache
def _renewal(language: str) -> partial[None]:
    return partial(renew, language)


def renew_later(*languages: str) -> None:
    """Renew books once this transaction stands; asked many times in it, done once."""
    for language in languages:
        renewal = _renewal(language)
        is_asked = any(waiting[1] is renewal for waiting in connection.run_on_commit)
        if language in LANGUAGES and not is_asked:
            transaction.on_commit(renewal, robust=True)
