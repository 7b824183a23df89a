"""The one list of fields of the saisine: whole, coherent, and refused when it is not."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.guide.tools.content import document
from resources.guide.tools.fiche import SPOTS, fiche
from resources.guide.tools.fields import FILE, BadList, Condition, Kind, read, saisine
from resources.guide.tools.layout import FULL, Text

pytestmark = pytest.mark.once  # nothing of it depends on the database

TEXT = FILE.read_text(encoding="utf-8")


def test_the_two_pages_hold_what_the_guide_and_the_has_ask():
    told = saisine()
    assert [section.slug for section in told.of_page(1)] == [
        "referrer",
        "person",
        "agreement",
        "request",
        "screening",
    ]
    assert [section.slug for section in told.of_page(2)] == [
        "intake",
        "reasons",
        "needs",
        "decision",
        "feedback",
    ]
    families = [field for field in told.fields if field.slug.startswith("reasons_") and field.choices]
    assert len(families) == 5 and all(field.choices[-1].slug == "other" for field in families)
    screening = [field for field in told.fields if field.section == "screening"]
    assert len(screening) == 8
    assert all({c.slug for c in field.choices} == {"yes", "no", "unknown"} for field in screening)
    assert not any(field.required for field in screening)


def test_what_tells_of_the_person_is_sealed():
    for field in saisine().fields:
        if field.kind == Kind.LONG or field.slug.startswith(("person_", "screen_", "reasons_", "agreement")):
            assert field.sensitive, field.slug


def test_the_team_learns_where_who_refers_works():
    told = saisine()
    asked = [field.slug for field in told.fields if field.section == "referrer"]
    assert [slug for slug in asked if slug.startswith("referrer_")] == [
        "referrer_name",
        "referrer_organisation",
        "referrer_profession",
        "referrer_address",
        "referrer_phone",
        "referrer_mail",
    ]
    address = told.by_slug["referrer_address"]
    assert not address.required and address.autocomplete == "street-address"


def test_the_sheet_gives_the_emergency_numbers_of_the_booklet():
    warning = next(
        block.text
        for block in document("livret-de-parcours", "fr", defaultdict(str), "").blocks
        if isinstance(block, Text) and block.style == "warning"
    )
    numbers = set(re.findall(r"\d+", warning))
    assert numbers == {"15", "114", "3114"}
    assert set(re.findall(r"\d+", saisine().emergency)) == numbers | {"17"}


def test_a_condition_holds_for_one_answer_or_for_one_of_several():
    condition = Condition("reasons_health", ("other",))
    assert condition.holds({"reasons_health": ["severe", "other"]})
    assert condition.holds({"reasons_health": "other"})
    assert not condition.holds({"reasons_health": ["severe"]})
    assert not condition.holds({"reasons_health": ""}) and not condition.holds({})


@given(st.data())
def test_nothing_is_required_that_is_not_asked(data):
    told = saisine()
    answers = {}
    for field in told.fields:
        slugs = [choice.slug for choice in field.choices]
        if field.kind == Kind.CHOICE:
            answers[field.slug] = data.draw(st.sampled_from(["", *slugs]))
        elif field.kind == Kind.CHECKS:
            answers[field.slug] = data.draw(st.lists(st.sampled_from(slugs), unique=True))
    for field in told.fields:
        if field.is_required(answers):
            assert field.required and field.is_asked(answers)
        if field.only_if:
            given = answers[field.only_if.field]
            chosen = {given} if isinstance(given, str) else set(given)
            assert field.is_asked(answers) == bool(chosen & set(field.only_if.values))


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ('slug = "request_date"', 'slug = "request_kind"', "one name"),
        ('kind = "phone"', 'kind = "telephone"', "referrer_phone"),
        ("max = 600\n", "", "request_why: a length"),
        (
            'section = "request"\npage = 1\nkind = "long"\nmax = 600',
            'section = "nowhere"\npage = 1\nkind = "long"\nmax = 600',
            "no section",
        ),
        ('section = "person"\npage = 1', 'section = "person"\npage = 2', "page of its section"),
        ('values = ["renewal"]', 'values = ["again"]', "an answer there is not"),
        ('only_if = { field = "request_kind"', 'only_if = { field = "decision"', "asked later"),
        ('share = ["referrer", "person"]', 'share = ["everybody"]', "a reader nobody knows"),
        (
            '{ slug = "renewal", label = "un renouvellement" }',
            '{ slug = "first", label = "encore" }',
            "two choices",
        ),
        (
            "max = 400\nrequired = false\nsensitive = true",
            "max = 400\nrequired = false\nsensitive = false",
            "not sealed",
        ),
        ('label = "C\'est"', 'label = "C\'est"\ncolour = "red"', "nobody knows colour"),
        ('label = "C\'est"\n', "", "label"),
    ],
)
def test_a_list_that_contradicts_itself_is_refused(before, after, why):
    assert before in TEXT
    with pytest.raises(BadList, match=re.escape(why)):
        read(TEXT.replace(before, after, 1))


def test_every_field_has_its_place_on_the_sheet_and_no_place_is_left_over():
    told = saisine()
    placed = fiche(told, "")
    assert [block.name for block in placed.blocks] == [field.slug for field in told.fields]
    assert set(SPOTS) <= set(told.by_slug)
    for page in placed.pages:
        for section in page.sections:
            for row in section.rows():
                assert sum(block.width for block in row) <= FULL
