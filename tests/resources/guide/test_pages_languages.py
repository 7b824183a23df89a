"""In which language the pages of the guide say they are: the title of the window, the words for search engines, the notice."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from resources.guide.models import Implementation, Register
from tests.home.pages.conftest import tree  # noqa: F401 -- a fixture
from tests.resources.guide.chapters import add_chapter, add_guide, body

pytestmark = pytest.mark.django_db
NOT_YET = {"en": "This page is not translated yet", "ar": "هذه الصفحة لم تترجم بعد"}


@pytest.fixture
def guide(tree):  # noqa: F811
    """A guide and a chapter: written in English, in French instead of Arabic."""
    tree.everywhere()
    guide = add_guide(tree)
    chapter = add_chapter(tree, guide, body=body("text"))
    for page, title in ((guide, "The guide"), (chapter, "The team")):
        tree.translate(page, "en", title=title, introduction="In short.")
        tree.translate(page, "ar")
    return guide


def head_of(client, url: str) -> tuple[str, str | None, str | None]:
    """Give the title of the window, its language when it is not the page's, and the words for search engines."""
    head = BeautifulSoup(client.get(url).content, "html.parser").head
    told = head.find("meta", attrs={"name": "description"})
    return head.title.get_text(strip=True), head.title.get("lang"), told and told["content"]


@pytest.mark.parametrize(
    ("path", "french", "english"),
    [("guide/", "Le guide", "The guide"), ("guide/equipe/", "Equipe", "The team")],
)
def test_a_page_describes_itself_in_its_own_language(client, guide, path, french, english):
    assert head_of(client, f"/{path}")[:2] == (f"{french} – IMPACT", None)
    assert head_of(client, f"/en/{path}") == (f"{english} – IMPACT", None, "In short.")
    assert head_of(client, f"/ar/{path}") == (f"{french} – IMPACT", "fr", None)


def test_a_register_does_so_too(client, guide):
    Register.objects.filter(code="3A").update(
        title="Les droits", what_for="Pour les droits.", title_en="Rights", what_for_en=""
    )
    title = "3A Les droits – IMPACT"
    assert head_of(client, "/guide/registres/3a/") == (title, None, "Pour les droits.")
    assert head_of(client, "/ar/guide/registres/3a/") == (title, "fr", None)
    assert head_of(client, "/en/guide/registres/3a/") == ("3A Rights – IMPACT", None, "Rights")
    Register.objects.filter(code="3A").update(what_for_en="For rights.")
    told = head_of(client, "/en/guide/registres/3a/?encore")
    assert told == ("3A Rights – IMPACT", None, "For rights.")


def test_a_register_nobody_translated_says_so(client, guide):
    Register.objects.filter(code="3A").update(title_en="Rights", description_en="")
    Register.objects.filter(code="3B").update(title_en="Prevention", description_en="<p>English.</p>")
    assert "n’est pas encore traduite" not in client.get("/guide/registres/3a/").content.decode()
    assert NOT_YET["ar"] in client.get("/ar/guide/registres/3a/").content.decode()
    assert NOT_YET["en"] in client.get("/en/guide/registres/3a/").content.decode(), (
        "its title alone is English"
    )
    assert NOT_YET["en"] not in client.get("/en/guide/registres/3b/").content.decode()


def column(name: str, **words: str) -> Implementation:
    return Implementation.objects.create(
        name=name, state="published", settled_on=timezone.localdate(), **words
    )


def test_names_and_answers_say_their_language_and_french_begins_at_the_left(client):
    column("Sud-Est Grenoblois", carrier="Une maison.", carrier_en="A practice.", team="Neuf.")
    column("Autre", carrier="Une ville.")
    html = client.get("/ar/guide/comparaison/").content.decode()
    assert '<th role="columnheader" scope="col" lang="fr" dir="ltr">Sud-Est Grenoblois</th>' in html
    cells = re.findall(r"<td[^>]*>.*?</td>", html, re.S)
    assert cells and all('" lang="fr" dir="ltr">' in cell.split("<", 2)[1] + ">" for cell in cells)
    assert '<div lang="fr" dir="ltr">Une maison.</div>' in html, "a block: its lines begin together"
    assert '<div class="unsaid" lang="ar" dir="ltr">' in html
    english = client.get("/en/guide/comparaison/").content.decode()
    assert '<div lang="en" dir="ltr">A practice.</div>' in english
