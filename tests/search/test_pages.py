"""The search page: the right answer first, under its heading, with the words found and the next date."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.core.cache import caches
from django.db import OperationalError

from resources.directory.discreet import VIOLENCE
from search.engine import engines
from search.sources import all_documents
from search.tasks import take_changes
from search.updates import lock, rebuild, waiting
from tests.factories import ServiceFactory, TerritoryFactory, ThemeFactory
from tests.search.making import doc
from tests.search.shelves import HERE, TUESDAY, main_of, on, put, titles_of, words_of, yoga

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_root")]
URL = "/recherche/"


@pytest.fixture(autouse=True)
def _tuesday_morning():
    with time_machine.travel(TUESDAY):
        yield


@pytest.fixture(autouse=True)
def names():
    TerritoryFactory(slug="chambery", name="Chambéry", name_ar="شامبيري", phone="01 99 00 10 10")
    ThemeFactory(slug="bouger", name="Bouger", name_ar="الحركة", pictogram="mouvement")
    ThemeFactory(slug="manger", name="Manger", pictogram="assiette")


@pytest.fixture
def shelf():
    put(
        yoga(),
        doc(
            2,
            "Mal de dos : qui voir",
            "resource",
            summary="Un kiné ou un médecin.",
            facets={"theme": ("bouger",)},
        ),
        doc(3, "Centre social", "structure", text="Un atelier pour le dos.", territories=("chambery",)),
        doc(4, "Un lieu ouvert", "page", text="On y parle de tout, du dos aussi."),
        *[doc(n, f"Colis numéro {n}", "resource", summary="À emporter.") for n in range(10, 35)],
    )


def being_made():
    """Hold the index as another process does that makes it anew."""
    [engine] = engines()
    return lock(engine, "rebuild")


def page(client, query="", root="", status=200) -> str:
    response = client.get(f"{root}{URL}{query}")
    assert response.status_code == status
    return response.content.decode()


def test_the_heading_of_the_best_answer_comes_first(client, shelf):
    text = page(client, "?q=dos")
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", main_of(text))
    assert headings == ["Près de chez vous", "À l’agenda", "Pages"]
    assert titles_of(text) == ["Mal de dos : qui voir", "Centre social", "Yoga sur chaise", "Un lieu ouvert"]
    put(doc(1, "Le dos, le dos", "workshop"), doc(2, "Centre", text="Le dos."))
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", main_of(page(client, "?q=dos")))
    assert headings == ["À l’agenda", "Près de chez vous"]


def test_words_found_are_marked_and_nothing_else_is_markup(client):
    put(doc(1, "Soigner <b>le dos</b>", summary="Le <script>alert(1)</script> dos & les épaules."))
    text = page(client, "?q=dos")
    assert "<mark>dos</mark>" in text
    assert "&lt;b&gt;" in text and "&lt;script&gt;" in text
    assert "<b>" not in main_of(text) and "alert(1)</script>" not in text


def test_the_next_date_is_told_and_past_ones_are_not(client):
    put(yoga())
    assert "mardi 8 septembre, de 14 h à 16 h" in words_of(page(client, "?q=yoga")).replace("\u00a0", " ")
    put(yoga(dates=(on(7, 14),)))
    assert "septembre" not in words_of(page(client, "?q=yoga"))
    put(yoga(dates=(on(8, 9),)))  # it began an hour ago and is still on
    assert "de 9 h à 11 h" in words_of(page(client, "?q=yoga")).replace("\u00a0", " ")


def test_place_and_distance(client):
    put(yoga())
    text = words_of(page(client, f"?q=yoga&pres_de={HERE.latitude + 0.009},{HERE.longitude}"))
    assert "Espace Ressources Santé, Chambéry" in text
    assert "à 1 km" in text and "à moins de 10 km de votre position" in text
    assert "à 1 km" not in words_of(page(client, "?q=yoga"))
    far = page(client, "?q=yoga&pres_de=48.85,2.35")
    assert "Rien trouvé" in words_of(far) and 'href="/recherche/?q=yoga"' in far


def test_all_the_results_of_one_heading_page_by_page(client, shelf):
    text = page(client, "?q=colis")
    assert len(titles_of(text)) == 4
    assert 'href="?q=colis&amp;dans=pres-de-chez-vous"' in text
    assert "Voir les 25 adresses près de chez vous" in text
    first = page(client, "?q=colis&dans=pres-de-chez-vous")
    second = page(client, "?q=colis&dans=pres-de-chez-vous&page=2")
    assert (len(titles_of(first)), len(titles_of(second))) == (20, 5)
    assert not set(titles_of(first)) & set(titles_of(second))
    assert "Page 2 sur 2" in words_of(second)
    for query in (
        "?q=colis&dans=pres-de-chez-vous&page=3",
        "?q=colis&page=2",
        "?page=0",
        "?page=x",
        "?page=1e9",
    ):
        page(client, query, status=404)


def test_filters_are_links_counted_and_taken_out(client, shelf):
    text = page(client, "?q=dos")
    assert re.search(
        r'href="/recherche/\?q=dos&amp;theme=bouger"[^>]*>Bouger <span class="count">2</span>', text
    )
    assert "Manger" not in words_of(text)
    chosen = page(client, "?q=dos&theme=bouger&territoire=chambery")
    assert titles_of(chosen) == ["Yoga sur chaise"]
    assert 'href="/recherche/?q=dos&amp;territoire=chambery"' in chosen  # takes the theme out
    assert 'type="hidden" name="theme" value="bouger"' in chosen  # a new search keeps it


def test_who_asks_for_a_public_is_shown_what_is_for_everybody(client):
    put(yoga(facets={"public": ("tous",)}), yoga(2, facets={"public": ("enfants",)}))
    text = page(client, "?q=yoga&public=seniors")
    assert len(titles_of(text)) == 1


def test_what_cannot_be_read_is_said_and_the_rest_stays(client, shelf):
    text = page(client, "?q=dos&theme=nimporte&dans=agenda&rayon=zz&pres_de=nan,1&tri=hasard")
    said = words_of(text)
    assert said.count("Un filtre demandé n’existe pas.") == 1
    assert "Nous ne comprenons pas cette position." in said
    assert "Cette distance n’est pas possible." in said and "Cet ordre n’existe pas." in said
    assert titles_of(text) == ["Yoga sur chaise"]
    long = page(client, f"?q={'dos ' * 60}")
    assert "Nous avons gardé les premiers mots." in words_of(long) and titles_of(long)


def test_a_misspelt_word_is_set_right(client, shelf):
    text = page(client, "?q=yogga&theme=bouger")
    assert "Vouliez-vous dire yoga ?" in words_of(text)
    assert 'href="?q=yoga&amp;theme=bouger"' in text


def test_some_of_the_words_only_is_said(client, shelf):
    text = page(client, "?q=yoga+plongée")
    assert titles_of(text) == ["Yoga sur chaise"]
    assert "Rien ne contient tous vos mots." in words_of(text)
    assert "Rien ne contient" not in words_of(page(client, "?q=yoga"))


def test_nothing_found_says_what_to_do(client, shelf):
    text = page(client, "?q=xylophone")
    said = words_of(text)
    assert "Rien trouvé" in said and "Parler à une médiatrice" in said
    assert 'href="tel:+33199001010"' in text
    assert 'href="/recherche/?theme=bouger"' in text and "Manger" not in said
    assert titles_of(page(client, "?theme=bouger")) == ["Mal de dos : qui voir", "Yoga sur chaise"]


def test_the_start_shows_what_one_may_type(client, shelf):
    text = page(client)
    assert 'href="/recherche/?q=dentiste"' in text and 'href="/recherche/?theme=bouger"' in text
    assert not titles_of(text) and "Rien trouvé" not in words_of(text)


def test_a_discreet_result_leaves_no_trace(client):
    put(doc(1, "Parler en sécurité", "need", summary="Mon mari me frappe.", discreet=True), yoga())
    response = client.get(f"{URL}?q=frappe")
    text = response.content.decode()
    assert "<title>Informations – IMPACT</title>" in re.sub(r"\s*\n\s*", "", text)
    assert "Quitter vite" in text and "quit.js" in text
    assert "Parler en sécurité" in text and "Mon mari" not in text and "<mark>" not in text
    other = page(client, "?q=yoga")
    assert "Quitter vite" not in other and "quit.js" not in other


def test_what_is_typed_stays_out_of_titles_referrers_and_robots(client, shelf):
    for query in ("?q=dos", "?q=secretword", ""):
        response = client.get(f"{URL}{query}")
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex"
        head = response.content.decode().split("</head>")[0]
        assert "secretword" not in head and "dos" not in re.search(r"<title>(.*?)</title>", head, re.S)[1]


@pytest.mark.parametrize("root", ["/en", "/ar"])
def test_each_language_searches_its_own_words(client, root):
    language = root[1:]
    put(
        doc(1, "Back pain", "workshop", language="en"),
        doc(1, "آلام الظهر", "workshop", language="ar"),
        doc(2, "Ostéopathe", language=language, words_language="fr"),
    )
    assert titles_of(page(client, {"en": "?q=back", "ar": "?q=الظهر"}[language], root))
    text = page(client, "?q=osteopathe", root)
    assert re.search(r'<h3[^>]*><a href="[^"]+" lang="fr">', text)


def test_made_once_for_everybody_and_anew_when_the_index_changes(client, shelf, django_assert_num_queries):
    first = client.get(f"{URL}?q=yoga")
    assert not first.cookies
    with django_assert_num_queries(1):
        assert client.get(f"{URL}?q=yoga").content == first.content
    put(doc(1, "Yoga du soir", "workshop"))
    assert titles_of(page(client, "?q=yoga")) == ["Yoga du soir"]


def test_a_page_costs_few_queries(client, shelf, django_assert_max_num_queries):
    """One for each heading: whether the words made equal changed; one for all: whether something found was withdrawn."""
    client.get("/plan-du-site/")
    with django_assert_max_num_queries(11):
        client.get(f"{URL}?q=dos&cold")
    with django_assert_max_num_queries(6):
        client.get(f"{URL}?q=dos&warm")
    with django_assert_max_num_queries(12):  # with what it takes to count it, once a day
        client.get(f"{URL}?q=introuvable")
    with django_assert_max_num_queries(4):
        client.get(f"{URL}?q=introuvable&again")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("gestes assis", "1 résultat contient tous vos mots. Les autres en contiennent une partie."),
        ("dos", ""),
        ("gestes colis", "Rien ne contient tous vos mots."),
    ],
)
def test_one_is_told_how_many_results_hold_all_the_words(client, shelf, words, said):
    put(yoga(), yoga(2, summary="Des gestes rapides, pour le dos."), doc(3, "Colis de Noël"))
    text = words_of(page(client, f"?q={words}"))
    assert said in text and (said or "tous vos mots" not in text)


def test_what_was_withdrawn_is_shown_no_more_though_the_index_still_holds_it(client):
    gone, other = ServiceFactory(nom="Colis du jeudi"), ServiceFactory(nom="Colis du lundi")
    rebuild(engines()[0], all_documents())
    text = page(client, "?q=colis")
    assert titles_of(text)[:2] == ["Colis du jeudi", "Colis du lundi"]
    gone.delete()
    other.save()
    assert waiting(engines()[0]).count() > 1  # the transaction of the test never ends: nothing takes them
    titles = titles_of(page(client, "?q=colis"))
    assert "Colis du lundi" in titles and "Colis du jeudi" not in titles
    told = client.get(f"{URL}suggestions", {"q": "colis"}).json()["suggestions"]
    assert [one["text"] for one in told if one["url"]] == ["Colis du lundi"]


def test_when_the_first_ones_are_withdrawn_the_next_ones_are_shown(client):
    first = [ServiceFactory(nom="Colis colis") for _ in range(5)]
    ServiceFactory(nom="Colis numéro 6")
    alone = ServiceFactory(nom="Secretmot")
    rebuild(engines()[0], all_documents())
    for one in (*first, alone):
        one.delete()
    text = page(client, "?q=colis")
    assert "Colis numéro 6" in titles_of(text) and "Colis colis" not in titles_of(text)
    text = page(client, "?q=secretmot")
    assert "Rien trouvé" in words_of(text) and "1 résultat" not in words_of(text)


def test_what_turned_discreet_waits_in_silence(client):
    one = ServiceFactory(nom="Maison zorbique")
    rebuild(engines()[0], all_documents())
    one.thematiques = sorted(VIOLENCE)[:1]
    one.save()
    assert "zorbique" not in " ".join(titles_of(page(client, "?q=zorbique"))).lower()
    assert not client.get(f"{URL}suggestions", {"q": "zorb"}).json()["suggestions"][1:]


def test_a_page_is_shown_though_nothing_can_be_written(client, monkeypatch, shelf):
    def locked(*_args, **_kwargs):
        raise OperationalError("database is locked")

    yoga_there = ServiceFactory(nom="Yoga du parc")
    rebuild(engines()[0], all_documents())
    yoga_there.save()
    monkeypatch.setattr(type(take_changes), "enqueue", locked)
    assert "Yoga du parc" in titles_of(page(client, "?q=yoga"))


def test_without_an_index_the_page_says_so_and_has_one_made(client):
    with being_made():
        response = client.get(f"{URL}?q=yoga")
    assert response.status_code == 503 and response["Retry-After"] == "30"
    said = words_of(response.content.decode())
    assert "La recherche se prépare" in said and "Voir l’agenda" in said
    assert 'href="tel:+33199001010"' in response.content.decode()
    caches["default"].clear()  # it was asked for ten minutes ago
    assert "Rien trouvé" in page(client, "?q=yoga")  # made at last: nothing in it, but it answers


def test_without_an_index_the_start_still_stands(client, settings):
    settings.SEARCH_ROOT = ""
    assert "Bouger" in words_of(page(client))


@pytest.mark.parametrize(
    "typed",
    [
        "a AND (",
        "*",
        '"',
        "'",
        "~~",
        "title:x",
        "%F0%9F%98%80",
        "%D9%85%D8%B1%D8%AD",
        "[1 TO 2]",
        "x" * 2900,
        "+-!",
        "%FF",
    ],
)
def test_any_words_get_a_page(client, shelf, typed):
    for root in ("", "/en", "/ar"):
        assert client.get(f"{root}{URL}?q={typed}").status_code == 200
        assert client.get(f"{root}{URL}suggestions?q={typed}").status_code == 200


def test_gibberish_finds_nothing_and_says_so(client, shelf):
    assert "Rien trouvé" in words_of(page(client, "?q=qsdfghjklm"))


def test_suggestions(client, shelf):
    found = client.get(f"{URL}suggestions?q=yo").json()["suggestions"]
    assert {"text": "Yoga sur chaise", "url": "/fr/workshop/1/"} in found
    found = client.get(f"{URL}suggestions?q=yoga sur ch").json()["suggestions"]
    assert [one["text"] for one in found].count("Yoga sur chaise") == 1
    assert "yoga sur chaise" not in [one["text"] for one in found], "said once"
    assert client.get(f"{URL}suggestions?q=y").json() == {"suggestions": []}
    assert client.get(f"{URL}suggestions").json() == {"suggestions": []}
    assert client.get(f"{URL}suggestions?q=yo")["Referrer-Policy"] == "no-referrer"


def test_a_suggestion_says_its_language_when_it_is_not_the_page_s(client):
    put(doc(1, "Yoga chair", language="ar", words_language="en"), doc(2, "Yoga", language="ar"))
    found = client.get(f"/ar{URL}suggestions?q=yog").json()["suggestions"]
    assert {"text": "Yoga chair", "url": "/ar/resource/1/", "lang": "en"} in found
    assert {"text": "Yoga", "url": "/ar/resource/2/"} in found
    assert 'data-page="صفحة"' in page(client, "", "/ar")


def test_suggestions_without_an_index(client):
    with being_made():
        response = client.get(f"{URL}suggestions?q=yoga")
    assert (response.status_code, response.json()) == (503, {"suggestions": []})


@pytest.mark.parametrize("address", [URL, f"{URL}suggestions", f"/ar{URL}"])
def test_addresses_are_only_read(client, address):
    put(yoga())
    assert client.post(address, {"q": "yoga"}).status_code == 405
    assert client.delete(address).status_code == 405
    assert client.head(f"{address}?q=yoga").status_code == 200
