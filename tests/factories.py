"""Small, true things to test with; each call makes what it needs."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import factory
from django.contrib.auth.models import Group
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.models import Collection, Locale

from home.activities.models import (
    Activity,
    ActivityText,
    Audience,
    Pictogram,
    Register,
    Series,
    Session,
    Theme,
)
from home.activities.recurrence import local_start
from home.places.models import HoursException, Place
from portal.accounts.models import User
from portal.territories.models import Territory
from resources.directory.models import Closure, Service, Structure
from resources.directory.slugs import free_slug


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"personne-{n}@demo.test")
    first_name = "Camille"
    last_name = factory.Sequence(lambda n: f"Martin {n}")
    password = factory.django.Password("demo-impact-2026")


class TerritoryFactory(DjangoModelFactory):
    class Meta:
        model = Territory
        django_get_or_create = ("slug",)

    name = factory.LazyAttribute(lambda t: t.slug.replace("-", " ").title())
    slug = factory.Sequence(lambda n: f"territoire-{n}")
    phone = "01 99 00 10 10"
    editors = factory.LazyAttribute(lambda t: Group.objects.get_or_create(name=f"Rédaction {t.slug}")[0])
    collection = factory.LazyAttribute(lambda t: Collection.get_first_root_node().add_child(name=t.slug))


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = Place

    territory = factory.SubFactory(TerritoryFactory)
    name = factory.Sequence(lambda n: f"Espace {n}")
    slug = factory.Sequence(lambda n: f"espace-{n}")
    street = "12 rue des Tilleuls"
    postcode = "73000"
    city = "Chambéry"
    landmark = "à côté de la poste"
    phone = "01 99 00 10 20"
    opening_hours = "Mo-Fr 09:00-12:00,14:00-17:00"
    is_dedicated = True


class HoursExceptionFactory(DjangoModelFactory):
    class Meta:
        model = HoursException

    place = factory.SubFactory(PlaceFactory)
    first_day = date(2026, 12, 24)
    last_day = date(2026, 12, 31)
    reason = "Congés de l'équipe"


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme
        django_get_or_create = ("slug",)

    name = factory.LazyAttribute(lambda t: t.slug.title())
    slug = "bouger"
    pictogram = Pictogram.MOVEMENT


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = Activity
        skip_postgeneration_save = True

    territory = factory.LazyAttribute(lambda a: a.place.territory)
    place = factory.SubFactory(PlaceFactory)
    slug = factory.Sequence(lambda n: f"atelier-{n}")
    name = factory.LazyAttribute(lambda a: a.slug.replace("-", " ").capitalize())
    register = Register.WORKSHOP
    pictogram = Pictogram.CHAIR_YOGA

    @factory.post_generation
    def themes(self, create, extracted, **kwargs):
        self.themes.set(extracted if extracted is not None else [ThemeFactory()])

    @factory.post_generation
    def text(self, create, extracted, **kwargs):
        """A published French text; pass text=False for none."""
        if extracted is not False:
            ActivityTextFactory(activity=self, title=extracted or self.name)


class ActivityTextFactory(DjangoModelFactory):
    class Meta:
        model = ActivityText

    activity = factory.SubFactory(ActivityFactory, text=False)
    locale = factory.LazyFunction(lambda: Locale.objects.get_or_create(language_code="fr")[0])
    title = "Yoga sur chaise"
    summary = "On bouge en douceur, assis."
    description = "<p>On respire, on s'étire, chacun à son rythme.</p>"


class SeriesFactory(DjangoModelFactory):
    """A saved rule, without its sessions: `save_series` writes those."""

    class Meta:
        model = Series

    activity = factory.SubFactory(ActivityFactory)
    place = factory.LazyAttribute(lambda s: s.activity.place)
    shape = "weekly"
    weekdays = [1]
    first_day = date(2026, 9, 8)
    last_day = date(2027, 6, 29)
    start_time = time(14)
    end_time = time(16)
    audience = Audience.EVERYONE


class SessionFactory(DjangoModelFactory):
    """One session as it stands in the table; `day` and `at` are local."""

    class Meta:
        model = Session
        exclude = ("day", "at")

    day = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=1))
    at = time(14)
    series = factory.SubFactory(SeriesFactory)
    activity = factory.LazyAttribute(lambda s: s.series.activity)
    original_date = factory.LazyAttribute(lambda s: s.day)
    original_start = factory.LazyAttribute(lambda s: s.start)
    original_place = factory.LazyAttribute(lambda s: s.place)
    place = factory.LazyAttribute(lambda s: s.series.place)
    start = factory.LazyAttribute(lambda s: local_start(s.day, s.at))
    end = factory.LazyAttribute(lambda s: s.start + timedelta(hours=2))


class StructureFactory(DjangoModelFactory):
    """An organisation in Chambéry with a public point and no service."""

    class Meta:
        model = Structure

    nom = factory.Sequence(lambda n: f"Centre social {n}")
    slug = factory.LazyAttribute(lambda s: free_slug(Structure, s.nom))
    commune = "Chambéry"
    code_postal = "73000"
    code_insee = "73065"
    adresse = "3 place des Tilleuls"
    latitude = 45.5646
    longitude = 5.9178
    telephone = "01 99 00 20 20"


class ServiceFactory(DjangoModelFactory):
    """What a structure offers, free and for everybody."""

    class Meta:
        model = Service

    structure = factory.SubFactory(StructureFactory)
    nom = factory.Sequence(lambda n: f"Aide aux papiers {n}")
    slug = factory.LazyAttribute(lambda s: free_slug(Service, s.nom))
    description = "Une personne vous aide à remplir vos papiers."
    type = "accompagnement"
    thematiques = ["difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives"]
    frais = "gratuit"
    publics = ["tous-publics"]
    modes_accueil = ["en-presentiel"]


class ClosureFactory(DjangoModelFactory):
    class Meta:
        model = Closure

    structure = factory.SubFactory(StructureFactory)
    first_day = factory.LazyFunction(timezone.localdate)
    last_day = factory.LazyAttribute(lambda c: c.first_day)
    reason = "congés"


def paris(*parts: int) -> datetime:
    """Give an aware Paris datetime: paris(2026, 9, 8, 14)."""
    return local_start(date(*parts[:3]), time(*parts[3:]))
