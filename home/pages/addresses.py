"""Addresses of pages from their `url_path`, without asking the database."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import is_valid_path
from django.utils.translation import get_language
from wagtail.models import Site

from portal.context import root_of, split_path


def active_language() -> str:
    """Give the language of the reader, in two letters."""
    return (get_language() or settings.LANGUAGE_CODE)[:2]


def roots() -> dict[str, str]:
    """Give the `url_path` of the home page of each language; kept in Wagtail's cache. Empty without a site."""
    return {root.language_code: root.root_path for root in Site.get_site_root_paths()}


def address(url_path: str, language: str, known: dict[str, str] | None = None) -> str:
    """Give the address of the page at `url_path` in the tree of `language`: "/en/chambery/"."""
    root = (known or roots()).get(language, "/")
    return root_of(language) + url_path.removeprefix(root)


def follow_language(typed: str) -> str:
    """Give an address an editor typed, in the reader's language when the portal has it there: "/agenda/" → "/en/agenda/".

    Files, feeds and other sites stay what they are.
    """
    language = active_language()
    if language == settings.LANGUAGE_CODE or not typed.startswith("/") or typed.startswith("//"):
        return typed
    written_for, rest = split_path(typed)
    found = root_of(language) + rest.removeprefix("/")
    path = urlsplit(found).path
    is_page = written_for == settings.LANGUAGE_CODE and path.endswith("/") and is_valid_path(path)
    return found if is_page else typed


def absolute(path: str) -> str:
    """Give `path` with the public host before it."""
    return settings.BASE_URL.rstrip("/") + path
