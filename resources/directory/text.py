"""Words as people type them: without capitals, accents or elisions. No Django."""

from __future__ import annotations

import re
import unicodedata

#: Words that say nothing by themselves.
EMPTY = frozenset(
    [
        "a",
        "t",
        "quelqu",
        "puisqu",
        "m",
        "lorsqu",
        "jusqu",
        "d",
        "c",
        "au",
        "aux",
        "avec",
        "ce",
        "ces",
        "dans",
        "de",
        "des",
        "du",
        "elle",
        "en",
        "est",
        "et",
        "eux",
        "il",
        "ils",
        "j",
        "je",
        "l",
        "la",
        "le",
        "les",
        "leur",
        "leurs",
        "ma",
        "mes",
        "mon",
        "n",
        "ne",
        "nos",
        "notre",
        "nous",
        "on",
        "ou",
        "où",
        "par",
        "pas",
        "pour",
        "qu",
        "que",
        "qui",
        "s",
        "sa",
        "se",
        "ses",
        "son",
        "sur",
        "ta",
        "te",
        "tes",
        "ton",
        "tu",
        "un",
        "une",
        "vos",
        "votre",
        "vous",
        "y",
        "ai",
        "besoin",
        "the",
        "of",
        "for",
        "and",
    ]
)
WORD = re.compile(r"[^\W_]+")
LONGEST = 60
#: A space that a line must not be broken at: « nom : suite », « vraiment ? ».
TIED = re.compile(r"(?<=«) | (?=[:;!?»])")


def fold(text: str) -> str:
    """Give `text` in small letters without accents: « Épicerie Sociale » is "epicerie sociale"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def tied(text: str) -> str:
    """Keep French signs on the line of their word, as the sources seldom do."""
    return TIED.sub("\u00a0", text)


def words_in(text: str) -> list[str]:
    """Give the words that carry meaning, folded, each once, in order."""
    found = (word[:LONGEST] for word in WORD.findall(fold(text)))
    return list(dict.fromkeys(word for word in found if word not in EMPTY))
