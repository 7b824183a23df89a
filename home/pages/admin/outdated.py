"""Which words are to be translated, or translated again: pages, texts of workshops, short texts of forms.

`state_of` is the rule; the rest brings what it judges, in a fixed number of queries.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

TAG = re.compile(r"<[^>]*>")


class State(models.TextChoices):
    """How a translation stands, the most pressing first: what is wrong comes before what is missing."""

    LATE = "en-retard", _("Le français a changé depuis")
    READY = "prete", _("Traduite, pas encore publiée")
    REVIEW = "en-relecture", _("En relecture")
    BEGUN = "commencee", _("Commencée")
    MISSING = "pas-traduite", _("Pas traduite")


@dataclass(frozen=True)
class Twin:
    """A page or a text in another language. `own`: it was published with words of its own, and still is."""

    pk: int
    is_alias: bool
    own: bool
    has_draft: bool
    published: datetime | None
    in_review: bool = False


@dataclass(frozen=True)
class Work:
    """A translation made piece by piece: when the French was last taken over, what is left, when it was last typed in."""

    pk: int
    source: int
    taken: datetime
    left: int
    typed: datetime | None


def state_of(french: datetime | None, twin: Twin | None, work: Work | None, *, wanted: bool) -> State | None:
    """Tell how a translation of what was published in French at `french` stands; None when there is nothing to do.

    `wanted` tells whether one is missed where there is none.
    """
    if twin is None or twin.is_alias:
        return State.MISSING if wanted else None
    if twin.in_review:
        return State.REVIEW
    changed = work.taken if work else twin.published
    if (twin.own or work) and _later(french, changed):
        return State.LATE
    if not twin.own:
        return State.READY if work and not work.left else State.BEGUN
    if work and work.left:
        return State.LATE
    if work:
        return State.READY if _later(work.typed, twin.published) else None
    return State.READY if twin.has_draft else None


def _later(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and (other is None or one > other)


@dataclass(frozen=True)
class ShortText:
    """A short text with its boxes in English and in Arabic: `field`, `field_en`, `field_ar` of a model.

    `rows` gives those that a person who holds `permission` may write, `edit` the address of the form of one by its number.
    A model without a box for a language is not asked for it. `beside` names other texts of the same form and `streams`
    its streams of blocks with such boxes: one line then tells how many are left, under the name `field` gives.
    """

    model: type[models.Model]
    field: str
    permission: str
    rows: Callable[[Any], models.QuerySet]
    edit: Callable[[Any], str]
    beside: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()

    def boxes(self, language: str) -> dict[str, str]:
        """Give the boxes there are in `language`, by the French one each stands beside."""
        known = {field.name for field in self.model._meta.get_fields()}
        return {name: box for name in (self.field, *self.beside) if (box := f"{name}_{language}") in known}

    def left(self, thing: models.Model, language: str) -> int:
        """Count the boxes left empty beside words, those of its blocks included. No query."""
        values = {name: getattr(thing, name) for boxes in self.boxes(language).items() for name in boxes}
        streams = [block["value"] for name in self.streams for block in getattr(thing, name).raw_data]
        return boxes_left([values, *streams], language)


def boxes_left(value: Any, language: str) -> int:
    """Count in stored values the boxes of `language` (`x_en`) left empty beside a text (`x`)."""
    if isinstance(value, Mapping):
        pairs = [(text, value[box]) for name, text in value.items() if (box := f"{name}_{language}") in value]
        mine = sum(says_something(text) and not says_something(other) for text, other in pairs)
        return mine + sum(boxes_left(part, language) for part in value.values())
    if isinstance(value, Iterable) and not isinstance(value, str):
        return sum(boxes_left(part, language) for part in value)
    return 0


def says_something(text: Any) -> bool:
    """Whether a text holds a word: an editor of rich text leaves tags where all was taken out."""
    return isinstance(text, str) and bool(TAG.sub("", text).strip())


_short_texts: list[ShortText] = []


def provide(short_text: ShortText) -> None:
    """Add a short text of an app; apps above call this from their `ready()`."""
    _short_texts.append(short_text)


def short_texts() -> list[ShortText]:
    """Give the short texts all apps have told of."""
    return list(_short_texts)
