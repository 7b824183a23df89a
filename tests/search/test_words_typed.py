"""Thumbs and habits: words written as one, apostrophes forgotten, few answers, words written as typed; for every engine."""

from __future__ import annotations

import pytest
from django.core.cache import caches

from portal.territories import content_version
from search.models import Synonyms
from tests.search.making import ask, doc, keys


@pytest.fixture(autouse=True)
def _no_words_of_the_portal(db: None) -> None:
    Synonyms.objects.all().delete()
    caches["parts"].clear()  # every test counts its versions from the same one


def _mean(words: str, **other: bool) -> None:
    Synonyms.objects.create(words=words, **other)
    content_version.bump()


def test_two_words_written_as_one_are_two_again(engine, fill) -> None:
    fill(
        doc(1, "Café santé"),
        doc(2, "Café des parents", text="La santé des enfants."),
        doc(3, "Dom'Inno"),
    )
    answer = ask(engine, "cafesante")
    assert answer.hits[0].key == "resource:1" and answer.correction == "café santé"
    assert keys(engine, "dominno") == ["resource:3"]
    assert keys(engine, "parentscafe") == []  # nobody wrote them in this order


def test_a_forgotten_apostrophe_is_no_letter(engine, fill) -> None:
    fill(doc(1, "Courriers d'autres pays"), doc(2, "Jardin"))
    assert keys(engine, "jai dautres courriers") == ["resource:1"]


def test_what_holds_some_of_the_words_follows_the_few_that_hold_them_all(engine, fill) -> None:
    fill(
        doc(1, "Un toit", text="Pour ce soir."), doc(2, "Dormir ce soir"), doc(3, "Dormir"), doc(4, "Jardin")
    )
    answer = ask(engine, "dormir soir")
    found = [hit.key for hit in answer.hits]
    assert found[0] == "resource:2" and set(found) == {"resource:1", "resource:2", "resource:3"}
    assert not answer.partial
    fill(*(doc(number, "Dormir ce soir") for number in range(10, 15)), doc(3, "Dormir"))
    assert keys(engine, "dormir soir", per_page=50) == [f"resource:{number}" for number in range(10, 15)]


def test_a_title_written_as_typed_comes_before_other_forms(engine, fill) -> None:
    fill(doc(1, "Passer le permis"), doc(2, "La PASS de l'hôpital, sans carte ni papiers"))
    assert keys(engine, "pass") == ["resource:2", "resource:1"]


def test_words_that_mean_one_thing_together_are_found_apart_too(engine, fill) -> None:
    _mean("hébergement d'urgence, sans-abri")
    fill(doc(1, "Hébergement", text="Pour les personnes en urgence."), doc(2, "Sans-abri"), doc(3, "Jardin"))
    assert set(keys(engine, "hébergement d'urgence")) == {"resource:1", "resource:2"}


def test_a_word_the_synonyms_know_is_no_mistake(engine, fill) -> None:
    _mean("faim, colis", one_way=True)
    fill(doc(1, "Colis"), doc(2, "La fin du mois"), doc(3, "Fait à la maison"))
    assert keys(engine, "j'ai faim") == ["resource:1"]


@pytest.mark.parametrize(
    ("typed", "title"),
    [("je dors", "Bien dormir"), ("humide", "Humidité"), ("comprends", "Comprendre"), ("reçue", "Recevoir")],
)
def test_forms_no_stemmer_brings_together(engine, fill, typed, title) -> None:
    fill(doc(1, title), doc(2, "Jardin"))
    assert keys(engine, typed) == ["resource:1"]


def test_the_arabic_article_changes_nothing(engine, fill) -> None:
    fill(doc(1, "الديون والميزانية", language="ar"), doc(2, "وسيطة لمساعدتكم", language="ar"))
    assert keys(engine, "ديون", language="ar") == ["resource:1"]
    assert keys(engine, "الوسيطة", language="ar") == ["resource:2"]
