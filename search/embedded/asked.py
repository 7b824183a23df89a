"""What was typed, understood: which words, what else finds them, and how a mistyped one was perhaps meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from search.embedded.analysis import FRENCH, stem
from search.embedded.synonyms import Thesaurus, longest
from search.embedded.vocabulary import Form
from search.text import ASKING, STOP_WORDS, Word, telling

#: What is read of a question: so many characters, so many words.
MOST_CHARACTERS, MOST_WORDS = 1000, 12
#: A word that this many documents hold is whole; others may be the beginning of one, from so many letters on.
MANY, SHORTEST_BEGINNING = 20, 3
#: What an elision leaves before a word, and how many letters that word has at least.
ELIDED, SHORTEST_LEFT = ("qu", *"cdjlmnst"), 4
#: What finding something is worth beside finding the very word.
EXACT, MENDED, SYNONYM, BEGUN = 1.0, 0.6, 0.6, 0.25


class Vocabulary(Protocol):
    """The words an index holds: each engine has its own (see `search.embedded.vocabulary`)."""

    def holding(self, folded: str) -> int: ...
    def beginning(self, folded: str) -> list[Form]: ...
    def mended(self, folded: str) -> list[Form]: ...
    def parted(self, folded: str) -> tuple[Form, Form] | None: ...


@dataclass(frozen=True, slots=True)
class Option:
    """Words that satisfy a place of the question, side by side when they are several; folded."""

    words: tuple[str, ...]
    strength: float


@dataclass(slots=True)
class Place:
    """A word of the question, or several that mean one thing together, and all that satisfies it.

    `parts` are those several words, each by itself: a document that holds them apart satisfies it too.
    """

    words: list[Word]
    options: list[Option] = field(default_factory=list)
    mended: Form | None = None
    parts: tuple[Place, ...] = ()

    @property
    def singles(self) -> tuple[Place, ...]:
        """The words one by one."""
        return self.parts or (self,)

    def every_option(self) -> list[Option]:
        """Give all that satisfies it, or a part of it."""
        return [*self.options, *(option for part in self.parts for option in part.options)]


@dataclass(slots=True)
class Asked:
    """A question understood."""

    typed: str
    places: list[Place]

    def correction(self) -> str:
        """Give what was typed with each mended word as people write it; empty when nothing was mended."""
        singles = (single for place in self.places for single in place.singles)
        text, mended = self.typed, [place for place in singles if place.mended]
        for place in reversed(mended):
            word = place.words[0]
            text = text[: word.start] + (place.mended.written if place.mended else "") + text[word.end :]
        return " ".join(text.split()) if mended else ""


def understand(typed: str, vocabulary: Vocabulary, language: str, meanings: Thesaurus) -> Asked:
    """Make out the words of a question, in its language."""
    typed = typed[:MOST_CHARACTERS]
    told = {one for cut in meanings for one in cut}
    words = list(telling(typed, language))
    if language == FRENCH:
        words = list(_without_elisions(words, vocabulary, told))
    meant = [word for word in words if word.folded not in ASKING.get(language, ())] or words
    meant = meant[:MOST_WORDS]
    places = [
        place
        for word in meant
        for place in _places(
            word, vocabulary, last=word is meant[-1], known=stem(word.folded, language) in told
        )
    ]
    return Asked(typed, _with_synonyms(places, language, meanings))


def _without_elisions(words: list[Word], vocabulary: Vocabulary, told: set[str]) -> Iterator[Word]:
    """Take off what an elision left on a word nobody knows, when the apostrophe was forgotten: « jai », « dautres »."""
    for word in words:
        known = stem(word.folded, FRENCH) in told or vocabulary.holding(word.folded)
        for left in () if known else ELIDED:
            rest = word.folded.removeprefix(left)
            if rest == word.folded:
                continue
            if rest in STOP_WORDS[FRENCH]:
                break
            if rest in ASKING[FRENCH] or (len(rest) >= SHORTEST_LEFT and vocabulary.holding(rest)):
                yield Word(rest, word.start + len(left), word.end)
                break
        else:
            yield word


def _places(word: Word, vocabulary: Vocabulary, *, last: bool, known: bool) -> list[Place]:
    """Give what satisfies a word: itself; what it begins, if it is the last; what it was meant for, if nobody wrote it.

    Two words written as one are two again; `known`: the synonyms tell of it, so it is no mistake.
    """
    holding = vocabulary.holding(word.folded)
    begun = _begun(word.folded, vocabulary) if last and holding < MANY else []
    place = Place([word], [Option((word.folded,), EXACT), *begun])
    if begun or known or holding:
        return [place]
    if forms := vocabulary.mended(word.folded):
        place.mended = forms[0]
        place.options += [Option((form.folded,), MENDED) for form in forms]
    elif pair := vocabulary.parted(word.folded):
        whole = Form(pair[0].folded, f"{pair[0].written} {pair[1].written}", pair[0].documents)
        first = Place([word], [Option((pair[0].folded,), EXACT)], whole)
        second = Word(pair[1].folded, word.start, word.end)
        return [first, Place([second], [Option((second.folded,), EXACT)])]
    return [place]


def _begun(word: str, vocabulary: Vocabulary) -> list[Option]:
    if len(word) < SHORTEST_BEGINNING or word.isdigit():
        return []
    return [Option((form.folded,), BEGUN) for form in vocabulary.beginning(word) if form.folded != word]


def _with_synonyms(places: list[Place], language: str, meanings: Thesaurus) -> list[Place]:
    """Join the places that mean one thing together, the longest first, and add what else says it."""
    found: list[Place] = []
    most, at = longest(meanings), 0
    while at < len(places):
        for many in range(min(most, len(places) - at), 0, -1):
            joined = places[at : at + many]
            cut = tuple(stem(_likeliest(place), language) for place in joined)
            if cut in meanings:
                found.append(_joined(joined, meanings[cut], language, meanings))
                at += many
                break
        else:
            found.append(places[at])
            at += 1
    return found


def _likeliest(place: Place) -> str:
    return place.mended.folded if place.mended else place.words[0].folded


def _joined(places: list[Place], others: tuple[str, ...], language: str, meanings: Thesaurus) -> Place:
    synonyms = [Option(tuple(word.folded for word in telling(other, language)), SYNONYM) for other in others]
    if len(places) == 1:
        return Place(places[0].words, places[0].options + synonyms, places[0].mended)
    itself = Option(tuple(_likeliest(place) for place in places), EXACT)
    parts = (_with_synonyms([place], language, meanings)[0] for place in places)
    words = [word for place in places for word in place.words]
    return Place(words, [itself, *synonyms], parts=tuple(parts))
