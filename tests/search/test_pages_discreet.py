"""Help against violence in the search page: nothing asked in secret, and nothing found, stays on the telephone."""

from __future__ import annotations

import re

import pytest
import time_machine

from resources.directory.discreet import VIOLENCE
from search.sources import documents_of
from tests.factories import ServiceFactory, StructureFactory, ThemeFactory
from tests.search.making import doc
from tests.search.shelves import TUESDAY, main_of, put, titles_of, words_of, yoga

pytestmark = pytest.mark.django_db
URL = "/recherche/"
HURT = next(iter(VIOLENCE))


@pytest.fixture(autouse=True)
def _tuesday_morning():
    with time_machine.travel(TUESDAY):
        yield


@pytest.fixture(autouse=True)
def shelf(search_root):
    ThemeFactory(slug="securite", name="Être protégée", data_inclusion=HURT)
    ThemeFactory(slug="famille", name="En famille", data_inclusion=f"{HURT} famille--garde-denfants")
    put(
        yoga(facets={"theme": ("famille",)}),
        doc(2, "Parler en sécurité", "need", keywords=("écoute",), discreet=True),
        doc(3, "Une écoute", "page", summary="Une oreille, des violences parfois."),
    )


def title_of(text: str) -> str:
    return re.sub(r"\s*\n\s*", "", re.search(r"<title>(.*?)</title>", text, re.S)[1])


def leaves_no_trace(response) -> bool:
    """Tell it, and that what says so says it all: two headers, the button and the title go together."""
    text = response.content.decode()
    told = [
        response["Cache-Control"] == "no-store",
        "Quitter vite" in main_of(text),
        "portal/quit" in text,
        title_of(text).endswith("Informations – IMPACT"),
    ]
    assert len(set(told)) == 1, (told, title_of(text))
    assert response["Referrer-Policy"] == "no-referrer" and response["X-Robots-Tag"] == "noindex"
    return told[0]


def test_what_is_asked_without_a_word_that_tells_is_kept_as_before(client):
    for query in ("", "?q=yoga", "?q=xylophone", "?theme=famille"):
        response = client.get(f"{URL}{query}")
        assert not leaves_no_trace(response)
        assert "s-maxage" in response["Cache-Control"] and response["ETag"]


def test_a_discreet_result_shown(client):
    response = client.get(f"{URL}?q=ecoute")
    assert "Parler en sécurité" in titles_of(response.content.decode()) and leaves_no_trace(response)
    assert not leaves_no_trace(client.get(f"{URL}?q=ecoute&dans=pages")), "it is not shown there"


@pytest.mark.parametrize(
    "query",
    [
        "?q=mon+mari+me+frappe+xylophone",
        "?q=COUPS",
        "?q=%D8%B9%D9%86%D9%81",
        f"?q={'dos+' * 60}viol",
        "?q=yoga&q=viol",
        "?theme=securite",
        "?q=yoga&theme=securite",
        "?q=frappe&theme=nimporte&dans=rien&pres_de=nan",
    ],
)
def test_words_and_themes_that_tell_whatever_they_find(client, query):
    assert leaves_no_trace(client.get(f"{URL}{query}"))


def test_words_that_tell_and_find_nothing(client):
    response = client.get(f"{URL}?q=harcelement")
    assert "Rien trouvé" in words_of(response.content.decode()) and leaves_no_trace(response)


def test_what_was_perhaps_meant_tells_too(client):
    response = client.get(f"{URL}?q=vyolences")
    assert "Vouliez-vous dire violences" in words_of(response.content.decode())
    assert leaves_no_trace(response)


def test_while_there_is_no_index(client, settings):
    settings.SEARCH_ROOT = ""
    response = client.get(f"{URL}?q=violences")
    assert response.status_code == 503 and leaves_no_trace(response)


@pytest.mark.parametrize(("typed", "kept"), [("yo", True), ("mon mari me frappe", False), ("viole", False)])
def test_suggestions_that_tell_are_not_kept(client, typed, kept):
    response = client.get(f"{URL}suggestions?q={typed}")
    assert (response["Cache-Control"] == "no-store") is not kept
    assert response["Referrer-Policy"] == "no-referrer"


def test_the_words_of_a_structure_leave_out_its_services_against_violence():
    place = StructureFactory(nom="Centre des droits")
    hurt = {"thematiques": [HURT], "nom_en": "Safe at home", "nom_ar": "بأمان"}
    ServiceFactory(structure=place, nom="Être protégée chez soi", **hurt)
    ServiceFactory(structure=place, nom="Aide aux papiers")
    documents = list(documents_of([f"structure:{place.pk}"]))
    assert [document.language for document in documents] == ["fr", "en", "ar"]
    for document in documents:
        words = " ".join([*document.keywords, document.original, document.text, document.summary])
        assert "Aide aux papiers" in words and not document.discreet
        assert not any(name in words for name in ("protégée chez soi", "Safe at home", "بأمان"))
