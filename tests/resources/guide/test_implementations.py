"""The comparison of territories: what anyone reads, and what is proposed from outside."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.territories.actions import create_territory
from resources.guide.implementations import actions
from resources.guide.implementations.lines import LINES
from resources.guide.implementations.mail import tell_again
from resources.guide.implementations.proposer import open_proposer
from resources.guide.models.implementations import Implementation
from tests.resources.guide.asking import (
    ADD,
    COLUMN,
    COMPARISON,
    PROPOSED,
    PROPOSER,
    administrator,
    break_mail,
    mail_server,
    mend_mail,
    suggest,
)
from tests.resources.guide.columns import published

pytestmark = pytest.mark.django_db


def rows_of(html: str) -> dict[str, list[str]]:
    """Read the table back: what each line's header says, and its cells in order."""
    body = html.split("<tbody", 1)[1].split("</tbody>", 1)[0]
    rows = {}
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.S):
        head = re.search(r'<th role="rowheader" scope="row">(.*?)</th>', row, re.S)[1]
        rows[head] = [
            re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)
        ]
    return rows


# What anyone reads.


def test_territories_stand_side_by_side_line_by_line(client):
    published("Chambéry", position=1, commission="Chaque semaine.")
    published("Sud-Est Grenoblois", position=2, commission="Chaque mois.", tools="Un livret.")
    suggest(name="Pas encore relue")
    html = client.get(COMPARISON).content.decode()
    rows = rows_of(html)
    assert list(rows) == ["Qui porte", "La commission", "Les outils"]  # a line nobody answers is left out
    assert rows["La commission"] == ["Chaque semaine.", "Chaque mois."]
    assert rows["Les outils"] == ["Non précisé", "Un livret."]
    assert 'data-label="Sud-Est Grenoblois"' in html
    assert "Pas encore relue" not in html
    assert ADD in html


def test_without_any_column_the_page_says_so(client):
    html = client.get(COMPARISON).content.decode()
    assert "Aucun territoire" in html
    assert "<table" not in html


def test_english_is_shown_where_it_is_and_french_says_it_is_french(client):
    published(carrier="Une maison.", carrier_en="A practice.", team="Neuf personnes.")
    html = client.get(f"/en{COMPARISON}").content.decode()
    assert "A practice." in html
    assert '<div lang="fr" dir="ltr">Neuf personnes.</div>' in html
    assert "Une maison." not in html
    published("Autre", carrier_en="Another.")
    Implementation.objects.update(team="")
    assert '<div lang="fr" dir' not in client.get(f"/en{COMPARISON}?encore=1").content.decode()


def test_a_name_typed_in_arabic_is_said_to_be(client):
    published("حي الزهور", carrier="Une maison.")
    published("Chambéry")
    html = client.get(COMPARISON).content.decode()
    assert '<th role="columnheader" scope="col" lang="ar" dir="auto">حي الزهور</th>' in html
    assert '<span lang="ar" dir="auto">حي الزهور</span>' in html
    assert '<th role="columnheader" scope="col" lang="fr" dir="ltr">Chambéry</th>' in html


def test_what_is_written_cannot_become_markup(client):
    published("<i>Lieu</i>", team="<script>x</script>\nDeux lignes")
    html = client.get(COMPARISON).content.decode()
    assert "&lt;script&gt;x&lt;/script&gt;<br>Deux lignes" in html
    assert "<i>Lieu</i>" not in html


def test_the_page_costs_the_same_with_more_territories(client, django_assert_max_num_queries):
    for number in range(3):
        published(f"Territoire {number}", territory=create_territory(name=f"T{number}", slug=f"t{number}"))
    client.get(COMPARISON)
    with django_assert_max_num_queries(9):
        client.get(COMPARISON + "?autre=1")
    for number in range(3, 12):
        published(f"Territoire {number}", territory=create_territory(name=f"T{number}", slug=f"t{number}"))
    with django_assert_max_num_queries(9):
        client.get(COMPARISON + "?encore=1")


def test_a_column_shows_at_once_and_goes_at_once(client):
    alix, column = administrator(), suggest()
    assert "Plougastel" not in client.get(COMPARISON).content.decode()
    actions.publish(column, user=alix, version=1)
    assert "Plougastel" in client.get(COMPARISON).content.decode()
    actions.rewrite(column, {"carrier": "Une CPTS."}, user=alix, version=2)
    assert "Une CPTS." in client.get(COMPARISON).content.decode()
    actions.refuse(column, reason="", user=alix, version=3)
    assert "Plougastel" not in client.get(COMPARISON).content.decode()


# What is proposed.


def test_the_form_asks_ten_lines_and_promises_nothing_it_does_not_do(client):
    response = client.get(ADD)
    html = response.content.decode()
    for label in LINES.values():
        assert f">{label}" in html
    assert response["X-Robots-Tag"] == "noindex"
    assert "csrfmiddlewaretoken" not in html
    assert not response.cookies


def test_a_proposal_waits_and_its_proposer_is_sealed(client):
    response = client.post(ADD, PROPOSED)
    assert (response.status_code, response["Location"]) == (303, f"{ADD}?merci=1")
    column = Implementation.objects.get()
    assert (column.state, column.name, column.carrier) == ("proposed", COLUMN["name"], COLUMN["carrier"])
    assert open_proposer(column) == PROPOSER
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {Implementation._meta.db_table}")
        raw = " ".join(map(str, cursor.fetchone()))
    assert "maiwenn" not in raw and "Quéré" not in raw
    assert "est envoyée" in client.get(response["Location"]).content.decode()
    assert not mail.outbox


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": ""}, "Donnez le nom de votre territoire."),
        ({"carrier": ""}, "Dites qui porte le projet."),
        ({"email": "moi"}, "pas complète"),
        ({"proposer": ""}, "Donnez votre nom."),
        ({"tools": "x" * 601}, "600"),
        ({"team": "a\0"}, "caractère"),
    ],
)
def test_what_does_not_stand_is_told_and_all_is_kept(client, typed, told):
    response = client.post(ADD, PROPOSED | typed)
    assert response.status_code == 422
    assert told in response.content.decode()
    assert "2024." in response.content.decode()
    assert not Implementation.objects.exists()


def test_programs_other_sites_and_haste_are_kept_out(client):
    assert client.post(ADD, PROPOSED | {"website": "x"}).status_code == 303
    assert client.post(ADD, PROPOSED, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert not Implementation.objects.exists()
    for number in range(5):
        assert client.post(ADD, PROPOSED | {"email": f"a{number}@demo.test"}).status_code == 303
    response = client.post(ADD, PROPOSED | {"email": "b@demo.test", "team": "Gardez ceci"})
    assert response.status_code == 429
    assert "Gardez ceci" in response.content.decode()
    assert Client(REMOTE_ADDR="192.0.2.7").post(ADD, PROPOSED).status_code == 303


anything = st.text(max_size=60) | st.sampled_from(["", "a@demo.test", "=1", "🙂", "عربي"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.dictionaries(st.sampled_from([*PROPOSED, *LINES]), anything))
def test_no_form_breaks_the_page(client, typed):
    from django.core.cache import cache

    cache.clear()
    assert client.post(ADD, PROPOSED | typed).status_code in (303, 422)


def test_the_administration_is_told_of_a_proposal_then_each_week(
    settings, time_machine, django_capture_on_commit_callbacks
):
    time_machine.move_to("2026-09-01T12:00:00+02:00", tick=False)
    alix = administrator()
    with mail_server(settings) as box:
        with django_capture_on_commit_callbacks(execute=True):
            column = suggest()
        assert box.to == [alix.email]
        assert f"/admin/guide/comparaison/{column.pk}/" in box.texts()
        for word in (*PROPOSER, *COLUMN.values()):
            assert word == "fr" or word not in box.texts()
        assert tell_again() == 0
        time_machine.move_to("2026-09-08T03:00:00+02:00", tick=False)
        assert (tell_again(), tell_again()) == (1, 0)
        actions.refuse(column, reason="", user=alix, version=1)
        time_machine.move_to("2026-09-20T03:00:00+02:00", tick=False)
        assert tell_again() == 0
    assert len(box.to) == 2


def test_a_breakdown_keeps_the_mail_to_the_administration_for_the_night(
    settings, django_capture_on_commit_callbacks
):
    administrator()
    break_mail(settings)
    with django_capture_on_commit_callbacks(execute=True):
        suggest()
    mend_mail(settings)
    assert tell_again() == len(mail.outbox) == 1


def test_a_column_of_our_own_is_not_recalled():
    actions.add({"name": "Bourg-Neuf"}, user=administrator())
    assert tell_again() == 0
