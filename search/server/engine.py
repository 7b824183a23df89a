"""The search server: Elasticsearch 8, for a portal of many territories."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from elasticsearch.helpers import scan

from search.document import SearchDocument
from search.embedded import synonyms
from search.embedded.analysis import LANGUAGES
from search.engine import NoIndex
from search.question import Answer, Question, Suggestion
from search.server import writing
from search.server.answering import answer
from search.server.connection import BATCH, connection
from search.server.schema import alias
from search.server.suggesting import suggestions


class ServerEngine:
    """Fulfils `search.engine.Engine` with the server of SEARCH_URL."""

    name = "server"

    def __init__(self, meanings: synonyms.Read = synonyms.written) -> None:
        self._meanings = meanings

    def put(self, touched: Iterable[str], documents: Iterable[SearchDocument]) -> None:
        writing.put(connection(), touched, documents)

    def rebuild(self, documents: Iterable[SearchDocument], *, before_swap: Callable[[], None]) -> int:
        return writing.rebuild(connection(), documents, before_swap)

    def search(self, question: Question) -> Answer:
        meanings = synonyms.thesaurus(self._meanings(), question.language) if question.words else {}
        server = connection()
        return server.again(lambda: answer(question, server, meanings))

    def suggest(self, beginning: str, language: str, most: int = 8) -> list[Suggestion]:
        server = connection()
        return server.again(lambda: suggestions(beginning, server, language, most))

    def held(self, language: str) -> Iterator[tuple[str, str]]:
        server = connection()
        wanted = {"_source": False, "docvalue_fields": ["fingerprint"]}
        with server.asking(BATCH, patiently=True) as client:
            for hit in scan(client, query=wanted, index=alias(server.address.prefix, language), size=2000):
                yield hit["_id"], hit["fields"]["fingerprint"][0]

    def exists(self) -> bool:
        server = connection()
        try:
            with server.asking() as client:
                client.indices.get_alias(name=[alias(server.address.prefix, one) for one in LANGUAGES])
        except NoIndex:
            return False
        return True
