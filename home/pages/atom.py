"""Atom feeds (RFC 4287): absolute addresses, identities that never change, and the hour of the last change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

ATOM = "http://www.w3.org/2005/Atom"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
AUTHOR = "IMPACT"
register_namespace("", ATOM)


@dataclass(frozen=True)
class Entry:
    """One piece of news; `key` is its identity in every language."""

    key: str
    title: str
    summary: str
    language: str
    url: str
    published: datetime
    updated: datetime


@dataclass(frozen=True)
class Feed:
    """The feed itself; `updated` is told when there are no entries."""

    title: str
    language: str
    url: str
    page_url: str
    updated: datetime


def write(feed: Feed, entries: Iterable[Entry]) -> bytes:
    """Give the feed as XML. The same facts always give the same bytes."""
    entries = list(entries)
    root = Element(f"{{{ATOM}}}feed", {XML_LANG: feed.language})
    _text(root, "title", feed.title)
    _text(root, "id", feed.page_url)
    _link(root, "self", feed.url, "application/atom+xml")
    _link(root, "alternate", feed.page_url, "text/html")
    _text(root, "updated", _instant(max((entry.updated for entry in entries), default=feed.updated)))
    _text(SubElement(root, f"{{{ATOM}}}author"), "name", AUTHOR)
    for entry in entries:
        _write_entry(root, entry)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _write_entry(root: Element, entry: Entry) -> None:
    element = SubElement(root, f"{{{ATOM}}}entry", {XML_LANG: entry.language})
    _text(element, "title", entry.title)
    _text(element, "id", f"urn:uuid:{uuid5(UUID(entry.key), entry.language)}")
    _link(element, "alternate", entry.url, "text/html")
    _text(element, "published", _instant(entry.published))
    _text(element, "updated", _instant(entry.updated))
    if entry.summary:
        _text(element, "summary", entry.summary)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, f"{{{ATOM}}}{name}").text = "".join(c for c in text if c >= " " or c in "\t\n")


def _link(parent: Element, rel: str, href: str, kind: str) -> None:
    SubElement(parent, f"{{{ATOM}}}link", {"rel": rel, "href": href, "type": kind})


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
