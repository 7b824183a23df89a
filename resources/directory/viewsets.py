"""Structures, services, closures and sources in the admin: lists, filters, forms, history."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.admin.views.generic import CreateView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from portal.territories.deleting import KeepInUseDeleteView
from portal.territories.scoping import ScopedIndexView, ScopedViewSetMixin
from portal.when import span_words
from resources.directory.admin import panels
from resources.directory.admin.filters import ServiceFilterSet, StructureFilterSet
from resources.directory.admin.locate import Locate
from resources.directory.models import OWN_SOURCE, Closure, Service, Source, Structure

STATE = Column("get_state_display", label=gettext_lazy("État"))
SOURCE = Column("source", label=gettext_lazy("Source"), classname="our-wide")
VERIFIED = DateColumn(
    "verified_on", label=gettext_lazy("Vérifié le"), sort_key="verified_on", classname="our-wide"
)


class EntryIndexView(ScopedIndexView):
    """A list with boxes to tick."""

    template_name = "directory_admin/index.html"
    related: tuple[str, ...] = ("source",)

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related(*self.related)

    @cached_property
    def columns(self) -> list[Column]:
        return [BulkActionsCheckboxColumn("bulk_actions", obj_type="entry"), *super().columns]

    def _get_title_column(self, *args: Any, **kwargs: Any) -> Column:
        return super()._get_title_column(
            *args, **kwargs, get_title_id=lambda entry: f"entry_{quote(entry.pk)}_title"
        )


class StructureIndexView(EntryIndexView):
    """Structures, and what is added to each."""

    add_item_label = gettext_lazy("Ajouter une structure")

    def get_list_more_buttons(self, instance: Structure) -> list:
        asked = f"?structure={instance.pk}"
        return [
            *super().get_list_more_buttons(instance),
            Button(
                _("Ses services"),
                f"{reverse('service_admin:index')}{asked}",
                icon_name="list-ul",
                priority=40,
            ),
            Button(
                _("Ajouter un service"),
                f"{reverse('service_admin:add')}{asked}",
                icon_name="plus",
                priority=50,
            ),
            Button(
                _("Noter une fermeture"),
                f"{reverse('closure_admin:add')}{asked}",
                icon_name="lock",
                priority=60,
            ),
        ]


class ServiceIndexView(EntryIndexView):
    """Services; those of one structure when the address names it."""

    related = ("source", "structure")
    add_item_label = gettext_lazy("Ajouter un service")

    def get_base_queryset(self) -> QuerySet:
        services = super().get_base_queryset()
        chosen = asked_structure(self.request)
        return services.filter(structure=chosen) if chosen else services

    def get_page_subtitle(self) -> str:
        chosen = asked_structure(self.request)
        return chosen.nom if chosen else ""


def asked_structure(request: HttpRequest) -> Structure | None:
    """Give the structure an address names, when the reader may edit it; None otherwise."""
    text = request.GET.get("structure", "")
    if not text.isdecimal() or len(text) > 18:
        return None
    return Structure.objects.editable_by(request.user).filter(pk=int(text)).first()


class OfStructureAddView(CreateView):
    """A new thing of one structure, which the address names; without one, the way to choose it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead to the structures when none is named."""
        self.structure = asked_structure(request)
        if self.structure is None and self.user_has_permission("add"):
            messages.warning(request, _("Choisissez d'abord la structure, puis son bouton « … »."))
            return redirect("structure_admin:index")
        return super().dispatch(request, *args, **kwargs)

    def get_initial_form_instance(self) -> Any:
        return self.model(structure=self.structure)

    def get_add_url(self) -> str:
        return (
            f"{super().get_add_url()}?structure={self.structure.pk}"
            if self.structure
            else super().get_add_url()
        )


class StructureAddView(CreateView):
    """A structure first; its services follow, one press away."""

    page_title = gettext_lazy("Nouvelle structure")
    success_message = gettext_lazy("La structure « %(object)s » est enregistrée. Ajoutez ses services.")

    def get_success_buttons(self) -> list:
        url = f"{reverse('service_admin:add')}?structure={self.object.pk}"
        return [messages.button(url, _("Ajouter un service")), *super().get_success_buttons()]


class EntryViewSet(ScopedViewSetMixin, ModelViewSet):
    """What structures and services share."""

    delete_view_class = KeepInUseDeleteView
    list_per_page = 50

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the page that finds the point of an address."""
        locate = Locate.as_view(model=self.model, edit_name=self.get_url_name("edit"))
        return [*super().get_urlpatterns(), path("point/<int:pk>/", locate, name="locate")]


class StructureViewSet(EntryViewSet):
    """Structures."""

    model = Structure
    name = "ressources-structures"
    url_prefix = "ressources/structures"
    url_namespace = "structure_admin"
    icon = "home"
    edit_handler = panels.STRUCTURE_PANELS
    index_view_class = StructureIndexView
    add_view_class = StructureAddView
    filterset_class = StructureFilterSet
    list_display = [
        "nom",
        Column("commune", label=gettext_lazy("Commune"), classname="our-wide"),
        STATE,
        SOURCE,
        VERIFIED,
    ]
    search_fields = ["nom", "commune", "adresse", "telephone", "courriel"]
    ordering = "nom"


class ServiceViewSet(EntryViewSet):
    """Services."""

    model = Service
    name = "ressources-services"
    url_prefix = "ressources/services"
    url_namespace = "service_admin"
    icon = "list-ul"
    edit_handler = panels.SERVICE_PANELS
    index_view_class = ServiceIndexView
    add_view_class = OfStructureAddView
    filterset_class = ServiceFilterSet
    list_display = [
        "nom",
        Column("structure", label=gettext_lazy("Structure"), classname="our-wide"),
        STATE,
        Column("get_saturation_display", label=gettext_lazy("Attente"), classname="our-wide"),
        SOURCE,
        VERIFIED,
    ]
    search_fields = ["nom", "structure__nom", "commune", "telephone"]
    ordering = "nom"


class ClosureIndexView(ScopedIndexView):
    """Closures, the coming ones first."""

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("structure", "service")

    def get_add_url(self) -> str | None:
        """A closure is noted from its structure."""
        return None


def days_of(closure: Closure) -> str:
    """Give the days of a closure in words."""
    return span_words(closure.first_day, closure.last_day, year=True)


class ClosureViewSet(ScopedViewSetMixin, ModelViewSet):
    """Closures and special hours of structures and of their services."""

    model = Closure
    name = "ressources-fermetures"
    url_prefix = "ressources/fermetures"
    url_namespace = "closure_admin"
    icon = "lock"
    edit_handler = panels.CLOSURE_PANELS
    index_view_class = ClosureIndexView
    add_view_class = OfStructureAddView
    list_display = [
        "structure",
        Column("service", label=gettext_lazy("Service"), classname="our-wide"),
        Column("days", label=gettext_lazy("Jours"), accessor=days_of),
        Column("reason", label=gettext_lazy("Raison"), classname="our-wide"),
    ]
    search_fields = ["structure__nom", "reason"]
    ordering = "-first_day"

    def scope(self, user: Any) -> QuerySet:
        """Give the closures of the structures `user` may edit."""
        return Closure.objects.filter(structure__in=Structure.objects.editable_by(user))


class SourceDeleteView(KeepInUseDeleteView):
    """The deletion of a source without entries; never of our own."""

    def refuse(self) -> HttpResponseBase | None:
        """Keep the source of what is written here, used or not."""
        if self.object.pk != OWN_SOURCE:
            return super().refuse()
        messages.error(self.request, _("Cette source est celle du portail : elle reste."))
        return redirect(self.get_success_url())


class SourceViewSet(ModelViewSet):
    """Where entries come from; kept by the administration."""

    model = Source
    name = "ressources-sources"
    url_prefix = "ressources/sources"
    url_namespace = "source_admin"
    icon = "download"
    edit_handler = panels.SOURCE_PANELS
    delete_view_class = SourceDeleteView
    copy_view_enabled = False
    list_display = ["name", "slug", Column("licence", label=gettext_lazy("Licence"), classname="our-wide")]
    ordering = "name"
