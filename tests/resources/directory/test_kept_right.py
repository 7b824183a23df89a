"""What is easily got wrong: old letters, hours of one month, a service that stands elsewhere, hours nobody has any more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from resources.directory.cards import address_of
from resources.directory.facts import zone_words
from resources.directory.inclusion import hours_with
from resources.directory.indexing import forget_unused_rules, point_of
from resources.directory.models import Closure, HoursRule
from resources.directory.search import Query, find
from resources.directory.slugs import stem_of
from resources.directory.text import words_in
from resources.directory.where import _plain
from tests.factories import ClosureFactory, ServiceFactory, StructureFactory

pytestmark = pytest.mark.django_db


def found(words: str) -> list[str]:
    return [hit.service.nom for hit in find(Query(words=words)).hits]


@pytest.mark.parametrize("typed", ["coeur", "cœur", "CŒUR", "Cœur"])
def test_joined_letters_are_found_in_capitals_too(typed):
    ServiceFactory(nom="RESTOS DU CŒUR")
    assert found(typed) == ["RESTOS DU CŒUR"]
    assert stem_of("Œuvre du CŒUR") == "oeuvre-du-coeur"


@pytest.mark.parametrize("typed", ["3919", "riz", "rendez-vous", "gaz", "طبي"])
def test_a_word_is_found_by_its_beginning_whatever_its_last_letter(typed):
    ServiceFactory(nom="Le 3919, du riz, un rendez-vous, le gaz, طبيب")
    assert len(found(typed)) == 1


#: What tells how words are compared, in each database.
ORDER = {
    "postgresql": "SELECT collation_name FROM information_schema.columns"
    " WHERE table_name = 'directory_term' AND column_name = 'value'",
    "sqlite": "SELECT 'C' WHERE '3919' < '391:'",
}


def test_words_are_compared_by_code_point():
    with connection.cursor() as cursor:
        cursor.execute(ORDER[connection.vendor])
        assert cursor.fetchone() == ("C",)


def test_elisions_are_no_words():
    assert words_in("J'ai besoin d'aide, qu'on m'accompagne jusqu'à l'hôpital") == [
        "aide",
        "accompagne",
        "hopital",
    ]


def test_a_town_is_read_whatever_the_signs_around_it():
    assert _plain("Saint-Martin-d’Hères") in _plain("2 rue de la Gare, Saint-Martin-d'Hères, Isère")


def test_special_hours_over_a_month_open_neither_sundays_nor_holidays_elsewhere():
    month = Closure(
        kind="special",
        first_day=date(2026, 7, 1),
        last_day=date(2026, 7, 31),
        hours="10:00-13:00",
        reason="été",
    )
    rule = hours_with("Mo-Fr 09:00-12:00; PH off", [month])
    assert "2026 Jul 01-2026 Jul 03 10:00-13:00" in rule  # Wednesday to Friday
    assert not any(f"2026 Jul {day:02}-" in rule for day in (4, 5, 14))


def test_a_service_of_another_commune_does_not_stand_at_its_structures_door():
    service = ServiceFactory(
        structure=StructureFactory(), commune="Aix-les-Bains", code_insee="73008", code_postal="73100"
    )
    assert address_of(service) == "73100 Aix-les-Bains"
    assert point_of(service) is None


def test_hours_nobody_has_any_more_are_forgotten():
    structure = StructureFactory(horaires_accueil="Mo-Fr 09:00-12:00")
    ServiceFactory(structure=structure)
    closure = ClosureFactory(structure=structure, first_day=timezone.localdate() + timedelta(3))
    closure.delete()
    assert HoursRule.objects.count() > 1
    forget_unused_rules()
    assert [rule.text for rule in HoursRule.objects.all()] == ["Mo-Fr 09:00-12:00"]


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (None, ""),
        (["france"], "Toute la France"),
        (["73"], "département 73"),
        (["73", "01001"], "département 73, d’autres communes"),
        (["01001"], "certaines communes"),
    ],
)
def test_a_zone_never_says_less_than_it_knows(codes, words):
    assert zone_words(codes) == words
