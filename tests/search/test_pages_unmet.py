"""What nobody answers: counted by the day, its words kept from the third, nobody's name, and never in the page's way."""

from __future__ import annotations

import threading
import time
from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, connections, transaction

from portal.cache import shelf
from search import unmet
from search.models import Unmet
from tests.factories import paris
from tests.search.making import doc
from tests.search.shelves import put

pytestmark = pytest.mark.django_db
NEED = "Ostéopathe du dimanche"
FIRST = paris(2026, 9, 7, 10)


def ask(client, words=NEED, *, day=0, hour=0, **more):
    """Search that many days after the first, with nothing kept by this process."""
    with time_machine.travel(FIRST + timedelta(days=day, hours=hour)):
        response = client.get("/recherche/", {"q": words, **more})
    assert response.status_code == 200
    return response


@pytest.fixture(autouse=True)
def index(search_root):
    put(doc(1, "Centre social", text="Un accueil."))


def test_the_first_two_days_keep_no_word(client):
    ask(client)
    ask(client, day=1)
    [row] = Unmet.objects.all()
    assert (row.days, row.words, row.last_day) == (2, "", date(2026, 9, 8))
    stored = " ".join(str(value) for value in Unmet.objects.values_list().get())
    for word in ("ostéopathe", "osteopathe", "dimanche", "Dimanche"):
        assert word not in stored


def test_the_third_day_keeps_the_words(client):
    ask(client)
    ask(client, day=1)
    ask(client, "dimanche  OSTEOPATHE", day=9)
    assert Unmet.objects.values_list("days", "words", "first_day", "last_day").get() == (
        3,
        "dimanche OSTEOPATHE",
        date(2026, 9, 7),
        date(2026, 9, 16),
    )
    ask(client, day=10)
    assert Unmet.objects.values_list("days", "words").get() == (4, "dimanche OSTEOPATHE")


def test_many_times_in_one_day_is_one_day(client):
    for hour in range(3):
        shelf.clear()  # as from another process
        ask(client, hour=hour)
    assert Unmet.objects.get().days == 1


def test_a_page_given_again_from_the_cache_is_counted_once_each_day(client):
    with time_machine.travel(FIRST):
        client.get("/recherche/", {"q": NEED})
    Unmet.objects.all().delete()
    with time_machine.travel(FIRST + timedelta(seconds=9)):
        client.get("/recherche/", {"q": NEED})
    assert not Unmet.objects.exists(), "the page came from the cache"
    ask(client, day=1)
    assert Unmet.objects.get().first_day == date(2026, 9, 8)


@pytest.mark.parametrize(
    "words",
    [
        "ostéopathe 06 12 34 56 78",
        "appt 3",
        "camille@example.org",
        "x²",
        "٣ أطباء",
        "a" * 101,
        "é" * 110,
        "!?",
        "de la",
    ],
)
def test_what_may_be_somebody_is_never_counted(client, words):
    for day in range(3):
        ask(client, words, day=day)
    assert not Unmet.objects.exists()


def test_only_words_that_find_nothing_are_a_need(client):
    ask(client, "centre")
    ask(client, "ostéopathe", territoire="nimporte")
    ask(client, "ostéopathe", dans="agenda")
    ask(client, "ostéopathe", pres_de="45.5,5.9")
    ask(client, "")
    assert not Unmet.objects.exists()


def test_the_digest_needs_the_key(settings):
    ours = unmet.digest_of("ostéopathe", "fr")
    assert unmet.digest_of("OSTEOPATHE", "fr") == ours
    assert unmet.digest_of("ostéopathe", "en") != ours
    settings.SECRET_KEY = "another"
    assert unmet.digest_of("ostéopathe", "fr") != ours


def test_forgotten_ninety_days_after_the_last_time(client):
    ask(client)
    ask(client, "plongée", day=1)
    with time_machine.travel(FIRST + timedelta(days=90)):
        assert unmet.purge() == 0
    with time_machine.travel(FIRST + timedelta(days=91)):
        call_command("extend_sessions", verbosity=0)  # every night
    assert Unmet.objects.values_list("first_day", flat=True).get() == date(2026, 9, 8)


def test_robots_do_not_fill_the_table(client, monkeypatch):
    monkeypatch.setattr(unmet, "MOST_A_DAY", 3)
    for letter in "abcdef":
        ask(client, f"zz{letter * 9}")
    assert Unmet.objects.count() == 3
    ask(client, "zzaaaaaaaaa", day=1)  # one that is known still counts
    ask(client, NEED, day=1)
    assert sorted(Unmet.objects.values_list("days", flat=True)) == [1, 1, 1, 2]


@pytest.mark.django_db(transaction=True)
def test_a_busy_database_neither_breaks_nor_slows_the_page(client, caplog):
    ask(client, "centre")  # what every page reads is read
    with _held():
        began = time.monotonic()
        response = ask(client)
        assert time.monotonic() - began < 2
    assert "Rien trouvé" in response.content.decode()
    assert "was not counted" in caplog.text and "dimanche" not in caplog.text
    assert not Unmet.objects.exists()
    shelf.clear()
    ask(client)
    assert Unmet.objects.count() == 1, "the next one waits as usual and is counted"


class _held:
    """Another process in the middle of a long import: it holds what writing needs."""

    def __enter__(self) -> None:
        self.ready, self.over = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self.hold)
        self.thread.start()
        assert self.ready.wait(10)

    def hold(self) -> None:
        with transaction.atomic():
            with connection.cursor() as cursor:
                if connection.vendor == "postgresql":
                    cursor.execute("LOCK TABLE search_unmet IN EXCLUSIVE MODE")
                else:
                    Unmet.objects.filter(digest="nobody").update(days=1)
            self.ready.set()
            self.over.wait(30)
        connections.close_all()

    def __exit__(self, *args: object) -> None:
        self.over.set()
        self.thread.join()


@pytest.mark.parametrize("words", ["jean＠exemple plouf", "jean@exemple plouf", "plouf 12"])
def test_no_address_and_no_number_is_counted_however_it_is_written(client, words):
    ask(client, words)
    assert not Unmet.objects.exists()


def test_words_the_list_of_resources_does_not_know_are_counted_too(client):
    with time_machine.travel(FIRST):
        for address in (f"/ressources/?q={NEED}&frais=payant", "/ressources/?q=Accueil", "/ressources/"):
            assert client.get(address).status_code == 200
        assert not Unmet.objects.exists()
        client.get(f"/ressources/?q={NEED}")
    assert Unmet.objects.get().digest == unmet.digest_of(NEED, "fr")
