"""How the server makes words of texts: cut where `search.text` cuts, folded before they are stemmed, so that « acces » is « accès »."""

from __future__ import annotations

from typing import Any, Final

from elasticsearch.dsl import analyzer, char_filter, token_filter, tokenizer
from elasticsearch.dsl.utils import DslBase

from search.embedded.analysis import ARTICLE, FRENCH, VERBS, stem
from search.text import LONGEST, STOP_WORDS, fold

#: « french » rather than « light_french », which makes « poison » of « poisson ».
STEMMERS: Final = {"fr": "french", "en": "english", "ar": "arabic"}
#: Letters and digits with the marks over or under them, « C.P.A.M. » in one piece; an apostrophe parts: what an elision
#: leaves (« l », « qu ») is a stop word.
_WORD: Final = (
    r"(?:\p{L}\.){2,}\p{L}?(?![\p{L}\p{N}_])|[\p{L}\p{N}][\p{L}\p{N}\u0300-\u036f\u064b-\u065f\u0670]*"
)
#: The most letters of a beginning that is looked up.
LONGEST_BEGINNING: Final = 20

_CUT = tokenizer("word", "pattern", pattern=_WORD, group=0)
_BARE = token_filter("bare", "pattern_replace", pattern=r"[^\p{L}\p{N}]", replacement="")
_SHORT = token_filter("short", "truncate", length=LONGEST)
_LETTERS = char_filter("letters", "mapping", mappings=["ؤ=>و", "ئ=>ي", "ک=>ك", "ی=>ي", "ـ=>"])
_FOLDED = ["lowercase", _BARE, "asciifolding", "decimal_digit", "arabic_normalization", _SHORT]

#: The mark of the plural, feminines, as `search.embedded.analysis` brings them together before stemming.
_SINGULAR = token_filter("singular", "pattern_replace", pattern="(?<=..[^su])[sx]$", replacement="")
_FEMININE = [
    token_filter("feminine_ateur", "pattern_replace", pattern="atrices?$", replacement="ateur"),
    token_filter("accent_ite", "pattern_replace", pattern="ites?$", replacement="ité"),
    token_filter("feminine_er", "pattern_replace", pattern="(?<=.)(?:(?<=..)ere|eres)$", replacement="er"),
]
#: Verbs whose forms no stemmer brings together.
_VERBS = token_filter(
    "verbs",
    "stemmer_override",
    rules=[f"{form} => {stem(verb, FRENCH)}" for form, verb in sorted(VERBS.items())],
)
#: The Arabic article, with the letters written on to it.
_ARTICLE = token_filter("article", "pattern_replace", pattern=ARTICLE.pattern, replacement="")
_BEFORE: Final[dict[str, list[Any]]] = {"fr": [_VERBS, *_FEMININE, _SINGULAR], "ar": [_ARTICLE]}

#: Words folded, as they are written: to mend one nobody wrote.
plain: Final = analyzer("plain", tokenizer=_CUT, char_filter=[_LETTERS], filter=_FOLDED)
#: The same without the mark of the plural: « pass » is no « passer ».
written: Final = analyzer("written", tokenizer=_CUT, char_filter=[_LETTERS], filter=[*_FOLDED, _SINGULAR])
#: Every beginning of a word: to find what is being typed.
beginnings: Final = analyzer(
    "beginnings",
    tokenizer=_CUT,
    char_filter=[_LETTERS],
    filter=[*_FOLDED, token_filter("begin", "edge_ngram", min_gram=2, max_gram=LONGEST_BEGINNING)],
)


def stemmed(language: str) -> DslBase:
    """Give the analyser of a language: what says nothing is dropped, the rest cut down to its stem."""
    stop = token_filter(f"{language}_stop", "stop", stopwords=sorted(map(fold, STOP_WORDS[language])))
    cut = token_filter(f"{language}_stem", "stemmer", language=STEMMERS[language])
    return analyzer(
        f"{language}_words",
        tokenizer=_CUT,
        char_filter=[_LETTERS],
        filter=[*_FOLDED, stop, *_BEFORE.get(language, []), cut],
    )
