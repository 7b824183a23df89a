"""Documents are made in bulk: as many questions to the database for one thing as for many, and few things at once."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Iterable, Iterator

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from home.pages.models import NeedPage
from resources.directory.indexing import index_services
from resources.directory.models import HelpPage, Service
from resources.guide.models import GuidePage, Tool
from search.checking import compare
from search.document import SearchDocument
from search.engine import engines
from search.sources import all_documents, documents_of, sources
from search.updates import rebuild
from tests.factories import (
    ActivityFactory,
    ServiceFactory,
    SessionFactory,
    StructureFactory,
    TerritoryFactory,
    ThemeFactory,
)
from tests.home.pages.conftest import tree  # noqa: F401 -- a fixture
from tests.resources.guide.chapters import add_chapter, add_guide
from tests.search.making import doc

pytestmark = pytest.mark.django_db
#: Queries for a batch of each kind.
MOST = {
    "workshop": 5,
    "page": 12,
    "place": 6,
    "resource": 4,
    "structure": 4,
    "need": 5,
    "chapter": 6,
    "register": 2,
    "tool": 1,
}


def fill(tree, turn: int) -> None:  # noqa: F811
    guide = GuidePage.objects.filter(alias_of=None).first() or add_guide(tree)
    for n in range(3):
        name = f"{turn}-{n}"
        tree.add(tree.home, NeedPage(title=f"Parler {name}", slug=f"parler-{name}"))
        tree.add(
            tree.home,
            HelpPage(title=f"Faim {name}", short_title="Manger", slug=f"faim-{name}", pictogram="assiette"),
        )
        tree.news(f"Nouvelle {name}")
        add_chapter(tree, guide, f"chapitre-{name}")
        Tool.objects.create(slug=f"outil-{name}", title=f"Outil {name}", version="1.0", date="2026-11-22")
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


class Troubled:
    """A source that stumbles over one of its things, once its first language is read."""

    kind, moves_with_time = "troubled", False

    def ids(self) -> Iterator[str]:
        return map(str, range(6))

    def documents(self, ids: Iterable[str]) -> Iterator[SearchDocument]:
        for one in ids:
            yield doc(one, f"Aide {one}", self.kind)
            if one == "3":
                raise KeyError("no text")
            yield doc(one, f"Help {one}", self.kind, language="en")


def test_a_thing_that_cannot_be_read_is_not_in_the_others_way(search_root, monkeypatch, caplog):
    monkeypatch.setattr("search.sources._sources", {"troubled": Troubled()})
    (engine,) = engines()
    assert rebuild(engine, all_documents()) == 10
    held = [(language, key) for language in ("fr", "en") for key, _mark in engine.held(language)]
    assert sorted(held) == sorted(
        (tongue, f"troubled:{n}") for tongue in ("fr", "en") for n in (0, 1, 2, 4, 5)
    )
    assert "troubled:3" in caplog.text
    engine.put(["troubled:3"], [doc(3, "Ancien", "troubled")])
    assert compare(engine).too_many == ["troubled:3 (fr)"]
    with pytest.raises(KeyError):
        list(documents_of(["troubled:3"]))


def test_a_database_that_is_away_is_no_fault_of_a_thing(monkeypatch):
    def away(_self: Troubled, _ids: Iterable[str]) -> Iterator[SearchDocument]:
        raise OperationalError("away")

    monkeypatch.setattr(Troubled, "documents", away)
    monkeypatch.setattr("search.sources._sources", {"troubled": Troubled()})
    with pytest.raises(OperationalError):
        list(all_documents())


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
