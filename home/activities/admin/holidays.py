"""School and public holidays brought in from the libraries at the press of a button."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from home.activities.actions.holidays import import_holidays
from home.activities.admin.base import AdminPage

YEARS_AHEAD = 2


class HolidayIndexView(IndexView):
    """The holidays to come, with the button that brings them in for those who may."""

    add_item_label = gettext_lazy("Ajouter des vacances ou un jour férié")

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().filter(last_day__gte=timezone.localdate())

    @property
    def header_buttons(self) -> list:
        buttons = list(super().header_buttons)
        if self.request.user.has_perm(ImportHolidays.permission):
            buttons.append(
                HeaderButton(_("Importer les vacances"), reverse("import_holidays"), icon_name="download")
            )
        return buttons


class ImportHolidays(AdminPage):
    """Says what will be brought in, then does it. Rows corrected by hand stay as they are."""

    permission = "activities.add_holiday"
    template_name = "activities_admin/import_holidays.html"
    page_title = gettext_lazy("Importer les vacances et les jours fériés")
    header_icon = "download"
    trail = [("holiday:index", gettext_lazy("Vacances"))]

    def years(self) -> tuple[int, int]:
        """Give the years to bring in: this one and the next two."""
        year = timezone.localdate().year
        return year, year + YEARS_AHEAD

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        first, last = self.years()
        return super().get_context_data(**kwargs) | {"first": first, "last": last}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        count = import_holidays(*self.years())
        if count:
            told = ngettext("%d ligne ajoutée.", "%d lignes ajoutées.", count) % count
        else:
            told = _("Rien de nouveau : tout y est déjà.")
        messages.success(request, told)
        return redirect("holiday:index")
