"""Finishing what is being typed: the same contract for every engine."""

from __future__ import annotations

import pytest

from search.document import FOR, PROFESSIONALS
from search.question import Suggestion
from tests.search.making import doc


@pytest.fixture
def filled(engine, fill):
    fill(
        doc(1, "Médiation en santé", summary="Accès aux droits."),
        doc(2, "Café médical", "workshop", summary="Un médecin répond."),
        doc(3, "Aide alimentaire", summary="Aide, alimentation, colis."),
        doc(4, "Médecins contre les violences", summary="Aide aux femmes, accès secret.", discreet=True),
        doc(5, "Medical help", language="en"),
    )
    return engine


def _texts(engine, beginning: str, language: str = "fr") -> list[str]:
    return [suggestion.text for suggestion in engine.suggest(beginning, language)]


def test_words_are_finished_as_people_write_them(filled) -> None:
    assert {"médiation", "médical"} <= set(_texts(filled, "medi"))
    assert "médecin" in _texts(filled, "MÉDE")
    assert "accès" in _texts(filled, "acc")


def test_documents_whose_title_goes_so_are_given_with_their_address(filled) -> None:
    cafe = Suggestion("Café médical", "/fr/workshop/2/", "workshop", key="workshop:2")
    assert cafe in filled.suggest("cafe med", "fr")
    help_ = Suggestion("Médiation en santé", "/fr/resource/1/", "resource", key="resource:1")
    assert help_ in filled.suggest("média", "fr")


def test_what_was_typed_before_is_kept_and_counts(filled) -> None:
    assert "aide alimentaire" in _texts(filled, "aide ali")
    assert "acces aux droits" in _texts(filled, "acces aux dro")
    assert _texts(filled, "aide médi") == []


def test_discreet_documents_are_never_named(filled) -> None:
    assert not any("violences" in text.lower() for text in _texts(filled, "médecins"))
    assert not any(suggestion.url == "/fr/resource/4/" for suggestion in filled.suggest("medecins con", "fr"))
    for beginning in (
        "medecins contre les vio",
        "medecins con",
        "vi",
        "viol",
        "fem",
        "aide fem",
        "acces sec",
    ):
        assert filled.suggest(beginning, "fr") == [], beginning


def test_what_is_for_professionals_alone_is_not_named(engine, fill) -> None:
    fill(
        doc(1, "Culture commune", "workshop", marks={FOR: (PROFESSIONALS,)}),
        doc(2, "Culture du jardin", "workshop"),
    )
    assert [one.text for one in engine.suggest("cult", "fr")] == ["culture", "Culture du jardin"]
    assert engine.suggest("comm", "fr") == []


def test_words_a_discreet_document_shares_with_others_are_finished(engine, fill) -> None:
    """The others alone are counted, and hold the words before too."""
    fill(
        *[doc(n, f"Femmes, numéro {n}", discreet=True) for n in range(4)],
        doc(5, "Femmes du quartier", "workshop"),
        doc(6, "Fermé le lundi", "page"),
        doc(7, "Fermé le mardi", "page"),
    )
    assert _texts(engine, "fe")[:2] == ["fermé", "femmes"]
    assert _texts(engine, "numero fe") == []


def test_each_language_has_its_own(filled) -> None:
    assert "medical" in _texts(filled, "medi", "en")
    assert "Medical help" in _texts(filled, "medi", "en")
    assert "médiation" not in _texts(filled, "medi", "en")


def test_a_title_in_another_language_says_which(engine, fill) -> None:
    fill(
        doc(1, "Ostéopathe", language="ar", words_language="fr", original="Ostéopathe"),
        doc(2, "osteopathic care", language="ar", words_language="en"),
        doc(3, "Ostéopathe", words_language=""),
    )
    found = {one.url: one.words_language for one in engine.suggest("osteo", "ar") if one.url}
    assert found.get("/ar/resource/2/") == "en"
    assert [one.words_language for one in engine.suggest("osteo", "fr") if one.url] == [""]


def test_nothing_to_say_is_nothing(filled) -> None:
    for beginning in ("", "m", "  ", "xqz", "!!", "\0"):
        assert filled.suggest(beginning, "fr") == []
    assert filled.suggest("medi", "fr", most=0) == []


def test_no_more_than_asked_and_none_twice(filled) -> None:
    for most in range(1, 6):
        found = filled.suggest("medi", "fr", most=most)
        assert len(found) <= most
        assert len({(each.text, each.url) for each in found}) == len(found)
