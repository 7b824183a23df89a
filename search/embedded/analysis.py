"""How words become what is looked up: folded, then cut down to their stem, the same when indexing and when asking."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from search.text import telling

#: Raise it whenever a word would be cut otherwise: indexes made before count as missing.
VERSION: Final = "1"
LANGUAGES: Final = {"fr": "French", "en": "English", "ar": "Arabic"}
FRENCH: Final = "fr"
_FEMININE = [(re.compile("atrices?$"), "ateur"), (re.compile("eres?$"), "er")]


@cache
def _stemmer(language: str) -> TextAnalyzer:
    return TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stemmer(LANGUAGES[language])).build()


@lru_cache(maxsize=1 << 17)
def stem(word: str, language: str) -> str:
    """Give the stem of a folded word. French endings that accents would have told are brought together first."""
    if language == FRENCH and len(word) > 4:
        for ending, together in _FEMININE:
            word = ending.sub(together, word)
        if word[-1] in "sx" and word[-2] not in "su":
            word = word[:-1]
    found = _stemmer(language).analyze(word)
    return found[0] if found and found[0] else word


def stems(text: str, language: str) -> list[str]:
    """Give the stems of the words of `text` that say something."""
    return [stem(word.folded, language) for word in telling(text, language)]
