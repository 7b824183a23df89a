"""The page of style shows every component; the frame around it holds what each page needs."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.core.cache import caches
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from portal import views
from portal.styleguide import examples
from tests.factories import TerritoryFactory

pytestmark = pytest.mark.django_db

#: Values a component may do without.
OPTIONAL = {
    "foot.accessibility",
    "banners",
    "card.landmark_words",
    "empty",
    "form.errors",
    "heading",
    "kind",
    "sign",
    "source",
    "submit",
    "translations",
}


class Spy(str):
    """Stands where a variable is missing and remembers its name."""

    missing: set[str]

    def __contains__(self, part: str) -> bool:
        return part == "%s"

    def __mod__(self, variable: object) -> str:
        self.missing.add(str(variable))
        return ""


class Outline(HTMLParser):
    """The tags of a page, to see that it is well nested and names its parts once."""

    VOID = frozenset({"meta", "link", "input", "img", "br", "hr", "path", "circle", "rect"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.links: list[dict] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values] if tag == "a" else []
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if tag in self.VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


@pytest.fixture
def demo(settings):
    settings.DEMO = True


@pytest.mark.parametrize("path", ["/styleguide/", "/en/styleguide/", "/ar/styleguide/"])
def test_absent_from_a_real_site(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "language", "direction"),
    [("/styleguide/", "fr", "ltr"), ("/en/styleguide/", "en", "ltr"), ("/ar/styleguide/", "ar", "rtl")],
)
def test_language_and_direction(client, demo, path, language, direction):
    html = client.get(path).content.decode()
    assert f'<html lang="{language}" dir="{direction}">' in html


def test_well_nested_and_each_name_once(client, demo):
    outline = Outline(client.get("/styleguide/").content.decode())
    assert outline.wrong == [] and outline.open == []
    assert len(outline.ids) == len(set(outline.ids))


def test_no_variable_is_missing(demo, monkeypatch):
    """Every name a component asks for is given, save those written above as optional."""
    django_engine = engines["django"].engine
    spy = Spy("%s")
    spy.missing = set()
    monkeypatch.setattr(django_engine, "string_if_invalid", spy)
    request = RequestFactory().get("/styleguide/")
    assert views.styleguide(request).status_code == 200
    assert spy.missing - OPTIONAL == set()


def test_labels_hints_and_errors_are_tied_to_their_fields():
    html = (
        engines["django"]
        .get_template("components/form_fields.html")
        .render({"form": examples()["wrong_form"]})
    )
    assert '<label for="id_name">' in html
    email = re.search(r"<input[^>]*id_email[^>]*>", html).group()
    assert 'aria-invalid="true"' in email and 'autocomplete="email"' in email
    assert 'aria-describedby="id_email_helptext id_email_error"' in email
    assert 'id="id_email_helptext"' in html and 'id="id_email_error"' in html
    assert 'href="#id_email"' in html
    assert 'id="id_reach"' in html and 'href="#id_reach"' in html


def test_the_same_page_in_the_other_languages_keeps_its_filters(client, demo):
    outline = Outline(client.get("/en/styleguide/?theme=manger&jour=demain").content.decode())
    found = {a["hreflang"]: (a["href"], a["lang"]) for a in outline.links if "hreflang" in a}
    assert found["fr"] == ("/styleguide/?theme=manger&jour=demain", "fr")
    assert found["ar"] == ("/ar/styleguide/?theme=manger&jour=demain", "ar")
    assert "en" not in found


def test_a_page_may_give_its_own_translations(rf):
    template = engines["django"].get_template("components/language_switch.html")
    html = template.render({"translations": {"en": "/en/autre/"}}, rf.get("/chambery/"))
    assert 'href="/en/autre/"' in html
    assert 'href="/ar/"' in html


def test_emergency_numbers_stand_on_the_page_without_script(client, demo):
    hrefs = {a["href"] for a in Outline(client.get("/styleguide/").content.decode()).links}
    numbers = {f"tel:{n}" for n in (15, 17, 18, 112, 3114, 3919, 119, 115)}
    assert numbers | {"sms:114"} <= hrefs


def test_the_way_to_the_content_comes_first(client, demo):
    outline = Outline(client.get("/styleguide/").content.decode())
    assert outline.links[0]["href"] == "#contenu" and "contenu" in outline.ids


def test_the_frame_costs_little_once_a_version_then_nothing(
    client, demo, django_assert_num_queries, django_assert_max_num_queries
):
    TerritoryFactory(name="Chambéry", slug="chambery", name_ar="شامبيري")
    caches["parts"].clear()
    with django_assert_max_num_queries(4):  # the content version, territories, banners, statement
        html = client.get("/styleguide/").content.decode()
    assert 'href="/chambery/"' in html
    with django_assert_num_queries(1):  # the content version alone
        client.get("/styleguide/?autre")
    with translation.override("ar"):
        assert "شامبيري" in client.get("/ar/styleguide/").content.decode()


def test_no_cookie_and_no_session_on_a_public_page(client, demo):
    response = client.get("/styleguide/")
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_the_menu_says_where_one_is():
    template = engines["django"].get_template("components/menu.html")
    rendered = template.render({"here": "/agenda/yoga/", "root": "/"})
    assert re.search(r'href="/agenda/" aria-current="true"', rendered)
    rendered = template.render({"here": "/agenda/", "root": "/"})
    assert re.search(r'href="/agenda/" aria-current="page"', rendered)
    assert rendered.count("aria-current") == 1
