"""Words as people type them: without capitals, accents or elisions. No Django, no engine."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

#: Letters and digits, with the marks written over or under them; « C.P.A.M. » is one word, an apostrophe parts two.
_MARKS = "\u0300-\u036f\u064b-\u065f\u0670"
WORD = re.compile(rf"(?:[^\W\d_]\.){{2,}}[^\W\d_]?(?!\w)|[^\W_](?:[^\W_]|[{_MARKS}])*")
LONGEST = 60

#: Words that say nothing by themselves, folded; « l », « qu »: what an elision leaves. Not « as » (AS), not « ete » (été).
STOP_WORDS: dict[str, frozenset[str]] = {
    "fr": frozenset(
        [
            "a",
            "ai",
            "au",
            "aux",
            "avec",
            "c",
            "ce",
            "ces",
            "cet",
            "cette",
            "ceux",
            "d",
            "dans",
            "de",
            "des",
            "donc",
            "du",
            "elle",
            "elles",
            "en",
            "es",
            "est",
            "et",
            "eux",
            "il",
            "ils",
            "j",
            "je",
            "jusqu",
            "l",
            "la",
            "le",
            "les",
            "leur",
            "leurs",
            "lorsqu",
            "lui",
            "m",
            "ma",
            "me",
            "meme",
            "mes",
            "moi",
            "mon",
            "n",
            "ne",
            "nos",
            "notre",
            "nous",
            "on",
            "ont",
            "ou",
            "par",
            "pas",
            "plus",
            "pour",
            "puisqu",
            "qu",
            "quand",
            "que",
            "quel",
            "quelle",
            "quelqu",
            "quelles",
            "quels",
            "qui",
            "quoi",
            "s",
            "sa",
            "sans",
            "se",
            "ses",
            "si",
            "soi",
            "son",
            "sont",
            "sur",
            "t",
            "ta",
            "te",
            "tes",
            "toi",
            "ton",
            "tu",
            "un",
            "une",
            "vos",
            "votre",
            "vous",
            "y",
        ]
    ),
    "en": frozenset(
        [
            "a",
            "an",
            "and",
            "are",
            "as",
            "at",
            "be",
            "but",
            "by",
            "for",
            "from",
            "has",
            "have",
            "he",
            "her",
            "his",
            "i",
            "if",
            "in",
            "into",
            "is",
            "it",
            "its",
            "me",
            "my",
            "no",
            "not",
            "of",
            "on",
            "or",
            "our",
            "she",
            "so",
            "t",
            "s",
            "such",
            "that",
            "the",
            "their",
            "them",
            "then",
            "there",
            "these",
            "they",
            "this",
            "to",
            "was",
            "we",
            "what",
            "when",
            "where",
            "which",
            "who",
            "will",
            "with",
            "you",
            "your",
        ]
    ),
    "ar": frozenset(
        [
            "من",
            "في",
            "على",
            "الى",
            "عن",
            "مع",
            "هذا",
            "هذه",
            "ذلك",
            "التي",
            "الذي",
            "او",
            "ثم",
            "ان",
            "لا",
            "ما",
            "هل",
            "كل",
            "بعد",
            "قبل",
            "عند",
            "هو",
            "هي",
            "انا",
            "نحن",
            "لي",
            "لك",
        ]
    ),
}
#: Words of a question that only ask: they count when there is nothing else.
ASKING: dict[str, frozenset[str]] = {
    "fr": frozenset(
        [
            "aimerais",
            "besoin",
            "bonjour",
            "cherche",
            "chercher",
            "comment",
            "combien",
            "dois",
            "dit",
            "dois",
            "etre",
            "faire",
            "faut",
            "fait",
            "gens",
            "merci",
            "ou",
            "peut",
            "peux",
            "personne",
            "pouvoir",
            "pres",
            "puis",
            "suis",
            "trouver",
            "trouve",
            "veut",
            "veux",
            "voudrais",
            "vouloir",
        ]
    ),
    "en": frozenset(["can", "do", "find", "get", "how", "looking", "need", "please", "want", "would"]),
    "ar": frozenset(["اريد", "ابحث", "كيف", "اين", "احتاج"]),
}
_SAME = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ى": "ي", "ـ": "", "ک": "ك", "ی": "ي"}
)


#: One letter for one letter: what `quick_fold` may not change the length of.
_LETTERS = {
    code: unicodedata.normalize("NFKD", chr(code).lower())[0]
    for code in (*range(0x41, 0x5B), *range(0xC0, 0x180))
    if len(chr(code).lower()) == 1
}
_NOT_QUICK = re.compile(rf"[œæŒÆ{_MARKS}\u0600-\u06ff]")


class Word(NamedTuple):
    """A word of a text: folded, and where it stands."""

    folded: str
    start: int
    end: int


def fold(text: str) -> str:
    """Give `text` in small letters without accents nor Arabic vowels: « Épicerie Sociale » is "epicerie sociale"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_SAME))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=1 << 16)
def fold_word(word: str) -> str:
    """Fold one word: nothing but letters and ordinary digits are left."""
    kept = (letter for letter in fold(word) if letter.isalnum())
    return "".join(str(int(letter)) if letter.isdecimal() else letter for letter in kept)[:LONGEST]


def words_of(text: str) -> Iterator[Word]:
    """Give every word of `text`, in order."""
    for match in WORD.finditer(text):
        if folded := fold_word(match.group()):
            yield Word(folded, match.start(), match.end())


def telling(text: str, language: str) -> Iterator[Word]:
    """Give the words of `text` that say something in `language`."""
    stop = STOP_WORDS.get(language, frozenset())
    return (word for word in words_of(text) if word.folded not in stop)


def quick_fold(text: str) -> str | None:
    """Fold a text so that every letter stays where it was; None when it has letters for which that cannot be."""
    return None if _NOT_QUICK.search(text) else text.translate(_LETTERS)


def words_beginning(text: str, beginnings: re.Pattern[str]) -> Iterator[Word]:
    """Give the words of `text` that may begin as asked, without reading the others where that can be told at a glance."""
    folded = quick_fold(text)
    if folded is None:
        yield from words_of(text)
        return
    at = 0
    for place in beginnings.finditer(folded):
        found = WORD.match(text, place.start())
        if found and found.start() >= at:
            at = found.end()
            yield Word(fold_word(found.group()), found.start(), found.end())
