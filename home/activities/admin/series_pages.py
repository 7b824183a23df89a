"""One series: seen as a whole, and ended."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from home.activities.actions.series import end_series, preview_series
from home.activities.admin.history import entries_of
from home.activities.admin.plain_form import PlainForm, day_field, refuse
from home.activities.admin.rows import rows_for
from home.activities.admin.series_views import StoredSeriesPage, by_month
from home.activities.models import Series, Session
from home.activities.sentences import series_sentence


class EndForm(PlainForm):
    """The last day of a series."""

    last_day = day_field(
        gettext_lazy("Dernier jour"),
        gettext_lazy("Les séances d'après quittent l'agenda. Celles d'avant restent."),
        required=True,
    )


class SeriesEnd(StoredSeriesPage):
    """Ends a series: shows what leaves the calendar, then asks."""

    page_title = gettext_lazy("Arrêter la série")
    template_name = "activities_admin/series_end.html"
    header_icon = "calendar"
    trail = [("series:index", gettext_lazy("Séries"))]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = EndForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        last_day = form.cleaned_data["last_day"]
        if last_day >= self.instance.last_day:
            form.add_error("last_day", _("La série s'arrête déjà ce jour-là ou avant."))
        elif request.POST.get("confirme") != last_day.isoformat():
            leaving = self.leaving(last_day)
            return self.render_to_response(
                self.get_context_data(
                    form=form, leaving=rows_for(leaving), confirmed=last_day.isoformat(), asked=True
                )
            )
        else:
            try:
                result = end_series(self.instance, last_day, user=self.request.user)
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                gone = ngettext(
                    "La série est arrêtée : %d séance quitte l'agenda.",
                    "La série est arrêtée : %d séances quittent l'agenda.",
                    result.withdrawn,
                )
                messages.success(request, gone % result.withdrawn)
                return redirect("series:show", self.instance.pk)
        return self.render_to_response(self.get_context_data(form=form))

    def leaving(self, last_day: date) -> QuerySet[Session]:
        """Give the sessions that would leave the calendar."""
        later = Session.objects.filter(
            series=self.instance, original_date__gt=last_day, start__gt=timezone.now(), is_extra=False
        )
        return later.on_calendar().filter(touched=False, is_full=False).order_by("start")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if "form" not in context:
            context["form"] = EndForm()
        return context | {"series": self.instance, "sentence": series_sentence(self.instance)}


class SeriesShow(StoredSeriesPage):
    """One series: its sentence, what no longer fits, what comes next, what may be done, who changed it."""

    template_name = "activities_admin/series_show.html"
    header_icon = "calendar"

    def get_page_title(self) -> str:
        return str(self.instance.activity)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        series = {"url": reverse("series:index"), "label": _("Séries")}
        return [*self.breadcrumbs_items, series, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        series, pauses = self.instance, list(self.instance.pauses.all())
        coming = Session.objects.on_calendar().filter(series=series, start__gt=timezone.now())
        preview = preview_series(series, pauses)
        return super().get_context_data(**kwargs) | {
            "series": series,
            "sentence": preview.sentence,
            "months": by_month(preview.days),
            "misfits": rows_for(preview.misfits),
            "pauses": pauses,
            "coming": rows_for(coming.order_by("start")[:6]),
            "is_over": series.last_day < timezone.localdate(),
            "follows": series.follows,
            "followed_by": Series.objects.filter(follows=series).first(),
            "history": entries_of(series, 5),
            "history_url": reverse("series:history", args=[series.pk]),
        }
