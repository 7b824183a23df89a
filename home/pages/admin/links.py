"""Internal links whose target is deleted or unpublished: in rich text, in the blocks of a page, in a chosen page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from home.activities.models import Activity, ActivityText
from home.pages.models import HomePage, PortalPage, WayOn
from portal.accounts.models import User

ANCHOR = re.compile(r"<a\b[^>]*>.*?</a>", re.DOTALL | re.IGNORECASE)
LINK_TYPE = re.compile(r'linktype="page"')
LINK_ID = re.compile(r'\bid="(\d{1,18})"')


@dataclass(frozen=True)
class Link:
    """A link to a page: its words and the number of the page it names."""

    words: str
    target: int


@dataclass(frozen=True)
class Broken:
    """A link that leads nowhere."""

    source: str
    url: str
    where: str
    words: str
    target: str
    problem: str


def links_in_text(html: str) -> Iterator[Link]:
    """Give the page links of a rich text as it is stored."""
    for anchor in ANCHOR.findall(html or ""):
        opening = anchor[: anchor.index(">") + 1]
        number = LINK_ID.search(opening)
        if LINK_TYPE.search(opening) and number:
            yield Link(strip_tags(anchor), int(number[1]))


def links_in_block(block: blocks.Block, value: Any, words: str = "") -> Iterator[Link]:
    """Give the page links of a block's stored value."""
    if isinstance(block, blocks.RichTextBlock) and isinstance(value, str):
        yield from links_in_text(value)
    elif isinstance(block, blocks.PageChooserBlock):
        if isinstance(value, int):
            yield Link(words, value)
    elif isinstance(block, blocks.BaseStructBlock) and isinstance(value, dict):
        label = next((str(value[n]) for n in ("label", "title") if value.get(n)), words)
        for name, child in block.child_blocks.items():
            yield from links_in_block(child, value.get(name), label)
    elif isinstance(block, blocks.BaseStreamBlock):
        for item in value or []:
            child = block.child_blocks.get(item.get("type"))
            if child is not None:
                yield from links_in_block(child, item.get("value"))
    elif isinstance(block, blocks.ListBlock):
        for item in value or []:
            raw = item.get("value") if isinstance(item, dict) and "value" in item else item
            yield from links_in_block(block.child_block, raw, words)


def links_of(thing: Model) -> Iterator[tuple[str, Link]]:
    """Give the page links of a page or a text, each with the name of the field it stands in."""
    for field in thing._meta.get_fields():
        if isinstance(field, RichTextField):
            for link in links_in_text(getattr(thing, field.name)):
                yield str(field.verbose_name), link
        elif isinstance(field, StreamField):
            value = getattr(thing, field.name)
            for link in links_in_block(value.stream_block, value.get_prep_value()):
                yield str(field.verbose_name), link


def broken_links(user: User) -> list[Broken]:
    """Give the broken links of what is published and that `user` may mend. Five queries, plus one a type of page."""
    found = [(source, url, where, link) for source, url, things in _sources(user) for where, link in things]
    pages = Page.objects.in_bulk({link.target for *_rest, link in found})
    broken = []
    for source, url, where, link in found:
        page = pages.get(link.target)
        if page is None:
            gone = _("page n° %(number)s") % {"number": link.target}
            broken.append(Broken(source, url, where, link.words, gone, _("supprimée")))
        elif not page.live:
            broken.append(Broken(source, url, where, link.words, page.title, _("pas publiée")))
    return broken + list(_empty_ways(user))


def _sources(user: User) -> Iterator[tuple[str, str, Iterable[tuple[str, Link]]]]:
    mine = page_permission_policy.instances_user_has_any_permission_for(user, {"change", "publish"})
    for page in mine.live().specific().order_by("path"):
        if isinstance(page, PortalPage):
            yield page.title, reverse("wagtailadmin_pages:edit", args=[page.pk]), links_of(page)
    for text in ActivityText.objects.filter(live=True, activity__in=Activity.objects.editable_by(user)):
        yield (
            str(text),
            reverse("wagtailsnippets_activities_activitytext:edit", args=[text.pk]),
            links_of(text),
        )
    for way in _ways(user).filter(target__isnull=False):
        link = Link(way.label, way.target_id)
        yield way.page.title, _edit(way), [(str(WayOn._meta.verbose_name), link)]


def _empty_ways(user: User) -> Iterator[Broken]:
    """Give the ways on whose page is gone: the database has emptied them."""
    for way in _ways(user).filter(target=None, address=""):
        name = str(WayOn._meta.verbose_name)
        yield Broken(way.page.title, _edit(way), name, way.label, _("aucune"), _("supprimée"))


def _ways(user: User) -> Any:
    mine = page_permission_policy.instances_user_has_any_permission_for(user, {"change", "publish"})
    homes = HomePage.objects.live().filter(pk__in=mine.values("pk"))
    return WayOn.objects.filter(page__in=homes).select_related("page")


def _edit(way: WayOn) -> str:
    return reverse("wagtailadmin_pages:edit", args=[way.page_id])
