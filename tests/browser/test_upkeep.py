"""The pages that keep resources true, in a browser: axe, the smallest telephone, without JavaScript, on paper."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portal.accounts.models import User
from portal.territories.actions import create_territory
from portal.territories.models import Commune
from resources.directory.models import (
    CheckRequest,
    Service,
    Structure,
    Suggestion,
    SupportFunction,
    SupportNeed,
)
from resources.directory.upkeep.links import LASTS, token_of
from resources.directory.upkeep.receiving import signal_error
from tests.factories import ClosureFactory, ServiceFactory, StructureFactory, ThemeFactory, UserFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def service() -> Service:
    """A service of a territory, with hours, a closure, errors signalled and a support function."""
    territory = create_territory(name="Chambéry", slug="chambery")
    Commune.objects.create(code="73065", name="Chambéry").territories.add(territory)
    ThemeFactory(name="Se soigner", data_inclusion="sante--acces-aux-soins")
    structure = StructureFactory(
        nom="Maison des Tilleuls",
        courriel="accueil@example.org",
        horaires_accueil="Mo-Fr 09:00-12:00; PH off",
        date_maj=timezone.localdate() - timezone.timedelta(days=400),
    )
    service = ServiceFactory(structure=structure, nom="Aide aux papiers")
    ClosureFactory(structure=structure)
    SupportFunction.objects.create(structure=structure, function="assess", level="team")
    SupportNeed.objects.create(territory=territory, function="plan", text="Des réunions à plusieurs.")
    signal_error(service, reason="prix", text="2 € par an")
    signal_error(service, reason="autre", text="La porte est au fond de la cour.")
    signal_error(structure, reason="horaires", text="lundi au vendredi 9h-12h et 14h-17h")
    return service


@pytest.fixture
def editor(service) -> User:
    """Who keeps it."""
    user = UserFactory(first_name="Nadia")
    user.groups.add(service.structure.territories.get().editors)
    return user


def check_path(structure: Structure) -> str:
    check = CheckRequest.objects.create(structure=structure, expires_at=timezone.now() + LASTS)
    return f"/ressources/verifier/{token_of(check)}/"


def reflows(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("language", "width"), [("", 320), ("", 1280), ("/en", 1280), ("/ar", 320)])
def test_public_pages_have_nothing_for_axe(check_axe, service, language, width):
    link = check_path(service.structure)
    for path in (
        f"/ressources/{service.slug}/erreur/",
        f"/ressources/{service.slug}/erreur/?merci=1",
        f"/ressources/structures/{service.structure.slug}/erreur/",
        link,
        f"{link}?corriger=1",
    ):
        check_axe(language + path, width=width)


def test_an_error_is_signalled_without_javascript_on_a_small_telephone(no_script, service):
    no_script.goto(f"/ressources/{service.slug}/erreur/")
    assert reflows(no_script)
    no_script.get_by_role("button", name="Envoyer").click()
    expect(no_script.get_by_text("Choisissez ce qui ne va pas").first).to_be_visible()
    no_script.get_by_label("Le téléphone est faux").check()
    no_script.get_by_label("Que faut-il écrire à la place ?").fill("01 99 00 55 66")
    no_script.get_by_role("button", name="Envoyer").click()
    expect(no_script.get_by_role("heading", name="Merci, c’est envoyé")).to_be_visible()
    assert Suggestion.objects.filter(reason="telephone", text="01 99 00 55 66").exists()


def test_a_structure_corrects_without_javascript(no_script, service):
    no_script.goto(check_path(service.structure))
    assert reflows(no_script)
    no_script.get_by_role("link", name="Corriger").click()
    assert reflows(no_script)
    no_script.get_by_label("Téléphone").fill("01 99 00 77 88")
    no_script.get_by_role("button", name="Envoyer les corrections").click()
    expect(no_script.get_by_role("heading", name="Merci")).to_be_visible()
    assert Suggestion.objects.filter(from_owner=True, text="01 99 00 77 88").exists()


def test_a_structure_says_in_one_press_that_all_is_right(page, service):
    page.goto(check_path(service.structure))
    page.get_by_role("button", name="Tout est à jour").click()
    expect(page.get_by_role("heading", name="Merci")).to_be_visible()
    service.structure.refresh_from_db()
    assert service.structure.verified_how == "owner"


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_the_team_fit_and_have_nothing_for_axe(open_context, sign_in, editor, service, width):
    from axe_playwright_python.sync_playwright import Axe

    page = open_context(viewport={"width": width, "height": 900}, bypass_csp=True).new_page()
    sign_in(page, editor)
    structure, hours = service.structure, Suggestion.objects.get(reason="horaires")
    found = []
    for path in (
        "structures/",
        f"structures/edit/{structure.pk}/",
        f"structures/point/{structure.pk}/",
        "services/",
        f"services/edit/{service.pk}/",
        "fermetures/",
        f"fermetures/new/?structure={structure.pk}",
        "erreurs/",
        f"erreurs/{hours.pk}/",
        "a-revoir/",
        "besoins/",
    ):
        page.goto(f"/admin/ressources/{path}")
        if not reflows(page):
            found.append(f"{path} is wider than {width}")
        results = Axe().run(
            page, context="main", options={"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa"]}}
        )
        found += [
            f"{path} {violation['id']}: {node['html']}"
            for violation in results.response["violations"]
            for node in violation["nodes"]
        ]
    assert not found, "\n".join(found)


def test_the_table_of_needs_prints_what_was_written(page, sign_in, editor):
    sign_in(page, editor)
    page.goto("/admin/ressources/besoins/")
    page.emulate_media(media="print")
    assert page.get_by_text("Des réunions à plusieurs.").last.is_visible()
    assert not page.locator("textarea").first.is_visible()
    expect(page.get_by_role("button", name="Enregistrer les besoins")).not_to_be_visible()
    assert page.get_by_text("Aucune ressource à ce niveau.").first.is_visible()


def test_boxes_of_the_list_lead_to_the_question(page, sign_in, editor, service):
    sign_in(page, editor)
    page.goto("/admin/ressources/structures/")
    page.locator("tbody input[type=checkbox]").first.check()
    page.get_by_role("link", name="Dire les fiches choisies vérifiées aujourd'hui").click()
    page.get_by_role("button", name="Vérifié aujourd'hui").click()
    page.get_by_text("1 fiche est vérifiée").wait_for()
    service.structure.refresh_from_db()
    assert service.structure.verified_by == editor
