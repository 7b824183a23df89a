"""What nobody should type, typed everywhere: a 404 or the page with a message, never an error of ours."""

from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from portal.middleware import MAX_ADDRESS
from tests.factories import UserFactory
from tests.portal.addresses import patterns, samples

#: Words of our own addresses, all given at once; each address reads those it knows.
NAMES = [
    "jour",
    "theme",
    "public",
    "lieu",
    "semaine",
    "mois",
    "page",
    "q",
    "p",
    "next",
    "uid",
    "atelier",
    "ordering",
]
#: Already encoded for an address.
VALUES = {
    "letters": "abc",
    "negative": "-1",
    "impossible day": "2026-02-30",
    "year 0": "0000-00-00",
    "year 9999": "9999-12-31",
    "impossible week": "2026-W99",
    "impossible month": "2026-13",
    "huge number": "9" * 60,
    "emoji": quote("🥕🧘"),
    "percent": "%25%25s%25(x)s",
    "bare percent": "%",
    "bad UTF-8": "%ff%fe%c3%28",
    "lone surrogate": "%ed%a0%80",
    "control": "%01%08%1b%7f",
    "right to left": quote("\u202eabc\u202c"),
    "markup": quote("<script>alert(1)</script>\"'"),
    "template": quote("{{ 7*7 }}{% now 'Y' %}"),
    "line break": "a%0d%0aSet-Cookie:%20a=b",
    "quotes": quote("' OR 1=1 --"),
    "empty": "",
}
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Pagination may yield inconsistent results"),
]


@pytest.fixture
def addresses(settings, tmp_path):
    """Every address of ours that answers a GET, in a portal that shows the demonstration and has an index to search."""
    settings.SEARCH_ROOT = str(tmp_path / "search")
    call_command("demo", verbosity=0)
    given = samples()
    ours = {given.address(pattern) for pattern in patterns() if pattern.is_ours}
    return sorted(address for address in ours if address != "/readyz")


def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def superuser(signed_in):
    client = signed_in(UserFactory(is_superuser=True, is_staff=True))
    client.raise_request_exception = False
    return client


def ask(client: Client, address: str) -> tuple[int, str]:
    """Ask for `address` as it stands, already encoded; give status and text."""
    path, _, query = address.partition("?")
    response = client.generic("GET", path, QUERY_STRING=query)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, body.decode(errors="replace")


def test_junk_in_every_parameter_of_every_public_address(addresses):
    client, wrong = visitor(), []
    for address in (one for one in addresses if not one.startswith("/admin/")):
        for name, value in VALUES.items():
            query = "&".join(f"{word}={value}" for word in NAMES)
            status, text = ask(client, f"{address}?{query}")
            if status >= 500 or "<script>alert" in text or (name == "template" and ">49" in text):
                wrong.append(f"{address} {name}: {status}")
    assert not wrong, "\n".join(wrong)


def test_junk_in_one_parameter_leaves_the_page_or_nothing():
    call_command("demo", verbosity=0)
    client, wrong = visitor(), []
    for name, value in itertools.product(NAMES[:8], VALUES.values()):
        for address in ("/agenda/", "/chambery/agenda/affiche.html"):
            status, _ = ask(client, f"{address}?{name}={value}&{name}=abc&inconnu={value}")
            if status not in (200, 404):
                wrong.append(f"{address}?{name}={value}: {status}")
    assert not wrong, "\n".join(wrong)


def test_junk_in_every_list_and_form_of_the_cms(addresses, superuser):
    wrong = []
    for address in (one for one in addresses if one.startswith("/admin/")):
        for name in ("letters", "huge number", "bad UTF-8", "control", "impossible day"):
            query = "&".join(f"{word}={VALUES[name]}" for word in NAMES)
            status, _ = ask(superuser, f"{address}?{query}")
            if status >= 500:
                wrong.append(f"{address} {name}: {status}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("word", [*VALUES.values(), "x" * 2000])
def test_junk_in_the_path_is_not_found(word):
    client = visitor()
    for address in (
        f"/{word}/",
        f"/agenda/{word}/",
        f"/agenda/yoga/{word}/",
        f"/{word}/agenda/",
        f"/en/{word}/",
    ):
        status, _ = ask(client, address.replace("?", "%3F"))
        assert status in ((200, 404) if not word else (404,)), address


@pytest.mark.parametrize(
    "path", ["/", "/agenda/", "/en/agenda/", "/agenda.ics", "/compte/connexion/", "/admin/"]
)
def test_an_address_may_have_3000_characters_and_no_more(path):
    client = visitor()
    longest = path + "?jour=" + "x" * (MAX_ADDRESS - len(path) - 6)
    assert len(longest) == MAX_ADDRESS
    assert ask(client, longest)[0] in (200, 302, 404)
    status, text = ask(client, longest + "x")
    assert status == 414 and ("trop long" in text or path.startswith("/en/"))


@pytest.mark.parametrize(
    "address", ["/agenda/?jour=%00", "/%00/", "/agenda/%00/", "/compte/connexion/?next=%00"]
)
def test_a_nul_is_not_found(address):
    assert ask(visitor(), address)[0] == 404


class Fields(HTMLParser):
    """Collects the names of the fields a person fills in; the rich text's is filled in by the editor's own script."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note one field."""
        found = dict(attributes)
        name = None if "data-draftail-input" in found else found.get("name")
        if tag in ("input", "select", "textarea", "button") and name:
            self.names.add(name)


TYPED = {
    "long": "x" * 10_000,
    "emoji": "🥕" * 50,
    "control": "a\x01\x08\x1bb",
    "nul": "a\x00b",
    "date": "9999-99-99",
    "number": "9" * 40,
    "markup": "<script>alert(1)</script>",
}


def test_junk_in_every_field_of_every_form(addresses, signed_in):
    person, wrong = UserFactory(is_superuser=True, is_staff=True), []
    for kind, typed in TYPED.items():
        client = signed_in(person)
        client.raise_request_exception = False
        with transaction.atomic():  # what was sent is undone: some of these forms delete
            wrong += [f"{address} {kind}" for address in addresses if breaks(client, address, typed)]
            transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)


def breaks(client: Client, address: str, typed: str) -> bool:
    """Tell whether the form at `address` breaks when each of its fields holds `typed`."""
    status, text = ask(client, address)
    fields = Fields()
    fields.feed(text)
    if status != 405 and not re.search(r"<form[^>]+method=.?post", text, re.I):
        return False
    return client.post(address, dict.fromkeys(fields.names, typed)).status_code >= 500
