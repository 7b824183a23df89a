"""The words of the other tools, read from `content/<tool>.<language>.toml` into a document. No Django here.

A block is a table whose first key says what it is: text, items, cards, facts, drawing, ask, grid. Words in braces are
filled in: what the place is called, where this site is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from resources.guide.tools.fields import Choice, Kind
from resources.guide.tools.layout import (
    SIZES,
    Ask,
    Block,
    Card,
    Cards,
    Document,
    Drawing,
    Facts,
    Grid,
    Items,
    Page,
    Section,
    Text,
)

FOLDER = Path(__file__).parent / "content"
DEFAULT = "fr"
#: Several lines of one value are kept apart by this.
LINE = "\n"


class BadContent(ValueError):
    """A content file says something nobody can print; the message says what."""


def languages_of(slug: str) -> tuple[str, ...]:
    """Give the languages a tool is written in, French first."""
    found = {path.name.split(".")[1] for path in FOLDER.glob(f"{slug}.*.toml")}
    return tuple(sorted(found, key=lambda language: (language != DEFAULT, language)))


def size_of(slug: str, language: str) -> str:
    """Give the paper a tool is printed on."""
    return _raw(slug, language).get("size", "A4")


def files_of(slug: str, language: str) -> list[Path]:
    """Give the files a tool is read from in one language: its own, and the French one, whose pages it may borrow."""
    return [FOLDER / f"{slug}.{code}.toml" for code in dict.fromkeys([language, DEFAULT])]


def document(slug: str, language: str, values: Mapping[str, str], foot: str) -> Document:
    """Give a tool in one language, with `values` in the place of the words in braces. Raises BadContent."""
    told = _raw(slug, language)
    try:
        pages = _pages(slug, told, values)
        made = Document(
            slug=slug,
            title=told["title"],
            language=language,
            pages=pages,
            size=told.get("size", "A4"),
            lead=_fill(told.get("lead", ""), values),
            warning=_fill(told.get("warning", ""), values),
            note=_fill(told.get("note", ""), values),
            foot=foot,
            type=told.get("type", Document.type),
            line=told.get("line", Document.line),
        )
        made.names()
    except (KeyError, TypeError, ValueError) as error:
        raise BadContent(f"{slug}.{language}: {error!r}") from error
    if made.size not in SIZES:
        raise BadContent(f"{slug}.{language}: no paper is {made.size}")
    return made


@cache
def _raw(slug: str, language: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{slug}.{language}.toml").read_text(encoding="utf-8"))


def _fill(text: str, values: Mapping[str, str]) -> str:
    return text.format_map(values)


def _pages(slug: str, told: Mapping[str, Any], values: Mapping[str, str]) -> tuple[Page, ...]:
    """Give the pages of a file; those that `rest` says stay in another language come from its file."""
    pages = [_page(page, values, number) for number, page in enumerate(told["page"], start=1)]
    if rest := told.get("rest"):
        others = _pages(slug, _raw(slug, rest), values)[len(pages) :]
        pages += [replace(page, language=rest) for page in others]
    return tuple(pages)


def _page(told: Mapping[str, Any], values: Mapping[str, str], number: int) -> Page:
    sections = tuple(
        _section(section, values, f"p{number}-s{place}")
        for place, section in enumerate(told["section"], start=1)
    )
    return Page(sections=sections, title=told.get("title", ""), style=told.get("style", ""))


def _section(told: Mapping[str, Any], values: Mapping[str, str], name: str) -> Section:
    blocks = []
    for place, facts in enumerate(told.get("block", ()), start=1):
        blocks.append(_block(facts, values, f"{name}-b{place}"))
    return Section(
        title=_fill(told.get("title", ""), values),
        intro=_fill(told.get("intro", ""), values),
        style=told.get("style", ""),
        blocks=tuple(blocks),
    )


def _block(facts: Mapping[str, Any], values: Mapping[str, str], name: str) -> Block:
    kind = next(iter(facts))
    if kind not in BUILDERS:
        raise BadContent(f"nobody knows the block {kind}")
    more = {key: value for key, value in facts.items() if key != kind}
    block = BUILDERS[kind](facts[kind], values, more)
    if isinstance(block, Ask | Grid) and not block.name:
        return replace(block, name=name)
    return block


def _text(told: str, values: Mapping[str, str], more: dict[str, Any]) -> Text:
    return Text(_fill(told, values), **more)


def _items(told: list[str], values: Mapping[str, str], more: dict[str, Any]) -> Items:
    return Items(tuple(_fill(item, values) for item in told), **more)


def _cards(told: list[dict[str, str]], values: Mapping[str, str], more: dict[str, Any]) -> Cards:
    return Cards(
        tuple(Card(**{key: _fill(value, values) for key, value in card.items()}) for card in told), **more
    )


def _facts(told: list[list[str]], values: Mapping[str, str], more: dict[str, Any]) -> Facts:
    lines = [(label, tuple(filter(None, _fill(value, values).split(LINE)))) for label, value in told]
    return Facts(tuple(lines), **more)


def _drawing(told: str, _values: Mapping[str, str], more: dict[str, Any]) -> Drawing:
    return Drawing(told, **more)


def _ask(told: str, values: Mapping[str, str], more: dict[str, Any]) -> Ask:
    choices = tuple(
        Choice(str(number), label) for number, label in enumerate(more.pop("choices", ()), start=1)
    )
    kind = Kind(more.pop("kind", _kind_of(choices, more.get("lines", 1))))
    inline = bool(more.get("label_width"))
    return Ask(
        name=more.pop("name", ""),
        label=_fill(told, values),
        kind=kind,
        choices=choices,
        inline=inline,
        **more,
    )


def _kind_of(choices: tuple[Choice, ...], lines: int) -> Kind:
    if choices:
        return Kind.CHECKS
    return Kind.LONG if lines > 1 else Kind.TEXT


def _grid(told: str, values: Mapping[str, str], more: dict[str, Any]) -> Grid:
    rows = more.pop("rows")
    rows = ("",) * rows if isinstance(rows, int) else tuple(rows)
    return Grid(
        name=more.pop("name", ""),
        caption=_fill(told, values),
        columns=tuple(more.pop("columns")),
        rows=rows,
        **more,
    )


BUILDERS: dict[str, Callable[[Any, Mapping[str, str], dict[str, Any]], Block]] = {
    "text": _text,
    "items": _items,
    "cards": _cards,
    "facts": _facts,
    "drawing": _drawing,
    "ask": _ask,
    "grid": _grid,
}
