"""Making, changing, continuing and ending a series: read the dates, then save."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import DateFormat
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.log_actions import registry

from home.activities.actions.base import EditConflict
from home.activities.actions.series import (
    Pause,
    PlannedDay,
    SeriesPreview,
    SeriesResult,
    preview_series,
    save_series,
    split_series,
    start_at,
)
from home.activities.admin.base import AdminPage, my_choice, my_series
from home.activities.admin.plain_form import PlainForm, day_field, refuse
from home.activities.admin.rows import rows_for
from home.activities.admin.series_form import BasePauseFormSet, PauseFormSet, SeriesForm, digest
from home.activities.models import Activity, Series
from home.activities.sentences import series_sentence
from portal.when import day_words, time_words


def by_month(days: Iterable[PlannedDay]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Group planned days under the name of their month, in words."""
    groups = groupby(days, key=lambda planned: planned.day.replace(day=1))
    return [
        (
            DateFormat(month).format("F Y").capitalize(),
            [{"words": day_words(p.day), "struck": p.struck, "reason": p.reason} for p in planned],
        )
        for month, planned in groups
    ]


def who_changed(series: Series) -> str:
    """Say who changed a series last and when."""
    by_hand = registry.get_logs_for_instance(series).filter(user__isnull=False)  # not the nightly work
    entry = by_hand.select_related("user").first()
    if entry is None:
        return _("Quelqu'un a changé cette série pendant que vous écriviez.")
    then = timezone.localtime(entry.timestamp)
    return _("%(who)s a changé cette série %(day)s à %(hour)s, pendant que vous écriviez.") % {
        "who": entry.user_display_name,
        "day": day_words(then.date()),
        "hour": time_words(then.time()),
    }


class SeriesFormPage(AdminPage):
    """The form on one page, with its preview. The three ways to use it differ in what they start from and what they save."""

    template_name = "activities_admin/series_form.html"
    header_icon = "calendar"
    trail = [("series:index", gettext_lazy("Séries"))]
    about_stored = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SeriesForm(initial=self.get_initial(), user=self.request.user, instance=self.instance)
        return self.show(form, PauseFormSet(prefix="pauses", initial=self.get_pauses()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the dates; save only what was shown."""
        form = SeriesForm(
            request.POST, initial=self.get_initial(), user=self.request.user, instance=self.instance
        )
        pauses = PauseFormSet(request.POST, prefix="pauses")
        if not (form.is_valid() & pauses.is_valid()):
            return self.show(
                form, pauses, error=_("Quelque chose manque ou ne va pas. Rien n'est enregistré.")
            )
        typed = pauses.pauses()
        try:
            self.check(form)
            preview = self.preview(typed)
        except ValidationError as refusal:
            refuse(form, refusal)
            return self.show(
                form, pauses, error=_("Ces réponses ne vont pas ensemble. Rien n'est enregistré.")
            )
        rows = PauseFormSet(prefix="pauses", initial=[vars(pause) for pause in typed])
        if "enregistrer" not in request.POST:
            return self.show(form, rows, preview=preview)
        if form.cleaned_data["seen"] != digest(self.instance, preview):
            changed = _("Vous avez changé quelque chose. Relisez les dates, puis enregistrez.")
            return self.show(form, rows, preview=preview, warning=changed)
        return self.store(form, rows, typed, preview)

    def store(
        self, form: SeriesForm, rows: BasePauseFormSet, typed: list[Pause], preview: SeriesPreview
    ) -> HttpResponse:
        """Save; a refusal or a conflict shows the form again with everything typed."""
        version = (
            form.cleaned_data.get("version") or 0
        )  # a form that says no version is as good as an old one
        try:
            series, result = self.save(typed, version)
        except EditConflict:
            return self.show(form, rows, preview=preview, conflict=True)
        except ValidationError as refusal:
            refuse(form, refusal)
            return self.show(form, rows, error=_("Rien n'est enregistré."))
        messages.success(self.request, self.saved_words(result))
        return redirect("series:show", series.pk)

    def show(
        self,
        form: SeriesForm,
        pauses: BasePauseFormSet,
        *,
        preview: SeriesPreview | None = None,
        error: str = "",
        warning: str = "",
        conflict: bool = False,
    ) -> HttpResponse:
        """Give the page."""
        context = self.get_context_data(
            form=form, pauses=pauses, error=error, warning=warning, version=self.posted_version()
        )
        if preview:
            context |= {
                "preview": preview,
                "months": by_month(preview.days),
                "kept": sum(not day.struck for day in preview.days),
                "seen": digest(self.instance, preview),
                "misfits": rows_for(preview.misfits),
            }
        if conflict:
            context |= self.conflict_context()
        return self.render_to_response(context, status=409 if conflict else 200)

    def posted_version(self) -> int | str:
        """Give the version the form was opened on."""
        return self.request.POST.get("version", "") or self.instance.version

    def conflict_context(self) -> dict[str, Any]:
        """Tell who changed the series and what is stored now; saving again then replaces it knowingly."""
        stored = Series.objects.select_related("activity", "place").get(pk=self.stored_pk)
        return {
            "conflict": who_changed(stored),
            "stored": stored,
            "stored_sentence": series_sentence(stored),
            "stored_pauses": list(stored.pauses.all()),
            "stored_url": reverse("series:show", args=[stored.pk]),
            "version": stored.version,
        }

    def saved_words(self, result: SeriesResult) -> str:
        """Say what was written."""
        parts = [
            (result.created, ngettext("%d séance ajoutée", "%d séances ajoutées", result.created)),
            (result.updated, ngettext("%d séance changée", "%d séances changées", result.updated)),
            (result.restored, ngettext("%d séance revenue", "%d séances revenues", result.restored)),
            (result.withdrawn, ngettext("%d séance retirée", "%d séances retirées", result.withdrawn)),
        ]
        told = ", ".join(words % count for count, words in parts if count)
        return _("C'est enregistré : %(told)s.") % {"told": told} if told else _("C'est enregistré.")

    def get_initial(self) -> dict[str, Any]:
        return SeriesForm.initial_for(self.instance)

    def get_pauses(self) -> list[dict[str, Any]]:
        """Give the stored pauses as rows."""
        return list(self.pauses_of.values("first_day", "last_day", "reason"))

    @property
    def pauses_of(self) -> QuerySet:
        """Give the pauses to start from."""
        return self.instance.pauses.all()

    def check(self, form: SeriesForm) -> None:
        """Check what only this way of using the form asks."""

    def preview(self, pauses: list[Pause]) -> SeriesPreview:
        """Give what saving would write. Raises ValidationError."""
        return preview_series(self.instance, pauses)

    def save(self, pauses: list[Pause], version: int) -> tuple[Series, SeriesResult]:
        """Write the series."""
        raise NotImplementedError


class SeriesAdd(SeriesFormPage):
    """A new series."""

    permission = "activities.add_series"
    page_title = gettext_lazy("Nouvelle série")

    def find(self, **kwargs: Any) -> None:
        self.instance = Series()

    def get_initial(self) -> dict[str, Any]:
        activity = my_choice(self.request, Activity, "activity")
        return SeriesForm.initial_for_new(activity, timezone.localdate())

    def get_pauses(self) -> list[dict[str, Any]]:
        return []

    def save(self, pauses: list[Pause], version: int) -> tuple[Series, SeriesResult]:
        return self.instance, save_series(self.instance, pauses, user=self.request.user)


class StoredSeriesPage(AdminPage):
    """A page about one stored series."""

    permission = "activities.change_series"

    def find(self, **kwargs: Any) -> None:
        self.instance = my_series(self.request, kwargs["pk"])
        self.stored_pk = self.instance.pk

    @cached_property
    def title_of_series(self) -> str:
        """Give the name of the activity, before anything typed is put on the instance."""
        return str(self.instance.activity)

    def get_trail(self) -> list[dict[str, Any]]:
        url = reverse("series:show", args=[self.stored_pk])
        return [*super().get_trail(), {"url": url, "label": self.title_of_series}]


class SeriesEdit(StoredSeriesPage, SeriesFormPage):
    """The whole series, changed."""

    page_title = gettext_lazy("Changer toute la série")

    def save(self, pauses: list[Pause], version: int) -> tuple[Series, SeriesResult]:
        result = save_series(self.instance, pauses, user=self.request.user, expected_version=version)
        return self.instance, result


class SeriesSplit(StoredSeriesPage, SeriesFormPage):
    """From a date on: the series ends the day before, another follows it."""

    page_title = gettext_lazy("Changer à partir d'une date")
    template_name = "activities_admin/series_split.html"

    def find(self, **kwargs: Any) -> None:
        super().find(**kwargs)
        self.old = self.instance
        self.instance = Series(activity=self.old.activity, version=self.old.version)
        self.from_day = PlainForm(self.request.POST or None, prefix="suite")
        self.from_day.fields["day"] = day_field(
            gettext_lazy("À partir du"),
            gettext_lazy("Les séances d'avant ce jour ne changent pas."),
            required=True,
        )

    @cached_property
    def title_of_series(self) -> str:
        return str(self.old.activity)

    @property
    def pauses_of(self) -> QuerySet:
        return self.old.pauses.filter(last_day__gte=timezone.localdate())

    def get_initial(self) -> dict[str, Any]:
        return SeriesForm.initial_for(self.old) | {"first_day": max(self.old.first_day, timezone.localdate())}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "from_day": self.from_day,
            "old": self.old,
            "old_sentence": series_sentence(Series.objects.get(pk=self.old.pk)),
        }

    def check(self, form: SeriesForm) -> None:
        if not self.from_day.is_valid():
            raise ValidationError(_("Dites à partir de quel jour la série change."))
        day: date = self.from_day.cleaned_data["day"]
        stored_last = self.old.last_day
        if day <= self.old.first_day:
            raise ValidationError(_("La série commence ce jour-là ou après. Changez toute la série."))
        if day < timezone.localdate() or day > stored_last:
            raise ValidationError(
                _("Choisissez un jour entre aujourd'hui et le %(last)s, dernier jour de la série.")
                % {"last": f"{stored_last:%d/%m/%Y}"}
            )
        if self.instance.last_day < day:
            raise ValidationError({"last_day": [_("Le dernier jour vient avant le premier.")]})
        start_at(self.instance, day)

    def preview(self, pauses: list[Pause]) -> SeriesPreview:
        return preview_series(self.instance, pauses, following=(self.old, self.from_day.cleaned_data["day"]))

    def save(self, pauses: list[Pause], version: int) -> tuple[Series, SeriesResult]:
        new = split_series(
            self.old,
            self.from_day.cleaned_data["day"],
            self.instance,
            pauses,
            user=self.request.user,
            expected_version=version,
        )
        return new, new.result  # type: ignore[attr-defined]  # set by split_series
