"""A title and an extract with the words found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from search.embedded.analysis import FRENCH, VERBS, stem
from search.embedded.asked import Asked
from search.embedded.schema import Stored
from search.question import Piece
from search.text import words_beginning

#: The length of an extract, and of what is shown before the first word found, in characters.
LENGTH, BEFORE = 220, 60
#: The words found beyond so many are not looked for: the extract is chosen among these.
MOST_FOUND = 40
Span = tuple[int, int]


class Marker:
    """Marks, in texts, the words that satisfy a question."""

    def __init__(self, asked: Asked | None, language: str) -> None:
        self._language = language
        words = (
            {word for place in asked.places for option in place.every_option() for word in option.words}
            if asked
            else set()
        )
        self._stems = {each: {stem(word, each) for word in words} for each in {language, FRENCH}}
        self._beginnings = {each: _beginnings(self._stems[each], each) for each in self._stems}

    def spans(self, text: str, language: str) -> list[Span]:
        """Give where the words found stand in `text`."""
        wanted = self._stems.get(language)
        if not wanted:
            return []
        words = words_beginning(text, self._beginnings[language])
        found = ((word.start, word.end) for word in words if stem(word.folded, language) in wanted)
        return list(islice(found, MOST_FOUND))

    def title(self, found: Stored) -> tuple[Piece, ...]:
        """Give the title in pieces."""
        return pieces(found.title, self.spans(found.title, self._shown_in(found)))

    def extract(self, found: Stored) -> tuple[Piece, ...]:
        """Give the part of the summary, or else of the text, that says most of what is looked for."""
        for text, language in ((found.summary, self._shown_in(found)), (found.text, self._language)):
            if spans := self.spans(text, language):
                return cut(text, spans)
        return cut(found.summary or found.text, [])

    def _shown_in(self, found: Stored) -> str:
        return found.words_language or self._language


def _beginnings(wanted: set[str], language: str) -> re.Pattern[str]:
    """Give what tells at a glance a word that may have one of these stems: three letters, or dots as in « C.P.A.M. »."""
    firsts = {one[:3] for one in wanted}
    if language == FRENCH:
        firsts |= {form[:3] for form, verb in VERBS.items() if stem(verb, FRENCH) in wanted}
    choices = "|".join(map(re.escape, sorted(firsts)))
    return re.compile(rf"(?<![^\W_])(?:{choices}|[^\W\d_]\.[^\W\d_]\.)")


def pieces(text: str, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """Part `text` into what was found and what was not."""
    found, at = [], 0
    for start, end in spans:
        found += [Piece(text[at:start], False), Piece(text[start:end], True)]
        at = end
    found.append(Piece(text[at:], False))
    return tuple(piece for piece in found if piece.text)


def cut(text: str, spans: list[Span]) -> tuple[Piece, ...]:
    """Keep the stretch of `text` that holds most of `spans`, whole words, with « … » where it was cut."""
    start = _best_start(text, spans)
    end = start + LENGTH
    if end < len(text):
        end = max(text.rfind(" ", start + 1, end), 0) or end
    kept = [(max(a, start) - start, min(b, end) - start) for a, b in spans if a >= start and b <= end]
    shown = list(pieces(text[start:end], kept))
    before = [Piece("… ", False)] if start else []
    after = [Piece(" …", False)] if end < len(text) else []
    return tuple(before + shown + after)


def _best_start(text: str, spans: list[Span]) -> int:
    if not spans or len(text) <= LENGTH:
        return 0

    def held(first: int) -> int:
        return sum(first <= start and end <= first + LENGTH - BEFORE for start, end in spans)

    first = max((start for start, _end in spans), key=lambda at: (held(at), -at))
    if first <= BEFORE:
        return 0
    return text.find(" ", first - BEFORE, first) + 1 or first
