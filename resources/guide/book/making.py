"""Making one book: from the row to the file. A process may be killed anywhere: the row is updated last, and once.

The file is written under another name and renamed when it is whole; a half-written or forgotten one is swept by the next
book that is made.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pypdfium2
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from portal.paper import PangoMissing, to_pdf
from resources.guide.book.asking import GIVEN_UP_AFTER, UNMADE, ask
from resources.guide.book.layout import html_of
from resources.guide.book.state import edition, gather
from resources.guide.models.books import FOLDER, Book

logger = logging.getLogger(__name__)

#: Books kept in each language: the one that is current, and the one before it, offered while the next is made.
KEPT = 2
#: A file no row names may still be on its way to its row for this long.
ON_ITS_WAY = timedelta(hours=1)


def make(pk: int, turn: int) -> None:
    """Make the book of a row, unless another turn has begun, this one is begun already, or it is of an older state.

    Whatever goes wrong is written in the row, and raised for the task to tell.
    """
    book = _begin(pk, turn)
    if book is None:
        return
    try:
        contents = gather(book.language)
        if contents is None or contents.state != book.state:
            _fail(book)
            _ask_for_what_came_since(book)
            return
        _keep(book, to_pdf(html_of(contents)))
    except PangoMissing:
        logger.exception("guide: no PDF can be made, Pango is missing (apt-get install libpangoft2-1.0-0)")
        _fail(book)
        raise
    except Exception:
        logger.exception("guide: book %s could not be made", pk)
        _fail(book)
        raise
    sweep(book)


def _begin(pk: int, turn: int) -> Book | None:
    """Take the row's turn; None when it is not to be taken."""
    row = Book.objects.filter(pk=pk, turn=turn, stage=Book.Stage.WANTED)
    begun = row.update(stage=Book.Stage.MAKING, since=timezone.now())
    return Book.objects.filter(pk=pk).first() if begun else None


def _fail(book: Book) -> None:
    _mine(book).update(stage=Book.Stage.FAILED, since=timezone.now())


def _mine(book: Book) -> QuerySet[Book]:
    """Give the row as long as its turn is this one's: an attempt given up for dead finds nothing to change."""
    return Book.objects.filter(pk=book.pk, turn=book.turn, stage=Book.Stage.MAKING)


def _ask_for_what_came_since(book: Book) -> None:
    """Ask for the state that took the place of this one, when whoever published it has not."""
    logger.info("guide: book %s is of an older state", book.pk)
    contents = edition(book.language)
    if contents:
        ask(contents.language, contents.state)


def _keep(book: Book, pdf: bytes) -> None:
    """Write the file, then the row; a file whose row was given to another meanwhile goes."""
    sheets = sheets_of(pdf)
    name = f"{FOLDER}/{book.language}-{book.state[:16]}-{book.turn}.pdf"
    path = Path(book.file.storage.path(name))
    write_whole(path, pdf)
    kept = _mine(book).update(
        stage=Book.Stage.MADE,
        since=timezone.now(),
        file=name,
        size=len(pdf),
        sheets=sheets,
        fingerprint=hashlib.sha256(pdf).hexdigest(),
    )
    if not kept:
        path.unlink(missing_ok=True)


def sheets_of(pdf: bytes) -> int:
    """Give how many sheets a PDF has; it is opened for that, so what is kept can be."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def write_whole(path: Path, body: bytes) -> None:
    """Write a file that is either there whole or not there at all, whenever one is killed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        try:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
            os.chmod(file.name, settings.FILE_UPLOAD_PERMISSIONS or 0o600)
            os.replace(file.name, path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def sweep(book: Book) -> None:
    """Let go the older books of this one's language, and the files that belong to no row."""
    books = Book.objects.filter(language=book.language)
    stuck = books.filter(stage__in=UNMADE, since__lt=timezone.now() - GIVEN_UP_AFTER)
    stuck.exclude(state=book.state).delete()
    for old in books.filter(stage=Book.Stage.MADE).order_by("-since", "-pk")[KEPT:]:
        old.delete()
        old.file.delete(save=False)
    _sweep_files(Path(book.file.storage.path(FOLDER)))


def _sweep_files(folder: Path) -> None:
    """Delete the files no row names, once nobody can be writing them any more."""
    named = {Path(name).name for name in Book.objects.exclude(file="").values_list("file", flat=True)}
    oldest = time.time() - ON_ITS_WAY.total_seconds()
    for path in folder.glob("*"):
        with suppress(FileNotFoundError):  # another may be sweeping
            if path.name not in named and path.stat().st_mtime < oldest:
                path.unlink()
