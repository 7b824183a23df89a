"""What the lists of structures and services may be narrowed to."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet

from home.activities.models import Theme
from portal.territories.models import Territory
from resources.directory.models import Service, Source, Structure, Term
from resources.directory.upkeep.due import due
from resources.directory.vocabulary import Saturation, State

WAITS = [(value, label) for value, label in Saturation.choices if value]


def my_territories(request: Any) -> QuerySet[Territory]:
    """Give the territories of the reader."""
    return Territory.objects.editable_by(request.user)


def services_on(theme: Theme) -> QuerySet[Service]:
    """Give the public services found under a theme."""
    terms = Term.objects.filter(kind=Term.Kind.THEME, value=theme.slug)
    return Service.objects.filter(pk__in=terms.values("listing"))


class EntryFilterSet(WagtailFilterSet):
    """The questions of both lists."""

    territoire = ModelChoiceFilter(
        label=_("Territoire"), queryset=my_territories, method="filter_territory", to_field_name="slug"
    )
    state = ChoiceFilter(label=_("État"), choices=State.choices)
    source = ModelChoiceFilter(label=_("Source"), queryset=Source.objects.all())
    theme = ModelChoiceFilter(
        label=_("Thème"), queryset=Theme.objects.all(), method="filter_theme", to_field_name="slug"
    )
    attente = ChoiceFilter(label=_("Attente"), choices=WAITS, method="filter_wait")
    revoir = ChoiceFilter(
        label=_("À revoir"), choices=[("oui", _("À revoir maintenant"))], method="filter_due"
    )

    def filter_due(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Keep what is to be looked at again."""
        return queryset.filter(pk__in=due(queryset.model.objects.all()).values("pk"))


class StructureFilterSet(EntryFilterSet):
    """Structures by territory, state, source, and by what their services are."""

    class Meta:
        model = Structure
        fields: list[str] = ["state", "source"]

    def filter_territory(self, queryset: QuerySet, name: str, value: Territory) -> QuerySet:
        """Keep the structures of a territory."""
        through = Structure.territories.through.objects.filter(territory=value)
        return queryset.filter(pk__in=through.values("structure"))

    def filter_theme(self, queryset: QuerySet, name: str, value: Theme) -> QuerySet:
        """Keep the structures with a public service under a theme."""
        return queryset.filter(pk__in=services_on(value).values("structure"))

    def filter_wait(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Keep the structures with a service one waits for."""
        return queryset.filter(pk__in=Service.objects.filter(saturation=value).values("structure"))


class ServiceFilterSet(EntryFilterSet):
    """Services by territory, state, source, theme, waiting time."""

    class Meta:
        model = Service
        fields: list[str] = ["state", "source"]

    def filter_territory(self, queryset: QuerySet, name: str, value: Territory) -> QuerySet:
        """Keep the services of the structures of a territory."""
        through = Structure.territories.through.objects.filter(territory=value)
        return queryset.filter(structure__in=through.values("structure"))

    def filter_theme(self, queryset: QuerySet, name: str, value: Theme) -> QuerySet:
        """Keep the public services under a theme."""
        return queryset.filter(pk__in=services_on(value))

    def filter_wait(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Keep the services one waits for, as long as asked."""
        return queryset.filter(saturation=value)
