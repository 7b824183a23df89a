"""The whole guide as one PDF without its seconds: a maker of small PDFs that counts, and the folder it fills."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

from pypdf import PdfWriter

from resources.guide.book import making
from resources.guide.book.state import gather
from resources.guide.models import Book

#: What keeps tasks waiting for a process of their own, as in production.
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def folder() -> Path:
    """Give the folder of the files."""
    return Path(Book._meta.get_field("file").storage.path(making.FOLDER))


def empty_folder() -> None:
    """Forget the files of other tests."""
    shutil.rmtree(folder(), ignore_errors=True)


def files() -> list[str]:
    """Give the names of the files there are."""
    return sorted(path.name for path in folder().glob("*"))


def small_pdf(sheets: int = 2) -> bytes:
    """Give a PDF of empty sheets."""
    writer, out = PdfWriter(), BytesIO()
    for _sheet in range(sheets):
        writer.add_blank_page(width=100, height=100)
    writer.write(out)
    return out.getvalue()


class Press:
    """Stands in for what lays PDFs out: remembers the pages it was given."""

    def __init__(self) -> None:
        self.printed: list[str] = []
        self.fails: Exception | None = None

    def __call__(self, html: str, *_styles: str, **_options: bool) -> bytes:
        self.printed.append(html)
        if self.fails:
            raise self.fails
        return small_pdf()


def state_of(language: str = "fr") -> str:
    """Give the state of what is published."""
    contents = gather(language)
    assert contents
    return contents.state


def only() -> Book:
    """Give the one book there is."""
    return Book.objects.get()
