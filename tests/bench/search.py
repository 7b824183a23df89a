"""Measures search, in a process of its own: `python -m tests.bench.search DOCUMENTS` prints JSON.

Documents of some sixty-five words, drawn as words are in life: a few everywhere, most of them rare. The same go into the
embedded engine and, as pages of news, into Wagtail's own search; a question that takes that one more than `LIMIT` is stopped.
"""

from __future__ import annotations

import json
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from search.document import SearchDocument

SIZES = (5000, 50_000)
ROUNDS, LIMIT = 15, 20.0
VOCABULARY, LENGTH = 6000, 55
SYLLABLES = [
    "ba",
    "co",
    "di",
    "fa",
    "ge",
    "lo",
    "mi",
    "nu",
    "pa",
    "ro",
    "se",
    "ti",
    "vu",
    "cha",
    "pre",
    "tion",
    "ment",
    "eur",
    "ille",
    "sou",
]
FACETS = ("kind", "territory", "theme", "public", "frais", "accueil")
#: What is measured, and how it is called: the engine's part of a page may take some milliseconds.
ROWS = {
    "common": "mot de la moitié des documents : ms",
    "two": "deux mots : ms",
    "facets": "mot, 6 facettes dont 2 choisies : ms",
    "near": "mot, facettes, 10 km, par distance : ms",
    "all_near": "sans mot, facettes, 10 km : ms",
    "all_facets": "sans mot ni lieu, 6 facettes : ms",
    "typo": "mot mal écrit : ms",
    "suggest": "suggestions : ms",
    "put": "une fiche changée : ms",
    "rate": "refaire l’index : fiches / s",
    "megabytes": "index : Mo",
    "memory": "mémoire en plus, au plus : Mo",
}
WAGTAIL = {
    "common": "Wagtail, mot de la moitié : ms",
    "two": "Wagtail, deux mots : ms",
    "rare": "Wagtail, mot rare : ms",
    "rate": "Wagtail, refaire l’index : fiches / s",
}


def words() -> list[str]:
    """Give the vocabulary, the most used words first: those of the directory, then invented ones."""
    from tests.bench.directory import WORDS

    chance = random.Random(1)
    made = dict.fromkeys(WORDS)
    while len(made) < VOCABULARY:
        made["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))] = None
    return list(made)


def documents(count: int) -> Iterator[SearchDocument]:
    """Give `count` documents, the same each time."""
    from search.document import SearchDocument
    from search.geography import Point
    from tests.bench.directory import CENTRE, SPREAD

    chance, known = random.Random(count), words()
    weights = list(accumulate(1 / (rank + 8) for rank in range(len(known))))
    for n in range(count):
        said = chance.choices(known, cum_weights=weights, k=LENGTH)
        yield SearchDocument(
            key=f"resource:{n}",
            kind="resource",
            language="fr",
            title=f"{said[0].capitalize()} et {said[1]} {n}",
            url=f"/ressources/{n}/",
            summary=" ".join(said[2:20]),
            text=" ".join(said[20:]),
            territories=(f"territoire-{n % 4}",),
            facets={
                "theme": tuple(f"theme-{chance.randrange(15)}" for _ in range(chance.choice((1, 1, 2, 4)))),
                "public": tuple(f"public-{chance.randrange(20)}" for _ in range(chance.choice((1, 2)))),
                "frais": (chance.choice(("gratuit", "gratuit", "payant")),),
                "accueil": (chance.choice(("en-presentiel", "a-distance")),),
            },
            point=Point(CENTRE[0] + chance.gauss(0, SPREAD[0]), CENTRE[1] + chance.gauss(0, SPREAD[1])),
            everywhere=chance.random() < 0.05,
        )


def measure(count: int) -> dict[str, float]:
    """Measure the embedded engine."""
    from django.conf import settings

    from search.embedded.engine import EmbeddedEngine
    from tests.bench.probe import cpu

    engine, rows = EmbeddedEngine(), list(documents(count))
    before = _peak()
    start = time.perf_counter()
    engine.rebuild(rows, before_swap=lambda: None)
    found = {"rate": round(count / (time.perf_counter() - start))}
    size = sum(file.stat().st_size for file in Path(settings.SEARCH_ROOT).rglob("*") if file.is_file())
    found["megabytes"] = round(size / 1e6, 1)
    for name, action in _questions(engine).items():
        action()
        found[name] = round(statistics.median(cpu(action) for _ in range(ROUNDS)), 2)
    changes = [_wall(lambda row=row: engine.put([row.key], [row])) for row in rows[:5]]
    return found | {"put": round(statistics.median(changes), 1), "memory": round(_peak() - before)}


def _questions(engine: Any) -> dict[str, Callable[[], Any]]:
    from search.geography import Point
    from search.question import NEAREST, Question

    chosen = {"theme": ("theme-1", "theme-2"), "frais": ("gratuit",)}
    place = {"near": Point(45.5646, 5.9178), "radius": 10_000}
    asked = {
        "common": Question("accueil"),
        "two": Question("atelier logement"),
        "facets": Question("accueil", facets=FACETS, chosen=chosen),
        "near": Question("accueil", facets=FACETS, chosen=chosen, sort=NEAREST, **place),
        "all_near": Question(facets=FACETS, sort=NEAREST, **place),
        "all_facets": Question(facets=FACETS),
        "typo": Question("acceuil"),
    }
    for question in asked.values():
        assert engine.search(question).total, question
    return {name: lambda question=question: engine.search(question) for name, question in asked.items()} | {
        "suggest": lambda: engine.suggest("atelier log", "fr")
    }


def measure_wagtail(count: int) -> dict[str, float | str]:
    """Measure Wagtail's own search over the same words."""
    from wagtail.search.backends import get_search_backend

    from home.pages.models import NewsPage

    _write_pages(count)
    backend, pages = get_search_backend(), NewsPage.objects.all()
    start = time.perf_counter()
    index = backend.get_index_for_model(NewsPage)
    index.add_items(NewsPage, list(pages))
    found: dict[str, float | str] = {"rate": round(count / (time.perf_counter() - start))}
    for name, typed in {"rare": words()[1500], "two": "atelier logement", "common": "accueil"}.items():
        found[name] = _stopped(lambda typed=typed: list(backend.search(typed, pages)[:20]))
    return found


def _write_pages(count: int) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from home.pages.models import NewsPage
    from tests.bench.fill import write_news

    call_command("demo", verbosity=0)
    write_news(count, timezone.localdate())
    said = {f"nouvelle-{n}": row for n, row in enumerate(documents(count))}
    written = NewsPage.objects.filter(slug__startswith="nouvelle-").values_list("slug", "pk")
    rows = [(said[slug], pk) for slug, pk in written if slug in said]
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE wagtailcore_page SET title = %s WHERE id = %s", [(row.title, pk) for row, pk in rows]
        )
        cursor.executemany(
            "UPDATE pages_newspage SET introduction = %s WHERE page_ptr_id = %s",
            [(f"{row.summary} {row.text}", pk) for row, pk in rows],
        )


def _stopped(action: Callable[[], Any]) -> float | str:
    """Give how long `action` takes in milliseconds, or that it was stopped."""
    from django.db import OperationalError, connection

    until = time.perf_counter() + LIMIT
    connection.connection.set_progress_handler(lambda: time.perf_counter() > until, 100_000)
    try:
        return round(_wall(action), 1)
    except OperationalError:
        return f"> {LIMIT * 1000:.0f}"
    finally:
        connection.connection.set_progress_handler(None, 0)


def _wall(action: Callable[[], Any]) -> float:
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def _peak() -> float:
    """Give the most memory this process ever took, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Fill, measure, print."""
    django.setup()
    count = int(sys.argv[1])
    found = {"embedded": measure(count)}
    if "--alone" not in sys.argv:
        found["wagtail"] = measure_wagtail(count)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
