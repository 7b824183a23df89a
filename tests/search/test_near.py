"""Circles, beside the plain formula: the same contract for every engine."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.document import SearchDocument
from search.geography import Point, distance
from search.question import NEAREST
from tests.search.making import ask, doc

CHAMBERY = Point(45.5646, 5.9178)


def _around(centre: Point, metres: float, bearing: float) -> Point:
    """Give the point `metres` away, roughly."""
    north, east = metres * math.cos(bearing), metres * math.sin(bearing)
    latitude = max(-90.0, min(90.0, centre.latitude + north / 111_195))
    longitude = centre.longitude + east / (111_195 * max(0.01, math.cos(math.radians(centre.latitude))))
    return Point(latitude, (longitude + 180) % 360 - 180)


def _scattered(count: int, seed: int) -> list[SearchDocument]:
    """Give documents at every distance, several at one address, some nowhere, some everywhere."""
    chance = random.Random(seed)
    made: list[SearchDocument] = []
    for number in range(count):
        far = 10 ** chance.uniform(0, 5.3)
        point = _around(CHAMBERY, far, chance.uniform(0, 2 * math.pi))
        if made and chance.random() < 0.3:
            point = chance.choice(made).point or point
        made.append(
            doc(
                number,
                f"{chance.choice('abc')} atelier {number}",
                point=None if chance.random() < 0.1 else point,
                everywhere=chance.random() < 0.1,
                facets={"theme": (chance.choice("xy"),)},
            )
        )
    return made


@pytest.fixture
def scattered(engine, fill) -> list[SearchDocument]:
    documents = _scattered(400, seed=7)
    fill(*documents)
    return documents


def _away(document: SearchDocument, centre: Point) -> float:
    return distance(centre, document.point) if document.point else math.inf


@pytest.mark.parametrize("radius", [0, 1, 50, 500, 3000, 10_000, 50_000, 300_000, 30_000_000])
def test_a_circle_holds_exactly_what_it_should(engine, scattered, radius) -> None:
    answer = ask(engine, near=CHAMBERY, radius=radius, facets=("theme",), per_page=1000)
    expected = [each for each in scattered if each.everywhere or _away(each, CHAMBERY) <= radius]
    assert {hit.key for hit in answer.hits} == {document.key for document in expected}
    assert answer.total == len(expected)
    counted: dict[str, int] = {}
    for document in expected:
        counted[document.facets["theme"][0]] = counted.get(document.facets["theme"][0], 0) + 1
    assert answer.counts["theme"] == counted
    points = {document.key: document for document in expected}
    for hit in answer.hits:
        away = _away(points[hit.key], CHAMBERY)
        assert hit.distance == (None if away == math.inf else pytest.approx(away, rel=0.005, abs=1))


@pytest.mark.parametrize("words", ["", "atelier"])
@pytest.mark.parametrize("radius", [500, 10_000, 300_000])
def test_the_nearest_come_first_and_what_is_everywhere_last(engine, scattered, words, radius) -> None:
    expected = [each for each in scattered if each.everywhere or _away(each, CHAMBERY) <= radius]

    def rank(document: SearchDocument) -> tuple[float, str]:
        away = _away(document, CHAMBERY)
        return (away if away <= radius else math.inf), f"{document.title}\t{document.key}"

    wanted = [document.key for document in sorted(expected, key=rank)]
    found = [
        hit.key
        for page in range(1, len(wanted) // 7 + 2)
        for hit in ask(engine, words, near=CHAMBERY, radius=radius, sort=NEAREST, page=page, per_page=7).hits
    ]
    assert found == wanted


def test_a_facet_chosen_within_a_circle(engine, scattered) -> None:
    answer = ask(
        engine,
        near=CHAMBERY,
        radius=5000,
        chosen={"theme": ("x",)},
        facets=("theme",),
        sort=NEAREST,
        per_page=1000,
    )
    expected = [each for each in scattered if each.everywhere or _away(each, CHAMBERY) <= 5000]
    of_x = {document.key for document in expected if document.facets["theme"] == ("x",)}
    assert {hit.key for hit in answer.hits} == of_x
    assert answer.counts["theme"] == {"x": len(of_x), "y": len(expected) - len(of_x)}


def test_without_a_place_the_nearest_go_as_the_rest_and_nothing_is_far(engine, scattered) -> None:
    assert [hit.key for hit in ask(engine, "atelier", sort=NEAREST).hits] == [
        hit.key for hit in ask(engine, "atelier").hits
    ]
    assert all(hit.distance is None for hit in ask(engine, sort=NEAREST).hits)


def test_words_are_held_within_the_circle_or_not_at_all(engine, fill) -> None:
    far = Point(48.85, 2.35)
    fill(
        doc(1, "Atelier cuisine", point=far),
        doc(2, "Atelier couture", point=CHAMBERY),
        *(doc(number, "Cuisine", point=far) for number in range(3, 9)),
    )
    around = ask(engine, "atelier cuisine", near=CHAMBERY, radius=1000)
    assert [hit.key for hit in around.hits] == ["resource:2"]
    assert (around.partial, around.whole) == (True, 0)
    there = ask(engine, "atelier cuisine", near=far, radius=1000)
    assert (there.hits[0].key, there.partial, there.whole) == ("resource:1", False, 1)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    centre=st.builds(Point, st.floats(-90, 90), st.floats(-180, 180)),
    radius=st.sampled_from((10, 1000, 40_000, 2_000_000)),
    seed=st.integers(0, 1000),
)
def test_circles_anywhere_on_earth(engine, fill, centre, radius, seed) -> None:
    chance = random.Random(seed)
    points = [
        _around(centre, radius * chance.choice((0.3, 0.99, 1.01, 1.6)), chance.uniform(0, 7))
        for _ in range(12)
    ]
    documents = [doc(number, "A", point=point) for number, point in enumerate(points)]
    fill(*documents)
    found = {hit.key for hit in ask(engine, near=centre, radius=radius, per_page=50).hits}
    sure = {each.key for each in documents if _away(each, centre) <= radius * 0.999}
    possible = {each.key for each in documents if _away(each, centre) <= radius * 1.001}
    assert sure <= found <= possible
