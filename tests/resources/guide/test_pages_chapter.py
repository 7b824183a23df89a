"""Chapters and contents of the guide as readers get them: every passage with its address, in the right language, at little cost."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import StreamBlockValidationError
from wagtail.models import PageViewRestriction
from wagtail_localize.segments.extract import extract_segments

from resources.guide.models import ChapterPage, GuidePage
from resources.guide.reading.blocks import ChapterBody, NameBlock
from resources.guide.reading.faces import read_guide
from tests.home.pages.conftest import tree, words  # noqa: F401 -- a fixture
from tests.resources.guide.chapters import (
    BLOCKS,
    add_chapter,
    add_guide,
    body,
    ids_of,
    links_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(tree):  # noqa: F811
    return add_guide(tree)


def page_of(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_every_block_says_its_words(client, tree, guide):  # noqa: F811
    add_chapter(tree, guide, revised=date(2026, 11, 1))
    response = client.get("/guide/equipe/")
    told = words(response)
    for said in (
        "Chapitre 1 sur 1",
        "Relu le 1er novembre 2026",
        "1 minute de lecture",
        "Parce que voilà",
        "L'essentiel",
        "Un autre.",
        "Étape 1 Commencez",
        "À faire Choisir un jour.",
        "Sur le terrain",
        "Chambéry",
        "Un café.",
        "Pour commencer Vers quoi aller",
        "Trois personnes. Dix personnes. Un dossier commun.",
        "À faire en équipe",
        "À savoir",
        "Prudence.",
        "On apprend une médiatrice",
        "Deux cases.",
        "Les huit registres",
    ):
        assert said in told, said
    html = response.content.decode()
    assert 'aria-label="Deux cases côte à côte."' in html
    assert "flyer" not in html  # a tool that is not offered is not named


def test_every_passage_has_an_address_of_its_own(client, tree, guide):  # noqa: F811
    unnamed = [
        (kind, {name: part for name, part in BLOCKS[kind].items() if name != "anchor"}) for kind in BLOCKS
    ]
    page = add_chapter(tree, guide, body=[*body(), *unnamed])
    html = page_of(client, "/guide/equipe/")
    ids = ids_of(html)
    assert len(ids) == len(set(ids))
    stored = [
        child.value["anchor"] or f"p-{child.id[:8]}" for child in page.body if child.block_type != "tool"
    ]
    assert set(stored) <= set(ids)
    own = {url[1:] for url in links_of(html) if url.startswith("#")}
    assert set(stored) <= own  # the link beside each passage
    assert own <= set(ids)  # and none leads nowhere


def test_an_address_does_not_change_when_the_chapter_does(client, tree, guide):  # noqa: F811
    page = add_chapter(tree, guide, body=[("caution", {"text": "<p>Prudence.</p>"})])
    before = re.search(r'id="(p-[0-9a-f]{8})"', page_of(client, "/guide/equipe/"))[1]
    first = page.body.raw_data[0]
    page.body = page.body.stream_block.to_python(
        [
            {"type": "text", "value": BLOCKS["text"]},
            {"type": first["type"], "value": first["value"], "id": first["id"]},
        ]
    )
    page.save_revision().publish()
    html = page_of(client, "/guide/equipe/")
    assert "Pourquoi" in html and f'id="{before}"' in html


def test_an_example_stands_under_its_territory_and_its_codes(client, tree, guide):  # noqa: F811
    add_chapter(tree, guide, body=body("example"))
    html = page_of(client, "/guide/equipe/")
    example = html[html.index('id="exemple"') : html.index("</article>", html.index('id="exemple"'))]
    assert links_of(example) == ["/chambery/", "/guide/registres/1a/", "/guide/registres/3a/", "#exemple"]
    assert re.search(r"<h2>Sur le terrain</h2>", html)
    assert "<h3>" in example and "<h2>" not in example


def test_a_territory_without_a_page_is_named_all_the_same(client, tree, guide):  # noqa: F811
    tree.territory_page.unpublish()
    add_chapter(tree, guide, body=body("example"))
    html = page_of(client, "/guide/equipe/")
    assert (
        'href="/chambery/"'
        not in html[html.index('id="exemple"') : html.index("</footer>")].split("<footer")[0]
    )
    assert "Chambéry" in html


def test_an_example_of_a_territory_that_is_gone_still_reads(client, tree, guide):  # noqa: F811
    add_chapter(tree, guide, body=body("example", territory="ailleurs", registers=[]))
    html = page_of(client, "/guide/equipe/")
    assert "Un café." in html and "example-site" not in html


def test_the_matrix_is_a_table_whose_cells_lead_on(client, tree, guide):  # noqa: F811
    add_chapter(tree, guide, body=body("matrix"))
    html = page_of(client, "/guide/equipe/")
    matrix = html[html.index('<table class="matrix"') :].split("</table>")[0]
    assert matrix.count('scope="col"') == 2 and matrix.count('scope="row"') == 4
    assert links_of(matrix) == [f"/guide/registres/{row}{axis}/" for row in "1234" for axis in "ab"]
    assert "Ouvrir les droits et aller vers les soins" in matrix


def test_chapters_lead_to_one_another(client, tree, guide):  # noqa: F811
    for slug in ("un", "deux", "trois"):
        add_chapter(tree, guide, slug)
    ends = {"un": [None, "deux"], "deux": ["un", "trois"], "trois": ["deux", None]}
    for slug, (before, after) in ends.items():
        html = page_of(client, f"/guide/{slug}/")
        found = [re.search(rf'href="/guide/(\w+)/" rel="{rel}"', html) for rel in ("prev", "next")]
        assert [match and match[1] for match in found] == [before, after]
        assert "Chapitre " in html and " sur 3" in html


def test_the_contents_hold_every_passage_of_every_chapter(client, tree, guide):  # noqa: F811
    add_chapter(tree, guide, "un")
    add_chapter(tree, guide, "deux", body=body("text", "matrix"))
    html = page_of(client, "/guide/")
    links = links_of(html)
    for anchor in ("pourquoi", "essentiel", "etape-1", "exemple", "conditions", "liste", "matrice"):
        assert f"/guide/un/#{anchor}" in links, anchor
    assert [url for url in links if url.startswith("/guide/deux/")] == [
        "/guide/deux/",
        "/guide/deux/#pourquoi",
        "/guide/deux/#matrice",
    ]
    told = words(client.get("/guide/"))
    assert "En deux minutes Un point. Un autre." in told
    for way in ("etes-vous-prets", "calcul-du-cout", "comparaison", "temps-d-echange", "bilan-de-territoire"):
        assert f"/guide/{way}/" in links
    assert "/outils/" in links and "/guide/guide.pdf" in links


def test_a_chapter_that_is_not_published_shows_nowhere(client, tree, guide):  # noqa: F811
    hidden = add_chapter(tree, guide, "un")
    add_chapter(tree, guide, "deux")
    hidden.unpublish()
    kept = add_chapter(tree, guide, "trois")
    PageViewRestriction.objects.create(page=kept, restriction_type="login")
    assert client.get("/guide/un/").status_code == 404
    html = page_of(client, "/guide/") + page_of(client, "/guide/deux/")
    assert "/guide/un/" not in html and "/guide/trois/" not in html
    assert "Chapitre 1 sur 1" in html


def test_a_change_shows_at_once(client, tree, guide):  # noqa: F811
    page = add_chapter(tree, guide, body=body("text"))
    assert "Pourquoi" in page_of(client, "/guide/")
    page.body = body("text", title="Et pourquoi pas")
    page.save_revision().publish()
    assert "Et pourquoi pas" in page_of(client, "/guide/")


@pytest.fixture
def in_three(tree, guide):  # noqa: F811
    """A chapter in French, in English with fewer passages, and in French instead of Arabic."""
    tree.everywhere()
    page = add_chapter(tree, guide)
    tree.translate(guide, "en", title="The guide", introduction="To begin.")
    tree.translate(guide, "ar")
    english = tree.translate(page, "en", title="The team", introduction="In short.")
    english.body = body("text", title="Why")
    english.save_revision().publish()
    tree.translate(page, "ar")
    return page


def test_a_translated_chapter_has_its_own_passages_under_the_same_anchors(client, in_three):
    html = page_of(client, "/en/guide/equipe/")
    assert "Why" in html and "Link to this passage" in html and "Étape" not in html
    assert 'id="pourquoi"' in html and 'id="etape-1"' not in html
    assert "/en/guide/registres/1a/" not in html  # it has no example


def test_a_link_to_a_passage_a_translation_lacks_leads_to_the_chapter(in_three):
    french, english = read_guide("fr"), read_guide("en")
    assert french.link("equipe", "etape-1") == "/guide/equipe/#etape-1"
    assert english.link("equipe", "pourquoi") == "/en/guide/equipe/#pourquoi"
    assert english.link("equipe", "etape-1") == "/en/guide/equipe/"
    assert english.link("absent", "etape-1") == "/en/guide/"


def test_a_chapter_nobody_translated_says_so_and_speaks_one_language(client, in_three):
    html = page_of(client, "/ar/guide/equipe/")
    passages = html[html.index('<div class="passages"') : html.index("</article>", html.rindex("</section>"))]
    assert passages.startswith('<div class="passages" lang="fr" dir="ltr">')
    assert "Pour commencer" in passages and "Étape" in passages  # labels inside French words are French too
    matrix = passages[passages.index('id="matrice"') :]
    assert matrix.startswith('id="matrice" lang="ar" dir="rtl">')
    assert re.search(r'href="/ar/guide/registres/1a/"><strong>1A</strong> <span lang="fr">', matrix)
    assert '<div class="notice info"' in html
    contents = page_of(client, "/ar/guide/")
    assert '<div class="stack" lang="fr" dir="ltr">' in contents


def test_pages_cost_the_same_whatever_they_hold(client, tree, guide, django_assert_max_num_queries):  # noqa: F811
    add_chapter(tree, guide, "un")
    for slug in ("deux", "trois", "quatre"):
        add_chapter(tree, guide, slug, body=body() + body("example", anchor="", territory="chambery") * 9)
    page_of(client, "/guide/")  # the guide is told once for each version of the contents
    client.get("/plan-du-site/")
    for url in ("/guide/", "/guide/un/", "/guide/quatre/"):
        with django_assert_max_num_queries(4):
            page_of(client, f"{url}?encore={url}")


def test_the_guide_is_told_in_few_questions(tree, guide, django_assert_max_num_queries):  # noqa: F811
    add_chapter(tree, guide, "un")
    read_guide("fr")
    with django_assert_max_num_queries(4):
        one = read_guide("fr")
    for slug in ("deux", "trois", "quatre", "cinq"):
        add_chapter(tree, guide, slug)
    read_guide("fr")
    with django_assert_max_num_queries(4):
        assert len(read_guide("fr").chapters) == len(one.chapters) + 4


def test_a_draft_is_seen_before_it_is_published(tree, guide):  # noqa: F811
    page = ChapterPage(title="Brouillon", slug="brouillon", body=body(), locale=guide.locale)
    guide.add_child(instance=page)
    page.unpublish()
    response = page.make_preview_request()
    told = words(response)
    assert response.status_code == 200 and "Brouillon" in told and "Trois personnes." in told
    assert "Chapitre 0" not in told
    assert words(guide.make_preview_request()).count("Le guide")


def test_two_passages_cannot_bear_one_name():
    block = ChapterBody()
    value = block.to_python(
        [{"type": kind, "value": BLOCKS[kind] | {"anchor": "ici"}} for kind in ("text", "todo")]
    )
    with pytest.raises(StreamBlockValidationError) as refused:
        block.clean(value)
    assert list(refused.value.block_errors) == [1]
    assert "anchor" in refused.value.block_errors[1].block_errors


@pytest.mark.parametrize(
    "facts",
    [
        {"name": "fourchette", "low": 3, "high": 3},
        {"name": "fourchette", "low": None, "high": 3},
        {"name": "frise", "parts": [{"label": "Seule", "items": []}]},
    ],
)
def test_a_drawing_that_would_say_nothing_is_refused(facts):
    block = ChapterBody().child_blocks["figure"]
    with pytest.raises(ValidationError):
        block.clean(block.to_python(BLOCKS["figure"] | facts))


def test_an_editor_s_chapter_is_valid_as_it_stands(tree, guide):  # noqa: F811
    page = add_chapter(tree, guide)
    page.full_clean()
    page.body.stream_block.clean(page.body)


def test_the_guide_keeps_its_address_and_chapters_leave_the_others_theirs(tree, guide):  # noqa: F811
    moved = GuidePage(title="Autre", slug="autre", locale=guide.locale, depth=3)
    moved.clean()
    assert moved.slug == "guide"
    for slug in ("etes-vous-prets", "comparaison", "temps-d-echange"):
        with pytest.raises(ValidationError):
            ChapterPage(title="X", slug=slug, locale=guide.locale, depth=4).clean()
    ChapterPage(title="X", slug="registres", locale=guide.locale, depth=4).clean()


def test_names_of_addresses_are_no_translator_s_business(tree, guide):  # noqa: F811
    page = add_chapter(tree, guide)
    told = {segment.string.data for segment in extract_segments(page) if hasattr(segment, "string")}
    assert "Pourquoi" in told and "Trois personnes." in told
    assert not told & {block["anchor"] for block in BLOCKS.values()}
    assert not told & {"flyer", "chambery", "1A"}
    assert NameBlock().restore_translated_segments("equipe", []) == "equipe"
