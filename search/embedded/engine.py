"""The embedded engine: tantivy, in the process itself. Nothing is opened before somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from tantivy import Query

from search.document import SearchDocument
from search.embedded import folders, synonyms, writing
from search.embedded.analysis import LANGUAGES
from search.embedded.answering import answer
from search.embedded.reading import Reader, reading
from search.embedded.schema import BETWEEN
from search.embedded.suggesting import suggestions
from search.engine import EngineDown
from search.question import Answer, Question, Suggestion


class EmbeddedEngine:
    """Fulfils `search.engine.Engine` with an index in SEARCH_ROOT."""

    name = "embedded"

    def __init__(self, meanings: synonyms.Read = synonyms.written) -> None:
        self._reader = Reader()
        self._meanings = meanings

    def put(self, touched: Iterable[str], documents: Iterable[SearchDocument]) -> None:
        folder = folders.current()
        if folder is None:
            raise EngineDown("no index")
        writing.put(folder, touched, documents)

    def rebuild(self, documents: Iterable[SearchDocument], *, before_swap: Callable[[], None]) -> int:
        return writing.rebuild(documents, before_swap)

    def search(self, question: Question) -> Answer:
        shelf = self._reader.shelf(question.language)
        with reading(shelf.folder):
            meanings = synonyms.thesaurus(self._meanings(), question.language) if question.words else {}
            return answer(question, shelf, meanings)

    def suggest(self, beginning: str, language: str, most: int = 8) -> list[Suggestion]:
        shelf = self._reader.shelf(language)
        with reading(shelf.folder):
            return suggestions(beginning, shelf, most)

    def held(self, language: str) -> Iterator[tuple[str, str]]:
        shelf = self._reader.shelf(language)
        with reading(shelf.folder):
            terms = shelf.searcher.terms_with_prefix("held", "", filter_query=Query.all_query())
        for term, documents in terms:
            key, _between, fingerprint = term.partition(BETWEEN)
            if documents:
                yield key, fingerprint

    def exists(self) -> bool:
        try:
            for language in LANGUAGES:
                self._reader.shelf(language)
        except EngineDown:
            return False
        return True
