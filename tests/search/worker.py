"""A process of its own that writes and reads: `python -m tests.search.worker ROOT live WHO TIMES`, or « rebuild »."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import django

KIND = "thing"


class Things:
    """A kind of thing for tests: rows of a table nobody else fills meanwhile."""

    kind = KIND
    moves_with_time = False

    def ids(self) -> Iterator[str]:
        from search.models import Unmet

        yield from map(str, Unmet.objects.values_list("pk", flat=True))

    def documents(self, ids: Iterable[str]) -> Iterator[Any]:
        from search.models import Unmet
        from tests.search.making import doc

        for row in Unmet.objects.filter(pk__in=list(ids)):
            for language in ("fr", "en"):
                yield doc(row.pk, f"chose {row.words}", KIND, language=language)


def write(words: str) -> int:
    """Add a thing and say so, as an editor's page does; give its number."""
    from django.db import transaction

    from search.models import Unmet
    from search.updates import touch

    today = date(2026, 11, 22)
    with transaction.atomic():
        row = Unmet.objects.create(digest=words, language="fr", words=words, first_day=today, last_day=today)
        touch(KIND, [row.pk])
    return row.pk


def remove(number: int) -> None:
    """Delete a thing and say so."""
    from django.db import transaction

    from search.models import Unmet
    from search.updates import touch

    with transaction.atomic():
        Unmet.objects.filter(pk=number).delete()
        touch(KIND, [number])


def live(who: str, times: int) -> None:
    """Write, remove every fourth, and read after each."""
    from search.engine import search
    from search.question import Question

    for turn in range(times):
        number = write(f"mot{who}x{turn}")
        if turn % 4 == 3:
            remove(number)
        search(Question(words="chose", facets=("kind",)))


def main() -> None:
    """Do what is asked."""
    django.setup()
    from django.conf import settings

    from search.engine import engines
    from search.sources import all_documents, provide
    from search.updates import rebuild

    root, action, *rest = sys.argv[1:]
    settings.SEARCH_ROOT = root
    provide(Things())
    print("ready", flush=True)
    if action == "live":
        live(rest[0], int(rest[1]))
    while action == "rebuild":
        (engine,) = engines()
        rebuild(engine, (each for each in all_documents() if each.kind == KIND))


if __name__ == "__main__":
    main()
