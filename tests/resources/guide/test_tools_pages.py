"""`/outils/` as one reads it: the list, the page of each tool, its files, in three languages, in few queries."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import trans_real
from PIL import Image
from pypdf import PdfReader

from portal import paper
from portal.demo.tools import add_tools
from resources.guide.book.views import document
from resources.guide.models import Book, Tool
from resources.guide.tools import making
from tests.factories import PlaceFactory, TerritoryFactory
from tests.home.activities.posters_reader import text_of
from tests.resources.guide.test_tools_papers import PAGES
from tests.resources.guide.tool_files import BROWSER, made

pytestmark = pytest.mark.django_db
KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}


@pytest.fixture
def tools():
    add_tools()
    return {tool.slug: tool for tool in Tool.objects.all()}


@pytest.fixture
def place():
    territory = TerritoryFactory(slug="chambery", name="Chambéry")
    return PlaceFactory(territory=territory, name="Espace Ressources Santé", slug="ers")


@pytest.fixture
def quick(monkeypatch):
    """Files already made serve for those of the tests: only their addresses are tried."""
    monkeypatch.setattr(
        making, "write", lambda wanted: made(wanted.tool.slug, wanted.format, wanted.file_language)
    )


def get(client, address, **headers):
    return client.get(address, headers={"user-agent": BROWSER} | headers)


def test_the_list_says_of_each_tool_what_one_needs_to_choose(client, tools):
    page = get(client, "/outils/").content.decode()
    for tool in tools.values():
        assert f'href="/outils/{tool.slug}/"' in page
        for words in (tool.title, tool.summary, tool.for_whom, tool.preview_alt):
            assert words.replace("'", "&#x27;").split("«")[0].strip() in page
    assert page.count("CC BY 4.0") == len(tools)
    assert page.count("22 novembre 2026") == len(tools)
    assert "PDF à remplir à l&#x27;écran" in page and "Word (DOCX)" in page and "LibreOffice (ODT)" in page
    assert "Téléchargements" not in page


def test_the_demonstration_promises_the_pages_there_are(tools):
    assert {slug: tool.pages for slug, tool in tools.items()} == PAGES


@pytest.mark.parametrize("slug", PAGES)
def test_every_format_promised_answers(client, tools, quick, slug):
    page = get(client, f"/outils/{slug}/").content.decode()
    offered = making.formats_of(tools[slug])
    assert page.count(" download") == len(offered) and len(offered) == len(tools[slug].formats)
    for code in offered:
        ending = {"pdf-form": ".pdf", "pdf-print": "-a-imprimer.pdf"}.get(code, f".{code}")
        response = get(client, f"/outils/{slug}{ending}")
        assert response.status_code == 200, ending
        assert response["Content-Type"] == KINDS[ending.rpartition(".")[2]]
        assert response.content == made(slug, code)
        assert response["X-Robots-Tag"] == "noindex" and "private" in response["Cache-Control"]
        if ending.endswith("pdf"):
            assert len(PdfReader(BytesIO(response.content)).pages) == PAGES[slug]
    short = get(client, f"/outils/{slug}.pdf")
    assert bool(PdfReader(BytesIO(short.content)).get_fields()) == (slug in making.FILLABLE)


def test_the_picture_is_that_of_the_first_sheet(client, tools, quick):
    for slug, sides in (("fiche-de-saisine", (480, 679)), ("flyer", (480, 339))):
        response = get(client, f"/outils/{slug}.png")
        image = Image.open(BytesIO(response.content))
        assert response["Content-Type"] == "image/png" and len(response.content) < 60_000
        assert abs(image.width - sides[0]) < 2 and abs(image.height - sides[1]) < 2
        page = get(client, f"/outils/{slug}/").content.decode()
        assert f'width="480" height="{sides[1]}"' in page


@pytest.mark.parametrize(
    "address",
    [
        "/outils/inconnu/",
        "/outils/inconnu.pdf",
        "/outils/inconnu.png",
        "/outils/flyer.txt",
        "/outils/flyer.pdf/",
        "/outils/flyer-a-imprimer.docx",
        "/outils/.pdf",
        "/outils/flyer.pdf?lieu=inconnu",
        "/outils/flyer/?lieu=chambery.inconnu",
        "/outils/flyer/?lieu=chambery",
        "/outils/flyer/?lieu=%F0%9F%99%82.%00",
        "/outils/FLYER/",
        "/outils/../outils/x.pdf",
    ],
)
def test_what_there_is_not_is_not_found(client, tools, address):
    assert get(client, address).status_code == 404


def test_what_is_no_longer_offered_is_gone_from_everywhere(client, tools, quick):
    tool = tools["flyer"]
    tool.live = False
    tool.save()
    assert "/outils/flyer/" not in get(client, "/outils/").content.decode()
    for ending in ("/", ".pdf", "-a-imprimer.pdf", ".docx", ".odt", ".png"):
        assert get(client, f"/outils/flyer{ending}").status_code == 404
    tool = tools["modele-affiche"]
    tool.formats = ["odt"]
    tool.save()
    assert get(client, "/outils/modele-affiche.pdf").status_code == 404
    assert get(client, "/outils/modele-affiche.odt").status_code == 200


def test_nothing_but_reading(client, tools):
    for address in ("/outils/", "/outils/flyer/", "/outils/flyer.pdf", "/outils/flyer.png"):
        assert client.post(address).status_code == 405


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_in_the_other_languages(client, tools, quick, language):
    page = get(client, f"/{language}/outils/").content.decode()
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    fiche, livret = tools["fiche-de-saisine"], tools["livret-de-parcours"]
    assert getattr(livret, f"title_{language}") in page
    assert ("notice info" in page) == (language == "ar")  # three tools have no Arabic, and the list says so
    detail = get(client, f"/{language}/outils/fiche-de-saisine/").content.decode()
    if language == "en":
        assert fiche.title_en in detail and 'class="notice info"' not in detail
    else:
        assert f'<h1 lang="fr">{fiche.title}</h1>' in detail and 'class="notice info"' in detail
    response = get(client, f"/{language}/outils/livret-de-parcours.pdf")
    assert response["Content-Language"] == language
    assert PdfReader(BytesIO(response.content)).trailer["/Root"]["/Lang"] == language
    assert f"livret-de-parcours-a-imprimer-{language}.pdf" in response["Content-Disposition"]
    french = get(client, f"/{language}/outils/fiche-de-saisine.pdf")
    assert french["Content-Language"] == "fr"


def test_pages_stay_the_same_for_everyone_and_carry_no_script_of_their_own(client, tools):
    for address in ("/outils/", "/outils/flyer/", "/outils/grille-de-situation/"):
        response = get(client, address)
        page = response.content.decode()
        assert not response.cookies and "csrf" not in page
        assert page.count("<script") == 1 and "<style" not in page and " style=" not in page
        assert "public" in response["Cache-Control"]


def test_the_grid_sends_to_the_authors_of_the_other_one(client, tools):
    page = get(client, "/outils/grille-de-situation/").content.decode()
    assert 'href="/guide/temps-d-echange/"' in page and "Demander la grille SAFET" in page
    assert "SAFET" not in tools["grille-de-situation"].title


def test_the_flyer_says_the_place_one_chooses(client, tools, place, tmp_path):
    page = get(client, "/outils/flyer/").content.decode()
    assert '<option value="chambery.ers" lang="fr">' in page
    chosen = get(client, "/outils/flyer/?lieu=chambery.ers").content.decode()
    assert "/outils/flyer.pdf?lieu=chambery.ers" in chosen and 'content="noindex"' in chosen
    assert '<option value="chambery.ers" lang="fr" selected>' in chosen
    response = get(client, "/outils/flyer.pdf?lieu=chambery.ers")
    text = text_of(response.content, tmp_path)
    assert "Espace Ressources Santé 12 rue des Tilleuls 73000 Chambéry à côté de la poste" in text
    assert "du lundi au vendredi : de 9 h à 12 h et de 14 h à 17 h" in text
    assert text.count("01\u00a099\u00a000\u00a010\u00a020") == 2 or text.count("01 99 00 10 20") == 2
    assert "testserver/chambery/agenda/" in text
    assert 'filename="flyer-ers-a-imprimer.pdf"' in response["Content-Disposition"]
    assert len(PdfReader(BytesIO(response.content)).pages) == 2
    place.phone = "01 99 00 10 99"
    place.save()
    assert "10 99" in text_of(get(client, "/outils/flyer.pdf?lieu=chambery.ers").content, tmp_path)
    assert client.get("/outils/livret-de-parcours/?lieu=chambery.ers").status_code == 200


def test_a_place_that_is_not_a_door_is_not_offered(client, tools, place):
    PlaceFactory(territory=place.territory, slug="salle", name="Salle prêtée", is_dedicated=False)
    assert "Salle prêtée" not in get(client, "/outils/flyer/").content.decode()
    assert get(client, "/outils/flyer/?lieu=chambery.salle").status_code == 404


def test_a_file_is_made_once_and_its_size_said_from_then_on(client, tools, monkeypatch):
    calls = []
    monkeypatch.setattr(making, "write", lambda wanted: calls.append(wanted) or b"x" * 72_300)
    assert "ko" not in get(client, "/outils/flyer/").content.decode()
    for _time in range(3):
        get(client, "/outils/flyer.docx")
    assert len(calls) == 1
    tools["flyer"].save()  # what the portal keeps of its pages is old now
    assert "(<bdi>72 ko</bdi>)" in get(client, "/outils/flyer/").content.decode()
    tools["flyer"].version = "1.1"
    tools["flyer"].save()
    assert "72 ko" not in get(client, "/outils/flyer/").content.decode()
    get(client, "/outils/flyer.docx")
    assert len(calls) == 2


def test_a_size_reads_in_the_order_of_the_page(client, tools, monkeypatch):
    """In Arabic the number comes first, on the right: a size is neither turned nor held left to right."""
    monkeypatch.setattr(making, "write", lambda wanted: b"x" * 35_000)
    get(client, "/ar/outils/flyer.docx")
    tools["flyer"].save()  # what the portal keeps of its pages is old now
    page = get(client, "/ar/outils/flyer/").content.decode()
    assert page.count("<bdi>35 كيلوبايت</bdi>") == 2  # beside the download, and in what is said of the tool
    assert 'dir="ltr">35' not in page


@pytest.fixture
def arabic_plurals(monkeypatch):
    """The six forms of « pages », each told from the others, whatever the translators chose."""
    catalog = trans_real.translation("ar")._catalog._catalogs[0]
    for number in range(6):
        monkeypatch.setitem(catalog, ("%(count)d page", number), f"%(count)d [{number}]")


@pytest.mark.parametrize(("count", "form"), [(1, 1), (2, 2), (8, 3), (24, 4), (100, 5)])
def test_pages_are_counted_as_each_language_counts(client, tools, rf, arabic_plurals, count, form):
    Tool.objects.filter(slug="flyer").update(pages=count)
    french = f"{count} page" if count == 1 else f"{count} pages"
    assert f"<span>{french}, " in get(client, "/outils/flyer/").content.decode()
    assert f"<span>{count} [{form}]" in get(client, "/ar/outils/flyer/").content.decode()
    book = Book(language="fr", sheets=count, size=1000, since=timezone.now())
    with translation.override("ar"):
        assert document(rf.get("/ar/guide/guide.pdf"), book)["size"].startswith(f"{count} [{form}]")


def test_without_pango_one_is_led_to_the_other_formats(client, tools, monkeypatch):
    def fail(*args, **kwargs):
        raise paper.PangoMissing

    monkeypatch.setattr(paper, "maker", fail)
    response = get(client, "/outils/flyer.pdf")
    assert (response.status_code, response["Location"]) == (302, "/outils/flyer/?pdf")
    assert "Prenez le fichier Word" in get(client, response["Location"]).content.decode()
    assert get(client, "/outils/flyer.docx").status_code == 200
    assert get(client, "/outils/flyer.png").status_code == 404


def test_queries_do_not_grow(client, tools, place, django_assert_max_num_queries, settings):
    settings.PUBLIC_CACHE_SECONDS = -1
    get(client, "/outils/"), get(client, "/outils/flyer/")
    with django_assert_max_num_queries(6) as few:
        get(client, "/outils/")
    for number in range(9):
        PlaceFactory(territory=place.territory, slug=f"lieu-{number}")
    Tool.objects.exclude(slug="flyer").update(live=False)
    get(client, "/outils/")
    with django_assert_max_num_queries(6) as fewer:
        get(client, "/outils/")
    assert len(few) == len(fewer)
    with django_assert_max_num_queries(8):
        get(client, "/outils/flyer/")


def test_names_of_addresses_are_those_promised():
    assert reverse("tools") == "/outils/"
    assert reverse("tool", args=["flyer"]) == "/outils/flyer/"
    assert reverse("tool_print", args=["fiche-de-saisine"]) == "/outils/fiche-de-saisine-a-imprimer.pdf"
