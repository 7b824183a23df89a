"""The resources in a real browser: small telephone, no script, keyboard alone, the map, the way out."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader
from wagtail.models import Locale, Page, Site

from home.pages.models import HomePage
from resources.directory.models import HelpPage, Service
from tests.factories import (
    ClosureFactory,
    ServiceFactory,
    StructureFactory,
    TerritoryFactory,
    ThemeFactory,
)

FOOD = "equipement-et-alimentation--alimentation"
#: A transparent picture of one point.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


@pytest.fixture
def directory(transactional_db):
    """Three doors with several services, two pages of need, one of them discreet."""
    territory = TerritoryFactory(slug="chambery", name="Chambéry", phone="01 99 00 10 10")
    territory.communes.create(code="73065", name="Chambéry")
    ThemeFactory(slug="manger", name="Manger", name_ar="الأكل", pictogram="assiette", data_inclusion=FOOD)
    near = StructureFactory(
        nom="Centre social", horaires_accueil="Mo-Su 00:00-24:00", languages=["fr", "ar"], step_free="yes"
    )
    north = StructureFactory(
        nom="Épicerie solidaire",
        latitude=45.5736,
        horaires_accueil="Mo-Fr 09:00-12:00,14:00-17:00; PH off",
        landmark="face à la grande poste du boulevard",
    )
    ClosureFactory(structure=north)
    ServiceFactory(
        structure=near,
        nom="Aide aux papiers",
        nom_ar="مساعدة في الأوراق",
        saturation="high",
        saturation_on="2026-09-01",
        publics=["beneficiaires-des-minimas-sociaux", "seniors"],
    )
    ServiceFactory(structure=near, nom="Écoute", modes_accueil=["a-distance"])
    ServiceFactory(
        structure=north,
        nom="Colis alimentaire",
        thematiques=[FOOD],
        frais="payant",
        description="Des produits frais, des conserves. " * 20,
        date_maj="2024-01-01",
    )
    for number in range(25):
        ServiceFactory(structure=north, nom=f"Atelier cuisine {number:02d}", thematiques=[FOOD])
    add_pages_of_need()
    return north


def add_pages_of_need() -> None:
    """A home page with two pages of need, one of them discreet."""
    root = Page.objects.get(depth=1)
    home = HomePage(
        title="La santé", slug="accueil-test", locale=Locale.objects.get_or_create(language_code="fr")[0]
    )
    root.add_child(instance=home)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": home}
    )
    Site.clear_site_root_paths_cache()
    facts = {
        "pictogram": "assiette",
        "first_steps": [("text", "<ol><li>Appelez.</li></ol>")],
        "locale": home.locale,
    }
    home.add_child(
        instance=HelpPage(title="J’ai faim", short_title="Manger", slug="faim", thematiques=FOOD, **facts)
    )
    home.add_child(
        instance=HelpPage(
            title="On me frappe",
            short_title="Parler en sécurité",
            slug="pause",
            is_sensitive=True,
            thematiques=FOOD,
            **facts,
        )
    )


@pytest.fixture
def tiles(settings) -> Iterator[list[str]]:
    """A server of tiles on this machine, behind the real script of the map; gives the addresses it was asked for."""
    asked: list[str] = []

    class Tile(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(PNG)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Tile)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = f"http://127.0.0.1:{server.server_port}"
    settings.MAP_TILES_URL = host + "/{z}/{x}/{y}.png"
    directives = dict(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"])
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives | {"img-src": ["'self'", "data:", host]}}
    yield asked
    server.shutdown()
    server.server_close()


def address(name: str) -> str:
    return f"/ressources/{Service.objects.get(nom=name).slug}/"


PAGES = [
    "/ressources/",
    "/ressources/?theme=manger&ou=Chambery",
    "/ressources/?q=zzz&rayon=abc&pres_de=45.565,5.918",
]


def discreet_pages(directory) -> list[str]:
    """Add help against violence; give the pages that leave no trace."""
    one = ServiceFactory(structure=directory, nom="Violences dans le couple ou la famille : être aidée")
    return [
        f"/ressources/fiche--{one.pk}/",
        f"/ressources/fiche--{one.pk}/erreur/",
        "/ressources/?q=violences",
    ]


@pytest.mark.parametrize("root", ["", "/en", "/ar"])
def test_nothing_overflows_on_the_smallest_telephone(phone, directory, root):
    pages = [
        *PAGES,
        *discreet_pages(directory),
        address("Aide aux papiers"),
        address("Colis alimentaire"),
        f"/ressources/structures/{directory.slug}/",
    ]
    for page in pages:
        phone.goto(f"{root}{page}")
        phone.evaluate("document.querySelectorAll('main details').forEach(details => details.open = true)")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 320, page


def test_without_script(no_script, directory):
    no_script.goto("/ressources/")
    expect(no_script.get_by_role("button", name="Autour de moi")).not_to_be_visible()
    expect(no_script.get_by_role("button", name="Voir la carte")).not_to_be_visible()
    no_script.get_by_label("De quoi avez-vous besoin ?").fill("cuisine")
    no_script.get_by_label("Où ?").fill("Chambéry")
    no_script.get_by_role("button", name="Chercher").click()
    expect(no_script.locator("[data-result]")).to_have_count(20)
    no_script.locator(".choices > summary").click()
    no_script.get_by_role("combobox", name="Jusqu’où ?").select_option("2")
    no_script.get_by_role("button", name="Changer la distance ou l’ordre").click()
    no_script.wait_for_url(lambda url: "rayon=2" in url and "q=cuisine" in url)
    no_script.get_by_role("link", name="Page suivante").click()
    expect(no_script.locator("[data-result]")).to_have_count(5)
    no_script.locator(".session-title a").first.click()
    no_script.get_by_role("button", name="Mettre sur ma feuille").click()
    expect(no_script.get_by_text("La ressource est sur votre feuille.")).to_be_visible()


def test_the_list_changes_in_place(page, directory):
    page.goto("/ressources/")
    page.evaluate("window.same = true")
    page.locator(".choices > summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Payant").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/ressources/?frais=payant")
    expect(page.locator("[data-live]")).to_have_text("1 ressource")
    assert page.evaluate("document.activeElement.textContent").startswith("Payant")
    assert page.locator("[data-result]").count() == 1
    page.get_by_role("link", name="Payant (enlever ce filtre)").last.click()
    page.wait_for_url("**/ressources/")
    page.get_by_label("De quoi avez-vous besoin ?").fill("papiers")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=papiers")
    expect(page.get_by_label("De quoi avez-vous besoin ?")).to_be_focused()
    page.go_back()
    expect(page.locator("[data-result]")).to_have_count(20)
    assert page.evaluate("window.same") is True


def test_around_me_sends_a_rounded_position(open_context, directory):
    context = open_context(
        geolocation={"latitude": 45.564678, "longitude": 5.917812}, permissions=["geolocation"]
    )
    page = context.new_page()
    page.goto("/ressources/?ou=Chambery")
    page.get_by_role("button", name="Autour de moi").click()
    page.wait_for_url("**pres_de=45.565%2C5.918")
    assert "ou=" not in page.url
    expect(page.locator(".distance").first).to_have_text("à 50 m")


def test_a_position_refused_is_said(open_context, directory):
    page = open_context(permissions=[]).new_page()
    page.goto("/ressources/")
    page.get_by_role("button", name="Autour de moi").click()
    page.get_by_text("Nous n’avons pas pu trouver votre position.").wait_for()
    assert page.url.endswith("/ressources/")


def test_the_map_by_keyboard_agrees_with_the_list(page, directory, tiles):
    page.goto("/ressources/?q=colis")
    assert page.evaluate("typeof window.L") == "undefined"
    page.get_by_role("button", name="Voir la carte").focus()
    page.keyboard.press("Enter")
    pins = page.locator("button.map-pin")
    pins.first.wait_for()
    assert pins.count() == 1
    page.locator(".leaflet-tile-loaded").first.wait_for(state="attached")
    assert tiles
    expect(page.get_by_text("© IGN – Géoplateforme")).to_be_visible()
    page.get_by_role("button", name="Colis alimentaire").focus()
    page.keyboard.press("Enter")
    page.locator(".map-card").get_by_role("link", name="Colis alimentaire").click()
    page.wait_for_url(f"**{address('Colis alimentaire')}")


def test_pins_that_would_touch_are_one_until_the_map_is_large_enough(open_context, directory, settings):
    settings.MAP_TILES_URL = ""
    for number in range(40):
        place = StructureFactory(
            nom=f"Lieu {number}", latitude=45.56 + number % 7 / 500, longitude=5.91 + number / 2000
        )
        ServiceFactory(structure=place, nom=f"Aide du lieu {number}")
    twin = StructureFactory(nom="Au-dessus", latitude=45.560001, longitude=5.910001)
    ServiceFactory(structure=twin, nom="Aide au-dessus")
    page = open_context(viewport={"width": 320, "height": 640}).new_page()
    page.goto("/ressources/")
    page.get_by_role("button", name="Voir la carte").click()
    pins = page.locator("button.map-pin")
    pins.first.wait_for()
    assert pins.count() < 15
    boxes = [pin.bounding_box() for pin in pins.all()]
    for a in boxes:
        for b in boxes:
            assert a == b or abs(a["x"] - b["x"]) >= 48 or abs(a["y"] - b["y"]) >= 48
    group = pins.filter(has=page.locator("span")).first
    assert group.get_attribute("aria-label").endswith("ressources ici")
    group.focus()
    for _step in range(20):
        page.keyboard.press("Enter")
        if page.locator(".map-card .card").count():
            break
        assert page.evaluate("document.activeElement.className") == "map-pin"  # never lost on the way
    page.locator(".map-card").get_by_role("link").first.wait_for()


def test_the_map_follows_the_filters(page, directory, settings):
    settings.MAP_TILES_URL = ""
    page.goto("/ressources/")
    page.get_by_role("button", name="Voir la carte").click()
    page.locator("button.map-pin").first.wait_for()
    assert page.locator("button.map-pin").count() == 2
    assert page.locator(".leaflet-tile").count() == 0
    page.get_by_label("De quoi avez-vous besoin ?").fill("colis")
    page.keyboard.press("Enter")
    expect(page.locator("button.map-pin")).to_have_count(1)


def test_quit_quickly(open_context, directory):
    context = open_context()
    context.route(
        "https://meteofrance.com/**", lambda route: route.fulfill(body="Beau temps", content_type="text/html")
    )
    page = context.new_page()
    for leave in (
        lambda: page.get_by_role("link", name="Quitter vite").click(),
        lambda: (page.keyboard.press("Escape"), page.keyboard.press("Escape")),
    ):
        page.goto("/ressources/")
        page.goto("/pause/")
        before = page.evaluate("history.length")
        leave()
        page.wait_for_url("https://meteofrance.com/")
        assert page.evaluate("history.length") == before
        assert page.evaluate("document.referrer") == ""
        page.go_back()
        assert page.url.endswith("/ressources/")


def test_a_search_about_violence_is_not_in_the_history(open_context, directory):
    one = ServiceFactory(structure=directory, nom="Violences : être aidée")
    context = open_context()
    context.route(
        "https://meteofrance.com/**", lambda route: route.fulfill(body="Beau temps", content_type="text/html")
    )
    page = context.new_page()
    page.goto("/ressources/")
    page.get_by_label("De quoi avez-vous besoin ?").fill("violences")
    page.keyboard.press("Enter")
    expect(page.locator("[data-result]")).to_have_count(1)
    assert page.url.endswith("/ressources/")
    page.get_by_role("link", name=one.nom).click()
    page.wait_for_url(f"**/ressources/fiche--{one.pk}/")
    assert "iolence" not in page.title()
    assert page.get_by_role("link", name="Quitter vite").bounding_box()["y"] < 400
    page.go_back()
    page.get_by_label("De quoi avez-vous besoin ?").fill("violences")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Quitter vite").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url("https://meteofrance.com/")


def test_escape_once_stays(page, directory):
    page.goto("/pause/")
    page.keyboard.press("Escape")
    page.wait_for_timeout(1200)
    page.keyboard.press("Escape")
    assert page.url.endswith("/pause/")


def test_quit_quickly_without_script(no_script, directory):
    no_script.goto("/pause/")
    link = no_script.get_by_role("link", name="Quitter vite")
    assert (link.get_attribute("href"), link.get_attribute("rel")) == (
        "https://meteofrance.com/",
        "noreferrer",
    )
    assert link.bounding_box()["y"] < 400
    assert "frappe" not in no_script.title()


def test_a_resource_prints_on_one_sheet(page, directory):
    for name in ("Aide aux papiers", "Colis alimentaire"):
        page.goto(address(name))
        read = PdfReader(io.BytesIO(page.pdf(format="A4")))
        text = read.pages[0].extract_text()
        assert len(read.pages) == 1
        assert "01 99 00 20 20" in text and address(name) in text
        assert "Partager" not in text and "Une erreur" not in text


def test_thirty_resources_print_on_one_sheet(no_script, directory):
    for service in Service.objects.all()[:30]:
        no_script.goto(address(service.nom))
        no_script.get_by_role("button", name="Mettre sur ma feuille").click()
        no_script.wait_for_url("**/ma-feuille/**")
    while Service.objects.count() < 30:
        one = ServiceFactory(structure=directory)
        no_script.goto(address(one.nom))
        no_script.get_by_role("button", name="Mettre sur ma feuille").click()
        no_script.wait_for_url("**/ma-feuille/**")
    expect(no_script.locator(".sheet > li")).to_have_count(30)
    for root in ("", "/ar"):
        no_script.goto(f"{root}/ma-feuille/")
        assert len(PdfReader(io.BytesIO(no_script.pdf(format="A4"))).pages) == 1


@pytest.mark.parametrize("root", ["", "/en", "/ar"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(check_axe, directory, root, width):
    pages = [
        *PAGES,
        *discreet_pages(directory),
        address("Aide aux papiers"),
        address("Colis alimentaire"),
        f"/ressources/structures/{directory.slug}/",
    ]
    for page in [*pages, *(["/faim/", "/pause/"] if not root else [])]:
        check_axe(f"{root}{page}", width=width)


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_in_open_filters_and_map(open_context, check_axe, directory, tiles, width):
    page = open_context(viewport={"width": width, "height": 800}, bypass_csp=True).new_page()
    page.goto("/ressources/?theme=manger&ou=Chambery")
    page.evaluate("document.querySelectorAll('main details').forEach(details => details.open = true)")
    page.get_by_role("button", name="Voir la carte").click()
    page.locator("button.map-pin").first.focus()
    page.keyboard.press("Enter")
    page.locator(".map-card .card").wait_for()
    check_axe(page)
