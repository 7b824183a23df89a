"""Writing to the server: changes under the names that serve; a rebuild beside them, which takes their place in one go."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Any, Final

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from search.document import SearchDocument
from search.embedded.analysis import LANGUAGES
from search.engine import EngineDown, NoIndex
from search.server.connection import BATCH, CHANGE, Connection
from search.server.schema import alias, definition, row

#: A batch that the server has no time for is sent again, so many times, after so many seconds, doubled each time.
RETRIES, BACK_OFF, LONGEST_BACK_OFF = 6, 1, 20
_BULK: Final[dict[str, Any]] = {
    "chunk_size": 500,
    "max_chunk_bytes": 5_000_000,
    "max_retries": RETRIES,
    "initial_backoff": BACK_OFF,
    "max_backoff": LONGEST_BACK_OFF,
}
_GONE: Final = "index_not_found_exception"


class Refused(Exception):
    """The server does not take a document; the others may have been taken."""


def put(server: Connection, touched: Iterable[str], documents: Iterable[SearchDocument]) -> None:
    """Replace what is held under `touched`. What fails half-way is done again whole: it ends up the same."""
    prefix = server.address.prefix
    fresh = {(document.key, document.language): document for document in documents}
    places = list(dict.fromkeys([*product(touched, LANGUAGES), *fresh]))
    actions = [_action(alias(prefix, language), key, fresh.get((key, language))) for key, language in places]
    with server.asking(CHANGE) as client:
        for done, item in streaming_bulk(
            client, actions, **_BULK, raise_on_error=False, require_alias=True, refresh="true"
        ):
            if not done:
                _look_at(*item.popitem())


def _action(name: str, key: str, document: SearchDocument | None) -> dict[str, Any]:
    if document is None:
        return {"_op_type": "delete", "_index": name, "_id": key}
    return {"_op_type": "index", "_index": name, "_id": key, "_source": row(document)}


def _look_at(done: str, result: dict[str, Any]) -> None:
    """Let what is deleted twice pass; raises EngineDown when the server cannot, Refused when it will not."""
    kind = (result.get("error") or {}).get("type", "")
    if done == "delete" and not kind:
        return
    if kind == _GONE:
        raise NoIndex("no index")
    if result["status"] in (429, 500, 503):
        raise EngineDown(f"no room ({result['status']})")
    raise Refused(f"{result['_id']}: {kind}")


def rebuild(server: Connection, documents: Iterable[SearchDocument], before_swap: Callable[[], None]) -> int:
    """Make a fresh index of each language, let them serve, drop the others; give how many documents they hold."""
    with server.asking(patiently=True) as client:
        client.indices.exists(
            index=alias(server.address.prefix, "fr")
        )  # a server that is away is not waited for long
    with server.asking(BATCH, patiently=True) as client:
        fresh = _create(client, server.address.prefix)
    try:
        count = _fill(server, fresh, documents)
        before_swap()
        _swap(server, fresh)
    except BaseException:
        with server.asking(BATCH, patiently=True) as client:
            client.indices.delete(index=list(fresh.values()), ignore_unavailable=True)
        raise
    return count


def is_ours(name: str, prefix: str) -> bool:
    """Whether an index is one that we made under this prefix: those of « portail-en » begin as ours, and are another's."""
    languages = "|".join(LANGUAGES)
    return bool(re.fullmatch(rf"{re.escape(prefix)}-(?:{languages})-[0-9a-f]{{8}}-[0-9]+", name))


def _create(client: Elasticsearch, prefix: str) -> dict[str, str]:
    fresh = {language: f"{alias(prefix, language)}-{time.time_ns()}" for language in LANGUAGES}
    for language, name in fresh.items():
        client.indices.create(index=name, **definition(language))
    return fresh


def _fill(server: Connection, fresh: dict[str, str], documents: Iterable[SearchDocument]) -> int:
    count = 0

    def actions() -> Iterator[dict[str, Any]]:
        for document in documents:
            yield _action(fresh[document.language], document.key, document)

    with server.asking(BATCH, patiently=True) as client:
        for done, item in streaming_bulk(client, actions(), **_BULK, raise_on_error=False):
            count += 1
            if not done:
                _look_at(*item.popitem())
        client.indices.refresh(index=list(fresh.values()))
    return count


def _swap(server: Connection, fresh: dict[str, str]) -> None:
    """Let `fresh` serve in every language at the same instant; who is still reading the others finds the new ones."""
    prefix = server.address.prefix
    with server.asking(BATCH, patiently=True) as client:
        held = client.indices.get(index=[f"{prefix}-{language}-*" for language in fresh], features="aliases")
        old = sorted({name for name in held if is_ours(name, prefix)} - set(fresh.values()))
        new = [{"add": {"index": name, "alias": alias(prefix, language)}} for language, name in fresh.items()]
        gone = [
            {"remove": {"index": name, "alias": each}}
            for name in old
            for each in held[name].get("aliases", {})
        ]
        client.indices.update_aliases(actions=[*new, *gone])
        if old:  # afterwards: nobody who asks from now on looks there
            client.indices.delete(index=old, ignore_unavailable=True)
