"""The words the server's index holds: to finish a word, or to mend one nobody wrote so. Asked for all at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rapidfuzz.distance import OSA

from search.embedded.vocabulary import MOST_BEGUN, MOST_MENDED, SHORT, SHORTEST, SHORTEST_PART, Form
from search.server.connection import Connection
from search.server.schema import BETWEEN, FIELDS, alias
from search.server.words import each_field

#: How many ways of writing are looked at for one beginning, and how many likes of a word.
FORMS, LIKES = 60, 20
#: Little words between two that stand side by side.
GAPS = 2


class Vocabulary:
    """The words of the documents of one language, for one question."""

    def __init__(self, server: Connection, language: str) -> None:
        self._server = server
        self._language = language
        self._holding: dict[str, int] = {}
        self._begun: dict[str, list[Form]] = {}
        self._likes: dict[str, list[str]] = {}

    def learn(self, words: Iterable[str], beginning: str = "") -> None:
        """Ask once all that is needed of some folded words."""
        asked = [word for word in dict.fromkeys(words) if word not in self._holding]
        aggs: dict[str, Any] = {}
        if asked:
            held = {word: _any_field(word, self._language) for word in asked}
            aggs["held"] = {"filters": {"filters": held}}
        if beginning:
            aggs["begun"] = _forms(f"{beginning}.*", FORMS)
        likely = [word for word in asked if len(word) >= SHORTEST and not word.isdigit()]
        found = self._ask(aggs, likely)
        for word in asked:
            self._holding[word] = found["aggregations"]["held"]["buckets"][word]["doc_count"]
        if beginning:
            self._begun[beginning] = best(found["aggregations"]["begun"])
        for told in found.get("suggest", {}).get("likes", []):
            self._likes[told["text"]] = [option["text"] for option in told["options"]]

    def _ask(self, aggs: dict[str, Any], likely: list[str]) -> dict[str, Any]:
        body: dict[str, Any] = {"size": 0, "track_total_hits": False, "aggs": aggs}
        if likely:
            term = {
                "field": "words",
                "size": LIKES,
                "suggest_mode": "always",
                "prefix_length": 0,
                "max_edits": 2,
            }
            body["suggest"] = {"likes": {"text": " ".join(likely), "term": term}}
        if not aggs and not likely:
            return {}
        with self._server.asking() as client:
            found = client.search(index=alias(self._server.address.prefix, self._language), **body)
            return dict(found)

    def holding(self, folded: str) -> int:
        """Give how many documents hold this word, in any of its endings."""
        if folded not in self._holding:
            self.learn([folded])
        return self._holding[folded]

    def beginning(self, folded: str, most: int = MOST_BEGUN) -> list[Form]:
        """Give the words that begin so, the most used first."""
        if folded not in self._begun:
            self.learn([], folded)
        return self._begun[folded][:most]

    def mended(self, folded: str) -> list[Form]:
        """Give the words nearest to one nobody wrote: one letter away, or two for a long word; the likeliest first."""
        if len(folded) < SHORTEST or folded.isdigit():
            return []
        if folded not in self._likes:
            self.learn([folded])
        far = 1 if len(folded) <= SHORT else 2
        away = {like: OSA.distance(folded, like) for like in self._likes.get(folded, ())}
        least = min(away.values(), default=far + 1)
        near = [like for like, many in away.items() if many == least] if least <= far else []
        if not near:
            return []
        forms = self._named(near)
        forms.sort(key=lambda form: (form.folded[0] != folded[0], -form.documents, form.folded))
        return forms[:MOST_MENDED]

    def parted(self, folded: str) -> tuple[Form, Form] | None:
        """Give the two words somebody wrote as one, if documents hold them side by side; those of most documents."""
        cuts = [(folded[:at], folded[at:]) for at in range(SHORTEST_PART, len(folded) - SHORTEST_PART + 1)]
        if not cuts:
            return None
        together = {" ".join(cut): _side_by_side(cut) for cut in cuts}
        found = self._ask({"cuts": {"filters": {"filters": together}}}, [])["aggregations"]["cuts"]["buckets"]
        many, cut = max((found[" ".join(cut)]["doc_count"], cut) for cut in cuts)
        named = {form.folded: form for form in self._named(cut)} if many else {}
        return (named[cut[0]], named[cut[1]]) if set(cut) <= set(named) else None

    def _named(self, folded: Iterable[str]) -> list[Form]:
        """Give the forms of words of the index."""
        pattern = f"({'|'.join(folded)}){BETWEEN}.*"
        return best(self._ask({"named": _forms(pattern, FORMS)}, [])["aggregations"]["named"])


def _side_by_side(words: tuple[str, ...]) -> dict[str, Any]:
    in_order = {"match": {"query": " ".join(words), "ordered": True, "max_gaps": GAPS}}
    return {"bool": {"should": [{"intervals": {name: in_order}} for name in FIELDS]}}


def _any_field(word: str, language: str) -> dict[str, Any]:
    fields = [name for name, _worth in each_field(language)]
    return {"multi_match": {"query": word, "fields": fields}}


def _forms(pattern: str, most: int) -> dict[str, Any]:
    return {"terms": {"field": "forms", "include": pattern, "size": most}}


def best(told: Any) -> list[Form]:
    """Keep of each folded word the way most documents write it; they come most used first."""
    found: dict[str, Form] = {}
    for bucket in told["buckets"]:
        folded, _between, written = bucket["key"].partition(BETWEEN)
        if folded not in found:
            found[folded] = Form(folded, written, bucket["doc_count"])
    return list(found.values())
