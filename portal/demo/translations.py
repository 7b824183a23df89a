"""Tell wagtail-localize of the demonstration's translations, as if somebody had typed them piece by piece on its own page.

A translation whose pieces do not answer those of the French text, one by one, is left as it is: a page written as a whole,
for which Wagtail's ordinary editor opens. The English chapters of the guide are such pages: they say less than the French.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import validate_translation_links

from home.activities.models import ActivityText
from home.pages.models import NewsPage, PortalPage
from portal.demo.content import read
from portal.demo.writing import publish

#: Numbers of blocks, of pictures, of ways on: each language has its own.
NUMBER = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
#: The way to a piece of a text, the same in each language; and the piece.
Piece = tuple[str, Any]


def tell_wagtail_localize() -> None:
    """Take up every translation that can be: pages, and texts of workshops."""
    for french, others in [*pages(), *texts()]:
        for other in others:
            take_up(french, other)


def let_one_grow_old() -> None:
    """Change the French of what says something new since it was translated, as `pages.toml` tells."""
    for news in read("pages")["news"]:
        if "since" in news:
            page = NewsPage.objects.get(slug=news["slug"], locale=Locale.get_default())
            page.body.raw_data[0]["value"] = news["since"][
                "body"
            ]  # the block stays, and its other languages know it
            publish(page)
            sources = TranslationSource.objects.filter(object_id=page.translation_key)
            sources.update(last_updated_at=timezone.now() - timedelta(days=1))


def pages() -> Iterator[tuple[Any, list[Any]]]:
    """Give each French page with those of other languages that have words of their own."""
    written = Page.objects.filter(alias_of=None, depth__gte=2).order_by("path")
    yield from families(page for page in written.specific() if isinstance(page, PortalPage))


def texts() -> Iterator[tuple[Any, list[Any]]]:
    """Give each French text of a workshop with its translations."""
    yield from families(ActivityText.objects.order_by("pk"))


def families(things: Iterable[Any]) -> Iterator[tuple[Any, list[Any]]]:
    """Put translations with what they translate."""
    source = Locale.get_default().pk
    found: dict[Any, dict[int, Any]] = defaultdict(dict)
    for thing in things:
        found[thing.translation_key][thing.locale_id] = thing
    for family in found.values():
        if french := family.pop(source, None):
            yield french, list(family.values())


@transaction.atomic
def take_up(french: Any, other: Any) -> bool:
    """Write down, for each piece of `french`, what `other` says in its place; False, and nothing, when they do not answer.

    A translation the package knows already is left to it.
    """
    known = Translation.objects.filter(source__object_id=french.translation_key)
    if known.filter(target_locale=other.locale_id).exists():
        return False
    if blocks_of(french) != blocks_of(other) or not answer(pieces(french), pieces(other)):
        return False
    source, _made = TranslationSource.update_or_create_from_instance(french)
    Translation.objects.create(source=source, target_locale_id=other.locale_id)
    strings, values = pieces(other)
    write_strings(source, other, [words for _way, words in strings])
    write_values(source, other, [value for _way, value in values])
    return True


def blocks_of(thing: Any) -> list[list[str]]:
    """Give the kinds of blocks of each body, in order: the quickest sign that two pages are not built alike."""
    bodies = [field.name for field in thing._meta.get_fields() if isinstance(field, StreamField)]
    return [[block["type"] for block in getattr(thing, name).raw_data if block] for name in bodies]


def pieces(thing: Any) -> tuple[list[Piece], list[Piece]]:
    """Give the words of a page or a text in pieces, and what is shown beside them (pictures, pages, addresses of links)."""
    found = extract_segments(thing)
    strings = [(way(each.path), each.string.data) for each in found if isinstance(each, StringSegmentValue)]
    values = [(way(each.path), each.data) for each in found if isinstance(each, OverridableSegmentValue)]
    return strings, values


def way(path: str) -> str:
    """Give the way to a piece without what is each language's own: numbers of blocks, addresses of links."""
    return NUMBER.sub("#", path.partition("'")[0])


def answer(french: tuple[list[Piece], list[Piece]], other: tuple[list[Piece], list[Piece]]) -> bool:
    """Tell whether two texts have the same pieces in the same order, with the same links inside them."""
    for mine, theirs in zip(french, other, strict=True):
        if [place for place, _piece in mine] != [place for place, _piece in theirs]:
            return False
    try:
        for (_place, words), (_same, said) in zip(french[0], other[0], strict=True):
            validate_translation_links(words, said)
    except ValueError:
        return False
    return True


def write_strings(source: TranslationSource, other: Any, said: list[str]) -> None:
    """Write the words of a translation, dated from its publication."""
    segments = StringSegment.objects.filter(source=source).order_by("order")
    rows = {
        (segment.string_id, segment.context_id): StringTranslation(
            translation_of_id=segment.string_id,
            context_id=segment.context_id,
            locale_id=other.locale_id,
            data=words,
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
        )
        for segment, words in zip(segments, said, strict=True)
    }
    StringTranslation.objects.bulk_create(rows.values(), ignore_conflicts=True)
    if other.last_published_at:
        mine = StringTranslation.objects.filter(context__object=source.object_id, locale=other.locale_id)
        mine.update(updated_at=other.last_published_at)


def write_values(source: TranslationSource, other: Any, values: list[Any]) -> None:
    """Write what a translation shows that is not what the French page shows."""
    segments = OverridableSegment.objects.filter(source=source).order_by("order")
    SegmentOverride.objects.bulk_create(
        SegmentOverride(locale_id=other.locale_id, context_id=segment.context_id, data_json=json.dumps(value))
        for segment, value in zip(segments, values, strict=True)
        if segment.data != value
    )
