"""Where links lead in another language: ways on, buttons, addresses an editor typed once, in French."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.utils import translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from home.pages.addresses import follow_language
from home.pages.models import HomePage, NeedPage, WayOn
from tests.home.pages.conftest import locale

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "arabic"),
    [
        ("/agenda/", "/ar/agenda/"),
        ("/agenda/?public=professionnels", "/ar/agenda/?public=professionnels"),
        ("/", "/ar/"),
        ("/en/agenda/", "/en/agenda/"),
        ("/agenda.ics", "/agenda.ics"),
        ("/documents/3/affiche.pdf", "/documents/3/affiche.pdf"),
        ("//ailleurs.example/agenda/", "//ailleurs.example/agenda/"),
        ("https://exemple.org/agenda/", "https://exemple.org/agenda/"),
        ("tel:0199001010", "tel:0199001010"),
        ("", ""),
    ],
)
def test_an_address_of_the_portal_follows_the_reader(typed, arabic):
    assert follow_language(typed) == typed
    with translation.override("ar"):
        assert follow_language(typed) == arabic


def test_ways_on_lead_to_the_page_of_the_reader_s_language(client, tree):
    tree.everywhere()
    target = tree.add(tree.home, NeedPage(title="Parler", slug="parler"))
    tree.translate(target, "en", title="Talk")
    for home in HomePage.objects.all():
        for label, facts in (("Parler", {"target": target}), ("Agenda", {"address": "/agenda/"})):
            WayOn.objects.create(page=home, label=label, pictogram="cafe", locale=home.locale, **facts)
    english, arabic = (client.get(url).content.decode() for url in ("/en/", "/ar/"))
    for address in ("/en/parler/", "/en/agenda/"):
        assert f'href="{address}"' in english.split("<main")[1]
    assert 'href="/ar/agenda/"' in arabic.split("<main")[1]
    assert 'href="/parler/"' in arabic.split("<main")[1], "no page there yet: the French one"


def test_a_button_leads_to_the_page_of_the_reader_s_language(client, tree):
    tree.everywhere()
    target = tree.add(tree.home, NeedPage(title="Parler", slug="parler"))
    tree.translate(target, "en", title="Talk")
    body = [("button", {"label": "Venir", "page": target, "address": ""})]
    body.append(("button", {"label": "Voir", "page": None, "address": "/agenda/"}))
    page = tree.add(tree.home, NeedPage(title="Besoin", slug="besoin", body=body))
    tree.translate(page, "en")
    assert '<a class="button" href="/parler/">' in client.get("/besoin/").content.decode()
    html = client.get("/en/besoin/").content.decode()
    for address in ("/en/parler/", "/en/agenda/"):
        assert f'<a class="button" href="{address}">' in html


def test_no_translator_is_asked_for_an_address(tree):
    body = [("button", {"label": "Voir", "page": None, "address": "/agenda/"})]
    page = tree.add(tree.home, NeedPage(title="Besoin", slug="besoin", body=body))
    WayOn.objects.create(
        page=tree.home, label="Agenda", pictogram="cafe", locale=locale("fr"), address="/agenda/"
    )
    for thing in (NeedPage.objects.get(pk=page.pk), HomePage.objects.get(pk=tree.home.pk)):
        asked = [each.string.data for each in extract_segments(thing) if isinstance(each, StringSegmentValue)]
        assert "/agenda/" not in asked
        assert {"Voir", "Agenda"} & set(asked)


def test_a_block_that_is_kept_needs_no_migration():
    call_command("makemigrations", "pages", check=True, dry_run=True, verbosity=0)
