"""What tells one state of the whole guide from another: all that is printed, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import PageViewRestriction

from resources.guide.book.state import edition, gather
from resources.guide.models import GuidePage, Tool
from tests.factories import ActivityFactory
from tests.home.pages.conftest import tree  # noqa: F401 -- a fixture
from tests.resources.guide.books import state_of
from tests.resources.guide.chapters import add_chapter, add_guide, body, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(tree) -> GuidePage:  # noqa: F811
    """A guide of two chapters."""
    guide = add_guide(tree)
    add_chapter(tree, guide, "equipe", title="L'équipe")
    add_chapter(tree, guide, "lieu", title="Le lieu", body=body("text"))
    return guide


def chapter(guide: GuidePage, slug: str = "equipe"):
    return guide.get_children().get(slug=slug).specific


def publish(page, **fields) -> None:
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Autrement"},
        {"slug": "autrement"},
        {"introduction": "Autrement."},
        {"revised": date(2026, 1, 1)},
        {"body": body("text", "todo")},
    ],
    ids=str,
)
def test_a_chapter_published_with_a_change_makes_another_state(guide, fields):
    before = state_of()
    publish(chapter(guide), **fields)
    assert state_of() != before


def test_a_chapter_published_anew_without_a_change_does_not(guide):
    before = state_of()
    publish(chapter(guide))
    assert state_of() == before


def test_a_draft_does_not(guide):
    before = state_of()
    page = chapter(guide)
    page.title = "Brouillon"
    page.save_revision()
    assert state_of() == before


def test_chapters_withdrawn_closed_added_or_moved_do(tree, guide):  # noqa: F811
    states = {state_of()}
    chapter(guide, "lieu").move(chapter(guide), pos="left")
    states.add(state_of())
    PageViewRestriction.objects.create(page=chapter(guide, "lieu"), restriction_type="login")
    states.add(state_of())
    add_chapter(tree, guide, "cout")
    states.add(state_of())
    chapter(guide, "cout").unpublish()
    chapter(guide, "equipe").unpublish()
    assert gather("fr") is None  # the one left is closed
    assert len(states) == 4


def test_what_passages_show_beside_their_words_counts(tree, guide):  # noqa: F811
    states = {state_of()}
    for change in (
        lambda: type(register("1A")).objects.filter(code="1A").update(title="Autrement"),
        lambda: type(register("1A")).objects.filter(code="1A").update(who="Autrement"),
        lambda: type(tree.territory).objects.update(name="Ailleurs"),
        lambda: add_tool(title="Flyer"),
        lambda: Tool.objects.update(title="Un autre flyer"),
        lambda: Tool.objects.update(live=False),
        lambda: publish(guide, title="Un autre guide"),
    ):
        change()
        states.add(state_of())
    assert len(states) == 7  # without its only tool it is as it was before


def add_tool(**facts) -> Tool:
    facts = {"slug": "flyer", "version": "1.0", "date": date(2026, 11, 1), "formats": ["pdf-print"]} | facts
    return Tool.objects.create(summary="Un résumé.", description="", **facts)


def links_to(*pages, **documents):
    """Give a passage that leads to pages and documents as the editor stores it: by their numbers."""
    tags = [f'<a linktype="page" id="{page.pk}">p</a>' for page in pages]
    tags += [f'<a id="{document.pk}" linktype="document">d</a>' for document in documents.values()]
    return [("text", {"title": "Liens", "text": f"<p>{' '.join(tags)}</p>"})]


def test_the_address_of_a_linked_page_counts(tree, guide):  # noqa: F811
    linked, other = tree.news("Une nouvelle"), tree.news("Une autre")
    publish(chapter(guide), body=links_to(linked))
    states = {state_of()}
    publish(linked, title="Un autre titre")
    publish(other, slug="ailleurs")
    assert {state_of()} == states  # the address of what is linked is printed, and no more
    publish(linked, slug="autrement")
    states.add(state_of())
    linked.unpublish()
    states.add(state_of())
    assert len(states) == 3


def test_a_register_s_links_count_too(tree, guide):  # noqa: F811
    linked = tree.news("Une nouvelle")
    text = f'<p><a id="{linked.pk}" linktype="page">p</a></p>'
    type(register("1A")).objects.filter(code="1A").update(description=text)
    before = state_of()
    publish(linked, slug="autrement")
    assert state_of() != before


def test_the_address_of_a_linked_document_counts(guide):
    document = get_document_model().objects.create(title="Fiche", file=ContentFile(b"%PDF-", "fiche.pdf"))
    publish(chapter(guide), body=links_to(d=document))
    before = state_of()
    document.title = "Autrement"
    document.save()
    assert state_of() == before
    document.file.save("autre.pdf", ContentFile(b"%PDF-"))
    assert state_of() != before


def test_a_link_follows_the_page_in_the_language_of_the_book(tree, guide):  # noqa: F811
    tree.everywhere()
    tree.translate(guide, "en", title="The guide")
    linked = tree.news("Une nouvelle")
    english = tree.translate(linked, "en", title="A piece of news")
    tree.translate(chapter(guide), "en", title="The team", body=links_to(linked))
    before, french = state_of("en"), state_of()
    english.refresh_from_db()
    english.unpublish()  # the link leads to the French page again
    assert state_of("en") != before and state_of() == french


def test_what_is_printed_nowhere_does_not_count(tree, guide):  # noqa: F811
    before = state_of()
    ActivityFactory(place=tree.place, register="3A", text="Permanence")
    type(register("1A")).objects.filter(code="1A").update(title_ar="كلمات", title_en="Words")
    publish(tree.territory_page, introduction="Autrement.")
    assert state_of() == before


def test_a_change_in_one_language_leaves_the_other_as_it_is(tree, guide):  # noqa: F811
    tree.everywhere()
    tree.translate(guide, "en", title="The guide")
    written = tree.translate(chapter(guide), "en", title="The team", introduction="In short.")
    french, before = state_of("fr"), state_of("en")
    assert [page.title for page in gather("en").chapters] == ["The team"]
    publish(written, title="The whole team")
    assert state_of("fr") == french and state_of("en") != before
    before = state_of("en")
    publish(chapter(guide), title="Toute l'équipe")
    publish(chapter(guide, "lieu"), title="Tout le lieu")
    assert state_of("en") == before and state_of("fr") != french


def test_readers_of_a_language_nobody_wrote_are_given_the_french_book(tree, guide):  # noqa: F811
    tree.everywhere()
    tree.translate(guide, "en")
    assert gather("en") is None and gather("ar") is None
    assert {edition(language).state for language in ("fr", "en", "ar", "xx")} == {state_of("fr")}


def test_without_a_published_guide_there_is_no_book(tree):  # noqa: F811
    assert edition("fr") is None
    guide = add_guide(tree)
    assert edition("fr") is None
    add_chapter(tree, guide)
    assert edition("fr").language == "fr"
    guide.unpublish()
    assert edition("fr") is None


def test_its_cost_does_not_grow_with_the_chapters(tree, guide, django_assert_num_queries):  # noqa: F811
    state_of()  # the addresses of the site are kept
    with django_assert_num_queries(7):
        gather("fr")
    add_chapter(tree, guide, "liens", body=links_to(tree.territory_page))
    with django_assert_num_queries(8):  # where the links lead
        gather("fr")
    for number in range(5):
        add_chapter(tree, guide, f"chapitre-{number}", body=links_to(tree.territory_page, tree.place_page))
    with django_assert_num_queries(8):
        gather("fr")
