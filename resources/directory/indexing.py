"""Writing what searching reads (`models/listing.py`): in the transaction of the change, by blocks, in constant memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connections, router, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from home.activities.models import Theme
from home.places.hours import Hours
from portal.territories.models import Territory
from resources.directory.hours import closures_of, door_of
from resources.directory.models import Closure, HoursRule, Listing, Service, Structure, Term
from resources.directory.text import words_in
from resources.directory.touches import touch_services, touch_structures
from resources.directory.zones import NO_ZONE, codes_naming, department_of
from search.geography import Point, vector

BLOCK = 1000
#: Words of the description that count: those of its first letters.
DESCRIPTION_READ = 400
#: Longer rules, in bytes, do not enter an index of PostgreSQL: nobody is told that such a door is open.
LONGEST_RULE = 2000
ON_SITE, REMOTE = "en-presentiel", "a-distance"
#: Which column of a line tells the values of which facets.
FACET_COLUMNS: dict[str, tuple[str, ...]] = {
    "themes": (Term.Kind.THEME,),
    "audiences": (Term.Kind.AUDIENCE,),
    "languages": (Term.Kind.LANGUAGE,),
    "others": (Term.Kind.FEE, Term.Kind.RECEPTION, Term.Kind.ACCESS),
}


@dataclass(frozen=True)
class Ground:
    """A territory by the codes a zone may name it with."""

    pk: int
    communes: frozenset[str]
    departments: frozenset[str]
    codes: frozenset[str]


def grounds() -> list[Ground]:
    """Give the territories with every code that names their communes. Two queries."""
    found = []
    for territory in Territory.objects.prefetch_related("communes"):
        communes = frozenset(commune.code for commune in territory.communes.all())
        departments = frozenset(map(department_of, communes))
        epcis = [commune.epci for commune in territory.communes.all()]
        found.append(Ground(territory.pk, communes, departments, codes_naming(communes, epcis)))
    return found


def serves(ground: Ground, service: Service) -> bool:
    """Tell whether a service is for the people of a territory.

    It stands there; or its zone names it, and one need not travel to another département.
    """
    commune = service.code_insee or service.structure.code_insee or ""
    if commune in ground.communes:
        return True
    if not ground.codes.intersection(service.zone_eligibilite or ()):
        return False
    near = not commune or department_of(commune) in ground.departments
    return near or REMOTE in (service.modes_accueil or ()) or not (service.modes_accueil or service.adresse)


def index_services(services: QuerySet[Service] | None = None) -> int:
    """Write the lines of `services` afresh (all by default); those the public may not see lose theirs. Gives how many."""
    pks = list(
        (Service.objects.all() if services is None else services).order_by("pk").values_list("pk", flat=True)
    )
    themes, places = list(Theme.objects.all()), grounds()
    for start in range(0, len(pks), BLOCK):
        with transaction.atomic():
            _index_block(pks[start : start + BLOCK], themes, places)
    return len(pks)


def index_structures(structures: QuerySet[Structure]) -> None:
    """Write the lines of the services of `structures`, and the territories these belong to."""
    pks = list(structures.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), BLOCK):
        block = pks[start : start + BLOCK]
        with transaction.atomic():
            touch_structures(block)
            place_structures(block)
            index_services(Service.objects.filter(structure__in=block))


def forget_unused_rules() -> int:
    """Delete the hours no service has any more: each closure leaves some behind. Gives how many."""
    used = Listing.objects.filter(hours=OuterRef("pk"))
    return HoursRule.objects.filter(~Exists(used)).delete()[0]


def place_structures(pks: list[int]) -> None:
    """Work out afresh which territories structures belong to."""
    through = Structure.territories.through
    places = grounds()
    rows: set[tuple[int, int]] = set()
    for pk, commune in Structure.objects.filter(pk__in=pks).values_list("pk", "code_insee"):
        rows |= {(pk, ground.pk) for ground in places if commune in ground.communes}
    for service in Service.objects.filter(structure__in=pks).select_related("structure"):
        rows |= {(service.structure_id, ground.pk) for ground in places if serves(ground, service)}
    through.objects.filter(structure__in=pks).delete()
    through.objects.bulk_create(
        [through(structure_id=structure, territory_id=territory) for structure, territory in sorted(rows)],
        batch_size=BLOCK,
    )


def _index_block(pks: list[int], themes: list[Theme], places: list[Ground]) -> None:
    for rows in (
        Term.objects.filter(listing__in=pks),
        Listing.territories.through.objects.filter(listing__in=pks),
        Listing.objects.filter(pk__in=pks),
    ):
        rows._raw_delete(router.db_for_write(rows.model))  # nothing listens to them, nothing hangs on them
    touch_services(pks)
    services = list(Service.objects.public().filter(pk__in=pks).select_related("structure"))
    rules = _rules(services)
    terms = {service.pk: sorted(set(terms_of(service, themes))) for service in services}
    Listing.objects.bulk_create(
        [_listing(service, rules, terms[service.pk]) for service in services], batch_size=BLOCK
    )
    _write_terms((pk, kind, value) for pk, mine in terms.items() for kind, value in mine)
    through = Listing.territories.through
    through.objects.bulk_create(
        [
            through(listing_id=service.pk, territory_id=ground.pk)
            for service in services
            for ground in places
            if serves(ground, service)
        ],
        batch_size=BLOCK,
    )


def _write_terms(terms: Iterable[tuple[int, str, str]]) -> None:
    """Insert terms, as (listing, kind, value), without making rows of them first: a service has sixty, an import millions."""
    with connections[router.db_for_write(Term)].cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {Term._meta.db_table} (listing_id, kind, value) VALUES (%s, %s, %s)",  # noqa: S608 -- our own names
            [(pk, str(kind), value) for pk, kind, value in terms],
        )


def _rules(services: list[Service]) -> dict[int, int]:
    """Give the hours of each service as a row of `HoursRule`, made when it is new: the rule its own page tells."""
    closures: dict[int, list[Closure]] = defaultdict(list)
    today = timezone.localdate()
    for closure in Closure.objects.filter(
        structure__in={s.structure_id for s in services}, last_day__gte=today
    ):
        closures[closure.structure_id].append(closure)
    texts = {}
    for service in services:
        hours = Hours(door_of(service), closures_of(service, closures[service.structure_id]), today)
        if hours.known and len(hours.text.encode()) <= LONGEST_RULE:
            texts[service.pk] = hours.text
    HoursRule.objects.bulk_create(
        [HoursRule(text=text) for text in sorted(set(texts.values()))], ignore_conflicts=True
    )
    known = dict(HoursRule.objects.filter(text__in=set(texts.values())).values_list("text", "pk"))
    return {pk: known[text] for pk, text in texts.items()}


def point_of(service: Service) -> Point | None:
    """Give where a service is: its own point, or its structure's when it has no address of its own."""
    for place in (service, service.structure):
        if place.latitude is not None and place.longitude is not None:
            return Point(place.latitude, place.longitude)
        if place.adresse or (place is service and is_elsewhere(service)):
            return None
    return None


def is_elsewhere(service: Service) -> bool:
    """Tell whether a service names another commune than its structure: it does not stand at the structure's door."""
    return bool(service.code_insee) and service.code_insee != service.structure.code_insee


def _listing(service: Service, rules: dict[int, int], terms: list[tuple[str, str]]) -> Listing:
    point = point_of(service)
    on_sphere = vector(point) if point else (None, None, None)
    modes = service.modes_accueil or ()
    return Listing(
        service=service,
        name=" ".join(words_in(service.nom))[:320],
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
        x=on_sphere[0],
        y=on_sphere[1],
        z=on_sphere[2],
        on_site=ON_SITE in modes or not modes,
        remote=REMOTE in modes,
        hours_id=rules.get(service.pk),
        **{
            column: " ".join(f"{kind}:{value}" for kind, value in terms if kind in kinds)
            for column, kinds in FACET_COLUMNS.items()
        },
    )


def terms_of(service: Service, themes: Iterable[Theme]) -> Iterator[tuple[str, str]]:
    """Give the values a service is found by, as (kind, value)."""
    kind, structure = Term.Kind, service.structure
    thematiques = set(service.thematiques or ())
    mine = [theme for theme in themes if thematiques.intersection(theme.data_inclusion.split())]
    yield from ((kind.THEME, theme.slug) for theme in mine)
    yield from ((kind.THEMATIQUE, code) for code in thematiques)
    yield from ((kind.AUDIENCE, code) for code in service.publics or ())
    yield from ((kind.RECEPTION, code) for code in service.modes_accueil or ())
    yield from ((kind.LANGUAGE, code) for code in service.languages or structure.languages or ())
    yield from ((kind.MOBILISATION, code) for code in service.modes_mobilisation or ())
    yield from ((kind.ZONE, code) for code in service.zone_eligibilite or (NO_ZONE,))
    for one, value in (
        (kind.FEE, service.frais),
        (kind.TYPE, service.type),
        (kind.ACCESS, service.step_free or structure.step_free),
    ):
        if value:
            yield one, value
    said = [
        service.nom,
        structure.nom,
        *(theme.name for theme in mine),
        service.description[:DESCRIPTION_READ],
    ]
    said += [service.nom_en, service.nom_ar, service.commune or structure.commune or ""]
    said += [code.replace("-", " ") for code in thematiques]
    yield from ((kind.WORD, word) for word in words_in(" ".join(said)))
