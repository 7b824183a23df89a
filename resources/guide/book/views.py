"""The whole guide as one PDF: the file of what is published now, or a page that waits for it."""

from __future__ import annotations

import logging
from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from home.pages.addresses import active_language
from portal.context import root_of
from portal.when import date_words
from resources.guide.book.asking import ask
from resources.guide.book.keeping import GIVEN_UP_AFTER, forget, former
from resources.guide.book.state import Contents, edition
from resources.guide.models.books import Book

logger = logging.getLogger(__name__)

FILE_NAMES = {"fr": "guide-impact.pdf", "en": "impact-guide.pdf"}
#: Seconds after which one may look again, while it is made.
SOON = "10"
#: The word of the address that asks for the file before this one.
FORMER = "precedent"


@require_safe
def guide_pdf(request: HttpRequest) -> HttpResponse:
    """Give the PDF of what is published; 202 while it is made, 503 when it could not be, 404 when nothing is published."""
    contents = edition(active_language())
    if contents is None:
        raise Http404("no chapter is published")
    if FORMER in request.GET:
        return unkept(give_former(request, contents))
    try:
        book = ask(contents.language, contents.state, hurry=True)
    except DatabaseError as problem:  # somebody is writing: the next visit asks again
        logger.warning("guide: the book could not be asked for (%s)", type(problem).__name__)
        book = None
    response = give(request, book) if book else None
    if response is None:
        let_go(contents)
        response = wait(request, contents, book)
    return unkept(response) if request.GET else response


def unkept(response: HttpResponse) -> HttpResponse:
    """Leave an answer out of the portal's memory: whatever stands after the address, the file is the same."""
    response["Cache-Control"] = "no-store"
    return response


def give(request: HttpRequest, book: Book) -> HttpResponse | None:
    """Give the file of a book, or nothing new to who has it; None when there is no file."""
    if not book.is_made:
        return None
    try:
        with book.file.open("rb") as file:
            response = HttpResponse(file.read(), content_type="application/pdf")
    except FileNotFoundError:  # swept between the row and here
        return None
    etag, changed = quote_etag(book.fingerprint), int(book.since.timestamp())
    response["ETag"] = etag
    response["Last-Modified"] = http_date(changed)
    response["Content-Disposition"] = f'inline; filename="{FILE_NAMES[book.language]}"'
    response["Content-Language"] = book.language
    return get_conditional_response(request, etag, changed, response) or response


def give_former(request: HttpRequest, contents: Contents) -> HttpResponse:
    """Give the book made before the current one while that one is made (`keeping.former`); else lead to the current one."""
    book = former(contents)
    response = (give(request, book) if book else None) or HttpResponseRedirect(request.path)
    response["X-Robots-Tag"] = "noindex"
    return response


def let_go(contents: Contents) -> None:
    """Delete at once what was withdrawn since; the next visit does it when somebody is writing."""
    try:
        forget(contents.language, contents, hurry=True)
    except DatabaseError as problem:
        logger.warning("guide: former books could not be deleted (%s)", type(problem).__name__)


def wait(request: HttpRequest, contents: Contents, book: Book | None) -> HttpResponse:
    """Say that the PDF is being made, or that it cannot be, with the one before and the chapters to print meanwhile."""
    is_missing = book is not None and book.stage == Book.Stage.FAILED
    before = former(contents)
    status = 503 if is_missing else 202
    context = {
        "is_missing": is_missing,
        "former": document(request, before) if before else None,
        "written_in": contents.language,
        "chapters": chapters_of(contents),
        "crumbs": crumbs_of(contents),
    }
    response = render(request, "guide/book_waiting.html", context, status=status)
    response["Retry-After"] = str(int(GIVEN_UP_AFTER.total_seconds())) if is_missing else SOON
    response["X-Robots-Tag"] = "noindex"
    return unkept(response)


def document(request: HttpRequest, book: Book) -> dict[str, Any]:
    """Give a book as components/document_link.html shows it."""
    day = date_words(timezone.localdate(book.since), year=True)
    sheets = ngettext("%(count)d page", "%(count)d pages", book.sheets) % {"count": book.sheets}
    return {
        "url": f"{request.path}?{FORMER}=1",
        "title": _("Le guide du %(day)s") % {"day": day},
        "size": f"{sheets}, {filesizeformat(book.size)}",
    }


def chapters_of(contents: Contents) -> list[dict[str, str]]:
    """Give the title and the address of each chapter."""
    root = f"{root_of(contents.language)}guide/"
    return [{"title": chapter.title, "url": f"{root}{chapter.slug}/"} for chapter in contents.chapters]


def crumbs_of(contents: Contents) -> list[dict[str, str]]:
    """Give the way to this page."""
    guide = {
        "title": contents.guide.title,
        "url": f"{root_of(active_language())}guide/",
        "lang": contents.language,
    }
    return [guide, {"title": _("Le guide en PDF"), "url": ""}]
