"""Finding services, against plain Python on the same things: who matches, how many of each, in what order."""

from __future__ import annotations

from datetime import UTC, date, timedelta

import pytest
import time_machine
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.territories.models import Commune
from resources.directory import search
from resources.directory.indexing import index_services, point_of
from resources.directory.models import Service, Structure
from resources.directory.search import FACETS, NEAREST, Query, find, points
from search.geography import Point, distance
from tests.factories import (
    ClosureFactory,
    ServiceFactory,
    StructureFactory,
    TerritoryFactory,
    ThemeFactory,
    paris,
)

pytestmark = pytest.mark.django_db

HERE = Point(45.5646, 5.9178)
FREE, PUBLICS = ("gratuit", "payant", None), ("tous-publics", "femmes", "jeunes", "seniors")
MODES = (None, ["en-presentiel"], ["a-distance"], ["a-distance", "en-presentiel"])
#: Named values on both sides of the limits, and on two edges of the map.
PLACES = (
    None,
    HERE,
    Point(45.6, 5.9),
    Point(45.66, 6.0),
    Point(0.0, 179.99),
    Point(0.0, -179.99),
    Point(89.9, 0.0),
)


def names(query: Query) -> list[str]:
    return [hit.service.nom for hit in find(query).hits]


def counts(query: Query, kind: str) -> dict[str, int]:
    return {value.value: value.count for value in find(query).facets[kind]}


# Against plain Python --------------------------------------------------------------------------------------

services = st.lists(
    st.fixed_dictionaries(
        {
            "frais": st.sampled_from(FREE),
            "publics": st.sampled_from(
                [None, ["tous-publics"], ["femmes"], ["femmes", "jeunes"], ["seniors"]]
            ),
            "modes_accueil": st.sampled_from(MODES),
            "languages": st.sampled_from([[], ["ar"], ["ar", "tr"]]),
            "step_free": st.sampled_from(["", "yes", "no"]),
            "horaires_accueil": st.sampled_from([None, "Mo-Su 00:00-24:00", "Mo 09:00-10:00"]),
            "place": st.sampled_from(PLACES),
        }
    ),
    max_size=12,
)
questions = st.builds(
    Query,
    chosen=st.fixed_dictionaries(
        {},
        optional={
            "frais": st.sampled_from([("gratuit",), ("gratuit", "payant")]),
            "public": st.sampled_from([("femmes",), ("femmes", "seniors"), ("tous-publics",), ("jeunes",)]),
            "accueil": st.sampled_from([("a-distance",), ("a-distance", "en-presentiel")]),
            "langue": st.sampled_from([("ar",), ("tr",), ("ar", "tr"), ("it",)]),
            "acces": st.just(("yes",)),
        },
    ),
    near=st.sampled_from([None, HERE, Point(0.0, 180.0), Point(90.0, 0.0)]),
    radius=st.sampled_from([500, 5000, 20_000]),
    open_at=st.sampled_from([None, paris(2026, 11, 24, 12), paris(2026, 11, 23, 9, 30)]),
    sort=st.sampled_from(["pertinence", "distance"]),
    per_page=st.just(100),
)


def values_of(service: Service, kind: str) -> set[str]:
    """Give the values a service has, by the words of the format."""
    return {
        "frais": {service.frais} - {None},
        "public": set(service.publics or ()),
        "accueil": set(service.modes_accueil or ()),
        "langue": set(service.languages),
        "acces": {service.step_free} - {""},
        "theme": set(),
    }[kind]


def has(service: Service, kind: str, values: tuple[str, ...]) -> bool:
    mine = values_of(service, kind)
    return bool(mine & set(values)) or (kind == "public" and "tous-publics" in mine)


def is_open(service: Service, moment) -> bool:
    if service.horaires_accueil is None:
        return False
    return service.horaires_accueil.startswith("Mo-Su") or moment == paris(2026, 11, 23, 9, 30)


def is_near(service: Service, query: Query) -> bool:
    modes, point = service.modes_accueil or ["en-presentiel"], point_of(service)
    within = point is not None and distance(point, query.near) <= query.radius
    return "a-distance" in modes or within


def answers(service: Service, query: Query, but: str = "") -> bool:
    """Tell whether a service answers, said as plainly as can be."""
    return (
        all(has(service, kind, values) for kind, values in query.chosen.items() if kind != but)
        and (query.open_at is None or is_open(service, query.open_at))
        and (query.near is None or is_near(service, query))
    )


def write(rows: list[dict]) -> list[Service]:
    """Store services as an import does: in bulk, then indexed."""
    structure = StructureFactory(latitude=None, longitude=None, adresse=None)
    made = []
    for n, row in enumerate(rows):
        row = dict(row)
        point = row.pop("place")
        row |= {"latitude": point[0], "longitude": point[1]} if point else {}
        made.append(
            ServiceFactory.build(structure=structure, nom=f"Service {n:02}", slug=f"service-{n}", **row)
        )
    Service.objects.bulk_create(made)
    index_services()
    return list(Service.objects.select_related("structure"))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=services, query=questions)
def test_it_finds_and_counts_what_plain_python_does(rows, query):
    Structure.objects.all().delete()
    stored = write(rows)
    found = find(query)
    wanted = {service.nom for service in stored if answers(service, query)}
    assert {hit.service.nom for hit in found.hits} == wanted
    assert len(found.hits) == found.total == len(wanted)
    moment = query.open_at or search.timezone.now()
    if query.open_at:
        assert found.open_count == sum(answers(s, query) and is_open(s, moment) for s in stored)
    for kind in FACETS:
        for facet in found.facets[kind]:
            alone = [s for s in stored if answers(s, query, but=kind) and has(s, kind, (facet.value,))]
            assert facet.count == len(alone), (kind, facet)
            assert facet.chosen == (facet.value in query.chosen.get(kind, ()))
        values = set().union(*(values_of(s, kind) for s in stored if answers(s, query, but=kind)))
        assert {facet.value for facet in found.facets[kind]} == values | set(query.chosen.get(kind, ()))
    if query.near and query.sort == NEAREST:
        far = [hit.distance for hit in found.hits]
        known = [one for one in far if one is not None]
        assert known == sorted(known)
        assert far == known + [None] * (len(far) - len(known))
        for hit in found.hits:
            if hit.distance is not None:
                real = distance(point_of(hit.service), query.near)
                assert hit.distance == pytest.approx(real, rel=1e-4, abs=1)


def test_the_count_beside_a_value_is_what_choosing_it_gives():
    for publics in (["tous-publics"], ["femmes"], ["femmes", "jeunes"], ["jeunes"], None):
        ServiceFactory(publics=publics)
    for chosen in ((), ("femmes",)):
        said = counts(Query(chosen={"public": chosen}), "public")
        for value, count in said.items():
            assert find(Query(chosen={"public": (value,)})).total == count
    assert find(Query(chosen={"public": ("femmes", "jeunes")})).total == 4


# Distances -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "kilometres"),
    [
        # City halls; lengths of the geodesic on WGS 84.
        (Point(45.56627, 5.92079), Point(45.18636, 5.73630), 44.6),  # Chambéry, Grenoble
        (Point(48.85651, 2.35246), Point(45.76757, 4.83590), 392.0),  # Paris, Lyon
        (Point(0, 179.5), Point(0, -179.5), 111.3),  # across the antimeridian
        (Point(89.5, 0), Point(89.5, 180), 111.7),  # over the pole
        (Point(-89, 0), Point(89, 77), 19_805.0),
        (Point(45, 5), Point(45, 5), 0),
    ],
)
def test_known_distances(one, other, kilometres):
    assert distance(one, other) / 1000 == pytest.approx(kilometres, rel=0.006, abs=0.05)
    write([{"place": other}])
    [hit] = find(Query(near=one, radius=30_000_000, sort=NEAREST)).hits
    assert hit.distance == pytest.approx(distance(one, other), rel=1e-4, abs=1)


@pytest.mark.parametrize(
    "near", [HERE, Point(0.0, 179.9999), Point(0, -180), Point(90, 0), Point(-89.99, 12)]
)
@pytest.mark.parametrize("radius", [1000, 100_000])
def test_the_edge_of_the_radius(near, radius):
    def away(metres: float) -> Point:
        degrees = metres / 6_371_008.8 * 57.29577951308232
        south = near.latitude - degrees
        return (
            Point(south, near.longitude) if south >= -90 else Point(near.latitude + degrees, near.longitude)
        )

    write([{"place": away(radius * 0.999)}, {"place": away(radius * 1.001)}])
    assert names(Query(near=near, radius=radius)) == ["Service 00"]


def test_what_is_given_at_a_distance_is_found_from_anywhere_and_comes_last():
    write(
        [
            {"place": Point(45.6, 5.9), "modes_accueil": ["a-distance"]},
            {"place": Point(43.3, 5.4), "modes_accueil": ["a-distance", "en-presentiel"]},
            {"place": Point(45.58, 5.9)},
            {"place": None},
            {"place": HERE, "modes_accueil": None},
        ]
    )
    found = find(Query(near=HERE, radius=10_000, sort=NEAREST)).hits
    assert [hit.service.nom for hit in found] == ["Service 04", "Service 02", "Service 01", "Service 00"]
    assert found[0].distance == pytest.approx(0, abs=1)
    assert found[-1].distance is None


def test_the_map_shows_the_same_services_in_the_same_order_those_that_have_a_point():
    write([{"place": Point(45.6, 5.9)}, {"place": HERE}, {"place": None, "modes_accueil": ["a-distance"]}])
    query = Query(near=HERE, sort=NEAREST)
    assert [service.nom for service in points(query)] == names(query)[:2] == ["Service 01", "Service 00"]
    assert len(points(query, 1)) == 1


# Words -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("epicerie", True),
        ("ÉPICERIE", True),
        ("l'épicerie", True),
        ("l’épicerie du cœur", True),
        ("coeur", True),
        ("épi", True),
        ("solidaires", False),
        ("solidaire épicerie", True),
        ("épicerie boucherie", False),
        ("chambery", True),
        ("alimentation", True),
        ("القلب", True),
        ("heart", True),
        ("de la pour", False),
        ("", True),
        ("%", False),
        ("_", False),
        ("épicerie\U0010ffff", True),
        ("'; DROP TABLE", False),
    ],
)
def test_words_are_found_as_people_type_them(typed, is_found):
    ServiceFactory(
        nom="Épicerie solidaire du Cœur",
        nom_en="Heart grocery",
        nom_ar="بقالة القلب",
        description="Des paniers pour chacun.",
        thematiques=["equipement-et-alimentation--alimentation"],
    )
    assert bool(names(Query(words=typed))) is is_found


def test_what_is_in_the_name_comes_before_what_is_in_the_description():
    ServiceFactory(nom="Accueil de jour", description="On y parle de logement.")
    ServiceFactory(nom="Logement des jeunes", description="Des chambres.")
    assert names(Query(words="logement")) == ["Logement des jeunes", "Accueil de jour"]


def test_themes_are_found_by_their_name_and_counted(django_capture_on_commit_callbacks):
    theme = ThemeFactory(
        slug="manger", name="Manger", data_inclusion="equipement-et-alimentation--alimentation"
    )
    ServiceFactory(thematiques=["equipement-et-alimentation--alimentation"])
    ServiceFactory()
    assert counts(Query(), "theme") == {"manger": 1}
    assert find(Query(words="manger")).total == find(Query(chosen={"theme": ("manger",)})).total == 1
    connection.run_on_commit.clear()  # what making the theme asked for
    with django_capture_on_commit_callbacks(execute=True):
        theme.delete()
    assert counts(Query(), "theme") == {}


# Territories -----------------------------------------------------------------------------------------------


def test_a_territory_shows_what_stands_there_and_what_is_for_its_people():
    territory = TerritoryFactory(slug="chambery")
    Commune.objects.create(code="73065", name="Chambéry", epci="200069110").territories.add(territory)
    elsewhere = {"structure": StructureFactory(code_insee="38185"), "code_insee": "38185"}
    near = {"structure": StructureFactory(code_insee="73008"), "code_insee": "73008"}
    for name, values in {
        "ici": {},
        "zone de la commune": {**near, "zone_eligibilite": ["73065"]},
        "zone de l'epci": {**near, "zone_eligibilite": ["200069110"]},
        "zone du département": {**near, "zone_eligibilite": ["73"]},
        "à côté sans zone": near,
        "autre département, à distance": {
            **elsewhere,
            "zone_eligibilite": ["france"],
            "modes_accueil": ["a-distance"],
        },
        "autre département, sur place": {
            **elsewhere,
            "zone_eligibilite": ["france"],
            "adresse": "1 rue Neuve",
        },
        "autre zone": {**near, "zone_eligibilite": ["38"]},
    }.items():
        ServiceFactory(nom=name, **values)
    assert set(names(Query(territory=territory))) == {
        "ici",
        "zone de la commune",
        "zone de l'epci",
        "zone du département",
        "autre département, à distance",
    }


# Open now --------------------------------------------------------------------------------------------------


def opened(*moment: int) -> set[str]:
    return set(names(Query(open_at=paris(*moment))))


def test_the_door_follows_midnight_holidays_closures_and_both_clock_changes():
    with time_machine.travel(paris(2026, 3, 1, 12), tick=False):
        late = StructureFactory(horaires_accueil="Fr-Sa 20:00-02:00; PH off")
        day = StructureFactory(horaires_accueil="Mo-Su 02:30-17:00; PH off")
        ServiceFactory(nom="nuit", structure=late)
        ServiceFactory(nom="jour", structure=day)
        ServiceFactory(nom="à lui", structure=day, horaires_accueil="Mo-Su 01:00-04:00")
        ServiceFactory(nom="inconnu", structure=StructureFactory(horaires_accueil=None))
        ServiceFactory(nom="illisible", structure=StructureFactory(horaires_accueil="sur rendez-vous"))
        ClosureFactory(structure=day, first_day=date(2026, 6, 2), last_day=date(2026, 6, 3))
        ClosureFactory(
            structure=day,
            first_day=date(2026, 6, 3),
            kind="special",
            hours="18:00-19:00",
        )
    assert opened(2026, 3, 6, 23, 59) == {"nuit"}  # Friday night
    assert opened(2026, 3, 7, 1, 59) == {"nuit", "à lui"}  # the same night, Saturday by the calendar
    assert opened(2026, 3, 7, 2) == {"à lui"}
    assert opened(2026, 3, 8, 1) == {"nuit", "à lui"}
    assert opened(2026, 7, 14, 10) == set()  # the national day
    assert opened(2026, 7, 15, 10) == {"jour"}
    assert opened(2026, 6, 2, 10) == set()
    assert opened(2026, 6, 3, 10) == set()
    assert opened(2026, 6, 3, 18) == {"jour", "à lui"}  # said of the whole structure
    assert opened(2026, 6, 4, 10) == {"jour"}
    # 29 March: 2 o'clock becomes 3; 25 October: 3 o'clock becomes 2. A door opens by the clock on the wall.
    spring, autumn = (paris(*day, 1, 59).astimezone(UTC) for day in ((2026, 3, 29), (2026, 10, 25)))
    assert set(names(Query(open_at=spring))) == {"nuit", "à lui"}
    assert set(names(Query(open_at=spring + timedelta(minutes=1)))) == {"jour", "à lui"}  # 3:00
    assert set(names(Query(open_at=autumn + timedelta(minutes=1)))) == {"à lui"}  # 2:00, the first time
    assert set(names(Query(open_at=autumn + timedelta(minutes=61)))) == {"à lui"}  # 2:00, the second time
    assert set(names(Query(open_at=autumn + timedelta(minutes=91)))) == {"jour", "à lui"}


# How much is asked -----------------------------------------------------------------------------------------
