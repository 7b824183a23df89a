"""JSON read by blocks: a list of records, {"structures": […], "services": […]}, or one record a line. Memory stays flat."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import JSONDecodeError, JSONDecoder
from typing import Any, TextIO

from django.utils.translation import gettext as _

from resources.directory.importing.rows import Reading, Row, Unreadable, kind_of
from resources.directory.inclusion import FIELDS, Kind, Problem

BLOCK = 64 * 1024
#: Letters of one record; a longer one is no record.
LONGEST = 4 * 1024 * 1024
#: A mistake found further than this from the end of what is read is no mere lack of the rest.
NEAR_THE_END = 20
FIRST_KEY = re.compile(r'\{\s*"([^"\\]*)"')
LISTS: dict[str, Kind | None] = {"structures": "structure", "services": "service", "items": None}
KNOWN = frozenset(FIELDS["structure"]) | frozenset(FIELDS["service"])


class Blocks:
    """The text of a JSON file, taken value by value."""

    def __init__(self, file: TextIO) -> None:
        self.file = file
        self.decoder = JSONDecoder()
        self.text, self.at, self.lines = "", 0, 1
        self.more()

    def more(self) -> bool:
        """Read on, as much again as what waits; False at the end of the file."""
        waiting = self.text[self.at :]
        if len(waiting) > LONGEST:
            raise self.wrong(_("une fiche est trop longue"))
        block = self.file.read(max(BLOCK, len(waiting)))
        if block:
            self.lines += self.text.count("\n", 0, self.at)
            self.text, self.at = waiting + block, 0
        return bool(block)

    def peek(self) -> str:
        """Give the next letter that is no blank, "" at the end."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in " \t\r\n":
                self.at += 1
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.more():
                return ""

    def take(self, letter: str) -> None:
        """Go over the letter that must come now."""
        if self.peek() != letter:
            raise self.wrong(_("il manque « %(letter)s »") % {"letter": letter})
        self.at += 1

    def value(self) -> Any:
        """Give the next value whole."""
        self.peek()
        while True:
            try:
                value, end = self.decoder.raw_decode(self.text, self.at)
            except JSONDecodeError as error:
                cut = error.msg.startswith("Unterminated") or error.pos > len(self.text) - NEAR_THE_END
                if not cut or not self.more():
                    raise self.wrong(_("le fichier est abîmé, ou coupé")) from error
            except RecursionError as error:
                raise self.wrong(_("trop de listes les unes dans les autres")) from error
            except ValueError as error:
                raise self.wrong(_("un nombre est trop long")) from error
            else:
                # A number may go on in the next block: « 0. » is not yet 0.5.
                if end <= len(self.text) - NEAR_THE_END or not self.more():
                    self.at = end
                    return value

    def items(self) -> Iterator[Any]:
        """Give the values of a list one by one."""
        self.take("[")
        if self.peek() == "]":
            self.take("]")
            return
        while True:
            yield self.value()
            if self.peek() != ",":
                self.take("]")
                return
            self.take(",")

    def wrong(self, why: str) -> Unreadable:
        """Say where the text cannot be understood."""
        line = self.lines + self.text.count("\n", 0, self.at)
        return Unreadable(
            _("Ce fichier JSON ne se lit pas, vers la ligne %(line)s : %(why)s.") % {"line": line, "why": why}
        )


def read_json(file: TextIO) -> Reading:
    """Read records from a JSON text. Raises Unreadable, while its rows are read, when it is damaged."""
    reading = Reading(unit="fiche")
    reading.rows = _rows(Blocks(file), reading)
    return reading


def _rows(blocks: Blocks, reading: Reading) -> Iterator[Row]:
    first = blocks.peek()
    if first == "[":
        yield from _list(blocks, None, reading)
    elif _is_document(blocks):
        yield from _document(blocks, reading)
    else:
        yield from _lines(blocks, reading)
    if blocks.peek():
        raise blocks.wrong(_("il y a du texte après la fin"))


def _is_document(blocks: Blocks) -> bool:
    """Tell {"structures": …} from a record: by the first name it holds."""
    found = FIRST_KEY.match(blocks.text, blocks.at)
    return blocks.text[blocks.at] == "{" and not (found and found[1] in KNOWN)


def _list(blocks: Blocks, kind: Kind | None, reading: Reading) -> Iterator[Row]:
    for number, value in enumerate(blocks.items(), 1):
        yield _row(value, number, kind, reading)


def _lines(blocks: Blocks, reading: Reading) -> Iterator[Row]:
    number = 0
    while blocks.peek():
        number += 1
        yield _row(blocks.value(), number, None, reading)


def _document(blocks: Blocks, reading: Reading) -> Iterator[Row]:
    known = False
    blocks.take("{")
    while blocks.peek() not in ("}", ""):
        name = blocks.value()
        if not isinstance(name, str):
            raise blocks.wrong(_("un nom attendu"))
        blocks.take(":")
        if name in LISTS and blocks.peek() == "[":
            known = True
            if kind := LISTS[name]:
                reading.kinds.add(kind)
            yield from _list(blocks, LISTS[name], reading)
        else:
            blocks.value()
        if blocks.peek() == ",":
            blocks.take(",")
    blocks.take("}")
    if not known:
        raise Unreadable(
            _(
                "On ne trouve ni structures ni services dans ce fichier. Il faut {"
                '"structures": […], "services": […]}, ou une liste.'
            )
        )


def _row(value: Any, number: int, kind: Kind | None, reading: Reading) -> Row:
    if not isinstance(value, dict):
        problem = Problem("", str(value)[:80], _("Il faut une fiche, avec ses champs."))
        return Row(kind or "structure", number, {}, (problem,))
    reading.unknown.update(name[:40] for name in value.keys() - KNOWN if len(reading.unknown) < 20)
    return Row(kind or kind_of(value), number, value)
