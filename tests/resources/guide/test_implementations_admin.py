"""Columns of the comparison as the team keeps them: proposed ones read and settled, in each language, its own kept up to date."""

from __future__ import annotations

import html as markup

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.territories.actions import create_territory
from resources.guide.admin.implementation_forms import WordsForm
from resources.guide.implementations import actions
from resources.guide.implementations.lines import LINES
from resources.guide.implementations.mail import tell_again
from resources.guide.models.implementations import Implementation
from tests.resources.guide.asking import (
    ADD,
    COLUMN,
    COLUMNS,
    COMPARISON,
    PROPOSED,
    PROPOSER,
    administrator,
    break_mail,
    editor,
    mail_server,
    mend_mail,
    suggest,
)
from tests.resources.guide.columns import form_of, post, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def alix(signed_in) -> Client:
    """Somebody of the administration, signed in."""
    return signed_in(administrator())


def test_what_is_proposed_in_english_stands_in_english_boxes(client, alix):
    client.post(f"/en{ADD}", PROPOSED | {"carrier": "A neighbourhood charity.", "since": ""})
    column = Implementation.objects.get()
    assert (column.carrier, column.carrier_en, column.written_in) == ("", "A neighbourhood charity.", "en")
    html = alix.get(f"{COLUMNS}{column.pk}/").content.decode()
    assert "Écrite en anglais" in html and "À traduire" in html
    assert "Écrite en anglais" in alix.get(COLUMNS).content.decode()
    html = markup.unescape(post(alix, column, "publier").content.decode())
    assert "la colonne se lit d'abord en français" in html
    column.refresh_from_db()
    assert (column.state, column.version) == ("proposed", 1)
    post(alix, column, "publier", carrier="Une association.")
    assert "Une association." in client.get(COMPARISON).content.decode()
    assert "A neighbourhood charity." in client.get(f"/en{COMPARISON}").content.decode()


def test_what_is_proposed_in_arabic_is_to_translate(client, alix):
    client.post(f"/ar{ADD}", PROPOSED | {"carrier": "جمعية من الحي", "since": ""})
    column = Implementation.objects.get()
    assert not any(getattr(column, f"{line}{end}") for line in LINES for end in ("", "_en"))
    assert column.to_translate == {"carrier": "جمعية من الحي"}
    html = alix.get(f"{COLUMNS}{column.pk}/").content.decode()
    assert "Écrite en arabe" in html and "À traduire" in html and "جمعية من الحي" in html
    post(alix, column, "publier")
    column.refresh_from_db()
    assert column.state == "proposed"
    post(alix, column, "publier", carrier="Une association.")
    column.refresh_from_db()
    assert (column.state, column.to_translate) == ("published", {})


def test_no_line_that_nobody_translated_goes_with_the_publication(client, alix):
    client.post(f"/ar{ADD}", PROPOSED | {"carrier": "جمعية من الحي", "since": "منذ 2024"})
    column = Implementation.objects.get()
    assert column.without_french == ["carrier", "since"]
    html = markup.unescape(post(alix, column, "publier", carrier="Une association.").content.decode())
    assert html.count("la colonne se lit d'abord en français") == 1, "beside the line that misses"
    column.refresh_from_db()
    assert (column.state, column.to_translate["since"]) == ("proposed", "منذ 2024")
    post(alix, column, "publier", carrier="Une association.", since="Non précisé")
    column.refresh_from_db()
    assert (column.state, column.to_translate) == ("published", {})


def test_french_written_on_the_arabic_page_is_in_the_french_boxes_at_once(client, alix):
    client.post(f"/ar{ADD}", PROPOSED | {"carrier": "Une CPTS du quartier.", "since": "منذ 2024"})
    column = Implementation.objects.get()
    form = WordsForm(implementation=column, may_place=True)
    assert (form["carrier"].value(), form["since"].value()) == ("Une CPTS du quartier.", "")
    column.carrier = "Relu."
    assert WordsForm(implementation=column, may_place=True)["carrier"].value() == "Relu."


def test_each_page_says_in_which_language_to_write(client):
    assert "Écrivez en français." in client.get(ADD).content.decode()
    assert "Écrivez en français." not in client.get(f"/en{ADD}").content.decode()
    assert "Écrivez en français." not in client.get(f"/ar{ADD}").content.decode()


def test_a_line_in_english_alone_is_not_published_nor_a_published_one_emptied():
    column, user = suggest(), administrator()
    actions.rewrite(column, {"team_en": "Nine people."}, user=user, version=1)
    with pytest.raises(ValidationError) as refusal:
        actions.publish(column, user=user, version=2)
    assert list(refusal.value.message_dict) == ["team"]
    actions.rewrite(column, {"team": "Neuf personnes."}, user=user, version=2)
    actions.publish(column, user=user, version=3)
    with pytest.raises(ValidationError) as refusal:
        actions.rewrite(column, {"carrier": " "}, user=user, version=4)
    assert list(refusal.value.message_dict) == ["carrier"]


def test_a_proposal_is_read_mended_and_published_in_one_press(alix, django_capture_on_commit_callbacks):
    column = suggest()
    assert "À relire" in alix.get(COLUMNS).content.decode()
    html = alix.get(f"{COLUMNS}{column.pk}/").content.decode()
    assert PROPOSER.email in html
    with django_capture_on_commit_callbacks(execute=True):
        html = post(alix, column, "publier", carrier="Relu.", carrier_en="Read.").content.decode()
    assert "La colonne est publiée." in html
    column.refresh_from_db()
    assert (column.state, column.carrier, column.carrier_en, column.sealed) == (
        "published",
        "Relu.",
        "Read.",
        "",
    )
    (message,) = mail.outbox
    assert message.to == [PROPOSER.email]
    assert "http://testserver/guide/comparaison/" in message.body


def test_reading_who_proposes_is_written(alix):
    column = suggest()
    alix.get(COLUMNS)
    assert not ModelLogEntry.objects.filter(action="guide.implementation.read").exists()
    alix.get(f"{COLUMNS}{column.pk}/")
    (entry,) = ModelLogEntry.objects.filter(action="guide.implementation.read")
    assert entry.label == f"Colonne n° {column.pk}"  # nothing of what was typed outside
    assert PROPOSER.name not in str(entry.data)


def test_a_refusal_sends_the_word_and_nothing_of_what_was_typed(
    alix, settings, django_capture_on_commit_callbacks
):
    column = suggest(name="Achetez ici", carrier="https://example.org")
    with mail_server(settings) as box, django_capture_on_commit_callbacks(execute=True):
        post(alix, column, "refuser", reason="Il manque l'année.")
    assert box.to == [PROPOSER.email]
    assert "Il manque l'année." in box.texts()
    assert "Achetez" not in box.texts() and "example.org" not in box.texts()
    column.refresh_from_db()
    assert (column.state, column.reason, column.sealed) == ("refused", "Il manque l'année.", "")
    (entry,) = ModelLogEntry.objects.filter(action="guide.implementation.refuse")
    assert "Avec un mot" in str(entry.data)
    assert "année" not in str(entry.data)  # the log is kept for ever, free words are not


def test_without_a_word_nobody_is_written_to(alix, django_capture_on_commit_callbacks):
    column = suggest()
    with django_capture_on_commit_callbacks(execute=True):
        assert "est pas publiée" in post(alix, column, "refuser", reason="").content.decode()
    column.refresh_from_db()
    assert (column.state, column.sealed) == ("refused", "")
    assert not mail.outbox


def test_a_breakdown_of_the_mail_keeps_the_address_for_the_night(
    settings, django_capture_on_commit_callbacks
):
    column = suggest()
    break_mail(settings)
    with django_capture_on_commit_callbacks(execute=True):
        actions.refuse(column, reason="Un mot.", user=administrator(), version=1)
    assert Implementation.objects.get().sealed
    mend_mail(settings)
    assert tell_again() == len(mail.outbox) == 1
    assert tell_again() == 0
    assert Implementation.objects.get().sealed == ""


def test_words_that_do_not_stand_are_told_and_nothing_is_published(alix):
    column = suggest()
    html = post(alix, column, "publier", tools="x" * 601).content.decode()
    assert "600" in html
    column.refresh_from_db()
    assert (column.state, column.version) == ("proposed", 1)


def test_a_territory_has_one_column_and_a_refused_publication_writes_nothing(alix):
    territory = create_territory(name="Chambéry", slug="chambery")
    published(territory=territory)
    column = suggest()
    html = post(alix, column, "publier", territory=territory.pk, carrier="Autre chose.").content.decode()
    assert "a déjà une colonne publiée" in html
    assert "Autre chose." in html
    column.refresh_from_db()
    assert (column.carrier, column.territory, column.version) == (COLUMN["carrier"], None, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Implementation.objects.filter(pk=column.pk).update(
            territory=territory, state="published", settled_on=timezone.localdate()
        )


def test_a_column_of_our_own_is_written_and_published(alix):
    column = Implementation(name="Bourg-Neuf")
    data = form_of_new(column)
    html = alix.post(f"{COLUMNS}ajouter/", data, follow=True).content.decode()
    assert "La colonne est publiée." in html
    assert Implementation.objects.get().is_public
    data |= {"name": ""}
    assert "Champ requis" in alix.post(f"{COLUMNS}ajouter/", data).content.decode()
    assert Implementation.objects.count() == 1


def form_of_new(column: Implementation) -> dict[str, object]:
    return {"etape": "publier", "version": 1, "name": column.name, "position": 5, "carrier": "Nous."}


def test_an_editor_keeps_the_column_of_their_territory_and_publishes_nothing(signed_in):
    nadia, luc = editor("Nadia"), editor("Luc", "sud-est-grenoblois")
    column = published(territory=nadia.groups.get().territory)
    proposal = suggest()
    client = signed_in(nadia)
    assert "Plougastel" not in client.get(COLUMNS).content.decode()
    html = client.get(f"{COLUMNS}{column.pk}/").content.decode()
    assert "Enregistrer et publier" not in html and "Retirer" not in html and 'name="territory"' not in html
    other = create_territory(name="Ailleurs", slug="ailleurs")
    post(client, column, "enregistrer", carrier="Mis à jour.", territory=other.pk, position=0)
    column.refresh_from_db()
    assert (column.carrier, column.position, column.territory) == (
        "Mis à jour.",
        100,
        nadia.groups.get().territory,
    )
    for step in ("publier", "refuser"):
        post(client, column, step, reason="x")
    column.refresh_from_db()
    assert (column.state, column.version) == ("published", 2)
    for address in (f"{COLUMNS}{proposal.pk}/", f"{COLUMNS}99999/"):
        assert client.get(address).status_code == 404
    assert signed_in(luc).get(f"{COLUMNS}{column.pk}/").status_code == 404
    assert client.get(f"{COLUMNS}ajouter/").status_code == 302  # back to the first page of the admin


def test_the_second_of_two_is_told(alix):
    column = suggest()
    stale = form_of(column, "enregistrer", carrier="Second.")
    actions.rewrite(column, {"carrier": "Premier."}, user=administrator("Billie"), version=1)
    html = alix.post(f"{COLUMNS}{column.pk}/", stale, follow=True).content.decode()
    assert "vient de changer cette colonne" in html
    column.refresh_from_db()
    assert column.carrier == "Premier."


def test_what_is_already_so_is_not_done_again():
    column, user = suggest(), administrator()
    actions.publish(column, user=user, version=1)
    with pytest.raises(ValidationError, match="déjà fait"):
        actions.publish(column, user=user, version=2)


def test_a_column_taken_back_may_be_published_again_and_nobody_is_written_to(
    django_capture_on_commit_callbacks,
):
    column, user = suggest(), administrator()
    Implementation.objects.update(recalled_on=timezone.localdate())
    with django_capture_on_commit_callbacks(execute=True):
        actions.publish(column, user=user, version=1)
    column.refresh_from_db()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        actions.refuse(column, reason="Trop vieille.", user=user, version=2)
        actions.publish(column, user=user, version=3)
    assert not mail.outbox
    assert (column.state, column.reason) == ("published", "")


def test_the_list_costs_the_same_when_it_is_long(alix, django_assert_max_num_queries):
    suggest()
    alix.get(COLUMNS)
    for number in range(12):
        published(f"Territoire {number}", territory=create_territory(name=f"T{number}", slug=f"t{number}"))
    with django_assert_max_num_queries(24):
        alix.get(COLUMNS)
