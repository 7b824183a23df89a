"""What the index of a language holds of each document."""

from __future__ import annotations

import json
import math
from functools import cache
from typing import Any, Final, NamedTuple

import tantivy
from tantivy import Document, Index, Schema, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from search.document import SearchDocument, fingerprint
from search.embedded import analysis
from search.embedded.analysis import FRENCH, singular, stem, stems
from search.embedded.cells import cells_of
from search.text import fold, telling

#: Indexes stamped otherwise count as missing, and are made anew.
VERSION: Final = f"3/{analysis.VERSION}/{tantivy.__version__}"  # type: ignore[attr-defined]
#: Words looked up, with what finding them there is worth; the last two are read as French whatever the page.
FIELDS: Final = {"title": 5.0, "summary": 2.0, "text": 1.2, "keywords": 1.0}
FRENCH_FIELDS: Final = {"french_title": 4.0, "original": 1.0}
#: Between the folded form of a word and the way it is written, between a key and its fingerprint.
BETWEEN: Final = "\t"
#: How much of a text is kept for extracts, in characters.
KEPT_TEXT = 20_000
#: The weight of a document is written so that tantivy, which multiplies a score by log2(2 + it), multiplies by 4 × weight.
_FOUR, _WEIGHTS = 4.0, (0.25, 8.0)
_WORDS = "words"


class Stored(NamedTuple):
    """What a hit is made of, kept as it is."""

    key: str
    kind: str
    url: str
    title: str
    summary: str
    text: str
    words_language: str
    place: str
    dates: list[tuple[str, str]]
    discreet: bool
    point: tuple[float, float] | None


@cache
def schema() -> Schema:
    """Give the schema, the same for every language."""
    builder = SchemaBuilder()
    for name in (*FIELDS, *FRENCH_FIELDS, "as_written"):
        builder.add_text_field(name, tokenizer_name=_WORDS)
    for name in ("key", "held", "forms", "cells", "marks"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("sort", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_json_field("facets", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("number", fast=True, indexed=True)
    for name in ("latitude", "longitude", "weight"):
        builder.add_float_field(name, fast=True)
    builder.add_boolean_field("everywhere", indexed=True)
    builder.add_boolean_field("discreet", indexed=True)
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


def prepared(index: Index) -> Index:
    """Let an index cut texts into words: they come to it as stems already."""
    index.register_tokenizer(_WORDS, TextAnalyzerBuilder(Tokenizer.whitespace()).build())
    return index


def row(document: SearchDocument, number: int) -> Document:
    """Make of a document what the index of its language takes; `number` is nobody else's there."""
    made = Document()
    _add_words(made, document)
    made.add_text("key", document.key)
    made.add_text("held", f"{document.key}{BETWEEN}{fingerprint(document)}")
    made.add_text("sort", f"{fold(document.title)}{BETWEEN}{document.key}")
    made.add_unsigned("number", number)
    made.add_boolean("everywhere", document.everywhere)
    made.add_boolean("discreet", document.discreet)
    weight = min(max(document.weight, _WEIGHTS[0]), _WEIGHTS[1])
    made.add_float("weight", math.pow(2.0, _FOUR * weight) - 2.0)
    made.add_json("facets", {name: list(values) for name, values in _facets(document).items() if values})
    for name, values in document.marks.items():
        for value in values:
            made.add_text("marks", f"{name}:{value}")
    if document.point:
        made.add_float("latitude", document.point.latitude)
        made.add_float("longitude", document.point.longitude)
        for cell in cells_of(document.point):
            made.add_text("cells", cell)
    made.add_bytes("stored", json.dumps(_stored(document), ensure_ascii=False).encode(errors="replace"))
    return made


def _facets(document: SearchDocument) -> dict[str, tuple[str, ...]]:
    return {**document.facets, "kind": (document.kind,), "territory": document.territories}


def _add_words(made: Document, document: SearchDocument) -> None:
    language, keywords = document.language, " ".join([*document.keywords, document.place])
    french = document.words_language == FRENCH != language
    shown = {"title": document.title, "summary": document.summary}
    own = {"text": document.text, "keywords": keywords} | ({} if french else shown)
    forms: set[str] = set()
    for name, text in own.items():
        words = list(telling(text, language))
        made.add_text(name, " ".join([stem(word.folded, language) for word in words]))
        forms.update(f"{word.folded}{BETWEEN}{text[word.start : word.end].lower()}" for word in words)
    for form in forms:
        if form[1] != BETWEEN and not form.partition(BETWEEN)[0].isdigit():  # no single letters, no numbers
            made.add_text("forms", form)
    made.add_text("as_written", " ".join(singular(word.folded) for word in telling(document.title, language)))
    original = f"{document.summary} {document.original}" if french else document.original
    made.add_text("original", " ".join(stems(original, FRENCH)))
    made.add_text("french_title", " ".join(stems(document.title, FRENCH)) if french else "")


def _stored(document: SearchDocument) -> Stored:
    return Stored(
        key=document.key,
        kind=document.kind,
        url=document.url,
        title=document.title,
        summary=document.summary,
        text=document.text[:KEPT_TEXT],
        words_language=document.words_language,
        place=document.place,
        dates=[(when.start.isoformat(), when.end.isoformat()) for when in document.dates],
        discreet=document.discreet,
        point=(document.point.latitude, document.point.longitude) if document.point else None,
    )


def stored(found: Any) -> Stored:
    """Read back what was kept of a document from what tantivy gives."""
    return Stored(*json.loads(bytes(found["stored"][0])))
