"""The one list of fields of the saisine: the paper sheet and the online request are both made from it. No Django here.

`saisine_fields.toml` says what each key means. A list that contradicts itself is refused when it is read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "saisine_fields.toml"
#: Who may read an answer again beside the team.
READERS = frozenset(["referrer", "person"])
PAGES = (1, 2)


class BadList(ValueError):
    """The list of fields contradicts itself; the message names the field and why."""


class Kind(StrEnum):
    """How a field is answered."""

    TEXT = "text"
    LONG = "long"
    CHOICE = "choice"
    CHECKS = "checks"
    DATE = "date"
    PHONE = "phone"


@dataclass(frozen=True)
class Choice:
    """One answer of a list."""

    slug: str
    label: str


@dataclass(frozen=True)
class Condition:
    """A field that is asked only when the field named has one of some values."""

    field: str
    values: tuple[str, ...]

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Tell whether it is so with these answers: text, or a collection of texts for several boxes."""
        given = answers.get(self.field) or ()
        chosen: Collection[str] = (given,) if isinstance(given, str) else given
        return not set(self.values).isdisjoint(chosen)


@dataclass(frozen=True)
class Field:
    """One question. `max` counts the characters of a long answer; `partial` allows a year alone as a date."""

    slug: str
    section: str
    page: int
    kind: Kind
    label: str
    required: bool
    sensitive: bool
    help: str = ""
    choices: tuple[Choice, ...] = ()
    max: int = 0
    only_if: Condition | None = None
    share: tuple[str, ...] = ()
    autocomplete: str = ""
    optional_help: bool = False
    partial: bool = False

    def is_asked(self, answers: Mapping[str, Any]) -> bool:
        """Tell whether the question makes sense with these answers."""
        return self.only_if is None or self.only_if.holds(answers)

    def is_required(self, answers: Mapping[str, Any]) -> bool:
        """Tell whether these answers are incomplete without this one."""
        return self.required and self.is_asked(answers)


@dataclass(frozen=True)
class Section:
    """Questions that go together, under one title."""

    slug: str
    page: int
    title: str
    intro: str
    optional_help: bool
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class FieldList:
    """All of it: the sections in their order, and what every sheet says beside them."""

    version: int
    revised: date
    title: str
    footer: str
    emergency: str
    sections: tuple[Section, ...]

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Every field, in the order it is asked."""
        return tuple(field for section in self.sections for field in section.fields)

    @cached_property
    def by_slug(self) -> dict[str, Field]:
        """Every field under its name."""
        return {field.slug: field for field in self.fields}

    def of_page(self, page: int) -> tuple[Section, ...]:
        """Give the sections of one page."""
        return tuple(section for section in self.sections if section.page == page)


@cache
def saisine() -> FieldList:
    """Give the list of the fiche de saisine. Raises BadList."""
    return read(FILE.read_text(encoding="utf-8"))


def read(text: str) -> FieldList:
    """Read a list of fields from TOML. Raises BadList for what contradicts itself."""
    told = tomllib.loads(text)
    found = [_field(facts) for facts in told["field"]]
    sections = tuple(_section(facts, found) for facts in told["section"])
    whole = FieldList(
        **{name: told[name] for name in ("version", "revised", "title", "footer", "emergency")},
        sections=sections,
    )
    _check(whole, found)
    return whole


def _field(facts: Mapping[str, Any]) -> Field:
    told = dict(facts)
    slug = told.get("slug", "?")
    if unknown := set(told) - {each.name for each in fields(Field)}:
        raise BadList(f"{slug}: nobody knows {sorted(unknown)[0]}")
    told["choices"] = tuple(Choice(**choice) for choice in told.get("choices", ()))
    told["share"] = tuple(told.get("share", ()))
    if "only_if" in told:
        told["only_if"] = Condition(told["only_if"]["field"], tuple(told["only_if"]["values"]))
    try:
        return Field(**{**told, "kind": Kind(told["kind"])})
    except (KeyError, TypeError, ValueError) as error:
        raise BadList(f"{slug}: {error}") from error


def _section(facts: Mapping[str, Any], found: list[Field]) -> Section:
    mine = tuple(field for field in found if field.section == facts["slug"])
    for field in mine:
        if field.page != facts["page"]:
            raise BadList(f"{field.slug}: not on the page of its section")
    return Section(
        slug=facts["slug"],
        page=facts["page"],
        title=facts["title"],
        intro=facts["intro"],
        optional_help=facts.get("optional_help", False),
        fields=mine,
    )


def _check(whole: FieldList, found: list[Field]) -> None:
    """Refuse a field of no section, two of one name, and conditions nobody can meet. Raises BadList."""
    if len(whole.fields) != len(found):
        lost = {field.slug for field in found} - {field.slug for field in whole.fields}
        raise BadList(f"{sorted(lost)}: of no section, or of two")
    if len(whole.by_slug) != len(found):
        raise BadList("two fields have one name")
    seen: set[str] = set()
    for field in whole.fields:
        _check_field(field, whole.by_slug, seen)
        seen.add(field.slug)


def _check_field(field: Field, known: Mapping[str, Field], seen: set[str]) -> None:
    has_choices = field.kind in (Kind.CHOICE, Kind.CHECKS)
    slugs = [choice.slug for choice in field.choices]
    faults = {
        "a page there is not": field.page not in PAGES,
        "choices where there are none, or none where there are": has_choices != bool(field.choices),
        "two choices of one name": len(set(slugs)) != len(slugs),
        "a length for what is not long, or none for what is": (field.kind == Kind.LONG) != bool(field.max),
        "a reader nobody knows": not READERS.issuperset(field.share),
        "free words about the person that are not sealed": field.kind == Kind.LONG and not field.sensitive,
        "help that is required": field.optional_help and field.required,
    }
    if field.only_if:
        asked = known.get(field.only_if.field)
        faults["depends on what is asked later, or never"] = field.only_if.field not in seen
        faults["depends on an answer there is not"] = asked is None or not {
            choice.slug for choice in asked.choices
        }.issuperset(field.only_if.values)
    for fault, there in faults.items():
        if there:
            raise BadList(f"{field.slug}: {fault}")
