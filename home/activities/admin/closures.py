"""Closing a place from a day to another: what falls in it is shown first. Special hours stand in the same list."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.log_actions import log

from home.activities.actions.closures import close_place, preview_closure, reopen_place
from home.activities.admin.base import AdminPage, my_choice
from home.activities.admin.plain_form import PlainForm, day_field, refuse, time_field
from home.activities.admin.rows import rows_for
from home.activities.admin.sessions import place_field
from home.places.models import HoursException, Place
from portal.accounts.models import User
from portal.territories.forms import choose_the_only_one
from portal.territories.scoping import get_mine
from portal.when import hours_words, span_words

LONGEST = timedelta(days=366)
AHEAD = timedelta(days=3 * 366)


class SpanForm(PlainForm):
    """A place, days, and the reason the public reads."""

    place = place_field(gettext_lazy("Lieu"))
    first_day = day_field(gettext_lazy("Du"), required=True)
    last_day = day_field(gettext_lazy("Au"), gettext_lazy("Vide : un seul jour."))
    reason = forms.CharField(
        label=gettext_lazy("Raison, dite au public"),
        max_length=120,
        help_text=gettext_lazy("Par exemple : « Congés de l'équipe »."),
    )
    reason_en = forms.CharField(
        label=gettext_lazy("Raison en anglais"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Vide : la raison française est montrée."),
    )
    reason_ar = forms.CharField(
        label=gettext_lazy("Raison en arabe"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Vide : la raison française est montrée."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_the_only_one(self.choices_of("place", Place.objects.editable_by(user)))

    def clean(self) -> dict[str, Any]:
        """Ask for days in order, neither long gone nor far away."""
        data = super().clean()
        first = data.get("first_day")
        data["last_day"] = data.get("last_day") or first
        if not first or self.errors:
            return data
        last: date = data["last_day"]
        today = timezone.localdate()
        if last < first:
            self.add_error("last_day", _("Le dernier jour vient avant le premier."))
        elif last < today:
            self.add_error("last_day", _("Ces jours sont passés. Choisissez des jours à venir."))
        elif last - first > LONGEST or last > today + AHEAD:
            self.add_error("last_day", _("Une fermeture dure un an au plus."))
        return data


class SpecialForm(SpanForm):
    """Special hours on some days."""

    start = time_field(gettext_lazy("Ouvert de"))
    end = time_field(gettext_lazy("à"))
    start_2 = time_field(gettext_lazy("et de"), required=False)
    end_2 = time_field(gettext_lazy("à"), gettext_lazy("Vide : une seule plage."), required=False)

    field_order = ["place", "first_day", "last_day", "start", "end", "start_2", "end_2", "reason"]

    def clean(self) -> dict[str, Any]:
        """Ask for hours in order."""
        data = super().clean()
        if any(name in self.errors for name in ("start", "end", "start_2", "end_2")):
            return data
        stretches = [(data.get("start"), data.get("end"), "end")]
        if data.get("start_2") or data.get("end_2"):
            stretches.append((data.get("start_2"), data.get("end_2"), "end_2"))
        before = None
        for start, end, name in stretches:
            if not start or not end:
                self.add_error(name, _("Donnez l'heure de début et l'heure de fin."))
            elif end <= start:
                self.add_error(name, _("L'heure de fin vient avant l'heure de début."))
            elif before and start < before:
                self.add_error(name, _("La deuxième plage commence avant la fin de la première."))
            before = end
        if not self.errors:
            data["hours"] = ",".join(f"{start:%H:%M}-{end:%H:%M}" for start, end, _name in stretches)
        return data


def open_words(hours: str) -> str:
    """Say special hours ("14:00-16:00") in words; as they are written when they are no plain hours."""
    try:
        pairs = [[time.fromisoformat(one) for one in part.split("-")] for part in hours.split(",")]
        return ", ".join(hours_words(start, end) for start, end in pairs)
    except ValueError:
        return hours


class ExceptionsPage(AdminPage):
    """A page about closures and special hours."""

    permission = "places.change_hoursexception"
    header_icon = "lock"
    trail = [("fermeture:index", gettext_lazy("Fermetures"))]


class Closures(ExceptionsPage):
    """Closures and special hours, those to come first, and the past ones of a year."""

    template_name = "activities_admin/closures.html"
    page_title = gettext_lazy("Fermetures")
    trail = []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        mine = (
            HoursException.objects.filter(place__in=Place.objects.editable_by(self.request.user))
            .select_related("place")
            .annotate(cancelled=Count("sessions", filter=Q(sessions__status="cancelled")))
            .order_by("first_day", "pk")
        )
        coming: list[Any] = list(mine.filter(last_day__gte=today))
        past: list[Any] = list(mine.filter(last_day__lt=today).order_by("-first_day")[:20])
        for found in (*coming, *past):
            found.words = span_words(found.first_day, found.last_day, year=True)
            found.open_words = open_words(found.hours)
        return super().get_context_data(**kwargs) | {"coming": coming, "past": past}


class Close(ExceptionsPage):
    """Closes a place: shows what falls in it, then asks."""

    template_name = "activities_admin/closure_form.html"
    page_title = gettext_lazy("Fermer un lieu")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        initial = {"place": my_choice(self.request, Place, "lieu")}
        context.setdefault("form", SpanForm(user=self.request.user, initial=initial))
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SpanForm(request.POST, user=self.request.user)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        data = form.cleaned_data
        mark = f"{data['place'].pk} {data['first_day']} {data['last_day']}"
        if request.POST.get("confirme") == mark:
            try:
                closure = close_place(**data, user=self.request.user)
            except ValidationError as refusal:
                refuse(form, refusal)
                return self.render_to_response(self.get_context_data(form=form))
            count = closure.sessions.count()
            told = ngettext("%d séance est annulée.", "%d séances sont annulées.", count) % count
            messages.success(request, f"{_('Le lieu est fermé.')} {told}")
            return redirect("fermeture:index")
        falling = rows_for(preview_closure(data["place"], data["first_day"], data["last_day"]))
        return self.render_to_response(
            self.get_context_data(form=form, asked=True, falling=falling, mark=mark, span=_span(data))
        )


def _span(data: dict[str, Any]) -> str:
    first: date = data["first_day"]
    return span_words(first, data["last_day"], year=True)


class Special(ExceptionsPage):
    """Special hours: no session changes."""

    template_name = "activities_admin/special_form.html"
    page_title = gettext_lazy("Horaires exceptionnels")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.setdefault("form", SpecialForm(user=self.request.user))
        return context | {"button": _("Enregistrer")}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SpecialForm(request.POST, user=self.request.user)
        if form.is_valid():
            names = ("place", "first_day", "last_day", "hours", "reason", "reason_en", "reason_ar")
            special = HoursException(
                kind=HoursException.Kind.SPECIAL, **{name: form.cleaned_data[name] for name in names}
            )
            special.full_clean()
            special.save()
            log(special, "wagtail.create", user=self.request.user, content_changed=True)
            messages.success(request, _("Les horaires exceptionnels sont annoncés."))
            return redirect("fermeture:index")
        return self.render_to_response(self.get_context_data(form=form))


class Reopen(ExceptionsPage):
    """Lifts a closure or special hours: says what comes back, then asks."""

    template_name = "activities_admin/reopen.html"

    def get_page_title(self) -> str:
        is_closed = self.closure.kind == HoursException.Kind.CLOSED
        return _("Rouvrir le lieu") if is_closed else _("Enlever les horaires exceptionnels")

    def find(self, **kwargs: Any) -> None:
        mine = HoursException.objects.filter(place__in=Place.objects.editable_by(self.request.user))
        self.closure = get_mine(mine.select_related("place"), pk=kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = self.closure.sessions.filter(status="cancelled", start__gt=timezone.now()).order_by("start")
        return super().get_context_data(**kwargs) | {
            "closure": self.closure,
            "span": span_words(self.closure.first_day, self.closure.last_day, year=True),
            "back": rows_for(back),
            "is_closed": self.closure.kind == HoursException.Kind.CLOSED,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.closure.kind == HoursException.Kind.CLOSED:
            count = reopen_place(self.closure, user=self.request.user)
            told = ngettext("%d séance a de nouveau lieu.", "%d séances ont de nouveau lieu.", count) % count
            messages.success(request, f"{_('Le lieu est rouvert.')} {told}")
        else:
            log(self.closure, "wagtail.delete", user=self.request.user, deleted=True)
            self.closure.delete()
            messages.success(request, _("Les horaires exceptionnels sont enlevés."))
        return redirect("fermeture:index")
