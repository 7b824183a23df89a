"""« À revoir » : what nobody has made sure of for some months, due longest first, said right in one click."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from home.activities.admin.base import AdminPage
from portal.territories.scoping import get_mine
from portal.when import date_words
from resources.directory.actions import verify
from resources.directory.models import Entry, Service, Structure
from resources.directory.upkeep.due import directory_settings, due, due_on, last_sure_on

MODELS: dict[str, Any] = {"structures": Structure, "services": Service}
SPACES = {"structures": "structure_admin", "services": "service_admin"}
PER_PAGE = 50
#: What comes due within this long is listed too, after the rest.
AHEAD = timedelta(days=30)


class Due(AdminPage):
    """The list, structures or services."""

    permission = "directory.change_structure"
    template_name = "directory_admin/due.html"
    page_title = gettext_lazy("À revoir")
    header_icon = "calendar-check"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = self.request.GET.get("quoi", "")
        kind = kind if kind in MODELS else "structures"
        today = timezone.localdate()
        mine = {name: model.objects.editable_by(self.request.user) for name, model in MODELS.items()}
        coming = due(mine[kind], today + AHEAD, self.months)
        coming = coming.select_related("structure") if kind == "services" else coming
        page = Paginator(coming, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "kind": kind,
            "page": page,
            "query": f"quoi={kind}&",
            "rows": [self.row(entry, kind) for entry in page],
            "late": {name: due(rows, months=self.months).count() for name, rows in mine.items()},
        }

    def row(self, entry: Entry, kind: str) -> dict[str, Any]:
        """Give what the list says of an entry."""
        day = due_on(entry, self.months)
        return {
            "entry": entry,
            "sure_on": date_words(last_sure_on(entry), year=True),
            "was_verified": entry.verified_on is not None,
            "due_on": date_words(day),
            "is_late": day <= timezone.localdate(),
            "edit_url": reverse(f"{SPACES[kind]}:edit", args=[entry.pk]),
        }

    def find(self, **kwargs: Any) -> None:
        self.months = directory_settings().months_between_checks

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say that one entry is right today."""
        kind = request.POST.get("quoi", "")
        if kind not in MODELS:
            raise Http404
        entry = get_mine(
            MODELS[kind].objects.editable_by(self.request.user), pk=request.POST.get("pk") or None
        )
        verify(entry, user=self.request.user)
        messages.success(request, _("« %(name)s » est vérifié aujourd'hui.") % {"name": entry.nom})
        return redirect(f"{request.path}?quoi={kind}")
