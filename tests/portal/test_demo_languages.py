"""The demonstration in three languages: the switch stays on the page, every fragment says its language, translations go on."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import time_machine
from bs4 import BeautifulSoup, NavigableString, Tag
from django.core.management import call_command
from django.test import Client
from wagtail.models import Locale, Page
from wagtail_localize.models import String, StringTranslation, Translation

from home.activities.models import ActivityText
from home.pages.admin.awaiting import rows_for
from home.pages.admin.outdated import State
from home.pages.models import HomePage, NeedPage
from home.pages.translations import pieces_left
from portal.accounts.models import User
from portal.demo.translations import pieces, take_up, tell_wagtail_localize
from portal.demo.writing import write
from tests.browser.demonstration.pages import PUBLIC, STATUSES
from tests.browser.demonstration.server import NOW, withdraw_some

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LANGUAGES = ("fr", "en", "ar")
#: A sheet to print has no switch; an error leads to the front door of each language, and says so.
ELSEWHERE = {"poster of the week", "poster of the month", "no such page"}
#: Short words that French sentences are full of, and no sentence of the other two languages.
FRENCH = re.compile(
    r"\b(le|la|les|des|du|une|et|est|pour|avec|vous|nous|dans|sur|qui|ne|pas|votre|aux|ou|cette|ces)\b", re.I
)
ARABIC = re.compile(r"[\u0600-\u06ff]{2,}")


@pytest.fixture(scope="module")
def portal(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The demonstration on an ordinary Tuesday, loaded once for this file."""
    from django.db import transaction

    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False):
        outside = transaction.atomic()
        outside.__enter__()
        call_command("demo", verbosity=0)
        withdraw_some()
        yield
        transaction.set_rollback(True)
        outside.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def _tuesday(portal) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def prefix(language: str) -> str:
    return "" if language == "fr" else f"/{language}"


def page_at(client: Client, address: str, name: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == STATUSES.get(name, 200), address
    return BeautifulSoup(response.content, "html.parser")


def language_of(element: Tag) -> tuple[str, str]:
    """Give the language and the direction an element is read in."""
    above = [element, *element.parents]
    lang = next(part["lang"] for part in above if part.get("lang"))
    direction = next(part["dir"] for part in above if part.get("dir") in ("ltr", "rtl"))
    return lang, direction


def sentences(html: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Give the texts a reader reads or hears, each with the language it is said to be in."""
    for element in html.find_all(True):
        for name in ("alt", "aria-label", "title", "placeholder"):
            if element.get(name):
                yield element[name], language_of(element)[0]
    for text in html.find_all(string=True):
        if type(text) is NavigableString and text.strip() and text.parent.name not in ("script", "style"):
            yield text.strip(), language_of(text.parent)[0]


@pytest.mark.parametrize("name", [name for name in PUBLIC if name not in ELSEWHERE])
def test_the_switch_stays_on_the_page(client, name):
    address = PUBLIC[name]
    for language in LANGUAGES:
        html = page_at(client, prefix(language) + address, name)
        assert (html.html["lang"], html.html["dir"]) == (language, "rtl" if language == "ar" else "ltr")
        links = {link["hreflang"]: link for link in html.select("nav.languages a")}
        assert set(links) == set(LANGUAGES) - {language}, address
        for other, link in links.items():
            assert link["href"] == prefix(other) + address
            assert link["lang"] == other
            page_at(client, link["href"], name)
        here = html.select_one("nav.languages [aria-current]")
        assert here["lang"] == language


@pytest.mark.parametrize("name", PUBLIC)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_fragment_says_its_language(client, language, name):
    html = page_at(client, prefix(language) + PUBLIC[name], name)
    wrong = []
    for text, said in sentences(html):
        if said != "fr" and len(set(map(str.lower, FRENCH.findall(text)))) > 1:
            wrong.append(f"French said to be {said}: {text[:80]}")
        if said != "ar" and ARABIC.search(text):
            wrong.append(f"Arabic said to be {said}: {text[:80]}")
    assert not wrong, "\n".join(wrong)


def test_a_page_in_french_instead_says_so_in_the_reader_s_language(client):
    address, told = "/chambery/actualites/vaccination-grippe/", re.compile("لم تترجم بعد|not translated yet")
    assert page_at(client, f"/en{address}", "").find(string=told) is None, "this one is written in English"
    for arabic in (page_at(client, f"/ar{address}", ""), page_at(client, "/ar/je-suis-professionnel/", "")):
        assert language_of(arabic.find(string=told).parent) == ("ar", "rtl")
        assert language_of(arabic.h1) == ("fr", "ltr")


def test_wagtail_localize_knows_every_translation_that_answers_piece_by_piece():
    for model in (NeedPage, ActivityText):
        for other in model.objects.exclude(locale__language_code="fr").select_related("locale"):
            if getattr(other, "alias_of_id", None):
                continue
            made = Translation.objects.get(
                source__object_id=other.translation_key, target_locale=other.locale_id
            )
            assert made.enabled
            assert pieces_left(made) == 0, other


def test_publishing_from_the_pieces_changes_no_word(client):
    home = HomePage.objects.get(locale__language_code="en")
    place = Page.objects.get(slug="espace-ressources-sante", locale__language_code="ar").specific
    for page in (home, place):
        before = [piece for _way, piece in pieces(page)[0]]
        made = Translation.objects.get(source__object_id=page.translation_key, target_locale=page.locale_id)
        again = made.source.get_ephemeral_translated_instance(made.target_locale)
        assert [piece for _way, piece in pieces(again)[0]] == before
        shown = client.get(page.get_url()).content.decode()
        made.save_target(publish=False)
        assert client.get(page.get_url()).content.decode() == shown


def test_an_error_leads_to_the_front_door_and_says_so(client):
    links = page_at(client, PUBLIC["no such page"], "no such page").select("nav.languages a")
    assert {link["href"]: link.get_text() for link in links} == {
        "/en/": "English (accueil)",
        "/ar/": "العربية (accueil)",
    }


def test_an_english_page_opens_on_its_pieces(signed_in):
    client = signed_in(User.objects.get(email="admin@demo.test"))
    need = NeedPage.objects.get(slug="parler-a-une-mediatrice", locale__language_code="en")
    html = client.get(f"/admin/pages/{need.pk}/edit/").content.decode()
    assert "js-translation-editor" in html
    assert "Talk to a health mediator" in html


@pytest.mark.parametrize(
    "body",
    [
        "<p>One thing.</p>",
        "<p>One thing.</p><p>Another.</p><p>A third.</p>",
        '<p>One thing.</p><p>Another, <a href="/en/agenda/">here</a>.</p>',
    ],
)
def test_a_page_that_says_less_or_otherwise_is_left_as_a_whole(signed_in, body):
    home, words = HomePage.objects.get(locale__language_code="fr"), "<p>Une chose.</p><p>Une autre.</p>"
    french = write(home, NeedPage, {"slug": "essai"}, {"fr": {"title": "Essai", "body": words}})
    other = french.copy_for_translation(Locale.objects.get(language_code="en"))
    other.title, other.body = "Try", [("text", body)]
    other.save_revision().publish()
    assert not take_up(french.specific, NeedPage.objects.get(pk=other.pk))
    client = signed_in(User.objects.get(email="admin@demo.test"))
    html = client.get(f"/admin/pages/{other.pk}/edit/").content.decode()
    assert "js-translation-editor" not in html
    assert "action-publish" in html


def test_what_is_left_to_do_is_what_nobody_wrote_and_one_that_grew_old(signed_in):
    rows = rows_for(User.objects.get(email="admin@demo.test"))
    late = [row for row in rows if row.state == State.LATE]
    assert [(row.title, row.language) for row in late] == [
        ("La salle a été repeinte par les habitants", "en")
    ]
    assert {row.state for row in rows} == {State.LATE, State.MISSING}
    assert ("Je suis professionnel·le", "ar") in {(row.title, row.language) for row in rows}
    signed_in(User.objects.get(email="redaction@demo.test")).post(late[0].url.partition("?")[0])
    made = Translation.objects.get(source__object_repr=late[0].title, target_locale__language_code="en")
    assert pieces_left(made) == 1, "only what changed is to be translated again"


def test_telling_twice_changes_nothing():
    counts = (Translation.objects.count(), StringTranslation.objects.count(), String.objects.count())
    tell_wagtail_localize()
    assert (Translation.objects.count(), StringTranslation.objects.count(), String.objects.count()) == counts
