"""« Demander un temps d'échange » : the public form, what it refuses, and where what is typed stands."""

from __future__ import annotations

import logging
import re
from unittest import mock
from urllib.parse import urlencode

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache, caches
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django_tasks_db.models import DBTaskResult
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.accounts.sealed import SealError, unseal
from resources.guide.exchanges import views
from resources.guide.exchanges.contact import open_contact, purpose_of
from resources.guide.exchanges.forms import ExchangeForm
from resources.guide.exchanges.receiving import name_of
from resources.guide.exchanges.vocabulary import Moment, Stage
from resources.guide.models.exchanges import ExchangeRequest
from tests.resources.guide.asking import CONTACT, EXCHANGE, PRIVATE, TYPED, ask

pytestmark = pytest.mark.django_db


def send(client: Client, path: str = EXCHANGE, **typed: object):
    return client.post(path, TYPED | typed)


def test_the_form_is_for_anyone_and_the_same_for_everyone(client):
    response = client.get(EXCHANGE)
    html = response.content.decode()
    assert response.status_code == 200
    for told in (*map(str, Stage.labels), *map(str, Moment.labels), "douze mois", "Votre territoire"):
        assert told in html
    assert "csrfmiddlewaretoken" not in html
    assert not response.cookies
    assert "X-Robots-Tag" not in response
    assert "public" in response["Cache-Control"]


def test_a_request_is_kept_sealed_and_the_reader_led_to_the_thanks(client):
    response = send(client)
    assert (response.status_code, response["Location"]) == (303, f"{EXCHANGE}?merci=1")
    row = ExchangeRequest.objects.get()
    assert (row.stage, row.moments, row.state) == ("prepare", ["morning", "evening"], "received")
    assert open_contact(row) == CONTACT
    thanks = client.get(response["Location"])
    assert "Votre demande est envoyée" in thanks.content.decode()
    assert thanks["X-Robots-Tag"] == "noindex"
    for word in PRIVATE:
        assert word not in thanks.content.decode()


def test_nothing_that_names_anybody_stands_in_the_row(client):
    send(client)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {ExchangeRequest._meta.db_table}")
        raw = " ".join(map(str, cursor.fetchone()))
    assert "prepare" in raw
    for word in (*PRIVATE, "maiwenn", "Glycines", "Plougastel"):
        assert word not in raw


def test_what_is_sealed_opens_for_its_request_alone(client):
    one, other = ask(), ask()
    assert unseal(one.sealed, purpose_of(one))
    with pytest.raises(SealError):
        unseal(one.sealed, purpose_of(other))


def test_neither_the_journal_nor_the_tasks_know_who_asks(
    client, settings, caplog, django_capture_on_commit_callbacks
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with caplog.at_level(logging.DEBUG), django_capture_on_commit_callbacks(execute=True):
        assert send(client).status_code == 303
        assert send(client, email="pas une adresse").status_code == 422
    rows = list(DBTaskResult.objects.values_list("task_path", "args_kwargs"))
    assert {path.rpartition(".")[2] for path, _given in rows} == {"confirm", "call_administration"}
    assert {str(given["args"]) for _path, given in rows} == {f"[{ExchangeRequest.objects.get().pk}]"}
    for word in PRIVATE:
        assert word not in caplog.text + str(rows)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": ""}, "Donnez votre nom."),
        ({"email": ""}, "Donnez une adresse e-mail"),
        ({"email": "maiwenn"}, "pas complète"),
        ({"email": "a@b.fr\nBcc: tous@demo.test"}, "pas complète"),
        ({"organisation": " "}, "Donnez le nom de votre équipe."),
        ({"territory": ""}, "Dites quel est votre territoire."),
        ({"stage": ""}, "Choisissez ce qui vous ressemble"),
        ({"stage": "🎉"}, "Sélectionnez un choix valide"),
        ({"moments": []}, "Choisissez un moment au moins."),
        ({"moments": ["morning", "nuit"]}, "Sélectionnez un choix valide"),
        ({"question": ""}, "Écrivez votre question"),
        ({"question": "x" * 2001}, "2000"),
        ({"name": "a\0b"}, "caractère"),
    ],
)
def test_what_does_not_stand_is_told_and_all_is_kept(client, typed, told):
    response = send(client, **typed)
    html = response.content.decode()
    assert response.status_code == 422
    assert told in html
    kept = {"territory": "Plougastel-le-Haut", "question": "trouver une médiatrice"}
    for name, value in kept.items():
        assert name in typed or value in html
    assert "stage" in typed or 'value="prepare" ' in html
    assert html.count("checked") >= ("stage" not in typed) + 2 * ("moments" not in typed)
    assert not ExchangeRequest.objects.exists()


def test_telephone_and_precisions_may_stay_empty(client):
    assert send(client, phone="", availabilities="").status_code == 303
    assert open_contact(ExchangeRequest.objects.get()) == CONTACT._replace(phone="", availabilities="")


def test_a_program_that_fills_in_everything_is_thanked_and_forgotten(
    client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert send(client, website="https://example.org").status_code == 303
    assert not ExchangeRequest.objects.exists()
    assert not mail.outbox


def test_too_many_from_one_connection_wait_and_lose_nothing(client):
    for number in range(5):
        assert send(client, email=f"personne-{number}@demo.test").status_code == 303
    response = send(client, email="autre@demo.test", question="La sixième question")
    html = response.content.decode()
    assert response.status_code == 429
    assert "Trop d&#x27;envois d&#x27;affilée" in html
    assert "La sixième question" in html
    assert ExchangeRequest.objects.count() == 5
    assert send(Client(REMOTE_ADDR="192.0.2.7"), email="autre@demo.test").status_code == 303


def test_nobody_is_written_to_without_end_from_many_connections(client):
    for number in range(3):
        again = send(Client(REMOTE_ADDR=f"192.0.2.{number}"), question=f"Question {number}")
        assert again.status_code == 303
    upper = CONTACT.email.upper()
    assert send(Client(REMOTE_ADDR="192.0.2.9"), email=upper).status_code == 429
    assert send(Client(REMOTE_ADDR="192.0.2.9"), email="autre@demo.test").status_code == 303
    assert ExchangeRequest.objects.count() == 4


def test_what_is_sent_twice_is_kept_once(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for other in (client, client, Client(REMOTE_ADDR="192.0.2.9")):
            response = send(other)
            assert (response.status_code, response["Location"]) == (303, f"{EXCHANGE}?merci=1")
    assert ExchangeRequest.objects.count() == len(mail.outbox) == 1
    assert send(client, question="Une autre question").status_code == 303
    assert send(client, f"/en{EXCHANGE}").status_code == 303
    assert ExchangeRequest.objects.count() == 3


def test_what_is_sent_twice_counts_once_against_haste(client):
    for _time in range(9):
        assert send(client).status_code == 303
    assert send(client, question="Une autre").status_code == 303


def test_after_ten_minutes_the_same_request_is_another(client):
    with time_machine.travel(0, tick=False) as clock:
        send(client)
        clock.shift(9 * 60)
        send(client)
        assert ExchangeRequest.objects.count() == 1
        clock.shift(2 * 60)
        send(client)
    assert ExchangeRequest.objects.count() == 2


def test_the_cache_knows_a_digest_and_no_word(client, settings):
    store = caches["default"]
    with mock.patch.object(store, "add", wraps=store.add) as added:
        send(client)
    (known,) = [call.args[0] for call in added.call_args_list if "guide.exchange." in call.args[0]]
    assert cache.get(known) == "kept"
    assert re.fullmatch(r"guide\.exchange\.[0-9a-f]{64}", known)
    form = ExchangeForm(QueryDict(urlencode(TYPED, doseq=True)))
    assert form.is_valid() and name_of(form, "exchange") == known
    settings.SECRET_KEY = "another" * 9
    assert name_of(form, "exchange") != known


def test_what_could_not_be_kept_may_be_sent_again(client, monkeypatch):
    def broken(*_args, **_said):
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(views, "receive", broken)
        with pytest.raises(OSError):
            send(client)
    send(client)
    assert ExchangeRequest.objects.count() == 1


def test_what_haste_refused_may_be_sent_again(client):
    for number in range(5):
        send(client, question=f"Question {number}", email=f"a{number}@demo.test")
    assert send(client).status_code == 429
    assert send(client).status_code == 429  # not thanked: it is not kept
    assert send(Client(REMOTE_ADDR="192.0.2.9")).status_code == 303
    assert ExchangeRequest.objects.count() == 6


@pytest.mark.parametrize(
    "sign", ["\u202e", "\u202a", "\u2066", "\u2069", "\u200e", "\u200f", "\ufeff", "\u00ad", "\u200b"]
)
def test_signs_nobody_sees_are_left_out(client, sign):
    assert send(client, name=f"Zoë{sign} Test", question=f"{sign}Quoi ?").status_code == 303
    contact = open_contact(ExchangeRequest.objects.get())
    assert (contact.name, contact.question) == ("Zoë Test", "Quoi ?")
    assert send(client, name=sign * 3).status_code == 422


def test_what_joins_and_parts_letters_stays(client):
    send(client, name="می\u200cخواهم \u200dه")
    assert open_contact(ExchangeRequest.objects.get()).name == "می\u200cخواهم \u200dه"
    assert send(client, name="\u200d\u200c").status_code == 422


ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


def test_a_flag_stays_and_words_hidden_as_one_go(client):
    send(client, question=f"{ENGLAND} Quoi\U000e0061\U000e0062\U000e007f ?")
    assert open_contact(ExchangeRequest.objects.get()).question == f"{ENGLAND} Quoi ?"


@pytest.mark.parametrize("nothing", ["...", " – ", "\u2800", "\u3164\u115f", "\u0301", "\ufe0f", "\u200d"])
def test_without_a_letter_a_number_or_a_symbol_nothing_is_said(client, nothing):
    assert send(client, organisation=nothing).status_code == 422
    assert not ExchangeRequest.objects.exists()


@pytest.mark.parametrize("something", ["é", "7", "٣", "م", "❤\ufe0f", ENGLAND, "+"])
def test_a_letter_a_number_or_a_symbol_says_something(client, something):
    send(client, organisation=something)
    assert open_contact(ExchangeRequest.objects.get()).organisation == something


def test_another_site_cannot_send_it(client):
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://example.org"},
    ):
        assert client.post(EXCHANGE, TYPED, headers=headers).status_code == 403
    assert not ExchangeRequest.objects.exists()
    assert client.post(EXCHANGE, TYPED, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303


def test_other_ways_to_ask_do_nothing(client):
    assert client.head(EXCHANGE).status_code == 200
    for method in (client.put, client.delete, client.patch):
        assert method(EXCHANGE).status_code == 405
    assert client.get(EXCHANGE, TYPED).status_code == 200
    assert not ExchangeRequest.objects.exists()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_language_of_the_page_is_kept_for_the_answer(client, language):
    response = send(client, f"/{language}{EXCHANGE}")
    assert response["Location"] == f"/{language}{EXCHANGE}?merci=1"
    assert open_contact(ExchangeRequest.objects.get()).language == language
    assert f'lang="{language}"' in client.get(f"/{language}{EXCHANGE}").content.decode()


def test_the_form_costs_few_queries(client, django_assert_max_num_queries):
    client.get(EXCHANGE)
    with django_assert_max_num_queries(8):
        client.get(EXCHANGE + "?autre=1")


anything = st.text(max_size=80) | st.sampled_from(
    ["", "prepare", "morning", "a@demo.test", "=1+1", "🙂", "عربي"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=st.dictionaries(st.sampled_from(list(TYPED)), anything | st.lists(anything, max_size=4)),
    language=st.sampled_from(["", "/en", "/ar"]),
)
def test_no_form_breaks_the_page(client, typed, language):
    from django.core.cache import cache

    cache.clear()
    response = client.post(f"{language}{EXCHANGE}", TYPED | typed)
    assert response.status_code in (303, 422)
    kept = ExchangeRequest.objects.order_by("-pk").first()
    if response.status_code == 303 and not (TYPED | typed)["website"]:
        assert kept is not None
        contact = open_contact(kept)
        assert contact.name and contact.question and "@" in contact.email
        assert contact.language == (language[1:] or "fr")
        assert kept.stage in Stage.values and set(kept.moments) <= set(Moment.values)
