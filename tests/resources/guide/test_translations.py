"""The guide's own words in « Traductions à revoir »: registers, tools, columns, forms; to whoever may write them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale

from home.pages.admin.awaiting import Row, rows_for
from home.pages.admin.outdated import State, boxes_left
from portal.accounts.models import User
from portal.demo.checks import add_checks
from portal.demo.guide import write_registers
from portal.demo.tools import add_tools
from resources.guide.models import Check, CostForm, Implementation, Register, Tool
from tests.home.conftest import administration, desk  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(administration) -> User:  # noqa: F811
    for language in ("en", "ar"):
        Locale.objects.get_or_create(language_code=language)
    return User.objects.get(last_name="Admin")


def rows(user: User, url: str) -> dict[str, Row]:
    """Give the lines that lead to a form, by language."""
    return {row.language: row for row in rows_for(user) if row.url == url}


def test_a_register_tells_how_many_of_its_boxes_are_empty(admin, administration):  # noqa: F811
    write_registers()
    Register.objects.update(title_en="T", description_en="<p>D</p>", what_for_en="F", who_en="W")
    register = Register.objects.get(code="1A")
    register.who_en, register.description_en = "", '<p data-block-key="x"></p>'
    register.save()
    url = f"/admin/guide/registres/edit/{register.pk}/"
    found = rows(admin, url)
    assert {language: row.kind for language, row in found.items()} == {
        "en": "registre : 2 cases vides",
        "ar": "registre : 4 cases vides",
    }
    assert (found["en"].title, found["en"].state) == (register.title, State.MISSING)
    assert found["en"].label == "Remplir les cases"
    assert administration.get(url).status_code == 200
    Register.objects.filter(pk=register.pk).update(who="", who_en="", description_en="<p>D</p>")
    assert "en" not in rows(admin, url), "nothing is asked where the French says nothing"


def test_a_tool_that_is_offered_is_asked_for(admin, administration):  # noqa: F811
    add_tools()
    Tool.objects.update(caution="Attention.", caution_en="", title_en="T", for_whom_en="F", summary_en="S")
    Tool.objects.update(description_en="<p>D</p>", preview_alt_en="P", request_label="")
    tool = Tool.objects.get(slug="flyer")
    url = f"/admin/outils/edit/{tool.pk}/"
    assert (rows(admin, url)["en"].kind, rows(admin, url)["en"].label) == (
        "outil : 1 case vide",
        "Remplir la case",
    )
    assert administration.get(url).status_code == 200
    tool.live = False
    tool.save()
    assert not rows(admin, url)


def test_a_column_is_asked_for_in_english_once_it_is_public(admin, administration):  # noqa: F811
    column = Implementation.objects.create(
        name="Chambéry", carrier="Une maison.", team="Neuf.", team_en="Nine."
    )
    url = f"/admin/guide/comparaison/{column.pk}/"
    assert not rows(admin, url)
    column.state, column.settled_on = "published", timezone.localdate()
    column.save()
    assert {one: row.kind for one, row in rows(admin, url).items()} == {
        "en": "colonne de la comparaison : 1 case vide"
    }
    assert administration.get(url).status_code == 200


def test_the_questions_of_a_form_are_asked_for_with_its_own_words(admin, administration):  # noqa: F811
    add_checks(None)
    check, cost = Check.objects.get(slug="etes-vous-prets"), CostForm.objects.get()
    url, cost_url = f"/admin/guide/bilans/edit/{check.pk}/", f"/admin/guide/feuille-de-cout/edit/{cost.pk}/"
    before = rows(admin, url)
    assert "en" not in before, "the demonstration's form is whole in English"
    question = check.themes[0].value["questions"][0]
    question["text_en"] = question["text_ar"] = ""
    check.title_en = ""
    check.save()
    after = rows(admin, url)
    assert after["en"].kind == "bilan : 2 cases vides"
    assert after["ar"].kind == "bilan : 1 case vide"
    CostForm.objects.update(told_en="", source_en="ANCT")
    assert rows(admin, cost_url)["en"].kind == "feuille de coût : 1 case vide"
    for address in (url, cost_url):
        assert administration.get(address).status_code == 200


def test_who_may_not_write_them_is_not_told(admin, desk):  # noqa: F811
    write_registers()
    add_tools()
    facts = {"carrier": "Une ville.", "state": "published", "settled_on": timezone.localdate()}
    Implementation.objects.create(name="Ici", territory=desk.territory, **facts)
    Implementation.objects.create(name="Ailleurs", **facts)
    kinds = ("registre", "outil", "colonne")
    assert {row.kind.split(" ")[0] for row in rows_for(admin)} >= set(kinds)
    mine = [row.title for row in rows_for(desk.user) if row.kind.startswith(kinds)]
    assert mine == ["Ici"], "an editor writes the column of their territory, and nothing else of the guide"


def test_many_of_them_cost_the_same_queries(admin):
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            rows_for(User.objects.get(pk=admin.pk))
        return len(seen)

    rows_for(admin)
    before = asked()
    write_registers()
    add_tools()
    for number in range(5):
        Implementation.objects.create(
            name=f"T{number}", carrier="X.", state="published", settled_on=timezone.localdate()
        )
    assert asked() == before


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ({"text": "Un", "text_en": "One"}, 0),
        ({"text": "Un", "text_en": ""}, 1),
        ({"text": "", "text_en": ""}, 0),
        ({"text": "Un", "text_ar": ""}, 0),
        ({"text": "<p>Un</p>", "text_en": '<p data-block-key="a"> </p>'}, 1),
        ({"slug": "un", "number": 3, "number_en": None}, 0),
        ([{"value": {"text": "Un", "text_en": "", "in": [{"label": "Deux", "label_en": ""}]}}], 2),
    ],
)
def test_boxes_left_are_those_beside_words(value, number):
    assert boxes_left(value, "en") == number
