"""The tools in the admin, and as search finds them."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.deletion import ProtectedError

from portal.demo.tools import add_tools
from resources.guide.admin.tools import months_before
from resources.guide.models import Download, Tool
from resources.guide.tools.documents import Tools
from search.models import Change
from tests.home.conftest import administration, desk  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db
LIST, FIGURES = "/admin/outils/", "/admin/outils-chiffres/"


@pytest.fixture
def flyer():
    add_tools()
    return Tool.objects.get(slug="flyer")


def form_of(client, tool, **changes):
    """What the form holds as it stands, with some answers changed."""
    page = client.get(f"{LIST}edit/{tool.pk}/")
    form = page.context["form"]
    data = {}
    for field in form:
        value = field.value()
        if isinstance(value, bool):
            data |= {field.html_name: "on"} if value else {}
        elif value is not None:
            data[field.html_name] = value
    data = {name: value for name, value in data.items() if not name.startswith("description")}
    empty = '{"blocks": [{"key": "a", "type": "unstyled", "text": "Un texte.", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}'
    data |= dict.fromkeys(("description", "description_en", "description_ar"), empty)
    return data | changes


def test_the_administration_mends_the_words_and_chooses_the_formats(administration, flyer):  # noqa: F811
    data = form_of(administration, flyer, title="Dépliant", formats=["odt", "pdf-print"])
    response = administration.post(f"{LIST}edit/{flyer.pk}/", data)
    assert response.status_code == 302, response.context["form"].errors
    flyer.refresh_from_db()
    assert (flyer.title, flyer.formats, flyer.slug) == ("Dépliant", ["pdf-print", "odt"], "flyer")
    page = administration.get(LIST).content.decode()
    assert "Dépliant" in page and "Fiche de saisine" in page


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"formats": ["pdf-form"]}, "ne se remplit pas"),
        ({"formats": []}, "au moins un format"),
        ({"formats": ["exe"]}, "exe"),
        ({"registers": ["9Z"]}, "9Z"),
        ({"version": ""}, "Champ requis"),
    ],
)
def test_what_cannot_be_is_refused_in_words(administration, flyer, changes, why):  # noqa: F811
    response = administration.post(f"{LIST}edit/{flyer.pk}/", form_of(administration, flyer, **changes))
    assert response.status_code == 200
    assert why in str(response.context["form"].errors)
    flyer.refresh_from_db()
    assert flyer.title == "Flyer de présentation"


def test_the_code_of_a_tool_never_changes(administration, flyer):  # noqa: F811
    administration.post(f"{LIST}edit/{flyer.pk}/", form_of(administration, flyer, slug="modele-affiche"))
    flyer.refresh_from_db()
    assert flyer.slug == "flyer"


def test_an_editor_of_a_territory_has_no_door_to_them(desk, flyer):  # noqa: F811
    for address in (LIST, f"{LIST}new/", f"{LIST}edit/{flyer.pk}/", FIGURES):
        assert desk.client.get(address).status_code in (302, 403, 404)


def test_what_was_taken_is_not_deleted(administration, flyer):  # noqa: F811
    Download.objects.create(tool=flyer, format="odt", month=date(2026, 11, 1), count=3)
    response = administration.post(f"{LIST}delete/{flyer.pk}/", follow=True)
    assert "sert encore" in response.content.decode() and Tool.objects.filter(pk=flyer.pk).exists()
    with pytest.raises(ProtectedError), transaction.atomic():
        flyer.delete()


@time_machine.travel("2026-11-22 10:00", tick=False)
def test_figures_of_twelve_months_by_tool(administration, flyer, django_assert_max_num_queries):  # noqa: F811
    for month, count in ((date(2026, 11, 1), 7), (date(2025, 12, 1), 5), (date(2025, 11, 1), 1000)):
        Download.objects.create(tool=flyer, format="odt", month=month, count=count)
    Download.objects.create(tool=flyer, format="docx", month=date(2026, 11, 1), count=4)
    response = administration.get(FIGURES)
    rows = response.context["rows"]
    assert [row["month"] for row in rows[:2]] == ["Novembre 2026", "Octobre 2026"] and len(rows) == 12
    column = [tool.slug for tool in response.context["tools"]].index("flyer")
    assert [rows[0]["counts"][column], rows[11]["counts"][column]] == [11, 5]
    assert sum(row["total"] for row in rows) == 16
    assert "1000" not in response.content.decode()


def test_months_go_back_over_the_year():
    assert months_before(date(2026, 2, 28))[:3] == [date(2026, 2, 1), date(2026, 1, 1), date(2025, 12, 1)]
    assert len(set(months_before(date(2026, 2, 28)))) == 12


def test_the_tables_keep_their_rules(flyer):
    first = Download(tool=flyer, format="odt", month=date(2026, 11, 1))
    first.save()
    for wrong in (
        {"month": date(2026, 11, 2)},
        {"month": date(2026, 11, 1)},
        {"month": date(2026, 12, 1), "count": -1},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Download.objects.create(tool=flyer, format="odt", **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tool.objects.filter(pk=flyer.pk).update(version="")
    for name, value in (("formats", ["exe"]), ("formats", []), ("registers", ["9Z"]), ("slug", "inconnu")):
        with pytest.raises(ValidationError) as error:
            setattr(flyer, name, value)
            flyer.full_clean()
        assert name in error.value.message_dict
        flyer.refresh_from_db()


def test_loading_the_demonstration_twice_changes_nothing(flyer):
    before = list(Tool.objects.values())
    add_tools()
    assert list(Tool.objects.values()) == before and len(before) == 6


def test_search_finds_what_is_offered_in_every_language(flyer, django_assert_num_queries):
    hidden = Tool.objects.get(slug="modele-affiche")
    hidden.live = False
    hidden.save()
    ids = list(Tools().ids())
    assert str(flyer.pk) in ids and str(hidden.pk) not in ids
    with django_assert_num_queries(1):
        found = list(Tools().documents([*ids, str(hidden.pk), "x", "9" * 30]))
    assert len(found) == 5 * 3 and {one.kind for one in found} == {"tool"}
    english, arabic = (
        next(one for one in found if one.language == code and one.url.endswith("/fiche-de-saisine/"))
        for code in ("en", "ar")
    )
    assert english.title.startswith("Referral form") and english.words_language == ""
    assert english.url == "/en/outils/fiche-de-saisine/" and "Fiche de saisine" in english.original
    assert arabic.title == "Fiche de saisine" and arabic.words_language == "fr" and not arabic.text
    french = next(one for one in found if one.language == "fr" and one.url.endswith("/fiche-de-saisine/"))
    assert french.keywords == ("à télécharger", "PDF", "DOCX", "ODT")
    assert "messagerie sécurisée" in french.text and "<p>" not in french.text


def test_search_is_told_of_a_change(flyer, settings, tmp_path):
    settings.SEARCH_ROOT = str(tmp_path)
    Change.objects.all().delete()
    flyer.title = "Dépliant"
    flyer.save()
    assert Change.objects.filter(key=f"tool:{flyer.pk}").exists()
