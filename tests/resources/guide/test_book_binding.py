"""Links of chapters bound into one document."""

from __future__ import annotations

import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.guide.book.binding import Binder, anchors_in, picture_of

ANCHORS = {"equipe", "equipe--minimum", "lieu", "lieu--etape-1", "registres", "book--register-1a"}
BINDER = Binder("/", "https://impact.example", {"equipe", "lieu", "registres"}, ANCHORS)
ENGLISH = Binder("/en/", "https://impact.example/", {"equipe"}, {"equipe", "equipe--minimum"})


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("#minimum", "#equipe--minimum"),
        ("#equipe--minimum", "#equipe--minimum"),
        ("#absent", "#equipe"),
        ("#", "#equipe"),
        ("/guide/lieu/", "#lieu"),
        ("/guide/lieu/#etape-1", "#lieu--etape-1"),
        ("/guide/lieu/#absent", "#lieu"),
        ("https://impact.example/guide/lieu/#etape-1", "#lieu--etape-1"),
        ("/guide/", "#book--contents"),
        ("/guide/registres/", "#registres"),
        ("/guide/registres/1a/", "#book--register-1a"),
        ("/guide/registres/9z/", "https://impact.example/guide/registres/9z/"),
        ("/guide/inconnu/", "https://impact.example/guide/inconnu/"),
        ("/guide/etes-vous-prets/", "https://impact.example/guide/etes-vous-prets/"),
        ("/guide/guide.pdf", "https://impact.example/guide/guide.pdf"),
        ("/guide/lieu/?x=1", "https://impact.example/guide/lieu/?x=1"),
        ("/en/guide/lieu/", "https://impact.example/en/guide/lieu/"),
        ("/chambery/", "https://impact.example/chambery/"),
        ("//elsewhere.example/guide/lieu/", "//elsewhere.example/guide/lieu/"),
        ("https://impact.example.org/guide/lieu/", "https://impact.example.org/guide/lieu/"),
        ("https://www.has-sante.fr/", "https://www.has-sante.fr/"),
        ("mailto:equipe@demo.test", "mailto:equipe@demo.test"),
        ("tel:+33199001010", "tel:+33199001010"),
    ],
)
def test_where_a_link_leads(href, target):
    assert BINDER.target(href, "equipe") == target


def test_each_language_knows_its_own_addresses():
    assert ENGLISH.target("/en/guide/equipe/#minimum") == "#equipe--minimum"
    assert ENGLISH.target("/guide/equipe/") == "https://impact.example/guide/equipe/"


def test_only_links_change_and_ornaments_go():
    html = (
        '<p data-href="/x/">href="/x/"</p><a class="chip" href="/x/?a=1&amp;b=2">x</a>'
        '<svg class="picto" aria-hidden="true"><path d="M0"/></svg><a id="lieu">ici</a>'
    )
    assert BINDER.bind(html) == (
        '<p data-href="/x/">href="/x/"</p><a class="chip" href="https://impact.example/x/?a=1&amp;b=2">x</a>'
        '<span class="to-address" data-to="https://impact.example/x/?a=1&amp;b=2"></span><a id="lieu">ici</a>'
    )


def test_where_a_link_leads_is_said_after_it_and_not_inside():
    """Paper writes the page there: inside the link, it would be a link within the link (PDF/UA, 7.18.5)."""
    assert BINDER.bind('<a href="/guide/lieu/"><b>a</b>\nb</a>.') == (
        '<a href="#lieu"><b>a</b>\nb</a><span class="to-page" data-to="#lieu"></span>.'
    )
    assert BINDER.bind('<a href="tel:+33">a</a>') == '<a href="tel:+33">a</a>'


@given(st.text(), st.sampled_from(["", "equipe", "lieu"]))
def test_whatever_is_written_leads_into_the_document_or_to_a_whole_address(text, chapter):
    bound = BINDER.bind(f'<a href="{escape(text)}">x</a>', chapter)
    after = r'(?:<span class="to-(?:page|address)" data-to="[^"<>]*"></span>)?'
    assert re.fullmatch(rf'<a href="[^"<>]*">x</a>{after}', bound, re.DOTALL)
    target = BINDER.target(text, chapter)
    if target.startswith("#"):
        assert target[1:] in ANCHORS | {"book--contents"}
    else:
        assert target == text or target == f"https://impact.example{text}"


@given(st.text())
def test_a_drawing_keeps_its_words_to_itself(words):
    picture = picture_of("<svg/>", words)
    assert re.fullmatch(
        r'<img class="drawing" alt="[^"<>]*" src="data:image/svg\+xml;base64,[\w+/=]+">', picture, re.DOTALL
    )


def test_anchors_are_found_in_tags_alone():
    assert anchors_in(['<li id="a"><p class="x" id="b">id="c"</p>', '<div data-id="d"></div>']) == {"a", "b"}
