"""The page the book is printed from: every kind of passage in it, and nothing that only a screen needs."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from resources.guide.book.layout import html_of, in_two
from resources.guide.book.state import gather
from resources.guide.models import GuidePage, Tool
from tests.home.pages.conftest import tree  # noqa: F401 -- a fixture
from tests.resources.guide.chapters import add_chapter, add_guide, body, ids_of, links_of, register

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # nothing of it depends on the database

LINKS = (
    '<p><a href="/guide/lieu/#pourquoi">a</a> <a href="#essentiel">b</a> <a href="/guide/registres/3b/">c</a> '
    '<a href="/outils/">d</a> <a href="https://www.has-sante.fr/">e</a> <a href="/guide/lieu/#absent">f</a></p>'
)


@pytest.fixture
def guide(tree) -> GuidePage:  # noqa: F811
    """Two chapters whose passages bear the same names, and a tool."""
    Tool.objects.create(
        slug="flyer",
        title="Flyer",
        summary="Se faire connaître.",
        version="1.0",
        date=date(2026, 11, 1),
        formats=["pdf-print"],
        description="",
    )
    guide = add_guide(tree)
    add_chapter(
        tree, guide, "equipe", title="L'équipe", body=[*body(), ("text", {"title": "Liens", "text": LINKS})]
    )
    add_chapter(tree, guide, "lieu", title="Le lieu", body=body(), revised=date(2026, 3, 1))
    return guide


def printed(language: str = "fr") -> str:
    contents = gather(language)
    assert contents
    return html_of(contents)


def test_every_passage_has_an_address_of_its_own(guide):
    ids = ids_of(printed())
    assert [name for name, times in Counter(ids).items() if times > 1] == []
    for slug in ("equipe", "lieu"):
        names = (
            "pourquoi",
            "essentiel",
            "etape-1",
            "exemple",
            "conditions",
            "liste",
            "gare",
            "parole",
            "dessin",
            "matrice",
            "outil",
        )
        assert {slug, *(f"{slug}--{name}" for name in names)} <= set(ids)
    assert {f"book--register-{number}{axis}" for number in "1234" for axis in "ab"} <= set(ids)


def test_links_lead_inside_or_to_a_whole_address(guide):
    html = printed()
    ids, links = set(ids_of(html)), links_of(html)
    assert [link for link in links if link.startswith("#") and link[1:] not in ids] == []
    assert [link for link in links if not link.startswith(("#", "http://testserver/", "https://"))] == []
    written = html[html.index(">Liens<", html.index('id="equipe"')) :]
    assert links_of(written)[:6] == [
        "#lieu--pourquoi",
        "#equipe--essentiel",
        "#book--register-3b",
        "http://testserver/outils/",
        "https://www.has-sante.fr/",
        "#lieu",
    ]


def test_what_only_a_screen_needs_is_left_out(guide):
    html = printed()
    for absent in ("<svg", "<script", "<details", "<button", "Lien vers ce passage", "Ouvrez une case"):
        assert absent not in html
    assert html.count('<img class="drawing" alt="Deux cases côte à côte."') == 2
    assert "Chaque registre est décrit à la fin du guide." in html


def test_a_tool_says_where_it_is(guide):
    html = printed()
    assert '<a href="http://testserver/outils/flyer/">Flyer</a>' in html and "Se faire connaître." in html


def test_the_cover_and_the_contents_say_what_follows(guide):
    html = printed()
    contents = html[html.index('id="book--contents"') : html.index("<main>")]
    assert [link for link in links_of(contents) if "--" not in link] == ["#equipe", "#lieu"]
    assert {"#equipe--etape-1", "#lieu--matrice", "#book--registers"} <= set(links_of(contents))
    assert "1. L&#x27;équipe" in contents and "2. Le lieu" in contents
    assert "<title>Le guide – IMPACT</title>" in html and "http://testserver/guide/" in html
    assert re.search(r"Dernière relecture\W+\d+ \w+ \d{4}", html)


def test_each_line_of_the_contents_has_its_page_beside_its_link(guide):
    html = printed()
    contents = html[html.index('id="book--contents"') : html.index("<main>")]
    beside = re.findall(
        r'<a href="(#[^"]+)">[^<]+</a><span class="to-page" data-to="(#[^"]+)"></span>', contents
    )
    assert len(beside) == len(links_of(contents)) == 20
    assert all(link == to for link, to in beside)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Le guide", "Le guide"),
        ("Monter IMPACT chez vous", "Monter\u00a0IMPACT chez\u00a0vous"),
        ("Set IMPACT up where you are", "Set\u00a0IMPACT\u00a0up where\u00a0you\u00a0are"),
        ("Anticonstitutionnellement", "Anticonstitutionnellement"),
        (
            "Un titre qui tient sur trois lignes de la couverture",
            "Un titre qui tient sur trois lignes de la couverture",
        ),
    ],
)
def test_the_cover_s_title_is_two_even_lines(title, lines):
    assert in_two(title) == lines


def test_the_english_book_leaves_out_the_lines_of_a_register_that_nobody_translated(tree, guide):  # noqa: F811
    tree.everywhere()
    tree.translate(guide, "en", title="The guide")
    tree.translate(guide.get_children().get(slug="equipe").specific, "en", title="The team")
    registers = register("1A").__class__.objects.filter(code="1A")
    registers.update(what_for="Aller mieux.", what_for_en="", who="Une personne.", who_en="Somebody.")
    annex = printed("en").partition('id="book--register-1a"')[2].partition("</section>")[0]
    assert "Somebody." in annex and "Une personne." not in annex and "Aller mieux." not in annex
    assert annex.count("<strong>") == 1
    registers.update(description_en="")
    annex = printed("en").partition('id="book--register-1a"')[2].partition("</section>")[0]
    assert '<div class="prose" lang="fr">' in annex  # a register is not left without what it is


def test_signs_stay_with_their_word_in_french_alone(tree, guide):  # noqa: F811
    register("1A").__class__.objects.filter(code="1A").update(who="Nous : « vous ».", who_en="Us : you.")
    assert "Nous\u00a0: «\u00a0vous\u00a0»." in printed()
    tree.everywhere()
    tree.translate(guide, "en", title="The guide")
    tree.translate(guide.get_children().get(slug="equipe").specific, "en", title="The team")
    html = printed("en")
    assert "Us : you." in html and '<html lang="en" dir="ltr">' in html
    assert "http://testserver/en/guide/" in html


def test_what_editors_write_cannot_break_the_page(tree, guide):  # noqa: F811
    nasty = "<b>\"'&</b>"
    add_chapter(
        tree,
        guide,
        "cout",
        title=nasty,
        introduction=nasty,
        body=[
            *body("quote", text=nasty, who=nasty),
            *body("figure", alternative=nasty, caption=nasty),
            *body("todo", title=nasty, items=[nasty]),
        ],
    )
    html = printed()
    assert nasty not in html and html.count("&lt;b&gt;") >= 8


def test_without_registers_there_is_no_annex(guide):
    register("1A").__class__.objects.all().delete()
    html = printed()
    assert "book--registers" not in html and "Annexe" not in html
