"""The demonstration's resources: enough of them, valid in the national format, in every state, at invented addresses."""

from __future__ import annotations

import re

from django.test import TestCase
from django.utils import timezone

from portal.demo.load import load
from resources.directory import vocabulary
from resources.directory.inclusion import problems, record_of
from resources.directory.models import (
    Closure,
    HelpPage,
    Service,
    Structure,
    Suggestion,
    SupportFunction,
    SupportNeed,
    Term,
)
from resources.directory.search import Query, find
from resources.directory.vocabulary import Level, Saturation, State, StepFree

#: Numbers that answer to everybody, and those reserved for fiction (ARCEP, 01 99 00 …).
PHONE = re.compile(r"01 99 00 \d\d \d\d|115|3114|3919")


class ResourcesOfTheDemonstration(TestCase):
    """Loaded once for all of them."""

    @classmethod
    def setUpTestData(cls) -> None:
        load()

    def test_sixty_and_more_for_two_territories(self):
        assert Structure.objects.public().count() >= 60
        for slug in ("chambery", "sud-est-grenoblois"):
            assert Structure.objects.public().filter(territories__slug=slug).count() >= 20

    def test_all_is_valid_in_the_exchange_format(self):
        for structure in Structure.objects.all():
            assert not problems(record_of(structure, structure.closures.all()), "structure"), structure
        for service in Service.objects.select_related("structure"):
            assert not problems(record_of(service), "service"), service

    def test_phones_and_addresses_are_invented(self):
        for entry in [*Structure.objects.all(), *Service.objects.all()]:
            assert entry.telephone is None or PHONE.fullmatch(entry.telephone), entry
            assert entry.courriel is None or entry.courriel.endswith("@example.org"), entry

    def test_every_value_of_every_facet_is_there(self):
        facets = {
            Term.Kind.AUDIENCE: vocabulary.AUDIENCES,
            Term.Kind.FEE: vocabulary.FEES,
            Term.Kind.RECEPTION: vocabulary.RECEPTIONS,
            Term.Kind.LANGUAGE: vocabulary.LANGUAGES,
            Term.Kind.ACCESS: [value for value in StepFree.values if value],
        }
        shown = find(Query()).facets
        for kind, values in facets.items():
            assert {facet.value for facet in shown[kind]} == set(values), kind
        assert len(shown[Term.Kind.THEME]) >= 10

    def test_every_state_is_there(self):
        today = timezone.localdate()
        assert set(Structure.objects.values_list("state", flat=True)) == set(State.values)
        assert set(Service.objects.values_list("saturation", flat=True)) == set(Saturation.values)
        assert Closure.objects.filter(first_day__lte=today, last_day__gte=today).exists()
        assert Structure.objects.filter(next_check__lt=today).count() >= 5
        assert Suggestion.objects.waiting().exists() and SupportNeed.objects.exists()
        assert set(SupportFunction.objects.values_list("level", flat=True)) == set(Level.values)

    def test_ten_pages_of_need_in_three_languages_lead_to_somebody(self):
        for language in ("fr", "en", "ar"):
            assert HelpPage.objects.live().filter(locale__language_code=language, alias_of=None).count() == 10
        for page in HelpPage.objects.filter(locale__language_code="fr"):
            chosen = {Term.Kind.THEMATIQUE: tuple(page.thematiques.split())}
            assert find(Query(chosen=chosen), with_facets=False).total >= 2, page
        assert HelpPage.objects.filter(is_sensitive=True, locale__language_code="fr").count() == 1
