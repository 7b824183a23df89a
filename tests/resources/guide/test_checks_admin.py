"""The forms in the admin: who may, what a draft changes for the public (nothing), what an edition tells before it is published."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.blocks import ListBlock, RichTextBlock, StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.test.utils.form_data import nested_form_data, rich_text

from resources.guide.checks import actions
from resources.guide.models import Check, CostForm, Edition, Tally
from resources.guide.models.editions import Draft, Form
from tests.factories import UserFactory
from tests.resources.guide.asking import administrator, editor
from tests.resources.guide.checking import READY, begin, change_question, check, fill, publish_all

pytestmark = pytest.mark.django_db
LIST = "/admin/guide/formulaires/"


@pytest.fixture(autouse=True)
def published():
    publish_all()


@pytest.fixture
def desk(signed_in) -> Client:
    """Somebody of the administration, signed in."""
    return signed_in(administrator())


def edit_address(draft: Draft) -> str:
    return {Check: "/admin/guide/bilans", CostForm: "/admin/guide/feuille-de-cout"}[
        type(draft)
    ] + f"/edit/{draft.pk}/"


def as_sent(block: Any, value: Any) -> Any:
    """Give a block's value as the form of the admin sends it."""
    if isinstance(block, StructBlock):
        return {name: as_sent(child, value[name]) for name, child in block.child_blocks.items()}
    if isinstance(block, ListBlock):
        items = {str(n): one_of(as_sent(block.child_block, item), n) for n, item in enumerate(value)}
        return items | {"count": str(len(items))}
    if isinstance(block, RichTextBlock):
        return rich_text(value.source, features=block.features)
    if isinstance(value, bool):
        return "on" if value else None
    return "" if value is None else str(value)


def one_of(value: Any, number: int, **more: str) -> dict[str, Any]:
    return {"value": value, "order": str(number), "deleted": "", "id": ""} | more


def form_of(draft: Draft) -> dict[str, Any]:
    """Give what the form of a draft sends when nobody touches it."""
    sent: dict[str, Any] = {}
    for field in draft._meta.concrete_fields:
        value = getattr(draft, field.name)
        if isinstance(field, StreamField):
            items = {
                str(n): one_of(as_sent(child.block, child.value), n, type=child.block_type)
                for n, child in enumerate(value)
            }
            sent[field.name] = items | {"count": str(len(items))}
        elif isinstance(field, RichTextField):
            sent[field.name] = rich_text(value, features=field.features)
        elif field.name not in ("id", "latest_revision"):
            sent[field.name] = "" if value is None else str(value)
    return {name: value for name, value in nested_form_data(sent).items() if value is not None}


def text_of(answer) -> str:
    from html import unescape

    return " ".join(unescape(answer.content.decode()).split())


# Who may.


def test_an_editor_of_a_territory_sees_none_of_it(signed_in):
    client = signed_in(editor("Nadia"))
    for path in ("", "etes-vous-prets/publier/", "etes-vous-prets/reponses/"):
        assert client.get(LIST + path).status_code == 302
    assert client.post(f"{LIST}etes-vous-prets/publier/").status_code == 302
    for draft in (Check.objects.first(), CostForm.objects.get()):
        assert client.get(edit_address(draft)).status_code == 302
    assert Edition.objects.count() == 3


def test_a_visitor_and_a_stranger_see_none_of_it(signed_in):
    assert Client().get(LIST).status_code == 302
    assert signed_in(UserFactory()).get(LIST).status_code == 403


def test_forms_that_are_not_are_not_found(desk):
    for path in (
        "ailleurs/publier/",
        "ailleurs/reponses/",
        "cout/reponses/",
        "etes-vous-prets/reponses/?edition=9",
    ):
        assert desk.get(LIST + path).status_code == 404


# The list.


def test_the_list_says_editions_drafts_and_open_sheets(desk):
    begin()
    html = text_of(desk.get(LIST))
    assert html.count("Édition 1, publiée le") == 3
    assert "Brouillon à publier" not in html
    assert "Ouverts : 1, dont 0 sur une édition plus ancienne." in html
    change_question("finess", text="Avez-vous un numéro FINESS ?")
    assert text_of(desk.get(LIST)).count("Brouillon à publier") == 1


def test_the_list_says_when_nothing_is_published(desk):
    Edition.objects.all().delete()
    CostForm.objects.all().delete()
    html = text_of(desk.get(LIST))
    assert html.count("Rien n'est publié") == 3
    assert html.count("Brouillon à publier") == 2


def test_the_list_costs_the_same_however_many_sheets(desk):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(LIST).status_code == 200
        return len(queries)

    cost()
    few = cost()
    for _number in range(8):
        begin()
    assert cost() == few


# The draft.


@pytest.mark.parametrize("model", [Check, CostForm])
def test_a_draft_saved_untouched_is_the_edition(desk, model):
    draft = model.objects.first()
    before = draft.frozen()
    assert desk.get(edit_address(draft)).status_code == 200
    answer = desk.post(edit_address(draft), form_of(draft), follow=True)
    assert "Le public voit toujours l'édition publiée" in text_of(answer)
    assert model.objects.get(pk=draft.pk).frozen() == before
    assert draft.revisions.count() == 1


def test_a_draft_changes_nothing_for_the_public(desk):
    draft = Check.objects.get(slug=Form.READY)
    sent = form_of(draft)
    name = next(key for key, value in sent.items() if value == "Qui vous êtes")
    sent[name] = "Votre équipe de départ"
    desk.post(edit_address(draft), sent)
    assert check().themes[0].title.text == "Qui vous êtes"
    assert "Votre équipe de départ" not in Client().get(f"{begin()}1/").content.decode()
    desk.post(f"{LIST}etes-vous-prets/publier/")
    assert "Votre équipe de départ" in Client().get(f"{begin()}1/").content.decode()


def test_a_draft_that_could_not_be_answered_is_refused_in_words(desk):
    draft = Check.objects.get(slug=Form.READY)
    sent = form_of(draft)
    name = next(key for key, value in sent.items() if key.endswith("-slug") and value == "finess")
    sent[name] = "bureau"
    answer = desk.post(edit_address(draft), sent)
    assert answer.status_code == 200
    assert "Ce nom court est donné deux fois : bureau." in str(
        answer.context["form"].errors["themes"].as_data()
    )
    assert Check.objects.get(pk=draft.pk).frozen() == draft.frozen()


def test_the_name_of_a_form_does_not_change(desk):
    draft = Check.objects.get(slug=Form.READY)
    desk.post(edit_address(draft), form_of(draft) | {"slug": "territoire"})
    assert Check.objects.get(pk=draft.pk).slug == Form.READY


# The edition.


def test_publishing_tells_what_changes_and_how_many_keep_their_edition(desk):
    for _number in range(3):
        begin()
    change_question("finess", text="Avez-vous un numéro FINESS ?")
    html = text_of(desk.get(f"{LIST}etes-vous-prets/publier/"))
    assert "Ce sera l'édition 2" in html
    assert "3 bilans ouverts restent sur leur édition" in html
    assert "Ce qui change" in html and "Avez-vous un numéro FINESS ?" in html
    assert "Ce qui s'en va" not in html
    assert Edition.objects.filter(slug=Form.READY).count() == 1  # looking publishes nothing
    answer = desk.post(f"{LIST}etes-vous-prets/publier/", follow=True)
    assert "L'édition 2 est publiée" in text_of(answer)
    assert "Ouverts : 3, dont 3 sur une édition plus ancienne." in text_of(answer)


def test_publishing_twice_publishes_once(desk):
    change_question("finess", text="Avez-vous un numéro FINESS ?")
    desk.post(f"{LIST}etes-vous-prets/publier/")
    answer = desk.post(f"{LIST}etes-vous-prets/publier/", follow=True)
    assert "Rien n'a changé depuis l'édition publiée" in text_of(answer)
    assert "il n'y a rien à publier" in text_of(desk.get(f"{LIST}etes-vous-prets/publier/"))
    assert Edition.objects.filter(slug=Form.READY).count() == 2


def test_a_draft_spoilt_meanwhile_is_not_published(desk):
    draft = Check.objects.get(slug=Form.READY)
    draft.dimensions = []
    draft.save()
    answer = desk.post(f"{LIST}etes-vous-prets/publier/")
    assert answer.status_code == 200 and "help-critical" in answer.content.decode()
    assert Edition.objects.filter(slug=Form.READY).count() == 1


# What was answered.


def test_answers_are_added_up_without_telling_small_groups(desk):
    edition = Edition.objects.current(Form.READY)
    page = f"{LIST}etes-vous-prets/reponses/"
    Tally.objects.create(edition=edition, count=4)
    Tally.objects.create(edition=edition, question="finess", value="yes", count=4)
    html = text_of(desk.get(page))
    assert "il n'y a encore rien à montrer" in html and "<td>4</td>" not in html
    assert "par 5 au moins" in html and "ne se soustraient pas" not in html
    Tally.objects.update(count=7)
    Tally.objects.create(edition=edition, question="finess", value="not_yet", count=3)
    html = text_of(desk.get(page))
    assert "Bilans comptés, au moins : 5" in html
    row = html.split("possède un numéro FINESS ?", 1)[1].split("</tr>", 1)[0]
    assert "<td>5</td>" in row and "7" not in row and row.count("moins de 5") == 3 and ">3<" not in row


def test_each_edition_has_its_answers(desk):
    change_question("finess", text="Avez-vous un numéro FINESS ?")
    actions.publish_edition(Check.objects.get(slug=Form.READY), user=None)
    Tally.objects.create(edition=Edition.objects.get(slug=Form.READY, number=1), count=9)
    page = f"{LIST}etes-vous-prets/reponses/"
    assert "rien à montrer" in text_of(desk.get(page))
    old = text_of(desk.get(f"{page}?edition=1"))
    assert "Bilans comptés, au moins : 5" in old and "possède un numéro FINESS" in old


def test_open_sheets_are_not_in_the_totals(desk):
    for _number in range(6):
        fill(begin(), long_terme="yes")
    assert "rien à montrer" in text_of(desk.get(f"{LIST}etes-vous-prets/reponses/"))
    assert Client().get(READY).status_code == 200
