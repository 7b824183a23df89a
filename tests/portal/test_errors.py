"""What is refused is refused in plain words, in the right language, with a way on; a broken house still answers."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import path

from portal import views


def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("le secret de la maison")


urlpatterns = [path("en/refus", refuse), path("refus", refuse), path("panne", fail), path("ar/panne", fail)]
handler403, handler404, handler500 = views.forbidden, views.not_found, views.server_error


@pytest.fixture
def closed_database():
    """Refuse every query, as a database that is down would."""

    def refuse_query(execute, sql, params, many, context):
        raise AssertionError(f"a query was made: {sql}")

    with connection.execute_wrapper(refuse_query):
        yield


@pytest.fixture
def own_urls(settings):
    settings.ROOT_URLCONF = __name__


def check(html: str, root: str, language: str, direction: str) -> None:
    assert f'<html lang="{language}" dir="{direction}">' in html
    assert "<h1>" in html and "noindex" in html
    assert f'href="{root}agenda/"' in html and f'href="{root}"' in html


@pytest.mark.parametrize("status", [400, 403, 404, 414, 429, 500])
@pytest.mark.parametrize(
    ("address", "root", "language", "direction"),
    [("/x/", "/", "fr", "ltr"), ("/en/x/", "/en/", "en", "ltr"), ("/ar/x/", "/ar/", "ar", "rtl")],
)
def test_every_error_in_every_language_without_a_database(
    closed_database, status, address, root, language, direction
):
    response = views.error(RequestFactory().get(address), status)
    assert response.status_code == status
    check(response.content.decode(), root, language, direction)


@pytest.mark.django_db
def test_someone_who_may_not_come_in(client, own_urls):
    assert client.get("/refus").status_code == 403
    response = client.get("/en/refus")
    assert response.status_code == 403
    check(response.content.decode(), "/en/", "en", "ltr")


@pytest.mark.django_db
def test_a_page_that_breaks(client, own_urls):
    client.raise_request_exception = False
    response = client.get("/ar/panne")
    assert response.status_code == 500
    check(response.content.decode(), "/ar/", "ar", "rtl")
    assert "le secret" not in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/nulle-part/", "/en/nulle-part/", "/ar/nulle-part/", "/😀/", "/a/%00/"])
def test_an_address_nobody_knows(client, address):
    response = client.get(address)
    assert response.status_code == 404
    root = address[:4] if address[:4] in ("/en/", "/ar/") else "/"
    language = root.strip("/") or "fr"
    check(response.content.decode(), root, language, "rtl" if language == "ar" else "ltr")


@pytest.mark.parametrize("address", ["/" + "a" * 3000, "/agenda/?jour=" + "1" * 3000, "/ar/" + "ب" * 600])
def test_an_address_too_long(client, address):
    response = client.get(address)
    assert response.status_code == 414
    assert "aaaa" not in response.content.decode()
    check(
        response.content.decode(),
        "/ar/" if address.startswith("/ar/") else "/",
        "ar" if address.startswith("/ar/") else "fr",
        "rtl" if address.startswith("/ar/") else "ltr",
    )


@pytest.mark.django_db
def test_an_address_of_three_thousand_characters_is_still_read(client):
    assert client.get("/?" + "a" * 2998).status_code != 414


def test_a_form_from_elsewhere(rf):
    response = views.csrf_failure(rf.post("/compte/"), "Origin")
    assert response.status_code == 403
    assert "recommencez" in response.content.decode()


def test_too_many_tries_have_their_page():
    html = views.error(RequestFactory().get("/compte/login/"), 429).content.decode()
    assert "Attendez quelques minutes" in html


def test_a_broken_house_says_nothing_of_its_inside():
    html = views.error(RequestFactory().get("/"), 500).content.decode()
    for word in ("Traceback", "Django", "Exception"):
        assert word not in html


@pytest.mark.parametrize(
    ("prefix", "language", "direction"), [("/", "fr", "ltr"), ("/en/", "en", "ltr"), ("/ar/", "ar", "rtl")]
)
def test_a_form_with_too_many_fields_is_refused_in_plain_words(client, prefix, language, direction):
    response = client.post(f"{prefix}ma-feuille/", {f"champ{n}": "x" for n in range(2001)})
    assert response.status_code == 400
    check(response.content.decode(), prefix, language, direction)


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_refused_in_plain_words(client):
    response = client.get("/", headers={"host": "ailleurs.example"})
    assert response.status_code == 400
    check(response.content.decode(), "/", "fr", "ltr")
