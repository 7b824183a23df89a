"""Documents are made in bulk: as many questions to the database for one thing as for many, and few things at once."""

from __future__ import annotations

import gc
import tracemalloc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.pages.models import NeedPage
from resources.directory.indexing import index_services
from resources.directory.models import HelpPage, Service
from search.sources import all_documents, documents_of, sources
from tests.factories import (
    ActivityFactory,
    ServiceFactory,
    SessionFactory,
    StructureFactory,
    TerritoryFactory,
    ThemeFactory,
)
from tests.home.pages.conftest import tree  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db
#: Queries for a batch of each kind.
MOST = {"workshop": 5, "page": 12, "place": 6, "resource": 4, "structure": 4, "need": 5}


def fill(tree, turn: int) -> None:  # noqa: F811
    for n in range(3):
        name = f"{turn}-{n}"
        tree.add(tree.home, NeedPage(title=f"Parler {name}", slug=f"parler-{name}"))
        tree.add(
            tree.home,
            HelpPage(title=f"Faim {name}", short_title="Manger", slug=f"faim-{name}", pictogram="assiette"),
        )
        tree.news(f"Nouvelle {name}")
        activity = ActivityFactory(themes=[ThemeFactory(slug=f"theme-{name}")], place=tree.place)
        SessionFactory(series__activity=activity)
        ServiceFactory(structure=StructureFactory())
    tree.everywhere() if not turn else None


def queries_of(kind: str, ids: list[str]) -> int:
    source = next(source for source in sources() if source.kind == kind)
    with CaptureQueriesContext(connection) as queries:
        assert list(source.documents(ids))
    return len(queries)


def test_queries_do_not_grow_with_what_is_read(tree):  # noqa: F811
    fill(tree, 0)
    for source in sources():
        list(source.documents(list(source.ids())))  # what Wagtail keeps in mind is there now
    before = {source.kind: queries_of(source.kind, list(source.ids())) for source in sources()}
    fill(tree, 1)
    after = {source.kind: queries_of(source.kind, list(source.ids())) for source in sources()}
    assert before == after
    assert all(after[kind] <= most for kind, most in MOST.items()), after


def test_services_stream_in_little_memory():
    owner = StructureFactory()
    rows = (
        ServiceFactory.build(
            structure=owner,
            nom=f"Aide {n}",
            slug=f"aide-{n}",
            identifier=f"t--{n}",
            description="Une aide. " * 60,
        )
        for n in range(2000)
    )
    Service.objects.bulk_create(rows, batch_size=1000)
    index_services()
    tracemalloc.start()
    try:
        kept = []
        for n, _document in enumerate(all_documents()):
            if n % 1500 == 1499:
                gc.collect()
                kept.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    assert n > 6_000 and max(kept) < 1.2 * kept[0]


def test_what_is_not_a_thing_of_ours_gives_nothing():
    keys = [
        "resource:",
        "resource:x",
        "resource:²",
        f"resource:{10**30}",
        "page:1",
        "autre:1",
        "sans-deux-points",
    ]
    assert list(documents_of(keys)) == []


def test_a_service_says_what_residents_call_it():
    ThemeFactory(slug="papiers", name="Mes papiers", name_en="My papers", data_inclusion=CODE)
    TerritoryFactory(slug="chambery")
    service = ServiceFactory(
        nom="Écrivain public", nom_en="Public writer", languages=["ar"], thematiques=[CODE]
    )
    french, english = (
        next(d for d in documents_of([f"resource:{service.pk}"]) if d.language == language)
        for language in ("fr", "en")
    )
    assert {"Mes papiers", "Tout le monde", "Gratuit", "arabe"} <= set(french.keywords)
    assert {"My papers", "Everyone", "Free", "Arabic"} <= set(english.keywords)
    assert (english.title, english.words_language) == ("Public writer", "")
    assert "Écrivain public" in english.original and "Mes papiers" in english.original
    assert french.url == f"/ressources/{service.slug}/" and english.url == f"/en/ressources/{service.slug}/"
    assert french.place == f"{service.structure.nom}, Chambéry" and french.point and not french.everywhere


def test_help_at_a_distance_is_near_everybody_and_stands_nowhere():
    service = ServiceFactory(modes_accueil=["a-distance"], saturation="high", saturation_on="2026-11-01")
    told = next(documents_of([f"resource:{service.pk}"]))
    assert told.everywhere and told.point is None and told.weight < 1


def test_help_against_violence_is_discreet():
    service = ServiceFactory(thematiques=["famille--surmonter-conflits-separation-violence"])
    other = ServiceFactory()
    told = list(documents_of([f"resource:{service.pk}", f"structure:{service.structure_id}"]))
    assert len(told) == 6 and all(document.discreet for document in told)
    assert f"/ressources/fiche--{service.pk}/" in {document.url for document in told}
    assert not next(documents_of([f"resource:{other.pk}"])).discreet


CODE = "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives"
