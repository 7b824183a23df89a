"""Requests in the admin: who opens them, what a reading leaves behind, the steps by their forms."""

from __future__ import annotations

import html as markup
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from portal.accounts.models import User
from resources.guide.exchanges import actions
from resources.guide.models.exchanges import ExchangeFacilitator, ExchangeRequest
from tests.factories import UserFactory
from tests.resources.guide.asking import CONTACT, LIST, PRIVATE, administrator, ask, editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db) -> dict[str, User]:
    """A pair from two territories, an editor who is in no pair, and the administration."""
    return {
        "nadia": editor("Nadia"),
        "luc": editor("Luc", "sud-est-grenoblois"),
        "kim": editor("Kim"),
        "alix": administrator(),
    }


@pytest.fixture
def exchange(people) -> ExchangeRequest:
    """A request of the pair's."""
    request = ask()
    actions.assign(request, [people["nadia"], people["luc"]], user=people["alix"], version=1)
    return request


def page_of(exchange: ExchangeRequest) -> str:
    return f"{LIST}{exchange.pk}/"


def post(client: Client, exchange: ExchangeRequest, step: str, **typed: object):
    exchange.refresh_from_db()
    return client.post(page_of(exchange), {"etape": step, "version": exchange.version} | typed, follow=True)


def readings() -> int:
    return ModelLogEntry.objects.filter(action="guide.exchange.read").count()


def test_the_list_opens_nothing(signed_in, people, exchange):
    ask()
    html = signed_in(people["alix"]).get(LIST).content.decode()
    for told in ("Confiée à un binôme", "Reçue", "Nous préparons un projet", "Nadia Test, Luc Test"):
        assert told in html
    assert not any(word in html for word in PRIVATE)
    assert readings() == 0


def test_each_reading_is_written_with_who_read(signed_in, people, exchange):
    client = signed_in(people["nadia"])
    html = client.get(page_of(exchange)).content.decode()
    for word in PRIVATE:
        assert word in html
    assert "L’après-midi" not in html
    (entry,) = ModelLogEntry.objects.filter(action="guide.exchange.read")
    assert (entry.user, entry.label, str(entry.object_id)) == (
        people["nadia"],
        f"Demande n° {exchange.pk}",
        str(exchange.pk),
    )
    assert not any(word in f"{entry.label} {entry.data}" for word in PRIVATE)
    assert "Coordonnées et question lues" in client.get(page_of(exchange)).content.decode()
    assert readings() == 2


def test_who_is_not_in_the_pair_finds_nothing(signed_in, people, exchange):
    stranger = UserFactory()
    for person, status in (("kim", 404), (None, 403)):
        client = signed_in(people[person] if person else stranger)
        assert client.get(page_of(exchange)).status_code == status
        assert client.post(page_of(exchange), {"etape": "done", "version": 2}).status_code == status
    assert "Demande n°" not in signed_in(people["kim"]).get(LIST).content.decode()
    assert Client().get(page_of(exchange)).status_code == 302
    assert readings() == 0


def test_who_leaves_a_pair_reads_no_more(signed_in, people, exchange):
    client = signed_in(people["luc"])
    assert client.get(page_of(exchange)).status_code == 200
    actions.assign(exchange, [people["nadia"], people["kim"]], user=people["alix"], version=exchange.version)
    assert client.get(page_of(exchange)).status_code == 404
    assert signed_in(people["kim"]).get(page_of(exchange)).status_code == 200


@pytest.mark.parametrize("number", ["0", "99999", "9" * 30])
def test_a_request_that_is_not_there(signed_in, people, number):
    assert signed_in(people["alix"]).get(f"{LIST}{number}/").status_code == 404


def test_the_administration_gives_a_request_to_two_people(signed_in, people):
    request, client = ask(), signed_in(people["alix"])
    assert "Confier à un binôme" in client.get(page_of(request)).content.decode()
    same = {"first": people["nadia"].pk, "second": people["nadia"].pk}
    assert "deux personnes différentes" in post(client, request, "assign", **same).content.decode()
    pair = {"first": people["nadia"].pk, "second": people["luc"].pk}
    assert "La demande est confiée" in post(client, request, "assign", **pair).content.decode()
    request.refresh_from_db()
    assert request.state == "assigned"
    assert {one.user for one in request.facilitators.all()} == {people["nadia"], people["luc"]}


def test_only_the_administration_gives_and_sets_aside(signed_in, people, exchange):
    client = signed_in(people["nadia"])
    html = client.get(page_of(exchange)).content.decode()
    assert "Fixer la date" in html
    assert "Changer le binôme" not in html
    assert "Clore la demande" not in html
    pair = {"first": people["kim"].pk, "second": people["luc"].pk}
    for step, typed in (("assign", pair), ("close", {"closing": "spam"})):
        data = {"etape": step, "version": exchange.version} | typed
        assert client.post(page_of(exchange), data).status_code == 302  # back to the first page of the admin
    exchange.refresh_from_db()
    assert (exchange.state, exchange.version) == ("assigned", 2)
    assert exchange.sealed


def test_the_pair_fixes_a_date_says_it_took_place_and_closes(signed_in, people, exchange):
    client, day = signed_in(people["luc"]), timezone.localdate() + timedelta(days=9)
    typed = {"day": day.isoformat(), "hour": "14:30", "way": "phone"}
    assert "La date est fixée" in post(client, exchange, "plan", **typed).content.decode()
    exchange.refresh_from_db()
    local = timezone.localtime(exchange.planned_at)
    assert (local.date(), local.hour, local.minute, exchange.way) == (day, 14, 30, "phone")
    assert "a pas encore eu lieu" in post(client, exchange, "done").content.decode()
    ExchangeRequest.objects.update(planned_at=timezone.now() - timedelta(hours=2))
    assert "C&#x27;est noté" in post(client, exchange, "done").content.decode()
    assert "La demande est close" in post(client, exchange, "close").content.decode()
    exchange.refresh_from_db()
    assert (exchange.state, exchange.closing) == ("closed", "held")
    assert f"Demande n° {exchange.pk}" in client.get(f"{LIST}?quoi=closes").content.decode()
    assert f"Demande n° {exchange.pk}" not in client.get(LIST).content.decode()


def test_the_administration_alone_erases_who_asked_once_it_is_closed(signed_in, people, exchange):
    client, nadia = signed_in(people["alix"]), signed_in(people["nadia"])
    assert "Effacer maintenant" not in client.get(page_of(exchange)).content.decode()
    post(client, exchange, "close", closing="withdrawn")
    assert "Effacer maintenant" not in nadia.get(page_of(exchange)).content.decode()
    assert (
        nadia.post(page_of(exchange), {"etape": "erase", "version": exchange.version + 1}).status_code == 302
    )
    exchange.refresh_from_db()
    assert exchange.sealed
    assert "Effacer maintenant" in client.get(page_of(exchange)).content.decode()
    assert "C'est effacé" in markup.unescape(post(client, exchange, "erase").content.decode())
    exchange.refresh_from_db()
    assert exchange.sealed == ""


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"day": ""}, "Champ requis"),
        ({"day": "demain"}, "Écrivez une date"),
        ({"hour": "25:00"}, "Écrivez une heure"),
        ({"way": "fax"}, "Sélectionnez un choix valide"),
        ({"day": "2020-01-01"}, "dans l&#x27;année qui vient"),
        ({"day": "9999-12-31"}, "dans l&#x27;année qui vient"),
        ({"day": str(timezone.localdate()), "hour": "00:00"}, "Cette date est passée"),
    ],
)
def test_a_date_that_does_not_stand_is_told(signed_in, people, exchange, typed, told):
    good = {"day": (timezone.localdate() + timedelta(days=9)).isoformat(), "hour": "14:30", "way": "phone"}
    response = post(signed_in(people["nadia"]), exchange, "plan", **(good | typed))
    assert told in response.content.decode()
    exchange.refresh_from_db()
    assert exchange.state == "assigned"


def test_wrong_jumps_are_told_and_change_nothing(signed_in, people):
    request, client = ask(), signed_in(people["alix"])
    for step, typed in (
        ("plan", {"day": "2027-01-01", "hour": "14:00", "way": "video"}),
        ("done", {}),
        ("close", {"closing": "held"}),
    ):
        html = post(client, request, step, **typed).content.decode()
        assert any(told in html for told in ("est pas possible", "année qui vient", "choix valide")), step
    request.refresh_from_db()
    assert (request.state, request.version) == ("received", 1)


def test_the_second_of_two_is_told(signed_in, people, exchange):
    client, read = signed_in(people["alix"]), exchange.version
    actions.assign(exchange, [people["nadia"], people["kim"]], user=people["alix"], version=read)
    pair = {"first": people["luc"].pk, "second": people["kim"].pk, "etape": "assign", "version": read}
    html = client.post(page_of(exchange), pair, follow=True).content.decode()
    assert "vient de changer cette demande" in html
    assert {one.user for one in exchange.facilitators.all()} == {people["nadia"], people["kim"]}


def test_a_pair_that_lost_somebody_shows(signed_in, people, exchange):
    people["luc"].is_active = False
    people["luc"].save()
    client = signed_in(people["alix"])
    assert "Il manque quelqu&#x27;un" in client.get(LIST).content.decode()
    people["luc"].delete()
    assert ExchangeFacilitator.objects.count() == 1
    assert "Il manque quelqu&#x27;un" in client.get(page_of(exchange)).content.decode()
    pair = {"first": people["nadia"].pk, "second": people["kim"].pk}
    post(client, exchange, "assign", **pair)
    assert "Il manque" not in client.get(LIST).content.decode()


def test_who_was_taken_out_of_the_team_is_missing_too(signed_in, people, exchange):
    people["luc"].groups.clear()
    assert "Il manque quelqu&#x27;un" in signed_in(people["alix"]).get(LIST).content.decode()


def test_the_list_says_what_no_longer_goes_on(signed_in, people, exchange):
    client, days = signed_in(people["alix"]), timedelta(days=1)
    assert "Sans date" not in client.get(LIST).content.decode()
    ExchangeRequest.objects.update(assigned_on=timezone.localdate() - 14 * days)
    assert "Sans date depuis deux semaines" in client.get(LIST).content.decode()
    ExchangeRequest.objects.update(state="planned", way="phone", planned_at=timezone.now() - 2 * days)
    html = client.get(LIST).content.decode()
    assert "Date passée, à noter" in html and "Sans date" not in html


def test_what_is_erased_or_locked_says_so(signed_in, people, exchange, settings):
    client = signed_in(people["alix"])
    keys, settings.FIELD_KEYS = settings.FIELD_KEYS, ["k9:" + "99" * 32]
    html = client.get(page_of(exchange)).content.decode()
    assert "une clé manque" in html
    assert readings() == 1  # that somebody tried is written
    settings.FIELD_KEYS = keys
    post(client, exchange, "close", closing="spam")
    html = client.get(page_of(exchange)).content.decode()
    assert "sont effacées" in html
    assert not any(word in html for word in PRIVATE)


def test_a_question_is_shown_as_it_was_typed(signed_in, people):
    request = ask(question="<script>alert(1)</script>\nEt <b>puis</b> ?")
    html = signed_in(people["alix"]).get(page_of(request)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>Et &lt;b&gt;" in html


def test_the_first_page_counts_what_waits(signed_in, people, exchange):
    ask()
    assert "1 demande d'échange attend un binôme" in signed_in(people["alix"]).get("/admin/").content.decode()
    assert "n'avance" not in signed_in(people["alix"]).get("/admin/").content.decode()
    ExchangeRequest.objects.filter(pk=exchange.pk).update(
        assigned_on=timezone.localdate() - timedelta(days=14)
    )
    assert "1 demande d'échange n'avance plus" in signed_in(people["alix"]).get("/admin/").content.decode()
    own = signed_in(people["nadia"]).get("/admin/").content.decode()
    assert "1 échange vous est confié" in own
    assert "attend un binôme" not in own
    assert "vous est confié" not in signed_in(people["kim"]).get("/admin/").content.decode()


def cost(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_pages_cost_the_same_when_there_is_much(signed_in, people, exchange):
    client = signed_in(people["alix"])
    before = cost(client, LIST), cost(client, page_of(exchange))
    for _time in range(12):
        other = ask()
        actions.assign(other, [people["nadia"], people["kim"]], user=people["alix"], version=1)
    for _time in range(12):
        actions.read_contact(exchange, user=people["luc"])
    assert (cost(client, LIST), cost(client, page_of(exchange))) == before
    assert before[0] <= 24 and before[1] <= 30


words = st.text(max_size=30) | st.sampled_from(
    ["1", "2", "assign", "plan", "done", "close", "held", "2026-12-01", "14:00"]
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=st.dictionaries(
        st.sampled_from(["etape", "version", "first", "second", "day", "hour", "way", "closing"]), words
    ),
    step=st.sampled_from(["assign", "plan", "done", "close", "erase"]),
)
def test_no_form_breaks_the_page(signed_in, people, exchange, typed, step):
    response = signed_in(people["alix"]).post(
        page_of(exchange), {"etape": step, "version": exchange.version} | typed
    )
    assert response.status_code in (200, 302)
    assert CONTACT.name not in response.get("Location", "")
