"""What the server holds of each document: one index for each language."""

from __future__ import annotations

import json
import re
from functools import cache
from hashlib import blake2b
from typing import Any, Final

from elasticsearch.dsl import (
    Boolean,
    Document,
    Flattened,
    Float,
    GeoPoint,
    Index,
    Keyword,
    Object,
    Text,
)

from search.document import SearchDocument, fingerprint
from search.embedded.analysis import FRENCH, LANGUAGES
from search.server.analysis import beginnings, plain, stemmed, written
from search.text import LONGEST, fold, telling

#: Words looked up, with what finding them there is worth; the last ones are read as French whatever the page.
FIELDS: Final = {"title": 5.0, "summary": 2.0, "text": 1.2, "keywords": 1.0}
FRENCH_FIELDS: Final = {"french_title": 4.0, "french_summary": 1.0, "original": 1.0}
#: Around words found, between a word folded and as it is written.
START, END, BETWEEN = "\ue000", "\ue001", "\t"
#: Characters kept to show where a text begins and ends, and of a title to sort by.
EDGE, SORTED_BY = 400, 300
_WEIGHTS: Final = (0.25, 8.0)
_MARKS: Final = re.compile(f"[{START}{END}]")
_SETTINGS: Final = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    "highlight.weight_matches_mode.enabled": False,
}


@cache
def indexed(language: str) -> type[Document]:
    """Give the class of the documents of a language: its fields, and how each is read."""
    own, french = stemmed(language), stemmed(FRENCH)
    said: dict[str, Any] = {"analyzer": own, "index_options": "offsets", "copy_to": "words"}
    told: dict[str, Any] = {"analyzer": french, "index_options": "offsets"}
    fields = {
        "title": Text(
            **said,
            fields={
                "begun": Text(analyzer=beginnings, search_analyzer=plain, norms=False),
                "written": Text(analyzer=written, norms=False),
            },
        ),
        **{name: Text(**said) for name in FIELDS if name != "title"},
        **{name: Text(**told) for name in FRENCH_FIELDS},
        "words": Text(analyzer=plain, norms=False),
        "forms": Keyword(),
        "fingerprint": Keyword(index=False),
        "sort": Keyword(),
        "facets": Flattened(),
        "marks": Keyword(),
        "point": GeoPoint(),
        "everywhere": Boolean(),
        "discreet": Boolean(),
        "weight": Float(),
        "shown": Object(enabled=False),
    }
    meta = type("Meta", (), {"dynamic": "strict"})
    return type(f"Document_{language}", (Document,), {**fields, "Meta": meta})


@cache
def definition(language: str) -> dict[str, Any]:
    """Give the settings and fields of the index of a language, as the server takes them."""
    made = Index(language)
    made.document(indexed(language))
    made.settings(**_SETTINGS)
    return made.to_dict()


@cache
def version() -> str:
    """Give a mark of all this: indexes made otherwise count as missing, and are made anew."""
    made = [FORMAT, *map(definition, LANGUAGES)]
    return blake2b(json.dumps(made, sort_keys=True).encode(), digest_size=4).hexdigest()


#: Raise it when `row` puts something else in the same fields.
FORMAT: Final = 1


def alias(prefix: str, language: str) -> str:
    """Give the name under which the index of a language serves."""
    return f"{prefix}-{language}-{version()}"


def row(document: SearchDocument) -> dict[str, Any]:
    """Make of a document what the index of its language takes."""
    facets = {**document.facets, "kind": (document.kind,), "territory": document.territories}
    made: dict[str, Any] = _words(document) | {
        "fingerprint": fingerprint(document),
        "sort": f"{fold(clean(document.title))[:SORTED_BY]}{BETWEEN}{document.key}",
        "facets": {name: list(values) for name, values in facets.items() if values},
        "marks": [f"{name}:{value}" for name, values in document.marks.items() for value in values],
        "everywhere": document.everywhere,
        "discreet": document.discreet,
        "weight": min(max(document.weight, _WEIGHTS[0]), _WEIGHTS[1]),
        "shown": _shown(document),
    }
    if document.point:
        made["point"] = {"lat": document.point.latitude, "lon": document.point.longitude}
    return made


def clean(text: str) -> str:
    """Give a text to look for words in: without what we put around words found."""
    return _MARKS.sub("", whole(text))


def whole(text: str) -> str:
    """Give a text to show, as it can be sent."""
    return text.encode(errors="replace").decode()


def _words(document: SearchDocument) -> dict[str, Any]:
    title, summary, text = clean(document.title), clean(document.summary), clean(document.text)
    keywords = clean(" ".join([*document.keywords, document.place]))
    french = document.words_language == FRENCH != document.language
    shown = (
        {"french_title": title, "french_summary": summary} if french else {"title": title, "summary": summary}
    )
    own = {"text": text, "keywords": keywords} | ({} if french else shown)
    forms = sorted({form for words in own.values() for form in _forms(words, document.language)})
    return {**own, **shown, "original": clean(document.original), "forms": forms}


def _forms(text: str, language: str) -> set[str]:
    return {
        f"{word.folded}{BETWEEN}{text[word.start : word.end].lower()[:LONGEST]}"
        for word in telling(text, language)
        if len(word.folded) > 1 and not word.folded.isdigit()
    }


def _shown(document: SearchDocument) -> dict[str, Any]:
    text = whole(document.text)
    return {
        "kind": document.kind,
        "url": document.url,
        "title": whole(document.title),
        "summary": whole(document.summary),
        "begins": text[:EDGE],
        "ends": text[-EDGE:],
        "words_language": document.words_language,
        "place": document.place,
        "dates": [(when.start.isoformat(), when.end.isoformat()) for when in document.dates],
        "discreet": document.discreet,
        "point": list(document.point) if document.point else None,
    }
