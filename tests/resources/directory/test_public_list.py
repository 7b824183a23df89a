"""The list of resources: what one asks in the address is what one sees, and what cannot be read is said."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

import pytest
import time_machine
from django.core.cache import caches

from tests.factories import ServiceFactory, StructureFactory, TerritoryFactory, ThemeFactory, paris

pytestmark = pytest.mark.django_db
URL = "/ressources/"
FOOD = "equipement-et-alimentation--alimentation"


@pytest.fixture(autouse=True)
def _tuesday_morning():
    caches["default"].clear()
    caches["parts"].clear()
    with time_machine.travel(paris(2026, 9, 8, 10), tick=False):
        yield


@pytest.fixture
def themes():
    return [
        ThemeFactory(
            slug="manger", name="Manger", name_ar="الأكل", pictogram="assiette", data_inclusion=FOOD
        ),
        ThemeFactory(
            slug="papiers",
            name="Mes papiers",
            data_inclusion="difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives",
        ),
    ]


@pytest.fixture
def services(themes):
    """Three doors: Chambéry, one kilometre north, twenty kilometres away."""
    near = StructureFactory(
        nom="Centre social", horaires_accueil="Mo-Fr 09:00-12:00; PH off", languages=["fr", "ar"]
    )
    north = StructureFactory(nom="Épicerie solidaire", latitude=45.5736, longitude=5.9178)
    far = StructureFactory(nom="Maison lointaine", latitude=45.7446, longitude=5.9178)
    return [
        ServiceFactory(structure=near, nom="Aide aux papiers", step_free="yes"),
        ServiceFactory(
            structure=north, nom="Colis alimentaire", thematiques=[FOOD], publics=["jeunes"], frais="payant"
        ),
        ServiceFactory(structure=far, nom="Repas chaud", thematiques=[FOOD], languages=["tr"]),
    ]


def page(client, query="", root="") -> str:
    response = client.get(f"{root}{URL}{query}")
    assert response.status_code == 200
    return response.content.decode()


def titles(text: str) -> list[str]:
    found = re.findall(r"<li data-result>.*?<h3[^>]*>(.*?)</h3>", text, re.S)
    return [html.unescape(re.sub(r"<[^>]+>", "", title)).strip() for title in found]


def words(text: str) -> str:
    main = text.split("<main", 1)[1].split(">", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


def test_the_start_shows_boxes_themes_and_everything(client, services):
    text = page(client)
    said = words(text)
    assert "De quoi avez-vous besoin ?" in said and "Où ?" in said
    assert re.search(r'<a class="card" href="/ressources/\?theme=manger">', text)
    assert "Toutes les ressources : 3" in said
    assert titles(text) == ["Aide aux papiers", "Colis alimentaire", "Repas chaud"]
    assert client.get(URL).get("X-Robots-Tag") is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=colis", ["Colis alimentaire"]),
        ("?theme=manger", ["Colis alimentaire", "Repas chaud"]),
        ("?theme=manger&theme=papiers", ["Aide aux papiers", "Colis alimentaire", "Repas chaud"]),
        ("?public=jeunes", ["Aide aux papiers", "Colis alimentaire", "Repas chaud"]),
        ("?public=seniors", ["Aide aux papiers", "Repas chaud"]),
        ("?frais=payant", ["Colis alimentaire"]),
        ("?langue=ar&langue=tr", ["Aide aux papiers", "Repas chaud"]),
        ("?acces=yes", ["Aide aux papiers"]),
        ("?ouvert=1", ["Aide aux papiers"]),
        ("?theme=manger&langue=tr", ["Repas chaud"]),
        ("?pres_de=45.5646,5.9178", ["Aide aux papiers", "Colis alimentaire"]),
        ("?pres_de=45.5646,5.9178&rayon=50", ["Aide aux papiers", "Colis alimentaire", "Repas chaud"]),
        ("?pres_de=45.5736,5.9178&tri=distance", ["Colis alimentaire", "Aide aux papiers"]),
    ],
)
def test_what_is_asked_is_what_is_found(client, services, query, expected):
    assert titles(page(client, query)) == expected


def test_distance_is_told_in_words(client, services):
    said = words(page(client, "?pres_de=45.5646,5.9178&rayon=50"))
    assert "à 50 m" in said and "à 950 m" in said and "à 20 km" in said
    assert "Les distances sont à vol d’oiseau." in said
    assert "distance" not in words(page(client))


def test_each_filter_is_taken_out_alone(client, services):
    text = page(client, "?q=repas&theme=manger&langue=tr")
    chips = re.findall(
        r'<a href="([^"]+)" rel="nofollow"><span[^>]*>([^<]+)</span>', text.split('class="chosen"')[1]
    )
    assert [(html.unescape(url), label) for url, label in chips] == [
        ("/ressources/?q=repas&langue=tr", "Manger"),
        ("/ressources/?q=repas&theme=manger", "turc"),
    ]


def test_facets_count_what_one_would_see(client, services):
    text = page(client, "?theme=manger")
    assert re.search(
        r'href="/ressources/\?theme=manger&amp;frais=payant"[^>]*>Payant <span class="count">1</span>', text
    )
    assert re.search(
        r'href="/ressources/\?theme=manger&amp;theme=papiers"[^>]*>Mes papiers <span class="count">1</span>',
        text,
    )
    assert 'aria-current="true"' in text


def test_an_unknown_place_says_so_and_keeps_the_rest(client, services):
    text = page(client, f"?theme=manger&ou={quote('nulle part')}")
    assert "La recherche d’adresse ne répond pas." in words(text)
    assert titles(text) == ["Colis alimentaire", "Repas chaud"]


def test_a_commune_is_known_without_the_geocoder(client, services):
    territory = TerritoryFactory(slug="chambery")
    territory.communes.create(code="73065", name="Chambéry")
    text = page(client, "?ou=CHAMBERY&rayon=5")
    assert "à moins de 5 km de Chambéry" in words(text).replace("  ", " ")
    assert "ne répond pas" not in text
    assert 'name="ou" value="CHAMBERY"' in text


def test_nothing_found_leads_on(client, services):
    TerritoryFactory(slug="chambery", name="Chambéry", phone="01 99 00 10 10")
    text = page(client, "?q=zzz&theme=manger&pres_de=10,10&rayon=2")
    said = words(text)
    assert "Rien trouvé" in said and "Appelez" not in said.split("Rien trouvé")[0]
    assert "Chercher jusqu’à 5 km" in said and "Enlever « Manger »" in said.replace("\u00a0", " ")
    assert 'href="tel:+33199001010"' in text
    links = re.findall(r'class="button quiet" href="(/ressources/[^"]*)"', text)
    assert "/ressources/?q=zzz&amp;pres_de=10,10&amp;rayon=2".replace(",", "%2C") in links


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("?theme=inconnu&frais=gratuit", "Un filtre demandé n’existe pas."),
        ("?rayon=-3&frais=gratuit", "Cette distance n’est pas possible."),
        ("?rayon=1e30&frais=gratuit", "Cette distance n’est pas possible."),
        ("?pres_de=nan,1&frais=gratuit", "Nous ne comprenons pas cette position."),
        ("?pres_de=91,1&frais=gratuit", "Nous ne comprenons pas cette position."),
        ("?pres_de=1e400,1&frais=gratuit", "Nous ne comprenons pas cette position."),
        ("?pres_de=🙂&frais=gratuit", "Nous ne comprenons pas cette position."),
        ("?pres_de=1,2,3&frais=gratuit", "Nous ne comprenons pas cette position."),
        ("?tri=zzz&frais=gratuit", "Cet ordre n’existe pas."),
        ("?ouvert=oui&frais=gratuit", "Un filtre demandé n’existe pas."),
        ("?langue=🙂&frais=gratuit", "Un filtre demandé n’existe pas."),
        (f"?ou={'x' * 2000}&frais=gratuit", "Cette adresse est trop longue."),
    ],
)
def test_what_cannot_be_read_is_said_and_the_rest_kept(client, services, query, message):
    text = page(client, query)
    assert message in words(text)
    assert titles(text) == ["Aide aux papiers", "Repas chaud"]
    assert client.get(URL + query)["X-Robots-Tag"] == "noindex"


def test_a_long_question_keeps_its_first_words(client, services):
    text = page(client, "?q=" + "+".join(["colis"] * 300))
    assert "Nous avons gardé les premiers mots." in words(text)
    assert titles(text) == ["Colis alimentaire"]
    assert titles(page(client, "?q=" + "x" * 2900)) == []


@pytest.mark.parametrize("number", ["0", "2", "abc", "-1", "9" * 30, "🙂", "1.5"])
def test_a_page_that_does_not_exist(client, services, number):
    assert client.get(URL, {"page": number}).status_code == 404


def test_pages_keep_the_filters(client, themes):
    structure = StructureFactory()
    for number in range(25):
        ServiceFactory(structure=structure, nom=f"Repas {number:02d}", thematiques=[FOOD])
    first, second = page(client, "?theme=manger"), page(client, "?theme=manger&page=2")
    assert len(titles(first)) == 20 and titles(second) == [f"Repas {n}" for n in range(20, 25)]
    assert 'href="?theme=manger&amp;page=2"' in first


@pytest.mark.parametrize(
    ("query", "robots"),
    [
        ("", None),
        ("?theme=manger", None),
        ("?theme=manger&theme=papiers", "noindex"),
        ("?q=repas", "noindex"),
        ("?pres_de=45,5", "noindex"),
        ("?theme=manger&frais=gratuit", "noindex"),
    ],
)
def test_robots_list_whole_themes_alone(client, services, query, robots):
    assert client.get(URL + query).get("X-Robots-Tag") == robots


def test_what_is_not_public_is_nowhere(client, services):
    ServiceFactory(nom="Service retiré", state="gone")
    ServiceFactory(nom="Service caché", structure=StructureFactory(state="draft"))
    ServiceFactory(nom="Service noté", internal_note="SECRET-DE-L-EQUIPE")
    text = page(client)
    assert "Service retiré" not in text and "Service caché" not in text and "SECRET" not in text
    assert b"SECRET" not in client.get("/ressources/carte.json").content


def test_names_in_the_language_of_the_page(client, services):
    services[0].nom_ar = "مساعدة"
    services[0].save()
    text = page(client, root="/ar")
    assert ">مساعدة</a>" in text
    assert 'lang="fr">Repas chaud</a>' in text
    assert ">الأكل</span>" in text


def test_the_list_is_the_same_for_everyone_and_sets_nothing(client, services):
    response = client.get(URL)
    assert not response.cookies and "csrf" not in response.content.decode()


def test_the_map_agrees_with_the_list(client, services):
    for query in ("?theme=manger", "?pres_de=45.5646,5.9178", "?q=papiers&ouvert=1", "?theme=zzz"):
        data = client.get(f"/ressources/carte.json{query}").json()
        shown = [service["title"] for door in data["doors"] for service in door["services"]]
        assert sorted(shown) == sorted(titles(page(client, query)))
    assert data["near"] is None


def test_the_map_sends_nobody_to_what_is_given_at_a_distance(client):
    place = StructureFactory()
    ServiceFactory(nom="Écoute", structure=place, modes_accueil=["a-distance"])
    assert client.get("/ressources/carte.json").json()["doors"] == []
    ServiceFactory(nom="Accueil", structure=place)
    [door] = client.get("/ressources/carte.json").json()["doors"]
    assert [one["title"] for one in door["services"]] == ["Accueil"] and door["address"]


def test_services_of_one_door_share_a_point(client, services):
    ServiceFactory(structure=services[0].structure, nom="Autre aide")
    doors = client.get("/ressources/carte.json").json()["doors"]
    assert sorted(len(door["services"]) for door in doors) == [1, 1, 2]
    assert doors[0]["point"] == [45.5646, 5.9178]


@pytest.mark.parametrize("count", [3, 40])
def test_queries_do_not_grow(client, themes, count, django_assert_max_num_queries):
    for number in range(count):
        ServiceFactory(nom=f"Aide {number}", structure=StructureFactory(horaires_accueil="Mo-Fr 09:00-12:00"))
    caches["parts"].clear()
    with django_assert_max_num_queries(
        17
    ):  # the first visit after a change reads what every page shares, too
        client.get(URL)
    with django_assert_max_num_queries(7):
        client.get(f"{URL}?rayon=20")
    with django_assert_max_num_queries(5):
        client.get("/ressources/carte.json")
