"""Every fact of pages 5 to 15 of the guide of May 2023 is told by a passage one reaches in three presses from `/guide/`."""

from __future__ import annotations

from collections import defaultdict

import pytest

from portal.demo.content import read
from portal.demo.guide import chapters
from resources.guide.models import ChapterPage
from tests.factories import PlaceFactory, TerritoryFactory
from tests.home.pages.conftest import Tree, tree  # noqa: F401 -- a fixture
from tests.resources.guide.chapters import add_demonstration, ids_of, links_of

pytestmark = pytest.mark.django_db
PAGES = range(5, 16)
PRESSES = 3


@pytest.fixture
def site(tree) -> Tree:  # noqa: F811
    PlaceFactory(territory=TerritoryFactory(slug="sud-est-grenoblois", name="Sud-Est Grenoblois"))
    add_demonstration(tree)
    return tree


def facts() -> dict[str, int]:
    """Give the facts that are to be found, with their page."""
    return {fact["id"]: fact["page"] for fact in read("guide/facts")["fact"] if fact["page"] in PAGES}


def told_by(folder: str = "") -> dict[str, set[tuple[str, str]]]:
    """Give, for each fact, the passages that tell it: (slug of the chapter, anchor)."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for name in chapters():
        chapter = read(f"guide/{folder}{name}")
        for block in chapter["block"]:
            for fact in block["facts"]:
                found[fact].add((chapter["slug"], block["anchor"]))
    return found


def presses_to(client, root: str) -> dict[tuple[str, str], int]:
    """Give how many presses lead from the contents to each passage.

    Two when the contents name it: one unfolds the chapter, then presses its name. Three at most for the others: the
    chapter, its own contents, the passage that stands before it, and one reads on.
    """
    contents = client.get(f"{root}guide/").content.decode()
    found: dict[tuple[str, str], int] = {}
    slugs = ChapterPage.objects.filter(locale__language_code="fr").values_list("slug", flat=True)
    for slug in slugs:
        url = f"{root}guide/{slug}/"
        assert url in links_of(contents), slug
        html = client.get(url).content.decode()
        ids = ids_of(html)
        inside = {fragment[1:] for fragment in links_of(html) if fragment.startswith("#")}
        assert inside <= set(ids)
        for anchor in ids:
            found[slug, anchor] = 2 if f"{url}#{anchor}" in links_of(contents) else 3
    return found


def test_there_are_facts_on_every_page():
    assert set(facts().values()) == set(PAGES)


def test_every_fact_is_told_where_three_presses_lead(client, site):
    presses, told = presses_to(client, "/"), told_by()
    lost = {
        fact: sorted(told[fact])
        for fact in facts()
        if min((presses.get(place, 99) for place in told[fact]), default=99) > PRESSES
    }
    assert not lost


def test_no_passage_names_a_fact_nobody_knows():
    known = {fact["id"] for fact in read("guide/facts")["fact"]}
    for folder in ("", "en/"):
        assert set(told_by(folder)) <= known


def test_the_english_summary_keeps_the_addresses_of_the_french_guide(client, site):
    french = {name: {block["anchor"] for block in read(f"guide/{name}")["block"]} for name in chapters()}
    for name in chapters():
        assert {block["anchor"] for block in read(f"guide/en/{name}")["block"]} <= french[name], name
    presses_to(client, "/en/")


def test_every_chapter_of_the_demonstration_is_one_an_editor_could_have_saved(site):
    for page in ChapterPage.objects.all():
        page.full_clean()
        page.body.stream_block.clean(page.body)
        assert len(page.search_description) <= 155, page.slug
    assert ChapterPage.objects.filter(locale__language_code="fr").count() == 11
    assert ChapterPage.objects.filter(locale__language_code="en", alias_of=None).count() == 11
    assert ChapterPage.objects.filter(locale__language_code="ar").exclude(alias_of=None).count() == 11
