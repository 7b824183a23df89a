"""The pages made of words: needs, legal texts, the accessibility statement and its word at the foot."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from home.pages.models import AccessibilityPage, LegalPage, NeedPage
from tests.factories import PlaceFactory, TerritoryFactory
from tests.home.pages.conftest import words

pytestmark = pytest.mark.django_db
STATED = date(2026, 11, 20)


def statement(tree, **facts) -> AccessibilityPage:
    facts = {"stated_on": STATED, "failures": "<p>Les vidéos.</p>", "contact": "<p>Appelez.</p>"} | facts
    return tree.add(tree.home, AccessibilityPage(title="Accessibilité", slug="accessibilite", **facts))


def test_a_need_ends_on_somebody_to_call(client, tree):
    PlaceFactory(territory=TerritoryFactory(slug="ailleurs"), name="Espace voisin")
    body = [
        ("text", "<h2>Quand venir</h2>"),
        ("button", {"label": "Voir l'agenda", "address": "/agenda/", "page": None}),
    ]
    tree.add(tree.home, NeedPage(title="Parler", slug="parler", introduction="On vous écoute.", body=body))
    response = client.get("/parler/")
    text = words(response)
    for said in ("Parler", "On vous écoute.", "Quand venir", "Espace Santé", "Espace voisin"):
        assert said in text
    assert '<a class="button" href="/agenda/">' in response.content.decode()


def test_a_need_of_a_territory_gives_its_own_doors(client, tree):
    PlaceFactory(territory=TerritoryFactory(slug="ailleurs"), name="Espace voisin")
    tree.add(tree.territory_page, NeedPage(title="Parler", slug="parler"))
    text = words(client.get("/chambery/parler/"))
    assert "Espace Santé" in text
    assert "Espace voisin" not in text


def test_a_legal_page_says_when_it_changed(client, tree):
    tree.add(
        tree.home,
        LegalPage(title="Mentions légales", slug="mentions-legales", body=[("text", "<p>Éditeur.</p>")]),
    )
    response = client.get("/mentions-legales/")
    assert "Éditeur." in words(response)
    assert '<time datetime="2026-11-23">23 novembre 2026</time>' in response.content.decode()


def test_the_statement_has_the_parts_the_law_asks_for(client, tree):
    statement(
        tree,
        derogations="<p>Aucune.</p>",
        technologies="<ul><li>HTML</li></ul>",
        tested_pages="<p>Accueil.</p>",
        appeal="<p>Défenseur des droits.</p>",
    )
    text = words(client.get("/accessibilite/"))
    for said in (
        "Ce site est non conforme",
        "Aucun audit",
        "Ce qui ne va pas encore Les vidéos.",
        "Dérogations Aucune.",
        "Techniques utilisées HTML",
        "Pages vérifiées Accueil.",
        "Nous écrire Appelez.",
        "Si nous ne répondons pas Défenseur des droits.",
        "Déclaration établie le 20 novembre 2026",
    ):
        assert said in text
    assert "Avec quoi nous avons essayé" not in text  # an empty part is left out


def test_an_audit_gives_its_day_its_author_and_its_rate(client, tree):
    statement(tree, state="partielle", audited_on=date(2026, 10, 1), audited_by="Cabinet Exemple", rate=72)
    text = words(client.get("/accessibilite/"))
    assert "Ce site est partiellement conforme" in text
    assert "Audit du 1er octobre 2026, fait par Cabinet Exemple : 72 % des critères sont respectés." in text


@pytest.mark.parametrize(("state", "rate"), [("partielle", 49), ("totale", 99), ("totale", None)])
def test_a_state_its_rate_does_not_bear_is_refused(tree, state, rate):
    page = AccessibilityPage(
        title="A", slug="accessibilite", state=state, rate=rate, stated_on=STATED, audited_on=STATED
    )
    with pytest.raises(ValidationError) as refused:
        page.clean()
    assert "rate" in refused.value.message_dict


def test_the_foot_of_every_page_tells_the_state(client, tree):
    assert "Accessibilité : non conforme" in words(client.get("/"))  # before there is a statement
    page = statement(tree)
    assert "Accessibilité : non conforme" in words(client.get("/chambery/"))
    page.state, page.rate, page.audited_on = "partielle", 72, STATED
    page.save_revision().publish()
    for url in ("/chambery/", "/agenda/", "/accessibilite/"):
        assert "Accessibilité : partiellement conforme" in words(client.get(url)), url


def test_they_cost_little(client, tree, django_assert_max_num_queries):
    statement(tree)
    tree.add(tree.home, NeedPage(title="Parler", slug="parler"))
    client.get("/plan-du-site/")
    with django_assert_max_num_queries(5):
        client.get("/accessibilite/")
    with django_assert_max_num_queries(6):
        client.get("/parler/")
