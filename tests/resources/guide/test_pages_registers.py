"""The page of each register: its words, then what stands under it now, and nothing that is not public."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.activities.models import Register as Code
from portal.demo.guide import block_value
from resources.guide.models import Register
from search.sources import documents_of, sources
from tests.factories import ActivityFactory, ServiceFactory, StructureFactory
from tests.home.conftest import administration  # noqa: F401 -- a fixture
from tests.home.pages.conftest import tree, words  # noqa: F401 -- a fixture
from tests.resources.guide.chapters import add_chapter, add_guide, body, links_of, register
from tests.search.agreeing import index, one  # noqa: F401 -- a fixture
from tests.search.conftest import search_root  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(tree):  # noqa: F811
    return add_guide(tree)


@pytest.mark.parametrize("code", Code.values)
def test_each_register_says_what_it_is(client, guide, code):
    told = words(client.get(f"/guide/registres/{code.lower()}/"))
    row = register(code)
    for said in (row.title, row.what_for, row.who, str(row.axis.title), str(row.row.title)):
        assert " ".join(said.split()) in told
    assert code[0] == row.row.code and code[1] == row.axis.code


def test_what_stands_under_a_register_is_live(client, tree, guide):  # noqa: F811
    page = add_chapter(tree, guide, "equipe", body=body("example"))
    workshop = ActivityFactory(place=tree.place, register="3A", text="Aide aux papiers")
    service = ServiceFactory(nom="Écrivain public", registers=["1B", "3A"])
    html = client.get("/guide/registres/3a/").content.decode()
    for url in (
        "/guide/equipe/#exemple",
        f"/agenda/{workshop.slug}/",
        f"/ressources/{service.public_slug}/",
    ):
        assert url in links_of(html), url
    workshop.register = "1B"
    workshop.save()
    service.registers = []
    service.save()
    page.unpublish()
    html = client.get("/guide/registres/3a/").content.decode()
    assert "Aide aux papiers" not in html and "Écrivain public" not in html and "#exemple" not in html
    for said in ("Aucun exemple", "Aucun atelier", "Aucune ressource"):
        assert said in html


def test_an_example_is_found_under_other_registers_too_without_their_codes(client, tree, guide):  # noqa: F811
    found = body("example", registers=["1A"], also=["1A", "4B"], anchor="aussi", title="Trouvé aussi")
    own = body("example", registers=["4B"], anchor="rangee", title="Rangé là")
    add_chapter(tree, guide, "equipe", body=[*found, *own])
    links = links_of(client.get("/guide/registres/4b/").content.decode())
    examples = [url for url in links if url.startswith("/guide/equipe/#")]
    assert examples == ["/guide/equipe/#rangee", "/guide/equipe/#aussi"], "its own first, then the others"
    html = client.get("/guide/registres/1a/").content.decode()
    assert html.count("/guide/equipe/#aussi") == 1
    html = client.get("/guide/equipe/").content.decode()
    example = html[html.index('id="aussi"') :].split("</article>")[0]
    assert "/guide/registres/1a/" in example and "4b" not in example.lower()


def test_a_content_file_says_where_an_example_is_found_too():
    facts = {"type": "example", "registers": [], "also": ["4b"], "title": "X", "html": "<p>Y.</p>"}
    assert block_value(facts)["also"] == ["4B"]


def test_what_is_not_public_stands_under_no_register(client, tree, guide):  # noqa: F811
    ActivityFactory(place=tree.place, register="3A", name="Brouillon d'atelier", text=False)
    ServiceFactory(nom="Service brouillon", registers=["3A"], state="draft")
    ServiceFactory(nom="Service d'ailleurs", registers=["3A"], structure=StructureFactory(state="draft"))
    discreet = ServiceFactory(nom="Violences conjugales : être aidée", registers=["3A"])
    html = client.get("/guide/registres/3a/").content.decode()
    for name in ("Brouillon d", "Service brouillon", "Service d", discreet.nom, discreet.public_slug):
        assert name not in html


def test_a_code_is_looked_for_whole(client, guide):
    ServiceFactory(nom="Deux lignes", registers=["2B"])
    ServiceFactory(nom="Rien", registers=[])
    assert "Deux lignes" in client.get("/guide/registres/2b/").content.decode()
    for code in ("1b", "2a", "3b"):
        assert "Deux lignes" not in client.get(f"/guide/registres/{code}/").content.decode()


def test_more_than_a_page_holds_is_left_to_the_lists(client, tree, guide):  # noqa: F811
    for number in range(26):
        ActivityFactory(place=tree.place, register="2B", name=f"Rencontre {number:02d}")
        ServiceFactory(nom=f"Cours {number:02d}", registers=["2B"])
    html = client.get("/guide/registres/2b/").content.decode()
    assert "Rencontre 23" in html and "Rencontre 24" not in html
    assert "Cours 23" in html and "Cours 24" not in html
    assert "Voir tout l’agenda" in html and "Voir toutes les ressources" in html


def test_a_code_as_paper_prints_it_leads_to_the_page(client, guide):
    response = client.get("/guide/registres/3A/")
    assert response.status_code == 301 and response["Location"] == "/guide/registres/3a/"
    assert client.get("/en/guide/registres/3A/")["Location"] == "/en/guide/registres/3a/"


@pytest.mark.parametrize("code", ["5a", "1c", "registre", "1a1", "x" * 300])
def test_there_are_eight_of_them(client, guide, code):
    assert client.get(f"/guide/registres/{code}/").status_code == 404


def test_a_register_nobody_wrote_has_no_page_and_its_cell_leads_nowhere(client, tree, guide):  # noqa: F811
    Register.objects.filter(code="4B").delete()
    add_chapter(tree, guide, "registres", body=body("matrix"))
    assert client.get("/guide/registres/4b/").status_code == 404
    html = client.get("/guide/registres/").content.decode()
    assert "4B" in html and "/guide/registres/4b/" not in html


def test_the_way_back_leads_to_the_matrix(client, tree, guide):  # noqa: F811
    add_chapter(tree, guide, "registres", title="Deux axes", body=body("matrix"))
    links = links_of(client.get("/guide/registres/1a/").content.decode())
    assert "/guide/" in links and "/guide/registres/" in links


def test_words_are_told_in_the_language_they_are_in(client, tree, guide):  # noqa: F811
    for language in ("en", "ar"):
        tree.translate(guide, language)
    english = client.get("/en/guide/registres/3a/").content.decode()
    assert "Claiming rights and reaching care</h1>" in english
    arabic = client.get("/ar/guide/registres/3a/").content.decode()
    assert '<h1 lang="fr" dir="ltr">Ouvrir les droits et aller vers les soins</h1>' in arabic


def test_a_register_costs_the_same_whatever_it_holds(client, tree, guide):  # noqa: F811
    def queries(url: str) -> int:
        client.get("/plan-du-site/")
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    ActivityFactory(place=tree.place, register="2B")
    ServiceFactory(registers=["2B"])
    before = queries("/guide/registres/2b/")
    for _number in range(10):
        ActivityFactory(place=tree.place, register="2B")
        ServiceFactory(registers=["2B"], structure=StructureFactory())
    assert queries("/guide/registres/2b/") == before <= 10
    assert queries("/guide/registres/2b/?encore") <= 3


def test_search_finds_chapters_and_registers_in_every_language(tree, guide):  # noqa: F811
    tree.everywhere()
    page = add_chapter(tree, guide)
    english = tree.translate(page, "en", title="The team", introduction="In short.")
    english.save_revision().publish()
    tree.translate(guide, "ar")
    told = {(doc.key, doc.language): doc for doc in documents_of([f"chapter:{page.translation_key}"])}
    french = told[f"chapter:{page.translation_key}", "fr"]
    assert (
        french.url == "/guide/equipe/" and "Trois personnes." in french.text and "chambery" not in french.text
    )
    assert told[f"chapter:{page.translation_key}", "en"].title == "The team"
    cells = {doc.language: doc for doc in documents_of(["register:3A"])}
    assert cells["fr"].title.startswith("3A Ouvrir") and "papiers" in cells["fr"].text
    assert cells["en"].url == "/en/guide/registres/3a/" and not cells["en"].words_language
    assert cells["ar"].words_language == "fr" and "papiers" in cells["ar"].original
    held = {source.kind: list(source.ids()) for source in sources()}
    assert held["register"] == Code.values and len(held["chapter"]) == 2  # with the contents of the guide


@pytest.mark.parametrize("form", ["/admin/ateliers/new/", "/admin/outils/new/"])
def test_who_chooses_a_code_is_told_where_it_is_read(administration, form):  # noqa: F811
    told = words(administration.get(form))
    assert "Pour vos chiffres, et pour le guide" in told and "ne voient jamais" not in told


def test_the_index_follows_a_register(guide, index):  # noqa: F811
    row = register("3A")
    row.what_for = "Pour des ornithorynques."
    with index.change():
        row.save()
    assert one("register:3A").summary == "Pour des ornithorynques."
    with index.change():
        row.delete()
    assert "register:3A" not in index.held()
