"""« Différences à régler » : what was corrected here beside what the source says now; somebody chooses."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from home.activities.admin.base import AdminPage
from portal.territories.scoping import get_mine
from resources.directory.importing.merge import POINT
from resources.directory.importing.settle import Moved, keep_ours, mark_of, ours_of, take_theirs
from resources.directory.models import Difference, Service, Structure
from resources.directory.vocabulary import AUDIENCES, FEES, MOBILISATIONS, MOBILISED_BY, RECEPTIONS, TYPES

PER_PAGE = 30
LABELS: dict[str, Any] = {**FEES, **RECEPTIONS, **MOBILISATIONS, **MOBILISED_BY, **TYPES, **AUDIENCES}


def mine(user: Any) -> QuerySet[Difference]:
    """Give the differences of the entries `user` may edit."""
    structures, services = Structure.objects.editable_by(user), Service.objects.editable_by(user)
    return Difference.objects.filter(Q(structure__in=structures) | Q(service__in=services))


def field_words(difference: Difference) -> str:
    """Name the field of a difference."""
    if difference.field == POINT:
        return _("point sur la carte")
    name = difference.field.removesuffix("_id")
    try:
        field = difference.entry._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    return str(getattr(field, "verbose_name", name))


def value_words(value: Any) -> str:
    """Say a value; "" when there is none."""
    if value is None or value == []:
        return ""
    if isinstance(value, list):
        return ", ".join(
            str(LABELS.get(part, part)) if isinstance(part, str) else str(part) for part in value
        )
    return str(LABELS.get(value, value)) if isinstance(value, str) else str(value)


class Differences(AdminPage):
    """The differences by entry; one press settles one."""

    permission = "directory.change_difference"
    template_name = "directory_admin/differences.html"
    page_title = gettext_lazy("Différences à régler")
    header_icon = "warning"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = mine(self.request.user).select_related(
            "structure__source", "service__structure", "service__source"
        )
        page = Paginator(found.order_by("service", "structure", "pk"), PER_PAGE).get_page(
            self.request.GET.get("p")
        )
        groups = [
            {
                "entry": entry,
                "source": entry.source,
                "structure": entry.structure if isinstance(entry, Service) else None,
                "edit_url": _edit_url(entry),
                "rows": [
                    {
                        "difference": one,
                        "field": field_words(one),
                        "ours": value_words(ours_of(one)),
                        "theirs": value_words(one.theirs),
                        "is_pin": one.field == POINT and entry.coordinates_origin == "manual",
                        "mark": mark_of(one),
                    }
                    for one in rows
                ],
            }
            for entry, rows in groupby(page, key=lambda one: one.entry)
        ]
        return super().get_context_data(**kwargs) | {"groups": groups, "page": page, "query": ""}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        number = request.POST.get("difference", "")
        one = get_mine(mine(request.user), pk=int(number) if number.isdecimal() and len(number) < 19 else 0)
        take = request.POST.get("choix") == "source"
        settle = take_theirs if take else keep_ours
        try:
            settle(one.pk, request.POST.get("vu", ""), user=request.user)
        except Moved:
            messages.warning(request, _("Cette fiche a changé entre-temps. Regardez de nouveau."))
        else:
            messages.success(
                request, _("La valeur de la source est prise.") if take else _("Notre valeur est gardée.")
            )
        return redirect("directory_differences")


def _edit_url(entry: Structure | Service) -> str:
    return reverse(f"{'service' if isinstance(entry, Service) else 'structure'}_admin:edit", args=[entry.pk])
