"""Making one book: from the row to the file. A process may be killed anywhere: the row is updated last, and once.

The file is written under another name and renamed when it is whole; a half-written or forgotten one is swept by the next
book that is made.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from pathlib import Path

import pypdfium2
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from portal.paper import PangoMissing, to_pdf
from resources.guide.book.asking import ask
from resources.guide.book.keeping import tidy
from resources.guide.book.layout import html_of
from resources.guide.book.state import Contents, edition, gather
from resources.guide.models.books import FOLDER, Book

logger = logging.getLogger(__name__)


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
        _keep(book, contents, to_pdf(html_of(contents)))
    except PangoMissing:
        logger.exception("guide: no PDF can be made, Pango is missing (apt-get install libpangoft2-1.0-0)")
        _fail(book)
        raise
    except Exception:
        logger.exception("guide: book %s could not be made", pk)
        _fail(book)
        raise
    tidy(book.language)


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


def _keep(book: Book, contents: Contents, pdf: bytes) -> None:
    """Write the file, then the row; a file whose row was given to another meanwhile goes."""
    sheets = sheets_of(pdf)
    name = f"{FOLDER}/{book.language}-{book.pk}-{book.turn}.pdf"  # never that of another row, gone or to come
    path = Path(book.file.storage.path(name))
    write_whole(path, pdf)
    kept = _mine(book).update(
        stage=Book.Stage.MADE,
        since=timezone.now(),
        file=name,
        size=len(pdf),
        sheets=sheets,
        fingerprint=hashlib.sha256(pdf).hexdigest(),
        chapters=[chapter.pk for chapter in contents.chapters],
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
