"""Words as people type them find what is meant: the same contract for every engine."""

from __future__ import annotations

import pytest

from search.engine import Engine
from search.models import Synonyms
from tests.search.making import Fill, ask, doc, keys, shown


@pytest.fixture
def filled(engine: Engine, fill: Fill) -> Engine:
    Synonyms.objects.all().delete()  # those the portal begins with are for the judged set
    fill(
        doc(1, "Médiation en santé", summary="Un médiateur vous accompagne vers l’accès aux droits."),
        doc(2, "Café diabète", "workshop", summary="Du sport gratuit pour les personnes diabétiques."),
        doc(3, "Permanence sociale", summary="Parler de ses dettes.", text="Avec une assistante sociale."),
        doc(4, "Épicerie sociale", summary="Des courses à petits prix.", keywords=("alimentation",)),
        doc(5, "Hébergements d’urgence", summary="Pour dormir ce soir.", place="Saint-Étienne"),
        doc(6, "Cours de français", summary="Pour les personnes étrangères."),
        doc(7, "Écrivain public", summary="Aide à l’écriture de courriers."),
        doc(8, "Santé mentale", summary="Parler avec un psychologue."),
    )
    return engine


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("mediation", "resource:1"),
        ("MÉDIATION", "resource:1"),
        ("me\u0301diation", "resource:1"),
        ("médiations", "resource:1"),
        ("l'acces aux droits", "resource:1"),
        ("l’accès au droit", "resource:1"),
        ("diabete sport gratuit", "workshop:2"),
        ("kafé diabète", "workshop:2"),
        ("assistante social", "resource:3"),
        ("epiceries", "resource:4"),
        ("alimentation", "resource:4"),
        ("hebergement", "resource:5"),
        ("saint etienne", "resource:5"),
        ("cours du francais", "resource:6"),
        ("etranger", "resource:6"),
        ("mediatoin", "resource:1"),
        ("hébergemnt urgance", "resource:5"),
        ("ecrivin", "resource:7"),
        ("psycho", "resource:8"),
        ("je cherche un psychologue", "resource:8"),
    ],
)
def test_what_people_type_finds_what_is_meant(filled, words, first) -> None:
    answer = ask(filled, words)
    assert answer.hits[0].key == first
    assert not answer.partial


def test_a_typo_never_beats_an_exact_match(engine, fill) -> None:
    fill(
        doc(1, "Le poison", summary="Poison, poison, poison."),
        doc(2, "Marché", text="Tous les vendredis, du poisson frais parmi bien d’autres choses."),
        doc(3, "Poisson poisson"),
    )
    assert keys(engine, "poisson") == ["resource:3", "resource:2"]
    assert keys(engine, "poison") == ["resource:1"]


def test_the_title_weighs_more_than_the_rest(engine, fill) -> None:
    fill(
        doc(1, "Accueil", keywords=("natation",)),
        doc(2, "Accueil", text="De la natation, le lundi."),
        doc(3, "Accueil", summary="De la natation, le lundi."),
        doc(4, "De la natation, le lundi"),
    )
    assert keys(engine, "natation")[:3] == ["resource:4", "resource:3", "resource:2"]


def test_words_side_by_side_come_first(engine, fill) -> None:
    fill(
        doc(1, "Aide", text="Le logement est cher. Une aide existe. Pour le social, voir plus loin."),
        doc(2, "Aide", text="Une aide existe. Le logement social est cher. Pour voir plus loin, lisez."),
        doc(3, "Aide", text="Le social est cher. Une aide existe. Pour le logement, voir plus loin."),
    )
    assert keys(engine, "logement social")[0] == "resource:2"


def test_when_nothing_holds_all_the_words_some_are_enough_and_more_come_first(filled) -> None:
    answer = ask(filled, "psychologue mentale hélicoptère")
    assert answer.partial
    assert [hit.key for hit in answer.hits] == ["resource:8"]
    several = ask(filled, "épicerie français courses")
    assert several.partial
    assert [hit.key for hit in several.hits][:2] == ["resource:4", "resource:6"]


def test_all_the_words_are_held_by_what_was_chosen_or_by_nothing(engine, fill) -> None:
    fill(
        *(doc(number, "Atelier cuisine", "workshop") for number in range(6)),
        doc(6, "Cuisine"),
        doc(7, "Jardin", marks={"for": ("professionals",)}),
        doc(8, "Atelier jardin", facets={"theme": ("vert",)}),
    )
    guide = ask(engine, "atelier cuisine", chosen={"kind": ("guide",)})
    assert (guide.total, guide.partial, guide.whole) == (0, False, 0)
    resources = ask(engine, "atelier cuisine", chosen={"kind": ("resource",)})
    assert {hit.key for hit in resources.hits} == {"resource:6", "resource:8"}
    assert (resources.partial, resources.whole) == (True, 0)  # six workshops hold both: none was asked for
    workshops = ask(engine, "atelier cuisine", chosen={"kind": ("workshop",)})
    assert (workshops.total, workshops.partial, workshops.whole) == (6, False, 6)
    marked = ask(engine, "atelier jardin", marks={"for": ("professionals",)})
    assert ([hit.key for hit in marked.hits], marked.partial) == (["resource:7"], True)
    themed = ask(engine, "atelier jardin", chosen={"theme": ("vert",)})
    assert ([hit.key for hit in themed.hits], themed.partial, themed.whole) == (["resource:8"], False, 1)


def test_a_facet_counts_what_choosing_it_finds(engine, fill) -> None:
    fill(
        *(doc(number, "Atelier cuisine", "workshop") for number in range(4)),
        doc(4, "Atelier cuisine"),
        *(doc(number, "Cuisine") for number in range(5, 9)),
    )
    answer = ask(engine, "atelier cuisine", facets=("kind",))
    assert answer.counts["kind"] == {"workshop": 4, "resource": 1} and answer.whole == answer.total == 5
    for kind, count in answer.counts["kind"].items():
        assert ask(engine, "atelier cuisine", chosen={"kind": (kind,)}).total == count


def test_few_that_hold_all_the_words_are_told_from_those_added_after(engine, fill) -> None:
    fill(doc(1, "Atelier cuisine"), doc(2, "Cuisine"), doc(3, "Atelier"), doc(4, "Jardin"))
    answer = ask(engine, "atelier cuisine", facets=("kind",))
    assert answer.hits[0].key == "resource:1"
    assert (answer.total, answer.whole, answer.partial) == (3, 1, False)
    assert answer.counts == {"kind": {"resource": 3}}
    alone = ask(engine, "cuisine")
    assert (alone.total, alone.whole) == (2, 2)
    assert ask(engine).whole == 4


def test_gibberish_finds_nothing(filled) -> None:
    for words in ("xqzwvk", "!!!", "*", "🦆", "zzzz yyyy", "qsdfghjklm wxcvbn"):
        answer = ask(filled, words, facets=("kind",))
        assert (answer.total, answer.hits, answer.correction) == (0, (), ""), words
        assert answer.counts == {"kind": {}}


def test_what_was_perhaps_meant_is_written_as_people_write(filled) -> None:
    assert ask(filled, "Le kafé diabete").correction == "Le café diabete"
    assert ask(filled, "hébergemnt").correction == "hébergements"
    assert ask(filled, "mediation").correction == ""
    assert ask(filled, "xqzwvk").correction == ""


def test_words_found_are_shown(filled) -> None:
    assert shown(ask(filled, "mediation acces")) == [
        "[Médiation] en santéUn médiateur vous accompagne vers l’[accès] aux droits."
    ]
    assert shown(ask(filled, "kafé"))[0].startswith("[Café] diabète")
    assert shown(ask(filled, "psychol")) == ["Santé mentaleParler avec un [psychologue]."]
    assert shown(ask(filled, "assistante"))[0] == "Permanence socialeAvec une [assistante] sociale."


def test_an_extract_holds_the_words_of_a_long_text(engine, fill) -> None:
    fill(
        doc(
            1,
            "Guide",
            summary="Un guide.",
            text="Du texte. " * 900 + "La mutuelle rembourse. " + "Autre. " * 90,
        )
    )
    (extract,) = (hit.extract for hit in ask(engine, "mutuelle rembourse").hits)
    said = "".join(piece.text for piece in extract)
    assert said.startswith("… ") and said.endswith(" …") and len(said) < 260
    assert [piece.text for piece in extract if piece.found] == ["mutuelle", "rembourse"]


def test_synonyms_work_both_ways_or_one(filled) -> None:
    Synonyms.objects.create(words="AS, assistante sociale, travailleur social")
    Synonyms.objects.create(words="toubib, psychologue", one_way=True)
    _changed()
    assert keys(filled, "AS") == ["resource:3"]
    assert keys(filled, "travailleurs sociaux") == ["resource:3"]
    assert shown(ask(filled, "as"))[0].endswith("Avec une [assistante] [sociale].")
    assert keys(filled, "toubib") == ["resource:8"]
    filled.put(["resource:9"], [doc(9, "Un toubib de garde")])
    assert keys(filled, "psychologue") == ["resource:8"]
    assert keys(filled, "permanence AS") == ["resource:3"]


def test_synonyms_are_read_again_when_they_change(filled) -> None:
    assert keys(filled, "bouffe") == []
    meaning = Synonyms.objects.create(words="bouffe, alimentation")
    _changed()
    assert keys(filled, "bouffe") == ["resource:4"]
    meaning.delete()
    _changed()
    assert keys(filled, "bouffe") == []


def _changed() -> None:
    from portal.territories import content_version

    content_version.bump()


def test_each_language_has_its_own_words(engine, fill) -> None:
    fill(
        doc(1, "Food banks", language="en", original="Banque alimentaire"),
        doc(1, "Banque alimentaire"),
        doc(2, "المساعدة الاجتماعية", language="ar", original="Aide sociale"),
        doc(3, "Écrivain public", language="en", words_language="fr", summary="Aide aux courriers"),
    )
    assert keys(engine, "bank", language="en") == ["resource:1"]
    assert keys(engine, "banques alimentaires", language="en") == ["resource:1"]
    assert keys(engine, "bank") == []
    assert keys(engine, "مُساعَدة", language="ar") == ["resource:2"]
    assert keys(engine, "مساعده اجتماعيه", language="ar") == ["resource:2"]
    assert keys(engine, "sociale", language="ar") == ["resource:2"]
    found = ask(engine, "ecrivains", language="en").hits
    assert [hit.words_language for hit in found] == ["fr"]
    assert shown(ask(engine, "courrier ecrivains", language="en")) == [
        "[Écrivain] publicAide aux [courriers]"
    ]


@pytest.mark.parametrize(
    ("title", "words", "expected"),
    [
        ("Le cœur à l’ouvrage", "coeur", "Le [cœur] à l’ouvrage"),
        ("La C.P.A.M. répond", "cpam", "La [C.P.A.M.] répond"),
        ("Me\u0301diation", "mediation", "[Me\u0301diation]"),
        ("ÉPICERIE_sociale", "epicerie", "[ÉPICERIE]_sociale"),
        ("Où l’on dort bien", "dormir", "Où l’on [dort] bien"),
        ("Redormir et dormir", "dormir", "Redormir et [dormir]"),
    ],
)
def test_a_word_found_is_shown_however_it_is_written(engine, fill, title, words, expected) -> None:
    fill(doc(1, title))
    assert shown(ask(engine, words)) == [expected]


def test_a_word_found_in_arabic_is_shown(engine, fill) -> None:
    fill(doc(1, "خدمات المساعدة", language="ar"))
    assert shown(ask(engine, "مساعدة", language="ar")) == ["خدمات [المساعدة]"]
