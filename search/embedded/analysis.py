"""How words become what is looked up: folded, then cut down to their stem, the same when indexing and when asking."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from search.text import telling

#: Raise it whenever a word would be cut otherwise: indexes made before count as missing.
VERSION: Final = "3"
LANGUAGES: Final = {"fr": "French", "en": "English", "ar": "Arabic"}
FRENCH: Final = "fr"
_FOLDED = [(re.compile("atrices?$"), "ateur"), (re.compile("eres?$"), "er"), (re.compile("ites?$"), "ité")]
#: Verbs people write whose forms no stemmer brings together; folded.
VERBS = {
    form: verb
    for verb, forms in {
        "apprendre": "apprend apprends apprenez apprennent appris",
        "attendre": "attend attends attendez attendent",
        "comprendre": "comprend comprends comprenez comprennent compris",
        "dormir": "dort dors dorment",
        "ecrire": "ecrit ecris ecrivez ecrivent",
        "mourir": "meurt meurs meurent",
        "payer": "paie paies paient paye",
        "perdre": "perd perds perdez perdu perdue",
        "recevoir": "recoit recois recoivent recu recue recus recues",
        "rendre": "rend rends rendent",
        "vivre": "vit vis vivez vivent",
    }.items()
    for form in forms.split()
}
#: The Arabic article, with the letters written on to it: without it, a word is cut down the same everywhere.
ARTICLE = re.compile("^(?:[وفبك]?ال|لل|ولل)(?=.{3})")


@cache
def _stemmer(language: str) -> TextAnalyzer:
    return TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stemmer(LANGUAGES[language])).build()


@lru_cache(maxsize=1 << 17)
def stem(word: str, language: str) -> str:
    """Give the stem of a folded word. French endings that accents would have told are brought together first."""
    if language == FRENCH:
        word = VERBS.get(word, word)
        if len(word) > 4:
            for ending, together in _FOLDED:
                word = ending.sub(together, word)
            word = singular(word)
    elif language == "ar":
        word = ARTICLE.sub("", word)
    found = _stemmer(language).analyze(word)
    return found[0] if found and found[0] else word


def singular(word: str) -> str:
    """Give a folded word without the mark of the plural."""
    return word[:-1] if len(word) > 3 and word[-1] in "sx" and word[-2] not in "su" else word


def stems(text: str, language: str) -> list[str]:
    """Give the stems of the words of `text` that say something."""
    return [stem(word.folded, language) for word in telling(text, language)]
