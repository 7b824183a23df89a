"""Downloads are counted by month and by format, and nothing is known of who downloads."""

from __future__ import annotations

import threading
from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.test import Client

from portal.demo.tools import add_tools
from portal.territories.content_version import current
from resources.guide.models import Download, Tool
from resources.guide.tools import counting, making
from tests.resources.guide.tool_files import BROWSER

FLYER = "/outils/flyer.pdf"


@pytest.fixture
def flyer(db, monkeypatch):
    monkeypatch.setattr(making, "write", lambda wanted: b"un fichier")
    add_tools()
    return Tool.objects.get(slug="flyer")


def take(client, address=FLYER, agent=BROWSER, method="get", **headers):
    return getattr(client, method)(address, headers={"user-agent": agent} | headers)


def counted():
    return {
        (row.tool.slug, row.format, row.month): row.count for row in Download.objects.select_related("tool")
    }


def test_each_taking_adds_one_to_its_month_and_format(client, flyer):
    with time_machine.travel("2026-11-30 22:30 +0000", tick=False):  # the 30th, before midnight in Paris
        for _time in range(3):
            take(client)
        take(client, "/outils/flyer.docx")
        take(client, "/en/outils/flyer.pdf")
    with time_machine.travel("2026-11-30 23:30 +0000", tick=False):  # already December in Paris
        take(client)
    assert counted() == {
        ("flyer", "pdf-print", date(2026, 11, 1)): 4,
        ("flyer", "docx", date(2026, 11, 1)): 1,
        ("flyer", "pdf-print", date(2026, 12, 1)): 1,
    }


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0)",
        "facebookexternalhit/1.1",
        "curl/8.5.0",
        "python-requests/2.32",
        "Mozilla/5.0 (compatible; YandexBot/3.0)",
        "WhatsApp link preview",
        "Acme-Monitor/2.0",
        "Security scan (https://a.test)",
        "Net scanner 3",
    ],
)
def test_robots_are_served_and_not_counted(client, flyer, agent):
    assert take(client, agent=agent).content == b"un fichier"
    assert not counted()


def test_a_telephone_of_the_make_cubot_is_counted(client, flyer):
    take(
        client, agent="Mozilla/5.0 (Linux; Android 13; CUBOT X70) AppleWebKit/537.36 Chrome/120 Mobile Safari"
    )
    assert sum(counted().values()) == 1


@pytest.mark.parametrize("make", ["SCANIA Driver 4", "Scandit M3", "Monitora 10"])
def test_a_make_whose_name_holds_a_robot_s_word_is_counted(client, flyer, make):
    take(client, agent=f"Mozilla/5.0 (Linux; Android 13; {make}) AppleWebKit/537.36 Chrome/120 Mobile Safari")
    assert sum(counted().values()) == 1


def test_looking_and_looking_ahead_are_not_taking(client, flyer):
    response = take(client, method="head")
    assert response.status_code == 200 and not response.content
    take(client, **{"sec-purpose": "prefetch;prerender"})
    take(client, **{"purpose": "prefetch"})
    take(client, "/outils/flyer/")
    take(client, "/outils/inconnu.pdf")
    assert not counted()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sec-purpose", "prefetch;anonymous-client-ip"),
        ("purpose", "preview"),
        ("purpose", "Prefetch"),
        ("x-purpose", "preview"),
        ("x-purpose", "prefetch"),
        ("x-moz", "prefetch"),
        ("range", "bytes=1-"),
        ("range", "bytes=65536-131071"),
        ("range", "Bytes = 10-20, 0-5"),
        ("range", "bytes=-500"),
    ],
)
def test_a_look_ahead_and_the_rest_of_a_file_are_served_and_not_counted(client, flyer, name, value):
    assert take(client, **{name: value}).content == b"un fichier"
    assert not counted()


@pytest.mark.parametrize("value", ["bytes=0-", "bytes=0-1023", "bytes=000-5", "pages=3-", "bytes", ""])
def test_the_beginning_of_a_file_is_counted(client, flyer, value):
    take(client, range=value)
    assert sum(counted().values()) == 1


def test_who_opens_again_what_one_has_is_not_counted_again(client, flyer):
    first = take(client)
    assert first["ETag"].startswith('"') and "no-cache" in first["Cache-Control"]
    for known in (first["ETag"], f"W/{first['ETag']}", f'"autre", {first["ETag"]}', "*"):
        again = take(client, **{"if-none-match": known})
        assert again.status_code == 304 and not again.content and again["ETag"] == first["ETag"]
    assert sum(counted().values()) == 1
    assert take(client, **{"if-none-match": '"autre"'}).content == b"un fichier"
    assert sum(counted().values()) == 2


def test_two_files_bear_two_marks_and_one_file_one(client, flyer, monkeypatch):
    monkeypatch.setattr(making, "write", lambda wanted: f"{wanted.tool.version} {wanted.format}".encode())
    marks = [
        take(client, address)["ETag"] for address in (FLYER, "/outils/flyer.docx", "/en/outils/flyer.docx")
    ]
    assert marks[0] != marks[1] == marks[2]
    flyer.version = "1.1"
    flyer.save()
    assert take(client, **{"if-none-match": marks[0]}).status_code == 200


def test_the_picture_counts_for_nothing(client, flyer, monkeypatch):
    monkeypatch.setattr("resources.guide.tools.views.preview_of", lambda tool, language: b"png")
    take(client, "/outils/flyer.png")
    assert not counted()


def test_the_number_shows_without_making_kept_pages_old(client, flyer):
    before = current()
    for _time in range(12):
        take(client)
    assert current() == before
    flyer.save()
    assert "Téléchargements : 12" in client.get("/outils/flyer/").content.decode()
    assert "Téléchargements : 12" in client.get("/outils/").content.decode()


def test_nothing_is_kept_of_who_takes(client, flyer):
    take(
        client,
        agent=f"{BROWSER} NomDeQuelquUn",
        **{"x-forwarded-for": "203.0.113.9", "referer": "https://ailleurs.test/"},
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {Download._meta.db_table}")
        columns = [column[0] for column in cursor.description]
        rows = str(cursor.fetchall())
    assert set(columns) == {"id", "tool_id", "format", "month", "count"}
    for told in ("203.0.113", "NomDeQuelquUn", "ailleurs"):
        assert told not in rows


def test_a_table_in_trouble_keeps_nobody_from_the_file(client, flyer, monkeypatch, caplog):
    def fail(self, **kwargs):
        raise DatabaseError("locked")

    monkeypatch.setattr("django.db.models.query.QuerySet.update", fail)
    response = take(client)
    assert response.status_code == 200 and response.content == b"un fichier"
    assert "could not be counted" in caplog.text and BROWSER not in caplog.text
    monkeypatch.undo()
    assert not counted()


def test_counting_comes_after_the_file_is_sent(rf, flyer, monkeypatch):
    order = []
    monkeypatch.setattr(counting, "count", lambda *told: order.append("counted"))
    response = counting.CountedResponse(b"x", count=lambda: counting.count(flyer.pk, "docx"))
    order.append("sent")
    response.close()
    assert order == ["sent", "counted"]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_lose_nothing(flyer):
    barrier = threading.Barrier(4)

    def work():
        try:
            barrier.wait()
            for _time in range(5):
                take(Client())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counted().values()) == 20 and len(counted()) == 1


@pytest.mark.django_db(transaction=True)
def test_ten_who_ask_at_once_have_one_file_made(flyer, monkeypatch):
    made, barrier, got = [], threading.Barrier(10), []

    def write(wanted):
        made.append(wanted)
        threading.Event().wait(0.2)
        return b"un fichier"

    monkeypatch.setattr(making, "write", write)

    def work():
        try:
            barrier.wait()
            got.append(take(Client(), "/outils/flyer.odt").content)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1 and got == [b"un fichier"] * 10
