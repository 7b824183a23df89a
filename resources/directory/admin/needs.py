"""« Besoins et ressources » : the six support functions of a territory, its needs beside what is there (HAS, annex 2)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import log

from home.activities.admin.base import AdminPage
from home.activities.admin.plain_form import PlainForm
from portal.territories.models import Territory
from resources.directory.models import Structure, SupportFunction, SupportNeed
from resources.directory.vocabulary import Function, Level


class NeedsForm(PlainForm):
    """One need for each function, in the team's words."""

    def __init__(self, *args: Any, needs: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, initial=needs, **kwargs)
        for function in Function:
            self.fields[function.value] = forms.CharField(
                label=function.label, max_length=1000, required=False, widget=forms.Textarea({"rows": 3})
            )


def resources_of(territory: Territory, today: date) -> dict[tuple[str, str], list[Structure]]:
    """Give the public structures of a territory that hold each function at each level on `today`. One query."""
    functions = SupportFunction.objects.filter(
        Q(first_day=None) | Q(first_day__lte=today),
        Q(last_day=None) | Q(last_day__gte=today),
        structure__state="public",
        structure__in=Structure.territories.through.objects.filter(territory=territory).values("structure"),
    )
    found: dict[tuple[str, str], list[Structure]] = defaultdict(list)
    for one in functions.select_related("structure").order_by("structure__nom", "structure"):
        found[one.function, one.level].append(one.structure)
    return found


@transaction.atomic
def save_needs(territory: Territory, texts: dict[str, str], user: Any) -> int:
    """Write what changed of the needs of a territory; an empty text takes the need away. Gives how many changed."""
    Territory.objects.select_for_update().get(pk=territory.pk)
    known = {need.function: need for need in SupportNeed.objects.filter(territory=territory)}
    changed = 0
    for function, text in texts.items():
        need = known.get(function) or SupportNeed(territory=territory, function=function)
        if text == need.text:
            continue
        changed += 1
        if not text:
            log(need, "wagtail.delete", user=user, deleted=True)
            need.delete()
            continue
        need.text = text
        need.full_clean()
        need.save()
        log(need, "directory.need", user=user, content_changed=True)
    return changed


class Needs(AdminPage):
    """The table, of one territory, to read, to fill in and to print."""

    permission = "directory.change_supportneed"
    template_name = "directory_admin/needs.html"
    page_title = gettext_lazy("Besoins et ressources")
    header_icon = "table"
    territory: Territory | None

    def find(self, **kwargs: Any) -> None:
        self.territories = list(Territory.objects.editable_by(self.request.user))
        asked = self.request.GET.get("territoire")
        found = {territory.slug: territory for territory in self.territories}
        if asked and asked not in found:
            raise Http404
        self.territory = found[asked] if asked else next(iter(self.territories), None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs) | {
            "territories": self.territories,
            "territory": self.territory,
            "today": timezone.localdate(),
            "levels": [str(level.label) for level in Level],
        }
        if self.territory is None:
            return context
        form = kwargs.get("form") or NeedsForm(needs=self.texts())
        found = resources_of(self.territory, timezone.localdate())
        rows = [self.row(function, form, found) for function in Function]
        return context | {"form": form, "rows": rows, "gaps": sum(row["is_gap"] for row in rows)}

    def texts(self) -> dict[str, str]:
        """Give the needs as they are written now."""
        return dict(SupportNeed.objects.filter(territory=self.territory).values_list("function", "text"))

    def row(self, function: Function, form: NeedsForm, found: dict) -> dict[str, Any]:
        """Give one line: the function, its need, what is there at each level."""
        levels = [
            {"label": str(level.label), "structures": found.get((function.value, level.value), [])}
            for level in Level
        ]
        return {
            "function": str(function.label),
            "field": form[function.value],
            "levels": levels,
            "is_gap": not any(level["structures"] for level in levels),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save the needs."""
        if self.territory is None:
            raise Http404
        form = NeedsForm(request.POST, needs=self.texts())
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if save_needs(self.territory, form.cleaned_data, self.request.user):
            messages.success(request, _("Les besoins sont enregistrés."))
        return redirect(f"{reverse('upkeep:needs')}?territoire={self.territory.slug}")
