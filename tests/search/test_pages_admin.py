"""Words made equal and searches without answer, in the admin: who may, what is refused, and that saving serves at once."""

from __future__ import annotations

from datetime import date

import pytest

from portal.territories.actions import create_territory, set_up_administration
from search.models import Synonyms, Unmet
from tests.factories import UserFactory
from tests.search.making import doc
from tests.search.shelves import put, titles_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_root")]
WORDS, UNMET = "/admin/recherche/mots-equivalents/", "/admin/recherche/sans-reponse/"


@pytest.fixture
def administration(signed_in):
    user = UserFactory()
    user.groups.add(set_up_administration())
    return signed_in(user)


@pytest.fixture
def editor(signed_in):
    user = UserFactory()
    user.groups.add(create_territory(name="Chambéry", slug="chambery").editors)
    return signed_in(user)


@pytest.fixture
def needs():
    day = date(2026, 9, 7)
    facts = {"language": "fr", "first_day": day, "last_day": day}
    Unmet.objects.create(digest="a", words="ostéopathe", days=3, **facts)
    Unmet.objects.create(digest="b", days=2, **facts)


def results(client) -> list[str]:
    return titles_of(client.get("/recherche/?q=greubon").content.decode())


def test_a_line_saved_serves_at_once_and_no_more_once_deleted(administration, client):
    put(doc(1, "Épicerie sociale"))
    assert results(client) == []
    administration.post(f"{WORDS}new/", {"words": " greubon,  épicerie , "})
    line = Synonyms.objects.get(words="greubon, épicerie")
    assert results(client) == ["Épicerie sociale"]
    administration.post(f"{WORDS}edit/{line.pk}/", {"words": "greubon, vélo"})
    assert results(client) == []
    administration.post(f"{WORDS}edit/{line.pk}/", {"words": "épicerie, greubon", "one_way": "on"})
    assert results(client) == []
    administration.post(f"{WORDS}edit/{line.pk}/", {"words": "greubon, épicerie", "one_way": "on"})
    assert results(client) == ["Épicerie sociale"]
    administration.post(f"{WORDS}delete/{line.pk}/")
    assert results(client) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("vélo", "Écrivez au moins deux mots, séparés par une virgule."),
        (" , ,", "Écrivez au moins deux mots, séparés par une virgule."),
        ("vélo, le", "« le » ne suffit pas pour chercher."),
        ("vélo, Velo", "Le même mot est écrit deux fois."),
    ],
)
def test_what_search_could_not_read_is_refused_in_plain_words(administration, typed, said):
    before = Synonyms.objects.count()
    response = administration.post(f"{WORDS}new/", {"words": typed})
    assert said in response.content.decode().replace("&#x27;", "'")
    assert Synonyms.objects.count() == before


def test_the_team_reads_needs_that_have_words(editor, administration, needs):
    for client in (editor, administration):
        response = client.get(UNMET)
        html = response.content.decode()
        assert [row.words for row in response.context["object_list"]] == ["ostéopathe"]
        assert "ostéopathe" in html and "/recherche/?q=ost%C3%A9opathe" in html
        assert "sans rien trouver, au moins trois jours différents" in html
    html = editor.get("/admin/").content.decode()
    assert UNMET in html and WORDS not in html
    assert WORDS in administration.get("/admin/").content.decode()


def test_only_the_administration_has_a_search_forgotten(editor, administration, needs):
    row = Unmet.objects.get(words="ostéopathe")
    assert editor.post(f"{UNMET}delete/{row.pk}/").status_code == 302
    assert Unmet.objects.filter(pk=row.pk).exists()
    administration.post(f"{UNMET}delete/{row.pk}/")
    assert not Unmet.objects.filter(pk=row.pk).exists()


def test_editors_do_not_change_words(editor):
    before = Synonyms.objects.count()
    assert editor.post(f"{WORDS}new/", {"words": "vélo, bicloune"}).status_code == 302
    assert Synonyms.objects.count() == before
