"""How well an engine answers the judged set: `python -m tests.search.judging [FOLDER]` prints it over the demonstration.

MRR: mean, over the lines, of 1 / the rank of the first document that may come first (0 when it is not on the page).
Recall@5: mean of the share of the documents wanted among the first five that are there. The demonstration is loaded
into a database of its own in FOLDER, and found there again the next time; without FOLDER it is thrown away.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import fmean
from typing import Final
from zoneinfo import ZoneInfo

import time_machine
from django.utils.text import slugify

from search.document import SearchDocument
from search.engine import Engine
from search.question import Question
from tests.search import judged

#: An ordinary Tuesday of the season, so that what is to come does not depend on the day one runs this.
NOW: Final = datetime(2026, 11, 24, 10, 30, tzinfo=ZoneInfo("Europe/Paris"))
KINDS: Final = {"w": "workshop", "r": "resource", "s": "structure", "n": "need", "p": "page", "l": "place"}
EXACT, NOTHING = "exact before alike", "nothing"


@dataclass(frozen=True)
class Line:
    """One thing typed. `wanted` holds sets: one document of each is to be among the first five."""

    family: str
    language: str
    typed: str
    first: frozenset[str]
    wanted: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Mark:
    """What an engine made of a line: names of what came, best first."""

    line: Line
    came: tuple[str, ...]

    @property
    def reciprocal_rank(self) -> float:
        """1 / the rank of the first document that may come first."""
        return next((1 / rank for rank, name in enumerate(self.came, 1) if name in self.line.first), 0.0)

    @property
    def recall(self) -> float:
        """The share of the documents wanted that are among the first five."""
        shown = set(self.came[:5])
        return fmean(bool(shown & either) for either in self.line.wanted)


@dataclass(frozen=True)
class Score:
    """The means of some marks."""

    count: int
    mrr: float
    recall: float

    @classmethod
    def of(cls, marks: Iterable[Mark]) -> Score:
        """Work out the means."""
        kept = list(marks)
        return cls(len(kept), fmean(m.reciprocal_rank for m in kept), fmean(m.recall for m in kept))


class Names:
    """The names the judged set gives to documents: kind and end of the address, or title when the address hides it."""

    def __init__(self, documents: Iterable[SearchDocument]) -> None:
        self._of_key: dict[str, str] = {}
        for document in sorted(documents, key=lambda one: one.language != "fr"):
            end = document.url.rstrip("/").rpartition("/")[2]
            end = slugify(document.title) if end.startswith("fiche-") else end
            self._of_key.setdefault(document.key, f"{document.kind}:{end}")
        self._known = frozenset(self._of_key.values())

    def of(self, key: str) -> str:
        """Give the name of a document."""
        return self._of_key[key]

    def find(self, short: str) -> str:
        """Give the one name that `short` (« r:dettes ») begins; raises LookupError when there is none, or several."""
        letter, _colon, beginning = short.partition(":")
        whole = f"{KINDS[letter]}:{beginning}"
        found = [whole] if whole in self._known else [name for name in self._known if name.startswith(whole)]
        if len(found) != 1:
            raise LookupError(f"{short}: {sorted(found)}")
        return found[0]


def lines(names: Names) -> list[Line]:
    """Give the whole judged set."""
    read = [line for family, table in judged.FRENCH.items() for line in _read(family, "fr", table, names)]
    read += _read(EXACT, "fr", judged.EXACT, names)
    read += _read("English", "en", judged.ENGLISH, names)
    return [*read, *_read("Arabic", "ar", judged.ARABIC, names)]


def _read(family: str, language: str, table: str, names: Names) -> Iterator[Line]:
    for row in filter(None, map(str.strip, table.splitlines())):
        typed, first, wanted = (part.strip() for part in row.split("|"))
        heads = frozenset(map(names.find, first.split()))
        either = [frozenset(map(names.find, part.split("/"))) for part in wanted.split()]
        yield Line(family, language, typed, heads, tuple(either) or (heads,))


def mark(engine: Engine, line: Line, names: Names) -> Mark:
    """Ask an engine what a line says."""
    answer = engine.search(Question(words=line.typed, language=line.language))
    return Mark(line, tuple(names.of(hit.key) for hit in answer.hits))


def french(marks: Iterable[Mark]) -> list[Mark]:
    """Keep what counts for the two figures asked for: the French lines."""
    return [one for one in marks if one.line.language == "fr"]


def by_family(marks: Iterable[Mark]) -> Mapping[str, list[Mark]]:
    """Put marks together by family of lines, in their order."""
    families: dict[str, list[Mark]] = {}
    for one in marks:
        families.setdefault(one.line.family, []).append(one)
    return families


def report(engine: Engine, marks: list[Mark]) -> str:
    """Write the table of an engine, and the lines it does not answer perfectly."""
    rows = [(family, Score.of(some)) for family, some in by_family(marks).items()]
    rows.insert(0, ("all French lines", Score.of(french(marks))))
    table = [f"{engine.name:<40}{'lines':>6}{'MRR':>8}{'recall@5':>10}"]
    table += [f"{name:<40}{s.count:>6}{s.mrr:>8.3f}{s.recall:>10.3f}" for name, s in rows]
    for one in marks:
        if one.reciprocal_rank < 1 or one.recall < 1:
            table += [
                "",
                f"« {one.line.typed} »  {one.reciprocal_rank:.2f}  {one.recall:.2f}",
                *_told(one),
            ]
    return "\n".join(table)


def _told(one: Mark) -> list[str]:
    missing = [sorted(either) for either in one.line.wanted if not either & set(one.came[:5])]
    shown = [f"   {name}{' *' if name in one.line.first else ''}" for name in one.came[:6]]
    return [*shown, *(f"   missing: {' or '.join(names)}" for names in missing)]


def main() -> None:
    """Load the demonstration, make the indexes of the engines that serve, print a report of each."""
    with tempfile.TemporaryDirectory() as thrown_away, time_machine.travel(NOW, tick=True):
        folder = Path(sys.argv[1] if len(sys.argv) > 1 else thrown_away)
        _prepare(folder)
        from search.engine import engines
        from search.sources import sources
        from search.updates import rebuild

        documents = [document for source in sources() for document in source.documents(source.ids())]
        names = Names(documents)
        for engine in engines():
            rebuild(engine, documents)
            print(report(engine, [mark(engine, line, names) for line in lines(names)]))
            for typed in judged.NOTHING:
                if came := engine.search(Question(words=typed)).total:
                    print(f"« {typed} » finds {came}, and ought not to")


def _prepare(folder: Path) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    os.environ["TEST_DATABASE_URL"] = f"sqlite:///{folder.resolve() / 'demonstration.sqlite3'}"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.MEDIA_ROOT, settings.SEARCH_ROOT = folder / "media", str(folder / "search")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("demo", verbosity=0)


if __name__ == "__main__":
    main()
