"""What a sheet says once it is filled: in words first, by dimension, what is missing and where to read about it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.when import LRI, PDI
from resources.guide.checks import actions
from resources.guide.checks.filled import points_of
from resources.guide.checks.verdict import judge
from resources.guide.models import ChapterPage, Edition
from resources.guide.models.editions import Form
from resources.guide.reading.contents import lines_of
from tests.home.pages.conftest import tree  # noqa: F401 -- a fixture
from tests.resources.guide.chapters import add_demonstration
from tests.resources.guide.checking import (
    begin,
    check,
    contents,
    cost,
    fields_of,
    fill,
    publish_editions,
    sheet_of,
    written,
)

pytestmark = pytest.mark.django_db
ANSWERS = ["yes", "in_progress", "not_yet", "dont_know", ""]
ROOTS = ["", "/en", "/ar"]


@pytest.fixture(autouse=True)
def published():
    publish_editions()


def answer_all(address: str, answer: str, **others: str) -> None:
    """Give one answer to every question, and others to some."""
    sheet = sheet_of(address)
    content = check(sheet.edition.slug)
    given_ = {question.slug: answer for _theme, question in content.questions()}
    actions.write(sheet, given_ | {name.replace("_", "-"): value for name, value in others.items()})


def page_of(address: str, root: str = "") -> str:
    answer = Client().get(f"{root}{address}")
    assert answer.status_code == 200
    return answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]


def words(html: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", html).split()))


def part(html: str, name: str) -> str:
    """Give the words of one section, "" when it is not there."""
    found = re.search(rf'<section aria-labelledby="{name}">(.*?)</section>', html, re.DOTALL)
    return words(found[1]) if found else ""


# A check.


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("yes", "ready"),
        ("in_progress", "begun"),
        ("not_yet", "missing"),
        ("dont_know", "unknown"),
        ("", "blank"),
    ],
)
@pytest.mark.parametrize("form", [Form.READY, Form.TERRITORY])
def test_each_reading_is_told_first_in_the_language_of_the_page(form, answer, state, root):
    address = begin(form)
    answer_all(address, answer)
    content = check(form, root[1:] or "fr")
    html = page_of(address, root)
    title = re.search(r"<h1[^>]*>(.*?)</h1>", html)[1]
    assert unescape(title) == content.readings[state].title.text
    assert words(content.readings[state].html.text) in words(html)
    if state != "blank":
        for one in content.dimensions:
            assert one.label.text in words(html)
        assert content.readings[state].text.text in words(html)


def test_nearly_is_said_of_what_is_nearly_there():
    address = begin()
    answer_all(address, "yes", bureau="in_progress", finess="in_progress")
    assert "Vous y êtes presque" in words(page_of(address))


NONE_MISSING = re.compile(r"[Aa]ucun[^.]*(ne manque|à zéro)|none is|لا ت(نقص|وجد)")


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("form", [Form.READY, Form.TERRITORY])
def test_nothing_is_said_not_to_be_missing_while_a_point_is_uncertain(form, root):
    content = check(form, root[1:] or "fr")
    points = [one for _theme, one in content.questions() if one.essential]
    for unanswered in ([points[0]], [points[-1]], points[-2:]):
        address = begin(form)
        answer_all(address, "yes", **{one.slug: "" for one in unanswered})
        assert not NONE_MISSING.search(words(page_of(address, root)))
    assert NONE_MISSING.search(words(content.readings["nearly"].html.text))


def test_the_minimum_activities_left_without_answer_leave_nothing_to_say():
    address = begin()
    minimum = {one.slug: "" for _theme, one in check().questions() if one.origin == "minimum"}
    assert len(minimum) == 4
    answer_all(address, "yes", **minimum)
    assert "On ne peut pas encore dire" in words(page_of(address))


def test_nothing_answered_says_so_and_draws_nothing():
    html = page_of(begin())
    assert "Vous n'avez pas encore répondu" in words(html)
    assert 'class="chart"' not in html and 'class="check-todos"' not in html


def test_what_is_missing_is_named_before_the_rest():
    address = begin()
    answer_all(
        address, "yes", finess="not_yet", bureau="in_progress", mediation="dont_know", trois_ans="not_yet"
    )
    html = page_of(address)
    assert "Il manque l'essentiel" in words(html)
    assert part(html, "points-missing").startswith(
        "Ce qui manque Une structure juridique avec un numéro FINESS"
    )
    assert "temps de médiation" in part(html, "points-to-check")
    assert "bureau" in part(html, "points-under-way")
    assert "Trois années de financement" in part(html, "points-helping")
    order = [html.index(f"points-{name}") for name in ("missing", "to-check", "under-way", "helping")]
    assert order == sorted(order)


def test_the_bars_say_their_numbers_in_words():
    address = begin()
    answer_all(address, "yes", finess="not_yet")
    html = page_of(address)
    chart = re.search(r'<figure class="chart">.*?</figure>', html, re.DOTALL)[0]
    assert "La structure et le financement 2 sur 3" in words(chart)
    assert "Le lieu 4 sur 4" in words(chart)
    assert 'width="100"' in chart and 'width="66"' in chart


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_page_says_what_the_rules_say_for_any_answers(data):
    address = begin()
    content = check()
    answers = {
        one.slug: data.draw(st.sampled_from(ANSWERS), label=one.slug) for _theme, one in content.questions()
    }
    actions.write(sheet_of(address), answers)
    verdict = judge(
        points_of(content, answers), [one.slug for one in content.dimensions], content.unknown_from
    )
    html = page_of(address)
    title = content.readings[verdict.state].title.text
    assert f">{title}</h1>" in html.replace("&#x27;", "'")
    assert html.count('class="check-short"') == sum(
        len(slugs) for slugs in (verdict.missing, verdict.to_check, verdict.under_way, verdict.helping)
    ) * (verdict.state != "blank")


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("form", [Form.READY, Form.TERRITORY])
def test_every_point_leads_to_a_passage_that_is_there(tree, form, root):  # noqa: F811
    add_demonstration(tree)
    address = begin(form)
    answer_all(address, "not_yet")
    links = re.findall(r'class="check-way" href="([^"]+)"', page_of(address, root))
    assert len(links) == len(list(check(form).questions()))
    language = root[1:] or "fr"
    passages = {
        f"{root}/guide/{page.slug}/": {one.anchor for one in lines_of(page.body.raw_data)}
        for page in ChapterPage.objects.live().filter(locale__language_code=language)
    }
    for link in links:
        chapter, _hash, anchor = link.partition("#")
        assert anchor in passages[chapter], link
    for chapter in {link.partition("#")[0] for link in links}:
        assert Client().get(chapter).status_code == 200


def test_a_chapter_nobody_published_is_not_offered(tree):  # noqa: F811
    address = begin()
    answer_all(address, "not_yet")
    assert 'class="check-way"' not in page_of(address)
    add_demonstration(tree)
    assert "/guide/lieu/#" in page_of(address)
    ChapterPage.objects.get(slug="lieu", locale__language_code="fr").unpublish()
    html = page_of(address)
    assert "/guide/lieu/" not in html and "/guide/conditions/#" in html


def test_an_answer_an_edition_does_not_know_is_none():
    address = begin()
    actions.write(sheet_of(address), {"finess": "autrefois", "ailleurs": "yes"})
    assert "Vous n'avez pas encore répondu" in words(page_of(address))


def test_steps_say_how_far_one_is():
    address = begin()
    fill(address, structure_de_soins="yes", trois_paramedicaux="not_yet")
    assert "Réponses : 2 sur 3" in words(page_of(address))


def test_in_arabic_the_page_runs_from_right_to_left():
    answer = Client().get(f"/ar{begin()}").content.decode()
    assert '<html lang="ar" dir="rtl">' in answer


# The worksheet.


def line(address: str, step: int, name: str, *numbers: str, **others: str):
    boxes = {1: ("montant",), 2: ("seances", "cout-seance"), 3: ("heures", "semaines", "cout-heure")}[
        len(numbers)
    ]
    told = {f"{name}__{box}": number for box, number in zip(boxes, numbers, strict=True)}
    return fill(address, step, **told, **{f"{name}__{what}": value for what, value in others.items()})


@pytest.fixture
def worksheet() -> str:
    """A worksheet with a line of each kind."""
    address = begin(Form.COST)
    fill(address, 1, personnes_accompagnees__nombre="40")
    line(address, 2, "mediation", "17,5", "45", "32,50", mode="salarie")
    line(address, 2, "temps-autre", "2", "40", "25", nom="Secrétariat")
    line(address, 3, "dietetique", "60", "40,25")
    line(address, 4, "loyer", "0")
    line(address, 6, "deja-temps", "10 000")
    line(address, 7, "subvention", "15 000", nom="Ville de Chambéry")
    return address


def test_the_worksheet_shows_every_number_and_adds_up(worksheet):
    html = page_of(worksheet)
    said = words(html).replace("\u202f", " ").replace("\u00a0", " ")
    assert "Dans la fourchette publiée" in said
    assert "Salarié·e : 17,50 heures/semaine × 45 semaines/an × 32,50 €/heure 25 593,75 €" in said
    assert "Secrétariat 2 heures/semaine × 40 semaines/an × 25 €/heure 2 000 €" in said
    assert "60 séances/an × 40,25 €/séance 2 415 €" in said
    assert "Coût total par an 30 008,75 €" in said
    assert "Dont déjà payé 10 000 €" in said
    assert "Reste à financer 20 008,75 €" in said
    assert "Écart avec l'argent attendu −5 008,75 €" in said
    assert "Coût total par personne accompagnée 750,22 €" in said
    assert "De 15 000 € à 150 000 € par an" in said
    assert "Guide IMPACT, mai 2023 , page 5" in said
    assert "accompagner en un an 40 pas additionné" in said


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize(
    ("patients", "told"), [("1 000", {"": "4\u00a0%", "/en": "4%", "/ar": f"{LRI}4{PDI}\u00a0%"}), ("", None)]
)
def test_the_part_of_the_patients_is_told_beside_the_people(worksheet, patients, told, root):
    fill(worksheet, 1, patientele__nombre=patients)
    table = page_of(worksheet, root).split('class="data cost-table"', 1)[1]
    if told is None:
        assert "%" not in words(table)
    else:
        assert told[root] in table.split("</table>", 1)[0]


def test_a_part_too_small_is_not_rounded_to_nothing(worksheet):
    fill(worksheet, 1, patientele__nombre="100 000")
    assert "soit moins de 1\u00a0% des patient·es" in page_of(worksheet)


@pytest.mark.parametrize(
    ("patients", "told"), [("41", "soit 97\u00a0%"), ("40", "soit 100\u00a0%"), ("39", None)]
)
def test_a_part_is_never_called_the_whole_and_more_than_the_whole_is_not_told(worksheet, patients, told):
    """Forty people are accompanied: of 41 patients, 97.56 %."""
    fill(worksheet, 1, patientele__nombre=patients)
    page = page_of(worksheet)
    assert "des patient·es de l’équipe" not in page if told is None else told in page


def test_more_taken_off_than_counted_is_told_and_gives_no_gap():
    address = begin(Form.COST)
    line(address, 4, "loyer", "600")
    line(address, 6, "deja-temps", "1 000")
    said = words(page_of(address)).replace("\u202f", " ").replace("\u00a0", " ")
    assert "Vous retirez plus que ce que vous avez compté." in said
    totals = said.split("Les totaux", 1)[1].split("Déjà payé » dépasse", 1)[0]
    assert "Coût total par an 600 €" in totals and "Dont déjà payé 1 000 €" in totals
    assert "Reste à financer" not in totals and "Écart" not in totals and "−" not in said
    line(address, 6, "deja-temps", "600")
    said = words(page_of(address))
    assert "Vous retirez plus" not in said and "Reste à financer 0 €" in said


def test_lines_left_empty_are_recalled_and_so_are_minimum_times(worksheet):
    html = page_of(worksheet)
    assert "Psychologie" not in part(html, "vides") and "Consultations de psychologie" in part(html, "vides")
    assert "Médiation en santé" not in part(html, "vides")
    said = words(html)
    assert "Un temps minimal n'est pas compté" in said
    assert "Coordination médicale" in said.split("Un temps minimal", 1)[1]


def test_a_line_half_filled_is_not_counted_and_is_named():
    address = begin(Form.COST)
    fill(address, 2, mediation__heures="10")
    line(address, 4, "loyer", "20 000")
    said = words(page_of(address)).replace("\u202f", " ").replace("\u00a0", " ")
    assert "Des lignes sont à moitié remplies" in said
    assert "Coût total par an 20 000 €" in said
    assert "10 heures/semaine incomplet, pas compté" in said


def test_an_empty_worksheet_has_no_total():
    html = page_of(begin(Form.COST))
    assert "Rien à additionner pour le moment" in words(html)
    assert 'class="cost-results"' not in html and 'class="cost-empty"' not in html


@pytest.mark.parametrize("root", ROOTS)
def test_numbers_are_written_as_each_language_does(worksheet, root):
    told = {
        "": "30\u202f008,75\u00a0€",
        "/en": "€30,008.75",
        "/ar": f"{LRI}30\u202f008,75{PDI}\u00a0يورو",
    }[root]
    html = page_of(worksheet, root)
    assert told in html
    assert cost(root[1:] or "fr").readings["within"].title.text in html
    box = {"": "17,50", "/en": "17.50", "/ar": "17,50"}[root]
    assert fields_of(Client().get(f"{root}{worksheet}2/"))["q-mediation.heures"] == box


@pytest.mark.parametrize("root", ROOTS)
def test_a_page_sent_back_untouched_changes_nothing(worksheet, root):
    before = written(worksheet)
    for step in range(1, 8):
        page = f"{root}{worksheet}{step}/"
        assert Client().post(page, fields_of(Client().get(page))).status_code == 303
    assert written(worksheet) == before


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("beaucoup", "Écrivez un nombre, par exemple 1\u202f250,50."),
        ("1,250", "Écrivez un nombre, par exemple 1\u202f250,50."),
        ("-3", "Écrivez un nombre sans signe moins."),
        ("54", "Ce nombre est trop grand : 53 au plus."),
    ],
)
def test_a_number_that_cannot_be_read_is_refused_in_plain_words(typed, told):
    address = begin(Form.COST)
    answer = fill(address, 2, mediation__heures="10", mediation__semaines=typed)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    fields = fields_of(answer)
    assert (fields["q-mediation.heures"], fields["q-mediation.semaines"]) == ("10", typed)
    assert written(address) == {}


def test_a_name_given_to_a_line_is_shown_as_text_and_stays_on_one_line():
    address = begin(Form.COST)
    line(address, 2, "temps-autre", "1", "1", "1", nom="<b>Aide</b>\u202e\n& thé")
    html = page_of(address)
    assert "<bdi>&lt;b&gt;Aide&lt;/b&gt; &amp; thé</bdi>" in html
    assert "\u202e" not in html


def test_a_worksheet_is_of_its_edition_too():
    address = begin(Form.COST)
    new = contents()[Form.COST]
    Edition.objects.create(slug=Form.COST, number=2, content=new | {"low": 1, "high": 2})
    line(address, 4, "loyer", "20 000")
    assert "15\u202f000" in page_of(address)
    assert "15\u202f000" not in page_of(begin(Form.COST))
