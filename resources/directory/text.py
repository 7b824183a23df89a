"""Words as the lines of searching keep them, folded as search folds them. No Django."""

from __future__ import annotations

import re

from search.text import STOP_WORDS, words_of

#: Words that say nothing by themselves, of those who write in French or begin to.
EMPTY = STOP_WORDS["fr"] | {"besoin", "the", "of", "for", "and"}
WORD = re.compile(r"[^\W_]+")
#: A space that a line must not be broken at: « nom : suite », « vraiment ? ».
TIED = re.compile(r"(?<=«) | (?=[:;!?»])")


def tied(text: str) -> str:
    """Keep French signs on the line of their word, as the sources seldom do."""
    return TIED.sub("\u00a0", text)


def words_in(text: str) -> list[str]:
    """Give the words that carry meaning, folded, each once, in order: « C.P.A.M. » is one."""
    return list(dict.fromkeys(word.folded for word in words_of(text) if word.folded not in EMPTY))
