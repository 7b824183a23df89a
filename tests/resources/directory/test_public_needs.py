"""Pages of need: what to do, who helps, what to bring; the discreet ones leave no trace."""

from __future__ import annotations

import re

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from wagtail.models import Locale, PageViewRestriction

from resources.directory.models import HelpPage
from tests.factories import ServiceFactory, StructureFactory, TerritoryFactory, ThemeFactory
from tests.home.pages.conftest import tree  # noqa: F401 -- a fixture
from tests.resources.directory.test_public_list import titles, words

pytestmark = pytest.mark.django_db
FOOD = "equipement-et-alimentation--alimentation"
VIOLENCE = "famille--surmonter-conflits-separation-violence"


@pytest.fixture(autouse=True)
def _nothing_kept():
    caches["parts"].clear()


def add(tree, **facts) -> HelpPage:  # noqa: F811
    page = HelpPage(
        **{
            "title": "J’ai faim",
            "short_title": "Manger",
            "slug": "faim",
            "pictogram": "assiette",
            "introduction": "Des aides existent.",
            "thematiques": FOOD,
            "first_steps": [("text", "<ol><li>Appelez le CCAS.</li></ol>")],
            "to_bring": [("text", "<p>Un sac.</p>")],
        }
        | facts
    )
    return tree.add(tree.home, page)


def discreet(tree, **facts) -> HelpPage:  # noqa: F811
    return add(
        tree,
        **{
            "title": "Quelqu’un me frappe",
            "short_title": "Parler en sécurité",
            "slug": "pause",
            "introduction": "Vous subissez des violences : on vous croit.",
            "thematiques": VIOLENCE,
            "is_sensitive": True,
        }
        | facts,
    )


def test_a_page_of_need_answers(client, tree):  # noqa: F811
    ThemeFactory(slug="manger", data_inclusion=FOOD)
    TerritoryFactory(slug="chambery", phone="01 99 00 10 10")
    ServiceFactory(nom="Colis du mardi", thematiques=[FOOD])
    ServiceFactory(nom="Aide aux papiers")
    ServiceFactory(nom="Colis caché", thematiques=[FOOD], structure=StructureFactory(state="draft"))
    add(tree)
    response = client.get("/faim/")
    text = response.content.decode()
    told = words(text)
    for part in (
        "J’ai faim",
        "Que faire d’abord Appelez le CCAS.",
        "Ce qu’il faut apporter Un sac.",
        "Qui aide ici",
    ):
        assert part in told
    assert titles(text) == ["Colis du mardi"]
    assert '<input type="hidden" name="theme" value="manger">' in text
    assert "Quitter vite" not in text and "no-referrer" not in response["Referrer-Policy"]
    assert "<title>J’ai faim" in text and 'og:title" content="J’ai faim"' in text


def test_the_services_follow_the_directory(client, tree):  # noqa: F811
    add(tree)
    assert "Elles cherchent avec vous." in words(client.get("/faim/").content.decode())
    ServiceFactory(nom="Colis du mardi", thematiques=[FOOD])
    assert titles(client.get("/faim/").content.decode()) == ["Colis du mardi"]


@pytest.mark.parametrize("root", ["", "/en", "/ar"])
def test_a_discreet_page_leaves_no_trace(client, tree, root):  # noqa: F811
    page = discreet(tree)
    ServiceFactory(nom="Écoute", thematiques=[VIOLENCE])
    tree.everywhere()
    for language in ("en", "ar"):
        tree.translate(page, language)
    response = client.get(f"{root}/pause/")
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    text = response.content.decode()
    head = text.split("<body")[0].lower()
    for word in ("frappe", "violen", "sécurité", "subissez", "og:"):
        assert word not in head, word
    assert "<h1" in text and page.title in words(text)
    assert re.search(r'<a class="button danger" href="https://[^"]+" rel="noreferrer" data-quit>', text)
    assert "share" not in text.split("<main")[1].split("</main>")[0]


def test_other_pages_lead_to_it_in_neutral_words(client, tree):  # noqa: F811
    page = discreet(tree)
    add(tree)
    for url in ("/ressources/", "/plan-du-site/"):
        text = client.get(url).content.decode()
        assert page.title not in text and "frappe" not in text
        assert re.search(r'href="/pause/"[^>]*>.*?Parler en sécurité', text, re.S)
        assert "J’ai faim" in text
    assert "<loc>http://testserver/pause/</loc>" in client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize(
    "slug",
    [
        "violences",
        "on-me-frappe",
        "mari-violent",
        "peur-chez-moi",
        "Conjugales",
        "stopviolences",
        "sosviolences38",
        "nonauxfeminicides",
    ],
)
def test_the_address_of_a_discreet_page_says_nothing(tree, slug):  # noqa: F811
    with pytest.raises(ValidationError, match="son adresse ne doit rien dire"):
        discreet(tree, slug=slug).clean()


def test_a_page_kept_for_some_or_a_draft_is_in_no_list(client, tree):  # noqa: F811
    kept = add(tree)
    add(tree, title="Brouillon", slug="brouillon").unpublish()
    PageViewRestriction.objects.create(page=kept, restriction_type="login")
    text = client.get("/ressources/").content.decode()
    assert "J’ai faim" not in text and "Brouillon" not in text


def test_the_list_speaks_the_language_of_the_reader(client, tree):  # noqa: F811
    page = add(tree)
    tree.everywhere()
    tree.translate(page, "ar")
    assert Locale.objects.filter(language_code="ar").exists()
    text = client.get("/ar/ressources/").content.decode()
    assert re.search(r'href="/ar/faim/">.*?<span lang="fr">J’ai faim</span>', text, re.S)


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow(client, tree, count, django_assert_max_num_queries):  # noqa: F811
    add(tree)
    for number in range(count):
        ServiceFactory(nom=f"Colis {number}", thematiques=[FOOD])
    client.get("/faim/")
    with django_assert_max_num_queries(10):
        client.get("/faim/?encore")
    with django_assert_max_num_queries(12):
        client.get("/sitemap.xml")
    with django_assert_max_num_queries(12):
        client.get("/plan-du-site/")
