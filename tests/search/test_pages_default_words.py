"""The words that come made equal: each line can be read, finds something, and says nothing twice."""

from __future__ import annotations

import pytest

from search.models import Synonyms
from search.text import telling

pytestmark = pytest.mark.django_db
FIELD = (
    "AS kiné CMP CPAM MDPH RSA mutuelle psy CAF CCAS PMI AME CSS ETP généraliste dentiste sage-femme addictologie FLE "
    "domiciliation expulsion surendettement aidant APA EHPAD ordonnance infirmière diététicienne papiers sous bouffe déprime"
)


def folded(group: str) -> tuple[str, ...]:
    return tuple(word.folded for word in telling(group, "fr"))


def test_there_are_thirty_and_more():
    assert Synonyms.objects.count() >= 30


def test_each_line_is_well_formed():
    for line in Synonyms.objects.all():
        line.full_clean()
        told = [folded(group) for group in line.groups()]
        assert all(told), f"{line}: a group of words says nothing"
        assert len(set(told)) == len(told), f"{line}: the same words twice"


def test_no_two_lines_of_one_meaning_begin_alike():
    lines = [(line.one_way, tuple(map(folded, line.groups()))) for line in Synonyms.objects.all()]
    pairs = [(one_way, frozenset(groups)) for one_way, groups in lines]
    assert len(set(pairs)) == len(pairs)


@pytest.mark.parametrize(
    "word", [*FIELD.split(), "mal au dos", "sport santé", "violences conjugales", "aide alimentaire"]
)
def test_the_words_of_the_field_and_of_the_street_are_there(word):
    groups = [folded(group) for line in Synonyms.objects.all() for group in line.groups()]
    assert folded(word) in groups
