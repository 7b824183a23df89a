"""Searching, continued: what is kept in step with what changes."""

from __future__ import annotations

from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from resources.directory import search
from resources.directory.models import Listing, Service
from resources.directory.search import NEAREST, Query, find
from tests.factories import (
    ServiceFactory,
)
from tests.resources.directory.test_search import (
    HERE,
    names,
)

pytestmark = pytest.mark.django_db


def test_hours_too_long_to_index_do_not_stop_anything():
    hours = "; ".join(f"2026 Aug {n % 28 + 1:02} 09:00-1{n % 10}:{n % 60:02}" for n in range(400))
    service = ServiceFactory(horaires_accueil=hours)
    assert Listing.objects.get(service=service).hours is None


@pytest.mark.parametrize(
    ("query", "most"),
    [
        (Query(), 6),
        (Query(words="aide", near=HERE), 3),
        (Query(chosen={"frais": ("gratuit",), "public": ("femmes",)}, near=HERE, sort=NEAREST), 5),
    ],
)
def test_queries_do_not_grow_with_the_directory(query, most):
    said = []
    for size in (10, 190):
        for n in range(size):
            ServiceFactory(publics=["femmes"], horaires_accueil=f"Mo {n % 20:02}:00-22:00")
        search.caches["parts"].clear()
        with CaptureQueriesContext(connection) as queries:
            assert find(query).total
        said.append(len(queries))
    assert said[0] == said[1] <= most


def test_a_service_removed_while_it_is_looked_for_is_left_out():
    kept, lost = ServiceFactory(nom="reste"), ServiceFactory(nom="parti")
    before = search.Service.objects.select_related

    def remove(*names):
        Listing.objects.filter(pk=lost.pk).delete()
        Service.objects.filter(pk=lost.pk).delete()
        return before(*names)

    with mock.patch.object(search.Service.objects, "select_related", remove, create=True):
        assert names(Query(words="aide")) in (["reste"], [])
    assert kept.pk
