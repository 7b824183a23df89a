"""The pages of the worksheet as they are filled: whole numbers of people, errors that name their line, minimum times marked."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from portal.territories.words import Words
from resources.guide.checks.forms import lowered
from resources.guide.models.editions import Form
from tests.resources.guide.checking import begin, cost, fields_of, fill, publish_editions, written

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def published():
    publish_editions()


def words(html: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", html).split()))


def test_people_are_counted_whole():
    address = begin(Form.COST)
    answer = fill(address, 1, habitants__nombre="12,5")
    assert answer.status_code == 422
    assert "Écrivez un nombre entier, par exemple 1\u202f250." in answer.content.decode()
    assert fill(address, 1, habitants__nombre="12,0").status_code == 303
    assert written(address) == {"habitants.nombre": "12"}
    html = Client().get(f"{address}1/").content.decode()
    assert 'class="unit"' not in html and 'inputmode="numeric"' in html
    assert 'inputmode="decimal"' not in html


@pytest.mark.parametrize(
    ("root", "told"),
    [
        ("", "Médiation en santé, semaines par an : Écrivez"),
        ("/en", "Health mediation, weeks a year: "),
        ("/ar", "الوساطة الصحية، الأسابيع في السنة: "),
    ],
)
def test_each_error_at_the_top_names_its_line(root, told):
    address = begin(Form.COST, root)
    page = Client().get(f"{address}2/")
    fields = fields_of(page) | {"q-mediation.semaines": "x", "q-paramedical.semaines": "x"}
    html = Client().post(f"{address}2/", fields).content.decode()
    summary = re.search(r'<div class="error-summary".*?</div>', html, re.DOTALL)[0]
    links = [words(one).replace("\u00a0", " ") for one in re.findall(r"<li>(.*?)</li>", summary)]
    assert len(links) == len(set(links)) == 2
    assert links[0].startswith(told), links
    labels = [words(one) for one in re.findall(r"<label[^>]*>(.*?)</label>", html)]
    assert not any(told.split(":")[0].strip() in one for one in labels)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Heures par semaine", "heures par semaine"),
        ("ETP par semaine", "ETP par semaine"),
        ("Équipe", "équipe"),
        ("À", "à"),
        ("", ""),
    ],
)
def test_letters_that_stand_for_words_stay_as_they_are_in_a_sentence(text, told):
    assert lowered(Words(text, "fr")) == Words(told, "fr")


def test_what_one_cannot_open_without_is_marked():
    html = Client().get(f"{begin(Form.COST)}2/").content.decode()
    assert html.count('class="cost-minimum"') == sum(one.minimum for one in cost().lines) == 4
    for one in re.findall(r'aria-describedby="([^"]+)"', html):
        assert all(f'id="{name}"' in html for name in one.split())
