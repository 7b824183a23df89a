"""What the admin writes is what editions keep; editions never change; the demonstration's content can be answered."""

from __future__ import annotations

from copy import deepcopy

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from wagtail.models import ModelLogEntry

from portal.when import PDI
from resources.guide.checks.actions import NothingNew, publish_edition
from resources.guide.checks.changes import changes_between
from resources.guide.checks.content import read_check, read_cost
from resources.guide.checks.guard import guard, unguard
from resources.guide.checks.verdict import BEGUN, BLANK, MISSING, NEARLY, READY, UNKNOWN
from resources.guide.models import Check, CostForm, Edition, Sheet
from resources.guide.models.editions import Form
from tests.factories import UserFactory
from tests.resources.guide.checking import change_question, check, contents, cost, drafts, publish_all

pytestmark = pytest.mark.django_db
STREAMS = {
    Check: ("answers", "dimensions", "themes", "readings"),
    CostForm: ("factors", "inputs", "sections", "modes", "results", "readings"),
}


@pytest.fixture(autouse=True)
def published():
    publish_all()


def test_the_demonstration_can_be_saved_in_the_admin_as_it_is():
    for draft in drafts():
        draft.full_clean()
        for name in STREAMS[type(draft)]:
            value = getattr(draft, name)
            assert value.stream_block.clean(value)


def test_loading_the_demonstration_again_publishes_nothing():
    publish_all()
    assert sorted(Edition.objects.values_list("slug", "number")) == [
        ("cout", 1),
        ("etes-vous-prets", 1),
        ("territoire", 1),
    ]


@pytest.mark.parametrize(("form", "themes", "questions"), [(Form.READY, 6, 27), (Form.TERRITORY, 4, 10)])
@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_every_word_of_a_check_is_said_in_three_languages(form, themes, questions, language):
    content = check(form, language)
    assert len(content.themes) == themes
    assert len(list(content.questions())) == questions
    assert set(content.readings) == {READY, NEARLY, BEGUN, MISSING, UNKNOWN, BLANK}
    said = [content.title, content.summary, content.introduction]
    said += [words for one in (*content.answers, *content.dimensions) for words in [one.label]]
    said += [words for theme in content.themes for words in (theme.title, theme.introduction)]
    said += [words for _theme, one in content.questions() for words in (one.text, one.help, one.short)]
    said += [words for one in content.readings.values() for words in (one.title, one.html, one.text)]
    assert all(words.text and words.lang == language for words in said)


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_every_word_of_the_worksheet_is_said_in_three_languages(language):
    content = cost(language)
    assert (len(content.sections), len(content.lines)) == (7, 33)
    assert (content.low, content.high, content.page) == (15000, 150000, 5)
    assert [line.slug for line in content.lines if line.is_people] == ["personnes-accompagnees"]
    assert [line.slug for line in content.lines if line.is_patients] == ["patientele"]
    assert sum(line.minimum for line in content.lines) == 4
    said = [content.title, content.summary, content.introduction, content.assumptions, content.told]
    said += [*content.factors, *(one.label for one in content.modes)]
    said += [words for line in content.lines for words in (line.label, line.help)]
    said += [box.label for line in content.lines for box in line.boxes]
    said += [box.unit for line in content.lines if not line.is_count for box in line.boxes]
    assert not any(box.unit.text for line in content.lines if line.is_count for box in line.boxes)
    said += [words for one in content.readings.values() for words in (one.title, one.html)]
    assert all(words.text and words.lang == language for words in said)


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_words_follow_the_questions_and_the_range(language):
    told = contents()
    first = {**told[Form.READY], "themes": told[Form.READY]["themes"][:1]}
    assert "3 " in read_check(first, 1, language).summary.text.replace(PDI, " ")
    assert "27" in check(language=language).summary.text
    moved = read_cost(told[Form.COST] | {"low": 20000, "high": 90000}, 1, language)
    said = [moved.told.text, *(one.html.text for one in moved.readings.values())]
    everything = " ".join(said).replace("\u202f", "").replace(",", "")
    assert "20000" in everything and "90000" in everything
    assert "15000" not in everything and "150000" not in everything and "{" not in everything


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_an_edition_from_before_a_reading_has_one_all_the_same(language):
    told = contents()
    for slug, spare, read_ in ((Form.READY, "begun", read_check), (Form.COST, "excess", read_cost)):
        old = {**told[slug], "readings": [one for one in told[slug]["readings"] if one["slug"] != spare]}
        assert read_(old, 1, language).readings[spare].title.text
        assert read_(told[slug], 1, language).readings[spare].title.text == next(
            one["title"][language] for one in told[slug]["readings"] if one["slug"] == spare
        )


def test_a_worksheet_from_before_a_line_of_patients_is_read():
    old = deepcopy(contents()[Form.COST])
    for section in old["sections"]:
        for one in section["lines"]:
            del one["is_patients"]
    assert not any(one.is_patients for one in read_cost(old, 1, "fr").lines)


def test_what_nobody_translated_is_given_in_french_and_says_so():
    change_question("finess", text_ar="", help_ar="")
    edition = publish_edition(Check.objects.get(slug=Form.READY), user=None)
    content = read_check(edition.content, edition.number, "ar")
    question = next(one for _theme, one in content.questions() if one.slug == "finess")
    assert question.text.lang == "fr" and "FINESS" in question.text.text
    assert question.short.lang == "ar"


def test_an_edition_is_published_once_for_each_change():
    user = UserFactory()
    draft = change_question("finess", text="Avez-vous un numéro FINESS ?")
    edition = publish_edition(draft, user=user)
    assert (edition.slug, edition.number) == (Form.READY, 2)
    with pytest.raises(NothingNew):
        publish_edition(draft, user=user)
    entry = ModelLogEntry.objects.get(action="guide.edition", data__number=2)
    assert entry.user == user


def test_the_first_edition_keeps_its_words():
    publish_edition(change_question("finess", text="Autre chose ?"), user=None)
    first, second = Edition.objects.filter(slug=Form.READY).order_by("number")
    texts = [
        next(
            one.text.text
            for _theme, one in read_check(one.content, one.number, "fr").questions()
            if one.slug == "finess"
        )
        for one in (first, second)
    ]
    assert texts == ["Avez-vous une structure juridique qui possède un numéro FINESS ?", "Autre chose ?"]


def test_the_database_refuses_to_change_an_edition():
    edition = Edition.objects.current(Form.READY)
    for change in (
        lambda: Edition.objects.filter(pk=edition.pk).update(number=9),
        lambda: Edition.objects.filter(pk=edition.pk).update(content={}),
        edition.save,
    ):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            change()
    edition.refresh_from_db()
    assert edition.number == 1


def test_the_guard_can_be_lifted_and_put_back():
    edition = Edition.objects.current(Form.READY)
    unguard(connection)
    Edition.objects.filter(pk=edition.pk).update(number=9)
    Edition.objects.filter(pk=edition.pk).update(number=1)
    guard(connection)
    guard(connection)  # every `migrate` does it again
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(number=9)


def test_an_edition_with_a_sheet_cannot_be_deleted():
    edition = Edition.objects.current(Form.READY)
    Sheet.objects.create(edition=edition, digest="0" * 64, expires_on="2030-01-01")
    with pytest.raises(DatabaseError), transaction.atomic():
        edition.delete()


# What could not be answered is refused.


def raw(draft, name):
    return [
        {"type": one.block_type, "value": one.block.get_prep_value(one.value)} for one in getattr(draft, name)
    ]


def test_two_questions_of_one_name_are_refused():
    draft = Check.objects.get(slug=Form.READY)
    themes = raw(draft, "themes")
    themes[1]["value"]["questions"][0]["value"]["slug"] = "finess"
    draft.themes = themes
    with pytest.raises(ValidationError, match="deux fois : finess"):
        draft.full_clean()


def test_a_theme_of_an_unknown_dimension_is_refused():
    draft = Check.objects.get(slug=Form.READY)
    themes = raw(draft, "themes")
    themes[0]["value"]["dimension"] = "ailleurs"
    draft.themes = themes
    with pytest.raises(ValidationError, match="ailleurs"):
        draft.full_clean()


def test_a_dimension_without_essential_question_is_refused():
    draft = Check.objects.get(slug=Form.READY)
    draft.dimensions = [
        *raw(draft, "dimensions"),
        {"type": "dimension", "value": {"title": "Vide", "slug": "vide"}},
    ]
    with pytest.raises(ValidationError, match="vide"):
        draft.full_clean()


@pytest.mark.parametrize("name", ["answers", "readings"])
def test_an_answer_or_a_reading_is_there_once(name):
    draft = Check.objects.get(slug=Form.READY)
    blocks = raw(draft, name)
    for wrong in (blocks[1:], [*blocks, blocks[0]]):
        setattr(draft, name, wrong)
        with pytest.raises(ValidationError, match="un de chaque"):
            draft.full_clean()


@pytest.mark.parametrize(("model", "spare"), [(Check, "begun"), (CostForm, "excess")])
def test_a_draft_from_before_a_reading_is_kept_but_not_with_two(model, spare):
    draft = model.objects.first()
    readings = raw(draft, "readings")
    draft.readings = [one for one in readings if one["value"]["slug"] != spare]
    draft.full_clean()
    again = next(one for one in readings if one["value"]["slug"] == spare)
    draft.readings = [*readings, again]
    with pytest.raises(ValidationError, match="un de chaque"):
        draft.full_clean()


@pytest.mark.parametrize(
    "change",
    [
        {"effect": "none"},
        {"kind": "count"},
        {"is_people": True},
        {"is_patients": True},
        {"effect": "income", "minimum": True},
    ],
)
def test_a_line_that_could_not_be_added_up_is_refused(change):
    draft = CostForm.objects.get()
    sections = raw(draft, "sections")
    sections[1]["value"]["lines"][0]["value"].update(change)
    draft.sections = sections
    with pytest.raises(ValidationError, match="Médiation en santé"):
        draft.full_clean()


def test_a_range_upside_down_is_refused():
    draft = CostForm.objects.get()
    draft.low, draft.high = 2, 1
    with pytest.raises(ValidationError, match="dépasse"):
        draft.full_clean()


def test_a_name_left_empty_is_made_of_the_words():
    block = (
        Check._meta.get_field("themes")
        .stream_block.child_blocks["theme"]
        .child_blocks["questions"]
        .child_block
    )
    value = block.to_python(
        {"text": "Avez-vous déjà un lieu à vous ?", "short": "un lieu", "essential": True, "origin": "base"}
    )
    assert block.clean(value)["slug"] == "avez-vous-deja-un-lieu-a-vous"


# What is told before an edition is published.


def test_what_changes_is_told_in_the_words_of_the_questions():
    old = Check.objects.get(slug=Form.READY).frozen()
    new = change_question("finess", text="Avez-vous un numéro FINESS ?").frozen()
    changes = changes_between(old, new)
    assert changes == ([], [], ["Avez-vous un numéro FINESS ?"], False)
    gone = {**new, "themes": [{**one, "questions": one["questions"][1:]} for one in new["themes"]]}
    assert len(changes_between(new, gone).removed) == 6
    assert len(changes_between(gone, new).added) == 6
    assert changes_between(new, {**new, "unknown_from": 4}).elsewhere
    assert len(changes_between(None, new).added) == 27


def test_the_worksheet_tells_what_changes_too():
    old = CostForm.objects.get().frozen()
    new = {**old, "sections": [{**one, "lines": one["lines"][1:]} for one in old["sections"]]}
    assert "Médiation en santé" in changes_between(old, new).removed
    assert read_cost(old, 1, "fr").results["total"].label.text == "Coût total par an"
