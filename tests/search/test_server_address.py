"""SEARCH_URL: read when it can serve, refused at start with a sentence when it cannot."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.checks.registry import registry

from search.server.address import Address, BadAddress, read
from search.server.checks import search_url
from search.server.schema import alias
from search.server.writing import is_ours


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (
            "elasticsearch+https://search.example.org/portail",
            Address("https://search.example.org:9200", "portail"),
        ),
        (
            "elasticsearch+https://u%40x:p%2Fw@search.example.org:9243/portail-2",
            Address("https://search.example.org:9243", "portail-2", "u@x", "p/w"),
        ),
        ("elasticsearch+http://127.0.0.1:9200/portail", Address("http://127.0.0.1:9200", "portail")),
        ("elasticsearch+http://[::1]/portail/", Address("http://[::1]:9200", "portail")),
    ],
)
def test_an_address_is_read(url, address) -> None:
    assert read(url) == address


def test_the_authority_of_the_certificate_may_be_named(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("")
    url = f"elasticsearch+https://host/portail?ca_certs={tmp_path / 'ca.pem'}"
    assert read(url).certificates == str(tmp_path / "ca.pem")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://host:9200/portail", "elasticsearch+https://"),
        ("solr+https://host/portail", "elasticsearch+https://"),
        ("elasticsearch+https:///portail", "machine"),
        ("elasticsearch+https://host:abc/portail", "port"),
        ("elasticsearch+https://host:99999/portail", "port"),
        ("elasticsearch+https://[::1/portail", "machine"),
        ("elasticsearch+http://search.example.org/portail", "https"),
        ("elasticsearch+http://u:tres-secret@10.0.0.1/portail", "https"),
        ("elasticsearch+https://u:tres-secret@host", "petites lettres"),
        ("elasticsearch+https://u:tres-secret@host/Portail", "petites lettres"),
        ("elasticsearch+https://host/_all", "petites lettres"),
        ("elasticsearch+https://host/a*", "petites lettres"),
        ("elasticsearch+https://host/portail?verify=0", "ca_certs"),
        ("elasticsearch+https://host/portail?ca_certs=/nowhere.pem", "n’existe pas"),
    ],
)
def test_an_address_that_cannot_serve_is_refused_at_start_without_its_password(url, why, settings) -> None:
    with pytest.raises(BadAddress, match=re.escape(why)):
        read(url)
    settings.SEARCH_URL = url
    (told,) = search_url()
    assert why in told.msg and told.is_serious() and "tres-secret" not in f"{told.msg}{told.hint}"


@pytest.mark.parametrize("url", ["", "elasticsearch+https://u:p@host/portail"])
def test_an_address_that_can_serve_is_not(url, settings) -> None:
    settings.SEARCH_URL = url
    assert search_url() == []


def test_it_is_looked_at_at_start() -> None:
    assert search_url in registry.get_checks()


@pytest.mark.parametrize(
    "other", ["portail-en", "portail-en-deadbeef", "portail-fr-1", "portail.", "portail2"]
)
def test_the_indexes_of_a_portal_whose_name_begins_as_ours_are_not_ours(other) -> None:
    for language in ("fr", "en", "ar"):
        name = f"{alias(other, language)}-1763800000000000000"
        assert is_ours(name, other) and not is_ours(name, "portail")
        assert not is_ours(name.replace(other, "portail"), other)
    assert not is_ours("portail-fr-2026", "portail") and not is_ours("portail-fr-deadbeef-1-copie", "portail")
