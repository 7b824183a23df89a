"""Public pages kept: never stale, never somebody's, bounded, compressed, cheap."""

from __future__ import annotations

import gzip
import os
import threading
from datetime import date, timedelta
from unittest.mock import patch

import pytest
import time_machine
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from portal import cache
from portal.territories import content_version

WORDS = "Un atelier, chaque mardi, au chaud. " * 40


class View:
    """Answers with its own count, so that a test sees whether it was asked."""

    def __init__(self, **headers: str) -> None:
        self.count = 0
        self.headers = headers
        self.make = lambda: HttpResponse(f"{self.count} {WORDS}", headers=self.headers)

    def __call__(self, request):
        self.count += 1
        return self.make()


@pytest.fixture
def view():
    return View()


@pytest.fixture
def ask(view, db):
    """Ask the middleware around `view` for an address: `ask("/agenda/", HTTP_HOST=…)`."""
    middleware, factory = cache.PublicCacheMiddleware(view), RequestFactory()

    def get(path="/agenda/", *, method="GET", cookies=None, **headers):
        request = factory.generic(method, path, **headers)
        request.COOKIES.update(cookies or {})
        return middleware(request)

    get.shelf = cache.shelf
    return get


def test_the_second_visit_costs_one_query_and_no_view(ask, view, django_assert_num_queries):
    ask()
    with django_assert_num_queries(1):
        assert ask().content.startswith(b"1 ")
    assert view.count == 1


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/en/agenda/"},
        {"path": "/agenda/?theme=bouger"},
        {"HTTP_HOST": "localhost"},
        {"wsgi.url_scheme": "https"},
    ],
    ids=["language", "query", "host", "scheme"],
)
def test_another_address_is_another_page(ask, view, other):
    ask()
    ask(**other)
    assert view.count == 2


@pytest.mark.parametrize(
    "private",
    [
        {"path": "/compte/connexion/"},
        {"path": "/en/compte/connexion/"},
        {"path": "/ma-feuille/"},
        {"path": "/admin"},
        {"cookies": {"sessionid": "x"}},
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"method": "POST"},
    ],
    ids=str,
)
def test_what_may_be_somebodys_is_never_kept_nor_answered_from_the_shelf(ask, view, private):
    ask(private.get("path", "/agenda/"))
    for _ in range(2):
        response = ask(**private)
        assert response["Cache-Control"] == "private, no-cache"
        assert not response.has_header("Content-Encoding")
    assert view.count == 3


def test_words_that_begin_like_a_private_one_are_public(ask, view):
    ask("/administration-du-portail/"), ask("/administration-du-portail/")
    assert view.count == 1


def _with_cookie():
    response = HttpResponse(WORDS)
    response.set_cookie("csrftoken", "x")
    return response


@pytest.mark.parametrize(
    "make",
    [
        _with_cookie,
        lambda: HttpResponse(WORDS, headers={"Vary": "Cookie"}),
        lambda: HttpResponse(WORDS, headers={"Cache-Control": "no-store"}),
        lambda: HttpResponse(WORDS, headers={"Cache-Control": "private"}),
        lambda: HttpResponse(WORDS, status=404),
        lambda: HttpResponse(WORDS, status=500),
        lambda: HttpResponse(status=302, headers={"Location": "/"}),
        lambda: StreamingHttpResponse([WORDS]),
        lambda: HttpResponse(WORDS, headers={"Content-Encoding": "br"}),
    ],
    ids=["cookie", "vary-cookie", "no-store", "private", "404", "500", "redirect", "stream", "encoded"],
)
def test_some_answers_are_never_kept(ask, view, make):
    view.make = make
    for _ in range(2):
        response = ask(HTTP_ACCEPT_ENCODING="gzip")
        assert response.get("Content-Encoding") != "gzip"
        assert "public" not in response["Cache-Control"]
    assert view.count == 2
    assert not ask.shelf.pages


def test_an_answer_that_sets_a_cookie_is_not_stored_anywhere(ask, view):
    view.make = _with_cookie
    assert ask()["Cache-Control"] == "no-store"


def test_compressed_for_who_asks_plain_for_who_does_not(ask):
    packed = ask(HTTP_ACCEPT_ENCODING="gzip, deflate, br")
    plain = ask()
    assert packed["Content-Encoding"] == "gzip" and gzip.decompress(packed.content) == plain.content
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) / 5
    assert packed["Vary"] == plain["Vary"] == "Accept-Encoding"
    assert not ask(HTTP_ACCEPT_ENCODING="br, gzip;q=0").has_header("Content-Encoding")
    assert ask(HTTP_ACCEPT_ENCODING="gzip;q=0.5").has_header("Content-Encoding")


def test_pictures_and_small_answers_stay_as_they_are(ask, view):
    view.headers = {"Content-Type": "image/png"}
    assert not ask(HTTP_ACCEPT_ENCODING="gzip").has_header("Content-Encoding")
    view.make = lambda: HttpResponse("ok")
    assert not ask("/court/", HTTP_ACCEPT_ENCODING="gzip").has_header("Content-Encoding")


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_who_has_the_page_already_gets_304(ask, encoding):
    first = ask(HTTP_ACCEPT_ENCODING=encoding)
    again = ask(HTTP_ACCEPT_ENCODING=encoding, HTTP_IF_NONE_MATCH=first["ETag"])
    assert again.status_code == 304 and again.content == b""
    assert again["ETag"] == first["ETag"] and again["Cache-Control"] == first["Cache-Control"]


def test_304_by_date_when_the_view_dates_its_answer(ask, view):
    view.headers = {"Last-Modified": "Mon, 02 Nov 2026 10:00:00 GMT"}
    ask()
    assert ask(HTTP_IF_MODIFIED_SINCE="Tue, 03 Nov 2026 10:00:00 GMT").status_code == 304
    assert ask(HTTP_IF_MODIFIED_SINCE="Sun, 01 Nov 2026 10:00:00 GMT").status_code == 200


def test_head_is_answered_from_the_shelf_but_never_fills_it(ask, view):
    view.make = lambda: HttpResponse()  # a view may answer HEAD with nothing
    ask(method="HEAD")
    assert not ask.shelf.pages
    view.make = lambda: HttpResponse(WORDS)
    page = ask()
    head = ask(method="HEAD")
    assert head["ETag"] == page["ETag"] and head["Content-Length"] == page["Content-Length"]
    assert view.count == 2


def test_midnight_in_paris_turns_the_page(ask, view):
    with time_machine.travel("2026-07-14T21:59:59Z", tick=False):  # 23:59:59 in Paris, in summer
        ask()
    with time_machine.travel("2026-07-14T22:00:01Z", tick=False):
        ask()
    assert view.count == 2


def test_a_page_no_edit_made_old_lasts_its_time(ask, view, settings):
    settings.PUBLIC_CACHE_SECONDS = -1
    ask(), ask()
    assert view.count == 2


def test_debug_keeps_nothing(ask, view, settings):
    settings.DEBUG = True
    ask(), ask()
    assert view.count == 2


def test_memory_is_bounded_in_pages(ask, view):
    with patch.object(cache, "MAX_PAGES", 3):
        for number in range(5):
            ask(f"/page/{number}/")
        ask("/page/2/")  # asked again: page 3 becomes the oldest
        ask("/page/5/")
    assert [path for _, _, path in ask.shelf.pages] == ["/page/4/", "/page/2/", "/page/5/"]


def test_memory_is_bounded_in_bytes(ask, view):
    ask("/page/0/")
    one = ask.shelf.bytes
    with patch.object(cache, "MAX_BYTES", one * 3 + 100):
        for number in range(1, 20):
            ask(f"/page/{number}/")
    assert len(ask.shelf.pages) == 3
    assert ask.shelf.bytes == sum(kept.size for kept in ask.shelf.pages.values()) <= one * 3 + 100
    view.make = lambda: HttpResponse(os.urandom(cache.MAX_PAGE_BYTES))
    assert len(ask("/lourd/").content) == cache.MAX_PAGE_BYTES
    assert len(ask.shelf.pages) == 3, "an answer that would fill the shelf alone is given, not kept"


def test_a_new_version_frees_the_memory_of_the_old_one(ask):
    for number in range(5):
        ask(f"/page/{number}/")
    content_version.bump()
    ask()
    assert len(ask.shelf.pages) == 1 and ask.shelf.bytes == next(iter(ask.shelf.pages.values())).size


def test_an_answer_made_while_the_contents_changed_is_not_kept():
    shelf, before, after = cache.Shelf(), (1, date(2026, 9, 8)), (2, date(2026, 9, 8))
    kept = cache.finish(HttpResponse(WORDS))
    shelf.get(before, ("https", "x", "/"))
    shelf.get(after, ("https", "x", "/"))
    shelf.put(before, ("https", "x", "/"), kept)
    assert shelf.get(after, ("https", "x", "/")) is None


def test_the_shelf_bears_many_threads():
    shelf, kept, errors = cache.Shelf(), cache.finish(HttpResponse(WORDS)), []

    def work(seed: int) -> None:
        try:
            for step in range(400):
                edition = (step // 50, date(2026, 9, 8) + timedelta(days=seed % 2))
                key = ("https", "x", f"/{(seed * 7 + step) % 30}/")
                shelf.get(edition, key) or shelf.put(edition, key, kept)
        except Exception as error:
            errors.append(error)

    with patch.object(cache, "MAX_PAGES", 20):
        threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
        [t.start() for t in threads], [t.join() for t in threads]
    assert not errors
    assert shelf.bytes == sum(kept.size for kept in shelf.pages.values()) and len(shelf.pages) <= 20
