"""Which books may still be given, and which go: nobody reads in a PDF what was withdrawn from the portal.

The book before the current one is offered while the current one is made for the first time, and as long as each of its
chapters may be read by anybody. What was taken out of a chapter may thus be read in it until then: no longer once the
making fails, is begun anew, or stays an hour at one stage. Once the current one is there, the others go, rows and files.
"""

from __future__ import annotations

import time
from contextlib import nullcontext, suppress
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from resources.guide.book.state import LANGUAGES, Contents, gather
from resources.guide.models.books import FOLDER, Book
from search.hurry import hurried

#: An attempt that failed, or that nothing was heard of for this long, may be begun anew.
GIVEN_UP_AFTER = timedelta(minutes=10)
#: The book before is not offered past this long, should nobody hear of the current one.
OFFERED_FOR = timedelta(hours=1)
UNMADE = (Book.Stage.WANTED, Book.Stage.MAKING, Book.Stage.FAILED)
#: A file no row names may still be on its way to its row for this long.
ON_ITS_WAY = timedelta(hours=1)


def made_in(language: str) -> QuerySet[Book]:
    """Give the books made in a language, the last first."""
    return Book.objects.filter(language=language, stage=Book.Stage.MADE).order_by("-since", "-pk")


def former(contents: Contents) -> Book | None:
    """Give the book to read while the current one is made; None when it is not being, or when what it holds was withdrawn."""
    first = Book.objects.filter(language=contents.language, state=contents.state, turn=1)
    awaited = first.filter(
        stage__in=(Book.Stage.WANTED, Book.Stage.MAKING), since__gt=timezone.now() - OFFERED_FOR
    )
    if not awaited.exists():
        return None
    return next((book for book in made_in(contents.language) if may_be_read(book, contents)), None)


def may_be_read(book: Book, contents: Contents | None) -> bool:
    """Tell whether all the chapters of a book are still there for anybody to read; not when nothing says which it holds."""
    if contents is None or not book.chapters:
        return False
    return set(book.chapters) <= {chapter.pk for chapter in contents.chapters}


def forget(language: str, contents: Contents | None, *, hurry: bool = False) -> int:
    """Delete the books of a language that are not to be given any more, with their files; gives how many.

    `contents`: what was published in it a moment ago; when books are to go it is read again, after them, so that none made
    since is taken for an old one. `hurry`: as `ask` understands it; raises DatabaseError then.
    """
    if not outdated(list(made_in(language)), contents):
        return 0
    with hurried() if hurry else nullcontext(), transaction.atomic():
        made = list(made_in(language))
        gone = [book for book in outdated(made, gather(language)) if _delete(book)]
    for book in gone:
        book.file.storage.delete(str(book.file.name))
    return len(gone)


def outdated(made: list[Book], contents: Contents | None) -> list[Book]:
    """Keep, of the books of a language, those that are not to be given any more."""
    state = contents.state if contents else ""
    is_there = any(book.state == state for book in made)
    return [book for book in made if book.state != state and (is_there or not may_be_read(book, contents))]


def _delete(book: Book) -> bool:
    """Delete a row, unless it was begun anew meanwhile."""
    count, _kinds = made_in(book.language).filter(pk=book.pk, turn=book.turn).delete()
    return bool(count)


def tidy(language: str) -> int:
    """Let go what is not to be given, what was never finished and the files of no row; gives how many books went."""
    contents = gather(language)
    count = forget(language, contents)
    stuck = Book.objects.filter(
        language=language, stage__in=UNMADE, since__lt=timezone.now() - GIVEN_UP_AFTER
    )
    stuck.exclude(state=contents.state if contents else "").delete()
    sweep_files()
    return count


def purge() -> int:
    """Tidy every language: what is done each night; gives how many books went."""
    return sum(tidy(language) for language in LANGUAGES)


def sweep_files() -> None:
    """Delete the files no row names, once nobody can be writing them any more."""
    folder = Path(Book._meta.get_field("file").storage.path(FOLDER))
    named = {Path(name).name for name in Book.objects.exclude(file="").values_list("file", flat=True)}
    oldest = time.time() - ON_ITS_WAY.total_seconds()
    for path in folder.glob("*"):
        with suppress(FileNotFoundError):  # another may be sweeping
            if path.name not in named and path.is_file() and path.stat().st_mtime < oldest:
                path.unlink()
